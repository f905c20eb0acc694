import { findPool, type PlanCoupon } from '../coupons/pool.ts';
import { type Redemptions, redemptionsOf } from '../coupons/redeem.ts';
import type { Tx } from '../deps.ts';

/** `rate`: people who used their own (or the shared) code and were not refunded, of those reached; null when nobody was. */
export type CouponReading = Redemptions & { name: string; kind: PlanCoupon['kind']; rate: number | null };

export const couponReading = async (
  tx: Tx,
  coupon: PlanCoupon,
  { delivered, ...span }: { campaignId: number; occurrence: number; from: Date; to: Date; delivered: number },
): Promise<CouponReading> => {
  const read = await redemptionsOf(tx, coupon, span);
  const name = (await findPool(tx, coupon.pool))?.name ?? coupon.pool;
  return { ...read, name, kind: coupon.kind, rate: delivered > 0 ? read.redeemed / delivered : null };
};
