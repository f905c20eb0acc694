import type { Check } from '../db/schema.ts';
import { joined, type Said } from './said.ts';

/** A list longer than this says no more than its beginning does. */
const SHOWN = 4;

/**
 * One check as it is kept with a draft. Passed, it names what was looked at; failed, it says what is wrong and what would
 * be right, because both a person and the model read it.
 */
export const check = (
  id: string,
  severity: Check['severity'],
  names: Said,
  failures: readonly Said[],
  family?: Check['family'],
): Check => ({
  id,
  severity,
  passed: failures.length === 0,
  message: failures.length === 0 ? names : joined(failures.slice(0, SHOWN)),
  ...(family && { family }),
});

/** A tick is shown only for what was looked at: what could not be judged has not passed, and its failures stand alone. */
export const proved = (judged: boolean, ...checks: readonly Check[]): Check[] =>
  judged ? [...checks] : checks.filter(({ passed }) => !passed);

/** What keeps a draft from being approved. */
export const blocking = (checks: readonly Check[]): Check[] =>
  checks.filter(({ severity, passed }) => severity === 'block' && !passed);

export const failing = (checks: readonly Check[]): Check[] => checks.filter(({ passed }) => !passed);
