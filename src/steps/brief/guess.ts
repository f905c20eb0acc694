import type { Catalogue } from '../../audience/catalogue.ts';
import { squeezed } from '../numbers.ts';

/** Share of values at or above `at`, read off nine deciles (10 % ... 90 %), straight lines between; 0..1. */
export const shareFrom = (deciles: readonly number[], at: number): number | null => {
  if (deciles.length !== 9) return null;
  const points = deciles.map((value, i) => ({ value, below: (i + 1) / 10 }));
  const first = points[0];
  const last = points[8];
  if (!first || !last) return null;
  if (at <= 0) return 1;
  if (at <= first.value) return first.value > 0 ? 1 - 0.1 * (at / first.value) : 1;
  // Beyond the ninth decile only a tenth is left, and how far it reaches nobody knows: half of it.
  if (at > last.value) return 0.05;
  const right = points.findIndex(({ value }) => value >= at);
  const high = points[right];
  const low = points[right - 1];
  if (!high || !low) return null;
  const step = high.value - low.value;
  return 1 - (low.below + 0.1 * (step > 0 ? (at - low.value) / step : 0));
};

const DAYS: readonly (readonly [RegExp, number])[] = [
  [/(\d+)(?:일|days?)/g, 1],
  [/(\d+)(?:주|weeks?)/g, 7],
  [/(\d+)(?:개월|달|months?)/g, 30],
];
const TIMES = /(\d+)(?:회|번|times|orders?|purchases?)/g;
const TOP = /(?:상위|top)(\d+)(?:%|퍼센트|percent)/g;
/** Within the span, not longer ago than it. */
const RECENT = /^(?:안|이내|내에|동안|미만)|^(?:orless)/;

/**
 * How many people the words may mean, from the catalogue alone: each number in them read against the distribution of its
 * metric, taken as independent. A guess to talk about, named as one; the live count comes with the segments.
 */
export const guessAudience = (words: string, catalogue: Catalogue): number => {
  const deciles = (name: string) => catalogue.metrics.find((metric) => metric.name === name)?.deciles ?? [];
  const buyers = catalogue.events.find(({ name }) => name === 'purchase')?.contacts ?? catalogue.contacts;
  const text = squeezed(words);
  const shares: number[] = [];
  const read = (share: number | null) => {
    if (share !== null) shares.push(share);
  };
  for (const [pattern, days] of DAYS)
    for (const found of text.matchAll(pattern)) {
      const longer = shareFrom(deciles('days_since_last_order'), Number(found[1]) * days);
      const isRecent = RECENT.test(text.slice(found.index + found[0].length));
      read(longer === null ? null : isRecent ? 1 - longer : longer);
    }
  for (const found of text.matchAll(TIMES)) read(shareFrom(deciles('orders'), Number(found[1])));
  for (const found of text.matchAll(TOP)) read(Math.min(1, Number(found[1]) / 100));
  const people = shares.length > 0 ? buyers : catalogue.contacts;
  return Math.round(shares.reduce((rest, share) => rest * share, people));
};
