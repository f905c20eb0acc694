import type { z } from 'zod';

type Issue = z.core.$ZodIssue;

/**
 * What is wrong with JSON that is no rule, one line an issue: `all.0.metric: ...`. Of a union's alternatives the one
 * that was most nearly right is told, or the reader gets "Invalid input" and a guess.
 */
export const ruleIssues = (issues: readonly Issue[]): string[] =>
  issues.flatMap((issue) => nearest(issue, [])).map(({ path, message }) => `${path.join('.') || 'rule'}: ${message}`);

type Flat = { path: PropertyKey[]; message: string; far: number };

/** The wrong kind of thing is farther off than the right kind that is too long. */
const distance = (issue: Issue): number => (issue.code === 'invalid_type' ? 2 : 1);
const far = (found: readonly Flat[]): number => found.reduce((sum, one) => sum + one.far, 0);

const nearest = (issue: Issue, at: readonly PropertyKey[]): Flat[] => {
  const path = [...at, ...issue.path];
  if (issue.code !== 'invalid_union' || issue.errors.length === 0)
    return [{ path, message: issue.message, far: distance(issue) }];
  const alternatives = issue.errors.map((list) => list.flatMap((inner) => nearest(inner, path)));
  return alternatives.reduce((best, next) => (far(next) < far(best) ? next : best));
};

/** Where a text stands that PostgreSQL cannot hold: NUL, and halves of a character. */
export const unreadable = (value: unknown, path = 'rule'): string[] => {
  if (typeof value === 'string')
    return value.isWellFormed() && !value.includes('\0') ? [] : [`${path}: Unicode, no U+0000`];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, inner]) =>
    unreadable(inner, path === 'rule' ? name : `${path}.${name}`),
  );
};
