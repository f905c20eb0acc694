/** Hangul and its like take two columns of a terminal. */
const WIDE = /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\uff00-\uff60]/gu;
const widthOf = (text: string): number => [...text].length + (text.match(WIDE)?.length ?? 0);

/** Rows under each other, the first column to the left and the others to the right. */
export const tableText = (rows: readonly (readonly string[])[]): string => {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => widthOf(row[column] ?? ''))));
  return rows
    .map((row) =>
      row
        .map((text, column) => {
          const space = ' '.repeat(Math.max(0, (widths[column] ?? 0) - widthOf(text)));
          return column === 0 ? text + space : space + text;
        })
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
};
