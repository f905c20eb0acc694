import { sql } from 'drizzle-orm';
import type { ChannelName } from '../channels/channel.ts';
import type { Tx } from '../deps.ts';
import { arrayOf } from './arrays.ts';
import { type EventProperty, eventProperties } from './catalogue-properties.ts';
import { instantParam } from './comparison.ts';
import { CHANNELS, eligibility } from './eligibility.ts';
import { CART, CLICK, CONTACT_FIELDS, isContactField, OPEN, PURCHASE, REFUND, VISIT } from './fields.ts';
import { PAID, scaleOf } from './metric.ts';
import type { Metric } from './rule.ts';
import type { At } from './when.ts';

/**
 * What can be asked about, for prompts and for checking rules. Nothing in it is held by fewer than 10 contacts: rarer
 * values are left out, rarer counts are 0. Personal fields show only how many contacts have one.
 */
export type Catalogue = {
  contacts: number;
  fields: CatalogueField[];
  /** `contacts` ever, `last30d` contacts in the last 30 days. */
  events: { name: string; contacts: number; last30d: number; properties?: EventProperty[] }[];
  /** Nine deciles (10 % … 90 %) in the rule's own units, rounded to two digits. */
  metrics: { name: Metric; deciles: number[] }[];
  /** Contacts that an advertisement may be sent to now. */
  reachable: Record<ChannelName, number>;
};
export type CatalogueField = {
  name: string;
  type: 'text' | 'number' | 'boolean' | 'date';
  /** Share of all contacts that have one, 0..1. */
  coverage: number;
  top?: { value: string; share: number }[];
  deciles?: number[];
};

/** Fewest contacts a number may be about. */
export const K = 10;
const TOP = 10;
const ATTRIBUTES = 200;
/** A value that could name one person is not shown even when many share it (a shop's own address, a hotline). */
const PERSONAL = /@|\d{7,}|\d[\d\s-]{7,}\d/;
/** Attributes that say who somebody is, whatever they hold. */
const PERSONAL_NAME =
  /name|addr|mail|phone|mobile|birth|recipient|guardian|passport|manager|referr|이름|성명|주소|생일|생년|전화|연락처|휴대폰|메일|담당|추천인|수령인|수취인|보호자|대표자|주민|여권|계좌/i;
export const isTellable = (name: string, value: string): boolean => !PERSONAL.test(value) && !PERSONAL_NAME.test(name);
const TENTHS = '{0.1,0.2,0.3,0.4,0.5,0.6,0.7,0.8,0.9}';

export const loadCatalogue = async (db: Tx, at: At): Promise<Catalogue> => {
  const { rows } = await db.execute<{ n: number }>(sql`select count(*)::int as n from contacts`);
  const contacts = rows[0]?.n ?? 0;
  return {
    contacts,
    fields: [...(await columns(db, contacts)), ...(await attributes(db, contacts))],
    events: await events(db, at),
    metrics: await metrics(db, at),
    reachable: await reachable(db, at),
  };
};

/** Counts below K are not told: 0 says "fewer than 10". */
const floor = (n: number): number => (n < K ? 0 : n);
/** 0 only where fewer than 10 have it. */
const shareOf = (n: number, all: number): number =>
  floor(n) === 0 || all === 0 ? 0 : Math.max(0.001, Math.round((n / all) * 1000) / 1000);

/**
 * The part that goes into prompts. What an event or an attribute is called comes with each row, so a name that fewer than
 * 10 have is as telling as a value; rules may still ask by it.
 */
export const told = (catalogue: Catalogue): Catalogue => ({
  ...catalogue,
  fields: catalogue.fields.filter(({ name, coverage }) => coverage > 0 || isContactField(name)),
  events: catalogue.events.filter(({ name, contacts }) => contacts > 0 || OURS.includes(name)),
});
/** Names that are the same for every account. */
const OURS: readonly string[] = [PURCHASE, REFUND, OPEN, CLICK, VISIT, CART];

/** A decile is somebody's value: two digits are enough to think with and name nobody. */
const rounded = (value: number): number => (value === 0 ? 0 : Number(value.toPrecision(2)));

