import { eq } from 'drizzle-orm';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { redraw } from '../../src/campaign/tell.ts';
import { campaigns, messages } from '../../src/db/schema.ts';
import { owedThreads } from '../../src/slack/owed.ts';
import { actionsIn, type Bot, GOAL, startBot, started, textOf } from '../support/bot.ts';

let bot: Bot;
beforeEach(async () => {
  bot = await startBot();
});
afterEach(() => bot.close());

const cards = async (step = 'campaign') =>
  (await bot.messages()).filter(
    ({ metadata }) => (metadata as { event_payload?: { step?: string } } | null)?.event_payload?.step === step,
  );
const row = async (key: string) => {
  const [found] = await bot.deps.db.select().from(messages).where(eq(messages.key, key));
  if (!found) throw new Error(`no message ${key}`);
  return found;
};
const posts = () => bot.ws.gateway.control.calls('chat.postMessage');
const updates = () => bot.ws.gateway.control.calls('chat.update');
const sweep = async () => {
  for (const thread of await owedThreads(bot.deps.db, bot.deps.clock.system()))
    await bot.deps.jobs.enqueue(bot.deps.db, 'slack.draw', { thread });
  await bot.run();
};
const later = async (ms: number) => {
  bot.ws.clock.ahead += ms;
  await sweep();
};
const change = (id: number) => bot.deps.db.transaction((tx) => redraw(tx, bot.deps, id));

