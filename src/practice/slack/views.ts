import { and, desc, eq, gte, isNotNull, sql } from 'drizzle-orm';
import { practiceViews } from '../../db/schema.ts';
import type { Tx } from '../../deps.ts';
import { checkView, problemText } from './blocks-check.ts';
import { type Part, withIds } from './blocks-walk.ts';
import { APP_ID, BOT, TEAM } from './cast.ts';
import { refuseUnknownBlocks } from './content.ts';
import { Refusal } from './refusal.ts';
import { stateOf } from './view-state.ts';
import type { Change, Workspace } from './workspace.ts';

export type ViewRow = typeof practiceViews.$inferSelect;
/** A view as Slack gives it back: what the app sent, with ids, hash and state. */
export type View = Part & { blocks: unknown[] };

const MAX_DEPTH = 3;

/** @throws Refusal invalid_arguments, with the reasons; view_too_large */
export const checkedView = (ws: Workspace, given: unknown, kind: 'modal' | 'home'): Part => {
  const problems = checkView(given);
  const type = (given as Part | undefined)?.type;
  if (problems.length === 0 && type !== kind)
    problems.push({ pointer: '/view/type', message: `must be a valid enum value: ${kind}` });
  if (problems.length > 0) throw new Refusal('invalid_arguments', problems.map(problemText));
  refuseUnknownBlocks(ws, (given as View).blocks, 'invalid_arguments', '/view/blocks');
  return given as Part;
};

type Place = { id: string; root: string; previous: string | null; hash: string };

const dressed = (ws: Workspace, given: Part, place: Place): View => {
  const blocks = withIds(given.blocks as unknown[], (kind) => ws.newId(kind));
  return {
    private_metadata: '',
    callback_id: '',
    external_id: '',
    ...(given.type === 'modal' ? { clear_on_close: false, notify_on_close: false, close: null, submit: null } : {}),
    ...given,
    blocks,
    id: place.id,
    team_id: TEAM.id,
    app_id: APP_ID,
    app_installed_team_id: TEAM.id,
    bot_id: BOT.id,
    hash: place.hash,
    root_view_id: place.root,
    previous_view_id: place.previous,
    state: { values: stateOf(blocks, {}) },
  };
};

const isOpen = (user: string) =>
  and(eq(practiceViews.user, user), eq(practiceViews.kind, 'modal'), isNotNull(practiceViews.depth));

/** The modals a person has open, the top one first. */
export const stackOf = async (tx: Tx, user: string): Promise<ViewRow[]> =>
  tx.select().from(practiceViews).where(isOpen(user)).orderBy(desc(practiceViews.depth));

/** Closes a person's modals from this depth upwards (0: all). */
export const closeFrom = async (c: Change, user: string, depth: number): Promise<void> => {
  await c.tx
    .update(practiceViews)
    .set({ depth: null, seq: c.seq })
    .where(and(isOpen(user), gte(practiceViews.depth, depth)));
};

/** Puts a modal on top: alone (`open`) or above what is there (`push`). @throws Refusal push_limit_reached */
export const addModal = async (
  c: Change,
  ws: Workspace,
  user: string,
  given: Part,
  how: 'open' | 'push',
): Promise<View> => {
  if (given.external_id) {
    const [same] = await byExternalId(c.tx, String(given.external_id));
    if (same) throw new Refusal('duplicate_external_id');
  }
  if (how === 'open') await closeFrom(c, user, 0);
  const [top] = await stackOf(c.tx, user);
  const depth = top?.depth === undefined || top.depth === null ? 0 : top.depth + 1;
  if (depth >= MAX_DEPTH) throw new Refusal('push_limit_reached');
  const id = ws.newId('V');
  const root = (top?.view as View | undefined)?.root_view_id;
  const view = dressed(ws, given, { id, root: String(root ?? id), previous: top?.id ?? null, hash: c.ts });
  await c.tx.insert(practiceViews).values({ id, user, kind: 'modal', view, hash: c.ts, depth, seq: c.seq });
  return view;
};

/** Redraws a view in its place. @throws Refusal hash_conflict */
export const redrawView = async (c: Change, ws: Workspace, row: ViewRow, given: Part, hash?: string): Promise<View> => {
  if (hash !== undefined && hash !== row.hash) throw new Refusal('hash_conflict');
  const old = row.view as View;
  const place = { id: row.id, root: String(old.root_view_id), previous: old.previous_view_id as string | null };
  const view = dressed(ws, given, { ...place, hash: c.ts });
  await c.tx.update(practiceViews).set({ view, hash: c.ts, seq: c.seq }).where(eq(practiceViews.id, row.id));
  return view;
};

export const homeId = (user: string): string => `VHOME${user}`;

/** A person's Home tab; one view that is published anew. @throws Refusal hash_conflict */
export const publishHome = async (
  c: Change,
  ws: Workspace,
  user: string,
  given: Part,
  hash?: string,
): Promise<View> => {
  const id = homeId(user);
  const [row] = await c.tx.select().from(practiceViews).where(eq(practiceViews.id, id));
  if (hash !== undefined && row && row.hash !== hash) throw new Refusal('hash_conflict');
  const view = dressed(ws, given, { id, root: id, previous: null, hash: c.ts });
  await c.tx
    .insert(practiceViews)
    .values({ id, user, kind: 'home', view, hash: c.ts, depth: 0, seq: c.seq })
    .onConflictDoUpdate({
      target: practiceViews.id,
      set: { view: sql`excluded.view`, hash: sql`excluded.hash`, seq: sql`excluded.seq` },
    });
  return view;
};

const byExternalId = async (tx: Tx, externalId: string): Promise<ViewRow[]> =>
  tx
    .select()
    .from(practiceViews)
    .where(and(sql`${practiceViews.view} ->> 'external_id' = ${externalId}`, isNotNull(practiceViews.depth)));

/** An open modal or a Home, by id or external id. @throws Refusal not_found */
export const findView = async (
  tx: Tx,
  by: { id?: string | undefined; externalId?: string | undefined },
): Promise<ViewRow> => {
  const [row] = by.id
    ? await tx
        .select()
        .from(practiceViews)
        .where(and(eq(practiceViews.id, by.id), isNotNull(practiceViews.depth)))
    : by.externalId
      ? await byExternalId(tx, by.externalId)
      : [];
  if (!row) throw new Refusal('not_found');
  return row;
};
