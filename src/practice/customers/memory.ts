import { eq, sql } from 'drizzle-orm';
import { practiceState } from '../../db/schema.ts';
import type { Deps } from '../../deps.ts';
import { addMs, DAY } from '../../kit/clock.ts';
import { minorDigits, toMajor } from '../../kit/money.ts';

/** What customers of one campaign remember between two acts. */
export type Memory = {
  /** Name of the practice_state row. */
  name: string;
  /** Purchases that needed no mail are placed up to here. */
  through: Date;
  /** The account's own order amounts before the window, 5th to 95th percentile in steps of 5, major units. */
  amounts: number[];
};

const STEPS = Array.from({ length: 19 }, (_, i) => (i + 1) / 20);
/** Where nobody ever bought: something to begin with, in units that fit a currency without and with decimals. */
const FALLBACK = { whole: 30_000, decimal: 30 };

/** Fixed at the first act: later orders must not change what an earlier decision costs. */
export const memoryOf = async (
  deps: Pick<Deps, 'db' | 'config'>,
  of: { campaignId: number; occurrence: number; start: Date },
): Promise<Memory> => {
  const name = `customers:${of.campaignId}:${of.occurrence}`;
  const read = async () => (await deps.db.select().from(practiceState).where(eq(practiceState.name, name)))[0]?.value;
  const known = await read();
  if (!known) {
    const value = { name, through: new Date(0).toISOString(), amounts: await ownAmounts(deps, of.start) };
    await deps.db.insert(practiceState).values({ name, value }).onConflictDoNothing();
  }
  const kept = (known ?? (await read())) as { through: string; amounts: number[] };
  return { name, through: new Date(kept.through), amounts: kept.amounts };
};

const ownAmounts = async ({ db, config }: Pick<Deps, 'db' | 'config'>, before: Date): Promise<number[]> => {
  const { currency } = config;
  const { rows } = await db.execute<{ amounts: number[] | null }>(sql`
    select percentile_disc(${sql.param(STEPS)}::float8[]) within group (order by amount) as amounts from orders
    where status = 'paid' and amount > 0 and currency = ${currency}
      and at < ${before.toISOString()}::timestamptz and at >= ${addMs(before, -365 * DAY).toISOString()}::timestamptz`);
  const found = rows[0]?.amounts?.map((minor) => toMajor({ minor: Number(minor), currency })) ?? [];
  const usual = minorDigits(currency) === 0 ? FALLBACK.whole : FALLBACK.decimal;
  return found.length === STEPS.length ? found : STEPS.map((step) => usual * (0.4 + 1.2 * step));
};

/** An amount (major units) by its place 0..1 among the account's own: in hundreds where the currency has no decimals. */
export const amountAt = (amounts: readonly number[], u: number, currency: string): number => {
  const at = u * (amounts.length - 1);
  const below = amounts[Math.floor(at)] ?? 0;
  const above = amounts[Math.ceil(at)] ?? below;
  const amount = below + (above - below) * (at - Math.floor(at));
  const digits = minorDigits(currency);
  return digits === 0 ? Math.max(100, Math.round(amount / 100) * 100) : Math.max(0.01, Number(amount.toFixed(digits)));
};
