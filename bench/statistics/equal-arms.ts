import { holm } from '../../src/results/holm.ts';
import { welch } from '../../src/results/means.ts';
import { ALPHA, compareProportions, type Interval } from '../../src/results/proportion.ts';
import { seeded } from '../../src/results/seeded.ts';
import { alwaysValid } from '../../src/results/sequential.ts';
import { sampleRatio } from '../../src/results/srm.ts';
import { armOf, drawAmounts, drawArm, type Shop } from './shop.ts';

/**
 * Nothing differs: both arms are drawn from all of the shop. Whatever is called different is a false alarm.
 * `arm` contacts in each arm, as many as Hillstrom had.
 */
export type Alarms = {
  newcombe: number;
  welch: number;
  /** Of fourteen looks at least one: contacts that come day by day, and the same contacts whose purchases do. */
  alwaysContacts: number;
  alwaysPurchases: number;
  alwaysConversion: number;
  /** What fourteen looks make of fixed intervals: the reason for the above. */
  fixedLooks: number;
  /** Any of three variants against one control, by Holm. */
  holm: number;
};

const ARM = 21_306;
const DAYS = 14;

const excludes = (ci: Interval | null | undefined): boolean => (ci ? ci[0] > 0 || ci[1] < 0 : false);

export const falseAlarms = (shop: Shop, runs: number): Alarms => {
  const chance = seeded('equal arms');
  const count = {
    newcombe: 0,
    welch: 0,
    alwaysContacts: 0,
    alwaysPurchases: 0,
    alwaysConversion: 0,
    fixedLooks: 0,
    holm: 0,
  };
  for (let run = 0; run < runs; run++) {
    const [one, other] = [drawDays(), drawDays()];
    const seen = { contacts: false, purchases: false, conversion: false, fixed: false };
    for (let day = 1; day <= DAYS; day++) {
      const n = Math.round((ARM * day) / DAYS);
      const [treated, control] = [one, other].map((days) => armOf(n, joined(days, day))) as [Arm, Arm];
      const revenue = welch(treated, control);
      const conversion = compareProportions(share(treated), share(control));
      const progress = day / DAYS;
      seen.contacts ||= excludes(revenue && alwaysValid(revenue, progress));
      seen.conversion ||= excludes(conversion && alwaysValid(conversion, progress));
      seen.fixed ||= excludes(revenue?.ci);
      const waiting = welch(armOf(ARM, treated.amounts as Float64Array), armOf(ARM, control.amounts as Float64Array));
      seen.purchases ||= excludes(waiting && alwaysValid(waiting, progress));
      if (day < DAYS) continue;
      if (excludes(conversion?.ci)) count.newcombe++;
      if (excludes(revenue?.ci)) count.welch++;
      const ps = [revenue, ...[1, 2].map(() => welch(drawArm(chance, ARM, shop.everybody), control))];
      if (holm(ps.map((lift) => lift?.p ?? null)).some((p) => p !== null && p < ALPHA)) count.holm++;
    }
    if (seen.contacts) count.alwaysContacts++;
    if (seen.purchases) count.alwaysPurchases++;
    if (seen.conversion) count.alwaysConversion++;
    if (seen.fixed) count.fixedLooks++;
  }
  return Object.fromEntries(Object.entries(count).map(([name, alarms]) => [name, alarms / runs])) as Alarms;

  function drawDays(): Float64Array[] {
    return Array.from({ length: DAYS }, (_, day) => {
      const upTo = (d: number) => Math.round((ARM * d) / DAYS);
      return drawAmounts(chance, upTo(day + 1) - upTo(day), shop.everybody);
    });
  }
};

type Arm = ReturnType<typeof armOf>;
const share = ({ conversions, n }: Arm) => ({ hits: conversions, n });

const joined = (days: readonly Float64Array[], upTo: number): Float64Array => {
  const parts = days.slice(0, upTo);
  const all = new Float64Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
};

/** A sound split of the shop's 64,000, and one that lost a tenth of the treated on the way. */
export const brokenSplits = (runs: number): { falseAlarms: number; found: number } => {
  const chance = seeded('splits');
  const N = 64_000;
  let [alarms, found] = [0, 0];
  for (let run = 0; run < runs; run++) {
    let treated = 0;
    let kept = 0;
    // One coin a contact, as assignment is.
    for (let i = 0; i < N; i++)
      if (chance() < 0.9) {
        treated++;
        if (chance() >= 0.1) kept++;
      }
    const shares = [0.9, 0.1];
    if (sampleRatio([treated, N - treated], shares)?.ok === false) alarms++;
    if (sampleRatio([kept, N - treated], shares)?.ok === false) found++;
  }
  return { falseAlarms: alarms / runs, found: found / runs };
};
