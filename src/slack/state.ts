import type { StepName } from '../campaign/lifecycle.ts';
import type { ApprovalRequest, Campaign, Draft } from '../campaign/store.ts';
import type { AudienceOutcome, approvals, Constraint, DeliveryState, RequestState } from '../db/schema.ts';
import type { StopReason } from '../delivery/stop.ts';
import type { Readout } from '../results/readout.ts';
import type { SegmentTest, TestArm, Why } from '../results/waves.ts';
import type { Brief } from '../steps/brief/schema.ts';
import type { Plan } from '../steps/plan/schema.ts';
import type { Waves } from '../steps/plan/waves.ts';

/** What each card is drawn from: read whole at drawing time (load.ts), never remembered. Views are pure over these. */
export type Verdict = typeof approvals.$inferSelect;

export type Setting = {
  /** APPROVAL_SOLO: said on every card. */
  solo: boolean;
  /** The sending channel is a stand-in: said on every card about sending. */
  practiceSend: boolean;
};

export type StepState = {
  campaign: Campaign;
  draft: Draft;
  /** The newest question put about this draft. */
  request: ApprovalRequest | null;
  /** Given on that question, oldest first; voided ones left out. */
  verdicts: readonly Verdict[];
  /** The version before this one, to show what changed. */
  previous: Draft | null;
  /** The version that replaced it; null when it still stands or was replaced by nothing yet. */
  newer: number | null;
  /** Words said between the previous version and this one. */
  minded: readonly Constraint[];
  /** Who may decide now. */
  able: readonly string[];
  setting: Setting;
  /** Slack's own address of the newer version's message, where it could be had. */
  newerLink: string | null;
};

export type StepFact = {
  draft: Draft;
  state: RequestState | null;
  by: string | null;
  at: Date | null;
};

/** The ledger's sums, as the cards need them. */
export type Counted = {
  planned: number;
  byStatus: Readonly<Record<DeliveryState, number>>;
  failedByReason: Readonly<Record<string, number>>;
  unknown: number;
};

export type CampaignState = {
  campaign: Campaign;
  brief: Brief | null;
  /** Live drafts only. */
  steps: Readonly<Partial<Record<StepName, StepFact>>>;
  /** The newest question of the campaign, open or expired. */
  asked: {
    step: StepName;
    state: RequestState;
    able: readonly string[];
    send: number | null;
    holdout: number | null;
  } | null;
  /** Who may approve the launch. */
  approvers: readonly string[];
  counted: Counted | null;
  /** As on the sending card. */
  waits: Waits | null;
  readouts: { day1: boolean; final: Readout | null };
  setting: Setting;
};

export type Waits = { rest: number; hours: number; decideAt: Date; asked: boolean };

export type SendingState = {
  campaign: Campaign;
  counted: Counted;
  holdout: number;
  channel: Plan['channel']['name'];
  /** Candidates who were not written to, by the reason recorded at the freeze. */
  excluded: Readonly<Partial<Record<AudienceOutcome, number>>>;
  /** Why it is paused: by whom, or by which stop rule. */
  pause: StopReason | 'person' | null;
  /** The test share has left and the rest waits for its variant; `asked`: people have been asked. */
  waits: Waits | null;
  setting: Setting;
};

export type SegmentWave = {
  key: string;
  name: string;
  /** Contacts who wait for their variant, or waited. */
  rest: number;
  arms: readonly TestArm[];
  /** What the test showed when it was read for the decision; null before that. */
  test: SegmentTest | null;
  /** `variant` null: equal shares. `plannedAt` null: not yet on its way. */
  decision: { variant: string | null; why: Why; by: string; plannedAt: Date | null } | null;
};

export type WavesState = {
  campaign: Campaign;
  waves: Waves;
  currency: string;
  decideAt: Date;
  segments: readonly SegmentWave[];
  /** Who may choose now. */
  able: readonly string[];
  setting: Setting;
};

export type PingState = {
  campaign: Campaign;
  request: ApprovalRequest;
  occasion: 'asked' | 'remind' | 'overdue';
  /** Address of the card it is about; null where Slack gave none. */
  href: string | null;
};

export type NoteState = {
  note: string;
  params: Readonly<Record<string, unknown>>;
  /** Buttons under the words, by the ids of routes.ts; none once the matter is settled. */
  buttons: readonly {
    action: string;
    label: 'confirm' | 'dismiss' | 'retry' | 'renew';
    value: string;
    primary?: boolean;
  }[];
};
