import type { HttpBindings } from '@hono/node-server';
import { type Context, Hono } from 'hono';
import { MINUTE } from '../../kit/clock.ts';
import { makeArguments, readArguments } from './arguments.ts';
import { BOT } from './cast.ts';
import { contentOf, metadataOf, threadOf } from './content.ts';
import type { Switches } from './control.ts';
import { findMessage } from './messages.ts';
import { edit, post, remove } from './posting.ts';
import { Refusal, refusalBody } from './refusal.ts';
import { dropState, listState, readState, writeState } from './state.ts';
import { cut } from './web-api.ts';
import { type Change, channelById, type Workspace, write } from './workspace.ts';

const USES = 5;
const LIFE_MS = 30 * MINUTE;
const PREFIX = 'response:';

/** What a response_url answers to: who did what where. `message` is absent for a slash command. */
export type Origin = { user: string; channel: string; message?: string };
type Kept = Origin & { left: number; until: number };

/** Makes a response_url. Kept in the database: a restart does not end it. */
export const issueResponseUrl = async (ws: Workspace, origin: Origin): Promise<string> => {
  const now = ws.clock.system().getTime();
  for (const { name, value } of await listState(ws.db, PREFIX))
    if ((value as Kept).until < now) await dropState(ws.db, name);
  const id = ws.newId('response');
  await writeState(ws.db, `${PREFIX}${id}`, { ...origin, left: USES, until: now + LIFE_MS } satisfies Kept);
  return `${ws.selfUrl()}/response/${id}`;
};

/** What an app says through a response_url, or as the answer to a slash command. */
export const respond = async (
  ws: Workspace,
  c: Change,
  origin: Origin,
  all: Record<string, unknown>,
): Promise<void> => {
  const args = makeArguments(all);
  const channel = await channelById(c.tx, origin.channel);
  if (!channel) throw new Refusal('channel_not_found');
  const original = origin.message ? await findMessage(c.tx, origin.channel, origin.message) : undefined;
  if (args.flag('delete_original')) {
    if (!original) throw new Refusal('message_not_found');
    return remove(c, channel, original);
  }
  const content = contentOf(ws, args);
  if (args.flag('replace_original')) {
    if (!original) throw new Refusal('message_not_found');
    await edit(c, channel, original, { text: content.text ?? '', blocks: content.blocks ?? null });
    return;
  }
  await post(c, channel, {
    user: BOT.user,
    text: content.text ?? '',
    blocks: content.blocks ?? null,
    metadata: metadataOf(args),
    threadTs: threadOf(args) ?? null,
    onlyFor: args.text('response_type') === 'in_channel' ? null : origin.user,
  });
};

export const responseRoutes = (ws: Workspace, fate: Switches['fate']): Hono =>
  new Hono<{ Bindings: HttpBindings }>().post('/:id', async (c: Context) => {
    const name = `${PREFIX}${c.req.param('id')}`;
    try {
      const all = await readArguments(c);
      const decided = await fate('response_url', all);
      if (decided.kind === 'cut') return cut(c);
      if (decided.kind === 'status') return c.body(null, decided.status);
      if (decided.kind === 'refuse') throw new Refusal(decided.error);
      await write(ws, async (change) => {
        const kept = await readState<Kept>(change.tx, name);
        if (!kept || kept.until < ws.clock.system().getTime()) throw new Refusal('expired_url');
        if (kept.left <= 0) throw new Refusal('used_url');
        await respond(ws, change, kept, all);
        await writeState(change.tx, name, { ...kept, left: kept.left - 1 });
      });
      return decided.loseAnswer ? cut(c) : c.json({ ok: true });
    } catch (thrown) {
      if (!(thrown instanceof Refusal)) throw thrown;
      const gone = thrown.code === 'expired_url' || thrown.code === 'used_url';
      return c.json(refusalBody(thrown), gone ? 404 : 400);
    }
  }) as unknown as Hono;
