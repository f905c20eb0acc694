import { sql } from 'drizzle-orm';
import { arrayOf } from '../audience/arrays.ts';
import type { Tx } from '../deps.ts';
import { codeKey, endOf, type PlanCoupon, type PoolNow, poolsNow } from './pool.ts';

/** A code that stands in the text itself, where everybody reads the same. `shown`: its beginning, enough to find it. */
export type NamedCode = {
  where: string;
  shown: string;
  problem: 'single' | 'expired' | 'unknown';
};

/** What a launch that has to do with coupons is judged by. */
export type CouponFacts = {
  /** The pool it promises, as it stands now; null: none is promised, or there is no such pool. */
  pool: PoolNow | null;
  named: readonly NamedCode[];
};

export type Text = { where: string; text: string };

/** Words that could be a code: capitals and digits in one piece. What follows `코드:` is one whether we know it or not. */
const TOKEN = /[\p{L}\p{N}][\p{L}\p{N}._-]{2,38}[\p{L}\p{N}]/gu;
const ANNOUNCED =
  /(?:쿠폰\s?(?:코드|번호)|할인\s?코드|(?:promo|coupon|discount|voucher)\s?codes?|\bcodes?\b|코드)\s*(?:는|은|:|：|is|-)?\s*["'“‘([]?\s*([A-Z0-9][A-Z0-9._-]{2,38}[A-Z0-9])/gu;

/** @param known codes of the brand kit: shared by everybody, without a last day */
export const couponFacts = async (
  db: Tx,
  asked: {
    coupon: PlanCoupon | null;
    texts: readonly Text[];
    known: readonly string[];
    campaignId: number;
    now: Date;
    timezone: string;
  },
): Promise<CouponFacts> => {
  const pools = await poolsNow(db, asked.campaignId);
  const announced = asked.texts.flatMap(({ where, text }) =>
    [...text.matchAll(ANNOUNCED)].flatMap(([, code = '']) =>
      // `QR code SCAN` announces nothing.
      /\d/.test(code) || code.length > 5 ? [{ where, code, said: true }] : [],
    ),
  );
  const tokens = asked.texts.flatMap(({ where, text }) =>
    [...text.matchAll(TOKEN)].map(([code]) => ({ where, code, said: false })),
  );
  const words = [...announced, ...tokens];
  const poolOf =
    pools.length > 0
      ? await poolsOfKeys(
          db,
          words.map(({ code }) => codeKey(code)),
        )
      : new Map();
  const ours = new Set(asked.known.map(codeKey));
  const named = new Map<string, NamedCode>();
  for (const { where, code, said } of words) {
    const pool = pools.find(({ id }) => id === poolOf.get(codeKey(code)));
    const problem = pool
      ? pool.kind === 'single'
        ? 'single'
        : endOf(pool, asked.timezone) <= asked.now
          ? 'expired'
          : null
      : said && !ours.has(codeKey(code))
        ? 'unknown'
        : null;
    if (problem) named.set(`${where} ${codeKey(code)}`, { where, shown: `${code.slice(0, 3)}…`, problem });
  }
  return { pool: pools.find(({ id }) => id === asked.coupon?.pool) ?? null, named: [...named.values()] };
};

const poolsOfKeys = async (db: Tx, keys: readonly string[]): Promise<Map<string, string>> => {
  const { rows } = await db.execute<{ key: string; pool: string }>(
    sql`select key, pool from coupon_codes where key = any(${arrayOf([...new Set(keys)])}::text[])`,
  );
  return new Map(rows.map(({ key, pool }) => [key, pool]));
};
