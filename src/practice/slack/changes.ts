import { and, asc, gt, inArray, isNotNull, sql } from 'drizzle-orm';
import { practiceMessages, practiceViews } from '../../db/schema.ts';
import type { Person } from './cast.ts';
import { allChannels, isIn } from './channels.ts';
import type { MessageRow } from './messages.ts';
import { readState, SEQUENCE } from './state.ts';
import type { ViewRow } from './views.ts';
import type { Workspace } from './workspace.ts';

const POLL_MS = 20_000;

export type Changes = {
  seq: number;
  messages: MessageRow[];
  views: Pick<ViewRow, 'id' | 'kind' | 'view' | 'hash' | 'depth' | 'seq'>[];
};

/** What this person may see that changed after `after`. Gone things are told only to who may have seen them. */
const look = async (ws: Workspace, person: Person, after: number): Promise<Changes> => {
  // Read first: a change committed meanwhile may come twice, but none is skipped.
  const { seq } = (await readState<{ seq: number }>(ws.db, SEQUENCE)) ?? { seq: 0 };
  const channels = (await allChannels(ws.db)).filter((each) => isIn(ws, each, person.id)).map(({ id }) => id);
  const first = after === 0;
  const messages = await ws.db
    .select()
    .from(practiceMessages)
    .where(
      and(
        gt(practiceMessages.seq, after),
        inArray(practiceMessages.channel, channels),
        sql`(${practiceMessages.onlyFor} is null or ${practiceMessages.onlyFor} = ${person.id})`,
        ...(first ? [sql`not ${practiceMessages.deleted}`] : []),
      ),
    )
    .orderBy(asc(practiceMessages.ts));
  const views = await ws.db
    .select({
      id: practiceViews.id,
      kind: practiceViews.kind,
      view: practiceViews.view,
      hash: practiceViews.hash,
      depth: practiceViews.depth,
      seq: practiceViews.seq,
    })
    .from(practiceViews)
    .where(
      and(
        gt(practiceViews.seq, after),
        sql`${practiceViews.user} = ${person.id}`,
        ...(first ? [isNotNull(practiceViews.depth)] : []),
      ),
    )
    .orderBy(asc(practiceViews.depth), asc(practiceViews.seq));
  return { seq: Math.max(seq, after), messages, views };
};

/** Waits, at most 20 seconds, until there is something for this person after `after`. */
export const changes = async (ws: Workspace, person: Person, after: number, signal: AbortSignal): Promise<Changes> => {
  const until = ws.clock.system().getTime() + POLL_MS;
  for (;;) {
    const left = until - ws.clock.system().getTime();
    const sleep = ws.wake.wait(Math.max(0, left), signal);
    const found = await look(ws, person, after);
    if (
      after === 0 ||
      found.messages.length > 0 ||
      found.views.length > 0 ||
      left <= 0 ||
      signal.aborted ||
      ws.wake.closed()
    ) {
      sleep.cancel();
      return found;
    }
    await sleep.done;
  }
};
