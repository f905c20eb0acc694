import { type Language, strings } from '../i18n/language.ts';

/** Why a rule cannot be asked. `name` is what the rule said; `known` what it could have said. */
export type Fault = {
  code:
    | 'unknown_field'
    | 'unknown_event'
    | 'unknown_property'
    | 'unknown_campaign'
    | 'unknown_segment'
    | 'segment_cycle'
    | 'not_available'
    | 'bad_value';
  /** Where it stands in the rule: `all[0]`, `none[1]`. */
  path: string;
  name: string;
  known: readonly string[];
};
export type RuleProblem = Fault & { message: { ko: string; en: string } };

export const problem = (fault: Fault): RuleProblem => {
  const say = (language: Language): string => {
    const t = strings(language).audience.problems;
    const known = fault.known.slice(0, 30).join(', ');
    return t[fault.code]({ name: fault.name, known });
  };
  return { ...fault, message: { ko: say('ko'), en: say('en') } };
};

/** A rule that cannot be compiled: carries the same problems `checkRule` would have named. */
export class RuleError extends Error {
  readonly problems: readonly RuleProblem[];
  constructor(faults: readonly Fault[]) {
    const problems = faults.map(problem);
    super(problems.map((p) => `${p.path}: ${p.message.en}`).join('\n'));
    this.name = 'RuleError';
    this.problems = problems;
  }
}
