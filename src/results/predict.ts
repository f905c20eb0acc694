import { eq, sql } from 'drizzle-orm';
import { settings } from '../db/schema.ts';
import type { Db, Tx } from '../deps.ts';
import { fitApart } from './fit.ts';
import { type Customer, type Models, outlookOf } from './ltv.ts';

/** Over how long a value is predicted, and which share of it is earned: revenue, because no margin is known. */
export const HORIZON_DAYS = 365;
const MARGIN = 1;

/** What was fitted last, and on how many: kept so that a value can be traced to its model. */
export type Predictions = Models & {
  at: string;
  horizonDays: number;
  margin: number;
  currency: string;
  /** Customers the models were fitted on, and those who were given a value. */
  fitted: number;
  predicted: number;
};

const NAME = 'predictions';
/** More settle four parameters no better, and are held in memory together. */
const FIT_ON = 50_000;
/** So many rows are locked at a time: a message that is due waits for no more. */
const PAGE = 2_000;

export type PredictOptions = {
  now: Date;
  timezone: string;
  currency: string;
  fitOn?: number;
  page?: number;
  /** Stopped between two pages: what is written stays, the next night writes the rest. */
  signal?: AbortSignal;
};

/**
 * Refits BG/NBD and gamma-gamma on the account's own orders and writes to every roll-up how likely that contact still buys
 * and what they are expected to spend over the next year. Orders in another currency are left out, never converted.
 *
 * @returns null when the orders do not settle a model: then nobody has a value, rather than one of an older model
 */
export const predict = async (db: Db, opts: PredictOptions): Promise<Predictions | null> => {
  const { rows } = await db.execute<{ buyers: number; last: number }>(
    sql`select count(*) filter (where orders > 0)::int as buyers, coalesce(max(contact_id), 0) as last from contact_stats`,
  );
  const { buyers = 0, last = 0 } = rows[0] ?? {};
  const every = Math.max(1, Math.ceil(buyers / (opts.fitOn ?? FIT_ON)));
  // By a hash of the contact: the same people each night, so that values move with what they do and not with who was drawn.
  const some = await customers(db, sql`abs(hashint8extended(o.contact_id, 11) % ${every}) = 0`, opts);
  const fitted = some.length > 0 ? await fitApart(some.map(({ customer }) => customer)) : null;
  const models = fitted?.bgnbd.settled === false ? null : fitted;
  let predicted = 0;
  for (let after = 0; after < last && !opts.signal?.aborted; ) {
    const to = await pageEnd(db, after, opts.page ?? PAGE);
    const between = sql`o.contact_id > ${after} and o.contact_id <= ${to}`;
    predicted += await write(db, models, { after, to }, models ? await customers(db, between, opts) : []);
    after = to;
  }
  const found = models && {
    ...models,
    at: opts.now.toISOString(),
    horizonDays: HORIZON_DAYS,
    margin: MARGIN,
    currency: opts.currency,
    fitted: some.length,
    predicted,
  };
  if (found === null) {
    await db.delete(settings).where(eq(settings.name, NAME));
    return null;
  }
  const row = { name: NAME, value: found, by: 'baton', at: opts.now };
  await db.insert(settings).values(row).onConflictDoUpdate({ target: settings.name, set: row });
  return found;
};

const pageEnd = async (db: Tx, after: number, page: number): Promise<number> => {
  const { rows } = await db.execute<{ to: number }>(
    sql`select max(contact_id) as to from (select contact_id from contact_stats where contact_id > ${after} order by contact_id limit ${page}) p`,
  );
  return rows[0]?.to ?? after;
};

type Known = { id: number; customer: Customer };

/** Purchases as the model sees them: days with an order, in the account's zone, up to now. */
const customers = async (
  db: Tx,
  whose: ReturnType<typeof sql>,
  { now, timezone, currency }: PredictOptions,
): Promise<Known[]> => {
  const { rows } = await db.execute<{ id: number; x: number; span: number; age: number; repeats: number }>(sql`
    select d.contact_id as id, count(*)::int - 1 as x, max(d.day) - min(d.day) as span,
      (${now.toISOString()}::timestamptz at time zone ${timezone})::date - min(d.day) as age,
      (sum(d.amount) - (array_agg(d.amount order by d.day))[1])::float8 as repeats
    from (
      select o.contact_id, (o.at at time zone ${timezone})::date as day, sum(o.amount) as amount
      from orders o
      where ${whose} and o.status = 'paid' and o.amount >= 0 and o.currency = ${currency}
        and o.at < ${now.toISOString()}::timestamptz
      group by 1, 2
    ) d
    group by d.contact_id`);
  return rows.map(({ id, x, span, age, repeats }) => {
    const mean = x > 0 ? repeats / x : 0;
    return { id, customer: { x, tx: span / 7, t: age / 7, spending: mean > 0 ? { x, mean } : null } };
  });
};

/** Only what changed is written, and to three digits: more a prediction does not have, and each write is a new row version. */
const write = async (
  db: Tx,
  models: Models | null,
  page: { after: number; to: number },
  known: readonly Known[],
): Promise<number> => {
  const values = known.map(({ id, customer }) => {
    const { alive, value } = outlookOf(models as Models, customer, HORIZON_DAYS / 7, MARGIN);
    return {
      id,
      alive: Math.round(alive * 1_000) / 1_000,
      ltv: value === null ? null : Math.round(Number(value.toPrecision(3))),
    };
  });
  // Rows are locked in the order in which sending and ingestion lock them, or two of them could wait for each other.
  await db.execute(sql`
    insert into contact_stats as s (contact_id, p_alive, predicted_ltv)
    select p.contact_id, u.alive, u.ltv from contact_stats p
    left join unnest(
      ${sql.param(values.map(({ id }) => id))}::bigint[],
      ${sql.param(values.map(({ alive }) => alive))}::float8[],
      ${sql.param(values.map(({ ltv }) => ltv))}::bigint[]
    ) u (id, alive, ltv) on u.id = p.contact_id
    where p.contact_id > ${page.after} and p.contact_id <= ${page.to}
      and (p.p_alive, p.predicted_ltv) is distinct from (u.alive, u.ltv)
    order by p.contact_id
    on conflict (contact_id) do update set p_alive = excluded.p_alive, predicted_ltv = excluded.predicted_ltv`);
  return values.length;
};
