import { and, eq, inArray } from 'drizzle-orm';
import { IMPORT_KINDS, type ImportKind } from '../../audience/columns.ts';
import { imports } from '../../db/schema.ts';
import { voice } from '../../i18n/voice.ts';
import { importGone, importModal, readChoices } from '../import-modal.ts';
import { findImport, showImport } from '../import-state.ts';
import type { ClickHandler, Door, SubmitHandler } from './door.ts';
import { openFor } from './modal.ts';
import { mayAdminister } from './people.ts';
import { refuse, refuseView, tellOne } from './refuse.ts';

/** What somebody would drop to have it imported; an Excel workbook too, so that it is told what to save it as. */
const IMPORTABLE = /\.(?:csv|tsv|csv\.gz|xlsx?)$/i;

const NOWHERE = { channel: null, threadTs: null, messageTs: null };

type Dropped = { id: string; name: string };

/** Files of a message that can be asked about. Believes nothing of what was sent. */
export const importable = (files: unknown): Dropped[] =>
  (Array.isArray(files) ? files : []).flatMap((file: Record<string, unknown> | null) => {
    const [id, name] = [file?.id, file?.name];
    return typeof id === 'string' && typeof name === 'string' && IMPORTABLE.test(name)
      ? [{ id, name: name.slice(0, 200) }]
      : [];
  });

/** Names of files that came without a word and are none we read. Believes nothing of what was sent. */
export const unreadable = (files: unknown, words: string): string[] =>
  words.trim() !== '' || !Array.isArray(files)
    ? []
    : files.flatMap((file: Record<string, unknown> | null) =>
        typeof file?.name === 'string' ? [file.name.slice(0, 200)] : [],
      );

export const sayUnreadable = async ({ deps, directory }: Door, by: string, names: readonly string[]): Promise<void> =>
  tellOne(deps.db, deps, await directory.person(by), NOWHERE, {
    note: 'import_not_csv',
    params: { names: [...names] },
  });

/** A CSV in the bot's direct messages. A file gives no trigger for a window, so it is answered with buttons. */
export const dropped = async ({ deps, directory }: Door, by: string, files: readonly Dropped[]): Promise<void> => {
  const person = await directory.person(by);
  const refusal = await mayAdminister(deps, person);
  if (refusal?.code === 'admins_only')
    return tellOne(deps.db, deps, person, NOWHERE, {
      note: refusal.who.length > 0 ? 'import_admins_only' : 'import_admins_only_nobody',
      params: { who: [...refusal.who] },
    });
  if (refusal) return refuse(deps, person, NOWHERE, refusal);
  for (const file of files)
    await deps.db.transaction(async (tx) => {
      const [row] = await tx
        .insert(imports)
        .values({
          id: deps.newId('imp'),
          fileId: file.id,
          fileName: file.name,
          by,
          status: 'reading',
          at: deps.clock.system(),
        })
        .onConflictDoNothing()
        .returning();
      // Slack tells an event again where it is in doubt.
      if (!row) return;
      // Shown once it is read: a second later in most cases, and two redraws so close together would wait.
      await deps.jobs.enqueue(tx, 'import.read', { importId: row.id }, { key: row.id });
    });
};

const open =
  (kind: ImportKind): ClickHandler =>
  async (door, click) => {
    const { deps } = door;
    const refusal = await mayAdminister(deps, click.person);
    if (refusal) return refuse(deps, click.person, click.where, refusal);
    const row = await findImport(deps.db, click.value);
    const v = voice(click.person.language, deps.config);
    const meta = { id: click.value, where: click.where };
    await openFor(door, click, row?.status === 'offered' ? importModal(meta, row, kind, v) : importGone(meta, v));
  };

const submit =
  (kind: ImportKind): SubmitHandler =>
  async ({ deps }, { person, meta, inputs }) => {
    const refusal = await mayAdminister(deps, person);
    if (refusal) return refuseView(deps, person, refusal, null);
    const v = voice(person.language, deps.config);
    const row = await findImport(deps.db, meta.id);
    if (row?.status !== 'offered') return { response_action: 'update', view: importGone(meta, v) };
    const chosen = readChoices(row, kind, inputs, v);
    if (!chosen.ok) return { response_action: 'errors', errors: chosen.errors };
    const { map, consentSource } = chosen;
    const begun = await deps.db.transaction(async (tx) => {
      const [taken] = await tx
        .update(imports)
        .set({ status: 'running', kind, map, consentSource })
        .where(and(eq(imports.id, row.id), inArray(imports.status, ['offered'])))
        .returning();
      if (!taken) return false;
      await showImport(tx, deps, taken);
      await deps.jobs.enqueue(tx, 'import.run', { importId: row.id }, { key: row.id });
      return true;
    });
    return begun ? undefined : { response_action: 'update', view: importGone(meta, v) };
  };

/** `import.contacts`, ...: one button and one modal a kind. */
export const openImport = Object.fromEntries(IMPORT_KINDS.map((kind) => [`import.${kind}`, open(kind)]));
export const submitImport = Object.fromEntries(IMPORT_KINDS.map((kind) => [`import.${kind}`, submit(kind)]));
