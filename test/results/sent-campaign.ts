import { eq } from 'drizzle-orm';
import { ordersMoved } from '../../src/audience/late-orders.ts';
import {
  audienceMembers,
  campaigns,
  contactIdentities,
  contacts,
  deliveries,
  drafts,
  launches,
  orders,
  practiceMail,
} from '../../src/db/schema.ts';
import type { Db } from '../../src/deps.ts';
import { addMs, DAY, HOUR } from '../../src/kit/clock.ts';
import type { Brief } from '../../src/steps/brief/schema.ts';
import type { Plan, PlanEvidence } from '../../src/steps/plan/schema.ts';

export const START = new Date('2026-11-24T05:00:00Z');

export const someBrief = (kpi: Partial<Brief['kpi']> = {}): Brief => ({
  unclear: null,
  title: '단골 재방문',
  objective: 'retention',
  kpi: { metric: 'attributed_revenue', target: 1_000_000, deadline: '2026-12-31', ...kpi },
  audience: '60일 넘게 안 산 단골',
  budget: null,
  offer: null,
  coupon: null,
  sendWhen: 'now',
  sendAt: null,
  channels: ['email'],
  constraints: [],
  guardrails: [],
  keyMessage: 'm1',
  windowDays: 7,
  assumptions: [],
  questions: [],
  readings: [],
});

export const somePlan = (more: Partial<Plan> = {}): Plan => ({
  sendAt: 'now',
  ratePerSecond: 50,
  holdoutPercent: 20,
  budget: 100_000,
  stop: { bouncePercent: 5, complaintPercent: 1, failurePercent: 20 },
  reason: '',
  channel: { name: 'email', account: 'practice' },
  isAd: true,
  templates: [],
  links: [],
  sender: { name: 'Shop', email: 'shop@example.test', address: 'Seoul', phone: '02' },
  segments: [],
  salt: 'salt',
  windowDays: 7,
  prices: { perMessageMinor: 10, currency: 'KRW' },
  ...more,
});

const evidence = (p50: number): PlanEvidence => ({
  audience: { matched: 0, send: 0, holdout: 0, excluded: {} },
  everyone: false,
  costMinor: 0,
  minutes: 1,
  forecast: {
    revenueMajor: { p10: p50 / 2, p50, p90: p50 * 2 },
    roi: { p10: 1, p50: 2, p90: 3 },
    chanceOfTarget: 0.1,
    basis: 'prior',
    pastErrors: [],
  },
  smallestLift: null,
});

/** Counted apart: people are named by the campaign's number, and simulated ones behave by their name. */
let made = 0;
let bought = 0;

/**
 * A campaign that was frozen and sent, as the other parts would have left it. Contacts are new ones; the first `holdout`
 * of every five are held out by number, variants alternate.
 */
