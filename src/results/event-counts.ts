import { type SQL, sql } from 'drizzle-orm';
import { arrayOf } from '../audience/arrays.ts';
import type { DeliveryEventType } from '../db/schema.ts';
import type { Db, Transaction, Tx } from '../deps.ts';

/**
 * `event_counts`: what was reported about messages, by campaign, variant, hour and type, in the transaction that brings the
 * reports. Equal to a count over delivery_events after any order of arrival: held by test/results/event-counts.test.ts.
 */
export type Report = {
  contactId: number;
  campaignId: number;
  occurrence: number;
  variant: string;
  type: DeliveryEventType;
  machine: boolean;
  at: Date;
};

/** Of these people are told apart: who brings one holds the contact's row, so that nobody counts as the first twice. */
const BY_PERSON: ReadonlySet<DeliveryEventType> = new Set([
  'opened',
  'clicked',
  'bounced',
  'unsubscribed',
  'complained',
]);
/** Only of these a machine is kept apart. */
const BY_MACHINES: ReadonlySet<DeliveryEventType> = new Set(['opened', 'clicked']);
export const isCountedByPerson = (type: DeliveryEventType): boolean => BY_PERSON.has(type);

/** So many rows stand for one hour where many people react at once. */
const STRIPES = 8;
const HOUR = 3_600_000;
/** The hour that stands for all of them: what a digest reads is then as short for ten million reports as for ten. */
const ALL = 0;
const WHOLE = sql.raw("'epoch'::timestamptz");

type Cell = Omit<Report, 'contactId' | 'at'> & { hour: number; stripe: number; events: number; people: number };

/** What these reports count for, all of one contact, campaign and type being among them. */
const cellsOf = (reports: readonly Report[]): Map<string, Cell> => {
  const cells = new Map<string, Cell>();
  const firsts = new Map<string, Report>();
  const cellsOfOne = (one: Report): Cell[] =>
    [ALL, Math.floor(one.at.getTime() / HOUR) * HOUR].map((hour) => cellOf(one, hour));
  const cellOf = (one: Report, hour: number): Cell => {
    const stripe = one.contactId % STRIPES;
    const { campaignId, occurrence, variant, type, machine } = one;
    const key = `${campaignId}:${occurrence}:${type}:${machine}:${hour}:${stripe}:${variant}`;
    const known = cells.get(key);
    if (known) return known;
    const made = { campaignId, occurrence, variant, type, machine, hour, stripe, events: 0, people: 0 };
    cells.set(key, made);
    return made;
  };
  for (const given of reports) {
    const one = { ...given, machine: given.machine && BY_MACHINES.has(given.type) };
    for (const cell of cellsOfOne(one)) cell.events++;
    if (!BY_PERSON.has(one.type)) continue;
    const person = `${one.contactId}:${one.campaignId}:${one.occurrence}:${one.type}:${one.machine}:${one.variant}`;
    const first = firsts.get(person);
    if (!first || one.at < first.at) firsts.set(person, one);
  }
  for (const first of firsts.values()) for (const cell of cellsOfOne(first)) cell.people++;
  return cells;
};

/**
 * Adds what changed between two states of the same people's reports. The last of a transaction, so that its rows are held
 * as shortly as can be; in one order by everybody.
 */
export const countReports = async (tx: Tx, before: readonly Report[], after: readonly Report[]): Promise<void> => {
  const [old, now] = [cellsOf(before), cellsOf(after)];
  const changed = [...new Set([...old.keys(), ...now.keys()])].sort().flatMap((key) => {
    const [was, is] = [old.get(key), now.get(key)];
    const cell = is ?? was;
    const events = (is?.events ?? 0) - (was?.events ?? 0);
    const people = (is?.people ?? 0) - (was?.people ?? 0);
    return cell && (events !== 0 || people !== 0) ? [{ ...cell, events, people }] : [];
  });
  if (changed.length === 0) return;
  const column = (of: (cell: Cell) => string | number) => arrayOf(changed.map(of));
  await tx.execute(
    sql`insert into event_counts as s (${COLUMNS}) select x.* from unnest(${column((c) => c.campaignId)}::bigint[], ${column((c) => c.occurrence)}::int[], ${column((c) => c.variant)}::text[], ${column((c) => c.type)}::text[], ${arrayOf(changed.map((c) => String(c.machine)))}::boolean[], ${column((c) => new Date(c.hour).toISOString())}::timestamptz[], ${column((c) => c.stripe)}::smallint[], ${column((c) => c.events)}::bigint[], ${column((c) => c.people)}::bigint[]) as x on conflict (campaign_id, occurrence, hour, type, machine, variant, stripe) do update set events = s.events + excluded.events, people = s.people + excluded.people`,
  );
};

