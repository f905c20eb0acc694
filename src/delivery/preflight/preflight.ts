import type { Check } from '../../db/schema.ts';
import { type Language, strings } from '../../i18n/language.ts';
import type { Message } from '../message/message.ts';
import { abroadRules } from './abroad.ts';
import { carrierRules } from './carrier.ts';
import { claimRules, goodsRules } from './claim.ts';
import { conditionRules } from './condition.ts';
import { copyRules } from './copy.ts';
import { couponRules } from './coupon.ts';
import { kakaoRules } from './kakao.ts';
import { labelRules } from './label.ts';
import { linkRules } from './link.ts';
import {
  inLanguage,
  type MessageRule,
  none,
  type Params,
  type Place,
  type PreflightInput,
  type Rule,
  type RuleId,
  type Verdict,
  within,
} from './rule.ts';
import { senderRules } from './sender.ts';
import { targetRules } from './target.ts';
import { timeRules } from './time.ts';

/** What is judged of each message by itself, in a launch as in a file. */
export const MESSAGE_RULES: readonly MessageRule[] = [
  ...labelRules,
  ...senderRules,
  ...carrierRules,
  ...kakaoRules,
  ...goodsRules,
];

const concerned = (rule: MessageRule, messages: readonly Message[]): Message[] =>
  messages.filter((message) => rule.forms.includes(message.form) && (rule.concerns?.(message) ?? true));

/** A rule about a message, asked of all that would leave: the sharpest answer holds. */
const ofLaunch = (rule: MessageRule): Rule => ({
  ...rule,
  looksAt: 'messages',
  concerns: ({ messages }) => concerned(rule, messages).length > 0,
  judge: ({ messages, practice }): Verdict => {
    const judged = concerned(rule, messages).map((message) => ({
      key: message.key,
      ...rule.judge(message, { practice }),
    }));
    const failing = judged.filter(({ found }) => found.length > 0);
    const blocks = failing.some(({ severity = rule.severity }) => severity === 'block');
    return {
      ...none(failing.flatMap(({ key, found }) => found.map((words) => within(key, words)))),
      ...(failing.length > 0 && { severity: blocks ? 'block' : 'warn' }),
    };
  },
});

/** In the order of the five checks of the launch card. */
export const RULES: readonly Rule[] = [
  ...conditionRules,
  ...timeRules,
  ...targetRules,
  ...copyRules,
  ...MESSAGE_RULES.map(ofLaunch),
  ...claimRules,
  ...couponRules,
  ...abroadRules,
  ...linkRules,
];

/**
 * Every rule that concerns this launch, judged. Evaluated when the plan is drafted, again at the approval and again when
 * the send is due. A rule that could not run has failed, and blocks: not knowing is not passing.
 */
export const preflight = (input: PreflightInput, rules: readonly Rule[] = RULES): Check[] =>
  rules.flatMap((rule) => {
    try {
      return isIdle(rule, input) ? [] : [checkOf(rule, rule.judge(input))];
    } catch {
      return [notRun(rule)];
    }
  });

const isIdle = ({ looksAt, concerns }: Rule, input: PreflightInput): boolean => {
  const { plan, variants, messages } = input;
  const things = { templates: plan.templates, variants, links: plan.links, messages };
  return (looksAt !== undefined && things[looksAt].length === 0) || (concerns !== undefined && !concerns(input));
};

type Named = Pick<Rule, 'id' | 'family' | 'severity' | 'confirm'>;

/** The rules of one message, judged: what needs a launch, an account or the network is not among them. */
export const judgeMessage = (
  message: Message,
  rules: readonly MessageRule[],
  at: Place = { practice: false },
): Check[] =>
  rules
    .filter((rule) => concerned(rule, [message]).length > 0)
    .map((rule) => {
      try {
        const { found, severity } = rule.judge(message, at);
        return checkOf(rule, { ...none(found), ...(found.length > 0 && severity && { severity }) });
      } catch {
        return notRun(rule);
      }
    });

const notRun = (rule: Named): Check => {
  const said = (language: Language) => strings(language).preflight.notRun({ id: rule.id });
  return { ...named(rule), severity: 'block', passed: false, message: { ko: said('ko'), en: said('en') } };
};

const named = (rule: Named): Pick<Check, 'id' | 'family' | 'source'> => {
  const source = { ko: sourceOf(rule.id, 'ko'), en: sourceOf(rule.id, 'en') };
  return { id: rule.id, family: rule.family, ...(source.ko && { source }) };
};

/** The law or standard behind a rule; empty where it is our own practice. */
export const sourceOf = (id: RuleId, language: Language): string => {
  const sources: Partial<Record<RuleId, string>> = strings(language).preflight.sources;
  return sources[id] ?? '';
};

const checkOf = (rule: Named, { passed, say = {}, severity = rule.severity }: Verdict): Check => ({
  ...named(rule),
  severity,
  passed,
  message: { ko: wordsOf(rule, passed, say, 'ko'), en: wordsOf(rule, passed, say, 'en') },
});

/** What a rule says. Where its text was not read at the source, that is said before the full stop. */
export const wordsOf = (
  { id, confirm }: Pick<Named, 'id' | 'confirm'>,
  passed: boolean,
  say: Params,
  language: Language,
): string => {
  const t = strings(language).preflight;
  const filled = Object.fromEntries(Object.entries(say).map(([name, value]) => [name, inLanguage(value, language)]));
  const words = passed ? t.rules[id].ok(filled) : t.rules[id].no(filled);
  return confirm ? words.replace(/\.?$/, `${t.confirm}.`) : words;
};
