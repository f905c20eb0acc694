import { parseWhen } from './when.ts';

const DIGITS = /\d/g;

/**
 * A cell of somebody's file, to look at and not to know anybody by: enough is left to see what a column holds. `name` for
 * columns that hold people's names, which nothing in a cell would tell.
 */
export const masked = (cell: string, column: 'name' | 'other'): string => {
  if (cell === '') return '';
  if (column === 'name') return `${[...cell][0] ?? ''}**`;
  return cell.replaceAll(MAIL, (mail) => `${mail[0]}***${mail.slice(mail.indexOf('@'))}`).replaceAll(NUMBER, hidden);
};

/** Wherever in the cell they stand: notes hold them too. */
const MAIL = /[^\s@<>()[\],;:"']+@[^\s@<>()[\],;:"']+/g;
const NUMBER = /(?<![A-Za-z\d./-])[+0(][\d\s().+-]*\d/g;

const hidden = (number: string): string => {
  const digits = number.match(DIGITS)?.length ?? 0;
  if (digits < 8 || parseWhen(number, 'UTC') !== null) return number;
  let n = 0;
  return number.replace(DIGITS, (digit) => (++n <= 3 || n > digits - 2 ? digit : '*'));
};
