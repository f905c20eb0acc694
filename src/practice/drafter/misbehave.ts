import { z } from 'zod';
import { wired } from '../../audience/wire.ts';
import type { PromptName } from '../../llm/prompt.ts';
import { PROMPT_INPUTS } from '../../llm/prompt.ts';

/** Everything a model server does wrong that the product must live with. Exists in practice only. */
export const WAYS = [
  'refuse',
  'truncate',
  'filter',
  'invalid_json',
  'fence',
  'schema',
  'lie',
  'exceed',
  'slow',
  'hang',
  '429',
  '500',
  'quota',
  'unauthorized',
  'no_schema',
] as const;
export type Way = (typeof WAYS)[number];

const names = Object.keys(PROMPT_INPUTS) as [PromptName, ...PromptName[]];

export const orderSchema = z.strictObject({
  misbehave: z.enum(WAYS).nullable(),
  /** How many answers; a negative number means until told otherwise. */
  times: z.number().int().min(-1).max(1_000).default(1),
  /** Only answers to this prompt. */
  prompt: z.enum(names).optional(),
  /** Of `slow` and `hang`, ms. */
  delayMs: z.number().int().min(0).max(600_000).default(2_000),
});
export type Order = z.infer<typeof orderSchema>;

/** The standing order and what is left of it. One drafter has one; it is forgotten at a restart, like a mood. */
export type Mood = {
  order(): Order | null;
  set(order: Order): void;
  /** What to do to this answer; counts it. */
  next(prompt: string): Order | null;
};

export const makeMood = (): Mood => {
  let standing: Order | null = null;
  return {
    order: () => standing,
    set: (order) => {
      standing = order.misbehave === null || order.times === 0 ? null : order;
    },
    next: (prompt) => {
      if (!standing || (standing.prompt && standing.prompt !== prompt)) return null;
      const now = standing;
      if (now.times > 0) standing = now.times === 1 ? null : { ...now, times: now.times - 1 };
      return now;
    },
  };
};

type Draft = Record<string, unknown>;
const first = (list: unknown): Draft => (Array.isArray(list) ? ((list[0] ?? {}) as Draft) : {});

/** An answer of the right shape that says what is not so: a field, a number, a link nobody has. */
export const lying = (prompt: PromptName, draft: Draft): Draft => {
  const told = structuredClone(draft);
  if (prompt === 'brief') {
    told.keyMessage = 'no-such-message';
    told.offer = '77% 할인';
    (told.kpi as Draft).target = 987_654_321;
  } else if (prompt === 'segments') {
    const rule = first(told.segments).rule as { all?: unknown[]; everyone?: boolean } | undefined;
    if (rule)
      Object.assign(rule, {
        everyone: false,
        all: [{ any: [wired({ kind: 'field', name: 'secret_vip_score', is: 'gte', value: 9 })] }],
      });
  } else if (prompt === 'personas') {
    const claim = first(first(told.personas).claims);
    claim.value = 0.987654;
  } else if (prompt === 'copy') {
    Object.assign(first(told.variants), { link: 'no-such-link', subject: '업계 1위, 무조건 100% 만족' });
  } else if (prompt === 'plan') {
    told.sendAt = '2001-01-01T03:00';
  } else told.step = 'plan';
  return told;
};

/** An answer of the right shape that breaks a length or a range. */
export const exceeding = (prompt: PromptName, draft: Draft): Draft => {
  const told = structuredClone(draft);
  const long = '아주 긴 말 '.repeat(120);
  if (prompt === 'brief') told.title = long;
  else if (prompt === 'segments') {
    const one = first(told.segments);
    told.segments = ['A', 'B', 'C', 'D', 'E', 'F'].map((key) => ({ ...one, key }));
  } else if (prompt === 'personas') first(told.personas).summary = long;
  else if (prompt === 'copy') first(told.variants).subject = long;
  else if (prompt === 'plan') told.ratePerSecond = 1_000_000;
  else told.feedback = long;
  return told;
};
