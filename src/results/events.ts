import { and, eq, inArray, sql } from 'drizzle-orm';
import { arrayOf } from '../audience/arrays.ts';
import { CLICK, OPEN } from '../audience/fields.ts';
import { addEvents, lockStats, recountEvents } from '../audience/rollup.ts';
import { suppress } from '../audience/suppress.ts';
import type { ChannelName } from '../channels/channel.ts';
import { again } from '../db/retry.ts';
import { type DeliveryEventType, deliveries, deliveryEvents } from '../db/schema.ts';
import { addMoves } from '../delivery/ledger-counts.ts';
import type { Db, Transaction } from '../deps.ts';
import { campaignKey } from '../kit/id.ts';
import { countReports, isCountedByPerson } from './event-counts.ts';
import { applyEvidence, type Evidence } from './evidence.ts';
import { revenueMoved } from './revenue-days.ts';

/** One thing that happened to a message after it left. The same `eventId` twice is one thing. */
export type DeliveryFact = {
  eventId: string;
  type: DeliveryEventType;
  contactId: number;
  campaignId: number;
  occurrence: number;
  channel: ChannelName;
  /** Business time. */
  at: Date;
  /** Number of the link in the plan, 1 first. */
  link?: number;
  /** Known not to be a person. */
  machine?: boolean;
  /** A bounce that will not mend: the address is not written to again. */
  hard?: boolean;
  reason?: string;
  detail?: Record<string, unknown>;
};

/** Sooner than this after it left, nobody has read it: a scanner followed the link. */
const TOO_SOON_MS = 2_000;
/** Several links of one message within this: nobody reads that fast. */
const TOO_FAST_MS = 1_000;

type Sent = Pick<typeof deliveries.$inferSelect, 'variant' | 'handedAt' | 'acceptedAt'>;

/**
 * Takes reports in: each once, whatever the order; what never left is ignored. The ledger moves as far as they prove, and
 * who opted out, complained or bounced for good is suppressed, all in one transaction. Machine clicks are kept, marked.
 *
 * @returns how many were new
 */
export const recordEvents = async (db: Db, facts: readonly DeliveryFact[]): Promise<number> => {
  if (facts.length === 0) return 0;
  // One order for everybody, so that two batches about the same people wait for one another instead of locking up.
  const ordered = [...facts].sort((a, b) => a.contactId - b.contactId || a.eventId.localeCompare(b.eventId));
  return again(() =>
    db.transaction(async (tx) => {
      const sent = await sentOf(tx, ordered);
      const known = ordered.filter((fact) => sent.has(keyOf(fact)));
      if (known.length === 0) return 0;
      // The rows that serialise a contact before those of the ledger: the order in which a claim takes them.
      const persons = known.filter((fact) => isCountedByPerson(fact.type));
      await lockStats(
        tx,
        persons.map((fact) => fact.contactId),
      );
      const before = await keptOf(tx, persons);
      const inserted = await tx
        .insert(deliveryEvents)
        .values(known.map((fact) => rowOf(fact, sent.get(keyOf(fact))!)))
        .onConflictDoNothing()
        .returning(KEPT);
      const nameOf = (row: { contactId: number; eventId: string }) => `${row.contactId}:${row.eventId}`;
      const fresh = new Set(inserted.map(nameOf));
      const news = known.filter((fact) => fresh.delete(nameOf(fact)));
      const moves: Evidence[] = [];
      for (const fact of news) moves.push(...(await follow(tx, fact)));
      const people = new Set(inserted.filter((row) => !row.machine).map(nameOf));
      const { after, marked } = await markFastClicks(tx, inserted, [...before, ...inserted]);
      await rollUp(
        tx,
        news.filter((fact) => people.has(nameOf(fact))),
        marked,
      );
      await revenueMoved(tx, earliest([...news.map(({ at }) => at), ...moves.map(({ since }) => since)]));
      await addMoves(tx, moves);
      await countReports(tx, before, after);
      return news.length;
    }),
  );
};

/** A report of what is known already: all that counting and telling machines apart look at. */
const KEPT = {
  contactId: deliveryEvents.contactId,
  eventId: deliveryEvents.eventId,
  campaignId: deliveryEvents.campaignId,
  occurrence: deliveryEvents.occurrence,
  variant: deliveryEvents.variant,
  type: deliveryEvents.type,
  machine: deliveryEvents.machine,
  at: deliveryEvents.at,
  link: deliveryEvents.link,
};
type Kept = Pick<typeof deliveryEvents.$inferSelect, keyof typeof KEPT>;

/** What these people did before with the messages that the reports are about. */
const keptOf = async (tx: Transaction, persons: readonly DeliveryFact[]): Promise<Kept[]> =>
  persons.length === 0
    ? []
    : await tx
        .select(KEPT)
        .from(deliveryEvents)
        .where(
          and(
            inArray(deliveryEvents.contactId, [...new Set(persons.map((fact) => fact.contactId))]),
            inArray(deliveryEvents.campaignId, [...new Set(persons.map((fact) => fact.campaignId))]),
          ),
        );

/** Since when revenue may be credited otherwise. */
const earliest = (ats: readonly Date[]): Date | null =>
  ats.length === 0 ? null : new Date(Math.min(...ats.map((at) => at.getTime())));

