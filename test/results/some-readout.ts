import { addMs, DAY } from '../../src/kit/clock.ts';
import { sumCredits } from '../../src/results/attribution.ts';
import { earlyOf } from '../../src/results/early.ts';
import { ratesOf } from '../../src/results/kpi.ts';
import { readLift } from '../../src/results/lift.ts';
import type { Readout } from '../../src/results/readout.ts';
import { costOf, roiOf } from '../../src/results/roi.ts';
import { armOfRows } from '../../src/results/samples.ts';
import { segmentLifts } from '../../src/results/segment-lift.ts';
import { winnersOf } from '../../src/results/winner.ts';
import { START } from './sent-campaign.ts';

/** A read-out of so many buyers in each arm, everything else in proportion; amounts 20,000 to 60,000 won. */
export const someReadout = (
  want: {
    send?: number;
    holdout?: number;
    sendBuyers?: number;
    holdoutBuyers?: number;
    meantHoldout?: number;
    kind?: Readout['kind'];
    metric?: NonNullable<Readout['kpi']>['metric'];
    /** Of so many buyers of each; variants share their segment's contacts equally, segments share all. */
    variants?: Readonly<Record<string, number>>;
    more?: Partial<Readout>;
  } = {},
): Readout => {
  const { send = 3_656, holdout = 914, sendBuyers = 238, holdoutBuyers = 24, kind = 'final' } = want;
  const metric = want.metric ?? 'attributed_revenue';
  const holdoutShare = want.meantHoldout ?? holdout / (send + holdout);
  const arm = (n: number, buyers: number) => {
    const outcome = Array.from({ length: n }, (_, i) => (i < buyers ? 20_000 + 1_000 * ((i * 7) % 41) : 0));
    return armOfRows({ outcome, before: outcome.map((y, i) => (i % 3 ? 0 : y / 2 + 5_000)) });
  };
  const [treated, control] = [arm(send, sendBuyers), arm(holdout, holdoutBuyers)];
  const lift =
    kind === 'final'
      ? readLift(treated, control, {
          holdoutShare: holdoutShare,
          basis: metric === 'attributed_revenue' ? 'revenue' : 'conversion',
          seed: 'golden',
          draws: 500,
        })
      : null;
  const revenue = lift?.comparison?.revenue;
  const incremental = revenue
    ? {
        minor: Math.round(revenue.incremental),
        loMinor: Math.round(revenue.incrementalCi[0]),
        hiMinor: Math.round(revenue.incrementalCi[1]),
      }
    : null;
  const total = (n: number, mean: number) => Math.round(mean * n);
  const attributedMinor = total(send, treated.meanY);
  const half = Math.floor(sendBuyers / 2);
  const bought = want.variants ?? { 'A-1': half, 'A-2': sendBuyers - half };
  const names = Object.keys(bought);
  const segmentOf = (variant: string) => variant.split('-')[0] ?? '';
  const keys = [...new Set(names.map(segmentOf))];
  const basis = metric === 'attributed_revenue' ? 'revenue' : 'conversion';
  const credit = (variant: string, contacts: number, revenueMinor: number) => ({
    variant,
    contacts,
    clickContacts: Math.floor(contacts / 2),
    newContacts: Math.floor(contacts / 5),
    orders: contacts,
    revenueMinor,
    refundedOrders: 0,
    refundedMinor: 0,
  });
  const partOf = (segment: string) => names.filter((variant) => segmentOf(variant) === segment);
  const lifts = lift
    ? segmentLifts(
        keys.map((segment) => ({
          segment,
          send: arm(
            Math.round(send / keys.length),
            partOf(segment).reduce((sum, variant) => sum + (bought[variant] ?? 0), 0),
          ),
          holdout: arm(Math.round(holdout / keys.length), Math.round(holdoutBuyers / keys.length)),
        })),
        lift,
        { holdoutShare, seed: 'golden' },
      )
    : [];
  const credits = names.map((variant) => {
    const contacts = bought[variant] ?? 0;
    return credit(variant, contacts, Math.round((attributedMinor * contacts) / Math.max(1, sendBuyers)));
  });
  const attributed = { ...credit('', sendBuyers, attributedMinor), refundedOrders: 2, refundedMinor: 81_000 };
  const funnel = {
    planned: send,
    handed: send,
    accepted: send - 9,
    delivered: send - 9,
    failed: 9,
    unknown: 0,
    opened: Math.round(send * 0.35),
    clicked: Math.round(send * 0.12),
    machineClicked: 31,
    unsubscribed: Math.round(send * 0.004),
    bounced: 9,
    complained: 0,
  };
  const part = (share: number) =>
    Object.fromEntries(Object.entries(funnel).map(([name, n]) => [name, Math.round(n * share)])) as typeof funnel;
  const cost = costOf({
    currency: 'KRW',
    sendingMinor: funnel.accepted * 10,
    aiMicros: 800_000,
    aiUnknownCalls: 0,
    labour: { ratePerHourMajor: 30_000, minutesSpent: 30, minutesSaved: 240 },
  });
  const target = metric === 'attributed_revenue' ? 10_000_000 : 0.05;
  const actual = metric === 'attributed_revenue' ? attributedMinor : attributed.contacts / funnel.delivered;
  const { variant: _variant, ...whole } = attributed;
  const told = lift?.verdict.kind === 'proved' || lift?.verdict.kind === 'harm';
  const end = addMs(START, 7 * DAY);
  const at = addMs(START, { day1: 1, daily: 3, final: 7 }[kind] * DAY).toISOString();
  const early = lift ? null : earlyOf(treated, control, { holdoutShare, basis });
  const broken = early && 'why' in early && early.why === 'split';
  return {
    campaignId: 42,
    occurrence: 1,
    kind,
    title: '단골 재방문 <!channel>',
    channel: 'email',
    at,
    corrected: false,
    stopped: false,
    currency: 'KRW',
    window: {
      startsAt: START.toISOString(),
      endsAt: end.toISOString(),
      readTo: at,
      days: 7,
    },
    kpi: { metric, target, actual, share: actual / target, deadline: '2026-12-31' },
    funnel,
    attributed: whole,
    rates: ratesOf(funnel, attributed, cost, { contacts: 0, minor: 0 }),
    cost,
    roi: roiOf(attributedMinor, told ? incremental : null, cost),
    arms: {
      send: {
        n: send,
        conversions: sendBuyers,
        orders: sendBuyers,
        revenueMinor: attributedMinor,
        perContactMinor: send > 0 ? treated.meanY : null,
      },
      holdout: {
        n: holdout,
        conversions: holdoutBuyers,
        orders: holdoutBuyers,
        revenueMinor: total(holdout, control.meanY),
        perContactMinor: holdout > 0 ? control.meanY : null,
      },
    },
    holdoutShare: holdoutShare,
    lift,
    verdict: lift?.verdict ?? (broken ? { kind: 'withheld', p: early.p } : { kind: 'too_early' }),
    incremental,
    byDay: Array.from({ length: 7 }, (_, i) => ({
      at: addMs(START, i * DAY).toISOString(),
      days: 1,
      sendMinor: Math.round((attributedMinor * (7 - i)) / 28),
      holdoutMinor: Math.round((total(holdout, control.meanY) * 4) / 28),
    })),
    early,
    variants: credits.map((one) => ({
      variant: one.variant,
      segment: segmentOf(one.variant),
      funnel: part(1 / names.length),
      credit: one,
    })),
    segments: keys.map((segment, i) => ({
      ...(lift && { lift: lifts[i]! }),
      segment,
      name: ['60–120일 쉰 단골', '120일 넘게 쉰 단골 <!here>'][i] ?? '',
      send: Math.round(send / keys.length),
      holdout: Math.round(holdout / keys.length),
      funnel: part(1 / keys.length),
      credit: sumCredits(credits.filter(({ variant }) => segmentOf(variant) === segment)),
    })),
    winners: lift?.comparison
      ? winnersOf(
          names.map((variant) => ({
            variant,
            segment: segmentOf(variant),
            arm: arm(Math.round(send / names.length), bought[variant] ?? 0),
          })),
          basis,
          'golden',
        )
      : [],
    forecast: {
      p10Minor: 4_100_000,
      p50Minor: 7_200_000,
      p90Minor: 11_300_000,
      actualMinor: attributedMinor,
      error: attributedMinor / 7_200_000 - 1,
      roi: { p10: 1.2, p50: 2.1, p90: 3.3, actual: roiOf(attributedMinor, null, cost).asDefined.value },
    },
    simulated: true,
    ...want.more,
  };
};
