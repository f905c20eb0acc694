import type { ZodType } from 'zod';
import type { Catalogue } from '../audience/catalogue.ts';
import type { BrandKit } from '../brand/kit.ts';
import type { StepName } from '../campaign/lifecycle.ts';
import type { Campaign, Draft, LiveDrafts } from '../campaign/store.ts';
import type { Check } from '../db/schema.ts';
import type { Deps, Tx } from '../deps.ts';
import type { Language } from '../i18n/language.ts';
import type { PromptInputs } from '../llm/prompt.ts';
import type { KpiHistory } from '../results/history.ts';
import type { Brief, BriefEvidence } from './brief/schema.ts';
import type { Copy, CopyEvidence } from './copy/schema.ts';
import type { Field, Values } from './field.ts';
import type { Personas, PersonasEvidence } from './personas/schema.ts';
import type { Plan, PlanDraft, PlanEvidence } from './plan/schema.ts';
import type { Said } from './said.ts';
import type { Segments, SegmentsDraft, SegmentsEvidence } from './segments/schema.ts';

/** What the model gives, what is hashed and approved, and what is shown beside it, for each step. */
export type Shapes = {
  brief: { out: Brief; content: Brief; evidence: BriefEvidence };
  segments: { out: SegmentsDraft; content: Segments; evidence: SegmentsEvidence };
  personas: { out: Personas; content: Personas; evidence: PersonasEvidence };
  copy: { out: Copy; content: Copy; evidence: CopyEvidence };
  plan: { out: PlanDraft; content: Plan; evidence: PlanEvidence };
};
export type ContentOf<N extends StepName> = Shapes[N]['content'];

/** The facts of one moment that a step is written, edited or checked with. Nothing in it changes while it is used. */
export type StepContext = {
  deps: Deps;
  /** The database, or the transaction the caller is in. */
  db: Tx;
  campaign: Campaign;
  /** Newest drafts of each step; the earlier ones are approved. */
  live: LiveDrafts;
  kit: BrandKit;
  now: Date;
  language: Language;
  /** Who wrote what is being judged: what a person typed needs no source, what a model wrote does. */
  by: 'ai' | 'person';
  /** The version this one replaces, whoever wrote it. */
  previous: { content: unknown; by: 'ai' | 'person' } | null;
  /** The draft that is being edited or looked at again; null while a new one is written. */
  standing: Pick<Draft, 'content' | 'evidence' | 'checks'> | null;
  /** Sentences a person chose to keep from earlier campaigns. */
  learnings(): Promise<string[]>;
  /** Read once, then the same for every check of this draft. */
  catalogue(): Promise<Catalogue>;
  history(): Promise<KpiHistory>;
  /** Anything else that must be the same for prompt, evidence and checks of one draft. */
  once<T>(name: string, load: () => Promise<T>): Promise<T>;
};

export type Completed<Content> = { ok: true; content: Content } | { ok: false; failures: readonly Said[] };
export type Edited<Content> = { ok: true; content: Content } | { ok: false; errors: Record<string, Said> };

/**
 * One of the five drafts. `Out` is what the model gives, `Content` what a person approves (and what is hashed), `Evidence`
 * what is shown beside it and read anew at every check.
 */
export type Step<N extends StepName, Out, Content, Evidence> = {
  readonly name: N;
  readonly schema: ZodType<Out>;
  inputs(ctx: StepContext): Promise<PromptInputs<N>>;
  /** Why this is nothing to draft from, in the model's own words; only the brief can say so. */
  unclear?(out: Out): string | null;
  /** Makes the model's answer whole. Not ok when it has no form that could be kept at all. */
  complete(out: Out, ctx: StepContext): Promise<Completed<Content>>;
  evidence(content: Content, ctx: StepContext): Promise<Evidence>;
  checks(content: Content, evidence: Evidence, ctx: StepContext): Promise<Check[]>;
  /** Could another answer of the model mend this, or is it for a person to settle? */
  mendable(check: Check): boolean;
  /**
   * The inputs of the edit form. `part` says more about what is edited: the copy variant, one of several that are edited one
   * at a time; the rules put in the place of a segment's own.
   */
  fields(content: Content, ctx: StepContext, part?: string): Field[] | Promise<Field[]>;
  edit(content: Content, values: Values, ctx: StepContext): Promise<Edited<Content>>;
};

export type StepOf<N extends StepName> = Step<N, Shapes[N]['out'], Shapes[N]['content'], Shapes[N]['evidence']>;

/** @throws when the step was never drafted: the lifecycle lets nothing later begin before it is approved */
export const earlier = <N extends StepName>(ctx: Pick<StepContext, 'live' | 'campaign'>, name: N): ContentOf<N> => {
  const draft = ctx.live[name];
  if (!draft) throw new Error(`campaign ${ctx.campaign.id} has no ${name}`);
  return draft.content as ContentOf<N>;
};

/** Everything the people of this campaign said: the goal and what was said to later drafts. */
export const wordsOf = (ctx: Pick<StepContext, 'campaign'>): string =>
  [ctx.campaign.goal, ...ctx.campaign.constraints.map(({ words }) => words)].join('\n');
