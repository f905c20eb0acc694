import { strings } from '../i18n/language.ts';
import { voice } from '../i18n/voice.ts';
import {
  neededForConversion,
  neededForNewcombe,
  recommendedHoldout,
  smallestLift,
  WORTH_SEEING,
} from '../results/power.ts';
import { ALPHA } from '../results/proportion.ts';
import { points } from '../results/verdict-words.ts';
import { type Call, type Command, type Said, textOption, UsageError } from './command.ts';
import { amountOption, fraction, neededOptions, shareOption } from './number-options.ts';

const NEEDED = ['baseline', 'holdout'] as const;

/** How many people an experiment needs before it is made, and what so many can show. `lift` is relative to the baseline. */
export const size = (call: Call, command: Command): Said => {
  const { locale } = call.config;
  const t = strings(locale).files;
  const [baseline, holdout] = [shareOption(call, 'baseline'), shareOption(call, 'holdout')];
  const given = textOption(call, 'lift');
  const audience = amountOption(call, 'audience');
  const power = shareOption(call, 'power') ?? 0.8;
  neededOptions(call, command, given === undefined && audience === null ? [...NEEDED, 'lift'] : NEEDED);
  if (baseline === null || holdout === null) throw new UsageError();
  // Where chance alone shows a difference as often, no size is needed.
  if (power <= ALPHA) throw new UsageError(t.options.power({ given: String(textOption(call, 'power')) }));
  const lift = given === undefined ? null : fraction(given);
  const difference = (lift ?? 0) * baseline;
  const design = { baseline, difference, holdoutShare: holdout, power };
  const n = lift === null ? null : neededForConversion(design);
  if (given !== undefined && n === null) throw new UsageError(t.options.lift({ given }));
  const newcombe = n === null ? null : neededForNewcombe(design);
  const half = n === null ? null : neededForConversion({ ...design, holdoutShare: 0.5 });
  const smallest = audience === null ? null : smallestLift({ n: audience, baseline, holdoutShare: holdout, power });
  const recommended =
    audience === null ? null : recommendedHoldout({ n: audience, baseline, power, ...(lift !== null && { lift }) });
  const v = voice(locale, { timezone: 'UTC', currency: 'KRW' });
  const held = (all: number): number => Math.round(all * holdout);
  return {
    json: {
      baseline,
      lift,
      holdout,
      power,
      alpha: ALPHA,
      ...(n !== null && { n, treated: n - held(n), control: held(n), nNewcombe: newcombe, nHalf: half }),
      ...(audience !== null && {
        audience,
        smallestLift: smallest,
        smallestRelative: smallest && smallest / baseline,
        recommendedHoldout: recommended,
      }),
    },
    text: [
      ...(n === null || newcombe === null || half === null
        ? []
        : [
            t.size.needed({
              n: v.count(n),
              holdout: v.count(held(n)),
              from: v.percent(baseline),
              to: v.percent(baseline + difference),
              power: v.percent(power),
            }),
            t.size.verdict({ n: v.count(newcombe) }),
            ...(holdout === 0.5 ? [] : [t.size.half({ n: v.count(half) })]),
          ]),
      ...(audience === null
        ? []
        : [
            smallest === null
              ? t.size.never({ n: v.count(audience) })
              : t.size.smallest({
                  n: v.count(audience),
                  points: points(smallest, v),
                  relative: `+${v.percent(smallest / baseline)}`,
                }),
            recommended === null
              ? v.t.cards.segments.noHoldout({ rise: v.percent(lift ?? WORTH_SEEING) })
              : v.t.cards.segments.holdout({ percent: v.percent(recommended), rise: v.percent(lift ?? WORTH_SEEING) }),
          ]),
    ].join('\n'),
  };
};
