import type { Voice } from '../i18n/voice.ts';
import { campaignKey } from '../kit/id.ts';
import { type Blocks, container, section } from '../slack/blocks.ts';
import { saidLine } from '../slack/text.ts';
import type { Ratio } from './kpi.ts';
import type { Readout } from './readout.ts';
import { perDollar } from './roi.ts';
import { say } from './words.ts';

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
          ...(readout.rates.cac ? [f.cac] : []),
          ...(readout.rates.ltv ? [f.ltv] : []),
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
  const listed = (all: readonly string[]) => section(all.map((line) => `• ${line}`).join('\n'));
  const more = readout.kind === 'final' ? otherReadings(readout, v) : [];
  return container(v.t.results.formulasTitle, [...(more.length > 0 ? [listed(more)] : []), listed(lines)]);
};

/** What a sceptic asks next: the same difference read in other ways, and what the ledger knows of new customers. */
const otherReadings = (readout: Readout, v: Voice): string[] => {
  const t = v.t.results.more;
  const { blank } = v.t.results;
  const { money, signed, range } = say(readout, v);
  const { lift, capped, rates, arms } = readout;
  const bootstrap = lift?.comparison?.revenue?.bootstrap;
  const all = (perContact: number) => Math.round(perContact * arms.send.n);
  const each = (ratio: Ratio | undefined, why: string): string =>
    ratio && ratio.value !== null ? money(Math.round(ratio.value)) : blank({ why });
  return [
    ...(bootstrap
      ? [t.bootstrap({ ci: range(all(bootstrap.ci[0]), all(bootstrap.ci[1])), draws: v.count(bootstrap.draws) })]
      : []),
    ...(capped
      ? [
          t.capped({
            cap: money(capped.capMinor),
            incremental: signed(capped.minor),
            ci: range(capped.loMinor, capped.hiMinor),
          }),
        ]
      : capped === null
        ? [t.noCap]
        : []),
    // Readings stored before these were read have none of them.
    ...(rates.cac ? [t.cac({ cac: each(rates.cac, t.noNew) })] : []),
    ...(rates.ltv ? [t.ltv({ ltv: each(rates.ltv, t.noLtv) })] : []),
  ];
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
    readout.window.armsFrom ? t.lastWave({ at: v.time(new Date(readout.window.armsFrom)) }) : '',
    readout.lift?.comparison ? t.fixedInterval : '',
    ai.join(' · '),
    readout.simulated ? v.t.customers.result : '',
  ];
};
