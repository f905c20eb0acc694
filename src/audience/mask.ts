import { parseWhen } from './when.ts';

const DIGITS = /\d/g;

/**
 * A cell of somebody's file, to look at and not to know anybody by: enough is left to see what a column holds. `name` for
 * columns that hold people's names, which nothing in a cell would tell.
 */
export const masked = (cell: string, column: 'name' | 'other'): string => {
  if (cell === '') return '';
  if (column === 'name') return `${[...cell][0] ?? ''}**`;
  const at = cell.indexOf('@');
  if (at > 0) return `${cell[0]}***${cell.slice(at)}`;
  const digits = cell.match(DIGITS)?.length ?? 0;
  const isNumber = /^[+0(][\d\s().+-]*$/.test(cell) && digits >= 8 && parseWhen(cell, 'UTC') === null;
  if (!isNumber) return cell;
  let n = 0;
  return cell.replace(DIGITS, (digit) => (++n <= 3 || n > digits - 2 ? digit : '*'));
};