describe('drawing what is owed', () => {
  it('posts the card into the thread of the goal, with its metadata, and remembers where it is', async () => {
    const { id, thread } = await started(bot);
    const [card] = await cards();
    expect(card).toMatchObject({
      channel: 'C0MARKETING',
      threadTs: thread,
      metadata: {
        event_type: 'baton.card',
        event_payload: { campaign_id: `C-${id}`, step: 'campaign', version: 1 },
      },
    });
    expect(await row(`campaign:${id}`)).toMatchObject({
      ts: card?.ts,
      postedTo: 'C0MARKETING',
      failed: null,
      drawn: 1,
    });
    expect(await owedThreads(bot.deps.db, bot.deps.clock.system())).toEqual([]);
  });

  it('loses nothing while Slack is down, and says it once when it is back', async () => {
    await bot.say('U0MARKETER', `@baton ${GOAL}`);
    bot.ws.gateway.control.down({ by: '503' });
    const [{ id } = { id: 0 }] = await bot.deps.db.select().from(campaigns);
    await bot.drafted(id, 'brief');
    expect(await cards('brief')).toEqual([]);
    await later(5_000);
    expect(await cards('brief')).toEqual([]);
    bot.ws.gateway.control.up();
    for (let tries = 0; tries < 6; tries += 1) await later(30_000);
    expect(await cards('brief')).toHaveLength(1);
    expect(actionsIn((await cards('brief'))[0] as never)).toContain('step.approve');
    expect(await owedThreads(bot.deps.db, bot.deps.clock.system())).toEqual([]);
  });

  it('waits as long as Slack asks when there are too many calls', async () => {
    bot.ws.gateway.control.rateLimit('chat.postMessage', 1, 30);
    await bot.say('U0MARKETER', `@baton ${GOAL}`);
    expect(posts()).toBe(1);
    await later(20_000);
    expect(posts()).toBe(1);
    await later(11_000);
    expect(posts()).toBe(2);
    expect(await cards()).toHaveLength(1);
  });

  it('finds its own message again after a post whose answer was lost', async () => {
    bot.ws.gateway.control.loseAnswers('chat.postMessage', 1);
    await bot.say('U0MARKETER', `@baton ${GOAL}`);
    expect(await cards()).toHaveLength(1);
    const [{ id } = { id: 0 }] = await bot.deps.db.select().from(campaigns);
    expect((await row(`campaign:${id}`)).ts).toBeNull();
    await later(20_000);
    expect(await cards()).toHaveLength(1);
    expect((await row(`campaign:${id}`)).ts).toBe((await cards())[0]?.ts);
  });

  it('posts once after a crash between begin and post', async () => {
    bot.ws.gateway.control.refuse('chat.postMessage', 'service_unavailable');
    await bot.say('U0MARKETER', `@baton ${GOAL}`);
    // As a process that was killed leaves it: begun, never answered, nothing in Slack.
    await bot.deps.db.update(messages).set({ postingAt: bot.deps.clock.system(), notBefore: null, attempts: 0 });
    await sweep();
    expect(await cards()).toEqual([]);
    await later(16_000);
    expect(await cards()).toHaveLength(1);
  });

  it('posts all the same where nobody may look', async () => {
    bot.ws.gateway.control.loseAnswers('chat.postMessage', 1);
    await bot.say('U0MARKETER', `@baton ${GOAL}`);
    bot.ws.gateway.control.refuse('conversations.replies', 'missing_scope', 5);
    await later(20_000);
    const [{ id } = { id: 0 }] = await bot.deps.db.select().from(campaigns);
    expect((await row(`campaign:${id}`)).ts).not.toBeNull();
  });

  it('draws a card without the blocks that a Slack does not know, buttons and metadata as they are', async () => {
    bot.ws.gateway.control.refuseBlock('plan');
    bot.ws.gateway.control.refuseBlock('container');
    const { id } = await started(bot);
    await bot.drafted(id, 'brief');
    const [card] = await cards('brief');
    expect(actionsIn(card as never)).toEqual(['step.approve', 'step.edit', 'step.regenerate', 'step.more']);
    expect(textOf(card)).not.toContain('"type":"container"');
    expect(textOf((await cards())[0])).toContain('✓ 목표 접수');
  });

  it('says the words alone when even the plainer card is refused', async () => {
    for (const type of ['plan', 'section']) bot.ws.gateway.control.refuseBlock(type);
    await started(bot);
    const [card] = await cards();
    expect(card?.text).toContain('브리프를 쓰고 있어요');
    expect(card?.blocks ?? []).toEqual([]);
  });

  it('tells the requester by direct message when it is not in the channel, and goes on once invited', async () => {
    await bot.ws.gateway.control.addChannel({ id: 'C0OTHER', name: 'other', botIn: false });
    await bot.ws.ask('/command', { seat: 'U0MARKETER', channel: 'C0OTHER', text: `new ${GOAL}` });
    await bot.run();
    const direct = (await bot.messages()).filter(({ channel }) => channel === 'DU0MARKETER');
    expect(direct).toHaveLength(1);
    expect(textOf(direct[0])).toContain('/invite @baton');
    expect(await cards()).toEqual([]);
    await bot.say('U0MARKETER', '/invite @baton', { channel: 'C0OTHER' });
    await sweep();
    expect(await cards()).toHaveLength(1);
  });

  it('refuses no card with one that an invitation brings back at that moment', async () => {
    const channel = { id: 'C0OTHER', name: 'other' };
    await bot.ws.gateway.control.addChannel({ ...channel, botIn: false });
    await bot.ws.ask('/command', { seat: 'U0MARKETER', channel: channel.id, text: `new ${GOAL}` });
    await bot.run();
    const [{ id } = { id: 0 }] = await bot.deps.db.select().from(campaigns);
    expect((await row(`campaign:${id}`)).failed).toBe('not_in_channel');
    await bot.ws.gateway.control.removeChannel(channel.id);
    await bot.ws.gateway.control.addChannel({ ...channel, botIn: true });
    await bot.drafted(id, 'brief');
    const brief = `step:${id}:brief:1`;
    expect((await row(brief)).failed).toBe('root_failed');
    await bot.deps.db.update(messages).set({ failed: null }).where(eq(messages.key, brief));
    const joining = await bot.deps.pool.connect();
    try {
      await joining.query('begin');
      await joining.query('update messages set failed = null where key = $1', [`campaign:${id}`]);
      const drawing = bot.slack.handlers['slack.draw']({ thread: `campaign:${id}` }, bot.deps);
      const waiting = "select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'";
      await expect.poll(async () => (await bot.deps.pool.query(waiting)).rowCount).toBe(1);
      await joining.query('commit');
      await drawing;
    } finally {
      joining.release();
    }
    await sweep();
    for (const step of ['campaign', 'brief']) expect(await cards(step)).toHaveLength(1);
  });

  it('updates at most once in three seconds, with what is true then', async () => {
    const { id } = await started(bot);
    const before = updates();
    await bot.drafted(id, 'brief');
    await bot.click('U0MARKETER', await bot.card('brief'), 'step.approve');
    expect(updates()).toBe(before);
    await later(3_100);
    // One for the card of the whole life, one for the brief: however much happened in between.
    expect(updates()).toBe(before + 2);
    expect(textOf((await cards())[0])).toContain('세그먼트를 나누고 있어요');
    expect(textOf((await cards('brief'))[0])).toContain('승인됨');
  });

  it('does not call Slack for a redraw that changes nothing', async () => {
    const { id } = await started(bot);
    await later(10_000);
    const before = updates();
    await change(id);
    await later(10_000);
    expect(updates()).toBe(before);
    expect(await row(`campaign:${id}`)).toMatchObject({ drawn: (await row(`campaign:${id}`)).wanted });
  });

  it('posts the card of the whole life anew when somebody deleted it, and leaves other deleted cards alone', async () => {
    const { id } = await started(bot);
    await bot.drafted(id, 'brief');
    await later(4_000);
    for (const step of ['campaign', 'brief'])
      for (const { channel, ts } of await cards(step)) await bot.ws.client.chat.delete({ channel, ts });
    await bot.deps.db.update(campaigns).set({ title: '새 이름' }).where(eq(campaigns.id, id));
    await bot.deps.db.update(messages).set({ drawnHash: 'other' });
    await change(id);
    await later(4_000);
    expect((await cards()).filter(({ deleted }) => !deleted)).toHaveLength(1);
    expect((await row(`step:${id}:brief:1`)).failed).toBe('message_not_found');
  });

  it('keeps a thread message until its root is there', async () => {
    await bot.ws.ask('/command', { seat: 'U0MARKETER', channel: 'C0MARKETING', text: `new ${GOAL}` });
    const [{ id } = { id: 0 }] = await bot.deps.db.select().from(campaigns);
    bot.ws.gateway.control.rateLimit('chat.postMessage', 1, 10);
    await bot.drafted(id, 'brief');
    expect(await cards('brief')).toEqual([]);
    await later(11_000);
    const [root] = await cards();
    expect(root?.threadTs).toBeNull();
    expect((await cards('brief'))[0]?.threadTs).toBe(root?.ts);
  });

  it('whispers by direct message to somebody who is not in the channel', async () => {
    const { id } = await started(bot);
    await bot.drafted(id, 'brief');
    const card = await bot.card('brief');
    await bot.click('U0SALES', card, 'step.approve');
    expect((await bot.whispers('U0SALES')).at(-1)).toMatchObject({ channel: 'C0MARKETING', threadTs: card.threadTs });
    bot.ws.gateway.control.refuse('chat.postEphemeral', 'user_not_in_channel');
    await bot.click('U0SALES', card, 'step.approve');
    expect((await bot.messages('DU0SALES')).length).toBe(1);
  });

  it('draws once when two processes draw the same thread', async () => {
    bot.ws.gateway.control.refuse('chat.postMessage', 'service_unavailable');
    await bot.say('U0MARKETER', `@baton ${GOAL}`);
    bot.ws.clock.ahead += 60_000;
    const [thread = ''] = await owedThreads(bot.deps.db, bot.deps.clock.system());
    await Promise.all([1, 2, 3].map(() => bot.slack.handlers['slack.draw']({ thread }, bot.deps)));
    expect(await cards()).toHaveLength(1);
  });
});
