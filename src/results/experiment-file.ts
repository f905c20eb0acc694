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
    const header = first.value.cells;
    const place = (column: string): number => {
      const at = header.indexOf(column);
      if (at < 0) throw new ImportError(t.noColumn({ file, column, found: header.join(', ') }));
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
      const name = cells[at.arm] ?? '';
      if (name === '') throw new ImportError(t.noArm(cell(at.arm)));
      const converted = CONVERTED[(cells[at.conversion] ?? '').toLowerCase()];
      if (converted === undefined) throw new ImportError(t.notConversion(cell(at.conversion)));
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

const rank = (name: string, { control }: ExperimentColumns): number => (name === control ? 0 : 1);

const CONVERTED: Readonly<Record<string, number>> = { '0': 0, '1': 1, false: 0, true: 1, '0.0': 0, '1.0': 1 };

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
  { control, pre }: ExperimentColumns,
  file: string,
  language: Language,
): void => {
  const t = strings(language).files.errors;
  const found = [...arms.keys()].sort().join(', ');
  if (arms.size === 0) throw new ImportError(t.noRows({ file }));
  if (!arms.has(control)) throw new ImportError(t.noControl({ file, control, found }));
  if (arms.size === 1) throw new ImportError(t.oneArm({ file, found }));
  for (const [arm, { outcome }] of arms)
    if (outcome.length < 2) throw new ImportError(t.emptyArm({ file, arm, n: String(outcome.length) }));
  const known = arms.get(control)?.before[0];
  if (pre !== undefined && [...arms.values()].every(({ before }) => before.every((x) => x === known)))
    throw new ImportError(t.constantPre({ file, column: pre }));
};