const columns = async (db: Tx, contacts: number): Promise<CatalogueField[]> => {
  const names = Object.entries(CONTACT_FIELDS);
  const { rows } = await db.execute<Record<string, number>>(
    sql`select ${sql.join(
      names.map(([name, { column }]) => sql`count(${sql.raw(column)})::int as ${sql.raw(name)}`),
      sql`, `,
    )} from contacts`,
  );
  const fields: CatalogueField[] = [];
  for (const [name, { column, kind, personal }] of names) {
    const field: CatalogueField = {
      name,
      type: kind === 'instant' ? 'date' : 'text',
      coverage: shareOf(rows[0]?.[name] ?? 0, contacts),
    };
    if (kind === 'text' && !personal) {
      const { rows: tops } = await db.execute<{ value: string; n: number }>(
        sql`select ${sql.raw(column)} as value, count(*)::int as n from contacts where ${sql.raw(column)} is not null group by 1 having count(*) >= ${K} order by 2 desc, 1 limit ${TOP}`,
      );
      field.top = tops.flatMap((t) =>
        !isTellable(name, t.value) ? [] : [{ value: t.value, share: shareOf(t.n, contacts) }],
      );
    }
    fields.push(field);
  }
  return fields;
};

type AttributeRow = {
  name: string;
  n: number;
  numbers: number;
  booleans: number;
  dates: number;
  deciles: number[] | null;
};

const attributes = async (db: Tx, contacts: number): Promise<CatalogueField[]> => {
  const { rows } = await db.execute<AttributeRow>(
    sql`select a.key as name, count(*)::int as n, count(*) filter (where jsonb_typeof(a.value) = 'number')::int as numbers, count(*) filter (where jsonb_typeof(a.value) = 'boolean')::int as booleans, count(*) filter (where a.value #>> '{}' ~ '^[0-9]{4}-[0-9]{2}-[0-9]{2}(T|$)')::int as dates, percentile_cont(${TENTHS}::float8[]) within group (order by case when jsonb_typeof(a.value) = 'number' then (a.value)::float8 end) as deciles from contacts, jsonb_each(contacts.attributes) a where jsonb_typeof(a.value) <> 'null' group by a.key order by count(*) desc, a.key limit ${ATTRIBUTES}`,
  );
  const { rows: tops } = await db.execute<{ name: string; value: string; n: number }>(
    sql`select a.key as name, a.value #>> '{}' as value, count(*)::int as n from contacts, jsonb_each(contacts.attributes) a where jsonb_typeof(a.value) in ('string', 'boolean') group by 1, 2 having count(*) >= ${K} order by 3 desc, 2`,
  );
  return rows.map((row) => {
    const type =
      row.numbers === row.n ? 'number' : row.booleans === row.n ? 'boolean' : row.dates === row.n ? 'date' : 'text';
    const field: CatalogueField = { name: row.name, type, coverage: shareOf(row.n, contacts) };
    if (type === 'number') {
      if (row.n >= K && row.deciles) field.deciles = row.deciles.map(rounded);
    } else if (type !== 'date')
      field.top = tops
        .filter((t) => t.name === row.name && isTellable(t.name, t.value))
        .slice(0, TOP)
        .map((t) => ({ value: t.value, share: shareOf(t.n, contacts) }));
    return field;
  });
};

