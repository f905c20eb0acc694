import type { Readout } from './readout.ts';

/** What was read first, kept with every later reading: a correction is told against it, not against the look before. */
export type FirstReading = Figures & { at: string };

type Figures = {
  orders: number;
  refunds: number;
  revenueMinor: number;
  holdoutOrders: number;
  incrementalMinor: number | null;
};

/** Orders and refunds that came in after the first final reading, before and now. */
export type Correction = {
  /** Business time of the first final reading, ISO. */
  since: string;
  before: Figures;
  now: Figures;
};

const figuresOf = ({
  attributed,
  arms,
  incremental,
}: Pick<Readout, 'attributed' | 'arms' | 'incremental'>): Figures => ({
  orders: attributed.orders,
  refunds: attributed.refundedOrders,
  revenueMinor: attributed.revenueMinor,
  holdoutOrders: arms.holdout.orders,
  incrementalMinor: incremental?.minor ?? null,
});

/** @param kept the reading that is about to be replaced */
export const firstOf = (kept: Readout): FirstReading => kept.first ?? { at: kept.at, ...figuresOf(kept) };

export const correctionOf = ({ at, ...before }: FirstReading, fresh: Readout): Correction => ({
  since: at,
  before,
  now: figuresOf(fresh),
});
