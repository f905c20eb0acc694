import { eq, sql } from 'drizzle-orm';
import { messages } from '../db/schema.ts';
import type { Deps, Tx } from '../deps.ts';

/**
 * What people should see, written in the transaction that made it true. Slack is told later by the drawing job, which
 * re-reads the state; so a click needs no Slack to be up, and nothing is said that was rolled back.
 */
export type Telling = {
  /** Names the one message; telling it again redraws it. */
  key: string;
  kind: MessageKind;
  channel: string;
  campaignId?: number;
  subject?: Record<string, unknown>;
  threadTs?: string | null;
  rootKey?: string | null;
  onlyFor?: string;
  broadcast?: boolean;
};

/**
 * `campaign` the card of the whole life · `step` one version of a draft · `ping` an approver's direct message · `sending`
 * · `waves` what a test showed and who chooses · `result` · `digest` · `import` a file on its way in · `note` words with a key of i18n `notes` and its parameters, drawn once.
 */
export type MessageKind = 'campaign' | 'step' | 'ping' | 'sending' | 'waves' | 'result' | 'digest' | 'import' | 'note';

type Effects = Pick<Deps, 'jobs' | 'clock'>;

/** The thread a message belongs to, so that one drawing job at a time works on it and order is kept. */
export const threadOf = (m: {
  key: string;
  rootKey: string | null;
  threadTs: string | null;
  channel: string;
}): string => m.rootKey ?? (m.threadTs ? `${m.channel}:${m.threadTs}` : m.key);

/** Post this message, or redraw it when it is there already. */
export const tell = async (tx: Tx, effects: Effects, telling: Telling): Promise<void> => {
  const [row] = await tx
    .insert(messages)
    .values({
      key: telling.key,
      kind: telling.kind,
      channel: telling.channel,
      campaignId: telling.campaignId ?? null,
      subject: telling.subject ?? {},
      threadTs: telling.threadTs ?? null,
      rootKey: telling.rootKey ?? null,
      onlyFor: telling.onlyFor ?? null,
      broadcast: telling.broadcast ?? false,
      createdAt: effects.clock.system(),
    })
    .onConflictDoUpdate({
      target: messages.key,
      set: { wanted: sql`${messages.wanted} + 1`, subject: sql`excluded.subject` },
    })
    .returning();
  if (row) await effects.jobs.enqueue(tx, 'slack.draw', { thread: threadOf(row) }, { key: threadOf(row) });
};

/** Redraw every living message of a campaign: its card, step cards, progress and results. */
export const redraw = async (tx: Tx, effects: Effects, campaignId: number): Promise<void> => {
  const rows = await tx
    .update(messages)
    .set({ wanted: sql`${messages.wanted} + 1` })
    .where(
      sql`${eq(messages.campaignId, campaignId)} and ${messages.kind} not in ('note') and ${messages.onlyFor} is null`,
    )
    .returning();
  for (const thread of new Set(rows.map(threadOf)))
    await effects.jobs.enqueue(tx, 'slack.draw', { thread }, { key: thread });
};

/** Words in the campaign's thread, or to one person in it. `note` names an entry of i18n `notes`. */
export const noteKey = (...parts: (string | number)[]): string => `note:${parts.join(':')}`;
