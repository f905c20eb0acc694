import { eq } from 'drizzle-orm';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { expireRequest } from '../../src/campaign/request-life.ts';
import { loadCampaign, pendingRequest } from '../../src/campaign/store.ts';
import { approvalRequests, approvals, campaignHistory, campaigns, dues, launches } from '../../src/db/schema.ts';
import { actionsIn, type Bot, startBot, started, startedAt, textOf } from '../support/bot.ts';
import * as given from '../support/cards.ts';

let bot: Bot;
beforeEach(async () => {
  bot = await startBot();
});
afterEach(() => bot.close());

const status = async (id: number) => (await loadCampaign(bot.deps.db, id)).status;
const soon = async () => {
  bot.ws.clock.ahead += 4_000;
  const { owedThreads } = await import('../../src/slack/owed.ts');
  for (const thread of await owedThreads(bot.deps.db, bot.deps.clock.system()))
    await bot.deps.jobs.enqueue(bot.deps.db, 'slack.draw', { thread });
  await bot.run();
};
const given_ = () => bot.deps.db.select().from(approvals);
/** A click as Slack sends it, by somebody who has no seat on the page. */
const clickBy = (
  user: string,
  action: string,
  value: string,
  card: { channel: string; ts: string; threadTs: string | null },
) =>
  bot.send({
    type: 'block_actions',
    user: { id: user, team_id: 'T0PRACTICE' },
    team: { id: 'T0PRACTICE' },
    trigger_id: 'none',
    container: { type: 'message', channel_id: card.channel, message_ts: card.ts, thread_ts: card.threadTs },
    channel: { id: card.channel },
    actions: [{ type: 'button', action_id: action, block_id: `${value}.a`, value }],
  });

