import { isAscii } from 'node:buffer';
import { Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { CsvError, parse } from 'csv-parse';
import type { Strings } from '../i18n/language.ts';
import { cp949Decoder } from '../kit/cp949.ts';
import { messageOf } from '../kit/log.ts';
import { ImportError } from './import-error.ts';

/** Encodings a file may have; told when it is not UTF-8. */
export type Encoding = 'utf-8' | 'cp949' | 'utf-16le' | 'utf-16be';

export type CsvRecord = {
  cells: readonly string[];
  /** As a spreadsheet counts: the header is row 1, and empty rows count. */
  row: number;
};

/** What is said of a file that cannot be read: whoever reads it knows what that leaves undone. */
export type CsvWords = Pick<Strings['imports']['errors'], 'broken' | 'encoding' | 'workbook' | 'not_gzip'>;

/** How much is looked at to know what a text is written in, once it is more than ASCII. */
const LOOK = 65_536;
/** A quote that never ends would take the whole file for one cell. */
const LONGEST_RECORD = 1_048_576;

/**
 * The records of a CSV as it came: gzip or not, UTF-8 or what Korean Excel writes (CP949), commas, semicolons or tabs,
 * any line ends, quoted line breaks. Nothing is held but the record at hand.
 *
 * @throws ImportError in words that name the file
 */
export async function* csvRecords(
  raw: Readable,
  file: string,
  t: CsvWords,
  onEncoding: (encoding: Encoding) => void = () => undefined,
): AsyncGenerator<CsvRecord> {
  let row = 0;
  try {
    const bytes = utf8(await plain(raw, file, t), onEncoding)[Symbol.asyncIterator]();
    const start = await firstLine(bytes);
    const parser = parse({
      bom: true,
      delimiter: delimiterOf(start),
      record_delimiter: ['\r\n', '\n', '\r'],
      relax_column_count: true,
      relax_quotes: true,
      skip_empty_lines: false,
      // Not rtrim: with it a letter behind a closing quote would end the whole file, and not one cell.
      ltrim: true,
      max_record_size: LONGEST_RECORD,
    });
    const source = Readable.from(rest(start, bytes), { objectMode: false });
    source.on('error', (error: Error) => parser.destroy(error));
    source.pipe(parser);
    try {
      for await (const cells of parser as AsyncIterable<string[]>) {
        row += 1;
        for (let i = 0; i < cells.length; i++) {
          const cell = cells[i] as string;
          if (cell.charCodeAt(cell.length - 1) <= SPACE) cells[i] = unspaced(cell);
        }
        if (cells.some((cell) => cell !== '')) yield { cells, row };
      }
    } finally {
      source.destroy();
    }
  } catch (error) {
    if (error instanceof ImportError) throw error;
    if (error instanceof CsvError) throw new ImportError(t.broken({ file, row: String(row + 1), detail: error.code }));
    if (error instanceof Undecodable) throw new ImportError(t.encoding({ file, row: String(row + 1) }));
    if (isBadGzip(error)) throw new ImportError(t.broken({ file, row: String(row + 1), detail: messageOf(error) }));
    throw error;
  } finally {
    raw.destroy();
  }
}

const SPACE = 0x20;
/** Without what stands behind the cell, and the quotes that the parser leaves on `"a, b" `. */
const unspaced = (cell: string): string => {
  const trimmed = cell.trimEnd();
  return /^".*"$/s.test(trimmed) && trimmed.length > 1 ? trimmed.slice(1, -1) : trimmed;
};

const isBadGzip = (error: unknown): boolean => /^Z_/.test((error as { code?: string }).code ?? '');

/**
 * gzip is known by its first two bytes and an Excel workbook by its own, whatever the file is called. What is called .gz and
 * is none would be read as a header that lacks every column.
 */
const plain = async (raw: Readable, file: string, t: CsvWords): Promise<AsyncIterable<Buffer>> => {
  const chunks = raw[Symbol.asyncIterator]() as AsyncIterator<Buffer>;
  const first = await chunks.next();
  const start = first.done ? Buffer.alloc(0) : first.value;
  if (start.subarray(0, 4).equals(Buffer.from('PK\u0003\u0004')) || start.subarray(0, 4).toString('hex') === 'd0cf11e0')
    throw new ImportError(t.workbook({ file }));
  const whole = rest(start, chunks);
  if (start[0] !== 0x1f || start[1] !== 0x8b) {
    if (/\.gz$/i.test(file)) throw new ImportError(t.not_gzip({ file }));
    return whole;
  }
  const unzip = createGunzip();
  const zipped = Readable.from(whole, { objectMode: false });
  zipped.on('error', (error) => unzip.destroy(error));
  return zipped.pipe(unzip) as AsyncIterable<Buffer>;
};

async function* rest(start: Buffer, chunks: AsyncIterator<Buffer>): AsyncGenerator<Buffer> {
  if (start.length > 0) yield start;
  for (;;) {
    const { done, value } = await chunks.next();
    if (done) return;
    yield value;
  }
}

class Undecodable extends Error {}

type Decode = (chunk: Buffer, more: boolean) => Buffer;

/**
 * Any known encoding to UTF-8. Only what is more than ASCII tells one from another, wherever in the file it begins: UTF-8
 * is certain where it fits, and what is left is read as CP949, which has holes that other things fall into.
 */
async function* utf8(chunks: AsyncIterable<Buffer>, onEncoding: (e: Encoding) => void): AsyncGenerator<Buffer> {
  let pending: Buffer = Buffer.alloc(0);
  let decode: Decode | null = null;
  const begin = (): Buffer => {
    const encoding = encodingOf(pending);
    onEncoding(encoding);
    decode = decoderOf(encoding);
    return decode(pending, true);
  };
  for await (const chunk of chunks) {
    if (decode) {
      yield (decode as Decode)(chunk, true);
      continue;
    }
    pending = pending.length > 0 ? Buffer.concat([pending, chunk]) : chunk;
    const ascii = asciiLength(pending);
    if (ascii > 0) yield pending.subarray(0, ascii);
    pending = pending.subarray(ascii);
    if (pending.length >= LOOK) yield begin();
  }
  if (!decode && pending.length > 0) yield begin();
  const last = (decode as Decode | null)?.(Buffer.alloc(0), false);
  if (last && last.length > 0) yield last;
}

/** A byte-order mark is not ASCII, so it is still there when an encoding is chosen. */
const asciiLength = (bytes: Buffer): number => {
  if (isAscii(bytes)) return bytes.length;
  return bytes.findIndex((byte) => byte >= 0x80);
};

const encodingOf = (start: Buffer): Encoding => {
  if (start[0] === 0xff && start[1] === 0xfe) return 'utf-16le';
  if (start[0] === 0xfe && start[1] === 0xff) return 'utf-16be';
  for (const encoding of ['utf-8', 'cp949'] as const) {
    try {
      textOf(encoding)(start, true);
      return encoding;
    } catch {
      // Not that one.
    }
  }
  throw new Undecodable();
};

const textOf = (encoding: Encoding): ((chunk: Buffer, more: boolean) => string) => {
  if (encoding === 'cp949') return cp949Decoder();
  const decoder = new TextDecoder(encoding, { fatal: true, ignoreBOM: encoding === 'utf-8' });
  return (chunk, more) => decoder.decode(chunk, { stream: more });
};

const decoderOf = (encoding: Encoding): Decode => {
  const decode = textOf(encoding);
  return (chunk, more) => {
    let text: string;
    try {
      text = decode(chunk, more);
    } catch {
      throw new Undecodable();
    }
    // UTF-8 is only looked through: its own bytes are what the parser wants.
    return encoding === 'utf-8' ? chunk : Buffer.from(text);
  };
};

/** Enough to see the header. */
const firstLine = async (bytes: AsyncIterator<Buffer>): Promise<Buffer> => {
  let start: Buffer = Buffer.alloc(0);
  while (!start.includes(0x0a) && !start.includes(0x0d) && start.length < LOOK) {
    const { done, value } = await bytes.next();
    if (done) break;
    start = Buffer.concat([start, value]);
  }
  return start;
};

/** Excel writes semicolons where the comma is a decimal sign, and tabs into its "Unicode text". */
const delimiterOf = (start: Buffer): string => {
  const header = (start.toString('utf8').split(/[\r\n]/, 1)[0] ?? '').replace(/"[^"]*"/g, '');
  const times = (mark: string) => header.split(mark).length;
  return [';', '\t'].find((mark) => times(mark) > times(',')) ?? ',';
};
