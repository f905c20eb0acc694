import { Plain, wordsOf } from '../text/draw.js';
import { html, useState, useUi } from '../ui.js';
import { RichText } from './rich-text.js';

/** @typedef {Record<string, any>} Cell */

/** @param {{cell: Cell | undefined}} props */
const CellView = ({ cell }) => {
  if (!cell) return null;
  if (cell.type === 'rich_text') return html`<${RichText} block=${cell} />`;
  if (cell.type === 'raw_number') return html`<span>${cell.text ?? cell.value}</span>`;
  return html`<${Plain} text=${wordsOf(cell.text ?? cell)} />`;
};

/** Numbers stand to the right where nobody said otherwise. @param {Cell | undefined} cell @param {Record<string, any> | undefined} setting */
const sideOf = (cell, setting) => `to-${setting?.align ?? (cell?.type === 'raw_number' ? 'right' : 'left')}`;

/** @param {{block: Record<string, any>}} props */
export const Table = ({ block }) => {
  const [head = [], ...rows] = /** @type {Cell[][]} */ (block.rows ?? []);
  /** @type {(Record<string, any> | undefined)[]} */
  const settings = block.column_settings ?? [];
  const side = (/** @type {Cell | undefined} */ cell, /** @type {number} */ n) =>
    `${sideOf(cell ?? rows[0]?.[n], settings[n])} ${settings[n]?.is_wrapped ? 'wrap' : ''}`;
  return html`<div class="table-wrap" tabindex="0"><table>
    <thead><tr>${head.map((cell, n) => html`<th key=${n} scope="col" class=${side(rows[0]?.[n], n)}><${CellView} cell=${cell} /></th>`)}</tr></thead>
    <tbody>${rows.map((row, r) => html`<tr key=${r}>${row.map((cell, n) => html`<td key=${n} class=${side(cell, n)}><${CellView} cell=${cell} /></td>`)}</tr>`)}</tbody>
  </table></div>`;
};

/** @param {{block: Record<string, any>}} props */
export const DataTable = ({ block }) => {
  const { w } = useUi();
  const [head = [], ...rows] = /** @type {Cell[][]} */ (block.rows ?? []);
  const size = Math.max(1, Math.min(100, block.page_size ?? 5));
  const pages = Math.max(1, Math.ceil(rows.length / size));
  const [asked, setPage] = useState(0);
  const page = Math.min(asked, pages - 1);
  const shown = rows.slice(page * size, (page + 1) * size);
  // The last page keeps the height of a full one, or the buttons would jump away under the pointer.
  const blank = pages > 1 ? size - shown.length : 0;
  const name = (/** @type {number} */ n) => block.row_header_column_index === n;
  return html`<div class="table-wrap" tabindex="0"><table>
      <caption>${wordsOf(block.caption)}</caption>
      <thead><tr>${head.map((cell, n) => html`<th key=${n} scope="col" class=${sideOf(rows[0]?.[n], undefined)}><${CellView} cell=${cell} /></th>`)}</tr></thead>
      <tbody>
        ${shown.map(
          (row, r) =>
            html`<tr key=${r}>${row.map((cell, n) =>
              name(n)
                ? html`<th key=${n} scope="row" class=${sideOf(cell, undefined)}><${CellView} cell=${cell} /></th>`
                : html`<td key=${n} class=${sideOf(cell, undefined)}><${CellView} cell=${cell} /></td>`,
            )}</tr>`,
        )}
        ${Array.from({ length: blank }, (_, n) => html`<tr key=${`blank ${n}`} class="blank" aria-hidden="true"><td colspan=${head.length}>${'\u00a0'}</td></tr>`)}
      </tbody>
    </table></div>
    ${
      pages > 1
        ? html`<div class="pager">
          <span aria-live="polite">${w.block.page(page * size + 1, page * size + shown.length, rows.length)}</span>
          <button type="button" class="button small" data-page="previous" disabled=${page === 0} onClick=${() => setPage(page - 1)}>${w.block.prev}</button>
          <button type="button" class="button small" data-page="next" disabled=${page === pages - 1} onClick=${() => setPage(page + 1)}>${w.block.next}</button>
        </div>`
        : null
    }`;
};
