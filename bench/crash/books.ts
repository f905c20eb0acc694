import { sql } from 'drizzle-orm';
import type { DeliveryState } from '../../src/db/schema.ts';
import type { Db } from '../../src/deps.ts';
import type { DeliveryFact } from '../../src/results/events.ts';
import type { Provider } from './provider.ts';

/** What the ledger says against what the provider has. */
export type Books = {
  planned: number;
  taken: number;
  accepted: number;
  unknown: number;
  /** Of the unknown, those that the provider took. */
  unknownTaken: number;
  /** Somebody got two. */
  doubles: number;
  /** Said to be sent and not there, not said to be sent and there, or never settled. */
  lost: number;
  /** Not in the air at any kill: the provider took its time, and its word came too late. */
  late: number;
  /** In the air at a kill and not `unknown`, or the ledger is not what the provider's own reports make of it. */
  untrue: number;
};

type Row = { contact_id: number; to: string; status: DeliveryState };

/**
 * Compares row by row; then the provider's reports come in, as they do days later, and the ledger must say what they say.
 *
 * @param air addresses whose message was handed over and not answered for at a kill
 */
export const balance = async (
  db: Db,
  campaignId: number,
  provider: Provider,
  air: ReadonlySet<string>,
  report: (facts: readonly DeliveryFact[]) => Promise<unknown>,
): Promise<Books> => {
  const { sink, channel, remembers } = provider;
  const rows = await rowsOf(db, campaignId, provider);
  const got = ({ to }: Row): number => sink.taken.get(to) ?? 0;
  const is = (...states: DeliveryState[]) => rows.filter(({ status }) => states.includes(status));
  const members = await db.execute<{ n: number }>(
    sql`select count(*)::int as n from audience_members where campaign_id = ${campaignId} and outcome = 'send'`,
  );
  const unknown = is('unknown');
  const said = is('accepted', 'delivered');
  const lost =
    Math.abs((members.rows[0]?.n ?? 0) - rows.length) +
    said.filter((row) => got(row) === 0).length +
    rows.filter((row) => !said.includes(row) && !unknown.includes(row)).length;
  const late = unknown.filter(({ to }) => !air.has(to)).length;
  // Who can be asked has been: what it took is known by now, and what it did not have stays with a person.
  const open = (row: Row): boolean => row.status === 'unknown' && !(remembers && got(row) > 0);
  const known = (row: Row): boolean => remembers && got(row) > 0 && row.status === 'accepted';
  const settled = rows.filter((row) => air.has(row.to) && !open(row) && !known(row)).length;
  await report(
    rows
      .filter((row) => got(row) > 0)
      .map((row) => ({
        eventId: `truth:${campaignId}:${row.contact_id}`,
        type: 'delivered',
        contactId: row.contact_id,
        campaignId,
        occurrence: 1,
        channel,
        at: new Date(),
      })),
  );
  const wrong = (await rowsOf(db, campaignId, provider)).filter(
    (row) => row.status !== (got(row) > 0 ? 'delivered' : 'unknown'),
  ).length;
  return {
    planned: rows.length,
    taken: rows.filter((row) => got(row) > 0).length,
    accepted: said.length,
    unknown: unknown.length,
    unknownTaken: unknown.filter((row) => got(row) > 0).length,
    doubles: rows.filter((row) => got(row) > 1).length,
    lost,
    late,
    untrue: settled + wrong,
  };
};

const rowsOf = async (db: Db, campaignId: number, { column }: Provider): Promise<Row[]> =>
  (
    await db.execute<Row>(sql`
      select d.contact_id, c.${sql.identifier(column)} as to, d.status from deliveries d join contacts c on c.id = d.contact_id
      where d.campaign_id = ${campaignId}`)
  ).rows;

/** Nothing that the vendor took is unknown any more. */
export const lookedUp = async (db: Db, campaignId: number, provider: Provider): Promise<boolean> =>
  (await rowsOf(db, campaignId, provider)).every(
    ({ to, status }) => status !== 'unknown' || !provider.sink.taken.has(to),
  );
