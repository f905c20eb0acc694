import { eq } from 'drizzle-orm';
import { practiceViews } from '../../db/schema.ts';
import { clean } from './arguments.ts';
import { dmOf, type Person } from './cast.ts';
import { openDm } from './channels.ts';
import type { Answer } from './delivery.ts';
import { type Act, ANSWERED, bodyOf, messageAction, viewAction, viewClosed, viewSubmission } from './interactions.ts';
import { findMessage } from './messages.ts';
import { Refusal } from './refusal.ts';
import { channelOfSeat } from './seat-saying.ts';
import { stateOf, type Unfit, unfitInputs, type Values } from './view-state.ts';
import {
  addModal,
  checkedView,
  closeFrom,
  findView,
  homeId,
  redrawView,
  stackOf,
  type View,
  type ViewRow,
} from './views.ts';
import { type Workspace, words, write } from './workspace.ts';

const ownView = async (ws: Workspace, person: Person, id: string): Promise<ViewRow> => {
  const row = await findView(ws.db, { id });
  if (row.user !== person.id) throw new Refusal('not_found');
  return row;
};

/** A click or a choice. @returns whether the bot took it. @throws Refusal */
export const act = async (
  ws: Workspace,
  person: Person,
  on: { channel?: string | undefined; ts?: string | undefined; viewId?: string | undefined; act: Act; values: Values },
): Promise<boolean> => {
  if (on.viewId) {
    const row = await ownView(ws, person, on.viewId);
    return ANSWERED(await viewAction(ws, { person, row, act: on.act, values: on.values }));
  }
  const channel = await channelOfSeat(ws, person, on.channel ?? '');
  const row = await findMessage(ws.db, channel.id, on.ts ?? '');
  if (!row || (row.onlyFor && row.onlyFor !== person.id)) throw new Refusal('message_not_found');
  return ANSWERED(await messageAction(ws, { person, channel, row, act: on.act, values: on.values }));
};

export type Submitted = { ok: true } | { ok: false; errors: Record<string, string> } | { ok: false; error: string };

/** A person submits the modal on top. What Slack's own form refuses never reaches the bot. @throws Refusal */
export const submit = async (
  ws: Workspace,
  person: Person,
  given: { viewId: string; values: Values },
): Promise<Submitted> => {
  const row = await ownView(ws, person, given.viewId);
  const { blocks } = row.view as View;
  const unfit = Object.entries(unfitInputs(blocks, stateOf(blocks, given.values)));
  if (unfit.length > 0) {
    const { inputs } = await words(ws);
    return { ok: false, errors: Object.fromEntries(unfit.map(([id, why]) => [id, unfitWords(inputs, why)])) };
  }
  const answer = await viewSubmission(ws, { person, row, values: given.values });
  return ANSWERED(answer) ? follow(ws, person, row, answer) : { ok: false, error: (await words(ws)).failed };
};

type InputWords = Awaited<ReturnType<typeof words>>['inputs'];

const unfitWords = (inputs: InputWords, unfit: Unfit): string =>
  'limit' in unfit ? inputs[unfit.why]({ n: String(unfit.limit) }) : inputs[unfit.why];

/** Does what the bot's answer to a submission says: errors, update, push, clear; or closes that modal. */
const follow = async (ws: Workspace, person: Person, row: ViewRow, answer: Answer): Promise<Submitted> => {
  const body = bodyOf(answer);
  switch (body.response_action) {
    case 'errors':
      return { ok: false, errors: body.errors as Record<string, string> };
    case 'update':
    case 'push': {
      const push = body.response_action === 'push';
      const view = checkedView(ws, clean(body.view), 'modal');
      await write(ws, (c) => (push ? addModal(c, ws, person.id, view, 'push') : redrawView(c, ws, row, view)));
      return { ok: true };
    }
    case 'clear':
      await write(ws, (c) => closeFrom(c, person.id, 0));
      return { ok: true };
    case undefined:
      await write(ws, (c) => closeFrom(c, person.id, row.depth ?? 0));
      return { ok: true };
    default:
      throw new Refusal('invalid_response_action');
  }
};

/** A person closes a modal, or all of them; the bot is told where the view asked for it. @throws Refusal */
export const close = async (ws: Workspace, person: Person, given: { viewId: string; all: boolean }): Promise<void> => {
  const row = await ownView(ws, person, given.viewId);
  const all = given.all || (row.view as View).clear_on_close === true;
  const stack = await stackOf(ws.db, person.id);
  await write(ws, (c) => closeFrom(c, person.id, all ? 0 : (row.depth ?? 0)));
  const closed = all ? stack : stack.filter((each) => (each.depth ?? 0) >= (row.depth ?? 0));
  for (const each of closed)
    if ((each.view as View).notify_on_close === true)
      // Nobody waits for it: the modal is gone whatever the bot says.
      void viewClosed(ws, { person, row: each, cleared: all });
};

/** A person opens the bot's Home tab. */
export const openHome = async (ws: Workspace, person: Person): Promise<void> => {
  await openDm(ws.db, person.id);
  const [row] = await ws.db
    .select()
    .from(practiceViews)
    .where(eq(practiceViews.id, homeId(person.id)));
  await write(ws, (c) =>
    c.emit(
      {
        type: 'app_home_opened',
        user: person.id,
        channel: dmOf(person.id),
        tab: 'home',
        event_ts: c.ts,
        ...(row ? { view: row.view } : {}),
      },
      { team: person.team },
    ),
  );
};
