import type { Segment } from '../steps/segments/schema.ts';
import type { Arms } from './arms.ts';
import { sumCredits, type VariantCredit } from './attribution.ts';
import { type Funnel, sumFunnels, type VariantFunnel } from './kpi.ts';
import type { SegmentLift } from './segment-lift.ts';

/** What a campaign did by variant and by segment: attributed, as its sums are. */
export type VariantFigures = { variant: string; segment?: string | null; funnel: Funnel; credit: VariantCredit };

/** `send` and `holdout` as recorded at the freeze; the rest is the sum of the segment's variants. */
export type SegmentFigures = {
  segment: string;
  name: string;
  send: number;
  holdout: number;
  funnel: Funnel;
  credit: Omit<VariantCredit, 'variant'>;
  /** What sending changed here, beside what is attributed; final readings only, absent from those stored before. */
  lift?: SegmentLift;
};

export const variantFigures = (
  funnels: readonly VariantFunnel[],
  credits: readonly VariantCredit[],
  arms: Pick<Arms, 'variants'>,
): VariantFigures[] =>
  funnels.map((part) => ({
    variant: part.variant,
    segment: arms.variants.find(({ variant }) => variant === part.variant)?.segment ?? null,
    funnel: sumFunnels([part]),
    credit: credits.find(({ variant }) => variant === part.variant) ?? { variant: part.variant, ...sumCredits([]) },
  }));

export const segmentFigures = (
  arms: Pick<Arms, 'segments'>,
  variants: readonly VariantFigures[],
  named: readonly Segment[],
  lifts: readonly SegmentLift[] = [],
): SegmentFigures[] =>
  arms.segments.map((one, i) => {
    const own = variants.filter(({ segment }) => segment === one.segment);
    const lift = lifts[i];
    return {
      segment: one.segment,
      send: one.send.n,
      holdout: one.holdout.n,
      name: named.find(({ key }) => key === one.segment)?.name ?? '',
      funnel: sumFunnels(own.map(({ funnel }) => funnel)),
      credit: sumCredits(own.map(({ credit }) => credit)),
      ...(lift && { lift }),
    };
  });
