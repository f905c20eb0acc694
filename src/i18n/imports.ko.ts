/** Files that come in: by the command line and dropped into a direct message. */
export const importsKo = {
  errors: {
    not_found: (p: { file: string }) => `${p.file}: 파일을 찾지 못했어요. 아무것도 가져오지 않았어요.`,
    not_readable: (p: { file: string }) => `${p.file}: 이 사용자에게 읽을 권한이 없어요. 아무것도 가져오지 않았어요.`,
    directory: (p: { file: string }) => `${p.file}: 폴더예요. CSV 파일 하나를 적어 주세요. 아무것도 가져오지 않았어요.`,
    no_rows: (p: { file: string }) => `${p.file}: 머리글 행이 없어요. 아무것도 가져오지 않았어요.`,
    missing_columns: (p: { file: string; missing: string; found: string }) =>
      `${p.file}: 필요한 열이 없어요: ${p.missing}. 파일에 있는 열: ${p.found}. --map 파일열=우리열로 이어 줄 수 있어요. 아무것도 가져오지 않았어요.`,
    unknown_map: (p: { file: string; name: string; found: string }) =>
      `${p.file}: --map의 '${p.name}' 열이 파일에 없어요. 파일에 있는 열: ${p.found}. 아무것도 가져오지 않았어요.`,
    unknown_ours: (p: { file: string; name: string; allowed: string }) =>
      `${p.file}: --map의 '${p.name}'은(는) 우리 열이 아니에요. 쓸 수 있는 것: ${p.allowed}. 아무것도 가져오지 않았어요.`,
    bad_type: (p: { file: string; name: string }) =>
      `${p.file}: '${p.name}'에는 종류를 정할 수 없어요. 우리 열이 아닌 열에만 :text, :number, :boolean, :date를 붙여 주세요. 아무것도 가져오지 않았어요.`,
    twice: (p: { file: string; name: string; found: string }) =>
      `${p.file}: 여러 열이 '${p.name}' 하나로 이어졌어요: ${p.found}. --map 파일열=-로 하나만 남겨 주세요. 아무것도 가져오지 않았어요.`,
    settled: (p: { file: string; name: string; type: string; before: string }) =>
      `${p.file}: '${p.name}'은(는) 이미 ${p.before}(으)로 쓰고 있어서 ${p.type}(으)로 바꿀 수 없어요. 글자로만 바꿀 수 있어요(--map …=${p.name}:text). 아무것도 가져오지 않았어요.`,
    broken: (p: { file: string; row: string; detail: string }) =>
      `${p.file}: ${p.row}행에서 CSV를 더 읽지 못했어요 (${p.detail}). 그 앞의 행까지만 가져왔어요. 파일을 고친 뒤 다시 가져오면 이미 들어온 행은 그대로 두어요.`,
    encoding: (p: { file: string; row: string }) =>
      `${p.file}: ${p.row}행 근처의 글자를 읽을 수 없어요. UTF-8이나 CP949(EUC-KR)로 저장한 CSV를 주세요. 그 앞의 행까지만 가져왔어요.`,
    workbook: (p: { file: string }) =>
      `${p.file}: CSV가 아니라 엑셀 파일이에요. 엑셀에서 'CSV UTF-8(쉼표로 분리)'로 저장해 다시 주세요. 아무것도 가져오지 않았어요.`,
    not_gzip: (p: { file: string }) =>
      `${p.file}: 이름은 .gz인데 gzip 파일이 아니에요. 압축을 푼 CSV라면 이름에서 .gz를 떼고 다시 주세요. 아무것도 가져오지 않았어요.`,
  },
  why: {
    scientific:
      '엑셀이 전화번호를 숫자로 바꾸면서 뒷자리를 지웠어요. 원래 시스템에서 다시 내려받거나, 열 서식을 텍스트로 바꾼 뒤 저장해 주세요.',
    phone:
      '쓸 수 있는 전화번호가 아니에요. 국가 번호가 없으면 이 나라 번호로 읽어요 (DEFAULT_REGION). 다른 나라 번호는 +와 국가 번호로 시작해 주세요.',
    ragged: '이 행의 칸 수가 머리글과 달라요. 쉼표가 든 값을 큰따옴표로 감싸 주세요.',
    repeated:
      '한 번호가 너무 많은 행에 서로 다른 내용으로 나와요. 번호가 맞는 열인지 확인해 주세요. 이 행은 가져오지 않았어요.',
    taken: '이 번호는 이미 다른 고객의 것으로 들어와 있어요.',
    settled: '이 열은 이미 다른 종류의 값으로 정해져 있어요. --map 열=열:text로 글자로 바꿀 수 있어요.',
    money: '다른 통화의 금액은 더하지 않아요. 계정의 통화로 바꾼 뒤 가져와 주세요.',
    thousands: '천을 뜻하는지 소수를 뜻하는지 알 수 없어요. 점 없이 쓰거나 소수 자리를 줄여 주세요.',
    future: '1년 넘게 앞선 시각이에요. 가장 나중 말로 남아 그 뒤의 수신 거부를 막게 되니 연도를 확인해 주세요.',
    purchase: '구매는 금액이 있어야 해서 이벤트가 아니라 주문(orders)으로 가져와요.',
    erased: '삭제를 요청한 고객이에요. 삭제한 뒤에 새로 받은 동의를 consents로 먼저 가져와야 다시 들어올 수 있어요.',
    consent_source: '동의 열은 무엇에 근거하는지 적어 주어야 가져와요 (--consent-source).',
  },
  types: { text: '글자', number: '숫자', boolean: '예/아니요', date: '날짜' },
  said: {
    connected: (p: { theirs: string; ours: string }) => `열 이름으로 이었어요: ${p.theirs} → ${p.ours}`,
    decoded: (p: { encoding: string }) => `UTF-8이 아니어서 ${p.encoding}로 읽었어요.`,
    totals: (p: { read: string; inserted: string; updated: string; unchanged: string; rejected: string }) =>
      `읽음 ${p.read}, 새로 들어옴 ${p.inserted}, 바뀜 ${p.updated}, 그대로 ${p.unchanged}, 거절 ${p.rejected}`,
    progress: (p: { read: string }) => `${p.read}행 읽음`,
    dry: '시험 실행이라 아무것도 저장하지 않았어요.',
  },
  kinds: { contacts: '고객', consents: '수신 동의', orders: '주문', events: '이벤트' },
  columns: {
    external_id: '고객 번호',
    email: '이메일',
    phone: '전화번호',
    push_token: '앱 푸시 토큰',
    first_name: '이름',
    last_name: '성',
    locale: '언어',
    timezone: '시간대',
    lifecycle: '고객 단계',
    created_at: '가입일',
    'consent.email': '이메일 수신 동의',
    'consent.sms': '문자 수신 동의',
    'consent.kakao': '카카오 수신 동의',
    'consent.push': '푸시 수신 동의',
    contact_id: '고객 번호',
    channel: '채널',
    purpose: '동의 목적',
    state: '동의 여부',
    at: '일시',
    source: '동의 근거',
    text_version: '동의 문구 버전',
    order_id: '주문 번호',
    amount: '금액',
    currency: '통화',
    quantity: '수량',
    category: '카테고리',
    coupon: '쓴 쿠폰 코드',
    product: '상품',
    status: '주문 상태',
    order_source: '주문을 알려 준 곳',
    event_id: '이벤트 번호',
    name: '이벤트 이름',
  },
  slack: {
    reading: (p: { file: string }) => `*${p.file}* 파일을 읽고 있어요.`,
    offered: (p: { file: string; columns: string }) =>
      `*${p.file}* 파일을 받았어요. 열이 ${p.columns}개예요. 아직 아무것도 가져오지 않았어요.`,
    choose: '무엇이 담긴 파일인지 골라 주세요. 다음 창에서 열을 확인한 뒤에 가져와요.',
    running: (p: { file: string; kind: string }) => `*${p.file}* (${p.kind}) 파일을 가져오고 있어요.`,
    done: (p: { file: string; kind: string }) => `*${p.file}* (${p.kind}) 파일을 다 가져왔어요.`,
    failed: (p: { file: string; why: string }) => `*${p.file}* 파일을 가져오지 못했어요.\n${p.why}`,
    counts: (p: { read: string; inserted: string; updated: string; unchanged: string; rejected: string }) =>
      `읽은 행 ${p.read} · 새로 들어옴 ${p.inserted} · 바뀜 ${p.updated} · 그대로 ${p.unchanged} · 거절 ${p.rejected}`,
    refused: (p: { n: string; shown: string }) => `*거절한 행 ${p.n}개 중 처음 ${p.shown}개*`,
    row: (p: { row: string; column: string; value: string; why: string }) =>
      `• ${p.row}행, ${p.column}: ‘${p.value}’ — ${p.why}`,
    wholeRow: '행 전체',
    empty: '빈 칸',
    allowed: (p: { allowed: string }) => `쓸 수 있는 값: ${p.allowed}`,
    more: '파일에서 이 행들을 고쳐 다시 올려 주세요. 이미 들어온 행은 그대로 두어요. 모든 행은 `baton import`가 알려 드려요.',
    title: { contacts: '고객 가져오기', consents: '동의 가져오기', orders: '주문 가져오기', events: '이벤트 가져오기' },
    submit: '가져오기',
    intro: (p: { file: string }) =>
      `*${p.file}*: 열마다 무엇인지 확인해 주세요. 아래 작은 글씨는 처음 세 행이고, 사람을 알아볼 수 있는 값은 가렸어요.`,
    needed: '필수',
    kept: { attribute: '고객 속성으로 두기', property: '이벤트 속성으로 두기' },
    leftOut: '가져오지 않기',
    noValues: '처음 세 행이 비어 있어요.',
    consentSource: '동의 근거',
    consentHint: '동의 열이 있을 때 필요해요. 예: 2026년 11월 쇼핑몰 회원 내보내기',
    consentNeeded: '동의 열을 가져오려면 그 동의가 무엇에 근거하는지 적어 주세요.',
    tooMany: (p: { n: string }) => `열이 많아 나머지 ${p.n}개는 이름에 따라 이어져요.`,
    twice: (p: { name: string }) => `'${p.name}' 열에서 이미 골랐어요. 하나만 남겨 주세요.`,
    missing: (p: { names: string }) => `필요한 열이 아직 없어요: ${p.names}. 어느 열인지 골라 주세요.`,
    begun:
      '이 파일은 이미 가져왔거나 가져오고 있어요. 다시 가져오려면 파일을 다시 올려 주세요. 아무것도 바꾸지 않았어요.',
    noScope:
      'Slack이 파일을 보여 주지 않았어요. 앱에 files:read 권한을 더해 다시 설치해 주세요. 아무것도 가져오지 않았어요.',
    noFile: (p: { file: string }) => `${p.file} 파일이 Slack에 더 없어요. 다시 올려 주세요.`,
  },
};
