import { wordsOf } from '../text/draw.js';
import { html, useLayoutEffect, useRef, useState, useUi } from '../ui.js';
import { everyNth, seriesOf, slicesOf, ticksFor } from './scale.js';

const HEIGHT = 240;
const PAD = { top: 12, right: 14, bottom: 30, left: 52 };
/** Told apart by shape as well as by color. */
const DASHES = ['', '6 4', '2 4', '8 3 2 3', '1 3', '10 5'];

/** Drawn at the width it really has, so that letters keep their size in a narrow thread. @returns {[{current: any}, number]} */
const useWidth = () => {
  const ref = useRef(/** @type {HTMLElement | null} */ (null));
  const [width, setWidth] = useState(0);
  useLayoutEffect(() => {
    const box = ref.current;
    if (!box) return undefined;
    const observer = new ResizeObserver(() => setWidth(Math.round(box.clientWidth)));
    observer.observe(box);
    setWidth(Math.round(box.clientWidth));
    return () => observer.disconnect();
  }, []);
  return [ref, width];
};

/** @param {{block: Record<string, any>}} props */
export const Chart = ({ block }) => {
  const { w, lang } = useUi();
  const [ref, width] = useWidth();
  const [asTable, setAsTable] = useState(false);
  const chart = block.chart ?? {};
  const kind = /** @type {keyof typeof w.block.kinds} */ (
    Object.hasOwn(w.block.kinds, chart.type) ? chart.type : 'line'
  );
  const title = wordsOf(block.title);
  const pie = kind === 'pie';
  const data = pie ? null : seriesOf(chart);
  const slices = pie ? slicesOf(chart) : [];
  const names = pie ? slices.map(({ label }) => label) : (data?.series ?? []).map(({ name }) => name);
  const label = w.block.chartLabel(title, w.block.kinds[kind], names.join(', '));
  const drawing = pie
    ? html`<${Pie} slices=${slices} width=${width} />`
    : html`<${Axes} chart=${chart} kind=${kind} data=${data} width=${width} lang=${lang} />`;
  return html`<figure class="chart" data-chart=${kind}>
    <figcaption>
      <span class="chart-title">${title}</span>
      <button type="button" class="button quiet small" aria-pressed=${asTable ? 'true' : 'false'} data-chart-table onClick=${() => setAsTable(!asTable)}>
        ${asTable ? w.block.asChart : w.block.asTable}
      </button>
    </figcaption>
    <div ref=${ref} class="chart-box" hidden=${asTable}>
      <div role="img" aria-label=${label}>${width > 0 ? drawing : html`<svg height=${HEIGHT} width="100%"></svg>`}</div>
    </div>
    <ul class="legend" hidden=${asTable}>
      ${names.map((name, n) => html`<li key=${n}><${Swatch} n=${n} kind=${kind} />${name}${pie ? html` <b>${percent(slices[n], lang)}</b>` : null}</li>`)}
    </ul>
    <div class=${asTable ? 'table-wrap' : 'for-readers'}>${pie ? html`<${PieTable} slices=${slices} title=${title} />` : html`<${AxisTable} data=${data} title=${title} />`}</div>
  </figure>`;
};

/** @param {{from: number, to: number} | undefined} slice @param {string} lang */
const percent = (slice, lang) =>
  new Intl.NumberFormat(lang === 'ko' ? 'ko-KR' : 'en-US', { style: 'percent', maximumFractionDigits: 1 }).format(
    slice ? slice.to - slice.from : 0,
  );

/** @param {{n: number, kind: string}} props */
const Swatch = ({ n, kind }) => html`<svg class=${`swatch series-${n % 6}`} width="22" height="12" aria-hidden="true">
  ${
    kind === 'line' || kind === 'area'
      ? html`<line x1="1" y1="6" x2="21" y2="6" stroke-width="2.5" stroke-dasharray=${DASHES[n % 6]} /><circle cx="11" cy="6" r="3" />`
      : html`<rect x="4" y="1" width="14" height="10" rx="2" />`
  }
</svg>`;