describe('approving a step', () => {
  it('goes on to the next, and the card becomes a record without buttons', async () => {
    const { id } = await startedAt(bot, 'brief');
    const card = await bot.card('brief');
    expect(actionsIn(card)).toEqual(['step.approve', 'step.edit', 'step.regenerate', 'step.more']);
    expect(await bot.click('U0APPROVER1', card, 'step.approve')).toEqual({ ok: true });
    expect(await status(id)).toBe('segments.drafting');
    await soon();
    const record = await bot.card('brief');
    expect(actionsIn(record)).toEqual([]);
    expect(textOf(record)).toContain('승인됨');
    expect(textOf(record)).toContain('<@U0APPROVER1>');
  });

  it('a second click finds it decided, says by whom, and changes nothing', async () => {
    const { id } = await startedAt(bot, 'brief');
    const card = await bot.card('brief');
    await bot.click('U0APPROVER1', card, 'step.approve');
    await bot.click('U0MARKETER', card, 'step.approve');
    expect(await status(id)).toBe('segments.drafting');
    expect(await given_()).toHaveLength(1);
    const [said] = await bot.whispers('U0MARKETER');
    expect(said).toMatchObject({ threadTs: card.threadTs, channel: card.channel });
    expect(textOf(said)).toContain('이미 <@U0APPROVER1> 님이');
  });

  it('of two people at the same instant one decides, and the other is told', async () => {
    const { id } = await startedAt(bot, 'brief');
    const card = await bot.card('brief');
    await Promise.all(
      ['U0APPROVER1', 'U0APPROVER2', 'U0MARKETER'].map((seat) => bot.click(seat, card, 'step.approve')),
    );
    expect(await status(id)).toBe('segments.drafting');
    expect(await given_()).toHaveLength(1);
    const told = await Promise.all(['U0APPROVER1', 'U0APPROVER2', 'U0MARKETER'].map((user) => bot.whispers(user)));
    expect(told.flat()).toHaveLength(2);
  });

  it('is refused, each in its own words, to somebody without the right, a guest, a stranger and a bot', async () => {
    const { id } = await startedAt(bot, 'brief');
    const card = await bot.card('brief');
    const request = await pendingRequest(bot.deps.db, id);
    await bot.click('U0SALES', card, 'step.approve');
    for (const user of ['U0GUEST', 'U0STRANGER', 'U0BATON'])
      expect(await clickBy(user, 'step.approve', request?.id ?? '', card)).toBe(200);
    expect(await status(id)).toBe('brief.review');
    expect(await given_()).toEqual([]);
    const refused = (await bot.deps.db.select().from(campaignHistory)).filter(
      ({ event }) => event === 'refused:approve',
    );
    expect(refused.map(({ by, detail }) => [by, detail.code])).toEqual([
      ['U0SALES', 'not_eligible'],
      ['U0GUEST', 'guest'],
      ['U0STRANGER', 'stranger'],
      ['U0BATON', 'bot'],
    ]);
    expect(textOf((await bot.whispers('U0SALES')).at(-1))).toContain('바뀐 것은 없습니다');
  });

  it('on a stale card says which version replaced it', async () => {
    const { id } = await startedAt(bot, 'brief');
    const old = await bot.card('brief', 1);
    await bot.click('U0MARKETER', old, 'step.regenerate');
    await bot.submit('U0MARKETER', { feedback: { value: { type: 'plain_text_input', value: '쿠폰은 빼 주세요' } } });
    await bot.drafted(id, 'brief', { content: { ...given.brief, offer: null, title: '다른 이름' } });
    await bot.click('U0APPROVER1', old, 'step.approve');
    expect(await status(id)).toBe('brief.review');
    expect(textOf((await bot.whispers('U0APPROVER1')).at(-1))).toContain('v1은 v2로 바뀌었어요');
    expect(textOf(await bot.card('brief', 2))).toContain('반영한 의견');
  });

  it('after the time has passed sends nothing, and can be asked again from where it is said', async () => {
    const { id } = await startedAt(bot, 'brief');
    const request = await pendingRequest(bot.deps.db, id);
    bot.ws.clock.ahead += 25 * 3_600_000;
    await bot.click('U0APPROVER1', await bot.card('brief'), 'step.approve');
    expect(await status(id)).toBe('brief.review');
    const said = (await bot.whispers('U0APPROVER1')).at(-1);
    expect(textOf(said)).toContain('기한');
    expect(actionsIn(said as never)).toEqual(['request.renew']);
    const [due] = await bot.deps.db.select().from(dues).where(eq(dues.kind, 'request.expire'));
    await expireRequest(bot.deps, { ...due, kind: 'request.expire' } as never);
    await soon();
    expect(actionsIn(await bot.card('brief'))).toEqual(['request.renew']);
    await bot.click('U0MARKETER', await bot.card('brief'), 'request.renew');
    const again = await pendingRequest(bot.deps.db, id);
    expect(again?.id).not.toBe(request?.id);
    await soon();
    await bot.click('U0APPROVER1', await bot.card('brief'), 'step.approve');
    expect(await status(id)).toBe('segments.drafting');
  });

  it('is not acknowledged when the database is away, and nothing has happened', async () => {
    const { id } = await startedAt(bot, 'brief');
    const card = await bot.card('brief');
    const request = await pendingRequest(bot.deps.db, id);
    const code = await bot.withoutDatabase(() => clickBy('U0APPROVER1', 'step.approve', request?.id ?? '', card));
    expect(code).toBeGreaterThanOrEqual(500);
    expect(await status(id)).toBe('brief.review');
    expect(await clickBy('U0APPROVER1', 'step.approve', request?.id ?? '', card)).toBe(200);
    expect(await status(id)).toBe('segments.drafting');
  });

  it('says a word about a button of another time', async () => {
    await startedAt(bot, 'brief');
    expect(await clickBy('U0MARKETER', 'step.unknown', 'x', await bot.card('brief'))).toBe(200);
    expect(textOf((await bot.whispers('U0MARKETER')).at(-1))).toContain('알아보지 못했어요');
  });
});

