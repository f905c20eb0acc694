import { eq } from 'drizzle-orm';
import { settings } from '../db/schema.ts';
import type { Deps, Tx } from '../deps.ts';
import type { Standing } from './policy.ts';
import { type Campaign, liveDrafts } from './store.ts';

/** `fallback`: who may approve a launch too, once nine tenths of its time have passed without an answer. */
export type PeopleSetting = 'approvers' | 'admins' | 'fallback';

/** Ids as they were named: the environment wins over what was set in Slack; null = nobody ever named any. */
export const named = async (
  deps: Pick<Deps, 'config'>,
  tx: Tx,
  which: PeopleSetting,
): Promise<readonly string[] | null> => {
  const fromEnv = deps.config[which];
  if (fromEnv) return fromEnv;
  const [row] = await tx.select().from(settings).where(eq(settings.name, which));
  return Array.isArray(row?.value) ? (row.value as string[]) : null;
};

/** User ids behind the named users and groups, asked of Slack now. A group that cannot be read has no members. */
const opened = async (deps: Pick<Deps, 'directory' | 'log'>, ids: readonly string[]): Promise<string[]> => {
  const lists = await Promise.all(
    ids.map(async (id) => {
      if (!id.startsWith('S')) return [id];
      try {
        return await deps.directory.group(id);
      } catch (error) {
        deps.log.warn({ group: id, error: String(error) }, 'user group could not be read: nobody in it counts');
        return [];
      }
    }),
  );
  return [...new Set(lists.flat())];
};

/** Those named, groups opened: asked before a transaction begins, because Slack may have to be asked. */
export type People = Pick<Standing, 'approvers' | 'admins' | 'solo'> & { fallback: readonly string[] };

export const namedPeople = async (deps: Pick<Deps, 'config' | 'directory' | 'log' | 'db'>): Promise<People> => ({
  approvers: await opened(deps, (await named(deps, deps.db, 'approvers')) ?? []),
  admins: await opened(deps, (await named(deps, deps.db, 'admins')) ?? []),
  fallback: await opened(deps, (await named(deps, deps.db, 'fallback')) ?? []),
  solo: deps.config.approvalSolo,
});

/** Reminded twice and nearly out of time: from here the fallback approvers count too. */
export const OVERDUE = 0.9;
export const isOverdue = (request: { createdAt: Date; expiresAt: Date }, now: Date): boolean =>
  now.getTime() >= request.createdAt.getTime() + OVERDUE * (request.expiresAt.getTime() - request.createdAt.getTime());

/** The facts of this moment that the policy is asked with. `overdue`: see `isOverdue`. */
export const standingOf = async (
  tx: Tx,
  campaign: Pick<Campaign, 'id' | 'requester'>,
  people: People,
  overdue = false,
): Promise<Standing> => {
  const live = await liveDrafts(tx, campaign.id);
  const editors = Object.values(live).flatMap((draft) => (draft.authorKind === 'person' ? [draft.author] : []));
  return standingFrom(people, { requester: campaign.requester, editors, overdue });
};

/** The same from facts read already. */
export const standingFrom = (
  { fallback, ...people }: People,
  of: { requester: string; editors: readonly string[]; overdue: boolean },
): Standing => ({
  ...people,
  approvers: of.overdue ? [...new Set([...people.approvers, ...fallback])] : people.approvers,
  requester: of.requester,
  editors: [...new Set(of.editors)],
});

/** Admins for settings, imports and keys: those named, and before any is named the workspace's own. */
export const isAdmin = async (
  deps: Pick<Deps, 'config' | 'directory' | 'log' | 'db'>,
  userId: string,
): Promise<boolean> => {
  const ids = await named(deps, deps.db, 'admins');
  if (ids) return (await opened(deps, ids)).includes(userId);
  const person = await deps.directory.person(userId);
  return person.isAdmin && !person.isGuest && !person.isStranger;
};

export const setPeople = async (
  deps: Pick<Deps, 'clock' | 'db'>,
  which: PeopleSetting,
  ids: string[],
  by: string,
): Promise<void> => {
  const row = { name: which, value: ids, by, at: await deps.clock.business() };
  await deps.db.insert(settings).values(row).onConflictDoUpdate({ target: settings.name, set: row });
};
