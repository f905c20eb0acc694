import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type CouponFacts, couponFacts } from '../../src/coupons/facts.ts';
import { codeKey, type PlanCoupon, type PoolNow, standIn } from '../../src/coupons/pool.ts';
import { termsDiffering } from '../../src/coupons/terms.ts';
import { messagesOf } from '../../src/delivery/preflight/messages.ts';
import { preflight } from '../../src/delivery/preflight/preflight.ts';
import type { PreflightInput } from '../../src/delivery/preflight/rule.ts';
import type { Plan } from '../../src/steps/plan/schema.ts';
import { buildInput, planOf, seedCampaign, variant } from '../delivery/fixture.ts';
import { input } from '../delivery/launch.ts';
import { testDatabase } from '../support/database.ts';
import { seedPool } from './pools.ts';

const COUPON: PlanCoupon = {
  pool: 'winter',
  kind: 'single',
  discount: '15% 할인',
  condition: '3만원 이상',
  expires: '2026-12-31',
  longest: 12,
  wide: false,
};
const { pool: id, ...terms } = COUPON;
const POOL: PoolNow = {
  ...terms,
  id,
  name: 'Winter',
  left: 1_000,
  spoken: 0,
  by: 'cli',
  at: new Date('2026-11-01T00:00:00Z'),
};
const OFFER = '15% 할인, 3만원 이상';

/** A launch that promises a coupon and keeps every rule, but for what a test says. */
const launch = async (
  more: { coupon?: Partial<PlanCoupon> | null; pool?: Partial<PoolNow> | null; named?: CouponFacts['named'] } = {},
  over: Partial<PreflightInput> & { plan?: never } = {},
  plan: Partial<Plan> = {},
) => {
  const coupon = more.coupon === null ? null : { ...COUPON, ...more.coupon };
  const planned = await planOf({ coupon, ...plan }, over.variants);
  return input({
    plan: planned,
    offer: OFFER,
    coupon: { pool: more.pool === null ? null : { ...POOL, ...more.pool }, named: more.named ?? [] },
    ...over,
  } as Partial<PreflightInput>);
};
const judged = async (rule: string, ...args: Parameters<typeof launch>) =>
  preflight(await launch(...args)).find(({ id: each }) => each === rule);

describe('a launch with a coupon', () => {
  it('is shown each rule with its own words, and none where no coupon is promised', async () => {
    const of = async (args: PreflightInput) => preflight(args).filter(({ id: rule }) => rule.startsWith('COUPON'));
    const kept = await of(await launch());
    expect(kept.map(({ id: rule, passed, severity }) => [rule, passed, severity])).toEqual([
      ['COUPON-EXPIRY', true, 'block'],
      ['COUPON-QUANTITY', true, 'block'],
      ['COUPON-TERMS', true, 'block'],
      ['COUPON-CODE', true, 'block'],
    ]);
    for (const language of ['ko', 'en'] as const)
      expect(new Set(kept.map(({ message }) => message[language])).size).toBe(4);
    expect(await of(await launch({ coupon: null, pool: null }))).toEqual([]);
    expect((await of(await launch({ coupon: { kind: 'shared' } }))).map(({ id: rule }) => rule)).not.toContain(
      'COUPON-QUANTITY',
    );
  });

  it.each<[string, string, Parameters<typeof launch>, RegExp]>([
    [
      'ends before its window does',
      'COUPON-EXPIRY',
      [{ coupon: { expires: '2026-11-30' } }],
      /until|2026-11-30까지인데.*7일은 2026-12-01/,
    ],
    ['has fewer codes than readers', 'COUPON-QUANTITY', [{ pool: { left: 799 } }], /800명인데 쿠폰 코드는 799개/],
    [
      'has codes that others are going to take',
      'COUPON-QUANTITY',
      [{ pool: { left: 1_000, spoken: 201 } }],
      /201개는 승인된 다른 캠페인/,
    ],
    ['offers another discount', 'COUPON-TERMS', [{}, { offer: '20% 할인, 3만원 이상' }], /‘15% 할인’, ‘20%’/],
    [
      'offers points where the code takes money off',
      'COUPON-TERMS',
      [{}, { offer: '15% 적립, 3만원 이상' }],
      /‘15% 할인’/,
    ],
    ['forgets the condition', 'COUPON-TERMS', [{}, { offer: '15% 할인' }], /‘3만원 이상’/],
    ['has no offer', 'COUPON-TERMS', [{}, { offer: null }], /‘15% 할인’, ‘3만원 이상’/],
    ['writes another percentage', 'COUPON-TERMS', [{}, { variants: [variant({ subject: '30% 할인' })] }], /A-1 30%/],
    ['has other terms than when it was planned', 'COUPON-TERMS', [{ pool: { expires: '2026-12-30' } }], /바뀌었어요/],
    ['names no pool we know', 'COUPON-CODE', [{ pool: null }], /고른 쿠폰이 없어요/],
    ['got longer codes since it was measured', 'COUPON-CODE', [{ pool: { longest: 13 } }], /더 긴 코드/],
    [
      'has somebody’s code in the text',
      'COUPON-CODE',
      [{ named: [{ where: 'A-1', shown: 'WIN…', problem: 'single' }] }],
      /A-1 WIN… 한 사람에게/,
    ],
  ])('is refused where it %s', async (_, rule, args, words) => {
    const found = await judged(rule, ...args);
    expect(found).toMatchObject({ passed: false, severity: 'block' });
    expect(found?.message.ko).toMatch(words);
  });

  it('has to last for those who wait for what a test shows, too', async () => {
    const waves = { testPercent: 10, decideAfterHours: 24, metric: 'clicks' as const, decide: 'rule' as const };
    // Sent at noon of the 24th, seven days of orders: to noon of the 1st, or of the 2nd.
    const ends = { coupon: { expires: '2026-12-01' } };
    expect(await judged('COUPON-EXPIRY', ends)).toMatchObject({ passed: true });
    expect(await judged('COUPON-EXPIRY', ends, {}, { waves })).toMatchObject({ passed: false });
  });

  it('is refused where nobody looked at the codes', async () => {
    const { coupon: _, ...blind } = await launch();
    expect(preflight(blind).filter(({ id: rule, passed }) => rule.startsWith('COUPON') && !passed)).toHaveLength(3);
  });

  it('is measured with the longest code it can give', async () => {
    const plan = await planOf({ coupon: { ...COUPON, longest: 30 } }, [
      variant({ paragraphs: ['쿠폰 코드: {{ coupon }}'] }),
    ]);
    const [message] = messagesOf(plan, { kit: buildInput.kit, publicUrl: buildInput.publicUrl });
    expect(message?.fields.text).toContain(standIn({ longest: 30, wide: false }));
  });
});

