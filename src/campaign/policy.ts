import type { Person } from '../deps.ts';

/**
 * Who may decide what: one table, pure, fails closed. Asked with the facts of the moment of the click; nothing about
 * eligibility is remembered from when the card was drawn.
 */
/** What the product does by itself is done under this name. */
export const BATON = 'baton';

export type Role = 'requester' | 'approver' | 'admin';

type Rule = {
  roles: readonly Role[];
  /** May the requester, or the last editor of any live draft, decide? */
  ownWork: boolean;
};

const TABLE = {
  /** Approving and rejecting an inner step; asking anew for it, and editing any step. */
  step: { roles: ['requester', 'approver', 'admin'], ownWork: true },
  /** Approving the launch, and rejecting it: whoever may say yes may say no. */
  launch: { roles: ['approver'], ownWork: false },
  /** Another draft of the plan: whoever may approve the launch, and the requester. */
  redraft_plan: { roles: ['requester', 'approver'], ownWork: true },
  /** Pausing and stopping must be quick. Going on does what was approved already; sending again does not. */
  halt: { roles: ['requester', 'approver', 'admin'], ownWork: true },
  resume: { roles: ['requester', 'approver', 'admin'], ownWork: true },
  resend: { roles: ['approver'], ownWork: true },
  cancel: { roles: ['requester', 'approver', 'admin'], ownWork: true },
  settings: { roles: ['admin'], ownWork: true },
} as const satisfies Record<string, Rule>;
export type Right = keyof typeof TABLE;

/** The facts a decision rests on. `approvers` and `admins` are user ids, groups already opened. */
export type Standing = {
  requester: string;
  /** Whoever last edited a live draft, per step. */
  editors: readonly string[];
  approvers: readonly string[];
  admins: readonly string[];
  /** APPROVAL_SOLO: a requester may approve the own launch, and every card says so. */
  solo: boolean;
};

export type Refusal =
  | 'guest'
  | 'stranger'
  | 'bot'
  | 'not_eligible'
  | 'own_request'
  | 'own_edit'
  /** Nobody is named who could: blocked, never approved. */
  | 'no_policy';

/** @returns null when this person may, else why not */
export const mayNot = (right: Right, person: Person, standing: Standing): Refusal | null => {
  if (person.isBot) return 'bot';
  if (person.isStranger) return 'stranger';
  if (person.isGuest || person.deleted) return 'guest';
  const rule: Rule = TABLE[right];
  if (!rule.ownWork && !standing.solo) {
    // Said before eligibility: a requester who is also an approver must hear the reason that holds.
    if (person.id === standing.requester) return 'own_request';
    if (standing.editors.includes(person.id)) return 'own_edit';
  }
  if (whoMay(right, standing).length === 0) return 'no_policy';
  const roles = rolesOf(person.id, standing);
  const soloOwner = !rule.ownWork && standing.solo && roles.includes('requester');
  return soloOwner || rule.roles.some((role) => roles.includes(role)) ? null : 'not_eligible';
};

const rolesOf = (id: string, standing: Standing): Role[] => [
  ...(id === standing.requester ? (['requester'] as const) : []),
  ...(standing.approvers.includes(id) ? (['approver'] as const) : []),
  ...(standing.admins.includes(id) ? (['admin'] as const) : []),
];

/** Ids of those who may, for the card's line and the pings; empty means blocked. */
export const whoMay = (right: Right, standing: Standing): string[] => {
  const rule: Rule = TABLE[right];
  const ids = rule.roles.flatMap((role) =>
    role === 'requester' ? [standing.requester] : role === 'approver' ? standing.approvers : standing.admins,
  );
  const own = (id: string) => id === standing.requester || standing.editors.includes(id);
  const able = rule.ownWork ? ids : standing.solo ? [...ids, standing.requester] : ids.filter((id) => !own(id));
  // What nobody asked for (a legal notice) has a requester who decides nothing.
  return [...new Set(able)].filter((id) => id !== BATON);
};

/** Two approvers above 10,000 people or above the workspace's cost limit; one otherwise. */
export const LARGE_AUDIENCE = 10_000;
export const approvalsNeeded = (
  action: 'step' | 'launch',
  shown: { send?: number; holdout?: number; costMinor?: number },
  costLimitMinor: number,
): number =>
  action === 'launch' &&
  ((shown.send ?? 0) + (shown.holdout ?? 0) > LARGE_AUDIENCE || (shown.costMinor ?? 0) > costLimitMinor)
    ? 2
    : 1;

/** Typing the count is a deliberate stop, asked above 10,000 people or for everyone. */
export const mustTypeCount = (shown: { send?: number; holdout?: number; everyone?: boolean }): boolean =>
  shown.everyone === true || (shown.send ?? 0) + (shown.holdout ?? 0) > LARGE_AUDIENCE;

/**
 * Did the audience move too far since it was approved? It may by max(2 %, min(50, 10 %)), and never across a quorum limit.
 *
 * @param approved,now number of people written to or held out
 */
export const hasDrifted = (approved: number, now: number): boolean =>
  Math.abs(now - approved) > Math.max(approved * 0.02, Math.min(50, approved * 0.1)) ||
  approved > LARGE_AUDIENCE !== now > LARGE_AUDIENCE;
