import type { StepName } from '../../src/campaign/lifecycle.ts';
import type { ApprovalRequest, Campaign, Draft } from '../../src/campaign/store.ts';
import { type Check, DELIVERY_STATES, type DeliveryState } from '../../src/db/schema.ts';
import type { PooledSummary } from '../../src/results/pooled-words.ts';
import type { Counted, StepState, Verdict } from '../../src/slack/state.ts';
import type { Brief, BriefEvidence } from '../../src/steps/brief/schema.ts';
import type { Copy, CopyEvidence } from '../../src/steps/copy/schema.ts';
import type { Personas, PersonasEvidence } from '../../src/steps/personas/schema.ts';
import type { Plan, PlanEvidence } from '../../src/steps/plan/schema.ts';
import type { Segments, SegmentsEvidence } from '../../src/steps/segments/schema.ts';

/** One campaign in every state of its life, as plain data: what the golden cards are drawn from. */
export const NOW = new Date('2026-11-22T01:42:00Z');
export const later = (hours: number): Date => new Date(NOW.getTime() + hours * 3_600_000);

export const campaign = (over: Partial<Campaign> = {}): Campaign => ({
  id: 42,
  kind: 'campaign',
  status: 'brief.review',
  title: '단골 재방문',
  goal: '60일 넘게 안 산 단골을 다시 오게 해서 이번 달 매출 1천만원',
  locale: 'ko',
  requester: 'U0MARKETER',
  channel: 'C0MARKETING',
  threadTs: '1763775720.000100',
  requestKey: 'msg:C0MARKETING:1763775720.000100',
  constraints: [],
  occurrence: 1,
  sendAt: null,
  startedAt: null,
  windowStartsAt: null,
  windowEndsAt: null,
  halted: false,
  pauseReason: null,
  problem: null,
  createdAt: NOW,
  updatedAt: NOW,
  ...over,
});

export const brief: Brief = {
  unclear: null,
  title: '단골 재방문',
  objective: 'retention',
  kpi: { metric: 'attributed_revenue', target: 10_000_000, deadline: '2026-12-31' },
  audience: '3회 이상 구매하고 60일 넘게 안 산 고객',
  budget: null,
  offer: null,
  coupon: null,
  sendWhen: 'later',
  sendAt: null,
  channels: ['email'],
  constraints: ['쿠폰을 쓰지 않음'],
  guardrails: ['수신거부율이 0.5%를 넘으면 멈춤'],
  keyMessage: 'again',
  windowDays: 7,
  assumptions: ['단골 = 3회 이상 구매', '예산 말씀이 없어 30만원으로 두었어요'],
  questions: ['1천만원은 귀속 기준이 맞나요?', '할인 쿠폰을 써도 되나요?'],
  readings: [
    { text: '60일', value: 60, unit: '일' },
    { text: '1천만원', value: 10_000_000, unit: 'KRW' },
  ],
};

export const briefEvidence: BriefEvidence = {
  tree: {
    audience: 6_100,
    reach: 0.92,
    ctr: 0.041,
    cvr: 0.068,
    anyway: 0.011,
    windowDays: 7,
    aovMajor: 38_000,
    expectedMajor: 2_940_374,
  },
  unread: [],
  cutMost: null,
  gapTimes: 3.4,
  keyMessageText: '다시 들을 음악이 있습니다',
  basis: 'prior',
  anywayBasis: 'orders',
};

export const segments: Segments = {
  segments: [
    {
      key: 'A',
      name: '60–120일 쉰 단골',
      reason: '쉰 지 얼마 안 되어 돌아올 가능성이 높아요',
      rule: {
        all: [
          { metric: 'orders', is: 'gte', value: 3 },
          { metric: 'days_since_last_order', is: 'between', value: [60, 119] },
        ],
      },
    },
    {
      key: 'B',
      name: '120일 넘게 쉰 단골',
      reason: '오래 쉬어 다른 말이 필요해요',
      rule: {
        all: [
          { metric: 'orders', is: 'gte', value: 3 },
          { metric: 'days_since_last_order', is: 'gte', value: 120 },
        ],
      },
    },
  ],
  assumptions: ['방문 데이터 대신 구매 데이터로 나눴어요'],
  ambiguities: ['환불한 주문은 구매 횟수에서 뺐어요. 맞나요?'],
  missing: ['최근 본 상품'],
};

