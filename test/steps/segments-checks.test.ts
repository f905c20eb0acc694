import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Rule } from '../../src/audience/rule.ts';
import { steps } from '../../src/steps/index.ts';
import { goalInstead } from '../../src/steps/segments/instead.ts';
import type { Segment, Segments, SegmentsEvidence } from '../../src/steps/segments/schema.ts';
import { testDatabase } from '../support/database.ts';
import { type Company, company, fillShop } from './company.ts';
import { GOAL, goodSegments } from './drafts.ts';
import { contextOf, failed, judge, story, told, wordsOf } from './story.ts';

let connection: Awaited<ReturnType<typeof testDatabase>>;
let shop: Company;
beforeAll(async () => {
  connection = await testDatabase();
  shop = await company(connection);
  await fillShop(shop);
});
afterAll(async () => {
  await shop?.model.close();
  await connection?.close();
});

const orders = (value: number): Rule => ({ all: [{ metric: 'orders', is: 'gte', value }] });
const regulars: Rule = {
  all: [
    { metric: 'orders', is: 'gte', value: 3 },
    { metric: 'days_since_last_order', is: 'gte', value: 60 },
  ],
};
const segment = (rule: Rule, more: Partial<Segment> = {}): Segment => ({
  key: 'A',
  name: '단골',
  reason: '다시 올 분들',
  rule,
  ...more,
});
const content = (segments: Segment[], more: Partial<Segments> = {}): Segments => ({
  segments,
  assumptions: [],
  ambiguities: [],
  missing: [],
  ...more,
});
const judged = async (segments: Segments, goal = GOAL, by: 'ai' | 'person' = 'ai') => {
  const { campaignId } = await story(shop, 'brief', goal);
  return judge(await contextOf(shop, campaignId, 'segments', by), 'segments', segments);
};

