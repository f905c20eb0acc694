import { eq } from 'drizzle-orm';
import { afterEach, describe, expect, it } from 'vitest';
import { loadCampaign } from '../../src/campaign/store.ts';
import { campaignHistory, campaigns } from '../../src/db/schema.ts';
import type { Db } from '../../src/deps.ts';
import type { Intent } from '../../src/llm/intent.ts';
import type { Llm, LlmFailure } from '../../src/llm/llm.ts';
import { actionsIn, type Bot, startBot, startedAt, textOf } from '../support/bot.ts';

/** A model that reads every message as it is told to, over the port that the real one implements. */
const reader = (read: { as: Intent | 'down' }): Llm => ({
  model: 'reader',
  practice: true,
  probe: async () => null,
  complete: async (request) => {
    const frame = {
      usage: { tokensIn: 1, tokensCached: 0, tokensOut: 1, costMicros: 0 },
      model: 'reader',
      latencyMs: 1,
    };
    if (read.as === 'down') {
      const failure: LlmFailure = { ok: false, outcome: 'unreachable', detail: 'no', raw: '' };
      return { ...frame, ...failure };
    }
    return { ...frame, ok: true, value: request.schema.parse(read.as), raw: '{}' };
  },
});

let bot: Bot;
const said: { as: Intent | 'down' } = { as: 'down' };
const begin = async (step: 'brief' | 'plan' = 'brief') => {
  bot = await startBot({ llm: reader(said) });
  return startedAt(bot, step);
};
afterEach(() => bot.close());

const reply = async (thread: string, as: Intent | 'down', text = '쿠폰은 쓰지 말자', seat = 'U0MARKETER') => {
  said.as = as;
  await bot.say(seat, text, { threadTs: thread });
  return (await bot.messages()).filter(({ threadTs, user }) => threadTs === thread && user === 'U0BATON').at(-1);
};
const revise: Intent = { intent: 'revise', step: 'brief', feedback: '쿠폰은 쓰지 말자' };
const none = { step: null, feedback: '' };
const historyOf = async (db: Db, id: number) =>
  (await db.select().from(campaignHistory).where(eq(campaignHistory.campaignId, id))).map(({ event }) => event);
const status = async (id: number) => (await loadCampaign(bot.deps.db, id)).status;

