import type { Catalogue } from '../../audience/catalogue.ts';
import type { Bound } from './audience-words.ts';

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

/**
 * How many people the bounds may mean, from the catalogue alone: each metric read against its distribution, taken as
 * independent. A guess to talk about, named as one; the live count comes with the segments.
 *
 * @returns null where the distributions do not say: there are none, or a bound lies beyond the ninth decile
 */
export const guessAudience = (bounds: readonly Bound[], catalogue: Catalogue): number | null => {
  const buyers = catalogue.events.find(({ name }) => name === 'purchase')?.contacts ?? catalogue.contacts;
  if (bounds.length === 0) return catalogue.contacts;
  if (bounds.some(isNever)) return bounds.every(isNever) ? Math.max(0, catalogue.contacts - buyers) : 0;
  let people = buyers;
  for (const metric of new Set(bounds.map((bound) => bound.metric))) {
    const share = shareOf(
      bounds.filter((bound) => bound.metric === metric),
      catalogue.metrics.find(({ name }) => name === metric)?.deciles ?? [],
    );
    if (share === null) return null;
    people *= share;
  }
  return Math.round(people);
};

const isNever = ({ metric, is, value }: Bound): boolean => metric === 'orders' && is === 'eq' && value === 0;

const shareOf = (bounds: readonly Bound[], deciles: readonly number[]): number | null => {
  const from = Math.max(0, ...bounds.flatMap(({ is, value }) => (is === 'lt' ? [] : [value])));
  const to = Math.min(
    Number.POSITIVE_INFINITY,
    ...bounds.flatMap(({ is, value }) => (is === 'gte' ? [] : [is === 'eq' ? value + 1 : value])),
  );
  const isRank = bounds.some(({ metric }) => metric === 'revenue_percentile');
  if (isRank) return Math.max(0, Math.min(100, to) - from) / 100;
  // Everybody who bought did so at least once, whatever the distribution is.
  const everyone = from <= 0 || (from <= 1 && bounds.every(({ metric }) => metric === 'orders'));
  if (everyone && to === Number.POSITIVE_INFINITY) return 1;
  if (from > (deciles[8] ?? Number.POSITIVE_INFINITY)) return null;
  const low = everyone ? 1 : shareFrom(deciles, from);
  const high = to === Number.POSITIVE_INFINITY ? 0 : shareFrom(deciles, to);
  return low === null || high === null ? null : Math.max(0, low - high);
};
