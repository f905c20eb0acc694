import { eq } from 'drizzle-orm';
import { settings } from '../db/schema.ts';
import { type PressureCap, pressureCap } from '../delivery/pressure.ts';
import type { Deps, Tx } from '../deps.ts';

/** How often a contact may be written to, as people set it: the cap that counts, freezes and claims all read. */
const NAME = 'pressure';

export const MOST_DAYS = 365;
/** More a day than this is no cap any more. */
export const MOST_MESSAGES = 1_000;

export type PressureNow = {
  /** Null: switched off. */
  cap: PressureCap | null;
  /** Who set it last; null while the default holds. */
  set: { by: string; at: Date } | null;
};

export const pressureNow = async (db: Tx): Promise<PressureNow> => {
  const [row] = await db.select().from(settings).where(eq(settings.name, NAME));
  return { cap: await pressureCap(db), set: row ? { by: row.by, at: row.at } : null };
};

/** From now on for every sending, also those under way: the cap is read again whenever a message is claimed. */
export const setPressure = async (deps: Pick<Deps, 'clock' | 'db'>, cap: PressureCap, by: string): Promise<void> => {
  const row = { name: NAME, value: cap, by, at: await deps.clock.business() };
  await deps.db.insert(settings).values(row).onConflictDoUpdate({ target: settings.name, set: row });
};
