import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Catalogue } from '../../../src/audience/catalogue.ts';
import { checkRule } from '../../../src/audience/check.ts';
import { READY_MADE_NAMES, readyMade } from '../../../src/audience/ready-made.ts';
import type { Rule } from '../../../src/audience/rule.ts';
import { fromWire, toWire } from '../../../src/audience/wire.ts';
import { strings } from '../../../src/i18n/language.ts';
import { repairTurns } from '../../../src/llm/repair.ts';
import { hear } from '../../../src/practice/drafter/heard/hear.ts';
import { audienceIn, settle } from '../../../src/practice/drafter/people.ts';
import { wordsIn } from '../../../src/practice/drafter/words.ts';
import type { Brief } from '../../../src/steps/brief/schema.ts';
import { briefInputs, CATALOGUE, type Drafter, GOAL, startDrafter } from '../../support/drafter.ts';
import { ENGLISH, KOREAN } from './goals.ts';

let drafter: Drafter;
beforeAll(async () => {
  drafter = await startDrafter();
});
afterAll(() => drafter.close());

type Over = {
  goal?: string;
  said?: { words: string; step?: string }[];
  previous?: unknown;
  language?: string;
  catalogue?: unknown;
  brief?: Partial<Brief>;
  ready?: unknown;
  saved?: unknown;
  sent?: unknown;
};
const draft = async (over: Over = {}) => {
  const language = over.language ?? 'ko';
  const brief = await drafter.ask('brief', briefInputs({ ...(over.goal && { goal: over.goal }), language }));
  const out = await drafter.ask('segments', {
    language,
    constraints: (over.said ?? []).map((each) => ({ step: 'segments', ...each })),
    previous: over.previous ?? null,
    goal: over.goal ?? GOAL,
    brief: { ...brief, ...over.brief },
    catalogue: over.catalogue ?? CATALOGUE,
    ready: over.ready ?? [],
    saved: over.saved ?? [],
    sent: over.sent ?? [],
    today: '2026-11-21',
  });
  const rules = out.segments.map(({ rule }): Rule => {
    const read = fromWire(rule);
    if (!read.success) throw read.error;
    return read.data;
  });
  return { ...out, rules };
};

const days = (is: string, value: number) => ({ metric: 'days_since_last_order', is, value });
const orders = (is: string, value: number) => ({ metric: 'orders', is, value });

describe('the segments of the default goal', () => {
  it('are two, cut at twice the span, neighbors that do not overlap', async () => {
    const out = await draft();
    expect(out.segments.map(({ key, name }) => [key, name])).toEqual([
      ['A', '60–120일 쉰 단골'],
      ['B', '120일 넘게 쉰 단골'],
    ]);
    expect(out.rules).toEqual([
      { all: [orders('gte', 3), days('gte', 60), days('lt', 120)] },
      { all: [orders('gte', 3), days('gte', 120)] },
    ]);
    expect(out).toMatchObject({ ambiguities: [], missing: [] });
    expect(out.assumptions.join()).toContain('120일');
  });

  it('follow the brief where a person changed it', async () => {
    const out = await draft({ brief: { audience: '90일 넘게 사지 않은 단골 (5회 이상 구매)' } });
    expect(out.rules[0]).toEqual({ all: [orders('gte', 5), days('gte', 90), days('lt', 180)] });
  });

  it.each([
    ['하나로 합쳐 줘', [{ all: [orders('gte', 3), days('gte', 60)] }]],
    [
      '90일 넘게 안 산 사람으로',
      [{ all: [orders('gte', 3), days('gte', 90), days('lt', 180)] }, { all: [orders('gte', 3), days('gte', 180)] }],
    ],
    [
      '5회 이상 구매로 바꿔 줘',
      [{ all: [orders('gte', 5), days('gte', 60), days('lt', 120)] }, { all: [orders('gte', 5), days('gte', 120)] }],
    ],
  ])('change with feedback: %s', async (words, rules) => {
    expect((await draft({ said: [{ words }] })).rules).toEqual(rules);
  });

  it('leave VIPs out when told to', async () => {
    const out = await draft({ said: [{ words: 'VIP는 빼 주세요' }] });
    expect(out.rules[0]).toMatchObject({ none: [{ metric: 'revenue_percentile', is: 'gte', value: 90 }] });
  });

  it('stay as a person edited them when the feedback says nothing about who', async () => {
    const previous = {
      segments: [
        {
          key: 'A',
          name: '손으로 고친 것',
          reason: '이유',
          rule: {
            all: [orders('gte', 7), { field: 'city', is: 'in', value: ['서울'] }],
            none: [{ did: 'cart', within: { days: 3 } }],
          },
        },
      ],
      assumptions: [],
      ambiguities: [],
      missing: [],
    };
    const out = await draft({ previous, said: [{ words: '이유를 더 자세히 써 주세요' }] });
    expect(out.segments[0]?.name).toBe('손으로 고친 것');
    expect(out.rules).toEqual([previous.segments[0]?.rule]);
  });
});