describe('modals', () => {
  it('regenerate needs words, takes three thousand characters, and binds them', async () => {
    const { id } = await startedAt(bot, 'brief');
    await bot.click('U0MARKETER', await bot.card('brief'), 'step.regenerate');
    expect((await bot.views('U0MARKETER'))[0]?.view.callback_id).toBe('step.regenerate');
    expect(
      await bot.submit('U0MARKETER', { feedback: { value: { type: 'plain_text_input', value: '   ' } } }),
    ).toMatchObject({
      ok: false,
      errors: { feedback: '적어 주세요.' },
    });
    const words = '의견 '.repeat(999).trim();
    expect(await bot.submit('U0MARKETER', { feedback: { value: { type: 'plain_text_input', value: words } } })).toEqual(
      { ok: true },
    );
    const campaign = await loadCampaign(bot.deps.db, id);
    expect(campaign.status).toBe('brief.drafting');
    expect(campaign.constraints.at(-1)?.words).toBe(words);
    await soon();
    expect(actionsIn(await bot.card('brief', 1))).toEqual([]);
  });

  it('reject asks for a reason, by a menu that carries the request in its block', async () => {
    const { id } = await startedAt(bot, 'brief');
    const card = await bot.card('brief');
    await bot.ws.ask('/action', {
      seat: 'U0APPROVER2',
      channel: card.channel,
      ts: card.ts,
      action: {
        type: 'overflow',
        action_id: 'step.more',
        selected_option: { text: { type: 'plain_text', text: '반려' }, value: 'step.reject' },
      },
    });
    expect((await bot.views('U0APPROVER2'))[0]?.view.callback_id).toBe('step.reject');
    await bot.submit('U0APPROVER2', {
      reason: {
        value: {
          type: 'radio_buttons',
          selected_option: { text: { type: 'plain_text', text: '브랜드 톤이 아님', emoji: false }, value: 'tone' },
        },
      },
      feedback: { value: { type: 'plain_text_input', value: '너무 급해요' } },
    });
    expect(await status(id)).toBe('brief.drafting');
    expect((await given_())[0]).toMatchObject({
      verdict: 'reject',
      reason: 'tone',
      feedback: '너무 급해요',
      by: 'U0APPROVER2',
    });
  });

  it('a submit that comes too late is refused in the modal itself', async () => {
    const { id } = await startedAt(bot, 'brief');
    const card = await bot.card('brief');
    await bot.click('U0MARKETER', card, 'step.regenerate');
    await bot.click('U0APPROVER1', card, 'step.approve');
    await bot.submit('U0MARKETER', { feedback: { value: { type: 'plain_text_input', value: '잠깐만요' } } });
    expect(await status(id)).toBe('segments.drafting');
    const view = (await bot.views('U0MARKETER'))[0]?.view;
    expect(JSON.stringify(view)).toContain('이미 <@U0APPROVER1> 님이');
    expect(view?.blocks.some(({ type }) => type === 'input')).toBe(false);
  });

  it('nobody without the right gets to fill one in', async () => {
    await startedAt(bot, 'brief');
    for (const action of ['step.edit', 'step.regenerate']) await bot.click('U0SALES', await bot.card('brief'), action);
    expect(await bot.views('U0SALES')).toEqual([]);
    expect(await bot.whispers('U0SALES')).toHaveLength(2);
  });
});

const everyone = {
  ...given.plan,
  sendAt: 'now',
  segments: [{ key: 'A', ruleHash: 'h', rule: { everyone: true } }],
};

