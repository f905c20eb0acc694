import { asc, eq, sql } from 'drizzle-orm';
import { alimtalkTemplates } from '../db/schema.ts';
import type { Tx } from '../deps.ts';
import type { AlimtalkTemplate } from './alimtalk.ts';

/** The templates Kakao approved, as this account has them: what a message is held against, and what a plan can choose from. */
export const alimtalkTemplate = async (db: Tx, id: string): Promise<AlimtalkTemplate | null> =>
  (await db.select().from(alimtalkTemplates).where(eq(alimtalkTemplates.id, id)))[0] ?? null;

export const listTemplates = (db: Tx): Promise<AlimtalkTemplate[]> =>
  db.select().from(alimtalkTemplates).orderBy(asc(alimtalkTemplates.name), asc(alimtalkTemplates.id));

/** Kept as they are now; those of the same source that are not among them are gone there, and so here. */
export const keepTemplates = async (
  tx: Tx,
  templates: readonly AlimtalkTemplate[],
  { source, at }: { source: string; at: Date },
): Promise<void> => {
  const ids = templates.map(({ id }) => id);
  await tx
    .delete(alimtalkTemplates)
    .where(
      sql`${alimtalkTemplates.source} = ${source} and not (${alimtalkTemplates.id} = any(${sql.param(ids)}::text[]))`,
    );
  for (const template of templates) {
    const row = { ...template, buttons: [...template.buttons], source, at };
    await tx.insert(alimtalkTemplates).values(row).onConflictDoUpdate({ target: alimtalkTemplates.id, set: row });
  }
};
