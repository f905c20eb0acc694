import type { z } from 'zod';

type Issue = z.core.$ZodIssue;

/**
 * What is wrong with JSON that is no rule, one line an issue: `all.0.metric: ...`. Of a union's alternatives the one
 * that was most nearly right is told, or the reader gets "Invalid input" and a guess.
 */
export const ruleIssues = (issues: readonly Issue[]): string[] =>
  issues.flatMap((issue) => nearest(issue, [])).map(({ path, message }) => `${path.join('.') || 'rule'}: ${message}`);

type Flat = { path: PropertyKey[]; message: string };

const nearest = (issue: Issue, at: readonly PropertyKey[]): Flat[] => {
  const path = [...at, ...issue.path];
  if (issue.code !== 'invalid_union' || issue.errors.length === 0) return [{ path, message: issue.message }];
  const alternatives = issue.errors.map((list) => list.flatMap((inner) => nearest(inner, path)));
  return alternatives.reduce((best, next) => (next.length < best.length ? next : best));
};
