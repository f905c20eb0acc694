import { eq } from 'drizzle-orm';
import { digests } from '../db/schema.ts';
import type { Deps } from '../deps.ts';
import { type DigestBody, digestView } from '../digest/view.ts';
import type { Voice } from '../i18n/voice.ts';
import type { Card } from './blocks.ts';
import { fitted } from './budget.ts';
import { said } from './text.ts';

/**
 * The digest of one date as it was written; a late one says so itself. Whom it waits for is named, not mentioned, and only
 * counted where Slack does not know them now.
 */
export const digestCard = async (deps: Deps, date: string, v: Voice): Promise<Card> => {
  const [row] = await deps.db.select().from(digests).where(eq(digests.date, date));
  if (!row) throw new Error(`no digest of ${date}`);
  const body = row.body as DigestBody;
  const names: Record<string, string> = {};
  for (const id of new Set(body.waiting.flatMap(({ who }) => who.slice(0, 1)))) {
    const found = await deps.directory.person(id).catch(() => null);
    if (found) names[id] = found.name;
  }
  const card = digestView(body, v, names);
  return { text: said(card.text), blocks: fitted(card.blocks) };
};
