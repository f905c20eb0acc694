import type { Check } from '../../db/schema.ts';
import { type Language, strings } from '../../i18n/language.ts';
import { claimRules } from './claim.ts';
import { conditionRules } from './condition.ts';
import { copyRules } from './copy.ts';
import { linkRules } from './link.ts';
import type { PreflightInput, Rule, RuleId } from './rule.ts';
import { targetRules } from './target.ts';
import { timeRules } from './time.ts';

/** In the order of the five checks of the launch card. */
export const RULES: readonly Rule[] = [
  ...conditionRules,
  ...timeRules,
  ...targetRules,
  ...copyRules,
  ...claimRules,
  ...linkRules,
];

/**
 * Every rule that concerns this launch, judged. Evaluated when the plan is drafted, again at the approval and again when
 * the send is due. A rule that could not run has failed, and blocks: not knowing is not passing.
 */
export const preflight = (input: PreflightInput, rules: readonly Rule[] = RULES): Check[] =>
  rules.flatMap((rule) => {
    try {
      return isIdle(rule, input) ? [] : [checkOf(rule, input)];
    } catch {
      const said = (language: 'ko' | 'en') => strings(language).preflight.notRun({ id: rule.id });
      return [{ ...named(rule), severity: 'block', passed: false, message: { ko: said('ko'), en: said('en') } }];
    }
  });

const isIdle = ({ looksAt, concerns }: Rule, input: PreflightInput): boolean => {
  const things = { templates: input.plan.templates, variants: input.variants, links: input.plan.links };
  return (looksAt !== undefined && things[looksAt].length === 0) || (concerns !== undefined && !concerns(input));
};

const named = (rule: Rule): Pick<Check, 'id' | 'family' | 'source'> => {
  const source = { ko: sourceOf(rule.id, 'ko'), en: sourceOf(rule.id, 'en') };
  return { id: rule.id, family: rule.family, ...(source.ko && { source }) };
};

const sourceOf = (id: RuleId, language: Language): string => {
  const sources: Partial<Record<RuleId, string>> = strings(language).preflight.sources;
  return sources[id] ?? '';
};

const checkOf = (rule: Rule, input: PreflightInput): Check => {
  const { passed, say = {}, severity = rule.severity } = rule.judge(input);
  const said = (language: 'ko' | 'en'): string => {
    const words = strings(language).preflight.rules[rule.id];
    return passed ? words.ok(say) : words.no(say);
  };
  return { ...named(rule), severity, passed, message: { ko: said('ko'), en: said('en') } };
};
