import type { StepName } from '../campaign/lifecycle.ts';
import type { Check } from '../db/schema.ts';
import type { Usage } from '../llm/llm.ts';
import type { PromptInputs } from '../llm/prompt.ts';
import { type Asked, ask } from '../llm/record.ts';
import { repairTurns } from '../llm/repair.ts';
import { blocking, failing } from './check.ts';
import type { AnyStep } from './index.ts';
import { masked } from './masked.ts';
import { type Trouble, troubleOf } from './problem.ts';
import type { StepContext } from './step.ts';

/** The model is told at most twice what is wrong; then a person decides. */
export const REPAIRS = 2;

export type Written = {
  content: unknown;
  evidence: unknown;
  checks: Check[];
  /** Calls made up to here. */
  attempt: number;
};

/** What all calls of one draft took together. */
export type Spending = {
  promptHash: string;
  model: string;
  practice: boolean;
  tokensIn: number;
  tokensOut: number;
  costMicros: number | null;
};

export type Composed =
  | { written: Written; spending: Spending }
  /** The words are no goal; what to ask is the model's own sentence. */
  | { unclear: string }
  | { trouble: Trouble };

type Told = { id: string; message: string };

/**
 * One draft: ask, make whole, check, and tell the model what failed. The answer that breaks fewest rules is kept, the
 * later of two alike; so a person never gets a worse draft because the model was asked once more.
 */
export const compose = async (step: AnyStep, ctx: StepContext): Promise<Composed> => {
  const inputs = masked(await step.inputs(ctx)) as PromptInputs<StepName>;
  const turns: ReturnType<typeof repairTurns> = [];
  let spending: Spending | null = null;
  let best: Written | null = null;
  let last: Told[] = [];

  for (let attempt = 1; attempt <= 1 + REPAIRS; attempt++) {
    const answer: Asked<unknown> = await ask(ctx.deps, {
      campaignId: ctx.campaign.id,
      name: step.name,
      inputs,
      extraTurns: turns,
      schema: step.schema,
      attempt,
    });
    spending = added(spending, answer);
    if (!answer.ok) {
      const isMendable = answer.outcome === 'schema' || answer.outcome === 'invalid_json';
      // A draft with failing checks is worth more to a person than words about a later call that went wrong for good.
      const trouble = troubleOf(answer, attempt);
      if (!isMendable) return best && trouble.waitMs === null ? { written: best, spending } : { trouble };
      if (attempt > REPAIRS) return best ? { written: best, spending } : { trouble };
      last = [{ id: answer.outcome, message: answer.detail }];
      turns.push(...repairTurns(masked(answer.raw), masked(last)));
      continue;
    }
    const unclear = step.unclear?.(answer.value);
    if (unclear) return { unclear };
    const judged = await judge(step, answer.value, attempt, ctx);
    if (judged.written) {
      best = better(best, judged.written);
      if (judged.told.length === 0) return { written: judged.written, spending };
    }
    last = judged.told;
    turns.push(...repairTurns(masked(answer.raw), masked(last)));
  }
  if (best && spending) return { written: best, spending };
  const detail = last.map(({ message }) => message).join(' ');
  return { trouble: { code: 'rules', detail, times: 1 + REPAIRS, waitMs: null } };
};

/** @returns the draft where it has a form that can be kept, and what of it the model is to mend */
const judge = async (
  step: AnyStep,
  out: unknown,
  attempt: number,
  ctx: StepContext,
): Promise<{ written: Written | null; told: Told[] }> => {
  const completed = await step.complete(out, ctx);
  const { language } = ctx;
  if (!completed.ok)
    return {
      written: null,
      told: completed.failures.map((message) => ({ id: `${step.name}.rule`, message: message[language] })),
    };
  const { content } = completed;
  const evidence = await step.evidence(content, ctx);
  const checks = await step.checks(content, evidence, ctx);
  // Advice on copy is worth another try, because a model follows it in seconds; advice on an audience is for people.
  const told = failing(checks).filter(
    (check) => step.mendable(check) && (check.severity === 'block' || check.family === 'copy'),
  );
  return {
    written: { content, evidence, checks, attempt },
    told: told.map(({ id, message }) => ({ id, message: message[language] })),
  };
};

const better = (before: Written | null, after: Written): Written => {
  if (!before) return after;
  const faults = ({ checks }: Written) => blocking(checks).length * 1_000 + failing(checks).length;
  return faults(after) <= faults(before) ? after : before;
};

const added = (
  before: Spending | null,
  answer: { promptHash: string; model: string; practice: boolean; usage: Usage },
): Spending => {
  const { usage, promptHash, model, practice } = answer;
  const cost = before === null ? 0 : before.costMicros;
  return {
    promptHash,
    model,
    practice,
    tokensIn: (before?.tokensIn ?? 0) + usage.tokensIn,
    tokensOut: (before?.tokensOut ?? 0) + usage.tokensOut,
    // One call of unknown price makes the sum unknown, never 0.
    costMicros: cost === null || usage.costMicros === null ? null : cost + usage.costMicros,
  };
};
