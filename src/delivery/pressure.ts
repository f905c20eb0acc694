import { eq } from 'drizzle-orm';
import { z } from 'zod';
import { settings } from '../db/schema.ts';
import type { Tx } from '../deps.ts';

/** At most so many messages a contact in so many days, over all campaigns and channels. */
export type PressureCap = { messages: number; days: number };

const DEFAULT: PressureCap = { messages: 3, days: 7 };
const shape = z.strictObject({ messages: z.number().int().min(1), days: z.number().int().min(1).max(365) }).nullable();

/** One cap for count, freeze and claim; null when somebody switched it off. */
export const pressureCap = async (db: Tx): Promise<PressureCap | null> => {
  const [row] = await db.select({ value: settings.value }).from(settings).where(eq(settings.name, 'pressure'));
  return row ? shape.parse(row.value) : DEFAULT;
};
