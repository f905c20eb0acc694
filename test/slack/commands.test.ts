import { eq } from 'drizzle-orm';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { saveSegment } from '../../src/audience/saved.ts';
import { findKit, saveKit } from '../../src/brand/store.ts';
import { loadCampaign } from '../../src/campaign/store.ts';
import { campaigns, readouts, settings, slackUsers, testSends } from '../../src/db/schema.ts';
import { pressureCap } from '../../src/delivery/pressure.ts';
import { sampleKit } from '../../src/practice/sample/kit.ts';
import { START, sentCampaign } from '../results/sent-campaign.ts';
import { someReadout } from '../results/some-readout.ts';
import { type Bot, GOAL, startBot, started, startedAt, textOf } from '../support/bot.ts';

let bot: Bot;
const begin = async (env: Record<string, string> = {}) => {
  bot = await startBot({}, env);
};
afterEach(() => bot.close());

const baton = async (seat: string, text: string) => {
  expect(await bot.ws.ask('/command', { seat, channel: 'C0MARKETING', text })).toEqual({ ok: true });
  await bot.run();
  return textOf((await bot.whispers(seat)).at(-1));
};
const open = async (seat: string) => (await bot.views(seat)).at(-1)?.view;

/** A button of the modal that is open. */
const press = async (seat: string, action: string, value: string) => {
  const { id } = (await bot.views(seat)).at(-1) ?? { id: '' };
  const pressed = { seat, viewId: id, action: { type: 'button', action_id: action, block_id: 'b', value } };
  expect(await bot.ws.ask('/action', pressed)).toEqual({ ok: true });
  await bot.run();
};
const typed = (texts: Record<string, string>) =>
  Object.fromEntries(Object.entries(texts).map(([id, value]) => [id, { value: { type: 'plain_text_input', value } }]));

