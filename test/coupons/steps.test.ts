import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { headlineOf } from '../../src/delivery/media/index.ts';
import type { Brief } from '../../src/steps/brief/schema.ts';
import { briefSchema } from '../../src/steps/brief/schema.ts';
import { applyEdit, fieldsOf } from '../../src/steps/edit.ts';
import { stepNamed } from '../../src/steps/index.ts';
import type { Plan } from '../../src/steps/plan/schema.ts';
import { type Company, company, fillShop } from '../steps/company.ts';
import { goodBrief, goodCopy, variantOf } from '../steps/drafts.ts';
import { contextOf, failed, judge, story, told, wordsOf } from '../steps/story.ts';
import { testDatabase } from '../support/database.ts';
import { codesNamed, seedPool } from './pools.ts';

const OFFER = '15% 할인, 3만원 이상';

describe('a coupon through the drafts', () => {
  let connection: Awaited<ReturnType<typeof testDatabase>>;
  let shop: Company;
  beforeAll(async () => {
    connection = await testDatabase();
    shop = await company(connection);
    await fillShop(shop);
    await seedPool(connection.db, 'winter', codesNamed('WIN', 2_000));
    await seedPool(connection.db, 'gone', [], { name: 'Gone' });
    await seedPool(connection.db, 'over', ['OVER-1'], { expires: '2026-11-01' });
  });
  afterAll(async () => {
    await shop?.model.close();
    await connection?.close();
  });
  const withCoupon = (coupon: string | null, more: Partial<Brief> = {}) =>
    goodBrief({ coupon, offer: OFFER, constraints: [], ...more });

  it('is offered to the model by its terms: what can be promised, and no code', async () => {
    const { campaignId } = await story(shop, null, '15% 할인 쿠폰으로 단골을 다시 오게 해서 이번 달 매출 1천만원');
    const { coupons } = (await stepNamed('brief').inputs(await contextOf(shop, campaignId, 'brief'))) as {
      coupons: unknown;
    };
    expect(coupons).toEqual([
      {
        id: 'winter',
        discount: '15% 할인',
        condition: '3만원 이상',
        expires: '2027-12-31',
        kind: 'single',
        left: 2_000,
      },
    ]);
  });

  it('is none in an answer and in a draft of before there were any', () => {
    const { coupon: _, ...older } = goodBrief();
    expect(briefSchema.parse(older).coupon).toBeNull();
  });

  it.each<[string, Partial<Brief> & { coupon: string }, RegExp]>([
    ['is unknown', { coupon: 'summer' }, /‘summer’ 쿠폰은 없어요.*winter/],
    ['has ended', { coupon: 'over' }, /2026-11-01까지였어요/],
    ['is used up', { coupon: 'gone' }, /남은 코드가 없어요/],
    ['gives something else than is offered', { coupon: 'winter', offer: '20% 할인, 3만원 이상' }, /‘15% 할인’.*20%/],
  ])('is refused in the brief where it %s', async (_, more, words) => {
    const { campaignId } = await story(shop, null, '15% 20% 3만원 할인');
    const checks = await judge(await contextOf(shop, campaignId, 'brief'), 'brief', {
      ...withCoupon(more.coupon),
      ...more,
    });
    expect(failed(checks)).toContain('brief.coupon');
    expect(wordsOf(checks, 'brief.coupon').ko).toMatch(words);
  });

  it('is chosen and taken out by a person', async () => {
    const draft = told(await story(shop, 'brief', undefined, { brief: goodBrief({ offer: OFFER }) }), 'brief');
    const field = (await fieldsOf(shop, draft)).find(({ id }) => id === 'coupon');
    expect(field).toMatchObject({ kind: 'choice', value: '-', options: [{ value: '-' }, { value: 'winter' }] });
    const chosen = await applyEdit(shop, draft, { coupon: 'winter' });
    expect(chosen).toMatchObject({ ok: true, content: { coupon: 'winter' } });
    expect((await applyEdit(shop, draft, { coupon: 'over' })).ok).toBe(false);
  });

  it('has a place in every variant, and none where nothing is promised', async () => {
    const brief = { brief: withCoupon('winter') };
    const judged = async (text: string, over: Parameters<typeof story>[3]) => {
      const { campaignId } = await story(shop, 'personas', undefined, over);
      const variants = goodCopy().variants.map(({ key }) => variantOf(key, { paragraphs: [text] }));
      return judge(await contextOf(shop, campaignId, 'copy'), 'copy', { variants });
    };
    const place = '쿠폰 코드: {{ coupon }}';
    expect(failed(await judged(place, brief))).not.toContain('copy.coupon');
    const missing = (await judged('15% 할인이에요.', brief)).find(({ id }) => id === 'copy.coupon');
    expect(missing).toMatchObject({ severity: 'warn', passed: false });
    const unpromised = (await judged(place, {})).find(({ id }) => id === 'copy.coupon');
    expect(unpromised).toMatchObject({ severity: 'block', passed: false });
    expect(unpromised?.message.en).toContain('{{ coupon }}');
  });

  it('is part of what the launch approves, with every rule kept', async () => {
    const variants = goodCopy().variants.map(({ key }) =>
      variantOf(key, {
        paragraphs: ['15% 할인 쿠폰을 준비했어요. 3만원 이상이면 쓸 수 있어요.', '쿠폰 코드: {{ coupon }}'],
      }),
    );
    const draft = told(
      await story(shop, 'plan', undefined, { brief: withCoupon('winter'), copy: { variants } }),
      'plan',
    );
    const plan = draft.content as Plan;
    expect(plan.coupon).toEqual({
      pool: 'winter',
      kind: 'single',
      discount: '15% 할인',
      condition: '3만원 이상',
      expires: '2027-12-31',
      longest: 10,
      wide: false,
    });
    const coupons = draft.checks.filter(({ id }) => id.startsWith('COUPON'));
    expect(coupons.map(({ id, passed }) => [id, passed])).toEqual(
      ['COUPON-EXPIRY', 'COUPON-QUANTITY', 'COUPON-TERMS', 'COUPON-CODE'].map((id) => [id, true]),
    );
    expect(plan.templates.map(headlineOf)).toHaveLength(4);
    expect(JSON.stringify(plan)).not.toContain('WIN-');
  });
});
