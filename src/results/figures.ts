import type { Voice } from '../i18n/voice.ts';
import { saidLine } from '../slack/text.ts';
import type { Readout } from './readout.ts';
import { say } from './words.ts';

/** The figures of the card by name; one that has no value says why. Opens are there to be seen and decide nothing. */
export const figures = (readout: Readout, v: Voice): [string, string][] => {
  const { why, blank } = v.t.results;
  const t = v.t.results.fields;
  const { money, percent, times } = say(readout, v);
  const { attributed, cost, funnel, rates, roi, channel } = readout;
  const final = readout.kind === 'final';
  const refunds =
    attributed.refundedOrders > 0
      ? t.refunded({ orders: v.count(attributed.refundedOrders), money: money(attributed.refundedMinor) })
      : '';
  // Planned is what it adds up to: the rest was held back when it was its turn, or has not had its turn.
  const rest = funnel.planned - funnel.delivered - funnel.failed - funnel.unknown;
  // Readings of before the two were told apart: at the end nobody waits.
  const waiting = funnel.waiting ?? (final ? 0 : rest);
  // Of nobody delivered to there is no share; the line of the delivered says so once.
  const share = (n: number): string => percent(funnel.delivered > 0 ? n / funnel.delivered : null);
  return [
    [t.attributed, `${money(attributed.revenueMinor)}${refunds}`],
    [final ? t.incremental : t.incrementalEarly, final ? incrementalWords(readout, v) : earlyWords(readout, v)],
    [
      t.converted,
      t.convertedParts({
        contacts: v.count(attributed.contacts),
        orders: v.count(attributed.orders),
        aov: rates.aov.value === null ? blank({ why: why.noOrders }) : money(Math.round(rates.aov.value)),
      }),
    ],
    ...couponFigure(readout, v),
    [
      t.clicked,
      t.clickedParts({
        clicked: v.count(funnel.clicked),
        ctr: share(funnel.clicked),
        cvr: percent(rates.cvr.value),
      }) + (funnel.machineClicked > 0 ? t.machines({ n: v.count(funnel.machineClicked) }) : ''),
    ],
    [
      t.opened,
      channel === null || channel === 'email'
        ? t.openedParts({ n: v.count(funnel.opened), rate: share(funnel.opened) })
        : blank({ why: why.noOpens({ channel: v.t.results.channels[channel] }) }),
    ],
    [
      t.reached,
      t.reachedParts({
        delivered: v.count(funnel.delivered),
        planned: v.count(funnel.planned),
        rest: [
          t.failed({ n: v.count(funnel.failed) }),
          ...(funnel.unknown > 0 ? [t.unknown({ n: v.count(funnel.unknown) })] : []),
          ...(rest > waiting ? [t.notSent({ n: v.count(rest - waiting) })] : []),
          ...(waiting > 0 ? [t.waiting({ n: v.count(waiting) })] : []),
        ].join(', '),
      }),
    ],
    [t.unsubscribed, t.unsubscribedParts({ n: v.count(funnel.unsubscribed), rate: share(funnel.unsubscribed) })],
    [
      t.cost,
      `${t.costParts({
        total: money(cost.totalMinor),
        sending: money(cost.sendingMinor),
        ai: money(cost.aiMinor),
        labour: money(cost.labourMinor),
      })} · ${t.perCost({
        cpa: rates.cpa.value === null ? blank({ why: why.noOrders }) : money(Math.round(rates.cpa.value)),
        roas: times(rates.roas.value, why.noCost),
      })}`,
    ],
    ...(final
      ? [
          [
            t.roi,
            t.roiParts({
              own: times(roi.asDefined.value, why.noCost),
              sending: times(roi.withSending.value, why.noCost),
              incremental:
                times(roi.incremental?.value ?? null, roi.incremental ? why.noCost : why.noIncremental) +
                (roi.incrementalCi
                  ? t.roiInterval({
                      ci: v.t.results.range({ lo: times(roi.incrementalCi[0]), hi: times(roi.incrementalCi[1]) }),
                    })
                  : ''),
              saved: money(cost.savedLabourMinor),
            }),
          ] satisfies [string, string],
        ]
      : []),
  ];
};

/** Redemptions are facts of the codes, whatever was credited to whom. */
const couponFigure = ({ coupon, currency }: Readout, v: Voice): [string, string][] => {
  if (!coupon) return [];
  const t = v.t.coupons;
  const { money, percent } = say({ currency }, v);
  const line = t.result({
    redeemed: v.count(coupon.redeemed),
    issued: v.count(coupon.issued),
    rate: percent(coupon.rate),
    money: money(coupon.revenueMinor),
    name: saidLine(coupon.name, 60),
  });
  return [
    [
      t.home,
      [
        line,
        ...(coupon.refunded > 0 ? [t.refunded({ n: v.count(coupon.refunded) })] : []),
        ...(coupon.byOthers > 0 ? [t.byOthers({ n: v.count(coupon.byOthers) })] : []),
      ].join(' · '),
    ],
  ];
};

const incrementalWords = (readout: Readout, v: Voice): string => {
  const { fields: t, why, blank } = v.t.results;
  const { incremental, verdict } = readout;
  const { signed, range } = say(readout, v);
  const outside = incremental !== null && incremental.loMinor * incremental.hiMinor > 0;
  if (incremental) {
    const untold = verdict.kind === 'cannot_tell';
    // A verdict on conversion says nothing of the amount.
    const note = untold === outside ? (untold ? t.incrementalFew : t.incrementalZero) : '';
    return `${t.incrementalParts({
      incremental: signed(incremental.minor),
      ci: range(incremental.loMinor, incremental.hiMinor),
      told: untold ? t.incrementalUntold : '',
    })}${note}`;
  }
  if (verdict.kind === 'withheld') return blank({ why: why.split });
  return blank({ why: readout.arms.holdout.n === 0 ? why.noHoldout : why.nothingVaried });
};

/** Before the end only an interval that holds at every look may be shown. */
const earlyWords = (readout: Readout, v: Voice): string => {
  const { fields: t, why, blank, range } = v.t.results;
  const { early } = readout;
  if (!early) return blank({ why: why.untilEnd });
  if ('why' in early)
    return blank({ why: { no_holdout: why.noHoldout, few_buyers: why.fewBuyers, split: why.split }[early.why] });
  const { signed, points } = say(readout, v);
  const said = (x: number) => (early.basis === 'revenue' ? signed(Math.round(x * readout.arms.send.n)) : points(x));
  const [lo, hi] = early.ci;
  return t.earlyParts({
    diff: said(early.diff),
    ci: range({ lo: said(lo), hi: said(hi) }),
    n: v.count(early.n),
    zero: lo <= 0 && hi >= 0 ? t.earlyZero : '',
  });
};
