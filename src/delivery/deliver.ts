import { performance } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Channel, Outcome } from '../channels/channel.ts';
import { retrying } from '../db/retry.ts';
import type { Deps } from '../deps.ts';
import type { JobData } from '../jobs/job.ts';
import { addMs } from '../kit/clock.ts';
import { unitHash } from '../kit/hash.ts';
import { messageOf } from '../kit/log.ts';
import { makeWriter, readRecipients, type Writer } from './compose.ts';
import { CannotDeliver, type Launched, loadLaunched, mayGoOn } from './launched.ts';
import { type Claimed, claimRows, giveBack, refuseRows, renewClaim } from './ledger/claim.ts';
import type { Scope } from './ledger/guards.ts';
import { handOver, takeBack } from './ledger/handover.ts';
import { cancelSlice, expireLeases, outlookOf } from './ledger/lease.ts';
import { markRows } from './ledger/mark.ts';
import { pressureCap } from './pressure.ts';
import { awayFor, clearHold, holdAccount, reserveSlots } from './rate.ts';
import { makeTokens } from './tokens.ts';

/** Spans in ms. The lease of a hand-over is not here: it follows from the channel's time-out. */
export type Tuning = {
  claimLeaseMs: number;
  /** Rows a claim takes; fewer when the rate is low. */
  claimRows: number;
  /** Sub-batches under way at once. */
  lanes: number;
  /** Longest a worker waits for its turn at the provider before it lets others have the rows. */
  patienceMs: number;
  backoffMs: number;
  backoffCapMs: number;
  /** Tries of one recipient who is not taken for the moment; after them it is `expired`. */
  attempts: number;
  /** How often a paused slice looks again; resuming also enqueues it. */
  pausedMs: number;
  /** How long an answer is held on to while the database is away. */
  markForMs: number;
};

export const TUNING: Tuning = {
  claimLeaseMs: 10_000,
  claimRows: 500,
  lanes: 3,
  patienceMs: 3_000,
  backoffMs: 2_000,
  backoffCapMs: 300_000,
  attempts: 6,
  pausedMs: 10_000,
  markForMs: 120_000,
};

/** Outlives the provider's time-out twice, so that a worker still waiting for its answer keeps its rows. */
export const handedLeaseMs = (channel: Pick<Channel, 'timeoutMs'>): number => channel.timeoutMs * 2 + 1_000;

type Work = {
  deps: Deps;
  tuning: Tuning;
  scope: Scope;
  channel: Channel;
  rate: number;
  write: Writer;
};

/**
 * Delivers one slice until nothing of it can leave now. Safe to run twice, late, or in many processes at once.
 *
 * @returns `done`, or the system time at which it is worth looking again (rows with others, a wait, a pause)
 * @throws CannotDeliver when a person has to do something first
 */
export const deliverSlice = async (
  deps: Deps,
  data: JobData['send.slice'],
  tuning: Tuning = TUNING,
): Promise<'done' | { again: Date }> => {
  const launched = await loadLaunched(deps.db, data.campaignId);
  if (!launched) return 'done';
  const work = prepare(deps, data, launched, tuning);
  const again = (inMs: number) => ({ again: addMs(deps.clock.system(), Math.max(50, Math.ceil(inMs))) });
  for (;;) {
    await expireLeases(deps.db, work.scope);
    const state = await mayGoOn(deps.db, data.campaignId);
    if (state === 'over' || state === 'again') await cancelSlice(deps.db, work.scope, state === 'over');
    const open = await outlookOf(deps.db, work.scope);
    if (open.open === 0) return 'done';
    if (state === 'paused') return again(tuning.pausedMs);
    if (state === 'over' || open.waitMs !== null) return again(Math.min(open.waitMs ?? 1_000, tuning.backoffCapMs));
    const away = await awayFor(deps.db, work.channel.account);
    if (away !== null && away > tuning.patienceMs) return again(away);
    const stay = await claimAndSend(work);
    if (stay > 0) return again(stay);
  }
};

const prepare = (deps: Deps, data: JobData['send.slice'], { launch, plan }: Launched, tuning: Tuning): Work => {
  const channel = deps.channels.get(plan.channel.name);
  if (!channel) throw new CannotDeliver('channel_missing', `no channel ${plan.channel.name}`);
  if (channel.account !== plan.channel.account)
    throw new CannotDeliver('account_changed', `approved for ${plan.channel.account}, now ${channel.account}`);
  const write = makeWriter({
    campaignId: data.campaignId,
    occurrence: data.occurrence,
    plan,
    tokens: makeTokens(deps.secretKeys),
    publicUrl: deps.config.publicUrl,
    practice: channel.practice,
  });
  const scope: Scope = { ...data, channel: plan.channel.name, launch, isAd: plan.isAd };
  return { deps, tuning, scope, channel, rate: Math.max(0.1, plan.ratePerSecond), write };
};

