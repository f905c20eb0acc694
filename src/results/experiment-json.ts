import type { Voice } from '../i18n/voice.ts';
import { voice } from '../i18n/voice.ts';
import type { Experiment, Reading } from './experiment.ts';
import type { RevenueLift, VerdictBasis } from './lift.ts';
import { fixed } from './lift.ts';
import { adjusted } from './means.ts';
import { type Arm, cappedAt, type Sample } from './samples.ts';
import { verdictWords } from './verdict-words.ts';

/** How amounts without a currency are read: plain numbers. */
export const amountIn = (v: Voice, currency: string | null): ((x: number) => string) =>
  currency === null
    ? (x) => v.count(Math.round(x * 100) / 100 + 0)
    : voice(v.language, { timezone: 'UTC', currency }).amount;

/** The same for an amount per contact, which is mostly a fraction of what anybody pays. */
export const eachIn = (v: Voice, currency: string | null): ((x: number) => string) =>
  currency === null ? (x) => v.fine(x) : voice(v.language, { timezone: 'UTC', currency }).each;

/** The verdict of one reading as a sentence. */
export const readingWords = (
  reading: Reading,
  told: { basis: VerdictBasis; treated: number; currency: string | null },
  v: Voice,
): string => {
  const { verdict, comparison, alwaysValid } = reading;
  const intervals = alwaysValid ?? (comparison && fixed(comparison));
  const words = verdictWords(verdict, { ...told, comparison, intervals }, v, amountIn(v, told.currency));
  return alwaysValid ? v.t.results.verdict.early({ verdict: words }) : words;
};

/**
 * The experiment as JSON, in the file's own units and unrounded. A broken split leaves the counts of contacts and nothing
 * from which a difference could be reckoned.
 */
export const experimentJson = (
  arms: ReadonlyMap<string, Arm>,
  experiment: Experiment,
  declared: { basis: VerdictBasis; control: string; currency: string | null; cap?: number },
) => {
  const { control: base, cap } = declared;
  const sound = experiment.srm?.ok !== false;
  const account = { timezone: 'UTC', currency: declared.currency ?? 'KRW' };
  const [ko, en] = [voice('ko', account), voice('en', account)];
  return {
    srm: experiment.srm,
    arms: Object.fromEntries([...arms].map(([name, arm]) => [name, armJson(arm, sound)])),
    comparisons: Object.fromEntries(
      Object.entries(experiment.readings).map(([name, reading]) => {
        const told = { basis: declared.basis, treated: arms.get(name)?.n ?? 0, currency: declared.currency };
        return [
          name,
          {
            ...comparisonJson(reading, arms.get(name), arms.get(base), cap),
            verdict: { ko: readingWords(reading, told, ko), en: readingWords(reading, told, en) },
          },
        ];
      }),
    ),
    ...(experiment.best && { best: experiment.best }),
  };
};

const armJson = (arm: Arm, sound: boolean) => ({
  n: arm.n,
  conversions: sound ? arm.conversions : null,
  rate: sound ? arm.conversions / arm.n : null,
  revenue: sound ? arm.meanY * arm.n : null,
  mean: sound ? arm.meanY : null,
});

/** Where nothing varies there is a difference and no interval; of a broken split there is nothing at all. */
const comparisonJson = (
  { comparison, capped, alwaysValid, holmP }: Reading,
  treated: Arm | undefined,
  control: Arm | undefined,
  cap: number | undefined,
) => {
  const arms = comparison && treated && control && { treated, control };
  const before = arms && adjusted(arms.treated, arms.control);
  return {
    conversion: comparison?.conversion
      ? pick(comparison.conversion, ['diff', 'ci', 'relative', 'relativeCi', 'p'])
      : null,
    revenue: arms ? revenueJson(comparison.revenue, arms.treated, arms.control) : null,
    cuped: before
      ? {
          theta: before.theta,
          diff: before.treated.meanY - before.control.meanY,
          ci: comparison?.cuped?.ci ?? null,
        }
      : null,
    ...(arms &&
      cap !== undefined && { capped: revenueJson(capped, cappedAt(arms.treated, cap), cappedAt(arms.control, cap)) }),
    ...(alwaysValid && { alwaysValid }),
    ...(holmP !== null && { holmP }),
  };
};

const revenueJson = (lift: RevenueLift | null, treated: Sample, control: Sample) => {
  const diff = treated.meanY - control.meanY;
  return {
    diff,
    ci: lift?.ci ?? null,
    welchP: lift?.p ?? null,
    bootstrapCi: lift?.bootstrap?.ci ?? null,
    incremental: diff * treated.n,
    incrementalCi: lift?.incrementalCi ?? null,
  };
};

const pick = <T extends object, K extends keyof T>(from: T, keys: readonly K[]): Pick<T, K> =>
  Object.fromEntries(keys.map((key) => [key, from[key]])) as Pick<T, K>;