describe('/baton', () => {
  beforeEach(() => begin());

  it('answers help, and an unknown word with help', async () => {
    expect(await baton('U0MARKETER', 'help')).toContain('/baton list');
    expect(await baton('U0MARKETER', '')).toContain('/baton list');
    const unknown = await baton('U0MARKETER', 'dance now');
    expect(unknown).toContain('“dance”');
    expect(unknown).toContain('/baton list');
  });

  it('new starts a campaign with its own card; without words it asks for them', async () => {
    expect(await baton('U0MARKETER', `new ${GOAL}`)).toContain('C-1');
    expect(await bot.card('campaign')).toMatchObject({ threadTs: null, channel: 'C0MARKETING' });
    await baton('U0MARKETER', 'new');
    const view = await open('U0MARKETER');
    expect(view?.callback_id).toBe('campaign.new');
    await bot.submit('U0MARKETER', {
      goal: { value: { type: 'plain_text_input', value: `${GOAL} 둘째` } },
      channel: { value: { type: 'conversations_select', selected_conversation: 'C0MARKETING' } },
    });
    expect(await bot.deps.db.select().from(campaigns)).toHaveLength(2);
  });

  it('begins a goal with whom a ready-made rule chooses, and leaves the number to be said', async () => {
    await bot.ws.ask('/home', { seat: 'U0MARKETER' });
    await bot.run();
    const { views } = (await bot.ws.ask('/changes?seat=U0MARKETER&after=0')) as {
      views: { id: string; kind: string }[];
    };
    const id = views.find(({ kind }) => kind === 'home')?.id;
    const begins = {
      type: 'button',
      action_id: 'campaign.new',
      block_id: 'home.ready.lapsed_vip',
      value: 'ready:lapsed_vip',
    };
    await bot.ws.ask('/action', { seat: 'U0MARKETER', viewId: id, action: begins });
    await bot.run();
    const view = await open('U0MARKETER');
    expect(view?.callback_id).toBe('campaign.new');
    expect(JSON.stringify(view)).toContain(
      '구매 금액 상위 10%에 들고 마지막 구매 후 60일 이상 지난 고객에게 메일을 보내서 이번 달 매출 ○○만원',
    );
    // A button of a result card that is no longer drawn still opens: with what the result suggests now.
    const { campaign } = await sentCampaign(bot.deps.db, { send: 4, holdout: 1 });
    const result = { ...someReadout(), campaignId: campaign.id };
    await bot.deps.db.insert(readouts).values({ campaignId: campaign.id, kind: 'final', result, at: START });
    const press = async (value: string) => {
      await bot.ws.ask('/action', { seat: 'U0MARKETER', viewId: id, action: { ...begins, value } });
      await bot.run();
    };
    await press(`next:${campaign.id}.again`);
    expect(JSON.stringify(await open('U0MARKETER'))).toContain('60일 넘게 안 산 단골에게 이메일을 보내서');
    expect(JSON.stringify(await open('U0MARKETER'))).not.toContain('next:');
    await bot.ws.ask('/action', {
      seat: 'U0MARKETER',
      viewId: id,
      action: { ...begins, action_id: 'result.formulas', value: `${campaign.id}.final` },
    });
    await bot.run();
    expect(JSON.stringify(await open('U0MARKETER'))).toContain('귀속 매출 = ');
    // What it no longer suggests opens nothing, and says so.
    await press(`next:${campaign.id}.more_holdout`);
    expect(textOf((await bot.messages('DU0MARKETER')).at(-1))).toContain('지금은 이 제안을 하지 않아요');
  });

  it('shows saved segments, and saves none that was not approved', async () => {
    expect(await baton('U0MARKETER', 'segment')).toContain('아직 없어요');
    const { id } = await started(bot);
    expect(await baton('U0MARKETER', `segment save C-${id} A 단골`)).toContain('승인된 그 세그먼트가 없어요');
    expect(await baton('U0MARKETER', 'segment save')).toContain('저장한 것은 없습니다');
    expect(await baton('U0MARKETER', `segment save C-${id} A ${'긴'.repeat(81)}`)).toContain('80자까지');
    await bot.deps.db.transaction((tx) =>
      saveSegment(tx, {
        name: '쉬는 단골',
        rule: { all: [{ metric: 'orders', is: 'gte', value: 3 }] },
        by: 'U0MARKETER',
        at: new Date(0),
      }),
    );
    expect(await baton('U0SALES', 'segment list')).toContain(
      '*S-1* 쉬는 단골 (버전 1, <@U0MARKETER>) — 구매가 3회 이상인 고객',
    );
    expect(await baton('U0SALES', 'segment S-1')).toContain('쓰이는 곳: 아직 없음');
    expect(await baton('U0SALES', 'segment S-7')).toContain('저장한 세그먼트가 없어요');
  });

  it('answers a shortcut on a message whose time is over in words, and starts nothing', async () => {
    const sent = await bot.send({
      type: 'message_action',
      callback_id: 'campaign.from_message',
      trigger_id: 'long.gone',
      user: { id: 'U0MARKETER' },
      team: { id: 'T0PRACTICE' },
      channel: { id: 'C0MARKETING' },
      message: { ts: '1.1', text: GOAL },
    });
    expect(sent).toBe(200);
    expect(textOf((await bot.whispers('U0MARKETER')).at(-1))).toContain('창을 열 시간을 넘겼어요');
    expect(await bot.deps.db.select().from(campaigns)).toEqual([]);
  });

  it('lists, shows and cancels by number', async () => {
    expect(await baton('U0MARKETER', 'list')).toContain('없어요');
    const { id } = await started(bot);
    expect(await baton('U0SALES', 'list')).toContain(`*C-${id}*`);
    expect(await baton('U0SALES', `status C-${id}`)).toContain('브리프를 쓰고 있어요');
    expect(await baton('U0SALES', 'status')).toContain('브리프를 쓰고 있어요');
    expect(await baton('U0SALES', 'status C-99')).toContain('찾지 못했어요');
    expect(await baton('U0MARKETER', 'cancel')).toContain('/baton cancel C-7');
    expect(await baton('U0SALES', `cancel C-${id}`)).toContain('바뀐 것은 없습니다');
    expect((await loadCampaign(bot.deps.db, id)).status).toBe('brief.drafting');
    expect(await baton('U0MARKETER', `cancel ${id}`)).toContain('취소했어요');
    expect((await loadCampaign(bot.deps.db, id)).status).toBe('cancelled');
  });

  it('shows who approves, and says that the environment comes first', async () => {
    expect(await baton('U0SALES', 'approvers')).toContain('<@U0APPROVER1>, <@U0APPROVER2>');
    expect(await baton('U0SALES', 'approvers @이승인')).toContain('만 바꿀 수 있어요');
    expect(await baton('U0APPROVER1', 'approvers @최세일즈')).toContain('APPROVERS 환경 설정이 우선');
  });

  it('tells nothing to guests and people of other organisations', async () => {
    const { id } = await started(bot);
    for (const user of ['U0GUEST', 'U0STRANGER'])
      for (const text of ['list', `status C-${id}`, `new ${GOAL}`, 'approvers']) {
        const said = await bot.command(user, text);
        expect(said).toContain('바뀐 것은 없습니다');
        expect(said).not.toContain('단골');
      }
    expect(await bot.deps.db.select().from(campaigns)).toHaveLength(1);
    expect(await bot.command('U0SALES', 'list')).toContain('단골');
  });

  it('answers in the language of the one who asks', async () => {
    await bot.ws.ask('/language', { language: 'en' });
    await bot.deps.db.delete(slackUsers);
    expect(await baton('U0MARKETER', 'help')).toContain('Write a goal in one sentence');
  });

  it('shows the whole brand kit to everyone and lets admins change it, section by section, version by version', async () => {
    expect(await baton('U0MARKETER', 'brand')).toContain('브랜드 정보가 아직 없어요');
    await saveKit(bot.deps, sampleKit, 'test');
    await baton('U0MARKETER', 'brand');
    await press('U0MARKETER', 'brand.section', 'sender');
    const read = await open('U0MARKETER');
    expect(read?.blocks.some(({ type }) => type === 'input')).toBe(false);
    expect(JSON.stringify(read)).toContain(sampleKit.sender.address);

    await baton('U0APPROVER1', 'brand');
    await press('U0APPROVER1', 'brand.section', 'money');
    expect(await open('U0APPROVER1')).toMatchObject({ callback_id: 'brand.section' });
    const money = { price_email: '12', labour_rate: '40000', minutes_saved: '60', minutes_spent: '30' };
    expect(await bot.submit('U0APPROVER1', typed({ ...money, month_target: '많이' }))).toMatchObject({
      ok: false,
      errors: { month_target: '0 이상의 숫자를 적어 주세요.' },
    });
    expect(await bot.submit('U0APPROVER1', typed({ ...money, month_target: '2천만' }))).toEqual({ ok: true });
    expect(await findKit(bot.deps.db)).toMatchObject({
      version: 2,
      by: 'U0APPROVER1',
      kit: { monthTarget: 20_000_000, prices: { email: 12 }, sender: sampleKit.sender, facts: sampleKit.facts },
    });
    // Where one was: the list, with what is true now; and on to the next section.
    expect(JSON.stringify(await open('U0APPROVER1'))).toContain('v2로 저장했어요');
    await press('U0APPROVER1', 'brand.section', 'facts');
    expect(await bot.submit('U0APPROVER1', typed({ facts: 'a | 사실 | 근거\nb | 근거 없음' }))).toMatchObject({
      ok: false,
      errors: { facts: '2번째 줄 근거: 비워 둘 수 없어요.' },
    });
    expect(await bot.submit('U0APPROVER1', typed({ facts: 'a | 사실 | 근거' }))).toEqual({ ok: true });
    expect(await findKit(bot.deps.db)).toMatchObject({
      version: 3,
      kit: { facts: [{ id: 'a', text: '사실', evidence: '근거' }], monthTarget: 20_000_000 },
    });
  });

  it('refuses an edit of a version that is no longer the newest, and loses neither what was written nor what was saved', async () => {
    await saveKit(bot.deps, sampleKit, 'test');
    await baton('U0APPROVER1', 'brand');
    await press('U0APPROVER1', 'brand.section', 'coupons');
    await saveKit(bot.deps, { ...sampleKit, coupons: [{ code: 'THEIRS', text: '다른 분의 것' }] }, 'U0APPROVER2');
    expect(await bot.submit('U0APPROVER1', typed({ coupons: 'MINE | 내가 적은 것' }))).toMatchObject({ ok: true });
    expect(await findKit(bot.deps.db)).toMatchObject({ version: 2, kit: { coupons: [{ code: 'THEIRS' }] } });
    const again = JSON.stringify(await open('U0APPROVER1'));
    for (const words of ['저장하지 않았어요', '<@U0APPROVER2>', 'MINE | 내가 적은 것', 'THEIRS | 다른 분의 것'])
      expect(again).toContain(words);
    expect(await bot.submit('U0APPROVER1', typed({ coupons: 'MINE | 내가 적은 것' }))).toMatchObject({ ok: true });
    expect(await findKit(bot.deps.db)).toMatchObject({ version: 3, kit: { coupons: [{ code: 'MINE' }] } });
  });
});

