import { eq } from 'drizzle-orm';
import { drafts } from '../db/schema.ts';
import type { Deps, Person } from '../deps.ts';
import { planWithTime } from '../steps/edit.ts';
import type { PlanEvidence } from '../steps/plan/schema.ts';
import { advance } from './advance.ts';
import { allows } from './lifecycle.ts';
import { namedPeople, standingOf } from './people.ts';
import { mayNot } from './policy.ts';
import { openRequest } from './request.ts';
import { saveDraft } from './revise.ts';
import { findDraft, findRequest, liveDrafts, loadCampaign, lockCampaign } from './store.ts';
import { redraw } from './tell.ts';
import { type Refusal, whyClosed } from './verdict.ts';

export type Rescheduled =
  | { ok: true }
  | { ok: false; refusal: Refusal }
  | { ok: false; errors: Record<string, { ko: string; en: string }> };

/**
 * Another send time for a scheduled campaign: the launch is void, the plan gets a new version with that time, and it needs
 * a new approval. Whoever does it becomes the plan's last editor.
 *
 * @param sendAt `now` or a local date and time in the account's zone
 */
export const reschedule = async (
  deps: Deps,
  campaignId: number,
  person: Person,
  sendAt: string,
): Promise<Rescheduled> => {
  const people = await namedPeople(deps);
  const before = (await liveDrafts(deps.db, campaignId)).plan;
  if (!before)
    return { ok: false, refusal: { code: 'not_now', status: (await loadCampaign(deps.db, campaignId)).status } };
  // Made and checked before the lock is taken: it counts the audience again.
  const edit = await planWithTime(deps, before, sendAt);
  if (!edit.ok) return { ok: false, errors: edit.errors };
  return deps.db.transaction(async (tx) => {
    const campaign = await lockCampaign(tx, campaignId);
    const forbidden = mayNot('step', person, await standingOf(tx, campaign, people));
    if (forbidden) return { ok: false, refusal: { code: forbidden } };
    const plan = (await liveDrafts(tx, campaignId)).plan;
    if (!allows(campaign.status, 'reschedule') || plan?.id !== before.id)
      return { ok: false, refusal: { code: 'not_now', status: campaign.status } };
    const doing = { by: person.id, detail: { sendAt } };
    await advance(tx, deps, campaignId, 'reschedule', doing);
    const { content, evidence, checks } = edit;
    await saveDraft(tx, deps, {
      campaignId,
      step: 'plan',
      content,
      evidence,
      checks,
      author: person.id,
      authorKind: 'person',
    });
    await advance(tx, deps, campaignId, 'edit', doing);
    return { ok: true };
  });
};

/** Runs the checks of an open plan again and shows what they say now; content and hash stay as they are. */
export const recheckPlan = async (
  deps: Deps,
  requestId: string,
  person: Person,
): Promise<{ ok: true } | { ok: false; refusal: Refusal }> => {
  const people = await namedPeople(deps);
  const request = await findRequest(deps.db, requestId);
  const draft = request && (await findDraft(deps.db, request.draftId));
  if (!request || !draft) return { ok: false, refusal: { code: 'unknown_request' } };
  const { evidence, checks } = await deps.judge(draft);
  return deps.db.transaction(async (tx) => {
    const campaign = await lockCampaign(tx, request.campaignId);
    const current = (await findRequest(tx, requestId)) ?? request;
    const closed = await whyClosed(tx, campaign, current, await deps.clock.business());
    const forbidden = mayNot('step', person, await standingOf(tx, campaign, people));
    if (closed ?? forbidden) return { ok: false, refusal: closed ?? { code: forbidden ?? 'not_eligible' } };
    await tx.update(drafts).set({ evidence, checks }).where(eq(drafts.id, draft.id));
    // Where the counts on the card are new, the question is put anew: an approval is of what was shown.
    const { send, holdout } = (evidence as PlanEvidence).audience;
    if (send !== current.shown.send || holdout !== current.shown.holdout)
      await openRequest(tx, deps, campaign, { ...draft, evidence, checks });
    await redraw(tx, deps, campaign.id);
    return { ok: true };
  });
};
