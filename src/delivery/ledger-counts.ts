import { sql } from 'drizzle-orm';
import { arrayOf } from '../audience/arrays.ts';
import type { DeliveryState } from '../db/schema.ts';
import type { Tx } from '../deps.ts';

/**
 * The ledger's sums of a sending without reading it. They are counted while it is sent, whenever its progress is, and kept
 * with what reports had moved by then (same statement, so same moment); what reports move later is added up in the
 * transaction that moves it. Equal to counting: held by test/audience/rollup.test.ts.
 */
export type LedgerCounts = {
  planned: number;
  accepted: number;
  /** Delivered, or accepted without a later bounce. */
  delivered: number;
  failed: number;
  /** Nobody knows, and nobody has said to leave it at that. */
  unknown: number;
  /** Still to be sent or on its way. */
  open: number;
};
export type Sending = { campaignId: number; occurrence: number };

/** What one report moved. Nothing is ever planned by a report. */
export type Moved = Omit<LedgerCounts, 'planned'>;
const MOVABLE = ['accepted', 'delivered', 'failed', 'unknown', 'open'] as const satisfies readonly (keyof Moved)[];
const UNMOVED: Moved = { accepted: 0, delivered: 0, failed: 0, unknown: 0, open: 0 };
const NOTHING: LedgerCounts = { planned: 0, ...UNMOVED };
type Kept = { counts: LedgerCounts; moved: Moved };

/** Marks an unknown row that a person has decided to leave as it is. */
export const LEFT = 'left';
/** Nobody knows of it yet, and it may still leave or be answered. */
const OPEN: ReadonlySet<DeliveryState> = new Set(['planned', 'claimed', 'handed']);
const THERE: ReadonlySet<DeliveryState> = new Set(['accepted', 'delivered']);

export type Row = { status: DeliveryState; reason: string | null; isAccepted: boolean };

/** What one row of the ledger counts for. */
const worth = ({ status, reason, isAccepted }: Row): Moved => ({
  accepted: isAccepted ? 1 : 0,
  delivered: THERE.has(status) ? 1 : 0,
  failed: status === 'failed' ? 1 : 0,
  unknown: status === 'unknown' && reason !== LEFT ? 1 : 0,
  open: OPEN.has(status) ? 1 : 0,
});

const plus = <T extends Moved>(to: T, more: Moved, times = 1): T => ({
  ...to,
  ...Object.fromEntries(MOVABLE.map((key) => [key, to[key] + times * more[key]])),
});

export type Move = Sending & { contactId: number; from: Row; to: Row };

/** So many rows stand for one sending where many people bounce at once. */
const STRIPES = 8;

/** Adds up what reports moved. Near the end of a transaction, so that its rows are held shortly; in one order by everybody. */
export const addMoves = async (tx: Tx, moves: readonly Move[]): Promise<void> => {
  const sums = new Map<string, Sending & { stripe: number; moved: Moved }>();
  for (const { campaignId, occurrence, contactId, from, to } of moves) {
    const stripe = contactId % STRIPES;
    const key = `${campaignId}:${occurrence}:${stripe}`;
    const sofar = sums.get(key) ?? { campaignId, occurrence, stripe, moved: UNMOVED };
    sums.set(key, { ...sofar, moved: plus(plus(sofar.moved, worth(to)), worth(from), -1) });
  }
  const changed = [...sums.values()]
    .filter(({ moved }) => MOVABLE.some((key) => moved[key] !== 0))
    .sort((a, b) => a.campaignId - b.campaignId || a.occurrence - b.occurrence || a.stripe - b.stripe);
  if (changed.length === 0) return;
  const column = (of: (one: (typeof changed)[number]) => number) => arrayOf(changed.map(of));
  await tx.execute(
    sql`insert into ledger_moves as s (campaign_id, occurrence, stripe, ${NAMES}) select x.* from unnest(${column((o) => o.campaignId)}::bigint[], ${column((o) => o.occurrence)}::int[], ${column((o) => o.stripe)}::smallint[], ${sql.join(
      MOVABLE.map((key) => sql`${column(({ moved }) => moved[key])}::bigint[]`),
      sql`, `,
    )}) as x on conflict (campaign_id, occurrence, stripe) do update set ${sql.raw(MOVABLE.map((key) => `${key} = s.${key} + excluded.${key}`).join(', '))}`,
  );
};