export const segmentsEvidence: SegmentsEvidence = {
  counts: [
    {
      key: 'A',
      matched: 3_911,
      reachable: { email: 3_060 },
      excluded: { no_consent: 740, suppressed: 80, invalid_address: 21, duplicate_address: 10 },
      cutMost: null,
      sentence: {
        ko: '구매 3회 이상이고 마지막 구매 후 60일 이상 119일 이하',
        en: '3 or more orders and 60 to 119 days since the last order',
      },
      recentlyContacted: 120,
    },
    {
      key: 'B',
      matched: 1_931,
      reachable: { email: 1_510 },
      excluded: { no_consent: 364, suppressed: 41, invalid_address: 10, duplicate_address: 6 },
      cutMost: null,
      sentence: {
        ko: '구매 3회 이상이고 마지막 구매 후 120일 이상',
        en: '3 or more orders and 120 or more days since the last order',
      },
      recentlyContacted: 92,
    },
  ],
  total: {
    matched: 5_842,
    eligible: 4_570,
    excluded: { no_consent: 1_104, suppressed: 121, invalid_address: 31, duplicate_address: 16 },
  },
  smallestLift: { holdoutShare: 0.2, baseline: 0.07, difference: 0.029 },
};

export const personas: Personas = {
  personas: [
    {
      segment: 'A',
      name: '주말 저녁에 한 번에 두 장씩 사는 재구매자',
      summary: '바쁜 평일을 보내고 주말에 몰아서 음악을 고르는 사람이에요.',
      claims: [
        { text: '주말에 산다', aggregate: 'weekend_order_share', value: 0.58 },
        { text: '한 번에 두 장 넘게 산다', aggregate: 'quantity_mean', value: 2.1 },
        { text: '객단가가 높다', aggregate: 'not_there', value: 1 },
      ],
    },
    {
      segment: 'B',
      name: '한때 자주 오던 수집가',
      summary: '예전에 많이 샀지만 발길이 끊긴 사람이에요.',
      claims: [{ text: '평균 객단가 4만원', aggregate: 'average_order_value', value: 40_200 }],
    },
  ],
};

export const personasEvidence: PersonasEvidence = {
  aggregates: {
    A: [
      {
        name: 'weekend_order_share',
        value: 0.58,
        unit: 'share',
        n: 3_911,
        label: { ko: '금–일 주문의 비율', en: 'orders from Friday to Sunday' },
      },
      {
        name: 'quantity_mean',
        value: 2.1,
        unit: 'number',
        n: 3_911,
        label: { ko: '주문당 평균 수량', en: 'items per order' },
      },
    ],
    B: [
      {
        name: 'average_order_value',
        value: 40_200,
        unit: 'money',
        n: 1_931,
        label: { ko: '객단가', en: 'average order value' },
      },
    ],
  },
};

const variant = (key: string, angle: string, subject: string): Copy['variants'][number] => ({
  key,
  segment: key.slice(0, 1),
  channel: 'email',
  angle,
  reason: '쉬는 동안 나온 음반을 알려 주면 돌아올 이유가 생겨요',
  subject,
  preheader: '두 달 사이에 나온 음반을 한자리에 모았어요',
  paragraphs: [
    '{{ first_name | default: "고객" }}님, 오랜만이에요.',
    '쉬시는 동안 좋은 음반이 많이 나왔어요. *별표*와 <b>꺾쇠</b>도 그대로 보여요.',
  ],
  buttonLabel: '음반 보러 가기',
  link: 'new',
});

