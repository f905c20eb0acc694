import { performance } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Channel, Outcome } from '../channels/channel.ts';
import { codesOf } from '../coupons/assign.ts';
import type { PlanCoupon } from '../coupons/pool.ts';
import { retrying } from '../db/retry.ts';
import type { Deps } from '../deps.ts';
import { unitHash } from '../kit/hash.ts';
import { messageOf } from '../kit/log.ts';
import type { Plan } from '../steps/plan/schema.ts';
import { readRecipients, type Writer } from './compose.ts';
import { type Claimed, giveBack, refuseRows } from './ledger/claim.ts';
import type { Scope } from './ledger/guards.ts';
import { handOver, takeBack } from './ledger/handover.ts';
import { markRows } from './ledger/mark.ts';
import type { PressureCap } from './pressure.ts';
import { clearHold, holdAccount, reserveSlots } from './rate.ts';
import { toldOf } from './told.ts';
import { handedLeaseMs, type Tuning } from './tuning.ts';

export type Work = {
  deps: Deps;
  tuning: Tuning;
  scope: Scope;
  channel: Channel;
  rate: number;
  /** What is to leave must not at this moment. */
  isNight: (now: Date) => boolean;
  write: Writer;
  /** What each reader is promised a code of. */
  coupon: PlanCoupon | null;
  /** Each reader is told of their own answers. */
  notice: Plan['notice'];
};

/** What the rows of one claim share: the token that holds them, the cap they are judged by, business time as it passes. */
export type Held = { token: string; cap: PressureCap | null; time: () => Date };

/** One sub-batch from claim to answer. @returns ms to stay away, 0 to go on */
export const sendBatch = async (work: Work, { token, cap, time }: Held, batch: readonly Claimed[]): Promise<number> => {
  const { deps, tuning, scope, channel, rate } = work;
  const { messages, refused } = await writeAll(work, batch, time());
  if (refused.size > 0) await refuseRows(deps.db, scope, token, refused);
  if (messages.size === 0) return 0;
  const rows = [...messages.keys()];
  const slot = await reserveSlots(deps.db, channel.account, rows.length, rate, tuning.patienceMs);
  if (!slot.ok) {
    await giveBack(deps.db, scope, { token, rows, cap, now: time() });
    return slot.awayMs;
  }
  if (slot.waitMs > 0) await sleep(slot.waitMs);
  const now = time();
  if (work.isNight(now)) {
    await giveBack(deps.db, scope, { token, rows, cap, now });
    return 1;
  }
  const since = performance.now();
  const handed = await handOver(deps.db, scope, { token, rows, leaseMs: handedLeaseMs(channel), cap, now });
  const kept = new Set(handed);
  await giveBack(deps.db, scope, { token, rows: rows.filter((id) => !kept.has(id)), cap, now });
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
  const at = time();
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

const writeAll = async (work: Work, batch: readonly Claimed[], now: Date) => {
  const { db } = work.deps;
  const people = batch.map(({ contactId }) => contactId);
  const codes = work.coupon ? await codesOf(db, work.coupon, work.scope, people) : undefined;
  const answers = work.notice ? await toldOf(db, work.scope, people, work.notice) : undefined;
  const recipients = await readRecipients(db, work.scope.channel, batch, { codes, answers });
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