describe('a repair', () => {
  it('of a segment with nobody in it makes one of the two', async () => {
    const brief = await drafter.ask('brief', briefInputs());
    const inputs = {
      language: 'ko',
      constraints: [],
      previous: null,
      goal: GOAL,
      brief,
      catalogue: CATALOGUE,
      ready: [],
      saved: [],
      sent: [],
      today: '2026-11-21',
    };
    const first = await drafter.ask('segments', inputs);
    const turns = repairTurns(JSON.stringify(first), [{ id: 'segments.empty', message: 'B. 120일 넘게 쉰 단골: 0명' }]);
    expect((await drafter.ask('segments', inputs, turns)).segments).toHaveLength(1);
  });
});

describe('one segment is enough', () => {
  it.each([
    ['60~120일 쉰 단골 매출 800만원', [{ all: [orders('gte', 3), days('gte', 60), days('lt', 120)] }]],
    ['VIP 상위 10% 고객 감사, 이번 달 매출 1억', [{ all: [{ metric: 'revenue_percentile', is: 'gte', value: 90 }] }]],
    ['가입하고 아직 안 산 회원 첫 구매, 주문 300건', [{ all: [orders('eq', 0)] }]],
    ['한 번만 산 고객의 두 번째 구매, 주문 500건', [{ all: [orders('eq', 1)] }]],
    ['최근 30일 안에 산 고객 매출 700만원', [{ all: [days('lt', 30)] }]],
    ['전체 고객에게 뉴스레터, 매출 2천만원', [{ everyone: true }]],
    ['뉴스레터로 주문 120건', [{ all: [orders('gte', 1)] }]],
    ['누적 30만원 이상 구매한 고객, 매출 300만원', [{ all: [{ metric: 'revenue', is: 'gte', value: 300_000 }] }]],
    ['새로 가입한 회원 환영, 매출 50만원', [{ all: [{ field: 'created_at', is: 'within_days', value: 7 }] }]],
    [
      '장바구니에 담고 안 산 사람, 매출 300만원',
      [
        {
          all: [
            { did: 'cart', within: { days: 3 } },
            { did_not: 'purchase', within: { days: 3 } },
          ],
        },
      ],
    ],
    ['서울 사는 단골, 매출 천만원', [{ all: [orders('gte', 3), { field: 'city', is: 'eq', value: '서울' }] }]],
    [
      '1년 넘게 안 산 상위 1% 고객, 매출 100만원',
      [{ all: [{ metric: 'revenue_percentile', is: 'gte', value: 99 }, days('gte', 365)] }],
    ],
  ])('%s', async (goal, rules) => {
    expect((await draft({ goal })).rules).toEqual(rules);
  });

  it('when hardly anybody is left beyond the cut', async () => {
    const catalogue = {
      ...CATALOGUE,
      metrics: [{ name: 'days_since_last_order', deciles: [1, 2, 3, 4, 5, 6, 7, 8, 70] }],
    };
    expect((await draft({ catalogue })).rules).toEqual([{ all: [orders('gte', 3), days('gte', 60)] }]);
  });
});

describe('data that is not there', () => {
  it('is named and left out', async () => {
    const out = await draft({ goal: '최근 본 상품 기준으로 60일 넘게 안 산 고객 다시 오게, 매출 500만원' });
    expect(out.missing).toEqual(['최근 본 상품']);
    expect(out.rules).toEqual([{ all: [days('gte', 60), days('lt', 120)] }, { all: [days('gte', 120)] }]);
    expect(out.segments.map(({ name }) => name).join()).not.toContain('본 상품');
  });
  it('leaves nobody when nothing else was asked', async () => {
    expect(await draft({ goal: '생일 고객에게 축하, 매출 100만원' })).toMatchObject({
      segments: [],
      missing: ['생일'],
    });
    const none = { ...CATALOGUE, events: [], fields: [] };
    expect(await draft({ goal: '장바구니 고객, 매출 100만원', catalogue: none })).toMatchObject({
      segments: [],
      missing: ['장바구니'],
    });
  });
  it('is a birthday only where a month can be asked for', async () => {
    const by = (field: object) =>
      draft({ goal: '생일 고객, 매출 100만원', catalogue: { ...CATALOGUE, fields: [field] } });
    expect((await by({ name: 'birth_month', type: 'number' })).rules).toEqual([
      { all: [{ field: 'birth_month', is: 'eq', value: 11 }] },
    ]);
    expect((await by({ name: 'birthday', type: 'date' })).ambiguities.join()).toContain('birthday');
  });
});