describe('the launch', () => {
  it('is not for its requester: told in words, and the approvers by direct message', async () => {
    const { id } = await startedAt(bot, 'plan');
    const before = (await bot.messages('DU0APPROVER1')).length;
    const card = await bot.card('plan');
    await bot.click('U0MARKETER', card, 'launch.approve');
    expect(await bot.views('U0MARKETER')).toEqual([]);
    const said = (await bot.whispers('U0MARKETER')).at(-1);
    expect(said).toMatchObject({ channel: card.channel, threadTs: card.threadTs });
    expect(textOf(said)).toContain('직접 요청한 발송은 승인할 수 없어요');
    expect(textOf(said)).toContain('<@U0APPROVER1>');
    expect((await bot.messages('DU0APPROVER1')).length).toBe(before + 1);
    expect(await status(id)).toBe('plan.review');
    expect(await bot.deps.db.select().from(launches)).toEqual([]);
  });

  it('is approved in a modal that shows what leaves, without a number to type for a small audience', async () => {
    const { id } = await startedAt(bot, 'plan');
    await bot.click('U0APPROVER1', await bot.card('plan'), 'launch.approve');
    const [open] = await bot.views('U0APPROVER1');
    expect(open?.view.callback_id).toBe('launch.approve');
    expect(open?.view.blocks.some(({ type }) => type === 'input')).toBe(false);
    expect(JSON.stringify(open?.view)).toContain('(광고) 두 달 사이');
    expect(await bot.submit('U0APPROVER1', {})).toEqual({ ok: true });
    expect(await status(id)).toBe('scheduled');
    expect(await bot.deps.db.select().from(launches)).toHaveLength(1);
    await soon();
    expect(actionsIn(await bot.card('campaign'))).toEqual(['campaign.reschedule', 'campaign.cancel']);
  });

  it('asks for the number when it goes to everyone, with the number alone as the hint', async () => {
    const { id } = await startedAt(bot, 'plan', everyone);
    await bot.deps.db
      .update(approvalRequests)
      .set({ shown: { send: 12_345, holdout: 10, everyone: true } })
      .where(eq(approvalRequests.state, 'pending'));
    await bot.click('U0APPROVER1', await bot.card('plan'), 'launch.approve');
    const blocks = (await bot.views('U0APPROVER1'))[0]?.view.blocks ?? [];
    expect(JSON.stringify(blocks[0])).toContain('*전체 고객 12,355명 가운데 12,345명에게');
    const count = blocks.find(({ block_id }) => block_id === 'count') as { hint: { text: string } } | undefined;
    expect(count?.hint.text).toBe('12355');
    expect(
      await bot.submit('U0APPROVER1', { count: { value: { type: 'plain_text_input', value: '12,345' } } }),
    ).toMatchObject({
      ok: false,
      errors: { count: expect.stringContaining('12355') },
    });
    expect(await status(id)).toBe('plan.review');
    expect(
      await bot.submit('U0APPROVER1', { count: { value: { type: 'plain_text_input', value: ' 12,355명 ' } } }),
    ).toEqual({ ok: true });
    expect(await status(id)).toBe('scheduled');
  });

  it('needs both approvers where two are required, and says how many there are', async () => {
    const { id } = await startedAt(bot, 'plan');
    await bot.deps.db.update(approvalRequests).set({ required: 2 }).where(eq(approvalRequests.state, 'pending'));
    await bot.click('U0APPROVER1', await bot.card('plan'), 'launch.approve');
    await bot.submit('U0APPROVER1', {});
    expect(await status(id)).toBe('plan.review');
    await soon();
    expect(textOf(await bot.card('plan'))).toContain('1/2 승인');
    await bot.click('U0APPROVER1', await bot.card('plan'), 'launch.approve');
    expect(textOf((await bot.whispers('U0APPROVER1')).at(-1))).toContain('이미 결정해 주셨어요');
    await bot.click('U0APPROVER2', await bot.card('plan'), 'launch.approve');
    await bot.submit('U0APPROVER2', {});
    expect(await status(id)).toBe('scheduled');
  });

  it('cannot be approved while a check fails: there is only another check', async () => {
    const { id } = await started(bot);
    for (const step of ['brief', 'segments', 'personas', 'copy'] as const) {
      await bot.drafted(id, step);
      await bot.click('U0APPROVER1', await bot.card(step), 'step.approve');
    }
    await bot.drafted(id, 'plan', { checks: [given.check('night', { passed: false, family: 'time' })] });
    const card = await bot.card('plan');
    expect(actionsIn(card)).not.toContain('launch.approve');
    expect(actionsIn(card)).toContain('launch.recheck');
    const request = await pendingRequest(bot.deps.db, id);
    await clickBy('U0APPROVER1', 'launch.approve', request?.id ?? '', card);
    expect(textOf((await bot.whispers('U0APPROVER1')).at(-1))).toContain('통과하지 못한 검사가 1개');
  });
});

