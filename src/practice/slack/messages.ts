import { and, eq, sql } from 'drizzle-orm';
import { practiceMessages } from '../../db/schema.ts';
import type { Tx } from '../../deps.ts';
import { APP_ID, BOT, personOf, TEAM } from './cast.ts';

export type MessageRow = typeof practiceMessages.$inferSelect;
export type NewMessage = typeof practiceMessages.$inferInsert;

export const insertMessage = async (tx: Tx, message: NewMessage): Promise<MessageRow> => {
  const [row] = await tx.insert(practiceMessages).values(message).returning();
  if (!row) throw new Error('insert returned nothing');
  return row;
};

/** A message that is still there, or undefined. */
export const findMessage = async (tx: Tx, channel: string, ts: string): Promise<MessageRow | undefined> => {
  const [row] = await tx
    .select()
    .from(practiceMessages)
    .where(
      and(eq(practiceMessages.channel, channel), eq(practiceMessages.ts, ts), eq(practiceMessages.deleted, false)),
    );
  return row;
};

export const changeMessage = async (
  tx: Tx,
  row: Pick<MessageRow, 'channel' | 'ts'>,
  set: Partial<NewMessage> & { seq: number },
): Promise<MessageRow> => {
  const [changed] = await tx
    .update(practiceMessages)
    .set(set)
    .where(and(eq(practiceMessages.channel, row.channel), eq(practiceMessages.ts, row.ts)))
    .returning();
  if (!changed) throw new Error('message vanished inside its own transaction');
  return changed;
};

/** The thread a reply belongs to: replying to a reply joins its thread, as in Slack. */
export const rootOf = async (tx: Tx, channel: string, threadTs: string): Promise<string> =>
  (await findMessage(tx, channel, threadTs))?.threadTs ?? threadTs;

const fromBot = {
  bot_id: BOT.id,
  app_id: APP_ID,
  bot_profile: { id: BOT.id, app_id: APP_ID, name: BOT.name, deleted: false, team_id: TEAM.id },
};

/** A message as Slack's methods and payloads show it. */
export const shown = (row: MessageRow, withMetadata = false): Record<string, unknown> => ({
  type: 'message',
  ...(row.broadcast && row.threadTs ? { subtype: 'thread_broadcast' } : {}),
  ...(row.files ? { subtype: 'file_share', files: row.files, upload: false } : {}),
  user: row.user,
  ts: row.ts,
  text: row.text,
  team: personOf(row.user)?.team ?? TEAM.id,
  ...(row.user === BOT.user ? fromBot : {}),
  ...(row.blocks ? { blocks: row.blocks } : {}),
  ...(row.threadTs ? { thread_ts: row.threadTs } : {}),
  ...(row.edited ? { edited: { user: row.user, ts: row.ts } } : {}),
  ...(withMetadata && row.metadata ? { metadata: row.metadata } : {}),
});

export type ThreadFacts = { reply_count: number; latest_reply: string; reply_users: string[] };

/** How much was answered to each of these roots. */
export const threadFacts = async (tx: Tx, channel: string, roots: string[]): Promise<Map<string, ThreadFacts>> => {
  if (roots.length === 0) return new Map();
  const { rows } = await tx.execute<{ root: string; replies: number; latest: string; users: string[] }>(sql`
    select thread_ts as root, count(*)::int as replies, max(ts) as latest, array_agg(distinct user_id) as users
    from practice_messages
    where channel = ${channel} and thread_ts in ${roots} and thread_ts <> ts and not deleted and only_for is null
    group by thread_ts`);
  return new Map(
    rows.map((row) => [row.root, { reply_count: row.replies, latest_reply: row.latest, reply_users: row.users }]),
  );
};
