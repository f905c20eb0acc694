import { eq } from 'drizzle-orm';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { campaigns, messages, slackSeen } from '../../src/db/schema.ts';
import { type Bot, GOAL, startBot, started, textOf } from '../support/bot.ts';

let bot: Bot;
beforeEach(async () => {
  bot = await startBot();
});
afterEach(() => bot.close());

const all = () => bot.deps.db.select().from(campaigns).orderBy(campaigns.id);
const event = (over: Record<string, unknown>, id = 'Ev1') => ({
  type: 'event_callback',
  event_id: id,
  team_id: 'T0PRACTICE',
  event: {
    type: 'message',
    channel: 'C0MARKETING',
    channel_type: 'channel',
    ts: '1700000000.000100',
    user: 'U0MARKETER',
    ...over,
  },
});
const inThread = async (thread: string) => (await bot.messages()).filter(({ threadTs }) => threadTs === thread);

describe('what somebody writes', () => {
  it('a mention starts one campaign, however often and in whatever form it arrives', async () => {
    const { id, thread } = await started(bot);
    const text = `<@U0BATON> ${GOAL}`;
    // Slack repeats what it thinks was lost; and one mention comes as `message` and as `app_mention`.
    await bot.send(event({ ts: thread, text }, 'Ev7'), 'event');
    await bot.send(event({ ts: thread, text, type: 'app_mention' }, 'Ev8'), 'event');
    await bot.send(event({ ts: thread, text, type: 'app_mention' }, 'Ev8'), 'event');
    expect((await all()).map((one) => one.id)).toEqual([id]);
    expect(bot.waiting.filter(({ name }) => name === 'draft.write')).toHaveLength(1);
  });

  it('two mentions of the same words are two campaigns', async () => {
    await started(bot);
    await bot.say('U0MARKETER', `@baton ${GOAL}`);
    expect(await all()).toHaveLength(2);
  });

  it('takes in nothing, and lets Slack send it again, while the database is away', async () => {
    await bot.say('U0MARKETER', 'just talking');
    const text = `<@U0BATON> ${GOAL}`;
    const status = await bot.withoutDatabase(() => bot.send(event({ text }, 'Ev9'), 'event'));
    expect(status).toBeGreaterThanOrEqual(500);
    expect(await all()).toEqual([]);
    expect(await bot.send(event({ text }, 'Ev9'), 'event')).toBe(200);
    expect(await all()).toHaveLength(1);
  });

  it('asks for the number that is missing, and drafts once it is there', async () => {
    const thread = await bot.say('U0MARKETER', '@baton 단골을 다시 오게 하고 싶어');
    expect((await all())[0]?.status).toBe('goal.asking');
    expect(textOf((await inThread(thread)).at(-1))).toContain('얼마나, 언제까지');
    // A colleague's remark is no answer.
    await bot.say('U0SALES', '이번 달 매출 2천만원이면 좋겠다', { threadTs: thread });
    expect((await all())[0]?.status).toBe('goal.asking');
    await bot.say('U0MARKETER', '이번 달 매출 1천만원', { threadTs: thread });
    expect((await all())[0]).toMatchObject({
      status: 'brief.drafting',
      goal: '단골을 다시 오게 하고 싶어\n이번 달 매출 1천만원',
    });
    expect((await bot.card('campaign')).threadTs).toBe(thread);
  });

  it('answers an empty mention and a greeting with how it works, and starts nothing', async () => {
    for (const text of ['@baton', '@baton 도움말', '@baton hello!']) {
      const thread = await bot.say('U0MARKETER', text);
      expect(textOf((await inThread(thread)).at(-1))).toContain('/baton new');
    }
    expect(await all()).toEqual([]);
  });

  it('asks about a joke instead of drafting it', async () => {
    await bot.say('U0MARKETER', '@baton 오늘 점심 뭐 먹지');
    expect((await all())[0]?.status).toBe('goal.asking');
    expect(bot.waiting.filter(({ name }) => name === 'draft.write')).toEqual([]);
  });

  it('keeps a goal full of emoji, right-to-left words and markup from doing anything but being read', async () => {
    const words = '단골 재구매 1천만원 🎧 <!channel> *굵게* {{ x }} שלום @channel https://evil.example';
    await bot.say('U0MARKETER', `@baton ${words}`);
    const card = await bot.card('campaign');
    expect(textOf(card)).not.toContain('<!channel>');
    expect(textOf(card)).not.toContain('https://evil.example');
    expect(textOf(card)).toContain('{{ x }}');
    expect(textOf(card)).toContain('שלום');
  });

  it('refuses guests and people of other organisations in words only they see', async () => {
    await bot.say('U0MARKETER', 'hi');
    await bot.send(event({ user: 'U0GUEST', text: `<@U0BATON> ${GOAL}`, ts: '1700000001.000100' }, 'Ev1'), 'event');
    await bot.send(event({ user: 'U0STRANGER', text: `<@U0BATON> ${GOAL}`, ts: '1700000002.000100' }, 'Ev2'), 'event');
    expect(await all()).toEqual([]);
    const rows = await bot.deps.db.select().from(messages);
    expect(
      rows.map(({ onlyFor, subject }) => [
        onlyFor,
        (subject as { params: { refusal: { code: string } } }).params.refusal.code,
      ]),
    ).toEqual([
      ['U0GUEST', 'guest'],
      ['U0STRANGER', 'stranger'],
    ]);
  });

  it('hears no bots, not itself, no edits and no talk that is not for it', async () => {
    await bot.say('U0MARKETER', 'good morning');
    const text = `<@U0BATON> ${GOAL}`;
    await bot.send(event({ text, bot_id: 'B1', ts: '1700000003.000100' }, 'Ev3'), 'event');
    await bot.send(event({ text, user: 'U0BATON', ts: '1700000004.000100' }, 'Ev4'), 'event');
    await bot.send(event({ text, subtype: 'message_changed', ts: '1700000005.000100' }, 'Ev5'), 'event');
    await bot.send(event({ text: '점심 먹자', ts: '1700000006.000100' }, 'Ev6'), 'event');
    expect(await all()).toEqual([]);
    expect(await bot.deps.db.select().from(slackSeen)).toEqual([]);
  });

  it('a direct message is a goal of its own, and its answer needs no thread', async () => {
    await bot.ws.ask('/home', { seat: 'U0MARKETER' });
    await bot.say('U0MARKETER', '단골을 다시 오게 하고 싶어', { channel: 'DU0MARKETER' });
    expect((await all())[0]).toMatchObject({ status: 'goal.asking', threadTs: null, channel: 'DU0MARKETER' });
    await bot.say('U0MARKETER', '이번 달 매출 1천만원', { channel: 'DU0MARKETER' });
    expect((await all()).map(({ status }) => status)).toEqual(['brief.drafting']);
    const card = await bot.card('campaign');
    expect(card).toMatchObject({ channel: 'DU0MARKETER', threadTs: null });
    // A reply under the card is about this campaign.
    await bot.drafted((await all())[0]?.id ?? 0, 'brief');
    expect((await bot.card('brief')).threadTs).toBe(card.ts);
  });

  it('a mention in the thread of a campaign that is over is a new goal there', async () => {
    const { id, thread } = await started(bot);
    await bot.deps.db.update(campaigns).set({ status: 'cancelled' }).where(eq(campaigns.id, id));
    await bot.say('U0MARKETER', '수고했어요', { threadTs: thread });
    expect(await all()).toHaveLength(1);
    await bot.say('U0MARKETER', `@baton ${GOAL}`, { threadTs: thread });
    expect((await all()).map(({ threadTs }) => threadTs)).toEqual([thread, thread]);
  });

  it('speaks English to a channel set to English', async () => {
    await bot.close();
    bot = await startBot({}, { LOCALE: 'en' });
    await bot.say('U0MARKETER', `@baton ${GOAL}`);
    expect(textOf(await bot.card('campaign'))).toContain('Writing the brief');
  });

  it('answers with 401 to a forged request', async () => {
    const { status } = await fetch(`http://127.0.0.1:${new URL(bot.url).port}/slack/events`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-slack-request-timestamp': '1', 'x-slack-signature': 'v0=x' },
      body: JSON.stringify(event({ text: `<@U0BATON> ${GOAL}` })),
    });
    expect(status).toBe(401);
    expect(await all()).toEqual([]);
  });
});