describe('the checks of segments', () => {
  test('of no segment nothing is ticked', async () => {
    const checks = await judged(content([], { missing: ['장바구니'] }));
    expect(checks.filter(({ passed }) => passed)).toEqual([]);
    expect(failed(checks)).toEqual(['segments.missing']);
  });

  test('good ones pass all of them', async () =>
    expect(failed(await judged(content([segment(regulars)])))).toEqual([]));

  test('conditions that cannot hold together are named, and so is one that changes nothing', async () => {
    const never: Rule = {
      all: [
        { metric: 'orders', is: 'eq', value: 0 },
        { metric: 'days_since_last_order', is: 'gte', value: 60 },
      ],
    };
    const checks = await judged(content([segment(never)]));
    expect(failed(checks)).toEqual(expect.arrayContaining(['segments.possible', 'segments.empty']));
    expect(wordsOf(checks, 'segments.possible').ko).toContain(
      "A: 함께 맞을 수 없는 조건이 있어 아무도 고를 수 없어요: '구매한 적이 없는 고객', '마지막 구매 후 60일 이상 지난 고객'.",
    );
    const idle: Rule = { all: [...('all' in regulars ? regulars.all : []), { did: 'purchase' }] };
    const warned = await judged(content([segment(idle)]));
    expect(failed(warned)).toEqual(['segments.idle']);
    expect(wordsOf(warned, 'segments.idle').ko).toContain("'구매한 적이 있는 고객'");
  });

  test('nobody: the condition that cut most is named', async () => {
    const rule: Rule = {
      all: [
        { metric: 'orders', is: 'gte', value: 3 },
        { metric: 'revenue', is: 'gte', value: 9_000_000 },
      ],
    };
    const checks = await judged(content([segment(rule)]));
    expect(failed(checks)).toContain('segments.empty');
    expect(wordsOf(checks, 'segments.empty').ko).toContain('구매 금액');
    expect(wordsOf(checks, 'segments.empty').ko).toContain('1,000명 → 0명');
    expect(wordsOf(checks, 'segments.empty').en).toMatch(/revenue|spent|amount/i);
  });

  test('the goal offered instead is one that the account’s own numbers fit', () => {
    const catalogue = (orders: number, days: number) => ({
      metrics: [
        { name: 'orders' as const, deciles: Array(9).fill(orders) },
        { name: 'days_since_last_order' as const, deciles: Array(9).fill(days) },
      ],
    });
    // Keys in the order that a database gives them back in.
    const never: Rule = JSON.parse('{"all":[{"is":"eq","value":0,"metric":"orders"}]}');
    expect(goalInstead(never, catalogue(1, 90))).toBe('second_order');
    expect(goalInstead({ all: [{ did_not: 'purchase' }] }, catalogue(1, 90))).toBe('second_order');
    expect(goalInstead(never, catalogue(0, 90))).toBe('lapsed');
    expect(goalInstead(never, { metrics: [] })).toBe('other');
    expect(goalInstead(regulars, catalogue(1, 90))).toBe('other');
  });

  test('nobody who never bought, where everybody has: a goal that fits is offered to the person, not to the model', async () => {
    const checks = await judged(content([segment({ all: [{ metric: 'orders', is: 'eq', value: 0 }] })]));
    const advice = checks.find(({ id }) => id === 'segments.instead');
    expect(advice).toMatchObject({ severity: 'warn', passed: false });
    expect(advice && steps.segments.mendable(advice)).toBe(false);
    expect(wordsOf(checks, 'segments.instead').ko).toMatch(/목표 예: “.+”/);
    expect(wordsOf(checks, 'segments.instead').en).toMatch(/fits these customers: ".+"/);
    expect((await judged(content([segment(regulars)]))).map(({ id }) => id)).not.toContain('segments.instead');
  });

  test('a field that does not exist: those that do are named, and nothing is counted', async () => {
    const checks = await judged(content([segment({ all: [{ field: 'favorite_color', is: 'eq', value: 'red' }] })]));
    expect(failed(checks)).toContain('segments.fields');
    expect(wordsOf(checks, 'segments.fields').ko).toContain('favorite_color');
    expect(failed(checks)).not.toContain('segments.empty');
  });

  test('data asked for that does not exist: a warning with what exists, by names people know', async () => {
    const checks = await judged(content([segment(regulars)], { missing: ['최근 본 상품'] }));
    expect(failed(checks)).toEqual(['segments.missing']);
    const { ko, en } = wordsOf(checks, 'segments.missing');
    expect(ko).toContain('최근 본 상품');
    expect(ko).toContain('객단가');
    expect(ko).not.toMatch(/email|이메일|전화번호/);
    expect(en).toMatch(/average order/i);
    expect(checks.find(({ id }) => id === 'segments.missing')?.severity).toBe('warn');
  });

  test('nothing left to choose by blocks, and is the only thing said', async () => {
    const checks = await judged(content([], { missing: ['최근 본 상품'] }));
    expect(failed(checks)).toEqual(['segments.missing']);
    expect(checks.find(({ id }) => id === 'segments.missing')?.severity).toBe('block');
    expect(steps.segments.mendable(checks.find(({ id }) => id === 'segments.missing') ?? checks[0]!)).toBe(false);
  });

  test('no segment at all, five, and keys out of order are refused', async () => {
    expect(failed(await judged(content([])))).toContain('segments.shape');
    const five = ['A', 'B', 'C', 'D', 'E'].map((key) => segment(regulars, { key }));
    expect(failed(await judged(content(five)))).toContain('segments.shape');
    expect(failed(await judged(content([segment(regulars, { key: 'B' })])))).toContain('segments.shape');
    expect(failed(await judged(content([segment(regulars, { name: ' ' })])))).toContain('segments.shape');
  });

  test('those in two segments are told, and a segment swallowed whole is refused', async () => {
    const overlapping = content([segment(orders(3)), segment(orders(2), { key: 'B', name: '두 번 이상' })]);
    const told = await judged(overlapping);
    expect(failed(told)).toEqual(['segments.overlap']);
    expect(wordsOf(told, 'segments.overlap').ko).toContain('B. 두 번 이상');
    const swallowed = content([segment(orders(2)), segment(orders(3), { key: 'B', name: '단골' })]);
    expect(failed(await judged(swallowed))).toEqual(['segments.reachable', 'segments.overlap']);
  });

  test('people without any consent cannot be written to', async () => {
    const silent: Rule = { all: [{ field: 'external_id', is: 'in', value: ['c0', 'c20', 'c40'] }] };
    const checks = await judged(content([segment(silent)]));
    expect(failed(checks)).toContain('segments.reachable');
    expect(wordsOf(checks, 'segments.reachable').ko).toContain('3명');
  });

  test('a campaign that does not exist is named, and nothing is counted', async () => {
    const unknown: Rule = { all: [{ campaign: 'C-999', outcome: 'sent' }] };
    const checks = await judged(content([segment(unknown)]));
    expect(failed(checks)).toEqual(['segments.fields']);
    expect(wordsOf(checks, 'segments.fields').ko).toContain("A: 'C-999' 캠페인을 찾지 못했어요");
  });

  test('what could not be counted is not passed', async () => {
    const { campaignId } = await story(shop, 'brief');
    const ctx = await contextOf(shop, campaignId, 'segments');
    const evidence = { counts: [], total: { matched: 0, eligible: 0, excluded: {} }, smallestLift: null };
    expect(failed(await steps.segments.checks(content([segment(regulars)]), evidence, ctx))).toEqual([
      'segments.counted',
    ]);
  });

  test('everyone only when somebody said so', async () => {
    const all = content([segment({ everyone: true })]);
    expect(failed(await judged(all))).toEqual(['segments.everyone', 'segments.broad']);
    expect(failed(await judged(all, '전체 고객에게 신상품을 알려서 이번 달 매출 1천만원, 60일, 3회'))).toEqual([]);
    expect(failed(await judged(all, GOAL, 'person'))).toEqual(['segments.broad']);
  });

  test('more than nine tenths is asked about, not refused', async () => {
    const checks = await judged(content([segment(orders(1))]));
    expect(failed(checks)).toEqual(['segments.broad']);
    expect(checks.find(({ id }) => id === 'segments.broad')?.severity).toBe('warn');
    expect(wordsOf(checks, 'segments.broad')).toEqual({
      ko: expect.stringContaining('A. 단골'),
      en: expect.stringContaining('A. 단골'),
    });
    // Each segment by itself, also behind another one; and all of them together.
    const behind = await judged(content([segment(regulars), segment(orders(1), { key: 'B', name: '산 사람' })]));
    expect(wordsOf(behind, 'segments.broad').ko).toContain('B. 산 사람');
    const halves = content([
      segment({ all: [{ metric: 'days_since_last_order', is: 'gte', value: 100 }] }),
      segment({ all: [{ metric: 'days_since_last_order', is: 'lt', value: 100 }] }, { key: 'B' }),
    ]);
    expect(wordsOf(await judged(halves), 'segments.broad').ko).toContain('모두 합치면');
  });

  test('how wide a rule is does not depend on whom the cap leaves', async () => {
    const { campaignId } = await story(shop, 'brief');
    const ctx = await contextOf(shop, campaignId, 'segments');
    const all = content([segment(orders(1))]);
    const evidence = (await steps.segments.evidence(all, ctx)) as SegmentsEvidence;
    const capped = {
      ...evidence.total,
      eligible: 100,
      excluded: { ...evidence.total.excluded, capped: evidence.total.eligible - 100 },
    };
    const counts = evidence.counts.map((count) => ({ ...count, excluded: capped.excluded, reachable: { email: 100 } }));
    expect(failed(await steps.segments.checks(all, { ...evidence, counts, total: capped }, ctx))).toContain(
      'segments.broad',
    );
  });

  test('too few people to tell anything are warned about', async () => {
    const one: Rule = { all: [{ field: 'external_id', is: 'in', value: ['c1'] }] };
    expect(failed(await judged(content([segment(one)])))).toContain('segments.power');
  });
});