describe('settings', () => {
  beforeEach(() => begin({ APPROVERS: '', ADMINS: '' }));

  it("are changed by the workspace's own admins until some are named, and by nobody else", async () => {
    expect(await baton('U0MARKETER', 'settings')).toContain('워크스페이스 관리자만');
    expect(await bot.views('U0MARKETER')).toEqual([]);
    await baton('U0APPROVER1', 'settings');
    await bot.submit('U0APPROVER1', {
      approvers: { value: { type: 'multi_users_select', selected_users: ['U0APPROVER2'] } },
      admins: { value: { type: 'multi_users_select', selected_users: [] } },
    });
    const rows = await bot.deps.db.select().from(settings);
    expect(rows.map(({ name, value }) => [name, value])).toEqual([['approvers', ['U0APPROVER2']]]);
  });

  it('say how often a person may be written to, and an admin changes it; a number that is none changes nothing at all', async () => {
    expect(await pressureCap(bot.deps.db)).toEqual({ messages: 3, days: 7 });
    await baton('U0APPROVER1', 'settings');
    expect(JSON.stringify(await open('U0APPROVER1'))).toContain('기본값');
    const people = { approvers: { value: { type: 'multi_users_select', selected_users: ['U0APPROVER2'] } } };
    const wrong = { ...people, ...typed({ pressure_messages: '2.5', pressure_days: '400' }) };
    expect(await bot.submit('U0APPROVER1', wrong)).toMatchObject({
      ok: false,
      errors: { pressure_messages: '1부터 1000까지의 정수를 적어 주세요.', pressure_days: expect.any(String) },
    });
    expect(await bot.deps.db.select().from(settings)).toEqual([]);
    expect(
      await bot.submit('U0APPROVER1', { ...people, ...typed({ pressure_messages: '2', pressure_days: '14' }) }),
    ).toEqual({ ok: true });
    expect(await pressureCap(bot.deps.db)).toEqual({ messages: 2, days: 14 });
    await baton('U0APPROVER1', 'settings');
    expect(JSON.stringify(await open('U0APPROVER1'))).toContain('<@U0APPROVER1>님이');
  });

  it('naming an approver unblocks a launch: the cards change, and the approver is asked', async () => {
    await bot.deps.db
      .insert(settings)
      .values({ name: 'approvers', value: ['U0APPROVER1'], by: 'test', at: new Date() });
    await startedAt(bot, 'plan');
    await bot.deps.db.delete(settings);
    await baton('U0APPROVER1', 'approvers @박승인');
    expect((await bot.messages('DU0APPROVER2')).length).toBe(1);
    bot.ws.clock.ahead += 4_000;
    await bot.run();
    expect(textOf(await bot.card('plan'))).toContain('발송을 승인할 수 있는 사람: <@U0APPROVER2>');
  });

  it('by group are opened when somebody clicks', async () => {
    await baton('U0APPROVER1', 'approvers S0APPROVERS');
    const { id } = await startedAt(bot, 'brief');
    await bot.click('U0APPROVER2', await bot.card('brief'), 'step.approve');
    expect((await loadCampaign(bot.deps.db, id)).status).toBe('segments.drafting');
  });
});