describe('the campaign as a whole', () => {
  it('is cancelled by its button, once', async () => {
    const { id } = await startedAt(bot, 'brief');
    const card = await bot.card('campaign');
    await bot.click('U0SALES', card, 'campaign.cancel');
    expect(await status(id)).toBe('brief.review');
    await bot.click('U0MARKETER', card, 'campaign.cancel');
    expect(await status(id)).toBe('cancelled');
    await bot.click('U0MARKETER', card, 'campaign.cancel');
    expect(textOf((await bot.whispers('U0MARKETER')).at(-1))).toContain('지금은 할 수 없는 일이에요');
    await soon();
    expect(actionsIn(await bot.card('brief'))).toEqual([]);
    expect(actionsIn(await bot.card('campaign'))).toEqual([]);
  });

  it('shows what stopped it, and is tried again by its button', async () => {
    const { id } = await started(bot);
    await bot.deps.db
      .update(campaigns)
      .set({
        problem: {
          code: 'refusal',
          params: { detail: '<그건> 못 해요', minutes: 0, times: 1 },
          at: new Date(0).toISOString(),
        },
      })
      .where(eq(campaigns.id, id));
    const { redraw } = await import('../../src/campaign/tell.ts');
    await bot.deps.db.transaction((tx) => redraw(tx, bot.deps, id));
    await soon();
    const card = await bot.card('campaign');
    expect(textOf(card)).toContain('&lt;그건&gt; 못 해요');
    expect(actionsIn(card)).toContain('job.retry');
    bot.waiting.length = 0;
    await bot.click('U0MARKETER', card, 'job.retry');
    expect(bot.waiting.map(({ name }) => name)).toContain('draft.write');
    expect((await loadCampaign(bot.deps.db, id)).problem).toBeNull();
    await bot.click('U0MARKETER', card, 'job.retry');
    expect(textOf((await bot.whispers('U0MARKETER')).at(-1))).toContain('다시 할 일이 없어요');
  });

  it('pauses, resumes and stops by the buttons of the sending card', async () => {
    const { id } = await startedAt(bot, 'plan');
    await bot.deps.db
      .update(campaigns)
      .set({ status: 'sending', startedAt: bot.deps.clock.system() })
      .where(eq(campaigns.id, id));
    const { tell } = await import('../../src/campaign/tell.ts');
    const { placeOf, sendingKey } = await import('../../src/campaign/store.ts');
    const campaign = await loadCampaign(bot.deps.db, id);
    await bot.deps.db.transaction((tx) =>
      tell(tx, bot.deps, { ...placeOf(campaign), key: sendingKey(id), kind: 'sending' }),
    );
    await soon();
    expect(actionsIn(await bot.card('sending'))).toEqual(['send.pause', 'send.stop']);
    await bot.click('U0MARKETER', await bot.card('sending'), 'send.pause');
    expect(await status(id)).toBe('paused');
    await soon();
    expect(actionsIn(await bot.card('sending'))).toEqual(['send.resume', 'send.stop']);
    expect(textOf(await bot.card('sending'))).toContain('사람이 멈췄어요');
    await bot.click('U0APPROVER1', await bot.card('sending'), 'send.resume');
    expect(await status(id)).toBe('sending');
    await bot.click('U0MARKETER', await bot.card('sending'), 'send.stop');
    expect(await status(id)).toBe('measuring');
    await soon();
    expect(actionsIn(await bot.card('sending'))).toEqual([]);
  });
});
