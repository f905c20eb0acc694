import { and, eq, isNull, sql } from 'drizzle-orm';
import { messages } from '../db/schema.ts';
import type { Deps } from '../deps.ts';
import { addMs } from '../kit/clock.ts';
import { sha256 } from '../kit/hash.ts';
import { messageOf } from '../kit/log.ts';
import type { Card } from './blocks.ts';
import { type Trouble, troubleOf } from './errors.ts';
import { type Message, metadataOf, render } from './render.ts';
import type { Speaker } from './speaker.ts';
import { failWithRoot, tellUnreachable } from './unreachable.ts';

/** Slack asks for no more than about one update a message in this time; what comes sooner is drawn together. */
const UPDATE_EVERY_MS = 3_000;
/** A post begun this long ago and never answered was cut off: longer than the client waits for any answer. */
const IN_DOUBT_MS = 15_000;
const LONGEST_WAIT_MS = 60_000;
/** Longer than this the sweeper waits, not a job. */
const WORTH_WAITING_MS = 5_000;

type Outcome =
  | { did: 'drawn' | 'failed' }
  | { did: 'wait'; until: Date }
  | { did: 'skip' }
  | { did: 'stop'; until: Date };

/**
 * Tells Slack what is owed in one thread, oldest message first; a thread message waits for its root. Everything is read
 * anew, so drawing twice, late or after a crash ends in the same messages. Never throws for what Slack said.
 */
export const drawThread = async (deps: Deps, slack: Speaker, thread: string): Promise<void> => {
  for (;;) {
    let drew = false;
    const waits: number[] = [];
    for (const message of await owedIn(deps, thread)) {
      const outcome = await drawOne(deps, slack, message);
      if (outcome.did === 'drawn' || outcome.did === 'failed') drew = true;
      if (outcome.did === 'wait') waits.push(outcome.until.getTime());
      if (outcome.did === 'stop') return again(deps, thread, outcome.until);
    }
    if (!drew) return waits.length > 0 ? again(deps, thread, new Date(Math.min(...waits))) : undefined;
  }
};

/** One job a key waits: under the thread's own key this one would keep away the drawing of what is told meanwhile. */
const again = async (deps: Deps, thread: string, until: Date): Promise<void> => {
  if (until.getTime() - deps.clock.system().getTime() <= WORTH_WAITING_MS)
    await deps.jobs.enqueue(
      deps.db,
      'slack.draw',
      { thread, later: true },
      { key: `${thread} later`, startAfter: until },
    );
};

/** The wait is over: the drawing itself is asked for under the thread's key, so that still one at a time draws. */
export const drawNow = (deps: Deps, thread: string): Promise<void> =>
  deps.jobs.enqueue(deps.db, 'slack.draw', { thread }, { key: thread });

const owedIn = (deps: Deps, thread: string): Promise<Message[]> =>
  deps.db
    .select()
    .from(messages)
    .where(
      sql`${messages.wanted} > ${messages.drawn} and ${messages.failed} is null and (${messages.rootKey} = ${thread}
        or (${messages.rootKey} is null and ${messages.threadTs} is null and ${messages.key} = ${thread})
        or (${messages.rootKey} is null and ${messages.channel} || ':' || ${messages.threadTs} = ${thread}))`,
    )
    .orderBy(messages.id);

const drawOne = async (deps: Deps, slack: Speaker, message: Message): Promise<Outcome> => {
  const now = deps.clock.system();
  if (message.notBefore && message.notBefore > now) return { did: 'wait', until: message.notBefore };
  const place = await placeOf(deps, message);
  if (place === 'waits') return { did: 'skip' };
  if (place === 'never') return { did: (await failWithRoot(deps, message)) ? 'failed' : 'drawn' };
  if (message.ts && message.drawnAt && now.getTime() - message.drawnAt.getTime() < UPDATE_EVERY_MS)
    return { did: 'wait', until: addMs(message.drawnAt, UPDATE_EVERY_MS) };
  if (await waitsForCard(deps, message, now)) return { did: 'wait', until: addMs(now, 1_000) };
  let card: Card;
  try {
    card = await render(deps, message, slack.permalink);
  } catch (error) {
    deps.log.error({ message: message.key, error: messageOf(error) }, 'message could not be drawn');
    return wait(deps, message, null, message.postingAt !== null);
  }
  try {
    return message.ts && message.postedTo
      ? await update(deps, slack, message, card)
      : await post(deps, slack, message, card, place.threadTs, place.channel);
  } catch (error) {
    return settle(deps, slack, message, troubleOf(error), card);
  }
};

type Place = { channel: string; threadTs: string | null };

const placeOf = async (deps: Deps, message: Message): Promise<Place | 'waits' | 'never'> => {
  if (!message.rootKey) return { channel: message.channel, threadTs: message.threadTs };
  const [root] = await deps.db.select().from(messages).where(eq(messages.key, message.rootKey));
  if (root?.failed) return 'never';
  if (!root?.ts || !root.postedTo) return 'waits';
  return { channel: root.postedTo, threadTs: root.ts };
};

