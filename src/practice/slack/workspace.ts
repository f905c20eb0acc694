import { eq, sql } from 'drizzle-orm';
import { practiceChannels } from '../../db/schema.ts';
import type { Db, Tx } from '../../deps.ts';
import { type Language, strings } from '../../i18n/language.ts';
import type { Clock } from '../../kit/clock.ts';
import type { NewId } from '../../kit/id.ts';
import type { Log } from '../../kit/log.ts';
import { CHANNELS, dmOf, SEATS } from './cast.ts';
import type { Control } from './control.ts';
import type { Delivery } from './delivery.ts';
import { type Envelope, envelope, type SlackEvent } from './events.ts';
import { readState, SEQUENCE, type Tick, tick, writeState } from './state.ts';
import type { Triggers } from './triggers.ts';
import type { Wake } from './wake.ts';

export type GatewayOptions = {
  db: Db;
  clock: Clock;
  newId: NewId;
  log: Log;
  /** Where the bot takes Slack's requests, for example `http://127.0.0.1:3000/slack/events`. */
  botUrl: () => string;
  signingSecret: string;
  botToken: string;
  appToken: string;
  /** Where this gateway itself is reached, without a trailing slash. */
  selfUrl: () => string;
  /** How long the bot has to answer, and the waits before each try of an event; both in milliseconds. */
  patience?: { answer?: number; tries?: readonly number[] };
};

/** What every part of the gateway works with. */
export type Workspace = GatewayOptions & {
  delivery: Delivery;
  triggers: Triggers;
  wake: Wake;
  control: Control;
};

/** One change in progress. What it emits leaves only when it is committed. */
export type Change = Tick & {
  tx: Tx;
  /** Another number and time stamp within the same change. */
  next(): Promise<Tick>;
  emit(event: SlackEvent, by?: { team: string }): Promise<void>;
};

/**
 * Runs one change of the workspace: rows and the events they cause are written together, and only then are pages woken
 * and the bot told. An event therefore survives a crash between the two (`resumeEvents`).
 */
export const write = async <T>(ws: Workspace, change: (c: Change) => Promise<T>): Promise<T> => {
  const envelopes: Envelope[] = [];
  // Messages stand at the time people live in here, so that a moved clock and the conversation agree.
  const at = await ws.clock.business();
  const result = await ws.db.transaction(async (tx) => {
    const next = () => tick(tx, at);
    return change({
      ...(await next()),
      tx,
      next,
      emit: async (event, by) => {
        const made = envelope(event, { id: ws.newId('Ev'), at: ws.clock.system(), ...(by ? { from: by.team } : {}) });
        await writeState(tx, `${EVENT}${made.event_id}`, made);
        envelopes.push(made);
      },
    });
  });
  ws.wake.now();
  for (const each of envelopes) ws.delivery.event(each);
  return result;
};

export const EVENT = 'event:';
const LANGUAGE = 'language';

/** The language all seats have: Korean until switched. */
export const languageOfSeats = async (tx: Tx): Promise<Language> => (await readState<Language>(tx, LANGUAGE)) ?? 'ko';

/** As users.info names it. */
export const localeOf = (language: Language): string => (language === 'ko' ? 'ko-KR' : 'en-US');

export const setLanguage = async (ws: Workspace, language: Language): Promise<void> => {
  await writeState(ws.db, LANGUAGE, language);
};

export const words = async (ws: Workspace) => strings(await languageOfSeats(ws.db)).practiceSlack;

/** First start of a workspace: its sequence, its channels, and a direct-message channel for each seat. */
export const seed = async (db: Db): Promise<void> => {
  await db.execute(sql`
    insert into practice_state (name, value) values (${SEQUENCE}, '{"seq": 0, "us": 0}'::jsonb)
    on conflict (name) do nothing`);
  await db
    .insert(practiceChannels)
    .values([
      ...CHANNELS.map(({ id, name }) => ({ id, name })),
      ...SEATS.map((seat) => ({ id: dmOf(seat.id), name: dmOf(seat.id), dmUser: seat.id })),
    ])
    .onConflictDoNothing();
};

export type ChannelRow = typeof practiceChannels.$inferSelect;

export const channelById = async (tx: Tx, id: string): Promise<ChannelRow | undefined> =>
  (await tx.select().from(practiceChannels).where(eq(practiceChannels.id, id)))[0];
