import { type FileHandle, open } from 'node:fs/promises';
import type { Readable } from 'node:stream';
import type { Db } from '../deps.ts';
import { type Language, type Strings, strings } from '../i18n/language.ts';
import { type AttributeType, inferTypes, loadTypes, settleTypes, widenToText } from './attribute-types.ts';
import type { RawRow, Rejection } from './cells.ts';
import { COLUMNS, type ImportKind } from './columns.ts';
import { type CsvRecord, csvRecords, type Encoding } from './csv-records.ts';
import { ImportError } from './import-error.ts';
import { type ColumnMap, type Header, readHeader, widened } from './import-header.ts';
import { BATCH, type Ingested, type IngestOptions, type Kind, type ParseOptions, prepare } from './ingest.ts';
import { CONSENTS } from './ingest-consents.ts';
import { CONTACTS } from './ingest-contacts.ts';
import { EVENTS } from './ingest-events.ts';
import { ORDERS } from './ingest-orders.ts';
import { rehearse } from './rehearsal.ts';

export type { ImportKind } from './columns.ts';

/** A kind of row whose row nobody else looks into. */
type AnyKind = {
  attributes: Kind<unknown>['attributes'];
  prepare(db: Db, raws: readonly RawRow[], opts: ParseOptions): Promise<() => Promise<Ingested>>;
};
const any = <Row>(kind: Kind<Row>): AnyKind => ({
  attributes: kind.attributes,
  prepare: (db, raws, opts) => prepare(db, kind, raws, opts),
});
const KINDS: Readonly<Record<ImportKind, AnyKind>> = {
  contacts: any(CONTACTS),
  consents: any(CONSENTS),
  orders: any(ORDERS),
  events: any(EVENTS),
};

export type ImportOptions = Omit<IngestOptions, 'from' | 'firstRow' | 'types' | 'rehearsal'> & {
  map?: ColumnMap;
  language: Language;
  /** Once the header is read: what was connected by its name alone. */
  onHeader?: (header: Header) => void;
  onEncoding?: (encoding: Encoding) => void;
  /** Called for every refused row, however many: the report below is cut. */
  onRejected?: (rejection: Told) => void;
  /** After each batch is stored. */
  onProgress?: (totals: ImportTotals) => void | Promise<void>;
  /** Aborted: stops after the batch at hand. Run again it goes on, since what is stored changes nothing. */
  signal?: AbortSignal;
};

/** A refused row; `message` where symbols alone would not explain it. */
export type Told = Omit<Rejection, 'why'> & { message?: string };

export type ImportTotals = {
  read: number;
  inserted: number;
  updated: number;
  unchanged: number;
  rejected: number;
  /** The first refused rows. `row` counts as a spreadsheet does: the header is row 1. */
  report: Told[];
};

/** A name, and how to begin reading it. */
export type ImportSource = { name: string; open(): Promise<Readable> };

/** What is kept of the report: enough to see every kind of mistake, and no more than a file of nothing but mistakes may cost. */
const REPORT_MAX = 1_000;

/** What is said of a file that cannot be opened. */
export type FileWords = Pick<Strings['imports']['errors'], 'not_found' | 'not_readable' | 'directory'>;

/** @throws ImportError when the file is not there or cannot be read */
export const fileSource = (
  file: string,
  language: Language,
  t: FileWords = strings(language).imports.errors,
): ImportSource => ({
  name: file,
  open: async () => {
    let handle: FileHandle;
    try {
      handle = await open(file);
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (code === 'ENOENT' || code === 'ENOTDIR') throw new ImportError(t.not_found({ file }));
      if (code === 'EACCES' || code === 'EPERM') throw new ImportError(t.not_readable({ file }));
      throw error;
    }
    if (!(await handle.stat()).isDirectory()) return handle.createReadStream();
    await handle.close();
    throw new ImportError(t.directory({ file }));
  },
});

/**
 * Streams a CSV into the database: constant memory, one transaction a batch, the same file again changes nothing. Stopped
 * half-way it is simply run again. While a batch is stored the next one is read.
 *
 * @throws ImportError when the file is not there, not CSV, or lacks a column. Where it breaks off in the middle, the rows
 *   before are stored and counted in `done`
 */
export const importCsv = async (
  db: Db,
  kind: ImportKind,
  source: ImportSource,
  opts: ImportOptions,
): Promise<ImportTotals> => {
  const records = csvRecords(await source.open(), source.name, strings(opts.language).imports.errors, opts.onEncoding);
  try {
    if (!opts.dryRun) return await importRecords(db, kind, source.name, records, opts);
    return await rehearse(db, (rehearsal) => importRecords(db, kind, source.name, records, { ...opts, rehearsal }));
  } finally {
    // Also where nobody read to the end: it closes the file.
    await records.return(undefined);
  }
};

