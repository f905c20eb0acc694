import type { Voice } from '../i18n/voice.ts';
import { campaignKey } from '../kit/id.ts';
import { actions, type Blocks, button, container, section } from '../slack/blocks.ts';
import { bold, saidLine } from '../slack/text.ts';
import type { Ratio } from './kpi.ts';
import type { Readout } from './readout.ts';
import { perDollar } from './roi.ts';
import type { Room } from './room.ts';
import { say } from './words.ts';

/** Formula and denominator of every number above; folded away, because nobody reads them twice. All of them by a button. */
export const formulas = (readout: Readout, v: Voice, room: Room): Blocks => {
  const { formulasTitle, formulasTitleEarly } = v.t.results;
  const groups = formulaGroups(readout, v);
  const all = groups.length <= room.groups;
  const { campaignId, kind } = readout;
  return [
    ...container(kind === 'final' ? formulasTitle : formulasTitleEarly, groups.slice(0, room.groups)),
    ...(all ? [] : actions([button('result.formulas', formulasTitleEarly, `${campaignId}.${kind}`)])),
  ];
};

/** One section a group, what is of this result first. */
export const formulaGroups = (readout: Readout, v: Voice): ReturnType<typeof section>[] => {
  const { formulas: f, formulaGroups: title } = v.t.results;
  const { winners, rates, coupon, forecast, stopped, early, verdict } = readout;
  const final = readout.kind === 'final';
  const groups: [string, string[]][] = [
    [title.other, final ? otherReadings(readout, v) : []],
    [
      title.money,
      [
        f.window,
        f.attributedRevenue,
        ...(final && verdict.kind === 'cannot_tell' && verdict.needed !== null ? [f.needed] : []),
        ...(final ? [f.incremental, f.interval, f.conversionInterval, f.fewBuyers] : []),
        ...(final && (readout.segments ?? []).filter(({ lift }) => lift).length > 1 ? [f.segmentIncremental] : []),
        ...(final && winners?.length ? [f.winner] : []),
        ...(early && 'ci' in early ? [f.earlyInterval] : []),
      ],
    ],
    [
      title.cost,
      [
        ...(final ? [f.roi, f.roiWithSending, f.roiIncremental] : []),
        f.cpa,
        f.roas,
        ...(final && rates.cac ? [f.cac] : []),
        ...(final && rates.ltv ? [f.ltv] : []),
        ...(final && forecast && !stopped ? [f.forecastError] : []),
      ],
    ],
    [title.people, [f.ctr, f.cvr, f.conversion, f.aov, ...(coupon ? [f.coupon] : []), f.unsubscribe]],
  ];
  return groups
    .filter(([, lines]) => lines.length > 0)
    .map(([name, lines]) => section([bold(name), ...lines.map((line) => `• ${line}`)].join('\n')));
};

/** What a sceptic asks next: the same difference read in other ways, and what the ledger knows of new customers. */
const otherReadings = (readout: Readout, v: Voice): string[] => {
  const t = v.t.results.more;
  const { blank } = v.t.results;
  const { money, signed, range } = say(readout, v);
  const { lift, capped, rates, arms, verdict } = readout;
  const cuped = lift?.comparison?.cuped;
  const bootstrap = lift?.comparison?.revenue?.bootstrap;
  const all = (perContact: number) => Math.round(perContact * arms.send.n);
  const each = (ratio: Ratio | undefined, why: string): string =>
    ratio && ratio.value !== null ? money(Math.round(ratio.value)) : blank({ why });
  // CUPED leans on the same t interval: it is shown beside a verdict, never instead of one.
  const told = verdict.kind === 'proved' || verdict.kind === 'harm';
  return [
    ...(cuped && told
      ? [t.cuped({ incremental: signed(all(cuped.diff)), ci: range(all(cuped.ci[0]), all(cuped.ci[1])) })]
      : []),
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

/** Whose result it is, and over which window. */
export const scope = (readout: Readout, v: Voice, room: Room): string =>
  v.t.results.window({
    id: campaignKey(readout.campaignId),
    title: saidLine(readout.title, Math.min(80, room.words)),
    from: v.time(new Date(readout.window.startsAt)),
    to: v.time(new Date(readout.window.readTo)),
    days: v.count(readout.window.days),
  });

/** How the numbers were read, and what they leave out. */
export const footnotes = (readout: Readout, v: Voice): string[] => {
  const t = v.t.results;
  const rate = perDollar(readout.currency);
  const ai = [
    ...(readout.cost.aiMinor > 0 && rate !== null && rate !== 1 ? [t.aiRate({ rate: v.amount(rate) })] : []),
    ...(readout.cost.aiKnown ? [] : [t.aiUnknown]),
  ];
  return [
    readout.window.armsFrom ? t.lastWave({ at: v.time(new Date(readout.window.armsFrom)) }) : '',
    readout.lift?.comparison ? t.fixedInterval : '',
    ai.join(' · '),
    readout.simulated ? v.t.customers.result : '',
  ];
};