/** Claims some rows and sends them in several lanes. @returns ms to stay away, 0 to go on at once */
const claimAndSend = async (work: Work): Promise<number> => {
  const { deps, tuning, scope, channel, rate } = work;
  const token = deps.newId('cl');
  const size = Math.max(1, Math.min(channel.batch, Math.ceil(rate / 10)));
  const claim = await retrying(
    async () =>
      claimRows(deps.db, scope, {
        token,
        most: Math.max(size, Math.min(tuning.claimRows, Math.ceil(rate * 5))),
        leaseMs: tuning.claimLeaseMs,
        cap: await pressureCap(deps.db),
        now: await deps.clock.business(),
      }),
    5_000,
  );
  if (claim.rows.length === 0) return claim.refused > 0 ? 0 : 200;
  const waiting = [...claim.rows];
  const held = new Set(claim.rows.map((row) => row.contactId));
  let stay = 0;
  let renewedAt = performance.now();
  const lane = async () => {
    while (waiting.length > 0 && stay === 0) {
      if (performance.now() - renewedAt > tuning.claimLeaseMs / 3) {
        renewedAt = performance.now();
        await renewClaim(deps.db, scope, token, [...held], tuning.claimLeaseMs);
      }
      const batch = waiting.splice(0, size);
      const wait = await sendBatch(work, token, batch);
      for (const row of batch) held.delete(row.contactId);
      stay = Math.max(stay, wait);
    }
  };
  const ended = await Promise.allSettled(Array.from({ length: tuning.lanes }, lane));
  await giveBack(deps.db, scope, token, [...held], await deps.clock.business());
  const broken = ended.find((each) => each.status === 'rejected');
  if (broken) throw broken.reason;
  return stay;
};

/** One sub-batch from claim to answer. @returns ms to stay away, 0 to go on */
const sendBatch = async (work: Work, token: string, batch: readonly Claimed[]): Promise<number> => {
  const { deps, tuning, scope, channel, rate } = work;
  const { messages, refused } = await writeAll(work, batch);
  if (refused.size > 0) await refuseRows(deps.db, scope, token, refused);
  if (messages.size === 0) return 0;
  const rows = [...messages.keys()];
  const slot = await reserveSlots(deps.db, channel.account, rows.length, rate, tuning.patienceMs);
  if (!slot.ok) {
    await giveBack(deps.db, scope, token, rows, await deps.clock.business());
    return slot.awayMs;
  }
  if (slot.waitMs > 0) await sleep(slot.waitMs);
  const now = await deps.clock.business();
  const since = performance.now();
  const handed = await handOver(deps.db, scope, { token, rows, leaseMs: handedLeaseMs(channel), now });
  const kept = new Set(handed);
  await giveBack(
    deps.db,
    scope,
    token,
    rows.filter((id) => !kept.has(id)),
    now,
  );
  // Paused, stopped or lost to another worker: the loop outside finds out which.
  if (handed.length === 0) return 1;
  // This process stood still after the commit: the lease could end before the provider has answered.
  if (performance.now() - since > handedLeaseMs(channel) - channel.timeoutMs) {
    await takeBack(deps.db, scope, token, handed);
    return 1;
  }
  const outcomes = await ask(
    work,
    handed.map((id) => messages.get(id)!),
  );
  const results = handed.map((contactId, i) => ({ contactId, outcome: outcomes[i] ?? NO_WORD }));
  const at = await retrying(() => deps.clock.business(), tuning.markForMs);
  await retrying(
    () =>
      markRows(deps.db, scope, {
        token,
        results,
        at,
        jitter: 0.5 + unitHash(token, rows[0] ?? 0) / 2,
        backoff: { baseMs: tuning.backoffMs, capMs: tuning.backoffCapMs, attempts: tuning.attempts },
      }),
    tuning.markForMs,
  );
  return settleAccount(work, token, outcomes, slot.failures);
};

const NO_WORD: Outcome = { outcome: 'unknown', reason: 'other' };

const writeAll = async (work: Work, batch: readonly Claimed[]) => {
  const now = await work.deps.clock.business();
  const recipients = await readRecipients(work.deps.db, batch);
  const messages = new Map<number, Parameters<Channel['send']>[0][number]>();
  const refused = new Map<number, { status: 'failed' | 'suppressed'; reason: string }>();
  for (const row of batch) {
    const written = work.write(row, recipients.get(row.contactId), now);
    if (written.ok) messages.set(row.contactId, written.message);
    else refused.set(row.contactId, { status: written.status, reason: written.reason });
  }
  return { messages, refused };
};

/** A channel never throws for what a vendor said; should it break all the same, nobody knows what was taken. */
const ask = async ({ deps, channel }: Work, messages: Parameters<Channel['send']>[0]): Promise<readonly Outcome[]> => {
  try {
    return await channel.send(messages);
  } catch (error) {
    deps.log.error({ channel: channel.name, error: messageOf(error) }, 'a channel threw: outcome unknown');
    return [];
  }
};

const settleAccount = async (
  work: Work,
  token: string,
  outcomes: readonly Outcome[],
  failures: number,
): Promise<number> => {
  const { deps, tuning, channel } = work;
  const waits = outcomes.filter((o) => o.outcome === 'retry_later' && o.whole === true);
  if (waits.length > 0) {
    const askedMs = Math.max(...waits.map((o) => (o.outcome === 'retry_later' ? o.afterMs : 0)));
    const jitter = 0.5 + unitHash(token, 'hold') / 2;
    const hold = { baseMs: tuning.backoffMs, capMs: tuning.backoffCapMs, askedMs, jitter };
    return Math.max(1, await holdAccount(deps.db, channel.account, hold));
  }
  if (failures > 0 && outcomes.some((o) => o.outcome === 'accepted')) await clearHold(deps.db, channel.account);
  return 0;
};
