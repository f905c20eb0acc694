import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Posted } from '../support/other-slack.ts';
import { BOT, JUNHO, MINA, SARAH } from '../support/other-slack-cast.ts';
import { everything, has, type Outside, startOutside } from '../support/outside.ts';

/** Every click that must do nothing: each is answered only to the one who clicked, in that person's language, in the card's thread. */
describe('a click that must do nothing', () => {
  let our: Outside;
  beforeAll(async () => {
    our = await startOutside({ people: 80 });
  });
  afterAll(() => our?.stop());

  /** A card as it stood when somebody looked at it: people click what they saw a moment ago. */
  const seen = (message: Posted): Posted => structuredClone(message);
  const words = async (user: string, act: () => Promise<{ status: number }>): Promise<Posted> => {
    const from = our.slack.posted.length;
    expect((await act()).status).toBe(200);
    return our.whisper(user, from);
  };
  const statusOf = async (key: string): Promise<string> =>
    String(
      (await our.app.deps.pool.query('select status from campaigns where id = $1', [Number(key.slice(2))])).rows[0]
        ?.status,
    );

  it('says who may, to somebody without a part in it, a guest and somebody of another company', async () => {
    const { key, thread } = await our.start();
    const brief = await our.open(key, 'brief');
    const by = (user: string) => words(user, () => our.slack.click(user, brief, 'step.approve'));
    expect(await by('U0PASSER')).toMatchObject({
      threadTs: thread,
      text: `이 요청은 <@${MINA}>, <@${JUNHO}>, <@${SARAH}> 외 1명만 결정할 수 있어요. 바뀐 것은 없습니다. 필요하면 직접 부탁해 주세요.`,
    });
    expect((await by('U0TOM')).text).toMatch(/^Only .*<@U0JUNHO>.* can decide this\. Nothing changed\./);
    expect((await by('U0INTERN')).text).toMatch(/^게스트는 .* 바뀐 것은 없습니다/);
    expect((await by('U0AGENCY')).text).toMatch(/other organizations cannot decide this.*Nothing changed/);
    expect(await statusOf(key)).toBe('brief.review');
    expect(our.slack.opened.filter(({ user }) => user === 'U0PASSER')).toEqual([]);
  });

  it('says that it was decided already, by whom and when: twice, at the same instant, on an older version', async () => {
    const { key } = await our.start();
    const brief = seen(await our.open(key, 'brief'));
    const from = our.slack.posted.length;
    const both = await Promise.all([
      our.slack.click(JUNHO, brief, 'step.approve'),
      our.slack.click(SARAH, brief, 'step.approve'),
    ]);
    expect(both.map(({ status }) => status)).toEqual([200, 200]);
    const told = await our.slack.until('the other', (m) => m.onlyFor && our.slack.posted.indexOf(m) >= from);
    expect(told.text).toMatch(
      told.onlyFor === JUNHO ? /^이미 <@U0SARAH> 님이 .*에 승인했어요/ : /^<@U0JUNHO> .*approved/,
    );
    const again = await words(MINA, () => our.slack.click(MINA, brief, 'step.approve'));
    expect(again.text).toMatch(/^이미 <@U0(JUNHO|SARAH)> 님이 .*에 승인했어요. 바뀐 것은 없습니다/);

    const segments = seen(await our.open(key, 'segments'));
    await our.slack.click(JUNHO, segments, 'step.regenerate');
    await our.slack.submit(JUNHO, { feedback: '그대로 한 번 더' });
    await our.card(key, 'segments', (m) => m.metadata?.event_payload.version === 2);
    const stale = await words(MINA, () => our.slack.click(MINA, segments, 'step.approve'));
    expect(stale.text).toBe('v1은 v2로 바뀌었어요. 바뀐 것은 없습니다. 새 카드를 보고 결정해 주세요.');
    const late = await words(SARAH, () => our.slack.click(SARAH, segments, 'step.edit'));
    expect(late.text).toMatch(/^v1 was replaced by v2\. Nothing changed\./);
    expect(await statusOf(key)).toBe('segments.review');

    const open = seen(await our.open(key, 'segments'));
    const card = await our.card(key, 'campaign');
    await our.slack.click(MINA, card, 'campaign.cancel');
    const ended = await words(JUNHO, () => our.slack.click(JUNHO, open, 'step.approve'));
    expect(ended.text).toMatch(/바뀐 것은 없습니다/);
    expect(await statusOf(key)).toBe('cancelled');
  });

  it('refuses the launch to its requester and to the last editor, and sends nothing when the time is over', async () => {
    const { key, thread } = await our.start();
    await our.bring(key, 'copy');
    await our.slack.click(JUNHO, await our.open(key, 'copy'), 'step.edit');
    expect((await our.slack.submit(JUNHO, { subject: '다시 들을 음반을 몇 장 골라 두었어요' })).body).toEqual({
      text: '',
    });
    await our.card(key, 'copy', (m) => m.metadata?.event_payload.version === 2);
    await our.approve(key, 'copy');
    const plan = seen(await our.open(key, 'plan'));
    const own = await words(MINA, () => our.slack.click(MINA, plan, 'launch.approve'));
    expect(own).toMatchObject({
      threadTs: thread,
      text: `직접 요청한 발송은 승인할 수 없어요. 바뀐 것은 없습니다. <@${SARAH}>에게 알려 드렸어요.`,
    });
    const edited = await words(JUNHO, () => our.slack.click(JUNHO, plan, 'launch.approve'));
    expect(edited.text).toMatch(/^직접 고친 초안이 들어 있는 발송은 승인할 수 없어요\. 바뀐 것은 없습니다\./);
    const admin = await words('U0BOSS', () => our.slack.click('U0BOSS', plan, 'launch.approve'));
    expect(admin.text).toMatch(/바뀐 것은 없습니다/);
    await our.slack.until(
      'a ping to Sarah',
      (m) => m.channel === 'D0SARAH' && m.metadata === null && everything(m).includes(key),
    );

    await our.slack.click(SARAH, plan, 'launch.approve');
    const modal = our.slack.opened.at(-1);
    await our.ws.forward('P1DT1H');
    const late = await our.slack.submit(SARAH, {}, modal);
    expect(late.body.response_action).toBe('update');
    expect(JSON.stringify(late.body.view)).toMatch(/time to approve.*passed.*[Nn]othing was sent/);
    const expired = await our.card(key, 'plan', (m) => has(m, 'request.renew'));
    expect(everything(expired)).toMatch(/승인 기한이 지났어요.*아무것도 보내지 않았어요/);
    const told = await words(SARAH, () => our.slack.click(SARAH, plan, 'launch.approve'));
    expect(told.text).toMatch(/passed/);
    expect(has(told, 'request.renew')).toBe(true);
    expect(await our.ws.mailbox('?bodies=0')).toEqual([]);
    expect(await statusOf(key)).toBe('plan.review');

    await our.slack.click(MINA, expired, 'request.renew');
    const anew = await our.open(key, 'plan');
    // Two in the afternoon is over: what is asked now is whether to send at once.
    expect(everything(anew)).toContain('승인하면 *바로*');
    expect((await our.launch(key, SARAH)).body).toEqual({ text: '' });
    await our.card(key, 'sending');
  });

  it('wants the count typed where everybody is written to, and says what to type', async () => {
    const { key } = await our.start(`<@${BOT}> 전체 고객에게 소식을 알려서 이번 달 매출 1천만원, 지금 바로`);
    const plan = await our.bring(key, 'plan');
    await our.slack.click(SARAH, plan, 'launch.approve');
    const hint = our.slack.opened.at(-1)?.view.blocks.find(({ block_id: id }) => id === 'count') as
      | { hint: { text: string } }
      | undefined;
    expect(hint?.hint.text).toBe('80');
    for (const count of ['', '79', 'eighty'])
      expect((await our.slack.submit(SARAH, { count })).body).toEqual({
        response_action: 'errors',
        errors: { count: expect.stringMatching(/80/) },
      });
    expect(await statusOf(key)).toBe('plan.review');
  });

  it('answers what is no button of ours, and commands about what is not there', async () => {
    const { slack } = our;
    const odd = { ...(slack.posted.find(({ metadata }) => metadata) as Posted) };
    const button = (action: string, value: string) => ({
      ...odd,
      blocks: [{ type: 'actions', elements: [{ type: 'button', action_id: action, value }] }],
    });
    const press = (action: string, value: string) => () => slack.click(MINA, button(action, value), action);
    for (const [action, value] of [
      ['no.such.thing', 'x'],
      ['step.approve', 'req_0000000000000000'],
      ['step.approve', "'; drop table campaigns; --"],
      ['launch.approve', ''],
      ['campaign.cancel', 'C-99999999999999999999'],
      ['campaign.cancel', 'C-424242'],
      ['send.stop', '__proto__'],
      ['unknown.resend', 'C-424242'],
      ['job.retry', 'C-424242'],
      ['learning.keep', 'nothing'],
      ['result.formulas', '424242.final'],
      ['intent.confirm', 'nothing'],
      ['copy.preview', 'req_x:A-1'],
    ] as const)
      expect((await words(MINA, press(action, value))).text, `${action} ${value}`).toMatch(/바뀐 것은 없습니다/);

    const said = async (user: string, text: string) => String((await slack.command(user, text)).body.text);
    expect(await said(MINA, 'cancel C-424242')).toMatch(/그 캠페인을 찾지 못했어요\. 바뀐 것은 없습니다/);
    expect(await said(SARAH, 'cancel C-424242')).toMatch(/Nothing changed/);
    expect(await said(MINA, 'cancel')).toMatch(/어느 캠페인인지 적어 주세요/);
    expect(await said(MINA, 'status C-424242')).toMatch(/찾지 못했어요/);
    expect(await said(MINA, '<!channel> 춤춰')).toMatch(
      /^“&lt;!channel&gt;”[은은].* 모르는 명령이에요. 바뀐 것은 없습니다/,
    );
    expect(await said('U0PASSER', 'cancel C-1')).toMatch(/결정할 수 있어요\. 바뀐 것은 없습니다/);
    expect(await said('U0INTERN', 'new 60일 넘게 안 산 단골을 다시 오게 해서 이번 달 매출 1천만원')).toMatch(
      /^게스트는/,
    );
    expect(await said('U0PASSER', 'approvers <@U0PASSER>')).toMatch(/바뀐 것은 없습니다/);
    expect(await said('U0BOSS', 'approvers <@U0PASSER>')).toMatch(/APPROVERS 환경 설정이 우선.*바뀐 것은 없습니다/);
  });

  it('never said more than Slack takes', () => {
    expect(our.slack.complaints).toEqual([]);
    expect(our.slack.calls.filter(({ error }) => error && error !== 'unknown_method')).toEqual([]);
    if (process.env.TEST_SHOW) for (const m of our.slack.posted) if (m.onlyFor) console.log(m.onlyFor, m.text);
  });
});
