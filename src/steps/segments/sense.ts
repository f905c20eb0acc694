import { describeClause } from '../../audience/describe.ts';
import type { Clause } from '../../audience/rule.ts';
import { senseOf } from '../../audience/sense.ts';
import { type Said, said } from '../said.ts';
import type { StepContext } from '../step.ts';
import type { Segments } from './schema.ts';

/** What the rules make of themselves, before anybody is counted: nobody can match, or a condition changes nothing. */
export const senseProblems = ({ segments }: Segments, ctx: StepContext): { never: Said[]; idle: Said[] } => {
  const { timezone, currency } = ctx.deps.config;
  const quoted = (clauses: readonly Clause[], language: 'ko' | 'en') =>
    clauses.map((clause) => `'${describeClause(clause, ctx.deps.config)[language]}'`).join(', ');
  const words = (name: 'never' | 'idle', key: string, clauses: readonly Clause[]): Said => {
    const say = (language: 'ko' | 'en') =>
      said(ctx.deps.config, ({ t }) => t.steps.segments[name]({ key, list: quoted(clauses, language) }))[language];
    return { ko: say('ko'), en: say('en') };
  };
  const senses = segments.map(({ key, rule }) => ({ key, ...senseOf(rule, { now: ctx.now, timezone, currency }) }));
  return {
    never: senses.flatMap(({ key, never }) => (never ? [words('never', key, never)] : [])),
    idle: senses.flatMap(({ key, idle }) => (idle.length > 0 ? [words('idle', key, idle)] : [])),
  };
};
