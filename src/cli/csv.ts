/**
 * Rows as CSV (RFC 4180), guarded against formulas: a cell that a spreadsheet would run is given a leading apostrophe.
 *
 * @param rows all with the same keys; an empty list gives an empty text
 */
export const csv = (rows: readonly Record<string, unknown>[]): string => {
  const [first] = rows;
  if (!first) return '';
  const columns = Object.keys(first);
  return [columns, ...rows.map((row) => columns.map((column) => row[column]))]
    .map((cells) => cells.map(cell).join(','))
    .join('\r\n')
    .concat('\r\n');
};

const cell = (value: unknown): string => {
  const text = value === null || value === undefined ? '' : String(value);
  const safe = typeof value === 'string' && /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
};
