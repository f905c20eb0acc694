import { COLUMNS, nameKey } from '../audience/columns.ts';
import { type CsvRecord, csvRecords } from '../audience/csv-records.ts';
import type { ImportSource } from '../audience/import.ts';
import { ImportError } from '../audience/import-error.ts';
import { ORDER_STATUSES } from '../audience/ingest-orders.ts';
import { dateOf, parseWhen, WHEN_FORMS } from '../audience/when.ts';
import { type Language, strings } from '../i18n/language.ts';
import { DAY } from '../kit/clock.ts';
import { numberOf } from './experiment-file.ts';
import type { Days } from './ltv.ts';

/** `cdnow`: as the data set of the literature comes, columns by spaces; `csv`: contact_id, at, amount by name, as imported. */
export type OrdersFormat = 'cdnow' | 'csv';

/** Which day it is, as a number, of a `YYYY-MM-DD`. */
export const dayNumber = (date: string): number => Date.parse(`${date}T00:00:00Z`) / DAY;

/** `currency`: orders in another one are left out, where a file says which; without it a file of two is refused. */
export type Reading = { timezone: string; currency?: string | null; language: Language };

/**
 * Every contact's purchases by day in the account's zone, several of one day as one. A negative amount is a refund and no
 * purchase: it is left out, as are orders whose status says that they were refunded or cancelled.
 *
 * @throws ImportError in words, with the row as a spreadsheet counts it
 */
export const purchasesOfFile = async (
  source: ImportSource,
  format: OrdersFormat,
  { timezone, currency = null, language }: Reading,
): Promise<ReadonlyMap<string, Days>> => {
  const file = source.name;
  const t = strings(language).files.errors;
  const records = csvRecords(await source.open(), file, t);
  const contacts = new Map<string, Map<number, number>>();
  const currencies = new Set<string>();
  let read: ((record: CsvRecord) => Order) | null = null;
  try {
    for await (const record of records) {
      if (read === null) {
        read = format === 'cdnow' ? cdnowReader(file, language) : csvReader(record.cells, file, timezone, language);
        if (format === 'csv' || isHeader(record)) continue;
      }
      const { contact, day, amount, kept, unit } = read(record);
      if (amount < 0 || !kept || (currency && unit && unit !== currency)) continue;
      if (unit) currencies.add(unit);
      const days = contacts.get(contact) ?? new Map<number, number>();
      contacts.set(contact, days);
      days.set(day, (days.get(day) ?? 0) + amount);
    }
  } finally {
    await records.return(undefined);
  }
  if (currencies.size > 1) throw new ImportError(t.currencies({ file, found: [...currencies].join(', ') }));
  if (contacts.size === 0) throw new ImportError(t.noRows({ file }));
  return contacts;
};

/** `unit` is the currency in capitals, empty where nobody says. */
type Order = { contact: string; day: number; amount: number; kept: boolean; unit: string };

/** Words where numbers should be: what a data row never has. */
const isHeader = ({ cells }: CsvRecord): boolean => /[a-z]/i.test(cells.join(' '));

const spaced = ({ cells }: CsvRecord): string[] => cells.join(' ').trim().split(/\s+/);

const cdnowReader = (file: string, language: Language): ((record: CsvRecord) => Order) => {
  const t = strings(language).files.errors;
  return (record) => {
    const cells = spaced(record);
    const row = String(record.row);
    // The one-in-ten sample has its own numbering beside the customer's.
    const [contact, date, , amount] = cells.length === 5 ? [cells[0], ...cells.slice(2)] : cells;
    if (cells.length < 4 || cells.length > 5)
      throw new ImportError(t.notOrder({ file, row, cells: String(cells.length) }));
    const iso = (date ?? '').replace(/^(\d{4})(\d{2})(\d{2})$/, '$1-$2-$3');
    if (!/^\d{4}-/.test(iso) || !parseWhen(iso, 'UTC'))
      throw new ImportError(t.notDate({ file, row, value: date ?? '', forms: 'YYYYMMDD' }));
    const x = numberOf(amount ?? '');
    if (x === null) throw new ImportError(t.notNumber({ file, row, column: 'dollars', value: amount ?? '' }));
    return { contact: contact ?? '', day: dayNumber(iso), amount: x, kept: true, unit: '' };
  };
};

const isRefunded = (status: string): boolean => {
  const word = status.toLowerCase();
  return word === 'refunded' || ORDER_STATUSES.refunded.some((other) => other === word);
};

const csvReader = (
  header: readonly string[],
  file: string,
  timezone: string,
  language: Language,
): ((record: CsvRecord) => Order) => {
  const t = strings(language).files.errors;
  const find = (ours: string): number => {
    const names = [ours, ...(COLUMNS.orders.find(({ name }) => name === ours)?.also ?? [])].map(nameKey);
    return header.findIndex((name) => names.includes(nameKey(name)));
  };
  const place = (ours: string): number => {
    const at = find(ours);
    if (at < 0) throw new ImportError(t.noColumn({ file, column: ours, found: header.join(', ') }));
    return at;
  };
  const at = { contact: place('contact_id'), when: place('at'), amount: place('amount') };
  const [status, unit] = [find('status'), find('currency')];
  return ({ cells, row: n }) => {
    const row = String(n);
    if (cells.length > header.length && cells.slice(header.length).some((extra) => extra !== ''))
      throw new ImportError(t.ragged({ file, row, cells: String(cells.length), header: String(header.length) }));
    const [contact = '', when = '', amount = ''] = [cells[at.contact], cells[at.when], cells[at.amount]];
    if (contact === '') throw new ImportError(t.noContact({ file, row }));
    const found = parseWhen(when, timezone);
    if (!found) throw new ImportError(t.notDate({ file, row, value: when, forms: WHEN_FORMS }));
    const x = numberOf(amount);
    if (x === null) throw new ImportError(t.notNumber({ file, row, column: header[at.amount] ?? '', value: amount }));
    return {
      contact,
      day: dayNumber(dateOf(found.at, timezone)),
      amount: x,
      kept: !isRefunded(cells[status] ?? ''),
      unit: (cells[unit] ?? '').toUpperCase(),
    };
  };
};
