import { createReadStream, existsSync } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import type { Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { CsvError, type Info, parse } from 'csv-parse';
import type { Db } from '../deps.ts';
import { type Language, strings } from '../i18n/language.ts';
import type { RawRow, Rejection } from './cells.ts';
import type { Ingested, IngestOptions } from './ingest.ts';
import { ingestConsents } from './ingest-consents.ts';
import { ingestContacts } from './ingest-contacts.ts';
import { ingestEvents } from './ingest-events.ts';
import { ingestOrders } from './ingest-orders.ts';

export const IMPORTS = {
  contacts: { run: ingestContacts, needs: ['external_id'] },
  consents: { run: ingestConsents, needs: ['contact_id', 'channel', 'state', 'at', 'source'] },
  orders: { run: ingestOrders, needs: ['order_id', 'contact_id', 'at', 'amount'] },
  events: { run: ingestEvents, needs: ['event_id', 'contact_id', 'name', 'at'] },
} as const;
export type ImportKind = keyof typeof IMPORTS;
export const isImportKind = (text: string): text is ImportKind => Object.hasOwn(IMPORTS, text);

export type ImportOptions = Omit<IngestOptions, 'from' | 'firstRow'> & {
  /** Their column -> ours. */
  map?: Readonly<Record<string, string>>;
  language: Language;
  /** Called for every refused row, however many: the report below is cut. */
  onRejected?: (rejection: Rejection) => void;
  onProgress?: (read: number) => void;
};
export type ImportTotals = {
  read: number;
  inserted: number;
  updated: number;
  unchanged: number;
  rejected: number;
  /** The first refused rows. `row` counts as a spreadsheet does: the header is row 1. */
  report: Rejection[];
};

/** A file that cannot be imported at all. `message` is in the asker's language and names the file. */
export class ImportError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'ImportError';
  }
}

const REPORT_MAX = 1_000;
const BATCH = 2_000;

/**
 * Streams a CSV (plain or gzip) into the database: constant memory, one transaction a batch, the same file again changes
 * nothing. Stopped half-way it is simply run again.
 *
 * @throws ImportError when the file is not there, not CSV, or lacks a column
 */
export const importFile = async (
  db: Db,
  kind: ImportKind,
  file: string,
  opts: ImportOptions,
): Promise<ImportTotals> => {
  const t = strings(opts.language).audience.import;
  if (!existsSync(file)) throw new ImportError(t.not_found({ file }));
  const totals: ImportTotals = { read: 0, inserted: 0, updated: 0, unchanged: 0, rejected: 0, report: [] };
  const flush = async (rows: RawRow[], firstRow: number) => {
    add(totals, await IMPORTS[kind].run(db, rows, { ...opts, from: 'file', firstRow }), opts);
    opts.onProgress?.(totals.read);
  };
  const header = checkHeader(kind, file, opts);
  let columns: string[] | null = null;
  const parser = parse({
    bom: true,
    columns: (found: string[]) => (columns = header(found)),
    info: true,
    skip_empty_lines: true,
    trim: true,
    relax_column_count: true,
  });
  const source = await openPlain(file);
  source.on('error', (error: Error) => parser.destroy(error));
  source.pipe(parser);
  let batch: RawRow[] = [];
  let row = 1;
  const flushed = async () => {
    if (batch.length > 0) await flush(batch, row - batch.length + 1);
    batch = [];
  };
  try {
    for await (const { record, info } of parser as AsyncIterable<{
      record: RawRow;
      info: Info & { error?: CsvError };
    }>) {
      if (info.error) {
        await flushed();
        row++;
        add(totals, ragged(row, info.error, columns), opts);
        continue;
      }
      row++;
      batch.push(record);
      if (batch.length >= BATCH) await flushed();
    }
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    throw new ImportError(t.broken({ file, line: String(error.lines ?? row + 1), detail: error.code }));
  } finally {
    source.destroy();
  }
  if (columns === null) throw new ImportError(t.no_rows({ file }));
  await flushed();
  return totals;
};

/** A row with more or fewer cells than the header: nobody knows which cell is which. */
const ragged = (row: number, error: CsvError, columns: readonly string[] | null): Ingested => ({
  read: 1,
  inserted: 0,
  updated: 0,
  unchanged: 0,
  rejected: [{ row, column: '*', value: error.code, allowed: `${columns?.length ?? 0} cells` }],
  statuses: ['rejected'],
});

const add = (totals: ImportTotals, some: Ingested, opts: ImportOptions): void => {
  totals.read += some.read;
  totals.inserted += some.inserted;
  totals.updated += some.updated;
  totals.unchanged += some.unchanged;
  totals.rejected += some.rejected.length;
  totals.report.push(...some.rejected.slice(0, Math.max(0, REPORT_MAX - totals.report.length)));
  for (const rejection of some.rejected) opts.onRejected?.(rejection);
};

/** Columns as ours, by `--map`; told at once when one that is needed is not there. */
const checkHeader =
  (kind: ImportKind, file: string, opts: ImportOptions) =>
  (found: string[]): string[] => {
    const t = strings(opts.language).audience.import;
    const map = opts.map ?? {};
    const theirs = found.map((name) => name.trim());
    const stray = Object.keys(map).find((name) => !theirs.includes(name));
    if (stray !== undefined) throw new ImportError(t.unknown_map({ file, name: stray, found: theirs.join(', ') }));
    const ours = theirs.map((name) => map[name] ?? name);
    const missing = IMPORTS[kind].needs.filter((name) => !ours.includes(name));
    if (missing.length > 0)
      throw new ImportError(t.missing_columns({ file, missing: missing.join(', '), found: theirs.join(', ') || '-' }));
    return ours;
  };

/** gzip is known by its first two bytes, whatever the file is called. */
const openPlain = async (file: string): Promise<Readable> => {
  const handle: FileHandle = await open(file, 'r');
  const start = Buffer.alloc(2);
  await handle.read(start, 0, 2, 0);
  await handle.close();
  const raw = createReadStream(file);
  if (start[0] !== 0x1f || start[1] !== 0x8b) return raw;
  const unzip = createGunzip();
  raw.on('error', (error) => unzip.destroy(error));
  return raw.pipe(unzip);
};
