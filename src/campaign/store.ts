import { and, asc, desc, eq, isNull } from 'drizzle-orm';
import { approvalRequests, campaignHistory, campaigns, drafts, launches } from '../db/schema.ts';
import type { Tx } from '../deps.ts';
import type { Plan } from '../steps/plan/schema.ts';
import { STEPS, type StepName } from './lifecycle.ts';

export type Campaign = typeof campaigns.$inferSelect;
export type Draft = typeof drafts.$inferSelect;
export type ApprovalRequest = typeof approvalRequests.$inferSelect;
export type Launch = typeof launches.$inferSelect;

export const findCampaign = async (tx: Tx, id: number): Promise<Campaign | null> =>
  (await tx.select().from(campaigns).where(eq(campaigns.id, id)))[0] ?? null;

/** @throws when there is none: ids inside come from our own rows */
export const loadCampaign = async (tx: Tx, id: number): Promise<Campaign> => {
  const found = await findCampaign(tx, id);
  if (!found) throw new Error(`no campaign ${id}`);
  return found;
};

/** The row, locked until the transaction ends: every change of a campaign starts here. */
export const lockCampaign = async (tx: Tx, id: number): Promise<Campaign> => {
  const [row] = await tx.select().from(campaigns).where(eq(campaigns.id, id)).for('update');
  if (!row) throw new Error(`no campaign ${id}`);
  return row;
};

export type LiveDrafts = Partial<Record<StepName, Draft>>;

/** The newest draft of each step that nothing has superseded. */
export const liveDrafts = async (tx: Tx, campaignId: number): Promise<LiveDrafts> => {
  const rows = await tx
    .select()
    .from(drafts)
    .where(and(eq(drafts.campaignId, campaignId), isNull(drafts.supersededAt)))
    .orderBy(asc(drafts.version));
  return Object.fromEntries(rows.map((row) => [row.step, row]));
};

/** Every version of one step, oldest first. */
export const versionsOf = (tx: Tx, campaignId: number, step: StepName): Promise<Draft[]> =>
  tx
    .select()
    .from(drafts)
    .where(and(eq(drafts.campaignId, campaignId), eq(drafts.step, step)))
    .orderBy(asc(drafts.version));

/** Hashes of the live drafts of the steps before `step`: what a new draft's hash is bound to. */
export const parentsOf = (live: LiveDrafts, step: StepName): Partial<Record<StepName, string>> =>
  Object.fromEntries(
    STEPS.slice(0, STEPS.indexOf(step)).flatMap((name) => (live[name] ? [[name, live[name].hash]] : [])),
  );

export const pendingRequest = async (tx: Tx, campaignId: number): Promise<ApprovalRequest | null> =>
  (
    await tx
      .select()
      .from(approvalRequests)
      .where(and(eq(approvalRequests.campaignId, campaignId), eq(approvalRequests.state, 'pending')))
  )[0] ?? null;

export const findRequest = async (tx: Tx, id: string): Promise<ApprovalRequest | null> =>
  (await tx.select().from(approvalRequests).where(eq(approvalRequests.id, id)))[0] ?? null;

/** The newest request put for a draft: what its card shows. */
export const requestOfDraft = async (tx: Tx, draftId: string): Promise<ApprovalRequest | null> =>
  (
    await tx
      .select()
      .from(approvalRequests)
      .where(eq(approvalRequests.draftId, draftId))
      .orderBy(desc(approvalRequests.createdAt))
      .limit(1)
  )[0] ?? null;

export type Launched = { launch: Launch; plan: Plan };

/** The plan of the launch that holds, or null when there is none. */
export const launchedPlan = async (tx: Tx, campaignId: number): Promise<Launched | null> => {
  const launch = await launchOf(tx, campaignId);
  const draft = launch && (await findDraft(tx, launch.draftId));
  return launch && draft ? { launch, plan: draft.content as Plan } : null;
};

export const findDraft = async (tx: Tx, id: string): Promise<Draft | null> =>
  (await tx.select().from(drafts).where(eq(drafts.id, id)))[0] ?? null;

export const launchOf = async (tx: Tx, campaignId: number): Promise<Launch | null> =>
  (await tx.select().from(launches).where(eq(launches.campaignId, campaignId)))[0] ?? null;

/** One line of the audit that nobody edits. */
export const record = (
  tx: Tx,
  line: {
    campaignId: number;
    at: Date;
    event: string;
    from: string;
    to: string;
    by: string;
    detail?: Record<string, unknown>;
  },
): Promise<unknown> => tx.insert(campaignHistory).values({ ...line, detail: line.detail ?? {} });

/** Those that speak up when something happens to a campaign are told in this place. */
export const placeOf = (campaign: Pick<Campaign, 'id' | 'channel' | 'threadTs'>) => ({
  campaignId: campaign.id,
  channel: campaign.channel,
  threadTs: campaign.threadTs,
  rootKey: campaign.threadTs ? null : cardKey(campaign.id),
});

export const cardKey = (campaignId: number): string => `campaign:${campaignId}`;
export const stepKey = (campaignId: number, step: StepName, version: number): string =>
  `step:${campaignId}:${step}:${version}`;
export const sendingKey = (campaignId: number): string => `sending:${campaignId}`;
export const resultKey = (campaignId: number, kind: 'day1' | 'final'): string => `result:${campaignId}:${kind}`;
