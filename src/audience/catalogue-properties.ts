import { sql } from 'drizzle-orm';
import type { Tx } from '../deps.ts';
import { arrayOf } from './arrays.ts';
import { instantParam } from './comparison.ts';
import { PURCHASE } from './fields.ts';
import { PAID, scaleOf } from './metric.ts';
import type { At } from './when.ts';

/** What the happenings of one event hold, so that a rule may ask `where`. */
export type EventProperty = {
  name: string;
  type: 'text' | 'number';
  /** Values that at least k contacts' happenings hold; `share` of the contacts looked at. */
  top?: { value: string; share: number }[];
  /** Nine deciles, in the rule's own units. */
  deciles?: number[];
};
/** Which values may be told, and how numbers are: the catalogue's own rules (catalogue.ts). */
type Telling = {
  k: number;
  tellable: (name: string, value: string) => boolean;
  rounded: (value: number) => number;
};

/** Newest happenings looked at, of each event: what shops call things changes, and all of them would be read for hours. */
const NEWEST = 10_000;
const EVENTS = 30;
const PROPERTIES = 10;
const TOP = 5;

type Row = {
  event: string;
  name: string;
  contacts: number;
  numbers: number;
  n: number;
  deciles: number[] | null;
  tops: { value: string; n: number }[];
};

/** @returns by event; an event without any property is not there */
export const eventProperties = async (
  db: Tx,
  names: readonly string[],
  at: At,
  telling: Telling,
): Promise<ReadonlyMap<string, EventProperty[]>> => {
  const before = instantParam(at.now);
  const scale = sql`${scaleOf(at)}::float8`;
  const asked = arrayOf(names.slice(0, EVENTS));
  const { rows } = await db.execute<Row>(sql`
    with happening as (
      select e.name as event, e.contact_id, e.properties
      from unnest(${asked}::text[]) as asked(name)
      cross join lateral (
        select name, contact_id, properties from events
        where name = asked.name and at < ${before} order by at desc limit ${NEWEST}
      ) e
      union all
      select ${PURCHASE}::text, o.contact_id,
        jsonb_strip_nulls(jsonb_build_object('amount', o.amount / ${scale}, 'quantity', o.quantity, 'category', o.category, 'product', o.product))
      from (
        select * from orders f where f.at < ${before} and ${PAID('f')} and f.amount >= 0 order by f.at desc limit ${NEWEST}
      ) o
    ), pair as (
      select h.event, p.key as name, h.contact_id, p.value
      from happening h cross join lateral jsonb_each(h.properties) p
      where jsonb_typeof(p.value) in ('string', 'number', 'boolean')
    ), property as (
      select event, name, count(distinct contact_id)::int as contacts, count(*)::int as n,
        count(*) filter (where jsonb_typeof(value) = 'number')::int as numbers,
        percentile_cont('{0.1,0.2,0.3,0.4,0.5,0.6,0.7,0.8,0.9}'::float8[]) within group (
          order by case when jsonb_typeof(value) = 'number' then value::float8 end) as deciles
      from pair group by event, name having count(distinct contact_id) >= ${telling.k}
    ), top as (
      select event, name, value #>> '{}' as value, count(distinct contact_id)::int as n
      from pair where jsonb_typeof(value) <> 'number'
      group by 1, 2, 3 having count(distinct contact_id) >= ${telling.k}
    )
    select p.*, coalesce((
      select jsonb_agg(jsonb_build_object('value', t.value, 'n', t.n) order by t.n desc, t.value)
      from top t where t.event = p.event and t.name = p.name), '[]') as tops
    from property p order by p.event, p.contacts desc, p.name`);
  const found = new Map<string, EventProperty[]>();
  for (const row of rows) {
    const own = found.get(row.event) ?? [];
    if (own.length < PROPERTIES) found.set(row.event, [...own, propertyOf(row, telling)]);
  }
  return found;
};

/** One that tells nothing by its values is named still: it can be asked whether it is there. */
const propertyOf = (row: Row, { tellable, rounded }: Telling): EventProperty => {
  if (row.numbers === row.n)
    return { name: row.name, type: 'number', ...(row.deciles && { deciles: row.deciles.map(rounded) }) };
  const top = row.tops
    .filter(({ value }) => tellable(row.name, value))
    .slice(0, TOP)
    .map(({ value, n }) => ({ value, share: Math.round((n / row.contacts) * 1000) / 1000 }));
  return { name: row.name, type: 'text', ...(top.length > 0 && { top }) };
};