const events = async (db: Tx, at: At): Promise<Catalogue['events']> => {
  const month = instantParam(new Date(at.now.getTime() - 30 * 86_400_000));
  const counts = sql`count(distinct f.contact_id)::int as contacts, count(distinct f.contact_id) filter (where f.at >= ${month})::int as last30d`;
  const before = sql`f.at < ${instantParam(at.now)}`;
  type Row = { name: string; contacts: number; last30d: number };
  const orders = await db.execute<Row>(
    sql`select case when ${PAID('f')} and f.amount >= 0 then ${PURCHASE}::text else ${REFUND}::text end as name, ${counts} from orders f join contacts c on c.id = f.contact_id where ${before} group by 1 order by 1`,
  );
  // From the roll-up, which knows what was done with our own messages too.
  const rolled = (name: string, last: string) =>
    sql`select ${name}::text as name, count(*)::int as contacts, count(*) filter (where ${sql.raw(last)} >= ${month})::int as last30d from contact_stats where ${sql.raw(last)} is not null`;
  const reactions = await db.execute<Row>(
    sql`${rolled(OPEN, 'last_open_at')} union all ${rolled(CLICK, 'last_click_at')}`,
  );
  const did = await db.execute<Row>(
    sql`select f.name, ${counts} from events f where ${before} and f.name <> all(${arrayOf([PURCHASE, REFUND, OPEN, CLICK])}::text[]) group by f.name order by 2 desc, 1 limit ${ATTRIBUTES}`,
  );
  const names = did.rows.map(({ name }) => name);
  const properties = await eventProperties(db, names, at, { k: K, tellable: isTellable, rounded });
  return [...orders.rows, ...did.rows, ...reactions.rows.filter(({ contacts }) => contacts > 0)].map((row) => {
    const own = properties.get(row.name);
    return {
      name: row.name,
      contacts: floor(row.contacts),
      last30d: floor(row.last30d),
      ...(own && { properties: own }),
    };
  });
};

const metrics = async (db: Tx, at: At): Promise<Catalogue['metrics']> => {
  const days = (column: string) =>
    sql`floor(extract(epoch from (${instantParam(at.now)} - ${sql.raw(column)})) / 86400)::float8`;
  const scale = scaleOf(at);
  const values: [Metric, ReturnType<typeof sql>][] = [
    ['orders', sql`s.orders::float8`],
    ['revenue', sql`s.revenue::float8 / ${scale}::float8`],
    ['average_order_value', sql`s.revenue::float8 / nullif(s.orders, 0) / ${scale}::float8`],
    ['days_since_last_order', days('s.last_order_at')],
    ['days_since_first_order', days('s.first_order_at')],
    ['days_since_last_visit', days('s.last_visit_at')],
  ];
  const list: Catalogue['metrics'] = [];
  for (const [name, value] of values) {
    const who = name === 'days_since_last_visit' ? sql`s.last_visit_at is not null` : sql`s.orders > 0`;
    const { rows } = await db.execute<{ n: number; deciles: number[] | null }>(
      sql`select count(*)::int as n, percentile_cont(${TENTHS}::float8[]) within group (order by ${value}) as deciles from contact_stats s where ${who}`,
    );
    const row = rows[0];
    list.push({ name, deciles: row?.deciles && row.n >= K ? row.deciles.map(rounded) : [] });
  }
  const predicted = await db.execute<{ n: number; ltv: number[] | null; alive: number[] | null }>(
    sql`select count(predicted_ltv)::int as n, percentile_cont(${TENTHS}::float8[]) within group (order by s.predicted_ltv::float8 / ${scale}::float8) as ltv, percentile_cont(${TENTHS}::float8[]) within group (order by s.p_alive) as alive from contact_stats s where s.p_alive is not null`,
  );
  const { n = 0, ltv, alive } = predicted.rows[0] ?? {};
  if (n >= K && ltv && alive)
    list.push({ name: 'predicted_ltv', deciles: ltv.map(rounded) }, { name: 'p_alive', deciles: alive.map(rounded) });
  // A rank is spread evenly by definition; it is listed so that a rule may use it.
  list.push({ name: 'revenue_percentile', deciles: [10, 20, 30, 40, 50, 60, 70, 80, 90] });
  return list;
};

const reachable = async (db: Tx, at: At): Promise<Record<ChannelName, number>> => {
  const counts: Record<ChannelName, number> = { email: 0, kakao: 0, sms: 0, push: 0 };
  for (const channel of CHANNELS) {
    const { joins, blocked } = eligibility({ channel, isAd: true, now: at.now }, { duplicates: [] });
    const { rows } = await db.execute<{ n: number }>(
      sql`select count(*)::int as n from contacts c${joins} where ${blocked} is null`,
    );
    counts[channel] = floor(rows[0]?.n ?? 0);
  }
  return counts;
};
