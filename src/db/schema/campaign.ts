import { sql } from 'drizzle-orm';
import {
  bigint,
  boolean,
  index,
  integer,
  jsonb,
  pgTable,
  text,
  timestamp,
  unique,
  uniqueIndex,
} from 'drizzle-orm/pg-core';
import type { Status, StepName } from '../../campaign/lifecycle.ts';

const at = (name: string) => timestamp(name, { withTimezone: true, mode: 'date' });
/** A campaign's number; shown as C-42. */
const campaignId = () => bigint('campaign_id', { mode: 'number' }).notNull();

/** What stopped the last job of a campaign, in words the card can show; null when all is well. */
export type Problem = {
  code: string;
  params?: Record<string, string | number>;
  at: string;
  /** Business time of the next attempt by itself; absent when only a person can go on. */
  retryAt?: string;
};

/** A person's words that bind every later draft of the campaign. */
export type Constraint = { step: StepName; words: string; reason?: string; by: string; at: string };

export const campaigns = pgTable('campaigns', {
  id: bigint('id', { mode: 'number' }).primaryKey().generatedAlwaysAsIdentity(),
  kind: text('kind').$type<'campaign' | 'notice'>().notNull().default('campaign'),
  status: text('status').$type<Status>().notNull(),
  title: text('title').notNull().default(''),
  goal: text('goal').notNull(),
  locale: text('locale').$type<'ko' | 'en'>().notNull(),
  requester: text('requester').notNull(),
  channel: text('channel').notNull(),
  /** The message that started it, so that replies land in its thread; null when the card is its own root. */
  threadTs: text('thread_ts'),
  /** Where the goal came from (`msg:C1:171...`, `cmd:...`): one mention starts one campaign. */
  requestKey: text('request_key').notNull().unique(),
  constraints: jsonb('constraints').$type<Constraint[]>().notNull().default([]),
  occurrence: integer('occurrence').notNull().default(1),
  /** Business times. The window is shared by both arms and starts at the freeze. */
  sendAt: at('send_at'),
  startedAt: at('started_at'),
  windowStartsAt: at('window_starts_at'),
  windowEndsAt: at('window_ends_at'),
  /** Set by a Stop of sending, so that a slice in flight hands over nothing more. */
  halted: boolean('halted').notNull().default(false),
  pauseReason: text('pause_reason'),
  problem: jsonb('problem').$type<Problem>(),
  createdAt: at('created_at').notNull(),
  updatedAt: at('updated_at').notNull(),
});

/** Append-only: every event that moved a campaign, and every attempt that was refused (from = to). */
export const campaignHistory = pgTable(
  'campaign_history',
  {
    id: bigint('id', { mode: 'number' }).primaryKey().generatedAlwaysAsIdentity(),
    campaignId: campaignId(),
    at: at('at').notNull(),
    event: text('event').notNull(),
    from: text('from_status').notNull(),
    to: text('to_status').notNull(),
    /** Slack user id, or `baton` for what the product did by itself. */
    by: text('by').notNull(),
    detail: jsonb('detail').$type<Record<string, unknown>>().notNull().default({}),
  },
  (t) => [index('campaign_history_campaign').on(t.campaignId, t.id)],
);

export type Check = {
  id: string;
  severity: 'block' | 'warn';
  passed: boolean;
  /** Shown to a person in either language, and to the model when a draft is sent back. */
  message: { ko: string; en: string };
  /** The law or standard behind it; absent where it is our own practice. */
  source?: { ko: string; en: string };
  /** Which of the five checks of the launch card it belongs to. */
  family?: 'condition' | 'time' | 'target' | 'copy' | 'link';
};

/** Immutable, versioned. `content` is what is hashed and approved; `evidence` (counts, forecasts) is shown, not hashed. */
export const drafts = pgTable(
  'drafts',
  {
    id: text('id').primaryKey(),
    campaignId: campaignId(),
    step: text('step').$type<StepName>().notNull(),
    version: integer('version').notNull(),
    content: jsonb('content').$type<unknown>().notNull(),
    evidence: jsonb('evidence').$type<unknown>().notNull(),
    checks: jsonb('checks').$type<Check[]>().notNull(),
    hash: text('hash').notNull(),
    /** Approved hashes of the earlier steps, as they were when this was drafted. */
    parents: jsonb('parents').$type<Partial<Record<StepName, string>>>().notNull(),
    authorKind: text('author_kind').$type<'ai' | 'person'>().notNull(),
    author: text('author').notNull(),
    promptHash: text('prompt_hash'),
    model: text('model'),
    /** True when the practice drafter wrote it, so that every card says so. */
    practice: boolean('practice').notNull().default(false),
    tokensIn: integer('tokens_in').notNull().default(0),
    tokensOut: integer('tokens_out').notNull().default(0),
    /** Millionths of the price table's currency unit (USD); null when the model's price is unknown, never 0 then. */
    costMicros: bigint('cost_micros', { mode: 'number' }),
    supersededAt: at('superseded_at'),
    createdAt: at('created_at').notNull(),
  },
  (t) => [unique('drafts_version').on(t.campaignId, t.step, t.version)],
);

