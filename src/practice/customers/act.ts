import { and, asc, eq, inArray, lte, sql } from 'drizzle-orm';
import { findCampaign } from '../../campaign/store.ts';
import { practiceMail, practiceState } from '../../db/schema.ts';
import type { Deps } from '../../deps.ts';
import { addMs, DAY, MINUTE } from '../../kit/clock.ts';
import { campaignKey } from '../../kit/id.ts';
import { type Behaviour, behaviours, type Member } from './behaviour.ts';
import { codesGiven, usedBy } from './codes.ts';
import { type Doors, type OrderRow, publicDoors } from './doors.ts';
import { linksIn } from './links.ts';
import { amountAt, type Memory, memoryOf } from './memory.ts';

type Mail = { id: number; contactId: string; at: Date; acted: string[] };
type Scene = {
  deps: Deps;
  doors: Doors;
  campaignId: number;
  occurrence: number;
  start: Date;
  now: Date;
  people: Map<string, Behaviour>;
  memory: Memory;
  /** What each was given, by contact. */
  codes: ReadonlyMap<string, string>;
};

/** Mails acted on between two writes of what was done: as much as a crash may make happen again. */
const BATCH = 200;
/** Who ordered this lately before the window is keener. */
const RECENT_DAYS = 90;
/** As many people as click at once. */
const AT_ONCE = 12;

/**
 * Everything the simulated customers of a campaign do up to now: open, click, unsubscribe and buy, by the same public
 * routes as real ones. Idempotent: what was done is marked on the mail, and orders carry ids of their own, so a repeated
 * act changes nothing. Two acts at once are one: the second leaves it to the first.
 */
export const customersAct = async (deps: Deps, campaignId: number): Promise<void> => {
  const lock = await deps.pool.connect();
  try {
    const { rows } = await lock.query<{ ours: boolean }>('select pg_try_advisory_lock($1, $2) as ours', [
      LOCK,
      campaignId,
    ]);
    if (!rows[0]?.ours) return;
    try {
      await act(deps, campaignId);
    } finally {
      await lock.query('select pg_advisory_unlock($1, $2)', [LOCK, campaignId]);
    }
  } finally {
    lock.release();
  }
};
const LOCK = 7_218;

const act = async (deps: Deps, campaignId: number): Promise<void> => {
  const campaign = await findCampaign(deps.db, campaignId);
  if (!campaign?.windowStartsAt || !campaign.windowEndsAt) return;
  const { occurrence, windowStartsAt: start, windowEndsAt: end } = campaign;
  const now = await deps.clock.business();
  const members = await membersOf(deps, campaignId, occurrence, start);
  const people = behaviours(`${campaignKey(campaignId)}:${occurrence}`, members, end.getTime() - start.getTime());
  const memory = await memoryOf(deps, { campaignId, occurrence, start });
  const scene: Scene = {
    deps,
    doors: publicDoors(deps),
    campaignId,
    occurrence,
    start,
    now,
    people,
    memory,
    codes: await codesGiven(deps, campaignId, occurrence),
  };
  await readMail(scene);
  await buyBecause(scene);
  await buyAnyway(scene);
};

const membersOf = async (deps: Deps, campaignId: number, occurrence: number, start: Date): Promise<Member[]> => {
  const { rows } = await deps.db.execute<{
    externalId: string;
    arm: Member['arm'];
    variant: string | null;
    recent: boolean;
  }>(sql`
    select c.external_id as "externalId", case m.outcome when 'send' then 'send' else 'holdout' end as arm, m.variant, exists (
      select 1 from orders o where o.contact_id = m.contact_id and o.status = 'paid' and o.amount > 0
        and o.at < ${start.toISOString()}::timestamptz and o.at >= ${addMs(start, -RECENT_DAYS * DAY).toISOString()}::timestamptz) as recent
    from audience_members m join contacts c on c.id = m.contact_id
    where m.campaign_id = ${campaignId} and m.occurrence = ${occurrence} and m.outcome in ('send', 'holdout', 'global_holdout')`);
  return rows;
};

/** Every mail of the campaign that came by now, in the order it came. */
const mailsOf = async ({ deps, campaignId, now }: Scene): Promise<Mail[]> => {
  const rows = await deps.db
    .select({ id: practiceMail.id, contactId: practiceMail.contactId, at: practiceMail.at, acted: practiceMail.acted })
    .from(practiceMail)
    .where(and(eq(practiceMail.campaignId, campaignId), eq(practiceMail.test, false), lte(practiceMail.at, now)))
    .orderBy(asc(practiceMail.id));
  return rows.flatMap(({ contactId, acted, ...row }) =>
    contactId === null ? [] : [{ ...row, contactId, acted: acted ?? [] }],
  );
};

type Deed = 'opened' | 'clicked' | 'unsubscribed';

/** What is due of one mail and not done yet, in the order a person does it. */
const deedsOf = (mail: Mail, behaviour: Behaviour | undefined, now: Date): Deed[] => {
  if (!behaviour) return [];
  const due = (after: number | null, deed: Deed): Deed[] =>
    after !== null && addMs(mail.at, after) <= now && !did(mail, deed) ? [deed] : [];
  return [
    ...due(behaviour.opensAfter, 'opened'),
    ...due(behaviour.clicksAfter, 'clicked'),
    ...due(behaviour.unsubscribesAfter, 'unsubscribed'),
  ];
};

