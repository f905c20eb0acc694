import { isNotNull, min } from 'drizzle-orm';
import { campaigns } from '../db/schema.ts';
import type { Deps } from '../deps.ts';
import { dayBounds, localDay, mondayOf } from '../kit/zone.ts';
import { keepLedgers } from './ledgers.ts';
import { keepPooled } from './pooled-kept.ts';
import { daysBetween, keepRevenue, markedDays } from './revenue-days.ts';

type Kept = Pick<Deps, 'db' | 'config'>;

/** Of the days that are over those about which something came in since they were read, and `also`. */
export const keepMarked = async ({ db, config }: Kept, now: Date, also: readonly string[] = []): Promise<void> => {
  const days = new Set([...(await markedDays(db)), ...also]);
  await keepRevenue(db, [...days].sort(), config, now);
};

/**
 * Keeps what digests add up, so that none has to read facts: every day that is over since the first campaign, and the
 * ledgers that still move. A job between digests; with nothing new it reads a few small tables.
 */
export const keepResults = async ({ db, clock, config }: Kept & Pick<Deps, 'clock'>): Promise<void> => {
  await keepLedgers(db);
  const [first] = await db
    .select({ at: min(campaigns.windowStartsAt) })
    .from(campaigns)
    .where(isNotNull(campaigns.windowStartsAt));
  if (!first?.at) return;
  const now = await clock.business();
  const days = daysBetween(localDay(first.at, config.timezone), localDay(now, config.timezone), config.timezone);
  await keepRevenue(db, days, config, now);
  const { from } = dayBounds(mondayOf(localDay(now, config.timezone)), config.timezone);
  await keepPooled(db, { now: from, currency: config.currency }, now);
};
