import type { Heard } from '../../../src/practice/drafter/heard/hear.ts';
import type { Who } from '../../../src/practice/drafter/heard/who.ts';
import type { Theme } from '../../../src/practice/drafter/theme.ts';

/** What a person who reads the goal would answer. Only what is said: what is left out must be null. Today is 2026-11-21, a Saturday. */
export type Reading = {
  who: Partial<Omit<Who, 'asked'>> & { asked?: string[] };
  kpi: [metric: NonNullable<Heard['figure']>['metric'], target: number] | null;
  theme: Theme;
  by?: string;
  send?: 'now' | string;
  budget?: number;
  offer?: 'none' | 'coupon' | 'discount';
  window?: number;
};

const REV = 'attributed_revenue';
const M = 1_000_000;

export const KOREAN: Record<string, Reading> = {
  '60일 넘게 안 산 단골(3회 이상 구매)을 다시 오게 해서 이번 달 매출 1천만원': {
    who: { lapsedDays: 60, lapsed: true, minOrders: 3, regulars: true },
    kpi: [REV, 10 * M],
    theme: 'winback',
    by: '2026-11-30',
  },
  '60일 넘게 안 산 단골을 다시 오게 해서 이번 달 매출 3천만원 만들고 싶어': {
    who: { lapsedDays: 60, lapsed: true, regulars: true },
    kpi: [REV, 30 * M],
    theme: 'winback',
    by: '2026-11-30',
  },
  '두 달 넘게 안 산 고객 다시 오게, 12/31까지 매출 500만 원': {
    who: { lapsedDays: 60, lapsed: true },
    kpi: [REV, 5 * M],
    theme: 'winback',
    by: '2026-12-31',
  },
  '90일 휴면 고객, 예산 30만원, 매출 1억 5천만원, 내일 오후 2시 발송': {
    who: { lapsedDays: 90, lapsed: true },
    kpi: [REV, 150 * M],
    theme: 'winback',
    send: '2026-11-22T14:00',
    budget: 300_000,
  },
  '3개월간 주문이 없는 고객에게 10% 할인 쿠폰, 이번 달 매출 2천만원': {
    who: { lapsedDays: 90, lapsed: true },
    kpi: [REV, 20 * M],
    theme: 'winback',
    by: '2026-11-30',
    offer: 'discount',
  },
  '객단가 5만원 이상 단골 60일 미구매, 이번 달 매출 1천만': {
    who: { lapsedDays: 60, lapsed: true, regulars: true, minAverage: 50_000 },
    kpi: [REV, 10 * M],
    theme: 'winback',
    by: '2026-11-30',
  },
  '누적 30만원 이상 구매한 고객 중 6개월 넘게 안 산 분들, 연말까지 매출 3천만원': {
    who: { lapsedDays: 180, lapsed: true, minRevenue: 300_000 },
    kpi: [REV, 30 * M],
    theme: 'winback',
    by: '2026-12-31',
  },
  '60~120일 쉰 단골 이번 달 매출 800만원': {
    who: { lapsedDays: 60, lapsedBefore: 120, lapsed: true, regulars: true },
    kpi: [REV, 8 * M],
    theme: 'winback',
    by: '2026-11-30',
  },
  '30일에서 90일 사이에 안 산 고객을 돌아오게 해서 주문 200건': {
    who: { lapsedDays: 30, lapsedBefore: 90, lapsed: true },
    kpi: ['orders', 200],
    theme: 'winback',
  },
  '재구매 유도: 45일 이상 구매 없는 2회 이상 구매 고객, 11월 매출 1,500만원, 오늘 18:00 발송': {
    who: { lapsedDays: 45, lapsed: true, minOrders: 2 },
    kpi: [REV, 15 * M],
    theme: 'winback',
    by: '2026-11-30',
    send: '2026-11-21T18:00',
  },
  '120일 초과 미구매 고객 매출 2천5백만원 이번 분기': {
    who: { lapsedDays: 120, lapsed: true },
    kpi: [REV, 25 * M],
    theme: 'winback',
    by: '2026-12-31',
  },
  '휴면 고객 깨우기, 다음 달까지 매출 천만 원': {
    who: { lapsed: true },
    kpi: [REV, 10 * M],
    theme: 'winback',
    by: '2026-12-31',
  },
  '한동안 뜸한 단골에게 지금 바로 메일 보내서 이번 주 매출 300만원': {
    who: { lapsed: true, regulars: true },
    kpi: [REV, 3 * M],
    theme: 'winback',
    by: '2026-11-22',
    send: 'now',
  },
  '반년 넘게 떠난 VIP를 다시 오게, 쿠폰 없이, 올해 안에 매출 1억': {
    who: { lapsedDays: 180, lapsed: true, vip: true },
    kpi: [REV, 100 * M],
    theme: 'winback',
    by: '2026-12-31',
    offer: 'none',
  },
  '마지막 구매가 100일 지난 5회 이상 구매 고객, 이번달 매출 7백만원': {
    who: { lapsedDays: 100, lapsed: true, minOrders: 5 },
    kpi: [REV, 7 * M],
    theme: 'winback',
    by: '2026-11-30',
  },
  '60일 넘게 안 산 VIP는 빼고 단골 매출 1천만원': {
    who: { lapsedDays: 60, lapsed: true, regulars: true, withoutVip: true },
    kpi: [REV, 10 * M],
    theme: 'winback',
  },
  '두 번 이상 산 고객 중 한 달 동안 안 온 분, 매출 400만원, 금요일 오전 10시 발송': {
    who: { lapsedDays: 30, lapsed: true, minOrders: 2 },
    kpi: [REV, 4 * M],
    theme: 'winback',
    send: '2026-11-27T10:00',
  },
  '1년 넘게 안 산 상위 1% 고객을 다시 오게 해서 이번 달 매출 100만원': {
    who: { lapsedDays: 365, lapsed: true, topPercent: 1 },
    kpi: [REV, M],
    theme: 'winback',
    by: '2026-11-30',
  },
  '60일 안 산 단골을 하나의 세그먼트로, 매출 삼백만원': {
    who: { lapsedDays: 60, lapsed: true, regulars: true, split: false },
    kpi: [REV, 3 * M],
    theme: 'winback',
  },
  '가입하고 아직 안 산 회원 첫 구매 유도, 이번 주 안에 주문 300건': {
    who: { neverBought: true },
    kpi: ['orders', 300],
    theme: 'first_order',
    by: '2026-11-22',
  },
  '가입하고 30일 넘게 안 산 고객에게 첫 구매, 이번 달 매출 천만원': {
    who: { neverBought: true, joinedBefore: 30 },
    kpi: [REV, 10 * M],
    theme: 'first_order',
    by: '2026-11-30',
  },
  '한 번도 구매하지 않은 회원 첫 주문 100건 이번 달': {
    who: { neverBought: true },
    kpi: ['orders', 100],
    theme: 'first_order',
    by: '2026-11-30',
  },
  '한 번만 산 고객의 두 번째 구매, 다음 달까지 주문 500건': {
    who: { minOrders: 1, maxOrders: 1 },
    kpi: ['orders', 500],
    theme: 'second_order',
    by: '2026-12-31',
  },
  '첫 구매 후 60일 안 산 고객, 두 번째 구매로 매출 200만원': {
    who: { lapsedDays: 60, lapsed: true, minOrders: 1, maxOrders: 1 },
    kpi: [REV, 2 * M],
    theme: 'winback',
  },
  'VIP 상위 10% 고객 감사 메일로 이번 달 매출 1억': {
    who: { topPercent: 10, vip: true },
    kpi: [REV, 100 * M],
    theme: 'vip',
    by: '2026-11-30',
  },
  '우수고객 매출 5,000,000원 이번 주말까지 카톡으로': {
    who: { vip: true },
    kpi: [REV, 5 * M],
    theme: 'vip',
    by: '2026-11-22',
  },
  '상위 5% 큰손에게 신제품 안내, 매출 2억, 12월 1일 오전 9시 30분 발송': {
    who: { topPercent: 5, vip: true },
    kpi: [REV, 200 * M],
    theme: 'vip',
    send: '2026-12-01T09:30',
  },
  '단골 감사 메일, 이번 달 매출 천만원, 수수료 빼고 예산 20만원': {
    who: { regulars: true },
    kpi: [REV, 10 * M],
    theme: 'regulars',
    by: '2026-11-30',
    budget: 200_000,
  },
  '이번 달 매출 3천 단골': {
    who: { regulars: true },
    kpi: [REV, 30 * M],
    theme: 'regulars',
    by: '2026-11-30',
  },
  '장바구니에 담고 안 산 사람에게 지금 바로 보내서 매출 300만원': {
    who: { asked: ['cart'] },
    kpi: [REV, 3 * M],
    theme: 'cart',
    send: 'now',
  },
  '장바구니 방치 고객 오늘 오후 3시에 발송, 주문 50건': {
    who: { asked: ['cart'] },
    kpi: ['orders', 50],
    theme: 'cart',
    send: '2026-11-21T15:00',
  },
  '신규 가입 7일 이내 회원 웰컴 메일, 전환율 5%': {
    who: { welcome: true, joinedWithin: 7 },
    kpi: ['conversion_rate', 0.05],
    theme: 'welcome',
  },
  '새로 가입한 회원 환영 메일로 이번 달 매출 50만원': {
    who: { welcome: true },
    kpi: [REV, 500_000],
    theme: 'welcome',
    by: '2026-11-30',
  },
  '생일 고객에게 축하 메일 보내서 매출 100만원': {
    who: { asked: ['birthday'] },
    kpi: [REV, M],
    theme: 'birthday',
  },
  '전체 고객에게 뉴스레터, 이번 달 매출 2천만원': {
    who: { everyone: true, newsletter: true },
    kpi: [REV, 20 * M],
    theme: 'news',
    by: '2026-11-30',
  },
  '모든 회원에게 연말 인사, 즉시 발송, 매출 1천2백만원': {
    who: { everyone: true },
    kpi: [REV, 12 * M],
    theme: 'news',
    send: 'now',
  },
  '뉴스레터로 이번 달 주문 120건': {
    who: { newsletter: true },
    kpi: ['orders', 120],
    theme: 'news',
    by: '2026-11-30',
  },
  '최근 30일 안에 산 고객 재구매 유도 이번 달 매출 700만원': {
    who: { boughtWithin: 30 },
    kpi: [REV, 7 * M],
    theme: 'buyers',
    by: '2026-11-30',
  },
  '최근 본 상품 기준으로 다시 오게 해서 매출 500만원': {
    who: { lapsed: true, asked: ['viewed'] },
    kpi: [REV, 5 * M],
    theme: 'winback',
  },
  '서울 사는 여성 단골 이번 달 매출 천만원': {
    who: { regulars: true, asked: ['region', 'gender'] },
    kpi: [REV, 10 * M],
    theme: 'regulars',
    by: '2026-11-30',
  },
  '단골 60일 휴면, 매출 900만원, 성과 기간 14일': {
    who: { lapsedDays: 60, lapsed: true, regulars: true },
    kpi: [REV, 9 * M],
    theme: 'winback',
    window: 14,
  },
  '지금까지 60일 넘게 안 산 단골, 매출 1천만원': {
    who: { lapsedDays: 60, lapsed: true, regulars: true },
    kpi: [REV, 10 * M],
    theme: 'winback',
  },
  '60일 넘게 안 산 단골, 지금 말고 내일 14시에, 매출 1천만원': {
    who: { lapsedDays: 60, lapsed: true, regulars: true },
    kpi: [REV, 10 * M],
    theme: 'winback',
    send: '2026-11-22T14:00',
  },
};

