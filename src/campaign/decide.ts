import { and, count, eq, isNull } from 'drizzle-orm';
import { approvalRequests, approvals, type Check, type Constraint, campaigns, drafts } from '../db/schema.ts';
import type { Deps, Person, Transaction } from '../deps.ts';
import { advance } from './advance.ts';
import { namedPeople, type People } from './people.ts';
import { type ApprovalRequest, type Campaign, findDraft, findRequest, lockCampaign, record } from './store.ts';
import { redraw } from './tell.ts';
import { type Refusal, type Verdict, whyClosed, whyForbidden, whyNotYet, whyWrongCount } from './verdict.ts';

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
  const checks = verdict.verdict === 'approve' ? await judgedNow(deps, requestId) : null;
  return deps.db.transaction(async (tx) => {
    const found = await findRequest(tx, requestId);
    if (!found) return refuse({ code: 'unknown_request' });
    const campaign = await lockCampaign(tx, found.campaignId);
    // Read again under the lock: the first reading only told us which campaign to lock.
    const request = (await findRequest(tx, requestId)) ?? found;
    const now = await deps.clock.business();
    const refusal = await whyNot(tx, { campaign, request, person, verdict, people, now, checks });
    if (refusal) {
      // What failed just now belongs on the card, and the launch button does not.
      if (refusal.code === 'failing_checks' && checks) await showChecks(tx, deps, request, checks);
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
    await takeBack(tx, request, person, now);
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
  /** The checks as they come out at this moment; null where the stored ones count. */
  checks: readonly Check[] | null;
};

/**
 * Promise 9: the law is asked at the approval too, not only when the plan was drafted; the world may have changed since.
 * Before the lock, because the audience is counted.
 */
const judgedNow = async (deps: Deps, requestId: string): Promise<readonly Check[] | null> => {
  const request = await findRequest(deps.db, requestId);
  if (request?.action !== 'launch' || request.state !== 'pending') return null;
  const draft = await findDraft(deps.db, request.draftId);
  return draft && (await deps.judge(draft)).checks;
};

const showChecks = async (tx: Transaction, deps: Deps, request: ApprovalRequest, checks: readonly Check[]) => {
  await tx
    .update(drafts)
    .set({ checks: [...checks] })
    .where(eq(drafts.id, request.draftId));
  await redraw(tx, deps, request.campaignId);
};

/** Who approved and then says no takes the own approval back: while a second one is waited for, minds may change. */
const takeBack = async (tx: Transaction, request: ApprovalRequest, person: Person, at: Date): Promise<void> => {
  await tx
    .update(approvals)
    .set({ voidedAt: at })
    .where(and(eq(approvals.requestId, request.id), eq(approvals.by, person.id), isNull(approvals.voidedAt)));
};

/** The first reason that holds, from the state of the question to the person to what is asked for. */
const whyNot = async (tx: Transaction, asked: Asked): Promise<Refusal | null> => {
  const { campaign, request, person, verdict, now, checks } = asked;
  return (
    (await whyClosed(tx, campaign, request, now)) ??
    (await whyForbidden(tx, asked, verdict.verdict)) ??
    (verdict.verdict === 'approve' ? await whyNotYet(tx, request, person, checks) : null) ??
    whyWrongCount(request, verdict)
  );
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
