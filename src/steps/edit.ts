import { describeRule } from '../audience/describe.ts';
import { namedIn } from '../audience/saved.ts';
import { type Draft, loadCampaign } from '../campaign/store.ts';
import type { Check } from '../db/schema.ts';
import type { Deps } from '../deps.ts';
import { contentHash } from '../kit/hash.ts';
import { contextFor } from './context.ts';
import type { Field, Values } from './field.ts';
import { type AnyStep, stepNamed } from './index.ts';
import { notice } from './notice/step.ts';
import { type Said, said } from './said.ts';
import type { Segments } from './segments/schema.ts';
import { readPuts, type Start, startsOf, withPuts } from './segments/start.ts';
import type { StepContext } from './step.ts';

export type { Field, Value, Values } from './field.ts';

export type Applied =
  | { ok: true; content: unknown; evidence: unknown; checks: Check[] }
  | { ok: false; errors: Record<string, Said> };

/** What is judged and edited is the step's, but for a legal notice, whose plan no model writes. */
type Judging = Pick<AnyStep, 'evidence' | 'checks' | 'fields' | 'edit'>;

const open = async (deps: Deps, draft: Draft, by: 'ai' | 'person'): Promise<{ step: Judging; ctx: StepContext }> => {
  const campaign = await loadCampaign(deps.db, draft.campaignId);
  const ctx = await contextFor(deps, deps.db, campaign, draft.step, by, draft);
  return { step: campaign.kind === 'notice' ? (notice as Judging) : stepNamed(draft.step), ctx };
};

/** The inputs of a draft's edit form, filled with what it says now. `part`: as the step reads it (step.ts). */
export const fieldsOf = async (deps: Deps, draft: Draft, part?: string): Promise<Field[]> => {
  const { step, ctx } = await open(deps, draft, 'person');
  return step.fields(draft.content, ctx, part);
};

/**
 * A person's change to a draft, made whole and checked; nothing is stored (campaign/revise.ts `saveEdit` does that).
 *
 * @param values field id -> value of the form that `fieldsOf` describes, and `variant`, the `part` it was drawn for
 * @returns by field id what cannot be kept; a change of nothing is said at the first field
 */
export const applyEdit = async (deps: Deps, draft: Draft, values: Values): Promise<Applied> => {
  const { step, ctx } = await open(deps, draft, 'person');
  const edited = await step.edit(draft.content, values, ctx);
  if (!edited.ok) return edited;
  if (contentHash(edited.content) === contentHash(draft.content)) {
    const first =
      Object.keys(values).find((id) => id !== 'variant') ??
      (await step.fields(draft.content, ctx))[0]?.id ??
      'feedback';
    return { ok: false, errors: { [first]: said(deps.config, (v) => v.t.steps.edit.unchanged()) } };
  }
  return { ok: true, content: edited.content, ...(await judged(step, edited.content, ctx)) };
};

/** The rules that may be put in the place of a segment's own, and the draft with those put in that `part` says. */
export const segmentStarts = async (
  deps: Deps,
  draft: Draft,
  part: string | undefined,
): Promise<{ segments: { key: string; name: string; rule: Said }[]; starts: Start[] }> => {
  const { ctx } = await open(deps, draft, 'person');
  const { segments } = await withPuts(draft.content as Segments, readPuts(part), ctx);
  const named = await namedIn(
    ctx.db,
    segments.map(({ rule }) => rule),
  );
  return {
    segments: segments.map(({ key, name, rule }) => ({
      key,
      name,
      rule: describeRule(rule, { ...deps.config, saved: named }),
    })),
    starts: await startsOf(ctx),
  };
};

/**
 * The same plan at another time.
 *
 * @param sendAt `now` or local time in the account's zone, `2026-11-24T14:00`
 */
export const planWithTime = (deps: Deps, draft: Draft, sendAt: string): Promise<Applied> =>
  applyEdit(deps, draft, sendAt === 'now' ? { when: 'now' } : { when: 'at', send_at: sendAt });

/** Evidence and checks of a draft as of now: the same content may pass today what it failed yesterday, and the reverse. */
export const recheck = async (deps: Deps, draft: Draft): Promise<{ evidence: unknown; checks: Check[] }> => {
  const { step, ctx } = await open(deps, draft, draft.authorKind);
  return judged(step, draft.content, ctx);
};

const judged = async (step: Judging, content: unknown, ctx: StepContext) => {
  const evidence = await step.evidence(content, ctx);
  return { evidence, checks: await step.checks(content, evidence, ctx) };
};
