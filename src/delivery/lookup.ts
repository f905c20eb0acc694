import { sql } from 'drizzle-orm';
import type { Found } from '../channels/channel.ts';
import type { Deps } from '../deps.ts';
import type { JobData } from '../jobs/job.ts';
import { addMs, DAY, MINUTE } from '../kit/clock.ts';
import { revenueMoved } from '../results/revenue-days.ts';
import { loadLaunched } from './launched.ts';
import { ids, locked, locking, texts } from './ledger/guards.ts';
import { EVERY } from './slices.ts';
import { makeTokens } from './tokens.ts';

/** Most asked about at once. */
const MOST = 100;
/** A vendor forgets; and what it has not found in a day it will not find. */
const LONGEST_MS = DAY;
const SOONEST_MS = 5_000;

type Row = { contact_id: number; to: string; age: number };

/**
 * Asks the vendor about messages whose answer was lost, where it can be asked, and settles what it knows. That it has no such
 * message proves nothing: its lists lag behind, and then a second message would be a double. So that stays with a person.
 *
 * @returns how many it settled, and the system time to ask again at: soon at first, then rarer; null when there is nothing
 *   to ask, or nobody
 */
export const lookUp = async (
  deps: Deps,
  data: JobData['send.lookup'],
): Promise<{ settled: number; again: Date | null }> => {
  const launched = await loadLaunched(deps.db, data.campaignId);
  const channel = launched && deps.channels.get(launched.plan.channel.name);
  if (!channel?.lookup || channel.account !== launched?.plan.channel.account) return { settled: 0, again: null };
  const tokens = makeTokens(deps.secretKeys);
  const system = deps.clock.system();
  let settled = 0;
  let open = 0;
  let youngest = LONGEST_MS;
  for (let after = 0; ; ) {
    const now = await deps.clock.business();
    const rows = await page(deps, data, now, after);
    const found = await channel.lookup(
      rows.map((row) => ({
        reference: tokens.report({ ...data, contactId: row.contact_id, channel: channel.name }),
        to: row.to,
        handedAt: addMs(system, -row.age),
      })),
    );
    const known = rows.flatMap((row, i) => {
      const answer = found[i];
      return answer?.outcome === 'accepted' || answer?.outcome === 'rejected' ? [{ id: row.contact_id, answer }] : [];
    });
    await settle(deps, data, known, now);
    settled += known.length;
    open += rows.length - known.length;
    youngest = Math.min(youngest, ...rows.map(({ age }) => age));
    after = rows.at(-1)?.contact_id ?? 0;
    if (rows.length < MOST) break;
  }
  const inMs = Math.min(10 * MINUTE, Math.max(SOONEST_MS, youngest));
  return { settled, again: open === 0 ? null : addMs(system, inMs) };
};

const page = async (deps: Deps, of: JobData['send.lookup'], now: Date, after: number): Promise<Row[]> =>
  (
    await deps.db.execute<Row>(sql`
      select d.contact_id, coalesce(case d.channel when 'email' then c.email when 'push' then c.push_token else c.phone end, '') as to,
        (extract(epoch from ${now.toISOString()}::timestamptz - d.handed_at) * 1000)::float8 as age
      from deliveries d join contacts c on c.id = d.contact_id
      where d.campaign_id = ${of.campaignId} and d.occurrence = ${of.occurrence} and d.status = 'unknown'
        and d.contact_id > ${after} and d.handed_at > ${addMs(now, -LONGEST_MS).toISOString()}::timestamptz
      order by d.contact_id limit ${MOST}`)
  ).rows;

type Known = { id: number; answer: Extract<Found, { outcome: 'accepted' | 'rejected' }> };

/** Only rows that nobody knows about yet: a report or a person may have been quicker. Taken since it was handed over. */
const settle = async (deps: Deps, of: JobData['send.lookup'], known: readonly Known[], now: Date): Promise<void> => {
  if (known.length === 0) return;
  const all = known.map(({ id }) => id);
  const took = known.flatMap(({ id, answer }) => (answer.outcome === 'accepted' ? [id] : []));
  const isTaken = sql`d.contact_id = any(${ids(took)})`;
  const providers = known.map(({ answer }) => (answer.outcome === 'accepted' ? answer.providerId : null));
  const reasons = known.map(({ answer }) => (answer.outcome === 'rejected' ? answer.reason : null));
  const slice = { ...of, ...EVERY };
  const theirs = sql`d.contact_id = any(${ids(all)}) and d.status = 'unknown'`;
  await deps.db.transaction(async (tx) => {
    const { rows } = await tx.execute<{ at: Date }>(sql`
    ${locking(slice, theirs, sql`array_position(${ids(all)}, d.contact_id) as place`)}
    update deliveries d set status = case when ${isTaken} then 'accepted' else 'failed' end,
      reason = (${texts(reasons)})[mine.place], provider_id = coalesce((${texts(providers)})[mine.place], d.provider_id),
      accepted_at = case when ${isTaken} then coalesce(d.handed_at, ${now.toISOString()}::timestamptz) else d.accepted_at end
    ${locked(slice)} returning d.handed_at as at`);
    // What was bought since it left may be its doing.
    await revenueMoved(
      tx,
      rows.length > 0 ? new Date(Math.min(...rows.map(({ at }) => new Date(at).getTime()))) : null,
    );
  });
};