describe('a reply in the thread', () => {
  it('that wants a change is confirmed by a button before anything changes', async () => {
    const { id, thread } = await begin();
    const card = await reply(thread, revise);
    expect(textOf(card)).toContain('쿠폰은 쓰지 말자');
    expect(actionsIn(card as never)).toEqual(['intent.confirm', 'intent.dismiss']);
    expect(await status(id)).toBe('brief.review');
    await bot.click('U0MARKETER', card as never, 'intent.confirm');
    const campaign = await loadCampaign(bot.deps.db, id);
    expect(campaign.status).toBe('brief.drafting');
    expect(campaign.constraints.at(-1)).toMatchObject({ words: '쿠폰은 쓰지 말자', by: 'U0MARKETER' });
    bot.ws.clock.ahead += 4_000;
    await bot.run();
    const record = (await bot.messages()).find(({ ts }) => ts === card?.ts);
    expect(actionsIn(record as never)).toEqual([]);
    expect(textOf(record)).toContain('<@U0MARKETER> 님의 말씀대로');
  });

  it('asked twice about by the queue is asked about once', async () => {
    const { thread } = await begin();
    said.as = revise;
    await bot.say('U0MARKETER', '쿠폰은 쓰지 말자', { threadTs: thread });
    const before = (await bot.messages()).length;
    await bot.slack.handlers['intent.read'](
      { campaignId: 1, channel: 'C0MARKETING', ts: 'x', user: 'U0MARKETER', text: 'a', addressed: false },
      bot.deps,
    );
    await bot.slack.handlers['intent.read'](
      { campaignId: 1, channel: 'C0MARKETING', ts: 'x', user: 'U0MARKETER', text: 'a', addressed: false },
      bot.deps,
    );
    await bot.run();
    expect((await bot.messages()).length).toBe(before + 1);
  });

  it('needs the rights of its button, and can be dropped', async () => {
    const { id, thread } = await begin();
    const card = await reply(thread, revise, '다 바꿔', 'U0SALES');
    await bot.click('U0SALES', card as never, 'intent.confirm');
    expect(await status(id)).toBe('brief.review');
    expect(textOf((await bot.whispers('U0SALES')).at(-1))).toContain('바뀐 것은 없습니다');
    await bot.click('U0MARKETER', card as never, 'intent.dismiss');
    await bot.click('U0MARKETER', card as never, 'intent.confirm');
    expect(await status(id)).toBe('brief.review');
  });

  it('about an earlier step says what becomes void', async () => {
    const { id, thread } = await begin('plan');
    const card = await reply(thread, { intent: 'revise', step: 'copy', feedback: '더 짧게' });
    expect(textOf(card)).toContain('그 뒤의 초안과 승인은 무효');
    await bot.click('U0MARKETER', card as never, 'intent.confirm');
    expect(await status(id)).toBe('copy.drafting');
  });

  it('that means stop is only offered what can happen now', async () => {
    const { id, thread } = await begin();
    expect(textOf(await reply(thread, { intent: 'pause', ...none }))).toContain('지금은 할 수 없는 일이에요');
    const cancel = await reply(thread, { intent: 'cancel', ...none });
    await bot.click('U0MARKETER', cancel as never, 'intent.confirm');
    expect(await status(id)).toBe('cancelled');
  });

  it('is answered where the campaign stands, and that there are no results yet', async () => {
    const { thread } = await begin();
    expect(textOf(await reply(thread, { intent: 'status', ...none }))).toContain('브리프 승인을 기다려요 (1/6)');
    expect(textOf(await reply(thread, { intent: 'results', ...none }))).toContain('아직 결과가 없어요');
  });

  it('with another goal is sent to a mention, only to the speaker', async () => {
    const { thread } = await begin();
    expect(await reply(thread, { intent: 'new_goal', ...none })).toMatchObject({ onlyFor: 'U0MARKETER' });
    expect(await bot.deps.db.select().from(campaigns)).toHaveLength(1);
  });

  it('that is small talk among colleagues is left alone; said to the bot it gets one line, only to the speaker', async () => {
    const { thread } = await begin();
    const before = (await bot.messages()).length;
    await reply(thread, { intent: 'small_talk', ...none }, '점심 뭐 먹을까요?', 'U0SALES');
    // The remark itself and nothing after it.
    expect((await bot.messages()).slice(before).map(({ user }) => user)).toEqual(['U0SALES']);
    expect(await reply(thread, { intent: 'small_talk', ...none }, '@baton 고마워요')).toMatchObject({
      onlyFor: 'U0MARKETER',
    });
  });

  it('clicked by three people in the same moment happens once', async () => {
    const { id, thread } = await begin();
    const card = await reply(thread, revise);
    const seats = ['U0MARKETER', 'U0APPROVER1', 'U0APPROVER2'];
    await Promise.all(seats.map((seat) => bot.click(seat, card as never, 'intent.confirm')));
    const { constraints } = await loadCampaign(bot.deps.db, id);
    expect(constraints.map(({ words }) => words)).toEqual(['쿠폰은 쓰지 말자']);
    expect(bot.waiting.filter(({ name }) => name === 'draft.write')).toHaveLength(2);
    expect((await bot.messages()).filter(({ onlyFor }) => seats.includes(onlyFor ?? ''))).toHaveLength(2);
  });

  it('that was confirmed stays so, although the queue asks about it once more', async () => {
    const { id, thread } = await begin();
    const card = await reply(thread, revise);
    const asked = { campaignId: id, channel: 'C0MARKETING', user: 'U0MARKETER', text: '쿠폰은 쓰지 말자' };
    const utterance = (await bot.messages()).filter(
      ({ threadTs, user }) => threadTs === thread && user === 'U0MARKETER',
    );
    await bot.click('U0MARKETER', card as never, 'intent.confirm');
    const ts = utterance.at(-1)?.ts ?? '';
    await bot.slack.handlers['intent.read']({ ...asked, ts, addressed: false }, bot.deps);
    await bot.click('U0MARKETER', card as never, 'intent.confirm');
    expect((await loadCampaign(bot.deps.db, id)).constraints).toHaveLength(1);
  });

  it('refused to one who may not keeps the card for one who may, and the refusal in the audit', async () => {
    const { id, thread } = await begin();
    const card = await reply(thread, { intent: 'cancel', ...none });
    await bot.click('U0SALES', card as never, 'intent.confirm');
    expect(await historyOf(bot.deps.db, id)).toContain('refused:cancel');
    await bot.click('U0MARKETER', card as never, 'intent.confirm');
    expect(await status(id)).toBe('cancelled');
  });

  it('cannot be read while the model is down: said, with the buttons that still work', async () => {
    const { id, thread } = await begin();
    const words = textOf(await reply(thread, 'down'));
    expect(words).toContain('AI 서비스가 답하지 않아');
    expect(words).toContain('[수정]');
    expect(await status(id)).toBe('brief.review');
  });
});
