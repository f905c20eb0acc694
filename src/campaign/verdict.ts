import { and, eq, isNull } from 'drizzle-orm';
import { approvals, type Check } from '../db/schema.ts';
import type { Person, Tx } from '../deps.ts';
import { isReview, mayAsk, stepOf } from './lifecycle.ts';
import { isOverdue, type People, standingOf } from './people.ts';
import { type Refusal as Forbidden, mayNot, mustTypeCount, type Right, type Standing, whoMay } from './policy.ts';
import { type ApprovalRequest, type Campaign, findDraft, liveDrafts } from './store.ts';

export const REJECT_REASONS = ['audience', 'legal', 'tone', 'offer', 'other'] as const;
export type RejectReason = (typeof REJECT_REASONS)[number];

export type Verdict =
  | { verdict: 'approve'; count?: number | null }
  | { verdict: 'regenerate'; feedback: string }
  | { verdict: 'reject'; reason: RejectReason; feedback?: string | null };

/** Why a click did nothing, each with its own words in i18n `refusals`. */
export type Refusal =
  | { code: Forbidden; who?: readonly string[] }
  | { code: 'unknown_request' }
  | { code: 'already'; state: ApprovalRequest['state']; by: string | null; at: Date | null; version: number }
  | { code: 'stale'; version: number; newer: number | null }
  | { code: 'expired'; at: Date }
  | { code: 'again' }
  | { code: 'failing_checks'; checks: readonly string[] }
  | { code: 'wrong_count'; expected: number }
  | { code: 'not_now'; status: Campaign['status'] };

/** What a verdict needs. Another draft of a plan may also be asked for by its requester; a no is for those who may say yes. */
const rightOf = (request: Pick<ApprovalRequest, 'action'>, verdict: Verdict['verdict'] | 'edit'): Right =>
  request.action === 'step' || verdict === 'edit' ? 'step' : verdict === 'regenerate' ? 'redraft_plan' : 'launch';

/** May this person give this verdict on this question at this moment? */
export const whyForbidden = async (
  tx: Tx,
  asked: { campaign: Campaign; request: ApprovalRequest; person: Person; people: People; now: Date },
  verdict: Verdict['verdict'] | 'edit',
): Promise<Refusal | null> => {
  const { campaign, request, person, people, now } = asked;
  if ((verdict === 'regenerate' || verdict === 'reject') && !mayAsk(campaign, verdict))
    return { code: 'not_now', status: campaign.status };
  const standing: Standing = await standingOf(tx, campaign, people, isOverdue(request, now));
  const right = rightOf(request, verdict);
  const forbidden = mayNot(right, person, standing);
  if (!forbidden) return null;
  // "You cannot approve your own" answers an approval; to a rejection it would answer what was not asked.
  const own = forbidden === 'own_request' || forbidden === 'own_edit';
  return { code: own && verdict !== 'approve' ? 'not_eligible' : forbidden, who: whoMay(right, standing) };
};

/** What stands against an approval that its giver has the right to give. */
export const whyNotYet = async (
  tx: Tx,
  request: ApprovalRequest,
  person: Person,
  checks: readonly Check[] | null,
): Promise<Refusal | null> => {
  const [mine] = await tx
    .select({ id: approvals.id })
    .from(approvals)
    .where(and(eq(approvals.requestId, request.id), eq(approvals.by, person.id), isNull(approvals.voidedAt)));
  if (mine) return { code: 'again' };
  const found = checks ?? (await findDraft(tx, request.draftId))?.checks ?? [];
  const failing = found.filter(({ severity, passed }) => severity === 'block' && !passed);
  return failing.length > 0 ? { code: 'failing_checks', checks: failing.map(({ id }) => id) } : null;
};

/** Above 10,000 people, or for everyone, the number that was shown first has to be typed. */
export const whyWrongCount = (request: ApprovalRequest, verdict: Verdict): Refusal | null => {
  const expected = (request.shown.send ?? 0) + (request.shown.holdout ?? 0);
  return verdict.verdict === 'approve' &&
    request.action === 'launch' &&
    mustTypeCount(request.shown) &&
    verdict.count !== expected
    ? { code: 'wrong_count', expected }
    : null;
};

/** A question that is no longer open says how it ended. */
export const whyClosed = async (
  tx: Tx,
  campaign: Campaign,
  request: ApprovalRequest,
  now: Date,
): Promise<Refusal | null> => {
  const live = (await liveDrafts(tx, campaign.id))[request.step];
  if (request.state === 'superseded' || (live && live.id !== request.draftId) || !live)
    return {
      code: 'stale',
      version: request.version,
      newer: live && live.version > request.version ? live.version : null,
    };
  if (request.state === 'expired' || (request.state === 'pending' && now >= request.expiresAt))
    return { code: 'expired', at: request.expiresAt };
  if (request.state !== 'pending') {
    const [last] = await tx.select().from(approvals).where(eq(approvals.requestId, request.id));
    return {
      code: 'already',
      state: request.state,
      by: last?.by ?? null,
      at: last?.at ?? null,
      version: request.version,
    };
  }
  if (!isReview(campaign.status) || stepOf(campaign.status) !== request.step)
    return { code: 'not_now', status: campaign.status };
  return null;
};
