import { and, eq } from 'drizzle-orm';
import { approvalRequests } from '../db/schema.ts';
import type { Deps, Person } from '../deps.ts';
import { instantOf } from '../kit/zone.ts';
import { planWithTime } from '../steps/edit.ts';
import type { Plan } from '../steps/plan/schema.ts';
import { advance, BATON } from './advance.ts';
import { type Due, finishDue } from './due.ts';
import { isReview, stepOf } from './lifecycle.ts';
import { namedPeople, standingOf } from './people.ts';
import { mayNot, whoMay } from './policy.ts';
import { openRequest } from './request.ts';
import { authorOf, saveDraft } from './revise.ts';
import { findRequest, liveDrafts, loadCampaign, lockCampaign, placeOf, record } from './store.ts';
import { noteKey, redraw, tell } from './tell.ts';
import type { Refusal } from './verdict.ts';

/** No answer is never a yes: the question closes as expired (not as rejected), nothing is sent, and it can be asked again. */
export const expireRequest = (deps: Deps, due: Due): Promise<void> =>
  deps.db.transaction(async (tx) => {
    const now = await deps.clock.business();
    const found = await findRequest(tx, due.ref);
    if (found) {
      const campaign = await lockCampaign(tx, found.campaignId);
      const closed = await tx
        .update(approvalRequests)
        .set({ state: 'expired', settledAt: now })
        .where(and(eq(approvalRequests.id, due.ref), eq(approvalRequests.state, 'pending')))
        .returning();
      if (closed.length > 0) {
        await record(tx, {
          campaignId: campaign.id,
          at: now,
          event: 'expired',
          from: campaign.status,
          to: campaign.status,
          by: BATON,
          detail: { request: due.ref },
        });
        await tell(tx, deps, {
          ...placeOf(campaign),
          key: noteKey('expired', due.ref),
          kind: 'note',
          subject: { note: 'request_expired', params: { step: found.step, requester: campaign.requester } },
        });
        await redraw(tx, deps, campaign.id);
      }
    }
    await finishDue(tx, due.id, now);
  });

/** Half of the life: those who may decide are reminded. Nine tenths: the admins hear of it too, who can name another. */
export const remindRequest = (deps: Deps, due: Due, occasion: 'remind' | 'overdue'): Promise<void> =>
  deps.db.transaction(async (tx) => {
    const request = await findRequest(tx, due.ref);
    if (request?.state === 'pending')
      await deps.jobs.enqueue(tx, 'request.ping', { requestId: due.ref, occasion }, { key: due.ref });
    await finishDue(tx, due.id, await deps.clock.business());
  });

/** A question nobody answered about a goal ends the campaign that never began. */
export const expireGoal = (deps: Deps, due: Due): Promise<void> =>
  deps.db.transaction(async (tx) => {
    if (due.campaignId !== null && (await loadCampaign(tx, due.campaignId)).status === 'goal.asking')
      await advance(tx, deps, due.campaignId, 'cancel', { by: BATON, detail: { reason: 'unanswered' } });
    await finishDue(tx, due.id, await deps.clock.business());
  });

/** A plan whose time has passed while nobody answered, as a plan to send now; null for anything else. */
const planForNow = async (deps: Deps, requestId: string) => {
  const request = await findRequest(deps.db, requestId);
  const plan = request?.action === 'launch' ? (await liveDrafts(deps.db, request.campaignId)).plan : undefined;
  if (!plan || plan.id !== request?.draftId) return null;
  const { sendAt } = plan.content as Plan;
  if (sendAt === 'now' || instantOf(sendAt, deps.config.timezone) > (await deps.clock.business())) return null;
  const edit = await planWithTime(deps, plan, 'now');
  return edit.ok ? edit : null;
};

/** Asks the same question again after it expired; a plan whose time has passed meanwhile is asked about as one for now. */
export const renewRequest = async (
  deps: Deps,
  requestId: string,
  person: Person,
): Promise<{ ok: true } | { ok: false; refusal: Refusal }> => {
  const people = await namedPeople(deps);
  // Made before the lock is taken: it counts the audience again.
  const forNow = await planForNow(deps, requestId);
  return deps.db.transaction(async (tx) => {
    const request = await findRequest(tx, requestId);
    if (!request) return { ok: false, refusal: { code: 'unknown_request' } };
    const campaign = await lockCampaign(tx, request.campaignId);
    const standing = await standingOf(tx, campaign, people);
    const forbidden = mayNot('step', person, standing);
    if (forbidden) return { ok: false, refusal: { code: forbidden, who: whoMay('step', standing) } };
    const draft = (await liveDrafts(tx, campaign.id))[request.step];
    const current = await findRequest(tx, requestId);
    if (!isReview(campaign.status) || stepOf(campaign.status) !== request.step)
      return { ok: false, refusal: { code: 'not_now', status: campaign.status } };
    if (draft?.id !== request.draftId)
      return { ok: false, refusal: { code: 'stale', version: request.version, newer: draft?.version ?? null } };
    if (current?.state !== 'expired')
      return {
        ok: false,
        refusal: { code: 'already', state: current?.state ?? 'pending', by: null, at: null, version: request.version },
      };
    if (forNow) {
      const { content, evidence, checks } = forNow;
      const fresh = { campaignId: campaign.id, step: draft.step, content, evidence, checks } as const;
      await saveDraft(tx, deps, { ...fresh, ...authorOf(draft) });
      await advance(tx, deps, campaign.id, 'edit', { by: BATON, detail: { sendAt: 'now' } });
    } else await openRequest(tx, deps, campaign, draft);
    await record(tx, {
      campaignId: campaign.id,
      at: await deps.clock.business(),
      event: 'asked_again',
      from: campaign.status,
      to: campaign.status,
      by: person.id,
    });
    await redraw(tx, deps, campaign.id);
    return { ok: true };
  });
};
