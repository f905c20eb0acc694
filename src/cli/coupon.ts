import { fileSource } from '../audience/import.ts';
import { ImportError } from '../audience/import-error.ts';
import { countCodes, importCoupons, type Why } from '../coupons/import.ts';
import { endOf, poolsNow } from '../coupons/pool.ts';
import { strings } from '../i18n/language.ts';
import { voice } from '../i18n/voice.ts';
import { localDay } from '../kit/zone.ts';
import {
  type Call,
  type Command,
  DATABASE,
  Refused,
  type Said,
  textOption,
  UsageError,
  withDatabase,
} from './command.ts';

/** Pools of coupon codes: brought in, and counted. No code is ever printed but those of rows that were refused. */
export const coupon: Command = {
  name: 'coupon',
  usage: [
    [
      'coupon import FILE.csv[.gz] --pool NAME --discount TEXT --expires DATE [--condition TEXT] [--shared]',
      'couponImport',
    ],
    ['coupon list', 'couponList'],
  ],
  options: {
    pool: { type: 'string' },
    discount: { type: 'string' },
    condition: { type: 'string' },
    expires: { type: 'string' },
    shared: { type: 'boolean' },
  },
  settings: [...DATABASE, 'LOCALE', 'TIMEZONE', 'CURRENCY'],
  async run(call) {
    const [what = '', file, ...more] = call.args;
    if (what === 'list' && file === undefined) return list(call);
    if (what === 'import' && file && more.length === 0) return bringIn(call, file);
    throw new UsageError();
  },
};

const SHOWN = 20;

const bringIn = async (call: Call, file: string): Promise<Said> => {
  const { locale, timezone } = call.config;
  const t = strings(locale).coupons;
  const given = (name: string) => textOption(call, name)?.replace(/\s+/g, ' ').trim();
  const [name = '', discount, condition, expires] = ['pool', 'discount', 'condition', 'expires'].map(given);
  if (name === '' || name.length > 60) throw new UsageError(t.cli.pool);
  if (discount !== undefined && (discount === '' || discount.length > 100)) throw new UsageError(t.cli.terms);
  if (condition !== undefined && condition.length > 100) throw new UsageError(t.cli.condition);
  if (expires !== undefined && !isDate(expires)) throw new UsageError(t.cli.expires({ given: expires }));
  return withDatabase(call.config, async ({ db, clock }) => {
    const now = await clock.business();
    const today = localDay(now, timezone);
    if (expires !== undefined && expires < today) throw new Refused(t.cli.over({ given: expires, today }));
    const terms = {
      ...(discount !== undefined && { discount }),
      ...(condition !== undefined && { condition }),
      ...(expires !== undefined && { expires }),
      ...(call.options.shared === true && { kind: 'shared' as const }),
    };
    const asked = { name, terms, by: 'cli', now, language: locale };
    const done = await importCoupons(db, fileSource(file, locale), asked).catch((error: unknown) => {
      throw error instanceof ImportError ? new Refused(error.message) : error;
    });
    const { pool, read, inserted, unchanged, rejected } = done;
    const left = (await poolsNow(db)).find(({ id }) => id === pool.id)?.left ?? null;
    const v = voice(locale, call.config);
    const warnings = rejected
      .slice(0, SHOWN)
      .map(({ row, code, why }) => t.cli.rejected({ file, row: String(row), code, why: inWords(why, t.cli.why) }));
    if (rejected.length > SHOWN) warnings.push(t.cli.more({ n: v.count(rejected.length - SHOWN) }));
    return {
      json: { pool: pool.id, kind: pool.kind, read, inserted, unchanged, rejected: rejected.length, left },
      text: t.cli.kept({
        name: pool.name,
        inserted: v.count(inserted),
        unchanged: v.count(unchanged),
        rejected: v.count(rejected.length),
        left: left === null ? t.cli.shared : t.left({ n: v.count(left) }),
      }),
      warnings,
      refused: rejected.length > 0,
    };
  });
};

const isDate = (text: string): boolean =>
  /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(Date.parse(text)) && new Date(text).toISOString().startsWith(text);

type WhyWords = ReturnType<typeof strings>['coupons']['cli']['why'];
const inWords = (why: Why, t: WhyWords): string => {
  if (typeof why === 'string') return t[why];
  return 'repeated' in why ? t.repeated({ row: String(why.repeated) }) : t.pool({ name: why.pool });
};

const list = ({ config }: Call): Promise<Said> =>
  withDatabase(config, async ({ db, clock }) => {
    const t = strings(config.locale).coupons;
    const v = voice(config.locale, config);
    const now = await clock.business();
    const counts = await countCodes(db);
    const pools = (await poolsNow(db)).map((pool) => {
      const { codes = 0, given = 0, redeemed = 0 } = counts.get(pool.id) ?? {};
      const { id, name, kind, discount, condition, expires, left, spoken } = pool;
      const expired = endOf(pool, config.timezone) <= now;
      return { id, name, kind, discount, condition, expires, expired, codes, left, spoken, given, redeemed };
    });
    const lines = pools.map((pool) =>
      t.cli.line({
        name: pool.name,
        promise: `${t.promise({ ...pool, until: pool.expires })}${pool.expired ? ` (${t.expired})` : ''}`,
        kind: t.kinds[pool.kind],
        left: pool.left === null ? '' : t.leftOf({ left: v.count(pool.left), codes: v.count(pool.codes) }),
        given: v.count(pool.given),
        redeemed: v.count(pool.redeemed),
      }),
    );
    return { json: { pools }, text: lines.join('\n') || t.cli.none };
  });
