/** Rules as sentences, their problems, aggregates, the HTTP API and imports. */
export const audienceKo = {
  /** Names alone; rules as sentences are in rules.ko.ts. */
  rule: {
    events: {
      purchase: '구매',
      refund: '환불',
      visit: '방문',
      cart: '장바구니 담기',
      signup: '가입',
      push: '푸시 누르기',
      open: '메시지 열람',
      click: '클릭',
    },
    fields: {
      external_id: '고객 번호',
      email: '이메일',
      phone: '전화번호',
      first_name: '이름',
      last_name: '성',
      locale: '언어',
      timezone: '시간대',
      lifecycle: '고객 단계',
      created_at: '가입일',
    },
  },
  problems: {
    unknown_field: (p: { name: string; known: string }) =>
      `'${p.name}' 데이터는 아직 없어요. 쓸 수 있는 것: ${p.known}`,
    unknown_event: (p: { name: string; known: string }) =>
      `'${p.name}' 행동은 기록된 적이 없어요. 쓸 수 있는 것: ${p.known}`,
    unknown_property: (p: { name: string; known: string }) =>
      `구매에 '${p.name}' 속성은 없어요. 쓸 수 있는 것: ${p.known}`,
    unknown_campaign: (p: { name: string; known: string }) =>
      p.known
        ? `'${p.name}' 캠페인을 찾지 못했어요. 쓸 수 있는 것: ${p.known}`
        : `'${p.name}' 캠페인을 찾지 못했어요. C-7처럼 적어 주세요.`,
    unknown_segment: (p: { name: string; known: string }) =>
      p.known
        ? `저장한 세그먼트 '${p.name}'을(를) 찾지 못했어요. 쓸 수 있는 것: ${p.known}`
        : `저장한 세그먼트 '${p.name}'을(를) 찾지 못했어요. 아직 저장한 세그먼트가 없어요.`,
    segment_cycle: (p: { name: string; known: string }) =>
      `저장한 세그먼트 '${p.name}'이(가) 돌고 돌아 자기 자신을 부르고 있어요 (${p.known}). 그 조건을 빼 주세요.`,
    not_available: (p: { name: string; known: string }) =>
      p.known ? `'${p.name}'은 아직 계산하지 않아요. 쓸 수 있는 것: ${p.known}` : `'${p.name}'은 아직 쓸 수 없어요.`,
    bad_value: (p: { name: string; known: string }) =>
      `'${p.name}' 조건의 값이나 비교가 맞지 않아요. 가능한 것: ${p.known}`,
  },
  aggregates: {
    contacts: '고객 수',
    orders_mean: '1인당 평균 구매 횟수',
    revenue_mean: '1인당 평균 구매 금액',
    average_order_value: '객단가',
    days_since_last_order_median: '마지막 구매 후 지난 날 (중앙값)',
    days_since_first_order_median: '첫 구매 후 지난 날 (중앙값)',
    quantity_mean: '주문당 평균 수량',
    weekend_order_share: '금요일부터 일요일 사이 주문의 비율',
    top_revenue_share: '구매 금액 상위 30%에 드는 고객의 비율',
    repeat_share: '2회 이상 구매한 고객의 비율',
    visited_30d_share: '최근 30일 안에 방문한 고객의 비율',
    cart_30d_share: '최근 30일 안에 장바구니에 담은 고객의 비율',
    email_consent_share: '이메일 수신에 동의한 고객의 비율',
    sms_consent_share: '문자 수신에 동의한 고객의 비율',
    kakao_consent_share: '카카오 수신에 동의한 고객의 비율',
    push_consent_share: '앱 푸시 수신에 동의한 고객의 비율',
    attribute_share: (p: { field: string; value: string }) => `${p.field}이(가) '${p.value}'인 고객의 비율`,
    category_share: (p: { value: string }) => `'${p.value}' 주문의 비율`,
  },
  api: {
    unauthorized:
      'API 키가 없거나 맞지 않아요. Authorization: Bearer 머리글을 확인해 주세요. 아무것도 저장하지 않았어요.',
    forbidden: (p: { scope: string }) => `이 키에는 '${p.scope}' 권한이 없어요. 아무것도 저장하지 않았어요.`,
    too_large: (p: { rows: string; megabytes: string }) =>
      `한 번에 ${p.rows}행, ${p.megabytes}MB까지 받을 수 있어요. 나누어 다시 보내 주세요. 아무것도 저장하지 않았어요.`,
    not_found: (p: { kinds: string }) =>
      `그런 주소는 없어요. /api/v1/ 뒤에는 ${p.kinds} 중 하나를 적어 주세요. 아무것도 저장하지 않았어요.`,
    not_post: (p: { method: string }) =>
      `행은 ${p.method}이(가) 아니라 POST로 보내 주세요. 아무것도 저장하지 않았어요.`,
    not_json: 'Content-Type은 application/json이고 Content-Encoding은 없어야 해요. 아무것도 저장하지 않았어요.',
    bad_json: 'JSON으로 읽을 수 없어요. 행(object)의 배열을 보내 주세요. 아무것도 저장하지 않았어요.',
    internal:
      '지금은 처리하지 못했고, 저장되었는지 알 수 없어요. 같은 요청을 다시 보내 주세요. 이미 저장된 행은 다시 저장되지 않아요.',
    invalid_rows: '저장할 수 있는 행이 없어요. results에서 행과 필드를 확인해 주세요.',
    rate_limited: (p: { seconds: string }) =>
      `요청이 너무 많아요. ${p.seconds}초 뒤에 다시 보내 주세요. 아무것도 저장하지 않았어요.`,
  },
};