describe('segments made whole', () => {
  test('carry public rules, live counts and the smallest lift they can show', async () => {
    const draft = told(await story(shop, 'segments'), 'segments');
    const { segments } = draft.content as Segments;
    expect(segments.map(({ rule }) => rule)).toEqual([
      {
        all: [
          { metric: 'orders', is: 'gte', value: 3 },
          { metric: 'days_since_last_order', is: 'gte', value: 60 },
          { metric: 'days_since_last_order', is: 'lt', value: 120 },
        ],
      },
      {
        all: [
          { metric: 'orders', is: 'gte', value: 3 },
          { metric: 'days_since_last_order', is: 'gte', value: 120 },
        ],
      },
    ]);
    const evidence = draft.evidence as SegmentsEvidence;
    expect(evidence.counts.map(({ matched }) => matched)).toEqual([500, 500]);
    expect(evidence.total).toMatchObject({ matched: 1_000, eligible: 900 });
    expect(evidence.smallestLift).toMatchObject({ holdoutShare: 0.2 });
    expect(evidence.smallestLift?.difference).toBeGreaterThan(0);
  });

  test('a rule without a form is refused in words', async () => {
    const { campaignId } = await story(shop, 'brief');
    const draft = goodSegments();
    const [first] = draft.segments;
    if (!first) throw new Error();
    first.rule = { everyone: false, all: [{ any: [] }], none: [] };
    const completed = await steps.segments.complete(draft, await contextOf(shop, campaignId, 'segments'));
    expect(completed).toMatchObject({ ok: false });
    if (!completed.ok) expect(completed.failures[0]?.ko).toContain('A');
  });
});