const keyOf = (f: Pick<DeliveryFact, 'campaignId' | 'occurrence' | 'contactId' | 'channel'>): string =>
  `${f.campaignId}:${f.occurrence}:${f.contactId}:${f.channel}`;

const sentOf = async (tx: Transaction, facts: readonly DeliveryFact[]): Promise<Map<string, Sent>> => {
  const rows = await tx
    .select({
      campaignId: deliveries.campaignId,
      occurrence: deliveries.occurrence,
      contactId: deliveries.contactId,
      channel: deliveries.channel,
      variant: deliveries.variant,
      handedAt: deliveries.handedAt,
      acceptedAt: deliveries.acceptedAt,
    })
    .from(deliveries)
    .where(
      and(
        inArray(deliveries.campaignId, [...new Set(facts.map((f) => f.campaignId))]),
        inArray(deliveries.contactId, [...new Set(facts.map((f) => f.contactId))]),
      ),
    );
  return new Map(rows.map((row) => [keyOf({ ...row, channel: row.channel as ChannelName }), row]));
};

const rowOf = (fact: DeliveryFact, sent: Sent): typeof deliveryEvents.$inferInsert => ({
  contactId: fact.contactId,
  eventId: fact.eventId,
  campaignId: fact.campaignId,
  occurrence: fact.occurrence,
  channel: fact.channel,
  variant: sent.variant,
  type: fact.type,
  at: fact.at,
  link: fact.link ?? null,
  machine: fact.machine === true || isTooSoon(fact, sent),
  reason: fact.reason ?? null,
  detail: { ...fact.detail, ...(fact.hard !== undefined && { hard: fact.hard }) },
});

const isTooSoon = (fact: DeliveryFact, { acceptedAt, handedAt }: Sent): boolean => {
  const left = acceptedAt ?? handedAt;
  return (
    (fact.type === 'clicked' || fact.type === 'opened') &&
    left !== null &&
    fact.at.getTime() - left.getTime() < TOO_SOON_MS
  );
};

/** @returns what it moved of the ledger */
const follow = async (tx: Transaction, fact: DeliveryFact): Promise<Evidence[]> => {
  const { contactId, channel, type, at } = fact;
  const hard = fact.hard === true;
  const moved = await applyEvidence(tx, fact, { contactId, type, hard, reason: fact.reason ?? null, at });
  const source = campaignKey(fact.campaignId);
  if (type === 'unsubscribed' || type === 'complained')
    await suppress(tx, { contactId, channel, reason: type, source, at });
  if (type === 'bounced' && hard) await suppress(tx, { contactId, channel, reason: 'bounced', source, at });
  return moved ? [moved] : [];
};

const isReaction = ({ type }: DeliveryFact): boolean => type === 'opened' || type === 'clicked';

/** What people did goes into their roll-up; whose clicks were just found to be a machine's is counted anew. */
const rollUp = async (tx: Transaction, people: readonly DeliveryFact[], marked: ReadonlySet<number>): Promise<void> => {
  await recountEvents(tx, [...marked]);
  const added = people.filter((fact) => isReaction(fact) && !marked.has(fact.contactId));
  if (added.length === 0) return;
  const column = (of: (fact: DeliveryFact) => string | number) => arrayOf(added.map(of));
  // Joined, because who was erased may still click.
  await addEvents(
    tx,
    sql`(select x.* from unnest(${column((f) => f.contactId)}::bigint[], ${column((f) => (f.type === 'opened' ? OPEN : CLICK))}::text[], ${column((f) => f.at.toISOString())}::timestamptz[]) as x (contact_id, name, at) join contacts c on c.id = x.contact_id)`,
  );
};

/**
 * The second link clicked within a second tells on the first one too.
 *
 * @param kept all clicks known of these people, the new ones among them
 * @returns them as they are now, and the contacts of which clicks were marked
 */
const markFastClicks = async (
  tx: Transaction,
  news: readonly Kept[],
  kept: readonly Kept[],
): Promise<{ after: Kept[]; marked: Set<number> }> => {
  const fast = new Set<Kept>();
  const clicks = Map.groupBy(
    kept.filter(({ type }) => type === 'clicked'),
    ({ contactId, campaignId }) => `${contactId}:${campaignId}`,
  );
  for (const one of news) {
    if (one.type !== 'clicked') continue;
    const near = (clicks.get(`${one.contactId}:${one.campaignId}`) ?? []).filter(
      ({ at }) => Math.abs(at.getTime() - one.at.getTime()) <= TOO_FAST_MS,
    );
    if (new Set(near.map(({ link }) => link)).size >= 2) for (const click of near) fast.add(click);
  }
  for (const [contactId, all] of Map.groupBy(fast, (click) => click.contactId))
    await tx
      .update(deliveryEvents)
      .set({ machine: true })
      .where(
        and(
          eq(deliveryEvents.contactId, contactId),
          inArray(
            deliveryEvents.eventId,
            all.map(({ eventId }) => eventId),
          ),
        ),
      );
  return {
    after: kept.map((one) => (fast.has(one) ? { ...one, machine: true } : one)),
    marked: new Set([...fast].map(({ contactId }) => contactId)),
  };
};
