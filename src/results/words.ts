import type { Voice } from '../i18n/voice.ts';
import { toMajor } from '../kit/money.ts';
import { fixed } from './lift.ts';
import type { Readout } from './readout.ts';
import { people, points, verdictWords } from './verdict-words.ts';

/** Numbers of a read-out as people read them. Money in minor units of the read-out's currency. */
export const say = (readout: Pick<Readout, 'currency'>, v: Voice) => {
  const money = (minor: number): string => v.money({ minor, currency: readout.currency });
  const plus = (x: number, text: string): string => (x > 0 ? `+${text}` : text);
  const signed = (minor: number): string => plus(minor, money(minor));
  const t = v.t.results;
  const blank = (why?: string): string => (why ? t.blank({ why }) : t.none);
  const inPoints = (share: number): string => points(share, v);
  return {
    money,
    signed,
    plus,
    /** Percent with its sign, for errors. */
    error: (share: number | null): string =>
      share === null ? blank(t.why.zeroForecast) : plus(share, v.percent(share)),
    points: inPoints,
    range: (lo: number, hi: number): string => t.range({ lo: signed(lo), hi: signed(hi) }),
    pointsRange: (lo: number, hi: number): string => t.range({ lo: inPoints(lo), hi: inPoints(hi) }),
    /** Per contact, where minor units are fractions. */
    each: (minor: number): string => v.amount(toMajor({ minor, currency: readout.currency })),
    /** `why` there is none, where there is none. */
    percent: (share: number | null, why?: string): string => (share === null ? blank(why) : v.percent(share)),
    times: (ratio: number | null, why?: string): string =>
      ratio === null
        ? blank(why)
        : t.times({
            x: v.count(Math.abs(ratio) >= 100 ? Math.round(ratio) : Math.round(ratio * 10) / 10),
          }),
    /** A needed size is an estimate: as the verdict says it. */
    about: (n: number): string => people(n, v),
  };
};

/** KPI against its target; null when the brief had none. */
export const kpiLine = (readout: Readout, v: Voice): string | null => {
  const { kpi } = readout;
  if (!kpi) return null;
  const { money, percent } = say(readout, v);
  const t = v.t.results.kpi;
  const shown = (x: number | null): string =>
    x === null
      ? v.t.results.none
      : kpi.metric === 'attributed_revenue'
        ? money(x)
        : kpi.metric === 'conversion_rate'
          ? v.percent(x)
          : v.count(x);
  const metric = t.metric[kpi.metric];
  return kpi.share === null
    ? t.noTarget({ metric, actual: shown(kpi.actual) })
    : t.line({ metric, actual: shown(kpi.actual), target: shown(kpi.target), share: percent(kpi.share) });
};

/** The verdict in words, with its interval or with why there is none. */
export const verdictLine = (readout: Readout, v: Voice): string => {
  const t = v.t.results.verdict;
  const { money } = say(readout, v);
  const { verdict, lift, arms } = readout;
  if (verdict.kind === 'too_early') return v.t.results.look.early({ why: v.t.results.why.untilEnd });
  const comparison = lift?.comparison ?? null;
  const basis = lift?.basis ?? 'revenue';
  const told = { basis, comparison, intervals: comparison && fixed(comparison), treated: arms.send.n };
  const words = verdictWords(verdict, told, v, (minor) => money(Math.round(minor)));
  const counts = { send: v.count(arms.send.n), holdout: v.count(arms.holdout.n) };
  if (verdict.kind === 'withheld')
    return `${words}: ${t.withheldParts({ ...counts, meant: v.percent(readout.holdoutShare) })}`;
  if (verdict.kind === 'cannot_tell' && verdict.why !== 'no_holdout') {
    const sold = arms.send.conversions + arms.holdout.conversions > 0;
    const now = t.smallParts({ ...counts, n: v.count(arms.send.n + arms.holdout.n) });
    return `${sold ? words : t.nothingSold({ words })} ${now}.`;
  }
  return `${words}.`;
};

/** What the verdict means for the reader, in plain words; nothing where it says so itself. */
export const meaning = (readout: Readout, v: Voice): string => {
  const t = v.t.results.verdict;
  const { verdict } = readout;
  if (verdict.kind === 'withheld') return t.withheldNext;
  return verdict.kind === 'proved' ? t.added : '';
};

/** What attributed revenue holds beside the proved part of it. */
export const restLine = ({ verdict, lift, incremental, attributed, window }: Readout, v: Voice): string => {
  if (verdict.kind !== 'proved' || lift?.basis !== 'revenue' || incremental === null) return '';
  // With a test share first the two are read over different spans: neither is a part of the other.
  const part = incremental.minor < attributed.revenueMinor && !window.armsFrom;
  return part ? v.t.results.verdict.rest : '';
};

/** How both arms did and by how much they differ, a line each, once a fixed reading allows it. */
export const armsLines = (readout: Readout, v: Voice): string | null => {
  const comparison = readout.lift?.comparison;
  if (!comparison) return null;
  const t = v.t.results.arms;
  const { percent, points, pointsRange } = say(readout, v);
  const { send, holdout } = readout.arms;
  const of = (arm: { conversions: number; n: number }) => t.of({ hits: v.count(arm.conversions), n: v.count(arm.n) });
  const rate = (arm: { conversions: number; n: number }) => percent(arm.n > 0 ? arm.conversions / arm.n : null);
  const { conversion } = comparison;
  return [
    t.line({ sendRate: rate(send), send: of(send), holdoutRate: rate(holdout), holdout: of(holdout) }),
    [
      ...(conversion ? [t.diff({ diff: points(conversion.diff), ci: pointsRange(...conversion.ci) })] : []),
      ...(readout.lift?.srm?.ok ? [t.split] : []),
    ].join(' · '),
  ]
    .filter(Boolean)
    .join('\n');
};
