import { type WireRule, wired } from '../../src/audience/wire.ts';
import type { Brief } from '../../src/steps/brief/schema.ts';
import type { Copy, Variant } from '../../src/steps/copy/schema.ts';
import type { Aggregate, Personas } from '../../src/steps/personas/schema.ts';
import type { PlanDraft } from '../../src/steps/plan/schema.ts';
import type { SegmentsDraft } from '../../src/steps/segments/schema.ts';

export const GOAL = '60일 넘게 안 산 단골(3회 이상 구매)을 다시 오게 해서 이번 달 매출 1천만원';

/** What a good model answers to GOAL, step by step. */
export const goodBrief = (more: Partial<Brief> = {}): Brief => ({
  unclear: null,
  title: '단골 재방문',
  objective: 'retention',
  kpi: { metric: 'attributed_revenue', target: 10_000_000, deadline: '2026-11-30' },
  audience: '60일 넘게 사지 않은 단골 (3회 이상 구매)',
  budget: null,
  offer: null,
  coupon: null,
  sendWhen: 'later',
  sendAt: null,
  channels: ['email'],
  constraints: ['쿠폰 없음'],
  guardrails: ['수신거부가 늘지 않게'],
  keyMessage: 'again',
  windowDays: 7,
  assumptions: ['단골은 3회 이상 구매한 분으로 봤어요'],
  questions: ['할인을 써도 되나요?'],
  readings: [
    { text: '60일', value: 60, unit: '일' },
    { text: '3회', value: 3, unit: '회' },
    { text: '1천만원', value: 10_000_000, unit: 'KRW' },
  ],
  ...more,
});

const metric = (name: string, is: 'gte' | 'lt', value: number) => wired({ kind: 'metric', name, is, value });

export const ruleOf = (...conds: ReturnType<typeof metric>[]): WireRule => ({
  everyone: false,
  all: conds.map((cond) => ({ any: [cond] })),
  none: [],
});

export const goodSegments = (more: Partial<SegmentsDraft> = {}): SegmentsDraft => ({
  segments: [
    {
      key: 'A',
      name: '60–120일 쉰 단골',
      reason: '쉰 지 얼마 안 된 분들이에요',
      rule: ruleOf(
        metric('orders', 'gte', 3),
        metric('days_since_last_order', 'gte', 60),
        metric('days_since_last_order', 'lt', 120),
      ),
    },
    {
      key: 'B',
      name: '120일 넘게 쉰 단골',
      reason: '오래 쉬어서 다른 말이 필요해요',
      rule: ruleOf(metric('orders', 'gte', 3), metric('days_since_last_order', 'gte', 120)),
    },
  ],
  assumptions: [],
  ambiguities: [],
  missing: [],
  ...more,
});

export const goodPersonas = (aggregates: Readonly<Record<string, readonly Aggregate[]>>): Personas => ({
  personas: Object.entries(aggregates).map(([segment, list]) => {
    const orders = list.find(({ name }) => name === 'orders_mean');
    if (!orders) throw new Error(`no aggregate in ${segment}`);
    return {
      segment,
      name: '여러 번 사고 쉬는 분',
      summary: '여러 번 사고 한동안 쉬는 분들이에요. 아마 새로 나온 음반이 반가울 거예요.',
      claims: [{ text: `평균 ${orders.value}회 구매했어요`, aggregate: 'orders_mean', value: orders.value }],
    };
  }),
});

export const variantOf = (key: string, more: Partial<Variant> = {}): Variant => ({
  key,
  segment: key.split('-')[0] ?? 'A',
  channel: 'email',
  angle: `생각 ${key}`,
  reason: '쉬는 동안 나온 음반이 궁금할 거예요',
  subject: '쉬는 사이 나온 음반, 골라 두었어요',
  preheader: '조용한 저녁에 어울리는 음반을 모았어요',
  paragraphs: [
    '{{ first_name | default: "고객" }}님, 그동안 잘 지내셨어요?',
    '쉬는 사이 나온 음반을 골라 두었어요. 천천히 둘러보세요.',
  ],
  buttonLabel: '새 음반 보기',
  link: 'new',
  ...more,
});

export const goodCopy = (): Copy => ({ variants: ['A-1', 'A-2', 'B-1', 'B-2'].map((key) => variantOf(key)) });

export const goodPlan = (more: Partial<PlanDraft> = {}): PlanDraft => ({
  sendAt: '2026-11-24T14:00',
  ratePerSecond: 100,
  holdoutPercent: 20,
  budget: 100_000,
  stop: { bouncePercent: 5, complaintPercent: 0.3, failurePercent: 10 },
  reason: '점심 뒤에 보내요',
  waves: null,
  ...more,
});
