import type { Voice } from '../i18n/voice.ts';
import type { Deciding, Verdict, VerdictBasis } from './lift.ts';

/** What a verdict is told with: the difference the basis is about, its interval, and how many the sum is over. */
export type Told = {
  basis: VerdictBasis;
  comparison: Partial<Record<VerdictBasis, { diff: number } | null>> | null;
  intervals: Partial<Deciding> | null;
  treated: number;
};

/**
 * The verdict as one sentence without a full stop, the same for a campaign and for a file.
 *
 * @param amount an amount in the units of the comparison as people read it
 */
export const verdictWords = (
  verdict: Verdict,
  { basis, comparison, intervals, treated }: Told,
  v: Voice,
  amount: (x: number) => string,
): string => {
  const t = v.t.results.verdict;
  switch (verdict.kind) {
    case 'withheld':
      return t.withheld;
    case 'cannot_tell':
      if (verdict.why === 'no_holdout') return t.noHoldout;
      if (verdict.why === 'several') return t.several;
      return verdict.needed === null ? t.small : t.smallNeeded({ n: people(verdict.needed, v) });
    case 'proved':
    case 'harm': {
      const diff = basis === 'revenue' ? comparison?.revenue?.diff : comparison?.conversion?.diff;
      const interval = intervals?.[basis];
      if (diff === undefined || !interval) return v.t.results.none;
      if (basis === 'conversion') {
        const words = verdict.kind === 'proved' ? t.provedConversion : t.harmConversion;
        return words(sameUnit([diff, ...interval].map((share) => points(share, v))));
      }
      const words = verdict.kind === 'proved' ? t.proved : t.harm;
      return words(sameUnit([diff, ...interval].map((each) => signed(each * treated, amount))));
    }
  }
};

export const signed = (x: number, amount: (x: number) => string): string => (x > 0 ? `+${amount(x)}` : amount(x));

/** Percentage points with their sign; a difference that is there is not told as 0. */
export const points = (share: number, v: Voice): string => {
  const exact = share * 100;
  const x = Math.abs(exact) < 0.1 ? Number(exact.toPrecision(1)) : Math.round(exact * 10) / 10;
  return v.t.results.points({ x: `${x > 0 ? '+' : ''}${v.count(x)}` });
};

/** A needed size is an estimate: three digits of it at most mean something; Koreans read it in ten-thousands. */
export const people = (n: number, v: Voice): string => {
  const digits = { maximumSignificantDigits: 3 } as const;
  return v.language === 'ko' && n >= 10_000
    ? new Intl.NumberFormat('ko-KR', { ...digits, notation: 'compact' }).format(n)
    : new Intl.NumberFormat(v.language === 'ko' ? 'ko-KR' : 'en-US', digits).format(n);
};

const UNIT = /[^\d.,]+$/;

/** A unit that all three share is said once: +412만원 (+180 ~ +640). */
const sameUnit = ([diff = '', lo = '', hi = '']: readonly string[]): { diff: string; lo: string; hi: string } => {
  const unit = UNIT.exec(diff)?.[0];
  // Two units in one amount (1억 2,000만원) cannot be shortened without changing what the others say.
  const shared =
    unit && [lo, hi].every((text) => text.endsWith(unit)) && ![diff, lo, hi].some((text) => / \d/.test(text));
  return shared ? { diff, lo: lo.slice(0, -unit.length), hi: hi.slice(0, -unit.length) } : { diff, lo, hi };
};
