/**
 * Who and what the practice workspace is made of. Ids are fixed: pages, tests and documents name them.
 * Beside the seats there are people a bot must refuse: a guest, someone of another organisation, someone who left.
 */
export const TEAM = { id: 'T0PRACTICE', domain: 'practice', name: 'Practice' } as const;
const OTHER_TEAM = { id: 'T0OTHER', domain: 'other' } as const;
export const APP_ID = 'A0BATON';
export const BOT = { user: 'U0BATON', id: 'B0BATON', name: 'baton' } as const;

export type Role = 'marketer' | 'approver' | 'sales';
export type PersonName = 'marketer' | 'approver1' | 'approver2' | 'sales' | 'guest' | 'stranger' | 'gone';

export type Person = {
  id: string;
  /** Key of the shown name in i18n `practiceSlack.names`. */
  name: PersonName;
  /** Slack's own short name, and the local part of the address. */
  handle: string;
  /** A seat of the page has a role; the others only exist. */
  role: Role | null;
  team: string;
  admin: boolean;
  guest: boolean;
  deleted: boolean;
};

const person = (
  id: string,
  name: PersonName,
  handle: string,
  role: Role | null,
  rest: Partial<Pick<Person, 'team' | 'admin' | 'guest' | 'deleted'>> = {},
): Person => ({ id, name, handle, role, team: TEAM.id, admin: false, guest: false, deleted: false, ...rest });

export const PEOPLE: readonly Person[] = [
  person('U0MARKETER', 'marketer', 'kim.marketer', 'marketer'),
  person('U0APPROVER1', 'approver1', 'lee.approver', 'approver', { admin: true }),
  person('U0APPROVER2', 'approver2', 'park.approver', 'approver'),
  person('U0SALES', 'sales', 'choi.sales', 'sales'),
  person('U0GUEST', 'guest', 'guest', null, { guest: true }),
  person('U0STRANGER', 'stranger', 'stranger', null, { team: OTHER_TEAM.id }),
  person('U0GONE', 'gone', 'gone', null, { deleted: true }),
];

export const SEATS: readonly (Person & { role: Role })[] = PEOPLE.filter(
  (each): each is Person & { role: Role } => each.role !== null,
);

export const personOf = (id: string): Person | undefined => PEOPLE.find((each) => each.id === id);

export const CHANNELS = [
  { id: 'C0MARKETING', name: 'marketing' },
  { id: 'C0DIGEST', name: 'marketing-digest' },
] as const;

/** User groups, for policies that name one. */
export const GROUPS: readonly { id: string; handle: string; users: readonly string[] }[] = [
  { id: 'S0APPROVERS', handle: 'approvers', users: ['U0APPROVER1', 'U0APPROVER2'] },
];

/** The direct-message channel of a person with the bot. */
export const dmOf = (user: string): string => `D${user}`;