export type RequestState = 'pending' | 'approved' | 'changes' | 'rejected' | 'expired' | 'superseded' | 'cancelled';

/** What was on the card when the approval was asked for; the launch tests the audience against it when due. */
export type Shown = { matched?: number; send?: number; holdout?: number; costMinor?: number; everyone?: boolean };

/** A question put to people: settled by one guarded UPDATE (`where state = 'pending'`), never reopened. */
export const approvalRequests = pgTable(
  'approval_requests',
  {
    id: text('id').primaryKey(),
    campaignId: campaignId(),
    draftId: text('draft_id').notNull(),
    step: text('step').$type<StepName>().notNull(),
    version: integer('version').notNull(),
    hash: text('hash').notNull(),
    action: text('action').$type<'step' | 'launch'>().notNull(),
    required: integer('required').notNull(),
    shown: jsonb('shown').$type<Shown>().notNull().default({}),
    state: text('state').$type<RequestState>().notNull().default('pending'),
    createdAt: at('created_at').notNull(),
    expiresAt: at('expires_at').notNull(),
    settledAt: at('settled_at'),
  },
  (t) => [
    index('approval_requests_campaign').on(t.campaignId),
    uniqueIndex('approval_requests_one_pending').on(t.campaignId).where(sql`state = 'pending'`),
  ],
);

/** One row a decision: who, when, which draft, the hash that was shown, the verdict, from where. */
export const approvals = pgTable(
  'approvals',
  {
    id: text('id').primaryKey(),
    requestId: text('request_id')
      .notNull()
      .references(() => approvalRequests.id),
    campaignId: campaignId(),
    draftId: text('draft_id').notNull(),
    hash: text('hash').notNull(),
    by: text('by').notNull(),
    verdict: text('verdict').$type<'approve' | 'regenerate' | 'reject'>().notNull(),
    reason: text('reason'),
    feedback: text('feedback'),
    at: at('at').notNull(),
    channel: text('channel'),
    messageTs: text('message_ts'),
    voidedAt: at('voided_at'),
  },
  // One standing verdict a person: an approval taken back stays as a record.
  (t) => [uniqueIndex('approvals_once').on(t.requestId, t.by).where(sql`voided_at is null`)],
);

/** Promise 1 as a row: deliveries reference (id, campaign, hash). Deleted when the launch is voided before sending. */
export const launches = pgTable(
  'launches',
  {
    id: text('id').primaryKey(),
    campaignId: campaignId(),
    hash: text('hash').notNull(),
    draftId: text('draft_id').notNull(),
    at: at('at').notNull(),
  },
  (t) => [unique('launches_campaign').on(t.campaignId), unique('launches_what').on(t.id, t.campaignId, t.hash)],
);

/** What falls due at a stored business time. The ticker runs what is due; moving the practice clock stops at each. */
export const dues = pgTable(
  'dues',
  {
    id: bigint('id', { mode: 'number' }).primaryKey().generatedAlwaysAsIdentity(),
    kind: text('kind').notNull(),
    campaignId: bigint('campaign_id', { mode: 'number' }),
    /** With `kind`, names the one thing that falls due: the same thing twice is one row. */
    ref: text('ref').notNull(),
    at: at('at').notNull(),
    doneAt: at('done_at'),
  },
  (t) => [unique('dues_once').on(t.kind, t.ref), index('dues_open').on(t.at).where(sql`done_at is null`)],
);

export type LlmOutcome =
  | 'ok'
  | 'refusal'
  | 'truncated'
  | 'filtered'
  | 'invalid_json'
  | 'schema'
  | 'rate_limited'
  | 'quota'
  | 'timeout'
  | 'unreachable'
  | 'rejected';

/** Every call to the model, kept whole but for personal data, which never goes in. */
export const llmCalls = pgTable(
  'llm_calls',
  {
    id: text('id').primaryKey(),
    campaignId: bigint('campaign_id', { mode: 'number' }),
    prompt: text('prompt').notNull(),
    promptHash: text('prompt_hash').notNull(),
    model: text('model').notNull(),
    attempt: integer('attempt').notNull(),
    outcome: text('outcome').$type<LlmOutcome>().notNull(),
    tokensIn: integer('tokens_in').notNull().default(0),
    tokensCached: integer('tokens_cached').notNull().default(0),
    tokensOut: integer('tokens_out').notNull().default(0),
    costMicros: bigint('cost_micros', { mode: 'number' }),
    latencyMs: integer('latency_ms').notNull(),
    answer: text('answer').notNull().default(''),
    at: at('at').notNull(),
  },
  (t) => [index('llm_calls_campaign').on(t.campaignId), index('llm_calls_at').on(t.at)],
);

/** One sentence worth remembering; fed to later briefs only after a person said so. */
export const learnings = pgTable('learnings', {
  id: text('id').primaryKey(),
  campaignId: campaignId(),
  sentence: jsonb('sentence').$type<{ ko: string; en: string }>().notNull(),
  state: text('state').$type<'proposed' | 'remembered' | 'dropped'>().notNull().default('proposed'),
  by: text('by'),
  at: at('at').notNull(),
});
