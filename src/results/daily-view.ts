import type { Voice } from '../i18n/voice.ts';
import { lookOf } from './looks.ts';
import type { Readout } from './readout.ts';
import { verdictWords } from './verdict-words.ts';
import { say } from './words.ts';

/** What came in so far and how long it lasts. */
export const soFarLine = (readout: Readout, v: Voice): string => {
  const t = v.t.results.look;
  const { day, daysLeft, orders, revenueMinor } = lookOf(readout);
  const revenue = say(readout, v).money(revenueMinor);
  return [
    t.soFar({ day: v.count(day), revenue, orders: v.count(orders) }),
    daysLeft > 0 ? t.left({ days: v.count(daysLeft) }) : t.over,
  ].join(' ');
};

/** On the card of a running campaign once it is settled. */
export const replacedLine = (readout: Readout, v: Voice): string =>
  v.t.results.look.replaced({ day: v.count(lookOf(readout).day) });

/** What the interval that holds every day allows to be said. */
export const dailyVerdict = ({ early, currency, arms }: Readout, v: Voice): string => {
  const { look: t, why, verdict: words } = v.t.results;
  const { money, range, pointsRange } = say({ currency }, v);
  if (!early) return t.early({ why: why.untilEnd });
  if ('why' in early)
    return early.why === 'few_buyers'
      ? t.early({ why: why.fewBuyers })
      : `${early.why === 'split' ? words.withheld : words.noHoldout}.`;
  const { basis, diff, ci } = early;
  if (early.told) {
    const found = { basis, comparison: { [basis]: { diff } }, intervals: { [basis]: ci }, treated: arms.send.n };
    const kind = early.told === 'more' ? 'proved' : 'harm';
    return t.told({ verdict: verdictWords({ kind }, found, v, (minor) => money(Math.round(minor))) });
  }
  const all = (each: number) => Math.round(each * arms.send.n);
  const shown = basis === 'revenue' ? range(all(ci[0]), all(ci[1])) : pointsRange(...ci);
  return t.early({ why: ci[0] <= 0 && ci[1] >= 0 ? t.zero({ ci: shown }) : t.few({ ci: shown }) });
};
