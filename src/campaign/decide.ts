import { and, count, eq, isNull } from 'drizzle-orm';
import { approvalRequests, approvals, type Constraint, campaigns } from '../db/schema.ts';
import type { Deps, Person, Transaction } from '../deps.ts';
import { advance } from './advance.ts';
import { isReview, stepOf } from './lifecycle.ts';
import { namedPeople, type People, standingOf } from './people.ts';
import { type Refusal as Forbidden, mayNot, mustTypeCount, whoMay } from './policy.ts';
import {
  type ApprovalRequest,
  type Campaign,
  findDraft,
  findRequest,
  liveDrafts,
  lockCampaign,
  record,
} from './store.ts';
import { redraw } from './tell.ts';

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

export type Decision =
  | { ok: true; campaign: Campaign; settled: boolean; given: number; required: number }
  | { ok: false; refusal: Refusal };

export type Where = { channel?: string | undefined; messageTs?: string | undefined };

/**
 * One person's verdict on one request. Settled by one guarded UPDATE in one short transaction; whatever is refused
 * changes nothing but the audit.
 */
export const decide = async (
  deps: Deps,
  requestId: string,
  person: Person,
  verdict: Verdict,
  where: Where = {},
): Promise<Decision> => {
  const people = await namedPeople(deps);
  return deps.db.transaction(async (tx) => {
    const found = await findRequest(tx, requestId);
    if (!found) return refuse({ code: 'unknown_request' });
    const campaign = await lockCampaign(tx, found.campaignId);
    // Read again under the lock: the first reading only told us which campaign to lock.
    const request = (await findRequest(tx, requestId)) ?? found;
    const now = await deps.clock.business();
    const refusal = await whyNot(tx, { campaign, request, person, verdict, people, now });
    if (refusal) {
      await record(tx, {
        campaignId: campaign.id,
        at: now,
        event: `refused:${verdict.verdict}`,
        from: campaign.status,
        to: campaign.status,
        by: person.id,
        detail: { request: requestId, code: refusal.code },
      });
      return { ok: false, refusal };
    }
    await tx.insert(approvals).values({
      id: deps.newId('ap'),
      requestId,
      campaignId: campaign.id,
      draftId: request.draftId,
      hash: request.hash,
      by: person.id,
      verdict: verdict.verdict,
      reason: verdict.verdict === 'reject' ? verdict.reason : null,
      feedback: verdict.verdict === 'approve' ? null : (verdict.feedback ?? null),
      at: now,
      channel: where.channel ?? null,
      messageTs: where.messageTs ?? null,
    });
    return verdict.verdict === 'approve'
      ? approve(tx, deps, campaign, request, person, now)
      : sendBack(tx, deps, campaign, request, person, verdict, now);
  });
};

const refuse = (refusal: Refusal): Decision => ({ ok: false, refusal });

type Asked = {
  campaign: Campaign;
  request: ApprovalRequest;
  person: Person;
  verdict: Verdict;
  people: People;
  now: Date;
};

/** The first reason that holds, from the state of the question to the person to what is asked for. */
const whyNot = async (tx: Transaction, asked: Asked): Promise<Refusal | null> => {
  const { campaign, request, person, verdict, people, now } = asked;
  const closed = await whyClosed(tx, campaign, request, now);
  if (closed) return closed;
  const standing = await standingOf(tx, campaign, people);
  const right = request.action === 'launch' && verdict.verdict === 'approve' ? 'launch' : 'step';
  const forbidden = mayNot(right, person, standing);
  if (forbidden) return { code: forbidden, who: whoMay(right, standing) };
  const [mine] = await tx
    .select()
    .from(approvals)
    .where(and(eq(approvals.requestId, request.id), eq(approvals.by, person.id)));
  if (mine) return { code: 'again' };
  if (verdict.verdict !== 'approve') return null;
  const draft = await findDraft(tx, request.draftId);
  const failing = draft?.checks.filter((check) => check.severity === 'block' && !check.passed) ?? [];
  if (failing.length > 0) return { code: 'failing_checks', checks: failing.map(({ id }) => id) };
  const expected = (request.shown.send ?? 0) + (request.shown.holdout ?? 0);
  if (request.action === 'launch' && mustTypeCount(request.shown) && verdict.count !== expected)
    return { code: 'wrong_count', expected };
  return null;
};

/** A question that is no longer open says how it ended. Exported for the modal, which asks before it opens. */
export const whyClosed = async (
  tx: Transaction,
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

const approve = async (
  tx: Transaction,
  deps: Deps,
  campaign: Campaign,
  request: ApprovalRequest,
  person: Person,
  now: Date,
): Promise<Decision> => {
  const [row] = await tx
    .select({ given: count() })
    .from(approvals)
    .where(and(eq(approvals.requestId, request.id), eq(approvals.verdict, 'approve'), isNull(approvals.voidedAt)));
  const given = row?.given ?? 0;
  if (given < request.required) {
    await redraw(tx, deps, campaign.id);
    return { ok: true, campaign, settled: false, given, required: request.required };
  }
  await settle(tx, request, 'approved', now);
  const moved = await advance(tx, deps, campaign.id, 'approve', {
    by: person.id,
    detail: { request: request.id, hash: request.hash },
  });
  if (!moved.ok) throw new Error(`approval of ${request.id} in ${moved.status}`);
  return { ok: true, campaign: moved.campaign, settled: true, given, required: request.required };
};

const sendBack = async (
  tx: Transaction,
  deps: Deps,
  campaign: Campaign,
  request: ApprovalRequest,
  person: Person,
  verdict: Exclude<Verdict, { verdict: 'approve' }>,
  now: Date,
): Promise<Decision> => {
  const constraint: Constraint = {
    step: request.step,
    words: verdict.feedback?.trim() ?? '',
    ...(verdict.verdict === 'reject' && { reason: verdict.reason }),
    by: person.id,
    at: now.toISOString(),
  };
  await tx
    .update(campaigns)
    .set({ constraints: [...campaign.constraints, constraint] })
    .where(eq(campaigns.id, campaign.id));
  await settle(tx, request, verdict.verdict === 'reject' ? 'rejected' : 'changes', now);
  const moved = await advance(tx, deps, campaign.id, verdict.verdict, {
    by: person.id,
    detail: { request: request.id },
  });
  if (!moved.ok) throw new Error(`${verdict.verdict} of ${request.id} in ${moved.status}`);
  return { ok: true, campaign: moved.campaign, settled: true, given: 0, required: request.required };
};

/** The guarded UPDATE: of two verdicts at once one settles, and the other finds the question closed. */
const settle = async (
  tx: Transaction,
  request: ApprovalRequest,
  state: 'approved' | 'rejected' | 'changes',
  at: Date,
) => {
  const settled = await tx
    .update(approvalRequests)
    .set({ state, settledAt: at })
    .where(
      and(
        eq(approvalRequests.id, request.id),
        eq(approvalRequests.state, 'pending'),
        eq(approvalRequests.hash, request.hash),
      ),
    )
    .returning({ id: approvalRequests.id });
  if (settled.length === 0) throw new Error(`request ${request.id} was settled under the lock`);
};
