import type { Voice } from '../i18n/voice.ts';
import { campaignKey } from '../kit/id.ts';
import { type Blocks, container, section } from '../slack/blocks.ts';
import { saidLine } from '../slack/text.ts';
import type { Readout } from './readout.ts';
import { perDollar } from './roi.ts';

/** Formula and denominator of every number above; folded away, because nobody reads them twice. */
export const formulas = (readout: Readout, v: Voice): Blocks => {
  const f = v.t.results.formulas;
  const lines =
    readout.kind === 'final'
      ? [
          f.attributedRevenue,
          f.incremental,
          f.interval,
          f.conversionInterval,
          f.fewBuyers,
          ...(readout.winners?.length ? [f.winner] : []),
          f.ctr,
          f.cvr,
          f.conversion,
          f.cpa,
          f.roas,
          ...(readout.coupon ? [f.coupon] : []),
          f.aov,
          f.unsubscribe,
          f.roi,
          f.roiWithSending,
          f.roiIncremental,
          ...(readout.forecast && !readout.stopped ? [f.forecastError] : []),
        ]
      : [
          f.attributedRevenue,
          ...(readout.early && 'ci' in readout.early ? [f.earlyInterval] : []),
          f.ctr,
          f.cvr,
          f.conversion,
          f.cpa,
          f.roas,
          f.aov,
          f.unsubscribe,
        ];
  return container(v.t.results.formulasTitle, [section(lines.map((line) => `• ${line}`).join('\n'))]);
};

/** Whose, which window, and what the numbers leave out. */
export const footnotes = (readout: Readout, v: Voice): string[] => {
  const t = v.t.results;
  const rate = perDollar(readout.currency);
  const ai = [
    ...(readout.cost.aiMinor > 0 && rate !== null && rate !== 1 ? [t.aiRate({ rate: v.amount(rate) })] : []),
    ...(readout.cost.aiKnown ? [] : [t.aiUnknown]),
  ];
  return [
    t.window({
      id: campaignKey(readout.campaignId),
      title: saidLine(readout.title, 80),
      from: v.time(new Date(readout.window.startsAt)),
      to: v.time(new Date(readout.window.readTo)),
      days: v.count(readout.window.days),
    }),
    readout.lift?.comparison ? t.fixedInterval : '',
    ai.join(' · '),
    readout.simulated ? v.t.customers.result : '',
  ];
};