const NAMES = sql.raw(MOVABLE.join(', '));
const ADDED = sql.raw(
  `jsonb_build_object(${MOVABLE.map((key) => `'${key}', coalesce(sum(m.${key}), 0)::bigint`).join(', ')})`,
);

export type Counted = { status: DeliveryState; reason: string | null; accepted: number; n: number; moved: Moved };

/** The ledger of one sending by status and reason, and beside each row what reports had moved at that moment. */
export const countLedger = async (tx: Tx, { campaignId, occurrence }: Sending): Promise<Counted[]> => {
  const { rows } = await tx.execute<Counted>(sql`
    select d.status, d.reason, count(d.accepted_at)::int as accepted, count(*)::int as n,
      (select ${ADDED} from ledger_moves m where m.campaign_id = ${campaignId} and m.occurrence = ${occurrence}) as moved
    from deliveries d where d.campaign_id = ${campaignId} and d.occurrence = ${occurrence} group by 1, 2`);
  return rows;
};

/** The sums of what was counted. */
export const sumsOf = (rows: readonly Counted[]): LedgerCounts =>
  rows.reduce(
    (sum, { n, accepted, ...row }) => ({
      ...plus(sum, worth({ ...row, isAccepted: false }), n),
      planned: sum.planned + n,
      accepted: sum.accepted + accepted,
    }),
    NOTHING,
  );

/** Keeps what was counted. */
export const keepCounted = async (tx: Tx, of: Sending, rows: readonly Counted[]): Promise<void> => {
  const [first] = rows;
  if (!first) return;
  const kept: Kept = { counts: sumsOf(rows), moved: first.moved };
  await tx.execute(
    sql`insert into ledger_counts (campaign_id, occurrence, counts) values (${of.campaignId}, ${of.occurrence}, ${JSON.stringify(kept)}::jsonb) on conflict (campaign_id, occurrence) do update set counts = excluded.counts`,
  );
};

/** Counts a sending anew and keeps its sums. */
export const recountLedger = async (tx: Tx, of: Sending): Promise<void> =>
  keepCounted(tx, of, await countLedger(tx, of));

/** Sums of many sendings from what is kept alone; a sending that was never counted is missing. */
export const ledgersOf = async (
  tx: Tx,
  sendings: readonly Sending[],
): Promise<(of: Sending) => LedgerCounts | null> => {
  const nameOf = ({ campaignId, occurrence }: Sending) => `${campaignId}:${occurrence}`;
  const { rows } = await tx.execute<Sending & { kept: Kept; moved: Moved }>(sql`
    select c.campaign_id as "campaignId", c.occurrence, c.counts as kept,
      (select ${ADDED} from ledger_moves m where m.campaign_id = c.campaign_id and m.occurrence = c.occurrence) as moved
    from ledger_counts c where c.campaign_id = any(${arrayOf(sendings.map(({ campaignId }) => campaignId))}::bigint[])`);
  const found = new Map(
    rows.map(({ kept, moved, ...of }) => [nameOf(of), plus(plus(kept.counts, moved), kept.moved, -1)]),
  );
  return (of) => found.get(nameOf(of)) ?? null;
};

/** Sendings of these whose sums may have moved by something else than reports: what is open, unknown, or never counted. */
export const unsettledOf = async (tx: Tx, sendings: readonly Sending[]): Promise<Sending[]> => {
  const of = await ledgersOf(tx, sendings);
  return sendings.filter((one) => {
    const counts = of(one);
    return counts === null || counts.open > 0 || counts.unknown > 0;
  });
};