/** Marks are `opened`, `clicked@2026-11-24T05:03:10.000Z`, `unsubscribed`, `bought`. */
const did = (mail: Mail, deed: Deed | 'bought'): boolean => mail.acted.some((mark) => mark.split('@')[0] === deed);

const readMail = async (scene: Scene): Promise<void> => {
  const { deps, doors, people, now } = scene;
  const todo = (await mailsOf(scene))
    .map((mail) => ({ mail, deeds: deedsOf(mail, people.get(mail.contactId), now) }))
    .filter(({ deeds }) => deeds.length > 0);
  for (let from = 0; from < todo.length; from += BATCH) {
    const batch = todo.slice(from, from + BATCH);
    const bodies = await deps.db
      .select({ id: practiceMail.id, html: practiceMail.html, text: practiceMail.text, headers: practiceMail.headers })
      .from(practiceMail)
      .where(
        inArray(
          practiceMail.id,
          batch.map(({ mail }) => mail.id),
        ),
      );
    const bodyOf = new Map(bodies.map((body) => [body.id, body]));
    const marks = await pooled(batch, AT_ONCE, async ({ mail, deeds }) => {
      const body = bodyOf.get(mail.id);
      const links = body && linksIn(body, deps.config.publicUrl, mail.contactId);
      const done: string[] = [];
      for (const deed of deeds) {
        if (deed === 'opened' && links?.pixel) await doors.follow(links.pixel);
        if (deed === 'clicked' && links?.click) await doors.follow(links.click);
        if (deed === 'unsubscribed' && links?.unsubscribe) await doors.unsubscribe(links.unsubscribe);
        // An order has to come after the click that led to it, as it was recorded, not as it was meant.
        done.push(deed === 'clicked' ? `clicked@${(await deps.clock.business()).toISOString()}` : deed);
      }
      return { id: mail.id, acted: [...mail.acted, ...done] };
    });
    await mark(scene, marks);
  }
};

const mark = async ({ deps }: Scene, marks: readonly { id: number; acted: string[] }[]): Promise<void> => {
  if (marks.length === 0) return;
  await deps.db.execute(sql`
    update practice_mail as m set acted = x.acted::jsonb
    from unnest(${sql.param(marks.map(({ id }) => id))}::bigint[], ${sql.param(marks.map(({ acted }) => JSON.stringify(acted)))}::text[]) as x(id, acted)
    where m.id = x.id`);
};

/** Those whom the mail moved: by its link, or straight to the shop after reading it. */
const buyBecause = async (scene: Scene): Promise<void> => {
  const { people, now } = scene;
  const due = (await mailsOf(scene)).flatMap((mail) => {
    const behaviour = people.get(mail.contactId);
    if (!behaviour || behaviour.buysAfter === null || did(mail, 'bought')) return [];
    const clicked = mail.acted.find((one) => one.startsWith('clicked@'))?.slice('clicked@'.length);
    if (behaviour.clicksAfter !== null && !clicked) return [];
    const meant = addMs(mail.at, behaviour.buysAfter);
    const after = clicked ? addMs(new Date(clicked), 2 * MINUTE) : meant;
    const at = new Date(Math.max(after.getTime(), meant.getTime()));
    if (at > now) return [];
    const row = orderRow(scene, mail.contactId, 'because', at, behaviour.amounts.because);
    return [{ mail, row: { ...row, ...usedBy(mail.contactId, scene) } }];
  });
  for (let from = 0; from < due.length; from += BATCH) {
    const batch = due.slice(from, from + BATCH);
    await place(
      scene,
      batch.map(({ row }) => row),
    );
    await mark(
      scene,
      batch.map(({ mail }) => ({ id: mail.id, acted: [...mail.acted, 'bought'] })),
    );
  }
};

/** Those who would have bought anyway, in both arms alike. */
const buyAnyway = async (scene: Scene): Promise<void> => {
  const { people, start, now, memory, deps } = scene;
  const rows = [...people].flatMap(([contactId, { anywayAt, amounts }]) => {
    if (anywayAt === null) return [];
    const at = addMs(start, anywayAt);
    return at <= now && at > memory.through ? [orderRow(scene, contactId, 'anyway', at, amounts.anyway)] : [];
  });
  await place(scene, rows);
  await deps.db
    .update(practiceState)
    .set({ value: { ...memory, through: now.toISOString() } })
    .where(eq(practiceState.name, memory.name));
};

const place = async ({ deps, doors, campaignId }: Scene, rows: readonly OrderRow[]): Promise<void> => {
  const refused = rows.length > 0 ? await doors.order(rows) : 0;
  if (refused > 0) deps.log.warn({ campaignId, refused }, 'orders of simulated customers were refused');
};

const orderRow = (
  { deps, campaignId, occurrence, memory }: Scene,
  contactId: string,
  why: 'anyway' | 'because',
  at: Date,
  u: number,
): OrderRow => ({
  order_id: `sim-${campaignId}-${occurrence}-${contactId}-${why}`,
  contact_id: contactId,
  at: at.toISOString(),
  amount: amountAt(memory.amounts, u, deps.config.currency),
  currency: deps.config.currency,
});

/** Runs over a list, so many at a time; the first failure stops it. */
const pooled = async <T, R>(list: readonly T[], most: number, run: (one: T) => Promise<R>): Promise<R[]> => {
  const out: R[] = new Array(list.length);
  let next = 0;
  const worker = async () => {
    for (let i = next++; i < list.length; i = next++) out[i] = await run(list[i] as T);
  };
  await Promise.all(Array.from({ length: Math.min(most, list.length) }, worker));
  return out;
};