const importRecords = async (
  db: Db,
  kind: ImportKind,
  file: string,
  records: AsyncGenerator<CsvRecord>,
  opts: ImportOptions & Pick<IngestOptions, 'rehearsal'>,
): Promise<ImportTotals> => {
  const { language } = opts;
  const totals: ImportTotals = { read: 0, inserted: 0, updated: 0, unchanged: 0, rejected: 0, report: [] };
  const first = await records.next();
  if (first.done) throw new ImportError(strings(language).imports.errors.no_rows({ file }));
  const header = readHeader(kind, first.value.cells, opts.map ?? {}, file, language);
  opts.onHeader?.(header);
  const typing = await makeTyping(db, kind, header, file, opts);

  let storing: Promise<void> = Promise.resolve();
  let batch = startBatch();
  const store = async ({ raws, rows, ragged }: Batch) => {
    const types = await typing(raws);
    const answer = await KINDS[kind].prepare(db, raws, { ...opts, from: 'file', types });
    // Only one batch at a time is stored, in the order of the file: a later row has the last word.
    await storing;
    storing = answer().then(async (done) => {
      add(totals, done, rows, ragged, opts);
      await opts.onProgress?.(totals);
    });
    // Looked at when the next batch is ready; until then a failure is no unhandled one.
    storing.catch(() => undefined);
  };
  let broken: ImportError | null = null;
  try {
    for await (const record of records) {
      put(batch, header.columns, record);
      if (batch.rows.length + batch.ragged.length < (opts.batch ?? BATCH)) continue;
      const full = batch;
      batch = startBatch();
      await store(full);
      if (opts.signal?.aborted) break;
    }
  } catch (error) {
    if (!(error instanceof ImportError)) throw error;
    broken = error;
  }
  if (batch.rows.length + batch.ragged.length > 0 && !opts.signal?.aborted) await store(batch);
  await storing;
  if (broken) throw new ImportError(broken.message, totals);
  return totals;
};

type Batch = { raws: RawRow[]; rows: number[]; ragged: Rejection[] };
const startBatch = (): Batch => ({ raws: [], rows: [], ragged: [] });

/** A row with more or fewer cells than the header: nobody knows which cell is which. Empty cells at its end are none. */
const put = (batch: Batch, columns: Header['columns'], { cells, row }: CsvRecord): void => {
  const fits =
    cells.length === columns.length || (cells.length > columns.length && cells.slice(columns.length).every((c) => !c));
  if (!fits) {
    batch.ragged.push({ row, column: '*', value: `${cells.length}`, allowed: `${columns.length}`, why: 'ragged' });
    return;
  }
  const raw: Record<string, string> = {};
  for (let i = 0; i < columns.length; i++) {
    const column = columns[i];
    // A column without a name is one only where something stands in it; then it is refused by name.
    if (column === null || column === undefined || (column === '' && cells[i] === '')) continue;
    raw[column] = cells[i] ?? '';
  }
  batch.raws.push(raw);
  batch.rows.push(row);
};

const add = (
  totals: ImportTotals,
  some: Ingested,
  rows: readonly number[],
  ragged: readonly Rejection[],
  opts: ImportOptions,
): void => {
  totals.read += some.read + ragged.length;
  totals.inserted += some.inserted;
  totals.updated += some.updated;
  totals.unchanged += some.unchanged;
  totals.rejected += some.rejected.length + ragged.length;
  const { why } = strings(opts.language).imports;
  const refused = [...some.rejected.map((one) => ({ ...one, row: rows[one.row] ?? 0 })), ...ragged].sort(
    (a, b) => a.row - b.row,
  );
  for (const { why: reason, ...rejection } of refused) {
    const told = { ...rejection, ...(reason && { message: why[reason] }) };
    if (totals.report.length < REPORT_MAX) totals.report.push(told);
    opts.onRejected?.(told);
  }
};

/** Types of the columns that are not ours, settled as they are met. */
const makeTyping = async (
  db: Db,
  kind: ImportKind,
  { declared }: Header,
  file: string,
  opts: ImportOptions,
): Promise<(raws: readonly RawRow[]) => Promise<ReadonlyMap<string, AttributeType>>> => {
  const owner = KINDS[kind].attributes;
  if (owner === null) return async () => new Map();
  const names = new Set(COLUMNS[kind].map(({ name }) => name));
  const ours = (column: string) => names.has(column) || /^consent\./.test(column);
  let types = await loadTypes(db, owner);
  const text = widened(declared, types, file, opts.language);
  if (!opts.dryRun) for (const name of text) await widenToText(db, owner, name);
  for (const [name, type] of declared) types.set(name, type);
  if (!opts.dryRun) types = await settleTypes(db, owner, declared);
  return async (raws) => {
    const found = inferTypes(raws, ours, types);
    if (found.size > 0) types = opts.dryRun ? new Map([...types, ...found]) : await settleTypes(db, owner, found);
    return types;
  };
};
