import { strings } from '../../i18n/language.ts';
import { by } from '../../i18n/particle.ts';
import type { Quantity, SpanUnit } from './heard/quantity.ts';
import type { Theme } from './theme.ts';

/** Whole numbers as they are said in a sentence that code reads back: never rounded. */
const n = (value: number): string => value.toLocaleString('ko-KR');
const money = (value: number, currency: string): string =>
  currency === 'KRW' ? `${n(value)}원` : `${n(value)} ${currency}`;
const list = (parts: readonly string[]): string => parts.filter(Boolean).join(' ');

type Bounds = { min: number | null; max: number | null };

export const ko = {
  money,
  units: {
    days: '일',
    times: '회',
    orders: '건',
    people: '명',
    percent: '%',
    weeks: '주',
    months: '개월',
    years: '년',
    share: '비율',
    plain: '',
  } satisfies Record<Exclude<Quantity['kind'], 'money'> | SpanUnit | 'share', string>,
  titles: {
    winback: '단골 재방문',
    lapsed: '쉬는 고객 재방문',
    first_order: '첫 구매 유도',
    second_order: '두 번째 구매 유도',
    vip: '우수 고객 감사',
    regulars: '단골 감사',
    cart: '장바구니 마무리',
    welcome: '새 회원 환영',
    birthday: '생일 축하',
    news: '전체 소식',
    buyers: '재구매 유도',
  } satisfies Record<Theme | 'lapsed', string>,
  who: {
    lapsed: (days: number, before: number | null) =>
      before === null ? `${n(days)}일 넘게 사지 않은` : `${n(days)}일 이상 ${n(before)}일 미만 쉰`,
    boughtWithin: (days: number) => `최근 ${n(days)}일 안에 산`,
    joinedWithin: (days: number) => `최근 ${n(days)}일 안에 가입한`,
    joinedBefore: (days: number) => `가입한 지 ${n(days)}일 넘게 지나고`,
    neverBought: '한 번도 구매하지 않은',
    top: (percent: number) => `구매액 상위 ${n(percent)}%인`,
    once: '한 번만 산',
    orders: ({ min, max }: Bounds) =>
      list([min === null ? '' : `${n(min)}회 이상`, max === null ? '' : `${n(max)}회 이하`, '구매']),
    revenue: (amount: string) => `누적 ${amount} 이상 구매`,
    average: (amount: string) => `객단가 ${amount} 이상`,
    asked: (said: string) => `${said} 기준`,
    regulars: '단골',
    members: '회원',
    customers: '고객',
    everyone: '전체 고객',
    withoutTop: (percent: number) => `구매액 상위 ${n(percent)}%는 빼고`,
  },
  /** What can be asked of each metric, as one would say it. */
  conditions: {
    orders: '3회 이상 구매한 고객',
    days_since_last_order: '60일 넘게 안 산 고객',
    revenue_percentile: '구매액 상위 10% 고객',
    average_order_value: '객단가 5만원 이상 고객',
    days_since_last_visit: '30일 넘게 방문하지 않은 고객',
  } as Readonly<Record<string, string>>,
  unclear: {
    nothing:
      '캠페인 목표로 읽을 수 없었어요. 누구에게 보내서 무엇을 얼마나 이루고 싶은지 적어 주세요. 예: “60일 넘게 안 산 단골을 다시 오게 해서 이번 달 매출 1천만원”',
    kpi: '누구에게 보낼지는 알겠어요. 목표 숫자를 하나 알려 주세요. 예: “이번 달 매출 1천만원”, “주문 300건”',
    who: '목표 숫자는 알겠어요. 누구에게 보낼까요? 예: “60일 넘게 안 산 단골”, “구매액 상위 10% 고객”, “전체 고객”',
    strange: (said: string, known: readonly string[]) =>
      `“${said}”에 맞는 데이터를 찾지 못해 누구에게 보낼지 정하지 못했어요. 지금 고를 수 있는 조건: ${known.map((one) => `“${one}”`).join(', ')}. 누구에게 보낼까요?`,
    relative: (said: string) =>
      `“${said}”가 어느 금액인지 알려 주세요. 기준을 지어내지 않으려고 여쭤봐요. 예: “이번 달 매출 1천만원”`,
    foreign: (said: string, currency: string) =>
      `“${said}”는 이 계정의 통화(${currency})가 아니라서 환산하지 않았어요. ${currency} 금액으로 알려 주세요.`,
  },
  assume: {
    regulars: (times: number) => `단골은 ${n(times)}회 이상 구매한 고객으로 보았어요.`,
    vip: (percent: number) => `우수 고객은 구매액 상위 ${n(percent)}%로 보았어요.`,
    lapsedDays: (days: number) => `쉰 기간 말씀이 없어 ${n(days)}일로 두었어요.`,
    span: (said: string, days: number) => `“${said}”은 ${n(days)}일로 보았어요.`,
    moreThan: (times: number) => `말씀하신 횟수를 넘는 고객이므로 ${n(times)}회 이상으로 보았어요.`,
    cartDays: (days: number) => `장바구니는 최근 ${n(days)}일 안에 담은 것으로 보았어요.`,
    joinedDays: (days: number) => `새 회원은 최근 ${n(days)}일 안에 가입한 고객으로 보았어요.`,
    newsletter: '전체 고객이라는 말씀이 없어 한 번이라도 구매한 고객(1회 이상)으로 두었어요.',
    deadline: (day: string) => `기한 말씀이 없어 ${day}까지로 두었어요.`,
    shortDeadline: (day: string, left: number) =>
      left === 0 ? `기한이 오늘(${day})까지예요.` : `기한(${day})까지 ${n(left)}일밖에 남지 않았어요.`,
    hour: (at: string) => `발송 시각은 ${at.replace('T', ' ')}로 이해했어요.`,
    pastHour: '말씀하신 발송 시각이 이미 지나서 계획 단계에서 다시 정할게요.',
    notOffered: (asked: string, way: string) => `${by(asked)} 보낼 설정이 아직 없어 ${by(way)} 준비했어요.`,
    strangeWay: (said: string, way: string) => `${by(said)}는 보낼 수 없어 ${by(way)} 준비했어요.`,
    stepsIn: '카카오로 못 받는 분께는 문자로 한 번만 보내요.',
    colloquial: (said: string, amount: string) => `“${said}”은 ${amount}으로 읽었어요.`,
    budget: '예산 말씀이 없어 비워 두었어요. 발송 계획에서 실제 비용으로 정할게요.',
    learned: (sentence: string) => `지난 캠페인에서 배운 것을 참고했어요: ${sentence}`,
    split: (days: number) => `쉰 지 ${n(days)}일을 기준으로 둘로 나눴어요. 오래 쉰 분께는 다른 말이 필요해서예요.`,
  },
  ask: {
    coupon: '할인 쿠폰을 써도 되나요? 지금은 없이 준비했어요.',
    noCoupon: (said: string) => `${said}에 쓸 쿠폰이 브랜드 정보에 없어요. 등록해 주시거나 없이 갈까요?`,
    deadline: '언제까지의 목표인가요?',
    unread: (said: readonly string[]) =>
      `${said.map((one) => `“${one}”`).join(', ')}: 어디에 쓸 숫자인지 몰라 아직 쓰지 않았어요. 어디에 쓰면 될까요?`,
    missing: (said: string) => `“${said}” 데이터는 아직 연결되어 있지 않아요. 이 조건 없이 갈까요?`,
    reason: '무엇을 바꾸면 좋을지 한 줄만 알려 주시면 그대로 고칠게요.',
    segments: (said: string) => `“${said}”의 뜻이 둘일 수 있어요. 세그먼트에서 확인해 주세요.`,
  },
  coupon: '쿠폰',
  alimtalk: '알림톡으로',
  ways: strings('ko').channels.ways,
  joinedDay: '가입일',
  noOffer: '쿠폰·할인 없음',
  discount: (said: string) => `${said} 할인`,
  guardrails: ['수신거부와 스팸 신고가 평소보다 늘면 멈추고 알려요.', '같은 분께 이 캠페인을 두 번 보내지 않아요.'],
  segment: {
    lapsed: (days: number, before: number | null) =>
      before === null ? `${n(days)}일 넘게 쉰` : `${n(days)}–${n(before)}일 쉰`,
    reasons: {
      recent: '쉰 지 얼마 되지 않아 가볍게 안부를 건네도 돌아올 가능성이 커요.',
      long: '오래 쉬어서 왜 다시 와야 하는지부터 말해야 해요.',
      winback: '자주 사던 분들이라 다시 오시면 한 번에 그치지 않을 가능성이 커요.',
      first_order: '가입까지 하셨으니 첫 구매의 문턱만 낮추면 돼요.',
      second_order: '두 번째 구매가 단골이 되는 갈림길이에요.',
      vip: '매출의 큰 몫을 만드는 분들이라 감사가 먼저예요.',
      regulars: '이미 자주 오시는 분들이라 새로운 소식이 곧 방문 이유가 돼요.',
      cart: '고른 물건이 있어 한 걸음만 남았어요.',
      welcome: '지금이 브랜드를 가장 궁금해하는 때예요.',
      birthday: '축하받는 날에는 안내보다 마음이 먼저 닿아요.',
      news: '말씀하신 대로 모두에게 같은 소식을 전해요.',
      buyers: '최근의 경험이 남아 있어 다음 구매로 잇기 좋아요.',
    } satisfies Record<Theme | 'recent' | 'long', string>,
    unsure: (field: string) =>
      `“${field}” 값 가운데 어느 것을 뜻하는지 정해지지 않았어요. 값을 알려 주시면 조건에 넣을게요.`,
  },
  persona: {
    names: {
      weekend: '주말 가까이에 사던 고객',
      basket: '한 번에 여러 개를 담는 고객',
      spender: '한 번 살 때 아끼지 않는 고객',
      repeat: '마음에 들면 다시 오는 고객',
      once: '한 번 만나 본 고객',
      plain: '조용히 지켜보는 고객',
    },
    summary: (segment: string) =>
      `“${segment}”에 드는 분들이에요. 아래 숫자가 보여 주는 대로, 아마 값보다 고를 이유가 있을 때 움직일 거예요.`,
    longer: '쉬는 동안 무엇이 달라졌는지 짧게 보여 주는 편이 좋겠어요.',
    /** What a number says of people; its name stands beside it on the card. */
    says: {
      orders_mean: (value: string) => `한 사람이 평균 ${value}번 샀어요.`,
      average_order_value: (value: string) => `한 번 살 때 ${value}쯤 써요.`,
      days_since_last_order_median: (value: string) => `절반은 ${value} 넘게 오지 않았어요.`,
      weekend_order_share: (value: string) => `주문의 ${value}가 주말 가까이에 몰려요.`,
      quantity_mean: (value: string) => `한 번에 ${value}개쯤 담아요.`,
      top_revenue_share: (value: string) => `${value}가 많이 쓰는 고객이에요.`,
      repeat_share: (value: string) => `${value}가 다시 산 적이 있어요.`,
      revenue_mean: (value: string) => `한 사람이 지금까지 ${value}쯤 썼어요.`,
      visited_30d_share: (value: string) => `${value}가 최근에 둘러보고 갔어요.`,
      contacts: (value: string) => `모두 ${value}이에요.`,
      other: (value: string) => `눈에 띄는 값은 ${value}예요.`,
    },
  },
  values: {
    count: (value: number) => `${n(value)}명`,
    share: (value: number) => `${n(Math.round(value * 1000) / 10)}%`,
    days: (value: number) => `${n(value)}일`,
    number: (value: number) => n(value),
    money: (value: number) => `${n(value)}원`,
  },
  plan: {
    now: '바로 보내 달라고 하셔서 승인되는 대로 보내요.',
    asked: '말씀하신 시각에 맞췄어요.',
    today: '오늘 오후는 답장과 문의를 받을 수 있는 시간이라 골랐어요.',
    tomorrow: '오늘은 승인할 시간이 넉넉하지 않아 내일 오후로 잡았어요.',
    soon: '기한이 오늘이라 남은 시간 가운데 가장 이른 정시로 잡았어요.',
    night: '밤에는 보내지 않도록 아침으로 옮겼어요.',
    holdout: (percent: number) => `${n(percent)}%는 비교를 위해 보내지 않아요.`,
    budget: '예산 말씀이 없어 발송 비용에 맞췄어요.',
  },
};