export const ENGLISH: Record<string, Reading> = {
  "win back customers who haven't bought in 60 days (at least 3 orders), revenue 10 million won this month": {
    who: { lapsedDays: 60, lapsed: true, minOrders: 3 },
    kpi: [REV, 10 * M],
    theme: 'winback',
    by: '2026-11-30',
  },
  'Lapsed regulars, 3+ orders, no purchase for 90 days: ₩10,000,000 by Dec 31': {
    who: { lapsedDays: 90, lapsed: true, minOrders: 3, regulars: true },
    kpi: [REV, 10 * M],
    theme: 'winback',
    by: '2026-12-31',
  },
  'bring back customers inactive for two months, sales 5m won by Friday': {
    who: { lapsedDays: 60, lapsed: true },
    kpi: [REV, 5 * M],
    theme: 'winback',
    by: '2026-11-27',
  },
  'Re-engage customers who have not ordered for half a year, 2 million won this quarter, budget 300,000 won': {
    who: { lapsedDays: 180, lapsed: true },
    kpi: [REV, 2 * M],
    theme: 'winback',
    by: '2026-12-31',
    budget: 300_000,
  },
  'VIPs who spent over 500,000 won and have not ordered in 3 months, 30m won by month end, no coupons': {
    who: { lapsedDays: 90, lapsed: true, vip: true, minRevenue: 500_000 },
    kpi: [REV, 30 * M],
    theme: 'winback',
    by: '2026-11-30',
    offer: 'none',
  },
  'Customers whose last order was 60 to 120 days ago, 8M KRW this month, send now': {
    who: { lapsedDays: 60, lapsedBefore: 120, lapsed: true },
    kpi: [REV, 8 * M],
    theme: 'winback',
    by: '2026-11-30',
    send: 'now',
  },
  'win back dormant loyal customers with a 15% discount, ₩4,000,000 this week': {
    who: { lapsed: true, regulars: true },
    kpi: [REV, 4 * M],
    theme: 'winback',
    by: '2026-11-22',
    offer: 'discount',
  },
  'people inactive for 45 days who ordered at least twice, tomorrow at 2pm, 150 orders': {
    who: { lapsedDays: 45, lapsed: true, minOrders: 2 },
    kpi: ['orders', 150],
    theme: 'winback',
    send: '2026-11-22T14:00',
  },
  'Get 300 orders from people who signed up but never bought, within 2 weeks': {
    who: { neverBought: true },
    kpi: ['orders', 300],
    theme: 'first_order',
    by: '2026-12-05',
  },
  'first purchase from members with no orders yet, revenue of 1 million won by end of month': {
    who: { neverBought: true },
    kpi: [REV, M],
    theme: 'first_order',
    by: '2026-11-30',
  },
  'members who joined more than 30 days ago and never bought, 100 orders this month': {
    who: { neverBought: true, joinedBefore: 30 },
    kpi: ['orders', 100],
    theme: 'first_order',
    by: '2026-11-30',
  },
  'customers who bought once, second order, 200 orders by January 15': {
    who: { minOrders: 1, maxOrders: 1 },
    kpi: ['orders', 200],
    theme: 'second_order',
    by: '2027-01-15',
  },
  'Top 5% customers: thank-you mail now, 5M KRW this month': {
    who: { topPercent: 5 },
    kpi: [REV, 5 * M],
    theme: 'vip',
    by: '2026-11-30',
    send: 'now',
  },
  'best customers, launch next Monday at 9am, revenue ₩50,000,000 this year': {
    who: { vip: true },
    kpi: [REV, 50 * M],
    theme: 'vip',
    by: '2026-12-31',
    send: '2026-11-23T09:00',
  },
  'thank our regulars, 2026-12-24 10:00, revenue 3 million won': {
    who: { regulars: true },
    kpi: [REV, 3 * M],
    theme: 'regulars',
    send: '2026-12-24T10:00',
  },
  'abandoned cart, send immediately, revenue 3,000,000 won': {
    who: { asked: ['cart'] },
    kpi: [REV, 3 * M],
    theme: 'cart',
    send: 'now',
  },
  'welcome series for new subscribers who joined in the last 7 days, conversion rate 4%': {
    who: { welcome: true, joinedWithin: 7 },
    kpi: ['conversion_rate', 0.04],
    theme: 'welcome',
  },
  'Birthday mail to customers, 1 million won this month': {
    who: { asked: ['birthday'] },
    kpi: [REV, M],
    theme: 'birthday',
    by: '2026-11-30',
  },
  'newsletter to everyone, tomorrow at 2pm, revenue ₩20,000,000 this month': {
    who: { everyone: true, newsletter: true },
    kpi: [REV, 20 * M],
    theme: 'news',
    by: '2026-11-30',
    send: '2026-11-22T14:00',
  },
  'customers who bought in the last 30 days, cross-sell, 6m won by 15 December': {
    who: { boughtWithin: 30 },
    kpi: [REV, 6 * M],
    theme: 'buyers',
    by: '2026-12-15',
  },
  'customers who recently viewed items, revenue 2 million won this month': {
    who: { asked: ['viewed'] },
    kpi: [REV, 2 * M],
    theme: 'buyers',
    by: '2026-11-30',
  },
  'until now inactive for 90 days, bring them back, revenue 2 million won': {
    who: { lapsedDays: 90, lapsed: true },
    kpi: [REV, 2 * M],
    theme: 'winback',
  },
};
