import { DAY } from '../kit/clock.ts';
import type { Readout } from './readout.ts';

/** One day's reading of a campaign that still runs, as it was shown. */
export type Look = {
  /** Whole days since both arms are read, and those left until the window ends, begun ones counted. */
  day: number;
  daysLeft: number;
  at: string;
  orders: number;
  revenueMinor: number;
} & Pick<Readout, 'early'>;

const msOf = (iso: string): number => new Date(iso).getTime();

export const lookOf = ({
  window,
  at,
  attributed,
  early,
}: Pick<Readout, 'window' | 'at' | 'attributed' | 'early'>): Look => ({
  day: Math.floor((msOf(window.readTo) - msOf(window.armsFrom ?? window.startsAt)) / DAY),
  daysLeft: Math.max(0, Math.ceil((msOf(window.endsAt) - msOf(at)) / DAY)),
  at,
  orders: attributed.orders,
  revenueMinor: attributed.revenueMinor,
  early: early ?? null,
});

/** What was shown before stays on record, one look a day; a later wave begins anew, since it moves where both arms start. */
export const looksOf = (fresh: Readout, before: readonly (Readout | null)[]): Look[] => {
  const look = lookOf(fresh);
  const last = before.find((one) => one !== null && one.window.armsFrom === fresh.window.armsFrom);
  const kept = last ? (last.looks ?? [lookOf(last)]) : [];
  return [...kept.filter(({ day }) => day < look.day), look];
};

/** The next whole day of the window after `now` that comes before its end; null when only the final reading is left. */
export const nextLook = ({ from, to }: { from: Date; to: Date }, now: Date): Date | null => {
  const days = Math.max(2, Math.floor((now.getTime() - from.getTime()) / DAY) + 1);
  const at = new Date(from.getTime() + days * DAY);
  return at < to ? at : null;
};
