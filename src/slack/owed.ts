import { sql } from 'drizzle-orm';
import { threadOf } from '../campaign/tell.ts';
import { messages } from '../db/schema.ts';
import type { Tx } from '../deps.ts';

/** Threads with something to draw now: the sweeper's net under every lost or swallowed drawing job. @param now system time */
export const owedThreads = async (db: Tx, now: Date): Promise<string[]> => {
  const rows = await db
    .select({ key: messages.key, rootKey: messages.rootKey, threadTs: messages.threadTs, channel: messages.channel })
    .from(messages)
    .where(
      sql`${messages.wanted} > ${messages.drawn} and ${messages.failed} is null and (${messages.notBefore} is null or ${messages.notBefore} <= ${now.toISOString()})`,
    )
    .orderBy(messages.id)
    .limit(1_000);
  return [...new Set(rows.map(threadOf))];
};