export const copy: Copy = {
  variants: [
    variant('A-1', '새로움', '두 달 사이 나온 음반, 골라 두었어요'),
    variant('A-2', '기억', '{{ first_name }}님의 지난 주문 옆에 놓을 한 장'),
    variant('B-1', '안부', '오랜만이에요, 요즘 무엇을 듣고 계세요?'),
    variant('B-2', '수집', '빠진 한 장을 채워 보세요'),
  ],
};

export const copyEvidence: CopyEvidence = {
  measured: Object.fromEntries(
    copy.variants.map(({ key, subject }) => [
      key,
      {
        subjectChars: 24,
        preheaderChars: 38,
        htmlBytes: 48_312,
        preview: {
          subject: `(광고) ${subject.replace('{{ first_name }}', '지민')}`,
          text: '(광고)\n\n지민님, 오랜만이에요.\n\n음반 보러 가기: 링크\n\n수신거부',
        },
      },
    ]),
  ),
};

export const plan: Plan = {
  sendAt: '2026-11-24T14:00',
  ratePerSecond: 60,
  holdoutPercent: 20,
  budget: 300_000,
  stop: { bouncePercent: 5, complaintPercent: 0.1, failurePercent: 10 },
  reason: '지난 주문이 화요일 오후에 가장 많았어요',
  channel: { name: 'email', account: 'smtp:practice' },
  isAd: true,
  templates: copy.variants.map(({ key, segment, subject, preheader }) => ({
    variant: key,
    segment,
    channel: 'email',
    subject: `(광고) ${subject}`,
    html: '<html></html>',
    text: 'text',
    preheader,
  })),
  links: [{ id: 'shop', url: 'https://shop.example.test/new' }],
  sender: { name: '소리상점', email: 'hello@shop.example.test', address: '서울시 마포구 1', phone: '02-000-0000' },
  segments: segments.segments.map(({ key, rule }) => ({ key, rule, ruleHash: `hash-${key}` })),
  salt: 'salt',
  windowDays: 7,
  prices: { perMessageMinor: 10, currency: 'KRW' },
};

/** Eleven campaigns read together: enough to tell. */
export const somePooled: PooledSummary = {
  verdict: { kind: 'proved' },
  since: '2026-09-01T01:00:00.000Z',
  until: '2026-11-22T15:00:00.000Z',
  campaigns: 11,
  currency: 'KRW',
  arms: {
    treated: { n: 24_310, conversions: 4_376, revenueMinor: 218_790_000, perContactMinor: 9_000 },
    held: { n: 1_279, conversions: 192, revenueMinor: 9_592_500, perContactMinor: 7_500 },
  },
  revenue: { diff: 1_500, se: 380, ci: [260, 2_740] },
  conversion: { diff: 0.03, se: 0.009, ci: [0.002, 0.058] },
  incremental: { minor: 36_465_000, loMinor: 6_320_600, hiMinor: 66_609_400 },
};

export const planEvidence: PlanEvidence = {
  audience: {
    matched: 5_842,
    send: 3_656,
    holdout: 914,
    excluded: { no_consent: 1_104, suppressed: 121, invalid_address: 31, duplicate_address: 16 },
  },
  everyone: false,
  costMinor: 36_560,
  minutes: 1.02,
  forecast: {
    revenueMajor: { p10: 4_100_000, p50: 7_200_000, p90: 11_300_000 },
    roi: { p10: 1.2, p50: 2.1, p90: 3.3 },
    chanceOfTarget: 0.14,
    basis: 'history',
    beliefs: {
      reach: { a: 488, b: 12 },
      ctr: { a: 42, b: 398 },
      cvr: { a: 30, b: 290 },
      baseline: { a: 28, b: 372 },
    },
    pastErrors: [-0.18, 0.06, -0.11],
  },
  smallestLift: 0.029,
  baseline: 0.07,
  capMinor: 312_000,
  heldOfEverything: 5,
  pooled: somePooled,
};

const CONTENTS: Readonly<Record<StepName, { content: unknown; evidence: unknown }>> = {
  brief: { content: brief, evidence: briefEvidence },
  segments: { content: segments, evidence: segmentsEvidence },
  personas: { content: personas, evidence: personasEvidence },
  copy: { content: copy, evidence: copyEvidence },
  plan: { content: plan, evidence: planEvidence },
};