/** @param {{chart: Record<string, any>, kind: string, data: any, width: number, lang: string}} props */
const Axes = ({ chart, kind, data, width, lang }) => {
  /** @type {{categories: string[], series: import('./scale.js').Series[]}} */
  const { categories, series } = data;
  const { low, high, ticks } = ticksFor(series.flatMap(({ values }) => values.filter((value) => value !== null)));
  const short = new Intl.NumberFormat(lang === 'ko' ? 'ko-KR' : 'en-US', {
    notation: 'compact',
    maximumFractionDigits: 1,
  });
  const { x_label: xLabel, y_label: yLabel } = chart.axis_config ?? {};
  const top = PAD.top + (yLabel ? 14 : 0);
  const bottom = HEIGHT - PAD.bottom - (xLabel ? 14 : 0);
  const inner = width - PAD.left - PAD.right;
  const band = inner / Math.max(1, categories.length);
  const x = (/** @type {number} */ n) => PAD.left + band * (n + 0.5);
  const y = (/** @type {number} */ value) => bottom - ((value - low) / (high - low)) * (bottom - top);
  const longest = Math.max(
    1,
    ...categories.map((name) => [...name].reduce((sum, char) => sum + (char > '\u1100' ? 12 : 7), 0)),
  );
  const nth = everyNth(categories.length, Math.floor(inner / (longest + 8)));
  return html`<svg width=${width} height=${HEIGHT} viewBox=${`0 0 ${width} ${HEIGHT}`}>
    ${ticks.map(
      (tick) => html`<g key=${tick} class=${tick === 0 ? 'axis' : 'grid'}>
        <line x1=${PAD.left} x2=${width - PAD.right} y1=${y(tick)} y2=${y(tick)} />
        <text x=${PAD.left - 8} y=${y(tick) + 4} text-anchor="end">${short.format(tick)}</text>
      </g>`,
    )}
    ${categories.map((name, n) => (n % nth === 0 ? html`<text key=${n} class="category" x=${x(n)} y=${bottom + 18} text-anchor="middle">${name}</text>` : null))}
    ${yLabel ? html`<text class="axis-name" x="4" y="12">${yLabel}</text>` : null}
    ${xLabel ? html`<text class="axis-name" x=${width - PAD.right} y=${HEIGHT - 6} text-anchor="end">${xLabel}</text>` : null}
    ${series.map(({ name, values }, s) =>
      kind === 'bar'
        ? html`<${Bars} key=${name} n=${s} of=${series.length} values=${values} x=${x} y=${y} band=${band} names=${categories} name=${name} />`
        : html`<${Line} key=${name} n=${s} values=${values} x=${x} y=${y} filled=${kind === 'area'} names=${categories} name=${name} />`,
    )}
  </svg>`;
};

/** @param {any} props */
const Bars = ({ n, of, values, x, y, band, names, name }) => {
  const wide = Math.min(46, (band * 0.72) / of);
  return html`<g class=${`series-${n % 6}`}>
    ${values.map((/** @type {number | null} */ value, /** @type {number} */ at) =>
      value === null
        ? null
        : html`<rect key=${at} rx="2" x=${x(at) + (n - of / 2) * wide + 1} width=${Math.max(1, wide - 2)} y=${Math.min(y(value), y(0))} height=${Math.max(1, Math.abs(y(value) - y(0)))}>
            <title>${`${name} · ${names[at]}: ${value.toLocaleString('en-US')}`}</title>
          </rect>`,
    )}
  </g>`;
};

