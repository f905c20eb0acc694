import { csvRecords } from '../audience/csv-records.ts';
import type { ImportSource } from '../audience/import.ts';
import { ImportError } from '../audience/import-error.ts';
import { type Language, strings } from '../i18n/language.ts';
import { type Arm, armOfRows } from './samples.ts';

/** Which columns of a file hold what: one row a contact, whoever bought nothing included with 0. */
export type ExperimentColumns = { arm: string; control: string; conversion: string; revenue: string; pre?: string };

/**
 * The arms of an experiment from a CSV, the control first, the others by name. Nothing is guessed: a cell that cannot be
 * read refuses the whole file, for a row left out would break the assignment unseen.
 *
 * @throws ImportError in words, with the row as a spreadsheet counts it
 */
export const armsOfFile = async (
  source: ImportSource,
  columns: ExperimentColumns,
  language: Language,
): Promise<ReadonlyMap<string, Arm>> => {
  const file = source.name;
  const t = strings(language).files.errors;
  const records = csvRecords(await source.open(), file, t);
  const arms = new Map<string, Rows>();
  try {
    const first = await records.next();
    if (first.done) throw new ImportError(t.noRows({ file }));
    const header = first.value.cells.map(nameOf);
    const place = (column: string): number => {
      const at = header.indexOf(nameOf(column));
      if (at < 0) throw new ImportError(t.noColumn({ file, column, found: header.join(', ') }));
      if (header.includes(nameOf(column), at + 1)) throw new ImportError(t.twice({ file, column }));
      return at;
    };
    const at = {
      arm: place(columns.arm),
      conversion: place(columns.conversion),
      revenue: place(columns.revenue),
      pre: columns.pre === undefined ? null : place(columns.pre),
    };
    for await (const { cells, row } of records) {
      const cell = (where: number) => ({
        file,
        row: String(row),
        column: header[where] ?? '',
        value: cells[where] ?? '',
      });
      const number = (where: number): number => {
        const x = numberOf(cells[where] ?? '');
        if (x === null) throw new ImportError(t.notNumber(cell(where)));
        return x;
      };
      // An amount of 1,000 without quotes is two cells, and what stands behind it is another column's.
      if (cells.length > header.length && cells.slice(header.length).some((extra) => extra !== ''))
        throw new ImportError(
          t.ragged({ file, row: String(row), cells: String(cells.length), header: String(header.length) }),
        );
      const name = nameOf(cells[at.arm] ?? '');
      if (name === '') throw new ImportError(t.noArm(cell(at.arm)));
      const converted = convertedOf(cells[at.conversion] ?? '');
      if (converted === null) throw new ImportError(t.notConversion(cell(at.conversion)));
      const rows = arms.get(name) ?? { outcome: [], converted: [], before: [] };
      arms.set(name, rows);
      rows.outcome.push(number(at.revenue));
      rows.converted.push(converted);
      if (at.pre !== null) rows.before.push(number(at.pre));
    }
  } finally {
    await records.return(undefined);
  }
  check(arms, columns, file, language);
  return new Map(
    [...arms]
      .sort(([one], [other]) => rank(one, columns) - rank(other, columns) || (one < other ? -1 : 1))
      .map(([name, { before, ...rows }]) => [name, armOfRows(columns.pre === undefined ? rows : { ...rows, before })]),
  );
};

type Rows = { outcome: number[]; converted: number[]; before: number[] };

/** A name as it is compared: macOS writes Hangul apart, and cells come without the spaces about them. */
export const nameOf = (text: string): string => text.trim().normalize('NFC');

const rank = (name: string, { control }: ExperimentColumns): number => (name === control ? 0 : 1);

const convertedOf = (text: string): number | null => {
  const x = /^true$/i.test(text) ? 1 : /^false$/i.test(text) ? 0 : numberOf(text);
  return x === 0 || x === 1 ? x : null;
};

const NUMBER = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i;
const THOUSANDS = /^[+-]?\d{1,3}(?:,\d{3})+(?:\.\d+)?$/;

/** A number as files write it, thousands with commas included; null for anything else, nothing included. */
export const numberOf = (text: string): number | null => {
  const plain = THOUSANDS.test(text) ? text.replaceAll(',', '') : text;
  const x = NUMBER.test(plain) ? Number(plain) : Number.NaN;
  return Number.isFinite(x) ? x : null;
};

const check = (
  arms: ReadonlyMap<string, Rows>,
  { control }: ExperimentColumns,
  file: string,
  language: Language,
): void => {
  const t = strings(language).files.errors;
  const found = [...arms.keys()].sort().join(', ');
  if (arms.size === 0) throw new ImportError(t.noRows({ file }));
  if (!arms.has(control)) throw new ImportError(t.noControl({ file, control, found }));
  if (arms.size === 1) throw new ImportError(t.oneArm({ file, found }));
};
