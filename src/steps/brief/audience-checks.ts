import type { Check } from '../../db/schema.ts';
import type { Voice } from '../../i18n/voice.ts';
import { availableNames } from '../available.ts';
import { check, proved } from '../check.ts';
import { type Said, said } from '../said.ts';
import type { StepContext } from '../step.ts';
import type { BriefEvidence } from './schema.ts';

/** Said only when there is something to say: words that no data was found for, or an audience of nobody. */
export const audienceChecks = async ({ tree, unread, cutMost }: BriefEvidence, ctx: StepContext): Promise<Check[]> => {
  const say = (make: (t: Voice['t']['steps']['brief'], v: Voice) => string): Said =>
    said(ctx.deps.config, (v) => make(v.t.steps.brief, v));
  const known = unread.length > 0 ? await availableNames(ctx) : { ko: '', en: '' };
  const nobody = (language: 'ko' | 'en'): string =>
    say((t, v) =>
      cutMost
        ? t.nobodyBecause({
            condition: cutMost.sentence[language],
            from: v.count(cutMost.from),
            to: v.count(cutMost.to),
          })
        : t.nobody(),
    )[language];
  const list = unread.map((words) => `'${words}'`).join(', ');
  return proved(
    false,
    check(
      'brief.audience',
      'warn',
      say((t) => t.checks.audience),
      tree.audience === null
        ? [
            {
              ko: say((t) => t.unreadAudience({ list, known: known.ko })).ko,
              en: say((t) => t.unreadAudience({ list, known: known.en })).en,
            },
          ]
        : tree.audience === 0
          ? [{ ko: nobody('ko'), en: nobody('en') }]
          : [],
    ),
  );
};
