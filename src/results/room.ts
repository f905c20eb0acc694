import type { Voice } from '../i18n/voice.ts';
import { campaignKey } from '../kit/id.ts';
import type { Blocks } from '../slack/blocks.ts';
import { BUDGET, weigh } from '../slack/budget.ts';
import type { Readout } from './readout.ts';

/**
 * How much of a result a card draws. A message has room for about 10,000 characters of blocks; what a large campaign has
 * more is left out whole, in this order, and named with where it can be read: nothing is cut off in mid-sentence.
 */
export type Room = {
  /** Rows of the table of segments and variants. */
  rows: number;
  /** Segments told by themselves, and so their variants. */
  segments: number;
  /** Groups of formulas; all of them are behind a button where some are left out. */
  groups: number;
  /** The table beside the chart, which has the same numbers. */
  days: boolean;
  /** Characters of what people and the model wrote, at a time. */
  words: number;
  /** What is left out of this reading, in words; empty where it is all there. */
  cuts(readout: Readout, v: Voice): string;
};

type Measures = Omit<Room, 'cuts'>;

/** From all of it to what always fits; held by a property test over the view. */
const STEPS: readonly Measures[] = [
  { rows: 12, segments: 4, groups: 4, days: true, words: 400 },
  { rows: 12, segments: 4, groups: 4, days: false, words: 400 },
  { rows: 12, segments: 4, groups: 1, days: false, words: 400 },
  { rows: 8, segments: 4, groups: 1, days: false, words: 400 },
  { rows: 6, segments: 3, groups: 0, days: false, words: 200 },
  { rows: 4, segments: 2, groups: 0, days: false, words: 200 },
  { rows: 2, segments: 1, groups: 0, days: false, words: 40 },
];

/** The most of it that fits. */
export const roomy = (draw: (room: Room) => Blocks): Blocks => {
  let drawn: Blocks = [];
  for (const measures of STEPS) {
    drawn = draw({ ...measures, cuts: (readout, v) => cuts(readout, measures, v) });
    if (weigh(drawn) <= BUDGET) break;
  }
  return drawn;
};

const ALL = STEPS[0] as Measures;

const cuts = (readout: Readout, measures: Measures, v: Voice): string => {
  const t = v.t.results;
  if (readout.kind !== 'final') return '';
  const { segments = [], variants, winners = [], byDay } = readout;
  const rows = variants.length + (segments.length < 2 ? 0 : segments.length) - measures.rows;
  const untold = Math.max(segments.filter(({ lift }) => lift).length, winners.length) - measures.segments;
  const what = [
    ...(rows > 0 && variants.length > 0 ? [t.cutParts.rows({ n: v.count(rows) })] : []),
    ...(untold > 0 ? [t.cutParts.segments({ n: v.count(untold) })] : []),
    ...(measures.groups < ALL.groups ? [t.cutParts.formulas] : []),
    ...(byDay.length > 0 && !measures.days ? [t.cutParts.days] : []),
  ].join(', ');
  return what && t.cut({ what, id: campaignKey(readout.campaignId) });
};
