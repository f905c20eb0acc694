import { performance } from 'node:perf_hooks';
import { picturesOf } from '../brand/pictures.ts';
import { retrying } from '../db/retry.ts';
import type { Deps } from '../deps.ts';
import type { JobData } from '../jobs/job.ts';
import { addMs } from '../kit/clock.ts';
import { sendBatch, type Work } from './batch.ts';
import { makeWriter } from './compose.ts';
import { CannotDeliver, type Launched, loadLaunched, mayGoOn } from './launched.ts';
import { claimRows, giveBack, renewClaim } from './ledger/claim.ts';
import type { Scope } from './ledger/guards.ts';
import { cancelSlice, expireLeases, outlookOf, spentOf } from './ledger/lease.ts';
import { pressureCap } from './pressure.ts';
import { awayFor } from './rate.ts';
import { mustWait } from './stop.ts';
import { picturesIn } from './templates.ts';
import { makeTokens } from './tokens.ts';
import { TUNING, type Tuning } from './tuning.ts';
import { turnOf } from './turn.ts';

/**
 * Delivers one slice until nothing of it can leave now. Safe to run twice, late, or in many processes at once.
 *
 * @returns `done`, or the system time at which it is worth looking again (rows with others, a wait, a pause, our own end,
 *   the turn of another campaign)
 * @throws CannotDeliver when a person has to do something first
 */
export const deliverSlice = async (
  deps: Deps,
  data: JobData['send.slice'],
  tuning: Tuning = TUNING,
): Promise<'done' | { again: Date }> => {
  const launched = await loadLaunched(deps.db, data.campaignId);
  if (!launched) return 'done';
  const pictures = await picturesOf(deps.db, picturesIn(launched.plan.templates));
  const work = prepare(deps, data, { ...launched, pictures }, tuning);
  const turnOver = turnOf(deps, data, tuning.turnMs);
  const again = (inMs: number) => ({ again: addMs(deps.clock.system(), Math.max(50, Math.ceil(inMs))) });
  for (;;) {
    const state = await mayGoOn(deps.db, data.campaignId);
    if (state === 'over' || state === 'again') await cancelSlice(deps.db, work.scope, state === 'over');
    const open = await outlookOf(deps.db, work.scope);
    if (open.open === 0) return 'done';
    if (open.ended > 0) {
      await expireLeases(deps.db, work.scope);
      continue;
    }
    if (deps.stopping?.aborted) return again(0);
    if (state === 'paused') return again(tuning.pausedMs);
    if (state === 'over' || open.waitMs !== null) return again(Math.min(open.waitMs ?? 1_000, tuning.backoffCapMs));
    if (work.isNight(await deps.clock.business())) return again(tuning.pausedMs);
    const left = data.most === undefined ? Number.POSITIVE_INFINITY : data.most - (await spentOf(deps.db, work.scope));
    if (left <= 0) return again(tuning.pausedMs);
    const away = await awayFor(deps.db, work.channel.account);
    if (away !== null && away > tuning.patienceMs) return again(away);
    const stay = await claimAndSend(work, left, turnOver);
    if (stay > 0 || (await turnOver())) return again(stay);
  }
};

type Ready = Launched & { pictures: ReadonlyMap<string, Uint8Array> };

const prepare = (deps: Deps, data: JobData['send.slice'], { launch, plan, pictures }: Ready, tuning: Tuning): Work => {
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
    bounceAddress: deps.config.vendors.bounceAddress,
    practice: channel.practice,
    pictures,
  });
  const scope: Scope = {
    ...data,
    channel: plan.channel.name,
    launch,
    isAd: plan.isAd,
    isNotice: plan.notice !== undefined,
  };
  const night = (now: Date) => mustWait(plan, now);
  const { coupon = null } = plan;
  return {
    deps,
    tuning,
    scope,
    channel,
    rate: Math.max(0.1, plan.ratePerSecond),
    isNight: night,
    write,
    coupon,
    notice: plan.notice,
  };
};

/**
 * Claims some rows, `left` at most, and sends them in several lanes; what has not left when the turn is over is given back.
 *
 * @returns ms to stay away, 0 to go on at once
 */
const claimAndSend = async (work: Work, left: number, turnOver: () => Promise<boolean>): Promise<number> => {
  const { deps, tuning, scope, channel, rate } = work;
  const token = deps.newId('cl');
  const size = Math.max(1, Math.min(channel.batch, Math.ceil(rate / 10)));
  const cap = await pressureCap(deps.db);
  const began = performance.now();
  const start = await deps.clock.business();
  // A claim lasts seconds: within it business time goes on as the machine's does, without being asked for.
  const time = () => addMs(start, performance.now() - began);
  const claim = await retrying(
    () =>
      claimRows(deps.db, scope, {
        token,
        most: Math.min(left, Math.max(size, Math.min(tuning.claimRows, Math.ceil(rate * 5)))),
        leaseMs: tuning.claimLeaseMs,
        cap,
        now: start,
      }),
    5_000,
  );
  if (claim.rows.length === 0) return claim.refused > 0 ? 0 : 200;
  const waiting = [...claim.rows];
  const held = new Set(claim.rows.map((row) => row.contactId));
  let stay = 0;
  let renewedAt = performance.now();
  const lane = async () => {
    while (waiting.length > 0 && stay === 0 && !deps.stopping?.aborted) {
      if (performance.now() - renewedAt > tuning.claimLeaseMs / 3) {
        renewedAt = performance.now();
        await renewClaim(deps.db, scope, token, [...held], tuning.claimLeaseMs);
      }
      const batch = waiting.splice(0, size);
      const wait = await sendBatch(work, { token, cap, time }, batch);
      for (const row of batch) held.delete(row.contactId);
      stay = Math.max(stay, wait);
      // After some work, never before: two that give way to each other both come to an end.
      if (await turnOver()) return;
    }
  };
  const lanes = Math.max(1, Math.min(tuning.lanes, Math.floor(tuning.inFlight / size)));
  const ended = await Promise.allSettled(Array.from({ length: lanes }, lane));
  await giveBack(deps.db, scope, { token, rows: [...held], cap, now: time() });
  const broken = ended.find((each) => each.status === 'rejected');
  if (broken) throw broken.reason;
  return stay;
};
