import { sql } from 'drizzle-orm';
import type { BrandKit } from '../../src/brand/kit.ts';
import type { Channel, Outcome, Outgoing } from '../../src/channels/channel.ts';
import { parseConfig } from '../../src/config.ts';
import { campaigns, type DeliveryState, drafts, launches } from '../../src/db/schema.ts';
import type { BuildInput } from '../../src/delivery/media/medium.ts';
import { buildTemplates } from '../../src/delivery/templates.ts';
import type { Db, Deps } from '../../src/deps.ts';
import { type Clock, realClock } from '../../src/kit/clock.ts';
import { contentHash } from '../../src/kit/hash.ts';
import { randomId } from '../../src/kit/id.ts';
import type { Log } from '../../src/kit/log.ts';
import type { Variant } from '../../src/steps/copy/schema.ts';
import type { MailTemplate, Plan } from '../../src/steps/plan/schema.ts';
import { standingNet } from '../support/net.ts';

export const kit: BrandKit = {
  name: '다시, 음반',
  messages: [{ id: 'again', ko: '다시 들을 음악이 있습니다', en: 'There is music to hear again' }],
  voice: { ko: '다정하게', en: 'warm' },
  facts: [{ id: 'f1', text: '국내 최초 당일 배송', evidence: 'https://shop.example.test/proof' }],
  bannedWords: ['대박'],
  links: [
    { id: 'home', url: 'https://shop.example.test/' },
    { id: 'new', url: 'https://shop.example.test/new?sort=recent' },
  ],
  sender: {
    name: '다시, 음반',
    email: 'hello@shop.example.test',
    address: '서울시 마포구 양화로 1',
    phone: '02-123-4567',
    optOutNumber: '080-123-4567',
    numbers: ['02-123-4567'],
    appSettings: '내 정보 > 알림',
    dealerUntil: '2030-12-31',
  },
  prices: { email: 10, sms: 18, lms: 45, mms: 110, alimtalk: 8, brand: 25, push: 1 },
  labourRatePerHour: 30_000,
  minutesSaved: 120,
  minutesSpent: 20,
  monthTarget: 10_000_000,
  globalHoldoutPercent: 0,
  coupons: [],
};

export const variant = (over: Partial<Variant> = {}): Variant => ({
  key: 'A-1',
  segment: 'A',
  channel: 'email',
  angle: '새로움',
  reason: '쉬는 동안 나온 음반',
  subject: '{{ first_name | default: "고객" }}님, 두 달 사이 나온 음반이에요',
  preheader: '골라 두었어요',
  paragraphs: ['안녕하세요, {{ first_name | default: "고객" }}님.', '쉬는 동안 나온 음반을 골라 두었어요.'],
  buttonLabel: '보러 가기',
  link: 'home',
  ...over,
});

/** What the fixture's copy is built with, beside the variants. */
export const buildInput = {
  keyMessage: 'again',
  kit,
  isAd: true,
  language: 'ko',
  publicUrl: 'http://localhost:3000',
  alimtalk: [],
} as const satisfies Omit<BuildInput, 'variants'>;

/** Never handed to the world: what a test did not expect to be called says so. */
const unused = (what: string) =>
  new Proxy({}, { get: () => () => Promise.reject(new Error(`${what} is not part of this test`)) }) as never;

const quiet: Log = { info: () => undefined, warn: () => undefined, error: () => undefined };

export const testDeps = (db: Db, channel: Channel | null, over: Partial<Deps> & { clock?: Clock } = {}): Deps => ({
  config: parseConfig({ PRACTICE: 'all', PUBLIC_URL: 'http://localhost:3000' }),
  db,
  pool: unused('pool'),
  clock: realClock,
  newId: randomId,
  log: quiet,
  llm: unused('llm'),
  channels: new Map(channel ? [[channel.name, channel]] : []),
  net: standingNet,
  jobs: { enqueue: async () => undefined, first: async () => null },
  directory: unused('directory'),
  judge: async ({ evidence, checks }) => ({ evidence, checks }),
  secretKeys: ['test-key-0123456789'],
  ...over,
});

/** A provider that counts every message it was ever given, by message id. */
export const countingChannel = (
  answer: (message: Outgoing) => Outcome | Promise<Outcome> = (m) => ({ outcome: 'accepted', providerId: m.messageId }),
  over: Partial<Channel> = {},
) => {
  const got = new Map<string, number>();
  const channel: Channel = {
    name: 'email',
    account: 'counting',
    practice: true,
    timeoutMs: 1_000,
    batch: 20,
    send: (messages) =>
      Promise.all(
        messages.map((message) => {
          got.set(message.messageId, (got.get(message.messageId) ?? 0) + 1);
          return answer(message);
        }),
      ),
    probe: async () => null,
    close: async () => undefined,
    ...over,
  };
  return { channel, got, doubles: () => [...got.values()].filter((n) => n > 1).length };
};

