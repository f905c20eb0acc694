import type { Voice } from '../i18n/voice.ts';
import type { Experiment, Reading } from '../results/experiment.ts';
import { amountIn, eachIn, readingWords } from '../results/experiment-json.ts';
import type { VerdictBasis } from '../results/lift.ts';
import type { Interval } from '../results/proportion.ts';
import type { Arm } from '../results/samples.ts';
import { signed } from '../results/verdict-words.ts';
import { tableText } from './table.ts';

/** The verdicts in words, then what they rest on; of a broken split the counts of contacts alone. */
export const experimentText = (
  arms: ReadonlyMap<string, Arm>,
  { srm, readings, best }: Experiment,
  declared: { basis: VerdictBasis; control: string; currency: string | null },
  v: Voice,
): string => {
  const t = v.t.files.experiment;
  const { control } = declared;
  const verdicts = Object.entries(readings).map(([arm, reading]) => {
    const told = { ...declared, treated: arms.get(arm)?.n ?? 0 };
    return t.against({ arm, control, verdict: readingWords(reading, told, v) });
  });
  const split = srm && `${t.split({ chi2: v.count(srm.chi2), p: pText(srm.p) })} ${srm.ok ? t.splitOk : t.splitBroken}`;
  const winner = best && (best.wins ? t.wins(best) : t.noWinner(best));
  return [
    ...new Set(verdicts),
    ...(winner ? [winner] : []),
    '',
    armsTable(arms, srm?.ok !== false, declared.currency, v),
    ...(split ? ['', split] : []),
    ...(srm?.ok === false
      ? []
      : Object.entries(readings).map(([arm, one]) => `\n${measures(arm, one, declared.currency, v)}`)),
    '',
    t.how,
  ].join('\n');
};

const armsTable = (arms: ReadonlyMap<string, Arm>, sound: boolean, currency: string | null, v: Voice): string => {
  const { head } = v.t.files.experiment;
  const amount = amountIn(v, currency);
  const each = eachIn(v, currency);
  return tableText(
    sound
      ? [
          [head.arm, head.n, head.conversions, head.rate, head.revenue, head.mean],
          ...[...arms].map(([name, arm]) => [
            name,
            v.count(arm.n),
            v.count(arm.conversions),
            `${v.count(Math.round((arm.conversions / arm.n) * 10_000) / 100)}%`,
            amount(arm.meanY * arm.n),
            each(arm.meanY),
          ]),
        ]
      : [[head.arm, head.n], ...[...arms].map(([name, arm]) => [name, v.count(arm.n)])],
  );
};

const measures = (arm: string, reading: Reading, currency: string | null, v: Voice): string => {
  const t = v.t.files.experiment;
  const amount = (x: number) => signed(x, amountIn(v, currency));
  const each = (x: number) => signed(x, eachIn(v, currency));
  const point = (x: number) => finePoints(x, v);
  const of = (show: (x: number) => string, diff: number, [lo, hi]: Interval) =>
    t.interval({ diff: show(diff), lo: show(lo), hi: show(hi) });
  const { comparison, capped, alwaysValid, holmP } = reading;
  const { conversion, revenue, cuped } = comparison ?? {};
  const rows: [string, string, number | null][] = [];
  if (conversion) rows.push([t.compare.conversion, of(point, conversion.diff, conversion.ci), conversion.p]);
  if (revenue) {
    rows.push([t.compare.revenue, of(each, revenue.diff, revenue.ci), revenue.p]);
    const boot = revenue.bootstrap?.ci;
    if (boot) rows.push([t.compare.bootstrap, t.range({ lo: each(boot[0]), hi: each(boot[1]) }), null]);
    rows.push([t.compare.incremental, of(amount, revenue.incremental, revenue.incrementalCi), null]);
  }
  if (capped) rows.push([t.compare.capped, of(each, capped.diff, capped.ci), capped.p]);
  if (cuped) rows.push([t.compare.cuped, of(each, cuped.diff, cuped.ci), cuped.p]);
  const always = alwaysValid?.revenue;
  if (always) rows.push([t.compare.always, t.range({ lo: each(always[0]), hi: each(always[1]) }), null]);
  if (holmP !== null) rows.push([t.compare.holm, '', holmP]);
  return tableText([
    [arm, '', t.compare.p],
    ...rows.map(([name, value, p]) => [name, value, p === null ? '' : pText(p)]),
  ]);
};

/** Conversion differences are hundredths of a point: one digit more than a card shows. */
const finePoints = (share: number, v: Voice): string => {
  const x = Math.round(share * 100_000) / 1_000;
  return v.t.results.points({ x: `${x > 0 ? '+' : ''}${v.count(x)}` });
};

/** Below what a double holds exactly, a p of 0 would claim to be certain. */
const SMALLEST = 1e-300;

const pText = (p: number): string => (p < SMALLEST ? `< ${SMALLEST}` : p < 0.0001 ? p.toExponential(1) : p.toFixed(4));