describe('copy', () => {
  beforeEach(() => begin());

  it('is shown whole to whoever asks, and tested only to the asker', async () => {
    await startedAt(bot, 'copy');
    const card = await bot.card('copy');
    const value = /"value":"(req_[a-z0-9]+:A-2)"/.exec(JSON.stringify(card.blocks))?.[1] ?? '';
    await bot.click('U0SALES', card, 'copy.preview', value);
    const view = await open('U0SALES');
    expect(JSON.stringify(view)).toContain('(광고) 지민님의 지난 주문');
    await bot.click('U0MARKETER', card, 'copy.test', value);
    expect(await bot.deps.db.select().from(testSends)).toMatchObject([
      { by: 'U0MARKETER', variant: 'A-2', state: 'planned' },
    ]);
    expect(bot.waiting.filter(({ name }) => name === 'test.send')).toHaveLength(1);
    expect(textOf((await bot.whispers('U0MARKETER')).at(-1))).toContain('kim.marketer@example.test');
    await bot.deps.db.update(slackUsers).set({ email: null }).where(eq(slackUsers.id, 'U0MARKETER'));
    await bot.click('U0MARKETER', card, 'copy.test', value);
    expect(await bot.deps.db.select().from(testSends)).toHaveLength(1);
    expect(textOf((await bot.whispers('U0MARKETER')).at(-1))).toContain('이메일을 찾지 못해');
  });
});

describe('the App Home', () => {
  beforeEach(() => begin());

  it('shows what waits for me and what is running', async () => {
    const { id } = await startedAt(bot, 'plan');
    const home = async (seat: string) => {
      await bot.ws.ask('/home', { seat });
      await bot.run();
      const { views } = (await bot.ws.ask(`/changes?seat=${seat}&after=0`)) as {
        views: { kind: string; view: unknown }[];
      };
      return views.find(({ kind }) => kind === 'home')?.view;
    };
    const approver = await home('U0APPROVER1');
    expect(JSON.stringify(approver)).toContain('내 승인 대기 1건');
    expect(JSON.stringify(approver)).toContain('"settings"');
    const requester = JSON.stringify(await home('U0MARKETER'));
    expect(requester).toContain('내 승인 대기 0건');
    expect(requester).toContain(`C-${id}`);
    expect(requester).not.toContain('"action_id":"settings"');
  });
});
