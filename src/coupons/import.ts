import type { Readable } from 'node:stream';
import { eq, sql } from 'drizzle-orm';
import { arrayOf } from '../audience/arrays.ts';
import { nameKey } from '../audience/columns.ts';
import { csvRecords } from '../audience/csv-records.ts';
import { ImportError } from '../audience/import-error.ts';
import { couponPools } from '../db/schema.ts';
import type { Db, Transaction } from '../deps.ts';
import { type Language, strings } from '../i18n/language.ts';
import { codeKey, findPool, isCode, type Pool, poolId } from './pool.ts';

export type PoolTerms = Partial<Pick<Pool, 'discount' | 'condition' | 'expires' | 'kind'>>;
export type CouponImport = {
  name: string;
  /** What is left out is as the pool has it; a new pool needs `discount` and `expires`. */
  terms: PoolTerms;
  by: string;
  now: Date;
  language: Language;
};
export type Why = 'form' | 'empty' | 'used' | { repeated: number } | { pool: string };
/** `row` as a spreadsheet counts. */
export type RejectedCode = { row: number; code: string; why: Why };
export type CouponsImported = {
  pool: Pool;
  read: number;
  inserted: number;
  unchanged: number;
  rejected: RejectedCode[];
};

const CODES = new Set(
  'code coupon couponcode couponcodes couponnumber promocode vouchercode serial serialnumber 쿠폰 쿠폰코드 쿠폰번호 코드 할인코드 시리얼 시리얼번호 인증번호 난수'.split(
    ' ',
  ),
);
/** Columns by which an export says that a code is somebody's already, and what they hold where it is not. */
const USED = new Set(
  'used useddate usedat usedyn redeemed redeemedat assigned assignedto issued issuedto status state contactid customerid 사용 사용여부 사용일 사용일시 사용일자 발급 발급여부 발급일 발급일시 발급대상 발급회원 상태 고객번호 회원번호 회원id 아이디'.split(
    ' ',
  ),
);
const UNUSED =
  /^(?:|0|-|n|no|x|false|unused|new|active|available|free|unassigned|미사용|미발급|사용\s?전|사용\s?가능|대기|정상)$/i;

type Row = { row: number; code: string; used: boolean };

const BATCH = 10_000;

/**
 * Puts the codes of a file into a pool, one transaction: all that can be, or none where the file or the terms are refused.
 * The same file again changes nothing. A row that cannot be a code of its own is refused and does not stop the others.
 *
 * @throws ImportError in the asker's words
 */
export const importCoupons = async (
  db: Db,
  source: { name: string; open: () => Promise<Readable> },
  asked: CouponImport,
): Promise<CouponsImported> => {
  const t = strings(asked.language).coupons.cli;
  const rows = await readCodes(source, asked.language);
  const rejected: RejectedCode[] = [];
  const firstRow = new Map<string, number>();
  const fresh: Row[] = [];
  for (const one of rows) {
    const key = codeKey(one.code);
    const before = firstRow.get(key);
    const why: Why | null =
      one.code === ''
        ? 'empty'
        : !isCode(one.code)
          ? 'form'
          : before !== undefined
            ? { repeated: before }
            : one.used
              ? 'used'
              : null;
    if (why === null || why === 'used') firstRow.set(key, one.row);
    if (why) rejected.push({ row: one.row, code: one.code.slice(0, 60), why });
    else fresh.push(one);
  }
  return db.transaction(async (tx) => {
    const pool = await poolFor(tx, asked, fresh);
    if (pool.kind === 'shared' && (await sharedKeys(tx, pool.id, fresh)).size > 1)
      throw new ImportError(t.one({ name: pool.name }));
    const { inserted, elsewhere } = await store(tx, pool.id, fresh);
    rejected.push(...elsewhere);
    return {
      pool,
      read: rows.length,
      inserted,
      unchanged: fresh.length - inserted - elsewhere.length,
      rejected: rejected.sort((a, b) => a.row - b.row),
    };
  });
};

const readCodes = async (
  source: { name: string; open: () => Promise<Readable> },
  language: Language,
): Promise<Row[]> => {
  const t = strings(language);
  const rows: Row[] = [];
  let code = -1;
  let used: number[] = [];
  for await (const { cells, row } of csvRecords(await source.open(), source.name, t.coupons.cli.file)) {
    if (code < 0) {
      const names = cells.map(nameKey);
      code = names.findIndex((name) => CODES.has(name));
      used = names.flatMap((name, i) => (USED.has(name) ? [i] : []));
      if (code < 0) throw new ImportError(t.coupons.cli.column({ file: source.name, found: String(cells.length) }));
      continue;
    }
    const taken = used.some((i) => !UNUSED.test((cells[i] ?? '').trim()));
    rows.push({ row, code: (cells[code] ?? '').normalize('NFKC').trim(), used: taken });
  }
  if (code < 0) throw new ImportError(t.coupons.cli.column({ file: source.name, found: '0' }));
  // A pool of nothing would keep terms that nobody can change any more.
  if (rows.length === 0) throw new ImportError(t.coupons.cli.file.noRows({ file: source.name }));
  return rows;
};

