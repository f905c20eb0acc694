import type { Problem } from '../db/schema.ts';
import type { Voice } from '../i18n/voice.ts';
import { said } from './text.ts';
import { at } from './words.ts';

type Say = (params: Record<string, string>) => string;

/** What stopped a job, in the reader's words: the model's failures have their own, anything else names its code. */
export const problemWords = (problem: Problem, v: Voice): string => {
  const t = v.t.cards.problem;
  // Whatever came from a server or a model is escaped before it meets our words.
  const params = Object.fromEntries(
    Object.entries(problem.params ?? {}).map(([name, value]) => [
      name,
      typeof value === 'number' ? v.count(value) : said(value, 600),
    ]),
  );
  const say = wordsFor(problem.code, v);
  const words = say ? say(params) : t.other({ code: said(problem.code, 80) });
  // The model's failures say themselves when the next try is.
  return problem.retryAt && params.minutes === undefined
    ? `${words} ${t.again({ at: at(new Date(problem.retryAt), v) })}`
    : words;
};

const wordsFor = (code: string, v: Voice): Say | null => {
  const known = { ...v.t.problems, ...v.t.steps.problem, ...v.t.llm.failed } as unknown as Readonly<
    Record<string, Say | undefined>
  >;
  return known[code] ?? null;
};
