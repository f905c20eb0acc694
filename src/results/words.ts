import type { Voice } from '../i18n/voice.ts';
import { toMajor } from '../kit/money.ts';
import type { Readout } from './readout.ts';

/** Numbers of a read-out as people read them. Money in minor units of the read-out's currency. */
export const say = (readout: Pick<Readout, 'currency'>, v: Voice) => {
  const money = (minor: number): string => v.money({ minor, currency: readout.currency });
  const plus = (x: number, text: string): string => (x > 0 ? `+${text}` : text);
  const signed = (minor: number): string => plus(minor, money(minor));
  const t = v.t.results;
  const points = (share: number): string => {
    const x = Math.round(share * 1_000) / 10;
    return t.points({ x: plus(x, v.count(x).replace('-', '−')) });
  };
  return {
    money,
    signed,
    /** Percent with its sign, for errors. */
    error: (share: number): string => plus(share, v.percent(share).replace('-', '−')),
    points,
    range: (lo: number, hi: number): string => t.range({ lo: signed(lo), hi: signed(hi) }),
    pointsRange: (lo: number, hi: number): string => t.range({ lo: points(lo), hi: points(hi) }),
    /** Per contact, where minor units are fractions. */
    each: (minor: number): string => v.amount(toMajor({ minor, currency: readout.currency })),
    percent: (share: number | null): string => (share === null ? t.none : v.percent(share)),
    times: (ratio: number | null): string =>
      ratio === null ? t.none : t.times({ x: v.count(ratio >= 100 ? Math.round(ratio) : Math.round(ratio * 10) / 10) }),
    /** A needed size is an estimate: two digits of it mean something. */
    about: (n: number): string => v.count(Number(n.toPrecision(2))),
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
  const { money, signed, range, points, pointsRange, about } = say(readout, v);
  const { verdict, lift, incremental, arms } = readout;
  const conversion = lift?.basis === 'conversion' ? lift.comparison?.conversion : null;
  const diff = conversion && { diff: points(conversion.diff), ci: pointsRange(...conversion.ci) };
  const revenue = incremental && {
    incremental: signed(incremental.minor),
    ci: range(incremental.loMinor, incremental.hiMinor),
  };
  switch (verdict.kind) {
    case 'too_early':
      return t.tooEarly({
        revenue: money(readout.attributed.revenueMinor),
        orders: v.count(readout.attributed.orders),
        days: v.count(readout.window.days),
      });
    case 'proved':
      return diff ? t.provedConversion(diff) : revenue ? `${t.proved(revenue)} ${t.rest}` : v.t.results.none;
    case 'harm':
      return diff ? t.harmConversion(diff) : revenue ? t.harm(revenue) : v.t.results.none;
    case 'withheld':
      return t.withheld({
        send: v.count(arms.send.n),
        holdout: v.count(arms.holdout.n),
        meant: v.percent(readout.holdoutShare),
      });
    case 'cannot_tell': {
      if (verdict.why === 'no_holdout') return t.noHoldout;
      const small = lift?.basis === 'conversion' ? t.smallConversion : t.small;
      const line = small({ n: v.count(arms.send.n + arms.holdout.n), holdout: v.count(arms.holdout.n) });
      return verdict.needed === null ? line : `${line} ${t.needed({ n: about(verdict.needed) })}`;
    }
  }
};

/** How both arms did, in one line, once a fixed reading allows it. */
export const armsLine = (readout: Readout, v: Voice): string | null => {
  const comparison = readout.lift?.comparison;
  if (!comparison) return null;
  const t = v.t.results.arms;
  const { points, pointsRange, range, signed } = say(readout, v);
  const { send, holdout } = readout.arms;
  const of = (arm: { conversions: number; n: number }) => t.of({ hits: v.count(arm.conversions), n: v.count(arm.n) });
  const rate = (arm: { conversions: number; n: number }) => v.percent(arm.n > 0 ? arm.conversions / arm.n : 0);
  const { conversion, cuped } = comparison;
  // CUPED leans on the same t interval: it is shown beside a verdict, never instead of one.
  const told = readout.verdict.kind === 'proved' || readout.verdict.kind === 'harm';
  const inAll = (perContact: number) => Math.round(perContact * send.n);
  return [
    t.line({ sendRate: rate(send), send: of(send), holdoutRate: rate(holdout), holdout: of(holdout) }),
    ...(conversion ? [t.diff({ diff: points(conversion.diff), ci: pointsRange(...conversion.ci) })] : []),
    ...(cuped && told
      ? [t.cuped({ incremental: signed(inAll(cuped.diff)), ci: range(inAll(cuped.ci[0]), inAll(cuped.ci[1])) })]
      : []),
    ...(readout.lift?.srm?.ok ? [t.split] : []),
  ].join(' · ');
};