export const sentCampaign = async (
  db: Db,
  want: {
    send: number;
    holdout: number;
    brief?: Brief;
    plan?: Partial<Plan>;
    start?: Date;
    variants?: readonly string[];
    status?: 'sending' | 'measuring' | 'learned';
    /** Contacts already there, by id, instead of new ones. */
    contacts?: readonly number[];
    forecastP50?: number;
    mail?: (externalId: string) => { html: string; headers: Record<string, string> };
    /** Minor units the n-th contact ordered a month before the start. */
    before?: (n: number) => number;
  },
) => {
  const nth = ++made;
  const start = want.start ?? START;
  const variants = want.variants ?? ['A-1', 'A-2'];
  const total = want.send + want.holdout;
  const people = want.contacts
    ? await db.select({ id: contacts.id, externalId: contacts.externalId }).from(contacts)
    : await insertAll(total, 2_000, (n) =>
        db
          .insert(contacts)
          .values(
            n.map((i) => ({
              externalId: `p${nth}-${i}`,
              email: `p${nth}-${i}@example.test`,
              createdAt: addMs(start, -400 * DAY),
            })),
          )
          .returning({ id: contacts.id, externalId: contacts.externalId }),
      );
  const chosen = want.contacts
    ? want.contacts.map((id) => people.find((one) => one.id === id)).filter((one) => one !== undefined)
    : people;
  if (!want.contacts)
    await insertAll(total, 2_000, async (n) => {
      await db
        .insert(contactIdentities)
        .values(n.map((i) => ({ source: 'external', externalId: people[i]!.externalId, contactId: people[i]!.id })));
      return [];
    });
  const plan = somePlan({ holdoutPercent: (100 * want.holdout) / total, ...want.plan });
  const [campaign] = await db
    .insert(campaigns)
    .values({
      status: want.status ?? 'measuring',
      title: '단골 재방문',
      goal: '60일 넘게 안 산 단골을 다시 오게',
      locale: 'ko',
      requester: 'U1',
      channel: 'C1',
      requestKey: `test:${nth}`,
      sendAt: start,
      startedAt: start,
      windowStartsAt: start,
      windowEndsAt: addMs(start, plan.windowDays * DAY),
      createdAt: addMs(start, -HOUR),
      updatedAt: start,
    })
    .returning();
  if (!campaign) throw new Error('no campaign');
  const hash = `hash-${nth}`;
  const draft = (step: 'brief' | 'plan', content: unknown, shown: unknown) => ({
    id: `dr-${step}-${nth}`,
    campaignId: campaign.id,
    step,
    version: 1,
    content,
    evidence: shown,
    checks: [],
    hash: step === 'plan' ? hash : `brief-${nth}`,
    parents: {},
    authorKind: 'ai' as const,
    author: 'baton',
    createdAt: start,
  });
  await db
    .insert(drafts)
    .values([
      draft('brief', want.brief ?? someBrief(), {}),
      draft('plan', plan, evidence(want.forecastP50 ?? 500_000)),
    ]);
  await db
    .insert(launches)
    .values({ id: `la-${nth}`, campaignId: campaign.id, hash, draftId: `dr-plan-${nth}`, at: start });

  const isHeld = (i: number) => i >= want.send;
  const variantOf = (i: number) => variants[i % variants.length] ?? 'A-1';
  const key = { campaignId: campaign.id, occurrence: 1 };
  await insertAll(total, 2_000, async (n) => {
    await db.insert(audienceMembers).values(
      n.map((i) => ({
        ...key,
        contactId: chosen[i]!.id,
        segment: 'A',
        channel: 'email',
        outcome: isHeld(i) ? ('holdout' as const) : ('send' as const),
        variant: isHeld(i) ? null : variantOf(i),
      })),
    );
    const sent = n.filter((i) => !isHeld(i));
    if (sent.length > 0)
      await db.insert(deliveries).values(
        sent.map((i) => ({
          ...key,
          contactId: chosen[i]!.id,
          channel: 'email',
          launchId: `la-${nth}`,
          hash,
          segment: 'A',
          variant: variantOf(i),
          status: 'accepted' as const,
          handedAt: start,
          acceptedAt: start,
        })),
      );
    if (want.mail && sent.length > 0)
      await db.insert(practiceMail).values(
        sent.map((i) => ({
          channel: 'email',
          to: `p${nth}-${i}@example.test`,
          subject: '(광고) 다시 만나요',
          text: '',
          ...want.mail!(chosen[i]!.externalId),
          messageId: `<${nth}.${i}@example.test>`,
          campaignId: campaign.id,
          contactId: chosen[i]!.externalId,
          test: false,
          at: start,
        })),
      );
    return [];
  });
  const earlier = chosen.map(({ id }, i) => ({
    contactId: id,
    minor: want.before?.(i) ?? 0,
    at: addMs(start, -30 * DAY),
  }));
  await buy(
    db,
    earlier.filter(({ minor }) => minor !== 0),
  );
  const treated = chosen.slice(0, want.send);
  const held = chosen.slice(want.send, total);
  return {
    campaign,
    plan,
    treated,
    held,
    again: () => db.select().from(campaigns).where(eq(campaigns.id, campaign.id)),
  };
};

/** Orders of so many minor units, so many hours after the start; ids count up. Noted as ingestion notes them. */
export const buy = (
  db: Db,
  list: readonly { contactId: number; minor: number; hours?: number; status?: 'paid' | 'refunded'; at?: Date }[],
) =>
  insertAll(list.length, 2_000, async (n) => {
    await db.insert(orders).values(
      n.map((i) => {
        const { contactId, minor, hours, status, at } = list[i]!;
        const when = at ?? addMs(START, (hours ?? 1) * HOUR);
        return {
          contactId,
          orderId: `o${++bought}`,
          at: when,
          amount: minor,
          currency: 'KRW',
          status: status ?? ('paid' as const),
          receivedAt: when,
        };
      }),
    );
    await ordersMoved(
      db,
      n.map((i) => list[i]!).map(({ at, hours }) => at ?? addMs(START, (hours ?? 1) * HOUR)),
      'Asia/Seoul',
    );
    return [];
  });

const insertAll = async <T>(
  total: number,
  batch: number,
  insert: (indexes: number[]) => Promise<T[]>,
): Promise<T[]> => {
  const out: T[] = [];
  for (let from = 0; from < total; from += batch)
    out.push(...(await insert(Array.from({ length: Math.min(batch, total - from) }, (_, i) => from + i))));
  return out;
};
