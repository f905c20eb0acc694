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

/**
 * Conditions of no kind at all: each is told by what there is, or a union's answer would be about the kind that happens to
 * stand first. `any` holds conditions and no further `any`.
 */
export const unknownKinds = (json: unknown): string[] => {
  const { all, none } = object(json);
  const clauses = list(all).flatMap((clause, i) => [
    ...ofKind(clause, `all.${i}`, [...KINDS, 'any']),
    ...list(object(clause).any).flatMap((cond, j) => ofKind(cond, `all.${i}.any.${j}`, KINDS)),
  ]);
  return [...clauses, ...list(none).flatMap((cond, i) => ofKind(cond, `none.${i}`, KINDS))];
};

const KINDS = ['field', 'did', 'did_not', 'metric', 'campaign', 'in_segment', 'sample'];
const object = (json: unknown): Record<string, unknown> =>
  typeof json === 'object' && json !== null ? (json as Record<string, unknown>) : {};
const list = (json: unknown): unknown[] => (Array.isArray(json) ? json : []);
const ofKind = (json: unknown, path: string, kinds: readonly string[]): string[] =>
  kinds.some((kind) => Object.hasOwn(object(json), kind)) ? [] : [`${path}: ${kinds.join(' | ')}`];

/** Where a text stands that PostgreSQL cannot hold: NUL, and halves of a character. */
export const unreadable = (value: unknown, path = 'rule'): string[] => {
  if (typeof value === 'string')
    return value.isWellFormed() && !value.includes('\0') ? [] : [`${path}: Unicode, no U+0000`];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, inner]) =>
    unreadable(inner, path === 'rule' ? name : `${path}.${name}`),
  );
};
