import { z } from 'zod';
import { STEPS, type StepName } from '../../campaign/lifecycle.ts';
import type { Language } from '../../i18n/language.ts';
import { PROMPT_INPUTS, type PromptName } from '../../llm/prompt.ts';

export type Message = { role: string; content: string };
export type Fences = Readonly<Record<string, string>>;

/** One request, understood: which prompt, what stands in its fences, and what was said after the first answer. */
export type Request = {
  name: PromptName;
  fences: Fences;
  language: Language;
  /** Turns after the first question: the answer that did not pass, and what was wrong with it. */
  repair: { answer: unknown; faults: string } | null;
};

const isPrompt = (name: string): name is PromptName => Object.hasOwn(PROMPT_INPUTS, name);

const FENCE = /<([a-z]+)-(\w{8,})>\n([\s\S]*?)\n<\/\1-\2>/g;

/** @returns null when this is no question of ours */
export const readRequest = (name: string, messages: readonly Message[]): Request | null => {
  if (!isPrompt(name)) return null;
  const first = messages.find(({ role }) => role === 'user')?.content ?? '';
  const fences = Object.fromEntries([...first.matchAll(FENCE)].map(([, key, , text]) => [key, text ?? '']));
  const answer = messages.findLast(({ role }) => role === 'assistant')?.content;
  const faults = messages.findLast(({ role }) => role === 'user')?.content ?? '';
  return {
    name,
    fences,
    language: fences.language?.trim() === 'en' ? 'en' : 'ko',
    repair: answer === undefined ? null : { answer: json(answer), faults },
  };
};

export const json = (text: string | undefined): unknown => {
  try {
    return JSON.parse(text ?? '');
  } catch {
    return null;
  }
};

/** A fence's JSON in the given shape; `otherwise` where it is empty or of another shape. */
export const shaped = <T>(text: string | undefined, schema: z.ZodType<T>, otherwise: T): T => {
  const read = schema.safeParse(json(text));
  return read.success ? read.data : otherwise;
};

const name = z.object({ name: z.string() });
export const catalogueShape = z.object({
  fields: z
    .array(
      name.extend({
        type: z.string().catch('text'),
        top: z.array(z.object({ value: z.union([z.string(), z.number(), z.boolean()]) })).catch([]),
      }),
    )
    .catch([]),
  events: z
    .array(
      name.extend({
        properties: z.array(name.extend({ top: z.array(z.object({ value: z.string() })).catch([]) })).catch([]),
      }),
    )
    .catch([]),
  metrics: z.array(name.extend({ deciles: z.array(z.number()).catch([]) })).catch([]),
});
export type SeenCatalogue = z.infer<typeof catalogueShape>;
export const NO_CATALOGUE: SeenCatalogue = { fields: [], events: [], metrics: [] };

export const brandShape = z.object({
  name: z.string().catch(''),
  messages: z.array(z.object({ id: z.string(), text: z.string().catch('') })).catch([]),
  facts: z.array(z.object({ text: z.string() })).catch([]),
  bannedWords: z.array(z.string()).catch([]),
  links: z.array(z.object({ id: z.string(), url: z.string().catch('') })).catch([]),
  coupons: z.array(z.object({ code: z.string(), text: z.string() })).catch([]),
});
export type SeenBrand = z.infer<typeof brandShape>;
export const NO_BRAND: SeenBrand = { name: '', messages: [], facts: [], bannedWords: [], links: [], coupons: [] };

export const couponsShape = z
  .array(
    z.object({
      id: z.string(),
      discount: z.string(),
      condition: z.string().catch(''),
      left: z.number().nullable().catch(null),
    }),
  )
  .catch([]);
export type SeenCoupon = z.infer<typeof couponsShape>[number];

export const waysShape = z.array(z.array(z.enum(['email', 'sms', 'kakao', 'push'])));

export type Bound = { step: StepName | null; words: string; reason: string | null };

/** What reviewers said, oldest first, in whatever form it is given: objects, plain strings or lines. */
export const constraintsOf = (text: string | undefined): Bound[] => {
  const list = json(text);
  const items: unknown[] = Array.isArray(list) ? list : (text ?? '').split('\n').filter((line) => line.trim() !== '');
  return items.map((item) => {
    if (typeof item === 'string') return { step: null, words: item, reason: null };
    const { step, words, rejectedFor, reason } = (item ?? {}) as Record<string, unknown>;
    return {
      step: STEPS.find((each) => each === step) ?? null,
      words: typeof words === 'string' ? words : '',
      reason: typeof rejectedFor === 'string' ? rejectedFor : typeof reason === 'string' ? reason : null,
    };
  });
};

/** `2026-11-21`; a day long ago when there is none, so that nothing is ever called over by mistake. */
export const dayIn = (text: string | undefined): string =>
  /^\s*(\d{4}-\d{2}-\d{2})/.exec(text ?? '')?.[1] ?? '2000-01-01';

/** Those said to one of the steps, or to no step in particular. */
export const saidTo = (bound: readonly Bound[], steps: readonly StepName[]): Bound[] =>
  bound.filter(({ step }) => step === null || steps.includes(step));

const segmentShape = z.object({
  key: z.string(),
  name: z.string().catch(''),
  rule: z.unknown(),
  aggregates: z
    .array(
      z.object({
        name: z.string(),
        value: z.number(),
        unit: z.string().catch('number'),
        n: z.number().catch(0),
        label: z.union([z.string(), z.object({ ko: z.string(), en: z.string() })]).catch(''),
      }),
    )
    .catch([]),
});
export type SeenSegment = z.infer<typeof segmentShape>;
const segmentsShape = z.union([
  z.array(segmentShape),
  z.object({ segments: z.array(segmentShape) }).transform(({ segments }) => segments),
]);
export const segmentsOf = (text: string | undefined): SeenSegment[] => shaped(text, segmentsShape, []);
