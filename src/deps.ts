import type { ExtractTablesWithRelations } from 'drizzle-orm';
import type { NodePgDatabase, NodePgQueryResultHKT } from 'drizzle-orm/node-postgres';
import type { PgTransaction } from 'drizzle-orm/pg-core';
import type { Pool } from 'pg';
import type { Channels } from './channels/channel.ts';
import type { Reporter } from './channels/report.ts';
import type { Config } from './config.ts';
import type * as schema from './db/schema.ts';
import type { Jobs } from './jobs/job.ts';
import type { Clock } from './kit/clock.ts';
import type { NewId } from './kit/id.ts';
import type { Log } from './kit/log.ts';
import type { Net } from './kit/net.ts';
import type { Llm } from './llm/llm.ts';

export type Schema = typeof schema;
export type Db = NodePgDatabase<Schema>;
export type Transaction = PgTransaction<NodePgQueryResultHKT, Schema, ExtractTablesWithRelations<Schema>>;
/** Either the database itself or a transaction on it. */
export type Tx = Db | Transaction;

/** What is known of a Slack user, at most an hour old. */
export type Person = {
  id: string;
  name: string;
  language: 'ko' | 'en';
  email: string | null;
  /** E.164, as their own Slack profile has it. */
  phone: string | null;
  isBot: boolean;
  isGuest: boolean;
  /** Of another organisation (Slack Connect). */
  isStranger: boolean;
  /** The workspace's own admin. */
  isAdmin: boolean;
  deleted: boolean;
};

/** Who people are; asked at click time, never taken from the click itself. */
export type Directory = {
  person(userId: string): Promise<Person>;
  /** Members of a user group (`S...`). */
  group(groupId: string): Promise<readonly string[]>;
};

/** Simulated customers, as the core knows them: told of an audience that was frozen, and called when they are due. */
export type Customers = {
  /** Makes their due rows, with the freeze. Safe to repeat. */
  expect(
    tx: Tx,
    deps: Pick<Deps, 'jobs' | 'clock'>,
    campaign: Pick<typeof schema.campaigns.$inferSelect, 'id' | 'occurrence' | 'windowStartsAt' | 'windowEndsAt'>,
  ): Promise<void>;
  /** Lets them act on what they received up to now. Idempotent. */
  act(deps: Deps, campaignId: number): Promise<void>;
};

/** Everything with an effect or a dice in it, handed in so that tests decide. */
export type Deps = {
  config: Config;
  db: Db;
  pool: Pool;
  clock: Clock;
  newId: NewId;
  log: Log;
  llm: Llm;
  channels: Channels;
  /** Who tells what became of messages; nobody where nothing is carried. */
  reporters?: readonly Reporter[];
  /** The world outside as checks look at it: names, records, pages. */
  net: Net;
  jobs: Jobs;
  directory: Directory;
  /** Evidence and checks of a draft as they come out now: what was lawful when it was drafted may not be any more. */
  judge: (draft: typeof schema.drafts.$inferSelect) => Promise<{ evidence: unknown; checks: schema.Check[] }>;
  /** Those who answer in the customers' place while customers are practised; absent where they are real. */
  customers?: Customers;
  /** Link-signing keys, newest first. */
  secretKeys: readonly string[];
  /** Aborted when the process is asked to end: long work leaves off at its next safe place, for the next process. */
  stopping?: AbortSignal;
};
