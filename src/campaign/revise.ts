import { and, eq, isNull } from 'drizzle-orm';
import { type Check, campaigns, drafts } from '../db/schema.ts';
import type { Deps, Person, Transaction, Tx } from '../deps.ts';
import { contentHash } from '../kit/hash.ts';
import { advance } from './advance.ts';
import { allows, backTo, isReview, type StepName, stepOf } from './lifecycle.ts';
import { namedPeople, standingOf } from './people.ts';
import { mayNot, whoMay } from './policy.ts';
import { closeRequest } from './request.ts';
import {
  type Campaign,
  type Draft,
  findRequest,
  liveDrafts,
  lockCampaign,
  parentsOf,
  record,
  versionsOf,
} from './store.ts';
import { redraw } from './tell.ts';
import { type Refusal, whyClosed } from './verdict.ts';

export type NewDraft = {
  campaignId: number;
  step: StepName;
  content: unknown;
  evidence: unknown;
  checks: Check[];
  author: string;
  authorKind: 'ai' | 'person';
} & Partial<Pick<Draft, 'promptHash' | 'model' | 'practice' | 'tokensIn' | 'tokensOut' | 'costMicros'>>;

/** Stores the next version of a step; the older one becomes a record. Hash: step, content and the parents' hashes. */
export const saveDraft = async (tx: Tx, deps: Deps, fresh: NewDraft): Promise<Draft> => {
  const at = await deps.clock.business();
  const parents = parentsOf(await liveDrafts(tx, fresh.campaignId), fresh.step);
  const versions = await versionsOf(tx, fresh.campaignId, fresh.step);
  await tx
    .update(drafts)
    .set({ supersededAt: at })
    .where(and(eq(drafts.campaignId, fresh.campaignId), eq(drafts.step, fresh.step), isNull(drafts.supersededAt)));
  const [draft] = await tx
    .insert(drafts)
    .values({
      ...fresh,
      id: deps.newId('dr'),
      version: (versions.at(-1)?.version ?? 0) + 1,
      hash: contentHash({ step: fresh.step, content: fresh.content, parents }),
      parents,
      createdAt: at,
    })
    .returning();
  if (!draft) throw new Error('draft not stored');
  return draft;
};

/** Whose draft it is stays so when code makes another version of it: a changed send time makes no new author. */
export const authorOf = ({
  author,
  authorKind,
  promptHash,
  model,
  practice,
  tokensIn,
  tokensOut,
  costMicros,
}: Draft) => ({
  author,
  authorKind,
  promptHash,
  model,
  practice,
  tokensIn,
  tokensOut,
  costMicros,
});

export type Edited = { ok: true; draft: Draft } | { ok: false; refusal: Refusal };

/**
 * A person's version of an open draft. The caller has made `content` whole and checked it (steps/edit.ts); here it is only
 * settled who may and whether the question is still open. Saving makes an editor, who then cannot approve the launch.
 */
export const saveEdit = async (
  deps: Deps,
  requestId: string,
  person: Person,
  edit: Pick<NewDraft, 'content' | 'evidence' | 'checks'>,
): Promise<Edited> => {
  const people = await namedPeople(deps);
  return deps.db.transaction(async (tx) => {
    const found = await findRequest(tx, requestId);
    if (!found) return { ok: false, refusal: { code: 'unknown_request' } };
    const campaign = await lockCampaign(tx, found.campaignId);
    const request = (await findRequest(tx, requestId)) ?? found;
    const at = await deps.clock.business();
    const standing = await standingOf(tx, campaign, people);
    const forbidden = mayNot('step', person, standing);
    const refusal: Refusal | null =
      (await whyClosed(tx, campaign, request, at)) ??
      (forbidden ? { code: forbidden, who: whoMay('step', standing) } : null);
    if (refusal) {
      await record(tx, {
        campaignId: campaign.id,
        at,
        event: 'refused:edit',
        from: campaign.status,
        to: campaign.status,
        by: person.id,
        detail: { code: refusal.code },
      });
      return { ok: false, refusal };
    }
    const draft = await saveDraft(tx, deps, {
      ...edit,
      campaignId: campaign.id,
      step: request.step,
      author: person.id,
      authorKind: 'person',
    });
    await closeRequest(tx, campaign.id, 'superseded');
    const moved = await advance(tx, deps, campaign.id, 'edit', { by: person.id, detail: { version: draft.version } });
    if (!moved.ok) throw new Error(`edit in ${moved.status}`);
    return { ok: true, draft };
  });
};

export type WentBack = { ok: true; campaign: Campaign } | { ok: false; refusal: Refusal };

/**
 * "Write this step again, minding these words", from wherever the campaign stands: the open step is regenerated, an
 * earlier one is gone back to, and everything built on it is superseded. The words bind every later draft.
 */
export const reviseStep = async (
  deps: Deps,
  campaignId: number,
  step: StepName,
  person: Person,
  words: string,
): Promise<WentBack> => {
  const people = await namedPeople(deps);
  return deps.db.transaction(async (tx) => {
    const campaign = await lockCampaign(tx, campaignId);
    const standing = await standingOf(tx, campaign, people);
    const forbidden = mayNot('step', person, standing);
    if (forbidden) return { ok: false, refusal: { code: forbidden, who: whoMay('step', standing) } };
    const at = (await deps.clock.business()).toISOString();
    // Being written now: the words bind, and the writing starts anew with them.
    if (campaign.status === `${step}.drafting`) {
      await bind(tx, campaign, step, person, words, at);
      // What is being written without these words is not kept: see steps/problem.ts.
      const { status } = campaign;
      await record(tx, { campaignId, at: new Date(at), event: 'told', from: status, to: status, by: person.id });
      await tx.update(campaigns).set({ problem: null }).where(eq(campaigns.id, campaignId));
      await deps.jobs.enqueue(tx, 'draft.write', { campaignId }, { key: String(campaignId) });
      await redraw(tx, deps, campaignId);
      return { ok: true, campaign };
    }
    const event = isReview(campaign.status) && stepOf(campaign.status) === step ? 'regenerate' : backTo(step);
    if (!event || !allows(campaign.status, event, campaign.kind))
      return { ok: false, refusal: { code: 'not_now', status: campaign.status } };
    await bind(tx, campaign, step, person, words, at);
    if (event === 'regenerate') await closeRequest(tx, campaignId, 'changes');
    const moved = await advance(tx, deps, campaignId, event, { by: person.id });
    if (!moved.ok) throw new Error(`${event} in ${moved.status}`);
    return { ok: true, campaign: moved.campaign };
  });
};

const bind = (tx: Transaction, campaign: Campaign, step: StepName, person: Person, words: string, at: string) =>
  tx
    .update(campaigns)
    .set({ constraints: [...campaign.constraints, { step, words, by: person.id, at }] })
    .where(eq(campaigns.id, campaign.id));