/** The pool, made or measured anew: its longest code is what messages are measured with. */
const poolFor = async (tx: Transaction, asked: CouponImport, rows: readonly Row[]): Promise<Pool> => {
  const t = strings(asked.language).coupons.cli;
  const { name, terms, by, now: at } = asked;
  const id = poolId(name);
  const longest = Math.max(0, ...chunked(rows.map(({ code }) => code.length)).map((some) => Math.max(...some)));
  const wide = rows.some(({ code }) => /[^ -~]/.test(code));
  const { discount, expires, condition = '', kind = 'single' } = terms;
  if (discount !== undefined && expires !== undefined)
    await tx
      .insert(couponPools)
      .values({ id, name: name.trim(), kind, discount, condition, expires, longest, wide, by, at })
      .onConflictDoNothing();
  await tx.execute(sql`select 1 from coupon_pools where id = ${id} for update`);
  const pool = await findPool(tx, id);
  if (!pool) throw new ImportError(discount === undefined ? t.terms : t.expires({ given: '' }));
  const other = (['discount', 'condition', 'expires', 'kind'] as const).some(
    (term) => terms[term] !== undefined && terms[term] !== pool[term],
  );
  if (other) {
    const words = strings(asked.language).coupons;
    const has = words.promise({ ...pool, until: pool.expires });
    throw new ImportError(t.differs({ name: pool.name, has: `${has} · ${words.kinds[pool.kind]}` }));
  }
  const grown = { longest: Math.max(pool.longest, longest), wide: pool.wide || wide };
  await tx.update(couponPools).set(grown).where(eq(couponPools.id, id));
  return { ...pool, ...grown };
};

/** A spread of a million arguments does not fit on a stack. */
const chunked = <T>(all: readonly T[]): T[][] =>
  Array.from({ length: Math.ceil(all.length / BATCH) }, (_, i) => all.slice(i * BATCH, (i + 1) * BATCH));

const sharedKeys = async (tx: Transaction, pool: string, rows: readonly Row[]): Promise<Set<string>> => {
  const { rows: there } = await tx.execute<{ key: string }>(sql`select key from coupon_codes where pool = ${pool}`);
  return new Set([...there.map(({ key }) => key), ...rows.map(({ code }) => codeKey(code))]);
};

const store = async (
  tx: Transaction,
  pool: string,
  rows: readonly Row[],
): Promise<{ inserted: number; elsewhere: RejectedCode[] }> => {
  let inserted = 0;
  const elsewhere: RejectedCode[] = [];
  for (const some of chunked(rows)) {
    const keys = some.map(({ code }) => codeKey(code));
    const { rows: added } = await tx.execute<{ key: string }>(sql`
      insert into coupon_codes (key, code, pool)
      select x.key, x.code, ${pool}::text
      from unnest(${arrayOf(keys)}::text[], ${arrayOf(some.map(({ code }) => code))}::text[]) as x (key, code) order by x.key
      on conflict do nothing returning key`);
    inserted += added.length;
    if (added.length === some.length) continue;
    const { rows: there } = await tx.execute<{ key: string; name: string }>(sql`
      select k.key, p.name from coupon_codes k join coupon_pools p on p.id = k.pool
      where k.key = any(${arrayOf(keys)}::text[]) and k.pool <> ${pool}`);
    const nameOf = new Map(there.map(({ key, name }) => [key, name]));
    for (const { row, code } of some) {
      const name = nameOf.get(codeKey(code));
      if (name !== undefined) elsewhere.push({ row, code, why: { pool: name } });
    }
  }
  return { inserted, elsewhere };
};

export type PoolCounts = { codes: number; left: number; given: number; redeemed: number };

/** How many codes each pool has, by pool. */
export const countCodes = async (db: Db): Promise<Map<string, PoolCounts>> => {
  const { rows } = await db.execute<PoolCounts & { pool: string }>(sql`
    select pool, count(*)::int as codes, (count(*) filter (where campaign_id is null and redeemed_at is null))::int as left,
      count(campaign_id)::int as given, count(redeemed_at)::int as redeemed
    from coupon_codes group by pool`);
  return new Map(rows.map(({ pool, ...counts }) => [pool, counts]));
};