/** A ping links to its card: worth a moment, until the card is there. */
const waitsForCard = async (deps: Deps, message: Message, now: Date): Promise<boolean> => {
  if (message.kind !== 'ping' || message.ts || now.getTime() - message.createdAt.getTime() > 20_000) return false;
  const [owed] = await deps.db
    .select({ id: messages.id })
    .from(messages)
    .where(
      and(
        eq(messages.campaignId, message.campaignId ?? 0),
        eq(messages.kind, 'step'),
        isNull(messages.ts),
        isNull(messages.failed),
      ),
    )
    .limit(1);
  return owed !== undefined;
};

const update = async (deps: Deps, slack: Speaker, message: Message, card: Card): Promise<Outcome> => {
  const hash = sha256(JSON.stringify(card));
  if (hash !== message.drawnHash)
    await slack.update({ channel: message.postedTo ?? '', ts: message.ts ?? '', card, metadata: metadataOf(message) });
  return drawn(deps, message, hash, {});
};

const post = async (
  deps: Deps,
  slack: Speaker,
  message: Message,
  card: Card,
  threadTs: string | null,
  channel: string,
): Promise<Outcome> => {
  const now = deps.clock.system();
  if (message.postingAt && now.getTime() - message.postingAt.getTime() < IN_DOUBT_MS)
    return { did: 'wait', until: addMs(message.postingAt, IN_DOUBT_MS) };
  // Two drawing at once: one of them begins the post, the other finds it begun.
  const [mine] = await deps.db
    .update(messages)
    .set({ postingAt: now })
    .where(
      and(
        eq(messages.id, message.id),
        isNull(messages.ts),
        // What only one person sees never gets a `ts`: that it was drawn since we read it is all that tells.
        eq(messages.drawn, message.drawn),
        message.postingAt ? eq(messages.postingAt, message.postingAt) : isNull(messages.postingAt),
      ),
    )
    .returning({ id: messages.id });
  if (!mine) return { did: 'skip' };
  const hash = sha256(JSON.stringify(card));
  if (message.onlyFor) {
    await slack.whisper({ channel, user: message.onlyFor, threadTs, card });
    return drawn(deps, message, hash, { postedTo: channel });
  }
  const metadata = metadataOf(message);
  const home = await slack.home(channel);
  const before = message.postingAt && metadata ? await slack.find(home, threadTs, metadata, message.postingAt) : null;
  if (before) {
    await deps.db
      .update(messages)
      .set({ ts: before, postedTo: home, postingAt: null })
      .where(eq(messages.id, message.id));
    return { did: 'drawn' };
  }
  const { ts, postedTo } = await slack.post({ channel: home, threadTs, broadcast: message.broadcast, card, metadata });
  return drawn(deps, message, hash, { ts, postedTo });
};

const drawn = async (
  deps: Deps,
  message: Message,
  drawnHash: string,
  where: { ts?: string; postedTo?: string },
): Promise<Outcome> => {
  await deps.db
    .update(messages)
    .set({
      ...where,
      drawn: message.wanted,
      drawnAt: deps.clock.system(),
      drawnHash,
      postingAt: null,
      notBefore: null,
      attempts: 0,
    })
    .where(eq(messages.id, message.id));
  return { did: 'drawn' };
};

const settle = async (deps: Deps, slack: Speaker, message: Message, trouble: Trouble, card: Card): Promise<Outcome> => {
  switch (trouble.kind) {
    case 'later':
      deps.log.warn({ message: message.key, error: trouble.error }, 'Slack did not take a message yet');
      return wait(deps, message, trouble.afterMs, trouble.doubtful || message.postingAt !== null, true);
    case 'gone':
      // The card of the whole life is posted anew; any other message that a person deleted stays deleted.
      if (message.kind !== 'campaign') return fail(deps, message, trouble.error);
      await deps.db
        .update(messages)
        .set({ ts: null, postedTo: null, postingAt: null })
        .where(eq(messages.id, message.id));
      return { did: 'drawn' };
    case 'unreachable':
      if (message.onlyFor) break;
      await tellUnreachable(deps, message, trouble.error);
      return fail(deps, message, trouble.error);
    default:
      break;
  }
  if (message.onlyFor && (await slack.confide(message.onlyFor, card))) return drawn(deps, message, '', {});
  deps.log.error({ message: message.key, error: trouble.error }, 'Slack will not take a message');
  return fail(deps, message, trouble.error);
};

const wait = async (
  deps: Deps,
  message: Message,
  afterMs: number | null,
  doubtful: boolean,
  stop = false,
): Promise<Outcome> => {
  const backoff = Math.min(1_000 * 2 ** message.attempts, LONGEST_WAIT_MS);
  const until = addMs(deps.clock.system(), afterMs ?? backoff);
  await deps.db
    .update(messages)
    .set({ notBefore: until, attempts: message.attempts + 1, ...(!doubtful && { postingAt: null }) })
    .where(eq(messages.id, message.id));
  return { did: stop ? 'stop' : 'wait', until };
};

const fail = async (deps: Deps, message: Message, error: string): Promise<Outcome> => {
  await deps.db.update(messages).set({ failed: error, postingAt: null }).where(eq(messages.id, message.id));
  return { did: 'failed' };
};