/** @param {any} props */
const Line = ({ n, values, x, y, filled, names, name }) => {
  /** A gap in the numbers is a gap in the line. @type {[number, number][][]} */
  const runs = [[]];
  values.forEach((/** @type {number | null} */ value, /** @type {number} */ at) => {
    if (value === null) runs.push([]);
    else runs.at(-1)?.push([at, value]);
  });
  const path = (/** @type {[number, number][]} */ run) =>
    run.map(([at, value], step) => `${step ? 'L' : 'M'}${x(at)} ${y(value)}`).join('');
  return html`<g class=${`series-${n % 6}`}>
    ${runs
      .filter((run) => run.length > 0)
      .map((run, at) => {
        const [first, last] = [run[0]?.[0] ?? 0, run.at(-1)?.[0] ?? 0];
        return html`<g key=${at}>
        ${filled ? html`<path class="fill" d=${`${path(run)}L${x(last)} ${y(0)}L${x(first)} ${y(0)}Z`} />` : null}
        <path class="stroke" d=${path(run)} stroke-dasharray=${DASHES[n % 6]} />
        ${run.map(([point, value]) => html`<circle key=${point} cx=${x(point)} cy=${y(value)} r="3.2"><title>${`${name} · ${names[point]}: ${value.toLocaleString('en-US')}`}</title></circle>`)}
      </g>`;
      })}
  </g>`;
};

/** @param {{slices: ReturnType<typeof slicesOf>, width: number}} props */
const Pie = ({ slices, width }) => {
  const [cx, cy, r] = [width / 2, HEIGHT / 2, HEIGHT / 2 - 12];
  const at = (/** @type {number} */ turn) =>
    `${cx + r * Math.sin(turn * 2 * Math.PI)} ${cy - r * Math.cos(turn * 2 * Math.PI)}`;
  return html`<svg width=${width} height=${HEIGHT} viewBox=${`0 0 ${width} ${HEIGHT}`}>
    ${slices.map(({ label, value, from, to }, n) =>
      to - from <= 0
        ? null
        : html`<path key=${n} class=${`slice series-${n % 6}`}
            d=${to - from >= 0.9999 ? `M${at(0)}A${r} ${r} 0 1 1 ${at(0.5)}A${r} ${r} 0 1 1 ${at(0)}Z` : `M${cx} ${cy}L${at(from)}A${r} ${r} 0 ${to - from > 0.5 ? 1 : 0} 1 ${at(to)}Z`}>
            <title>${`${label}: ${value.toLocaleString('en-US')}`}</title>
          </path>`,
    )}
  </svg>`;
};

/** @param {{data: any, title: string}} props */
const AxisTable = ({ data, title }) => {
  const { w } = useUi();
  /** @type {{categories: string[], series: import('./scale.js').Series[]}} */
  const { categories, series } = data;
  return html`<table><caption>${title}</caption>
    <thead><tr><th scope="col">${w.block.label}</th>${series.map(({ name }) => html`<th key=${name} scope="col" class="to-right">${name}</th>`)}</tr></thead>
    <tbody>${categories.map(
      (name, n) =>
        html`<tr key=${name}><th scope="row">${name}</th>${series.map(
          ({ name: of, values }) =>
            html`<td key=${of} class="to-right">${values[n]?.toLocaleString('en-US') ?? '–'}</td>`,
        )}</tr>`,
    )}</tbody>
  </table>`;
};

/** @param {{slices: ReturnType<typeof slicesOf>, title: string}} props */
const PieTable = ({ slices, title }) => {
  const { w, lang } = useUi();
  return html`<table><caption>${title}</caption>
    <thead><tr><th scope="col">${w.block.label}</th><th scope="col" class="to-right">${w.block.value}</th><th scope="col" class="to-right">${w.block.share}</th></tr></thead>
    <tbody>${slices.map(
      (slice, n) =>
        html`<tr key=${n}><th scope="row">${slice.label}</th><td class="to-right">${slice.value.toLocaleString('en-US')}</td><td class="to-right">${percent(slice, lang)}</td></tr>`,
    )}</tbody>
  </table>`;
};
