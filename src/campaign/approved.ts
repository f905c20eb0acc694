import { and, desc, inArray } from 'drizzle-orm';
import { approvalRequests } from '../db/schema.ts';
import type { Tx } from '../deps.ts';
import { contentHash } from '../kit/hash.ts';
import { STEPS, type StepName } from './lifecycle.ts';
import type { LiveDrafts } from './store.ts';

/** Hashes of all five steps, as people were shown them and as their content hashes now; the plan's last. */
export type ApprovalFacts = { approved: string; current: string };

/**
 * What people approved of a campaign beside what would leave: each earlier step as its approval has it, the plan as its
 * question shows it, and all of them hashed anew from what is stored.
 *
 * @param steps a legal notice has a plan and nothing before it
 * @returns null while nobody has been asked about this plan yet
 */
export const approvalFacts = async (
  tx: Tx,
  live: LiveDrafts,
  steps: readonly StepName[] = STEPS,
): Promise<ApprovalFacts | null> => {
  const ids = Object.values(live).map(({ id }) => id);
  const asked = await tx
    .select()
    .from(approvalRequests)
    .where(and(inArray(approvalRequests.draftId, ids), inArray(approvalRequests.state, ['pending', 'approved'])))
    .orderBy(desc(approvalRequests.createdAt));
  const shown = (step: StepName): string | null =>
    asked.find(({ draftId, state }) => draftId === live[step]?.id && (step === 'plan' || state === 'approved'))?.hash ??
    null;
  if (shown('plan') === null) return null;
  const approved = steps.map((step) => shown(step) ?? 'nobody');
  const current = steps.map((step, i) => {
    const earlier = steps.slice(0, i).map((name, at) => [name, approved[at]]);
    return contentHash({ step, content: live[step]?.content ?? null, parents: Object.fromEntries(earlier) });
  });
  return { approved: approved.join(' '), current: current.join(' ') };
};