describe('an offer beside the terms of a coupon', () => {
  it.each([
    ['15% 할인, 3만원 이상', [], []],
    ['단골께 15 % 할인 쿠폰을 드려요 (30,000원 이상 구매)', [], []],
    ['15% off orders of 30,000 won', [], []],
    ['15% 할인, 3만원 이상, 12월 31일까지', [], []],
    ['무료배송', ['15% 할인', '3만원 이상'], []],
    ['15% 할인, 3만원 이상, 추가 5% 적립', [], ['5%']],
  ])('%s', (offer, missing, extra) => {
    expect(termsDiffering(offer, COUPON)).toEqual({ missing, extra });
  });
});

describe('a code in the text', () => {
  let database: Awaited<ReturnType<typeof testDatabase>>;
  beforeAll(async () => {
    database = await testDatabase();
  });
  afterAll(() => database.close());

  it('is known by pool, and one that is announced must be known', async () => {
    await seedPool(database.db, 'single', ['Only-Me-1']);
    await seedPool(database.db, 'old', ['OLD2020'], { kind: 'shared', expires: '2026-11-01' });
    await seedPool(database.db, 'fine', ['SPRING15'], { kind: 'shared' });
    const texts = [
      { where: 'A-1', text: 'ONLY-me-1 을 넣어 주세요' },
      { where: 'A-2', text: '코드 OLD2020, 쿠폰코드: NOBODYS1' },
      { where: 'B-1', text: 'SPRING15, code HELLO10, 코드는 본문에 있어요. QR code SCAN' },
    ];
    const asked = {
      coupon: null,
      texts,
      known: ['hello10'],
      campaignId: 1,
      now: new Date('2026-11-22T00:00:00Z'),
      timezone: 'Asia/Seoul',
    };
    expect((await couponFacts(database.db, asked)).named).toEqual(
      expect.arrayContaining([
        { where: 'A-1', shown: 'ONL…', problem: 'single' },
        { where: 'A-2', shown: 'OLD…', problem: 'expired' },
        { where: 'A-2', shown: 'NOB…', problem: 'unknown' },
      ]),
    );
    expect((await couponFacts(database.db, asked)).named).toHaveLength(3);
  });

  it('of a launch ahead is spoken for, until that one is frozen', async () => {
    const coupon = await seedPool(database.db, 'ahead', ['AH-1', 'AH-2', 'AH-3']);
    const ahead = await seedCampaign(database.db, {
      contacts: 1,
      plan: await planOf({ coupon }),
      evidence: { audience: { send: 2 } },
    });
    const asked = { coupon, texts: [], known: [], now: new Date('2026-11-22T00:00:00Z'), timezone: 'Asia/Seoul' };
    const seenBy = async (campaignId: number) => (await couponFacts(database.db, { ...asked, campaignId })).pool;
    expect(await seenBy(ahead.campaignId + 1)).toMatchObject({ left: 3, spoken: 2 });
    expect(await seenBy(ahead.campaignId)).toMatchObject({ left: 3, spoken: 0 });
    await database.pool.query('update campaigns set window_starts_at = now() where id = $1', [ahead.campaignId]);
    expect(await seenBy(ahead.campaignId + 1)).toMatchObject({ spoken: 0 });
  });
});

describe('a code as people type it', () => {
  it('is the same with other case, spaces, widths and what nobody sees', () => {
    for (const typed of ['win-0001', ' WIN-0001', 'ＷＩＮ－０００１', 'WIN- 0001\u200b'])
      expect(codeKey(typed)).toBe('WIN-0001');
    expect(codeKey('WIN-0002')).not.toBe('WIN-0001');
  });
});