describe('words that choose people as a whole', () => {
  const at = { now: new Date('2026-11-21T03:00:00Z'), timezone: 'Asia/Seoul', currency: 'KRW' };
  /** As the step tells them: keys that are null are not there. */
  const ready = READY_MADE_NAMES.map((name) => ({
    name: strings('ko').ready[name].name,
    rule: JSON.parse(JSON.stringify(toWire(readyMade(name, at)), (_, value) => value ?? undefined)),
  }));
  const views = {
    name: 'product_view',
    contacts: 900,
    last30d: 100,
    properties: [
      {
        name: 'category',
        type: 'text',
        top: [
          { value: '캠핑', share: 0.3 },
          { value: 'Camping', share: 0.1 },
        ],
      },
      { name: 'platform', type: 'text', top: [{ value: 'app', share: 0.6 }] },
    ],
  };
  const catalogue = {
    ...CATALOGUE,
    fields: [
      ...CATALOGUE.fields,
      { name: 'birthday', type: 'date', coverage: 0.8 },
      { name: 'lifecycle', type: 'text', coverage: 1, top: [{ value: 'customer', share: 1 }] },
      { name: '등급', type: 'text', coverage: 0.4, top: [{ value: '골드', share: 0.2 }] },
    ],
    events: [...CATALOGUE.events, views],
  };
  const given = {
    ready,
    catalogue,
    saved: [
      { id: 'S-2', name: '봄', chooses: '' },
      { id: 'S-3', name: '단골', chooses: '' },
    ],
    sent: [
      { id: 'C-9', title: '가을', sent: '2026-11-01' },
      { id: 'C-7', title: '여름', sent: '2026-08-01' },
    ],
  };
  const month = (from: string, to: string) => ({ did: 'purchase', within: { from, to } });
  const running = [
    month('2026-10-01', '2026-10-31'),
    month('2026-09-01', '2026-09-30'),
    month('2026-08-01', '2026-08-31'),
  ];
  const cart = (days: number) => [
    { did: 'cart', within: { days } },
    { did_not: 'purchase', within: { days } },
  ];
  const camping = (value: string) => ({
    did: 'product_view',
    where: [
      { property: 'category', is: 'eq', value },
      { property: 'platform', is: 'eq', value: 'app' },
    ],
  });
  const dear = (is: string) => ({
    did: 'purchase',
    within: { from: '2026-10-01', to: '2026-10-31' },
    where: [{ property: 'amount', is, value: 50_000 }],
  });

  it.each<[string, unknown[]]>([
    ['장바구니에 담고 5일 동안 안 산 사람에게 매출 300만원', cart(5)],
    ['장바구니에 담고 안 산 사람에게 매출 300만원', cart(3)],
    ['customers who added to the cart but haven’t bought for 2 weeks, 50 orders', cart(14)],
    ['3개월 연속 구매한 고객에게 이번 달 주문 100건', running],
    ['customers who bought three months in a row, 100 orders this month', running],
    ['두 달 연속 구매 고객, 주문 100건', running.slice(0, 2)],
    ["지난 세그먼트 '단골' 다시, 매출 500만원", [{ in_segment: 'S-3' }]],
    ['S-2 고객에게 매출 500만원', [{ in_segment: 'S-2' }]],
    ['저장한 세그먼트 단골에게 신보를 알려 매출 300만원', [{ in_segment: 'S-3' }]],
    ['tell the saved segment 봄 about new arrivals, revenue 3 million won', [{ in_segment: 'S-2' }]],
    ['골드 등급 고객에게 신보를 알려 매출 300만원', [{ field: '등급', is: 'eq', value: '골드' }]],
    ['bring back segment "봄", revenue 3 million won', [{ in_segment: 'S-2' }]],
    ['이번 달 생일인 고객, 매출 100만원', [{ field: 'birthday', is: 'contains', value: '-11-' }]],
    ['앱에서 캠핑 카테고리 본 사람, 매출 200만원', [camping('캠핑')]],
    ['people who viewed camping in the app, revenue 2 million won', [camping('Camping')]],
    ['10월에 5만원 넘게 산 고객, 매출 100만원', [dear('gt')]],
    ['customers who bought for at least ₩50,000 in October, 30 orders', [dear('gte')]],
    ['지난달에 산 고객, 매출 100만원', [month('2026-10-01', '2026-10-31')]],
    ['지난 캠페인을 열지 않은 고객, 매출 100만원', [{ campaign: 'C-9', outcome: 'not_opened' }]],
    ['people who clicked C-7, 30 orders', [{ campaign: 'C-7', outcome: 'clicked' }]],
    [
      '2주 안에 세 번 이상 클릭한 고객, 매출 100만원',
      [{ did: 'click', times: { is: 'gte', value: 3 }, within: { days: 14 } }],
    ],
    ['환불이 잦은 고객, 주문 20건', [{ did: 'refund', times: { is: 'gte', value: 2 }, within: { days: 180 } }]],
  ])('%s', async (goal, all) => {
    const out = await draft({ goal, ...given });
    expect(out.rules).toEqual([{ all }]);
    expect(out.missing).toEqual([]);
    expect(checkRule(out.rules[0] as Rule, catalogue as unknown as Catalogue)).toEqual([]);
  });

  it('name a class of RFM by its ready-made rule, whole', async () => {
    const { rules } = await draft({ goal: 'RFM 떠난 고객에게 매출 300만원', ...given });
    expect(rules).toEqual([readyMade('rfm_lost', at)]);
  });

  it('stand beside what else was said, and are read back from the brief', async () => {
    const { rules } = await draft({ goal: "세그먼트 '단골' 가운데 3회 이상 구매한 고객, 매출 500만원", ...given });
    expect(rules).toEqual([{ all: [orders('gte', 3), { in_segment: 'S-3' }] }]);
    const brief = await drafter.ask('brief', briefInputs({ goal: '10월에 5만원 넘게 산 고객, 매출 100만원' }));
    expect(brief.unclear).toBeNull();
    expect(brief.readings.map(({ value }) => value)).toContain(50_000);
    expect((await draft({ goal: '매출 100만원', ...given, brief })).rules).toEqual([{ all: [dear('gt')] }]);
  });

  it('are missing where what they name is not there', async () => {
    const out = await draft({ goal: "세그먼트 '없는 것' 고객에게 매출 500만원", ...given });
    expect(out).toMatchObject({ segments: [], missing: ["세그먼트 '없는 것'"] });
    expect(await draft({ goal: '앱에서 캠핑 카테고리 본 사람, 매출 200만원' })).toMatchObject({
      segments: [],
      missing: ['앱에서 캠핑 카테고리 본'],
    });
    expect(await draft({ goal: '지난 캠페인을 클릭한 고객, 매출 200만원' })).toMatchObject({ segments: [] });
  });
});