export const check = (id: string, over: Partial<Check> = {}): Check => ({
  id,
  severity: 'block',
  passed: true,
  message: { ko: '브랜드 문구', en: 'brand message' },
  ...over,
});

const CHECKS: Readonly<Record<StepName, Check[]>> = {
  brief: [check('kpi', { message: { ko: '목표 수치와 기한', en: 'figure and date' } }), check('message')],
  segments: [check('fields', { message: { ko: '조건의 항목', en: 'fields' } })],
  personas: [check('claims', { message: { ko: '근거 수치', en: 'evidence' } })],
  copy: [
    check('brand'),
    check('banned', { message: { ko: '금칙어', en: 'banned words' } }),
    check('link', { message: { ko: '링크', en: 'links' } }),
  ],
  plan: [
    ...(['condition', 'time', 'target', 'copy', 'link'] as const).map((family) => check(family, { family })),
    check('KR-LABEL-02', {
      family: 'copy',
      message: { ko: '제목이 (광고)로 시작해요.', en: 'The subject starts with (광고).' },
      source: { ko: '정보통신망법 시행령 별표 6', en: 'Network Act Decree annex 6' },
    }),
  ],
};

export const draft = (step: StepName, over: Partial<Draft> = {}): Draft => ({
  id: `dr_${step}${over.version ?? 1}`,
  campaignId: 42,
  step,
  version: 1,
  ...CONTENTS[step],
  checks: CHECKS[step],
  hash: `hash-${step}`,
  parents: {},
  authorKind: 'ai',
  author: 'baton',
  promptHash: 'p',
  model: 'practice-drafter',
  practice: true,
  tokensIn: 100,
  tokensOut: 100,
  costMicros: 0,
  supersededAt: null,
  createdAt: NOW,
  ...over,
});

export const request = (step: StepName, over: Partial<ApprovalRequest> = {}): ApprovalRequest => ({
  id: `req_${step}`,
  campaignId: 42,
  draftId: `dr_${step}1`,
  step,
  version: 1,
  hash: `hash-${step}`,
  action: step === 'plan' ? 'launch' : 'step',
  required: 1,
  shown: step === 'plan' ? { matched: 5_842, send: 3_656, holdout: 914, costMinor: 36_560, everyone: false } : {},
  state: 'pending',
  createdAt: NOW,
  expiresAt: later(24),
  settledAt: null,
  ...over,
});

export const verdict = (over: Partial<Verdict> = {}): Verdict => ({
  id: 'ap_1',
  requestId: 'req_brief',
  campaignId: 42,
  draftId: 'dr_brief1',
  hash: 'hash-brief',
  by: 'U0APPROVER1',
  verdict: 'approve',
  reason: null,
  feedback: null,
  at: later(1),
  channel: 'C0MARKETING',
  messageTs: '1763775721.000100',
  voidedAt: null,
  ...over,
});

export const stepState = (step: StepName, over: Partial<StepState> = {}): StepState => ({
  campaign: campaign({ status: `${step}.review` }),
  draft: draft(step),
  request: request(step),
  verdicts: [],
  previous: null,
  newer: null,
  minded: [],
  able: step === 'plan' ? ['U0APPROVER1', 'U0APPROVER2'] : ['U0MARKETER', 'U0APPROVER1', 'U0APPROVER2'],
  setting: { solo: false, practiceSend: step === 'plan' },
  newerLink: null,
  ...over,
});

export const counted = (by: Partial<Record<DeliveryState, number>>, over: Partial<Counted> = {}): Counted => ({
  planned: Object.values(by).reduce((sum, n) => sum + n, 0),
  byStatus: {
    ...(Object.fromEntries(DELIVERY_STATES.map((state) => [state, 0])) as Record<DeliveryState, number>),
    ...by,
  },
  failedByReason: {},
  unknown: by.unknown ?? 0,
  ...over,
});
