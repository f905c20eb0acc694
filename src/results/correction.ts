import { contentHash } from '../kit/hash.ts';
import { looksOf } from './looks.ts';
import type { Readout } from './readout.ts';

/** What was read first, kept with every later reading: a correction is told against it, not against the look before. */
export type FirstReading = Figures & { at: string };

type Figures = {
  /** Absent from readings stored before it was told. */
  delivered?: number;
  orders: number;
  refunds: number;
  revenueMinor: number;
  /** Null where the split is broken: nothing of the arms is told then. */
  holdoutOrders: number | null;
  incrementalMinor: number | null;
};

/** What came in after the first final reading (orders, refunds, what became of a message), before and now. */
export type Correction = {
  /** Business time of the first final reading, ISO. */
  since: string;
  before: Figures;
  now: Figures;
};

const figuresOf = ({
  funnel,
  attributed,
  arms,
  incremental,
  verdict,
}: Pick<Readout, 'funnel' | 'attributed' | 'arms' | 'incremental' | 'verdict'>): Figures => ({
  delivered: funnel.delivered,
  orders: attributed.orders,
  refunds: attributed.refundedOrders,
  revenueMinor: attributed.revenueMinor,
  holdoutOrders: verdict.kind === 'withheld' ? null : arms.holdout.orders,
  incrementalMinor: incremental?.minor ?? null,
});

/** @param kept the reading that is about to be replaced */
export const firstOf = (kept: Readout): FirstReading => kept.first ?? { at: kept.at, ...figuresOf(kept) };

export const correctionOf = ({ at, ...before }: FirstReading, fresh: Readout): Correction => ({
  since: at,
  before,
  now: figuresOf(fresh),
});

/**
 * What is kept: the older reading where this one says the same. Before the end each look replaces the last. A final
 * one says that it was corrected once a figure of it has moved; what else became different (which day an order is of, late
 * clicks) is drawn and not announced.
 */
export const keptAs = (fresh: Readout, kept: Readout | null, before: Readout | null): Readout => {
  if (fresh.kind === 'daily') return { ...fresh, looks: looksOf(fresh, [kept, before]) };
  if (kept && factsOf(kept) === factsOf(fresh)) return kept;
  if (!kept || fresh.kind === 'day1') return fresh;
  const first = firstOf(kept);
  const correction = correctionOf(first, fresh);
  return kept.corrected || moved(correction) ? { ...fresh, corrected: true, first, correction } : { ...fresh, first };
};

const moved = ({ before, now }: Correction): boolean =>
  (Object.keys(before) as (keyof Figures)[]).some((name) => before[name] !== now[name]);

/** What a campaign did, not what the model cost since or when it was read. */
const factsOf = ({ attributed, arms, byDay, verdict, funnel, variants }: Readout): string => {
  const { newContacts, ...money } = attributed;
  return contentHash(JSON.parse(JSON.stringify({ attributed: money, arms, byDay, verdict, funnel, variants })));
};
