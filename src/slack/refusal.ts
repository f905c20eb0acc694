import type { Status } from '../campaign/lifecycle.ts';
import type { Refusal as Decided } from '../campaign/verdict.ts';
import type { Voice } from '../i18n/voice.ts';
import { said } from './text.ts';
import { at, named } from './words.ts';

/** Everything a click can be refused for: the core's codes, and those of the doors themselves. */
export type Refusal =
  | Decided
  | { code: 'unknown_campaign' }
  | { code: 'already_chosen'; by: string | null; at: Date }
  | { code: 'nothing_to_retry' }
  | { code: 'not_suggested' }
  | { code: 'no_email' | 'no_phone' | 'no_device' }
  | { code: 'admins_only'; who: readonly string[] }
  | { code: 'environment'; name: string }
  | { code: 'too_slow' }
  | { code: 'no_kit' }
  | { code: 'not_understood' };

/** A refusal as it was kept in a row: instants became text. */
type Kept<T> = { [K in keyof T]: Date extends T[K] ? T[K] | string : T[K] };
export type KeptRefusal = Refusal extends infer R ? (R extends Refusal ? Kept<R> : never) : never;

const instant = (when: Date | string | null | undefined, v: Voice): string =>
  when ? at(typeof when === 'string' ? new Date(when) : when, v) : '';

export const statusWords = (status: Status, v: Voice): string => v.t.cards.status[status]({ at: '…' });

/** What happened, that nothing changed, what to do: each code in its own words, in the reader's language. Markup. */
export const refusalWords = (refusal: KeptRefusal | Refusal, v: Voice): string => {
  const t = v.t.refusals;
  switch (refusal.code) {
    case 'own_request':
    case 'own_edit':
    case 'not_eligible':
    case 'admins_only': {
      const who = refusal.who ?? [];
      return who.length > 0 ? t[refusal.code]({ who: named(who, v) }) : t[`${refusal.code}_nobody`]();
    }
    case 'already': {
      const { state, by } = refusal;
      const when = instant(refusal.at, v);
      if (!by || !when || (state !== 'approved' && state !== 'changes' && state !== 'rejected'))
        return t.already_done();
      return t[`already_${state}`]({ who: named([by], v), at: when });
    }
    case 'already_chosen':
      return refusal.by?.startsWith('U') || refusal.by?.startsWith('W')
        ? t.already_chosen({ who: named([refusal.by], v), at: instant(refusal.at, v) })
        : t.already_done();
    case 'stale':
      return refusal.newer === null
        ? t.stale_gone({ version: String(refusal.version) })
        : t.stale({ version: String(refusal.version), newer: String(refusal.newer) });
    case 'expired':
      return t.expired({ at: instant(refusal.at, v) });
    case 'failing_checks':
      return t.failing_checks({ n: v.count(refusal.checks.length) });
    case 'wrong_count':
      return t.wrong_count({ expected: String(refusal.expected) });
    case 'not_now':
      return t.not_now({ status: statusWords(refusal.status, v) });
    case 'environment':
      return t.environment({ name: said(refusal.name, 40) });
    default:
      return t[refusal.code]();
  }
};
