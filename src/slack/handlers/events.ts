import { and, eq, gt, inArray, or } from 'drizzle-orm';
import { threadOf } from '../../campaign/tell.ts';
import { messages } from '../../db/schema.ts';
import { addMs, DAY } from '../../kit/clock.ts';
import type { SlackUser } from '../directory.ts';
import { UNREACHABLE } from '../errors.ts';
import type { Permalink } from '../load.ts';
import type { Door } from './door.ts';
import { publishHome } from './home.ts';
import { dropped, importable, sayUnreadable, unreadable } from './import.ts';
import { hear } from './utterance.ts';

/** The inner event, and the id of the envelope it came in. */
export type Happening = { id: string; event: Readonly<Record<string, unknown>> };
export type EventHandler = (door: Door & { permalink: Permalink }, happening: Happening) => Promise<void>;

const text = (value: unknown): string => (typeof value === 'string' ? value : '');

/** Edits, joins, other bots and our own echo are no words to us; files and thread broadcasts come with words. */
const SPOKEN = new Set(['', 'file_share', 'thread_broadcast', 'me_message']);

export const onMessage: EventHandler = async (door, { id, event }) => {
  if (!SPOKEN.has(text(event.subtype)) || event.bot_id || event.hidden || !text(event.user) || !text(event.ts)) return;
  const channel = text(event.channel);
  const direct = event.channel_type === 'im' || channel.startsWith('D');
  const files = direct ? importable(event.files) : [];
  // Words beside a file are about the file.
  if (files.length > 0) return dropped(door, text(event.user), files);
  const others = direct ? unreadable(event.files, text(event.text)) : [];
  if (others.length > 0) return sayUnreadable(door, text(event.user), others);
  const threadTs = text(event.thread_ts) || null;
  await hear(door, {
    eventId: id,
    channel,
    ts: text(event.ts),
    // The first message of a thread is not a reply to itself.
    threadTs: threadTs === text(event.ts) ? null : threadTs,
    user: text(event.user),
    text: text(event.text),
    direct,
  });
};

export const onHomeOpened: EventHandler = async (door, { event }) => {
  if (text(event.tab) && event.tab !== 'home') return;
  await publishHome(door, door.permalink, await door.directory.person(text(event.user)));
};

export const onUserChange: EventHandler = async (door, { event }) => {
  if (typeof event.user === 'object' && event.user !== null) await door.directory.learn(event.user as SlackUser);
};

/** We were invited: what could not be said there is said now. */
export const onJoined: EventHandler = async ({ deps, identity }, { event }) => {
  if (event.user !== (await identity()).userId) return;
  const channel = text(event.channel);
  await deps.db.transaction(async (tx) => {
    const revive = (refused: readonly string[]) =>
      tx
        .update(messages)
        .set({ failed: null, notBefore: null, postingAt: null })
        .where(
          and(
            // The digest's channel is known by its name; yesterday's digest is no news any more.
            or(
              eq(messages.channel, channel),
              and(eq(messages.kind, 'digest'), gt(messages.createdAt, addMs(deps.clock.system(), -DAY))),
            ),
            inArray(messages.failed, [...refused]),
          ),
        )
        .returning();
    // What is below them second: whatever was being refused with them is found by then (unreachable.ts).
    const revived = [...(await revive(UNREACHABLE)), ...(await revive(['root_failed']))];
    for (const thread of new Set(revived.map(threadOf)))
      await deps.jobs.enqueue(tx, 'slack.draw', { thread }, { key: thread });
  });
};
