import type { ZodType } from 'zod';
import { llmCalls } from '../db/schema.ts';
import type { Deps } from '../deps.ts';
import { overBudget, spentMicros } from './budget.ts';
import { findPersonalData } from './guard.ts';
import type { LlmAnswer, LlmFailure, Turn, Usage } from './llm.ts';
import { inputText, type PromptInputs, type PromptName, renderPrompt } from './prompt.ts';

/** Why there is no answer: what the server said, or why it was not asked at all. */
export type AskOutcome = LlmFailure['outcome'] | 'personal_data' | 'budget_campaign' | 'budget_day';

export type AskFailure = { ok: false; outcome: AskOutcome; detail: string; raw: string; retryAfterMs?: number };

export type Asked<T> = { promptHash: string; model: string; practice: boolean; usage: Usage; latencyMs: number } & (
  | { ok: true; value: T; raw: string }
  | AskFailure
);

export type Question<N extends PromptName, T> = {
  campaignId: number | null;
  name: N;
  inputs: PromptInputs<N>;
  /** What was said after the first question: see repair.ts. */
  extraTurns?: readonly Turn[];
  schema: ZodType<T>;
  /** 1 for the first call of a draft, 2 and 3 for its repairs. */
  attempt: number;
};

export type AskDeps = Pick<Deps, 'db' | 'llm' | 'clock' | 'newId' | 'config'>;

/**
 * The one way to ask the model: render, look for personal data, look at the budget, call, keep the call. Never throws for
 * what the server said; a lost database throws, and the job comes again.
 */
export const ask = async <N extends PromptName, T>(deps: AskDeps, question: Question<N, T>): Promise<Asked<T>> => {
  const { llm, config } = deps;
  const { turns: first, hash } = renderPrompt(question.name, question.inputs, deps.newId('x').slice(2));
  const turns = [...first, ...(question.extraTurns ?? [])];
  const now = await deps.clock.business();
  const frame = { promptHash: hash, model: llm.model, practice: llm.practice };
  const unasked = (outcome: AskOutcome, detail: string): Asked<T> => ({
    ...frame,
    usage: { tokensIn: 0, tokensCached: 0, tokensOut: 0, costMicros: 0 },
    latencyMs: 0,
    ok: false,
    outcome,
    detail,
    raw: '',
  });

  const personal = findPersonalData({ ...named(question.inputs), ...numbered(turns) });
  if (personal) return unasked('personal_data', `${personal.kind}:${personal.where}`);
  if (!llm.practice) {
    const spent = await spentMicros(deps.db, { campaignId: question.campaignId, now, timezone: config.timezone });
    const over = overBudget(spent, config.llmBudgetMicros);
    if (over) return unasked(`budget_${over}`, String(config.llmBudgetMicros[over] / 1e6));
  }

  const cacheKey = `baton:${question.name}:${hash.slice(0, 12)}`;
  const answer = await llm.complete({ name: question.name, turns, schema: question.schema, cacheKey });
  await keep(deps, question, hash, answer, now);
  return { ...answer, promptHash: hash, practice: llm.practice };
};

/** Inputs by their own names first, so that a refusal can say where; then the turns whole, so that nothing slips by. */
const named = (inputs: Readonly<Record<string, unknown>>): Record<string, string> =>
  Object.fromEntries(Object.entries(inputs).map(([key, value]) => [key, inputText(value)]));

const numbered = (turns: readonly Turn[]): Record<string, string> =>
  Object.fromEntries(turns.map((turn, i) => [`turn ${i + 1}`, turn.content]));

const keep = async <T>(
  deps: AskDeps,
  question: Pick<Question<PromptName, T>, 'campaignId' | 'name' | 'attempt'>,
  promptHash: string,
  answer: LlmAnswer<T>,
  at: Date,
): Promise<void> => {
  const { tokensIn, tokensCached, tokensOut, costMicros } = answer.usage;
  await deps.db.insert(llmCalls).values({
    id: deps.newId('llm'),
    campaignId: question.campaignId,
    prompt: question.name,
    promptHash,
    model: answer.model,
    attempt: question.attempt,
    outcome: answer.ok ? 'ok' : answer.outcome,
    tokensIn,
    tokensCached,
    tokensOut,
    costMicros,
    latencyMs: answer.latencyMs,
    // PostgreSQL text holds no NUL; a model can write one.
    answer: (answer.raw || (answer.ok ? '' : answer.detail)).replaceAll('\u0000', ''),
    at,
  });
};