export const planOf = async (over: Partial<Plan> = {}, variants: readonly Variant[] = [variant()]): Promise<Plan> => {
  const { templates, links } = await buildTemplates({ ...buildInput, variants });
  return {
    sendAt: 'now',
    ratePerSecond: 5_000,
    holdoutPercent: 20,
    budget: 300_000,
    stop: { bouncePercent: 5, complaintPercent: 0.3, failurePercent: 10 },
    reason: '',
    channel: { name: 'email', account: 'counting' },
    isAd: true,
    templates,
    links,
    sender: { name: kit.sender.name, email: kit.sender.email, address: kit.sender.address, phone: kit.sender.phone },
    segments: [{ key: 'A', ruleHash: 'h', rule: { everyone: true } }],
    salt: 'salt',
    windowDays: 7,
    prices: { perMessageMinor: 10, currency: 'KRW' },
    ...over,
  };
};

/** The mail of a plan's first variant. */
export const mailOf = ({ templates: [first] }: Pick<Plan, 'templates'>): MailTemplate => {
  if (first?.channel !== 'email') throw new Error('no mail');
  return first;
};

let made = 0;

/** `n` contacts who have consented to e-mail. @returns their ids in order */
export const seedContacts = async (db: Db, n: number): Promise<number[]> => {
  const batch = ++made;
  const { rows } = await db.execute<{ id: number }>(sql`
    insert into contacts (external_id, email, first_name, created_at)
    select 'x' || ${batch}::int || '-' || i, 'p' || ${batch}::int || '.' || i || '@example.test',
      case when i % 3 = 0 then null else '이름' || i end, now() - interval '100 days'
    from generate_series(1, ${n}::int) i returning id`);
  const ids = rows.map((row) => row.id).sort((a, b) => a - b);
  await db.execute(sql`
    insert into consents (contact_id, channel, purpose, state, at, source, text_version)
    select unnest(${sql.param(ids)}::bigint[]), 'email', 'marketing', 'granted', now() - interval '90 days', 'signup', '1'`);
  return ids;
};

export type Seeded = { campaignId: number; launchId: string; hash: string; plan: Plan; contactIds: number[] };

/** A launched campaign in `sending` with one planned delivery a contact. */
export const seedCampaign = async (
  db: Db,
  options: {
    contacts?: number;
    contactIds?: readonly number[];
    plan?: Plan;
    evidence?: unknown;
    status?: 'sending' | 'paused' | 'measuring';
  } = {},
): Promise<Seeded> => {
  const plan = options.plan ?? (await planOf());
  const contactIds = [...(options.contactIds ?? (await seedContacts(db, options.contacts ?? 10)))];
  const at = new Date();
  const [campaign] = await db
    .insert(campaigns)
    .values({
      status: options.status ?? 'sending',
      goal: 'g',
      locale: 'ko',
      requester: 'U1',
      channel: 'C1',
      requestKey: randomId('rk'),
      createdAt: at,
      updatedAt: at,
    })
    .returning();
  const campaignId = campaign!.id;
  const parents = {};
  const hash = contentHash({ step: 'plan', content: plan, parents });
  const draftId = randomId('dr');
  await db.insert(drafts).values({
    id: draftId,
    campaignId,
    step: 'plan',
    version: 1,
    content: plan,
    evidence: options.evidence ?? {},
    checks: [],
    hash,
    parents,
    authorKind: 'ai',
    author: 'model',
    createdAt: at,
  });
  const launchId = randomId('la');
  await db.insert(launches).values({ id: launchId, campaignId, hash, draftId, at });
  await db.execute(sql`
    insert into deliveries (campaign_id, occurrence, contact_id, channel, launch_id, hash, segment, variant)
    select ${campaignId}, 1, unnest(${sql.param(contactIds)}::bigint[]), 'email', ${launchId}, ${hash}, 'A', 'A-1'`);
  return { campaignId, launchId, hash, plan, contactIds };
};

export const statusOf = async (db: Db, campaignId: number): Promise<Partial<Record<DeliveryState, number>>> => {
  const { rows } = await db.execute<{ status: DeliveryState; n: number }>(
    sql`select status, count(*)::int as n from deliveries where campaign_id = ${campaignId} group by 1`,
  );
  return Object.fromEntries(rows.map((row) => [row.status, row.n]));
};

export const WHOLE = { occurrence: 1, lo: 0, hi: 65_536 };

/** A business clock that a test moves. */
export const movedClock = (offsetMs: () => number): Clock => ({
  system: () => new Date(),
  business: async () => new Date(Date.now() + offsetMs()),
});
