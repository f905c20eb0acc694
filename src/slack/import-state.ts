import { eq } from 'drizzle-orm';
import { propose } from '../audience/columns.ts';
import { tell } from '../campaign/tell.ts';
import { imports } from '../db/schema.ts';
import type { Deps, Tx } from '../deps.ts';

/** Files dropped into a direct message: their rows, and the one message that shows how far each is. */
export type ImportRow = typeof imports.$inferSelect;

export const findImport = async (tx: Tx, id: string): Promise<ImportRow | null> =>
  (await tx.select().from(imports).where(eq(imports.id, id)))[0] ?? null;

/** Shows what became of it, in the direct message where it was asked. */
export const showImport = (tx: Tx, deps: Pick<Deps, 'jobs' | 'clock'>, { id, by }: Pick<ImportRow, 'id' | 'by'>) =>
  tell(tx, deps, { key: `import:${id}`, kind: 'import', channel: by, subject: { importId: id } });

/** Changes the row and redraws its message, or nothing when it is not there any more. */
export const changeImport = async (deps: Deps, id: string, set: Partial<ImportRow>): Promise<void> => {
  await deps.db.transaction(async (tx) => {
    const [row] = await tx.update(imports).set(set).where(eq(imports.id, id)).returning();
    if (row) await showImport(tx, deps, row);
  });
};

const NAMES = new Set(['first_name', 'last_name']);

/** Columns that hold people's names, as far as their own name says so. */
export const nameColumns = (columns: readonly string[]): Set<string> =>
  new Set([...propose('contacts', columns)].filter(([, ours]) => NAMES.has(ours)).map(([theirs]) => theirs));
