/**
 * The numbers behind a chart. Pure.
 *
 * @typedef {{name: string, values: (number | null)[]}} Series one value a category, null where none was given
 */

/** A step a person would choose: 1, 2, 2.5 or 5 times a power of ten. @param {number} rough */
const niceStep = (rough) => {
  const power = 10 ** Math.floor(Math.log10(rough));
  const lead = rough / power;
  return (lead <= 1 ? 1 : lead <= 2 ? 2 : lead <= 2.5 ? 2.5 : lead <= 5 ? 5 : 10) * power;
};

/**
 * Round ticks that hold every value, zero among them: a bar or an area that does not start at zero lies.
 *
 * @param {readonly number[]} values @param {number} [want] about how many steps
 * @returns {{low: number, high: number, ticks: number[]}}
 */
export const ticksFor = (values, want = 4) => {
  const low = Math.min(0, ...values);
  const high = Math.max(0, ...values);
  // Nothing to see at any scale: an empty axis from 0 to 1.
  if (high - low < 1e-9) return { low: 0, high: 1, ticks: [0, 1] };
  const step = niceStep((high - low) / want);
  const from = Math.floor(low / step);
  const to = Math.ceil(high / step);
  const ticks = Array.from({ length: to - from + 1 }, (_, n) => Number(((from + n) * step).toPrecision(12)));
  return { low: from * step, high: to * step, ticks };
};

/**
 * Categories and series of a line, bar or area chart; the categories are those named, else those met.
 *
 * @param {Record<string, any>} chart @returns {{categories: string[], series: Series[]}}
 */
export const seriesOf = (chart) => {
  /** @type {Record<string, any>[]} */
  const given = chart.series ?? [];
  const met = given.flatMap((one) => (one.data ?? []).map((/** @type {any} */ point) => String(point.label)));
  const categories = [...new Set((chart.axis_config?.categories ?? met).map(String))];
  const series = given.map((one) => {
    const byLabel = new Map((one.data ?? []).map((/** @type {any} */ point) => [String(point.label), point.value]));
    return {
      name: String(one.name ?? ''),
      values: categories.map((label) => (Number.isFinite(byLabel.get(label)) ? Number(byLabel.get(label)) : null)),
    };
  });
  return { categories, series };
};

/** Which category labels fit: every n-th, the first always. @param {number} count @param {number} room how many fit */
export const everyNth = (count, room) => Math.max(1, Math.ceil(count / Math.max(1, room)));

/**
 * Slices of a pie as angles in turns, 0 at noon.
 *
 * @param {Record<string, any>} chart
 * @returns {{label: string, value: number, from: number, to: number}[]}
 */
export const slicesOf = (chart) => {
  const segments = (chart.segments ?? chart.series?.[0]?.data ?? []).map((/** @type {any} */ one) => ({
    label: String(one.label ?? ''),
    value: Math.max(0, Number(one.value) || 0),
  }));
  const total = segments.reduce((/** @type {number} */ sum, /** @type {{value: number}} */ one) => sum + one.value, 0);
  let from = 0;
  return segments.map((/** @type {{label: string, value: number}} */ one) => {
    const to = from + (total > 0 ? one.value / total : 0);
    const slice = { ...one, from, to };
    from = to;
    return slice;
  });
};
