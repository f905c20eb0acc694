import { by } from './particle.ts';

/** What is checked in the five drafts, the fields of their edit forms, and why a brand kit or an edit was not kept. */
type N = { n: string };

export const stepsKo = {
  problem: {
    no_brand_kit: () =>
      '브랜드 키트가 없어서 초안을 쓰지 못했어요. 캠페인은 그대로 있어요. 브랜드 키트를 정한 뒤 다시 시도해 주세요.',
    internal: (p: { minutes: string }) =>
      `초안을 쓰다가 우리 쪽에서 문제가 생겼어요. 캠페인은 그대로 있고, ${p.minutes}분 뒤 다시 해 볼게요.`,
  },
  brief: {
    checks: {
      kpi: '목표 수치와 기한',
      numbers: '수치의 출처',
      targetSource: '목표의 출처',
      message: '브랜드 문구',
      window: '주문을 세는 기간',
      channel: '채널',
      sendTime: '발송 시각',
      length: '길이',
      budget: '예산',
      now: '바로 발송',
      audience: '대상 인원',
    },
    names: { title: '이름', audience: '대상', offer: '혜택', lists: '목록의 개수', lines: '목록의 한 줄' },
    target: () => '목표 수치는 0보다 커야 해요.',
    targetShare: () => '전환율 목표는 0보다 크고 1(100 %) 이하여야 해요.',
    deadline: (p: { date: string; today: string }) =>
      `기한은 오늘(${p.today})부터의 날짜(YYYY-MM-DD)여야 해요: '${p.date}'`,
    strange: (p: { text: string }) => `요청한 말에 없는 수치예요: '${p.text}'.`,
    misread: (p: { text: string; value: string }) => `수치를 잘못 읽었어요: '${p.text}' → ${p.value}.`,
    invented: (p: { text: string }) =>
      `요청한 말에도 브랜드 키트에도 없고, 가정이라고 밝히지도 않은 수치예요: '${p.text}'.`,
    noSource: (p: { value: string }) =>
      `요청한 말에 없는 목표예요: ${p.value}. 읽은 수치를 쓰거나 가정이라고 밝혀 주세요.`,
    budgetNoSource: (p: { value: string }) =>
      `요청한 말에 없는 예산이에요: ${p.value}. 비우거나 가정이라고 밝혀 주세요.`,
    budgetNegative: () => '예산은 0 이상이어야 해요.',
    price: (p: { forms: string }) =>
      `${p.forms} 한 통의 비용을 몰라 발송 비용을 셀 수 없어요. \`/baton brand\`의 ‘목표와 비용’에 적고 [다시 검사]를 눌러 주세요.`,
    message: (p: { id: string; known: string }) =>
      `브랜드 고정 문구가 아니에요: '${p.id}'. 고를 수 있는 것: ${p.known}.`,
    window: (p: { max: string }) => `주문을 세는 기간은 1일에서 ${p.max}일 사이여야 해요.`,
    sendAt: (p: { at: string }) => `발송 시각은 앞으로의 시각(YYYY-MM-DDTHH:MM)이어야 해요: '${p.at}'.`,
    nowAndThen: () => '바로 보내기와 발송 시각을 함께 정할 수 없어요.',
    notNow: () => '바로 보내 달라는 말이 없었어요.',
    unreadAudience: (p: { list: string; known: string }) =>
      `대상의 ${p.list}: 어떤 데이터로 고를지 아직 몰라 인원을 가늠하지 않았어요. 쓸 수 있는 것: ${p.known}.`,
    nobody: () => '대상에 맞는 고객이 0명이에요.',
    nobodyBecause: (p: { condition: string; from: string; to: string }) =>
      `대상에 맞는 고객이 0명이에요. 가장 많이 줄인 조건: '${p.condition}' (${p.from}명 → ${p.to}명).`,
    tooLong: (p: { field: string; max: string }) => `${p.field}: 비우지 말고 ${p.max}자까지로 줄여 주세요.`,
    tooMany: (p: { field: string; max: string }) => `${p.field}: ${p.max}개까지로 줄여 주세요.`,
  },
  segments: {
    checks: {
      missing: '쓸 수 있는 데이터',
      shape: '세그먼트 수와 이름',
      fields: '조건의 항목',
      possible: '함께 맞을 수 있는 조건',
      idle: '조건마다 하는 일',
      counted: '인원 집계',
      instead: '맞는 고객이 있는 목표',
      empty: '0명인 세그먼트 없음',
      reachable: '보낼 수 있는 사람',
      overlap: '겹침',
      everyone: '전체 고객 여부',
      broad: '대상의 넓이',
      power: '비교할 수 있는 크기',
    },
    never: (p: { key: string; list: string }) =>
      `${p.key}: 함께 맞을 수 없는 조건이 있어 아무도 고를 수 없어요: ${p.list}. 하나를 빼거나 숫자를 바꿔 주세요.`,
    idle: (p: { key: string; list: string }) => `${p.key}: 있으나 없으나 같은 고객을 고르는 조건이 있어요: ${p.list}.`,
    /** Metrics by the words a marketer asks with. */
    names: {
      orders: '구매 횟수',
      revenue: '구매 금액',
      average_order_value: '객단가',
      days_since_last_order: '마지막 구매',
      days_since_first_order: '첫 구매',
      days_since_last_visit: '마지막 방문',
      revenue_percentile: '구매 금액 순위',
      predicted_ltv: '예상 생애 가치',
      p_alive: '다시 살 가능성',
    },
    missing: (p: { name: string; known: string }) => `'${p.name}' 데이터는 아직 없어요. 쓸 수 있는 것: ${p.known}.`,
    number: (p: { max: string }) => `세그먼트는 1개에서 ${p.max}개까지여야 해요.`,
    keys: (p: { known: string }) => `세그먼트의 키는 차례로 적어야 해요: ${p.known}.`,
    tooLong: (p: { key: string; name: string; reason: string }) =>
      `${p.key}: 이름은 1–${p.name}자, 이유는 ${p.reason}자까지예요.`,
    ruleShape: (p: { key: string; why: string }) => `${p.key}의 조건을 규칙으로 읽을 수 없어요 (${p.why}).`,
    uncounted: () => '조건에 맞는 고객을 셀 수 없었어요. 의견을 주고 다시 만들어 주세요.',
    empty: (p: { name: string }) => `${p.name}: 조건에 맞는 고객이 0명이에요.`,
    emptyBecause: (p: { name: string; condition: string; from: string; to: string }) =>
      `${p.name}: 조건에 맞는 고객이 0명이에요. 가장 많이 줄인 조건: '${p.condition}' (${p.from}명 → ${p.to}명).`,
    /** Goals that the account's own numbers fit, offered where nobody matches. */
    instead: {
      second_order:
        '이 고객 데이터에 맞는 목표 예: “한 번만 산 고객의 두 번째 구매”. 이 캠페인을 취소하고 새로 말씀해 주세요.',
      lapsed:
        '이 고객 데이터에 맞는 목표 예: “60일 넘게 안 산 고객을 다시 오게”. 이 캠페인을 취소하고 새로 말씀해 주세요.',
      other: '사람을 가장 많이 줄인 조건을 바꾸거나 빼 달라고 의견을 주세요.',
    },
    unreachable: (p: { name: string; n: string; channel: string }) =>
      `${p.name}: ${p.n}명이 조건에 맞지만 ${by(p.channel)} 보낼 수 있는 사람이 없어요.`,
    swallowed: (p: { name: string }) => `${p.name}: 모두 앞 세그먼트에 들어 있어 남는 사람이 없어요.`,
    overlap: (p: { name: string; n: string }) => `${p.name}: ${p.n}명은 앞 세그먼트와 겹쳐서 앞에서만 받아요.`,
    everyone: () => '전체 고객에게 보내 달라는 말이 없었어요. 대상을 조건으로 좁혀 주세요.',
    broad: (p: { name: string; n: string; share: string }) =>
      `${p.name}: 보낼 수 있는 고객의 ${p.share}(${p.n}명)가 들어요. 이렇게 넓은 게 맞나요? 아니라면 조건을 좁혀 주세요.`,
    broadTogether: (p: { n: string; share: string }) =>
      `세그먼트를 모두 합치면 보낼 수 있는 고객의 ${p.share}(${p.n}명)가 들어요. 이렇게 넓은 게 맞나요? 아니라면 조건을 좁혀 주세요.`,
    tooSmall: (p: { points: string }) =>
      p.points
        ? `홀드아웃과 비교하기에는 사람이 적어요. 전환이 ${p.points} %p 넘게 달라야 보이고, 그보다 작으면 "판단할 수 없음"이 됩니다.`
        : '홀드아웃과 비교하기에는 사람이 적어요. 증분은 "판단할 수 없음"이 됩니다.',
  },
  personas: {
    checks: { each: '세그먼트마다 하나', claims: '근거 수치', numbers: '문장 속 수치', length: '길이' },
    notOne: (p: { key: string }) => `세그먼트 ${p.key}의 페르소나가 하나여야 해요.`,
    noSegment: (p: { key: string; known: string }) => `없는 세그먼트예요: '${p.key}'. 있는 것: ${p.known}.`,
    noClaims: (p: { key: string }) => `${p.key}: 근거가 하나도 없어요.`,
    noAggregate: (p: { key: string; name: string; known: string }) =>
      `${p.key}: 없는 집계예요: '${p.name}'. 있는 것: ${p.known}.`,
    wrongValue: (p: { key: string; name: string; said: string; is: string }) =>
      `${p.key}: '${p.name}'의 값이 달라요: 적힌 값 ${p.said}, 집계 ${p.is}.`,
    strangeNumber: (p: { key: string; text: string }) => `${p.key}: 문장에 집계에 없는 수치가 있어요: '${p.text}'.`,
    tooLong: (p: { key: string; name: string; summary: string; claim: string; claims: string }) =>
      `${p.key}: 이름은 ${p.name}자, 설명은 ${p.summary}자, 근거는 ${p.claims}개에 ${p.claim}자까지이고 비울 수 없어요.`,
  },
  copy: {
    checks: {
      variants: '세그먼트마다 2–4안',
      liquid: '치환 변수',
      nameless: '이름 없는 고객',
      label: '(광고) 표시는 코드가',
      banned: '금칙어',
      claims: '근거 없는 주장',
      offer: '브리프의 혜택',
      numbers: '근거 있는 수치',
      haste: '재촉하는 말',
      links: '허용된 링크',
      personal: '개인정보 없음',
      markup: '서식 없는 글',
      language: '언어',
      emoji: '이모지',
      length: '길이',
      subject: '제목 길이',
      preheader: '미리보기 길이',
      size: '102KB 이하',
    },
    fields: {
      subject: '제목',
      preheader: '미리보기',
      body: '본문',
      button: '버튼',
      value: '템플릿 값',
      fallback: '대체 문자',
    },
    count: (p: { key: string; n: string; least: string; most: string }) =>
      `세그먼트 ${p.key}: ${p.least}–${p.most}안이어야 하는데 ${p.n}안이에요.`,
    noSegment: (p: { key: string; known: string }) => `${p.key}: 없는 세그먼트예요. 있는 것: ${p.known}.`,
    badKey: (p: { key: string; example: string }) => `'${p.key}': 키는 ${p.example}처럼, 서로 다르게 적어야 해요.`,
    liquid: (p: { where: string; what: string }) => `${p.where}: 치환 변수를 쓸 수 없는 모양이에요 (${p.what}).`,
    nameless: (p: { where: string }) => `${p.where}: 이름이 없는 고객에게는 빈자리가 보여요. 기본값을 넣어 주세요.`,
    label: (p: { where: string }) => `${p.where}: 광고 표시는 코드가 붙여요. 빼 주세요.`,
    banned: (p: { where: string; what: string }) => `${p.where}: 금칙어가 있어요 (${p.what}).`,
    claims: (p: { where: string; what: string }) => `${p.where}: 근거가 없는 주장이에요 (${p.what}).`,
    offer: (p: { where: string; what: string }) => `${p.where}: 브리프에 없는 혜택이에요 (${p.what}).`,
    numbers: (p: { where: string; what: string }) =>
      `${p.where}: 브리프의 혜택, 제품 사실, 쿠폰에 없는 수치예요 (${p.what}).`,
    haste: (p: { where: string; what: string }) => `${p.where}: 재촉하는 말이에요 (${p.what}).`,
    link: (p: { key: string; link: string; known: string }) =>
      `${p.key}: 허용된 링크가 아니에요: '${p.link}'. 고를 수 있는 것: ${p.known}.`,
    address: (p: { where: string }) => `${p.where}: 글 안에 주소를 적을 수 없어요. 링크는 버튼에만 있어요.`,
    personal: (p: { where: string }) => `${p.where}: 이메일 주소나 전화번호로 보이는 것이 있어요.`,
    markup: (p: { where: string }) => `${p.where}: HTML이나 마크다운 없이 글만 적어 주세요.`,
    language: (p: { key: string }) => `${p.key}: 캠페인의 언어와 달라요. 한국어로 써 주세요.`,
    emoji: (p: { key: string }) => `${p.key}: 이모지가 제목에 있거나 너무 많아요.`,
    tooLong: (p: { key: string; needed: string; paragraphs: string; paragraph: string; button: string }) =>
      `${p.key}: ${p.needed}은 비울 수 없고, 본문은 ${p.paragraphs}문단에 문단마다 ${p.paragraph}자, 버튼은 ${p.button}자까지예요.`,
    subjectLong: (p: { key: string; n: string; max: string }) =>
      `${p.key}: 제목이 가장 길 때 ${p.n}자예요 (${p.max}자까지).`,
    preheaderLong: (p: { key: string; n: string; max: string }) =>
      `${p.key}: 미리보기가 가장 길 때 ${p.n}자예요 (${p.max}자까지).`,
    size: (p: { key: string; n: string; max: string }) =>
      `${p.key}: 본문이 ${p.n}바이트예요. ${p.max}바이트를 넘으면 수신거부가 잘려요.`,
  },
  plan: {
    checks: {
      sendAt: '발송 시각',
      deadline: '기한 안에 발송',
      rate: '발송 속도',
      holdout: '홀드아웃',
      stop: '멈추는 조건',
      budget: '예산',
      price: '메시지 한 통의 비용',
    },
    sendAt: (p: { at: string }) => `발송 시각은 now이거나 앞으로의 시각(YYYY-MM-DDTHH:MM)이어야 해요: '${p.at}'.`,
    notNow: () => '브리프에 바로 보내라는 말이 없어요. 시각을 정해 주세요.',
    asked: (p: { at: string }) => `브리프에서 정한 발송 시각: ${p.at}.`,
    deadline: (p: { at: string; by: string }) => `발송이 목표 기한보다 늦어요: 발송 ${p.at}, 기한 ${p.by}.`,
    rate: (p: { min: string; max: string }) => `속도는 초당 ${p.min}–${p.max}통이어야 해요.`,
    holdout: (p: { min: string; max: string }) => `홀드아웃은 ${p.min}–${p.max} %여야 해요.`,
    stop: () => '멈추는 조건은 0보다 크고 100 이하인 백분율이어야 해요.',
    budgetNegative: () => '예산은 0 이상이어야 해요.',
    price: (p: { forms: string }) =>
      `${p.forms} 한 통의 비용을 몰라 발송 비용을 셀 수 없어요. \`/baton brand\`의 ‘목표와 비용’에 적고 [다시 검사]를 눌러 주세요.`,
  },
  fields: {
    targetMoney: '목표 금액',
    targetCount: '목표 수',
    targetPercent: '목표 전환율 (%)',
    deadline: '기한',
    audience: '대상',
    offer: '혜택 (없으면 비워 두세요)',
    keyMessage: '핵심 메시지',
    coupon: '쿠폰',
    channel: '채널',
    budget: '예산 (없으면 비워 두세요)',
    segmentName: '이름',
    condition: '조건의 수치',
    include: '보낼 세그먼트',
    personaName: '이름',
    personaSummary: '설명',
    subject: '제목 ((광고)는 코드가 붙여요)',
    preheader: '미리보기',
    body: '본문 (빈 줄로 문단을 나눠요)',
    button: '버튼',
    link: '링크',
    leaveOut: '뺄 안',
    picture: '문자에 넣을 사진',
    textTitle: '장문일 때의 제목 (없으면 비워 두세요)',
    pushTitle: '알림 제목 ((광고)는 코드가 붙여요)',
    kakaoKind: '보낼 형식',
    templateValue: '템플릿 값',
    fallback: '카카오로 못 받는 분께 보낼 문자',
    when: '발송',
    sendAt: '발송 시각',
    rate: '속도 (초당 통)',
    holdout: '홀드아웃 (%)',
    planBudget: '예산',
    isAd: '광고 여부',
  },
  options: {
    now: '승인하면 바로',
    at: '정한 시각에',
    ad: '광고예요: (광고) 표시를 붙이고 동의한 사람에게만 보내요',
  },
  edit: {
    needed: () => '비워 둘 수 없어요.',
    tooLong: (p: { max: string }) => `${p.max}자까지 쓸 수 있어요.`,
    notOffered: () => '목록에 있는 것 중에서 골라 주세요.',
    notNumber: () => '숫자로 적어 주세요. 예: 10,000,000 또는 1천만',
    notWhole: () => '소수점 없는 수로 적어 주세요.',
    outOfRange: (p: { min: string; max: string }) => `${p.min}에서 ${p.max} 사이로 적어 주세요.`,
    notDay: () => '2026-12-31처럼 날짜로 적어 주세요.',
    notTime: () => '앞으로의 날짜와 시각을 골라 주세요.',
    crossed: () => '앞의 수보다 작을 수 없어요.',
    notPossible: () => '이 조건에 쓸 수 없는 수예요.',
    keepOne: () => '세그먼트를 하나는 남겨 주세요.',
    noVariant: (p: { key: string }) => `'${p.key}' 안을 찾지 못했어요. 카드를 새로 열어 주세요.`,
    keepVariant: (p: { segments: string }) => `세그먼트마다 한 안은 남겨 주세요 (${p.segments}).`,
    liquid: (p: { why: string }) => `치환 변수를 읽을 수 없어요 (${p.why}).`,
    unchanged: () => '바뀐 것이 없어요. 고치거나 창을 닫아 주세요.',
  },
  kit: {
    missing: () => '꼭 필요해요.',
    unknown: () => '이런 항목은 없어요.',
    type: (p: { expected: string }) => `형식이 맞지 않아요 (필요한 형식: ${p.expected}).`,
    empty: () => '비워 둘 수 없어요.',
    atLeast: (p: N) => `${p.n} 이상이어야 해요.`,
    tooLong: (p: N) => `${p.n}자까지예요.`,
    tooMany: (p: N) => `${p.n}개까지예요.`,
    email: () => '이메일 주소가 아니에요.',
    url: () => 'http(s) 주소가 아니에요.',
    oneLine: () => '한 줄이어야 해요.',
    twice: (p: { value: string }) => `'${p.value}'이(가) 두 번 있어요.`,
    wrong: (p: { why: string }) => `쓸 수 없는 값이에요 (${p.why}).`,
  },
};
