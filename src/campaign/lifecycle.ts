/**
 * The whole life of a campaign, as one table: `status -> { event: [next status, effect] }`.
 *
 * `advance.ts` is the only writer of a status and asks this table; cards ask it which buttons exist. What is not here
 * cannot happen. A failed draft or send is a failed job with Retry on the card, not another status. Holding an approval
 * open, having it expire and asking again change no status either: they are rows of `approval_requests`.
 */
export const STEPS = ['brief', 'segments', 'personas', 'copy', 'plan'] as const;
export type StepName = (typeof STEPS)[number];

const table = {
  'goal.asking': { answered: ['brief.drafting', 'draft'], cancel: ['cancelled', 'end'] },

  'brief.drafting': {
    drafted: ['brief.review', 'ask'],
    unclear: ['goal.asking', 'none'],
    cancel: ['cancelled', 'end'],
  },
  'brief.review': {
    approve: ['segments.drafting', 'draft'],
    edit: ['brief.review', 'ask'],
    regenerate: ['brief.drafting', 'draft'],
    reject: ['brief.drafting', 'draft'],
    cancel: ['cancelled', 'end'],
  },

  'segments.drafting': {
    drafted: ['segments.review', 'ask'],
    back_to_brief: ['brief.drafting', 'redraft'],
    cancel: ['cancelled', 'end'],
  },
  'segments.review': {
    approve: ['personas.drafting', 'draft'],
    edit: ['segments.review', 'ask'],
    regenerate: ['segments.drafting', 'draft'],
    reject: ['segments.drafting', 'draft'],
    back_to_brief: ['brief.drafting', 'redraft'],
    cancel: ['cancelled', 'end'],
  },

  'personas.drafting': {
    drafted: ['personas.review', 'ask'],
    back_to_brief: ['brief.drafting', 'redraft'],
    back_to_segments: ['segments.drafting', 'redraft'],
    cancel: ['cancelled', 'end'],
  },
  'personas.review': {
    approve: ['copy.drafting', 'draft'],
    edit: ['personas.review', 'ask'],
    regenerate: ['personas.drafting', 'draft'],
    reject: ['personas.drafting', 'draft'],
    back_to_brief: ['brief.drafting', 'redraft'],
    back_to_segments: ['segments.drafting', 'redraft'],
    cancel: ['cancelled', 'end'],
  },

  'copy.drafting': {
    drafted: ['copy.review', 'ask'],
    back_to_brief: ['brief.drafting', 'redraft'],
    back_to_segments: ['segments.drafting', 'redraft'],
    back_to_personas: ['personas.drafting', 'redraft'],
    cancel: ['cancelled', 'end'],
  },
  'copy.review': {
    approve: ['plan.drafting', 'draft'],
    edit: ['copy.review', 'ask'],
    regenerate: ['copy.drafting', 'draft'],
    reject: ['copy.drafting', 'draft'],
    back_to_brief: ['brief.drafting', 'redraft'],
    back_to_segments: ['segments.drafting', 'redraft'],
    back_to_personas: ['personas.drafting', 'redraft'],
    cancel: ['cancelled', 'end'],
  },

  'plan.drafting': {
    drafted: ['plan.review', 'ask'],
    back_to_brief: ['brief.drafting', 'redraft'],
    back_to_segments: ['segments.drafting', 'redraft'],
    back_to_personas: ['personas.drafting', 'redraft'],
    back_to_copy: ['copy.drafting', 'redraft'],
    cancel: ['cancelled', 'end'],
  },
  'plan.review': {
    approve: ['scheduled', 'launch'],
    edit: ['plan.review', 'ask'],
    regenerate: ['plan.drafting', 'draft'],
    reject: ['plan.drafting', 'draft'],
    back_to_brief: ['brief.drafting', 'redraft'],
    back_to_segments: ['segments.drafting', 'redraft'],
    back_to_personas: ['personas.drafting', 'redraft'],
    back_to_copy: ['copy.drafting', 'redraft'],
    cancel: ['cancelled', 'end'],
  },

  scheduled: {
    due: ['sending', 'freeze'],
    drifted: ['plan.review', 'void'],
    late: ['plan.review', 'void'],
    reschedule: ['plan.review', 'void'],
    cancel: ['cancelled', 'end'],
  },
  sending: {
    pause: ['paused', 'hold'],
    sent: ['measuring', 'none'],
    stop: ['measuring', 'halt'],
    resend: ['sending', 'release'],
  },
  paused: { resume: ['sending', 'release'], stop: ['measuring', 'halt'] },
  // Messages of unknown outcome may be sent again by a person after the rest has left.
  measuring: { settled: ['learned', 'end'], resend: ['sending', 'release'] },

  learned: {},
  cancelled: {},
} as const;

export type Status = keyof typeof table;
export type CampaignEvent = { [S in Status]: keyof (typeof table)[S] }[Status];
/** What `advance` does in the same transaction as the status; each has one function there. */
export type Effect =
  | 'none'
  | 'draft'
  | 'redraft'
  | 'ask'
  | 'launch'
  | 'void'
  | 'freeze'
  | 'hold'
  | 'release'
  | 'halt'
  | 'end';
export type Move = readonly [to: Status, effect: Effect];

/** The table as data, its destinations and effects checked against the names above. */
export const LIFE: Readonly<Record<Status, Readonly<Partial<Record<CampaignEvent, Move>>>>> = table satisfies Record<
  string,
  Record<string, readonly [keyof typeof table, Effect]>
>;

export const STATUSES = Object.keys(table) as Status[];

/** Nothing more can happen to these. */
export const ENDED: readonly Status[] = STATUSES.filter((status) => Object.keys(LIFE[status]).length === 0);

/** A legal notice is a campaign of one draft, the plan, which code writes: there is nothing before it to go back to. */
export type Kind = 'campaign' | 'notice';

/** @returns where the event leads from here and what it does, or null when it cannot happen now */
export const next = (status: Status, event: CampaignEvent, kind: Kind = 'campaign'): Move | null =>
  kind === 'notice' && event.startsWith('back_to_') ? null : (LIFE[status][event] ?? null);

export const allows = (status: Status, event: CampaignEvent, kind: Kind = 'campaign'): boolean =>
  next(status, event, kind) !== null;

/** What a person may do: the law's own words are not drafted anew because somebody would like them otherwise. */
export const mayAsk = ({ status, kind }: { status: Status; kind: Kind }, event: CampaignEvent): boolean =>
  allows(status, event, kind) && !(kind === 'notice' && (event === 'regenerate' || event === 'reject'));

/** The step a status belongs to, compared whole: `copy.review` -> `copy`; null outside the five steps. */
export const stepOf = (status: Status): StepName | null =>
  STEPS.find((step) => status === `${step}.drafting` || status === `${step}.review`) ?? null;

export const isDrafting = (status: Status): boolean => STEPS.some((step) => status === `${step}.drafting`);
export const isReview = (status: Status): boolean => STEPS.some((step) => status === `${step}.review`);

/** The event that goes back to an earlier step, or null for the plan, which nothing is after. */
export const backTo = (step: StepName): CampaignEvent | null => (step === 'plan' ? null : `back_to_${step}`);
