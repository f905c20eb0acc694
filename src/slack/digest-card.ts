import { eq } from 'drizzle-orm';
import { digests } from '../db/schema.ts';
import type { Deps } from '../deps.ts';
import { type DigestBody, digestView } from '../digest/view.ts';
import type { Voice } from '../i18n/voice.ts';
import type { Card } from './blocks.ts';
import { fitted } from './budget.ts';
import { said } from './text.ts';

/** The digest of one date as it was written; a late one says so itself. */
export const digestCard = async (deps: Deps, date: string, v: Voice): Promise<Card> => {
  const [row] = await deps.db.select().from(digests).where(eq(digests.date, date));
  if (!row) throw new Error(`no digest of ${date}`);
  const card = digestView(row.body as DigestBody, v);
  return { text: said(card.text), blocks: fitted(card.blocks) };
};