describe('every goal', () => {
  it.each([...Object.keys(KOREAN).map((goal) => [goal, 'ko']), ...Object.keys(ENGLISH).map((goal) => [goal, 'en'])] as [
    string,
    string,
  ][])('becomes rules the catalogue can answer: %s', async (goal, language) => {
    const out = await draft({ goal, language });
    expect(out.segments.length + out.missing.length).toBeGreaterThan(0);
    expect(out.segments.map(({ key }) => key)).toEqual(['A', 'B', 'C', 'D'].slice(0, out.segments.length));
    for (const { name, reason } of out.segments) {
      expect(name.length).toBeLessThanOrEqual(40);
      expect(reason).not.toBe('');
    }
    for (const rule of out.rules) expect(checkRule(rule, CATALOGUE as unknown as Catalogue)).toEqual([]);
  });

  it.each([...Object.keys(KOREAN).map((goal) => [goal, 'ko']), ...Object.keys(ENGLISH).map((goal) => [goal, 'en'])] as [
    string,
    'ko' | 'en',
  ][])('is described in a phrase that is read back as the same people: %s', (goal, language) => {
    const at = { today: '2026-11-21', currency: 'KRW' };
    const words = wordsIn(language);
    const { who } = settle(hear(goal, at).who, words);
    const { who: again } = settle(hear(audienceIn(who, words, 'KRW'), at).who, words);
    const numbers = ({
      lapsedDays,
      lapsedBefore,
      minOrders,
      maxOrders,
      topPercent,
      minRevenue,
      minAverage,
      boughtWithin,
      joinedWithin,
      joinedBefore,
      neverBought,
      withoutTop,
    }: typeof who) => ({
      lapsedDays,
      lapsedBefore,
      minOrders,
      maxOrders,
      topPercent,
      minRevenue,
      minAverage,
      boughtWithin,
      joinedWithin,
      joinedBefore,
      neverBought,
      withoutTop,
    });
    expect(numbers(again)).toEqual(numbers(who));
    expect(again.asked?.map(({ name }) => name)).toEqual(who.asked?.map(({ name }) => name));
  });
});
