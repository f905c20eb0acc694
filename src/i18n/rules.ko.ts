import { subject } from './particle.ts';

/** How a condition goes on in a sentence: 이고 (and), 이거나 (or), 인 (고객). English has one form for all three. */
export type Mood = 'and' | 'or' | 'end';
type P = { name: string; a: string; b: string; m: Mood };

const ends =
  (and: string, or: string, end: string) =>
  (m: Mood): string =>
    ({ and, or, end })[m];
const is = ends('이고', '이거나', '인');
const orAbsent = ends('아니거나 없고', '아니거나 없거나', '아니거나 없는');
const isnt = ends('아니고', '아니거나', '아닌');
const there = ends('있고', '있거나', '있는');
const absent = ends('없고', '없거나', '없는');
const passed = ends('지났고', '지났거나', '지난');
const notPassed = ends('지나지 않았고', '지나지 않았거나', '지나지 않은');
const within = ends('들고', '들거나', '드는');

/** What a rule calls an event: `noun` + 이/가, `did` + 적이 있는, `never` + 적이 없는. */
type Event = { noun: string; did: string; never: string };
const event = (noun: string, did: string): Event => ({ noun, did, never: did });

/** Rules as sentences. `name` comes as it stands in them: `가입일`, `'tier' 값`. */
export const rulesKo = {
  everyone: '전체 고객',
  customers: (p: { conditions: string }) => `${p.conditions} 고객`,
  except: (p: { all: string; none: string }) => `${p.all}(${p.none} 고객은 제외)`,
  /** Conditions one after the other; the last one's ending closes them. */
  list: (all: readonly string[], _m: Mood) => all.join(' '),
  group: (p: { inner: string }) => `(${p.inner})`,
  /** English puts who it is about before a value compared. */
  whose: (p: { condition: string }) => p.condition,
  named: (p: { name: string }) => `'${p.name}' 값`,
  more: (p: { n: string }) => ` 외 ${p.n}개`,
  yesNo: { yes: "'예'", no: "'아니요'" },
  /** A month inside a date: what `contains '-11-'` asks for. */
  inMonth: (p: P & { n: string }) => `${subject(p.name)} ${p.n}월(${p.a} 포함)${is(p.m)}`,

  /** Before what happened, and before a number about a span. */
  span: {
    days: (p: { n: string }) => `최근 ${p.n}일 안에 `,
    fromTo: (p: { from: string; to: string }) => `${p.from}부터 ${p.to}까지 `,
    on: (p: { day: string }) => `${p.day}에 `,
    month: (p: { year: string; month: string }) => `${p.year}년 ${p.month}월에 `,
  },
  total: {
    days: (p: { n: string }) => `최근 ${p.n}일 동안 `,
    fromTo: (p: { from: string; to: string }) => `${p.from}부터 ${p.to}까지 `,
    on: (p: { day: string }) => `${p.day} 하루 동안 `,
    month: (p: { year: string; month: string }) => `${p.year}년 ${p.month}월 한 달 동안 `,
  },

  events: {
    purchase: event('구매', '구매한'),
    refund: event('환불', '환불받은'),
    visit: event('방문', '방문한'),
    cart: event('장바구니 담기', '장바구니에 담은'),
    signup: event('가입', '가입한'),
    push: event('푸시 누르기', '푸시를 누른'),
    open: event('메시지 열람', '메시지를 열어 본'),
    click: event('클릭', '클릭한'),
  },
  otherEvent: (p: { name: string }) => event(`'${p.name}' 행동`, `'${p.name}' 행동을 한`),
  did: (p: { span: string; where: string; event: Event; m: Mood }) =>
    p.where
      ? `${p.span}${p.where} ${subject(p.event.noun)} ${there(p.m)}`
      : `${p.span}${p.event.did} 적이 ${there(p.m)}`,
  didNot: (p: { span: string; where: string; event: Event; m: Mood }) =>
    p.where
      ? `${p.span}${p.where} ${subject(p.event.noun)} ${absent(p.m)}`
      : `${p.span}${p.event.never} 적이 ${absent(p.m)}`,
  times: {
    gte: (p: { span: string; where: string; event: Event; n: string; m: Mood }) =>
      `${p.span}${p.where}${p.where && ' '}${subject(p.event.noun)} ${p.n}회 이상${is(p.m)}`,
    lte: (p: { span: string; where: string; event: Event; n: string; m: Mood }) =>
      `${p.span}${p.where}${p.where && ' '}${subject(p.event.noun)} ${p.n}회 이하(0회 포함)${is(p.m)}`,
    eq: (p: { span: string; where: string; event: Event; n: string; m: Mood }) =>
      `${p.span}${p.where}${p.where && ' '}${subject(p.event.noun)} ${p.n}회${is(p.m)}`,
  },

  /** A value compared; `absent` where it may be missing, which `ne` and `not_in` include. */
  is: {
    eq: (p: P) => `${subject(p.name)} ${p.a}${is(p.m)}`,
    ne: (p: P & { absent: boolean }) => `${subject(p.name)} ${subject(p.a)} ${p.absent ? orAbsent(p.m) : isnt(p.m)}`,
    in: (p: P) => `${subject(p.name)} ${p.a} 중 하나${is(p.m)}`,
    not_in: (p: P & { absent: boolean }) =>
      `${subject(p.name)} ${p.a} 중 어느 것도 ${p.absent ? orAbsent(p.m) : isnt(p.m)}`,
    contains: (p: P) => `${p.name}에 ${subject(p.a)} 들어 ${there(p.m)}`,
    gt: (p: P) => `${subject(p.name)} ${p.a} 초과${is(p.m)}`,
    gte: (p: P) => `${subject(p.name)} ${p.a} 이상${is(p.m)}`,
    lt: (p: P) => `${subject(p.name)} ${p.a} 미만${is(p.m)}`,
    lte: (p: P) => `${subject(p.name)} ${p.a} 이하${is(p.m)}`,
    between: (p: P) => `${subject(p.name)} ${p.a} 이상 ${p.b} 이하${is(p.m)}`,
    exists: (p: P) => `${subject(p.name)} ${there(p.m)}`,
    not_exists: (p: P) => `${subject(p.name)} ${absent(p.m)}`,
    before: (p: P) => `${subject(p.name)} ${p.a}보다 앞${is(p.m)}`,
    after: (p: P) => `${subject(p.name)} ${p.a}보다 뒤${is(p.m)}`,
    /** Days: both ends count. */
    since: (p: P) => `${subject(p.name)} ${p.a} 이후(그날 포함)${is(p.m)}`,
    until: (p: P) => `${subject(p.name)} ${p.a} 이전(그날 포함)${is(p.m)}`,
    days: (p: P) => `${subject(p.name)} ${p.a}부터 ${p.b}까지${is(p.m)}`,
    within_days: (p: P) => `${subject(p.name)} 최근 ${p.a}일 안${is(p.m)}`,
    not_within_days: (p: P) => `${subject(p.name)} 최근 ${p.a}일 안이 ${isnt(p.m)}`,
  },

  metrics: {
    orders: '구매',
    revenue: '구매 금액',
    average_order_value: '객단가',
    days_since_last_order: '마지막 구매',
    days_since_first_order: '첫 구매',
    days_since_last_visit: '마지막 방문',
    revenue_percentile: '구매 금액 백분위',
    predicted_ltv: '앞으로 1년의 예상 구매 금액',
    p_alive: '다시 살 가능성',
  },
  orders: (p: { n: string }) => `${p.n}회`,
  pieces: (p: { n: string }) => `${p.n}개`,
  days: (p: { n: string }) => `${p.n}일`,
  neverBought: (p: { m: Mood }) => `구매한 적이 ${absent(p.m)}`,
  /** Days since something; `name` is 마지막 구매, 첫 구매, 마지막 방문. Others are compared as a number of days. */
  ago: {
    gte: (p: P) => `${p.name} 후 ${p.a}일 이상 ${passed(p.m)}`,
    gt: (p: P) => `${p.name} 후 ${p.a}일 넘게 ${passed(p.m)}`,
    lt: (p: P) => `${p.name} 후 ${p.a}일이 ${notPassed(p.m)}`,
    lte: (p: P) => `${p.name} 후 ${p.a}일 이내${is(p.m)}`,
    between: (p: P) => `${p.name} 후 ${p.a}~${p.b}일 ${passed(p.m)}`,
    eq: (p: P) => `${p.name} 후 딱 ${p.a}일 ${passed(p.m)}`,
  },
  since: (p: { name: string }) => `${p.name} 후 지난 날`,
  top: {
    gte: (p: { n: string; m: Mood }) => `구매 금액 상위 ${p.n}%에 ${within(p.m)}`,
    lt: (p: { n: string; m: Mood }) => `구매 금액 하위 ${p.n}%에 ${within(p.m)}`,
  },

  properties: {
    order_id: '주문 번호',
    amount: '금액',
    currency: '통화',
    quantity: '수량',
    category: '카테고리',
    product: '상품',
  },

  campaign: {
    sent: (p: { id: string; m: Mood }) => `캠페인 ${p.id} 메시지를 ${ends('받았고', '받았거나', '받은')(p.m)}`,
    opened: (p: { id: string; m: Mood }) =>
      `캠페인 ${p.id} 메시지를 ${ends('열어 봤고', '열어 봤거나', '열어 본')(p.m)}`,
    clicked: (p: { id: string; m: Mood }) =>
      `캠페인 ${p.id} 메시지에서 ${ends('클릭했고', '클릭했거나', '클릭한')(p.m)}`,
    converted: (p: { id: string; m: Mood }) =>
      `캠페인 ${p.id} 메시지를 받고 ${ends('구매했고', '구매했거나', '구매한')(p.m)}`,
    not_opened: (p: { id: string; m: Mood }) =>
      `캠페인 ${p.id} 메시지를 받았지만 ${ends('열지 않았고', '열지 않았거나', '열지 않은')(p.m)}`,
    not_clicked: (p: { id: string; m: Mood }) =>
      `캠페인 ${p.id} 메시지를 받았지만 ${ends('클릭하지 않았고', '클릭하지 않았거나', '클릭하지 않은')(p.m)}`,
  },
  inSegment: (p: { id: string; name: string; version: string; m: Mood }) =>
    `저장한 세그먼트 ${p.name ? `'${p.name}'(${p.id}, 버전 ${p.version})` : p.id}에 ${within(p.m)}`,
  sample: (p: { percent: string; m: Mood }) => `무작위 ${p.percent}%에 ${within(p.m)}`,
};