const COLUMNS = sql.raw('campaign_id, occurrence, variant, type, machine, hour, stripe, events, people');
const words = (types: ReadonlySet<string>): SQL => arrayOf([...types]);

/** The same from the reports themselves. */
const recounted = (campaignId: number): SQL => sql`
  select campaign_id, occurrence, variant, type, machine, h.hour, (contact_id % ${STRIPES})::smallint,
    count(*), count(*) filter (where first and type = any(${words(BY_PERSON)}::text[]))
  from (
    select e.*, row_number() over (partition by e.contact_id, e.occurrence, e.type, e.machine, e.variant order by e.at) = 1 as first
    from (
      select contact_id, campaign_id, occurrence, variant, type, machine and type = any(${words(BY_MACHINES)}::text[]) as machine, at
      from delivery_events where campaign_id = ${campaignId}
    ) e
  ) f
  cross join lateral (values (date_trunc('hour', at, 'UTC')), (${WHOLE})) h (hour)
  group by 1, 2, 3, 4, 5, 6, 7`;

/** Counts one campaign anew. Reports that come in meanwhile wait, and are added. */
export const recountReports = (tx: Transaction, campaignId: number): Promise<unknown> =>
  tx
    .execute(sql`lock table event_counts in exclusive mode`)
    .then(() => tx.execute(sql`delete from event_counts where campaign_id = ${campaignId}`))
    .then(() => tx.execute(sql`insert into event_counts (${COLUMNS}) ${recounted(campaignId)}`));

/** Every campaign's, one by one. @returns how many */
export const rebuildEventCounts = async (db: Db): Promise<number> => {
  const { rows } = await db.execute<{ id: number }>(
    sql`select id from campaigns where started_at is not null order by id`,
  );
  for (const { id } of rows) await db.transaction((tx) => recountReports(tx, id));
  return rows.length;
};

/** Contacts by what they did, of one sending. */
export type Reactions = {
  opened: number;
  clicked: number;
  machineClicked: number;
  unsubscribed: number;
  bounced: number;
  complained: number;
};

const NOTHING: Reactions = {
  opened: 0,
  clicked: 0,
  machineClicked: 0,
  unsubscribed: 0,
  bounced: 0,
  complained: 0,
};

/** Of many sendings at once, from the roll-up alone. @param types only these are looked at; the others read as 0 */
export const reactionsOf = async (
  tx: Tx,
  sendings: readonly { campaignId: number; occurrence: number }[],
  types: readonly DeliveryEventType[] = [...BY_PERSON],
): Promise<(of: { campaignId: number; occurrence: number }) => Reactions> => {
  const nameOf = (of: { campaignId: number; occurrence: number }) => `${of.campaignId}:${of.occurrence}`;
  const { rows } = await tx.execute<Reactions & { campaignId: number; occurrence: number }>(sql`
    select campaign_id as "campaignId", occurrence,
      coalesce(sum(people) filter (where type = 'opened' and not machine), 0)::bigint as opened,
      coalesce(sum(people) filter (where type = 'clicked' and not machine), 0)::bigint as clicked,
      coalesce(sum(people) filter (where type = 'clicked' and machine), 0)::bigint as "machineClicked",
      coalesce(sum(people) filter (where type = 'unsubscribed'), 0)::bigint as unsubscribed,
      coalesce(sum(people) filter (where type = 'bounced'), 0)::bigint as bounced,
      coalesce(sum(people) filter (where type = 'complained'), 0)::bigint as complained
    from unnest(${arrayOf(sendings.map(({ campaignId }) => campaignId))}::bigint[], ${arrayOf(sendings.map(({ occurrence }) => occurrence))}::int[]) as x (id, nth)
    join event_counts c on c.campaign_id = x.id and c.occurrence = x.nth and c.hour = ${WHOLE}
      and c.type = any(${arrayOf(types)}::text[])
    group by 1, 2`);
  const found = new Map(rows.map((row) => [nameOf(row), row]));
  return (of) => found.get(nameOf(of)) ?? NOTHING;
};

/** One campaign's course: what happened in each hour, all stripes together. */
export const hoursOf = async (tx: Tx, of: { campaignId: number; occurrence: number }) => {
  const { rows } = await tx.execute<{
    hour: Date;
    variant: string;
    type: DeliveryEventType;
    machine: boolean;
    events: number;
    people: number;
  }>(sql`
    select hour, variant, type, machine, sum(events)::bigint as events, sum(people)::bigint as people
    from event_counts where campaign_id = ${of.campaignId} and occurrence = ${of.occurrence} and hour > ${WHOLE}
    group by 1, 2, 3, 4 having sum(events) <> 0 order by 1, 2, 3, 4`);
  return rows.map((row) => ({ ...row, hour: new Date(row.hour).toISOString() }));
};
