/** Pools of coupon codes, wherever a person meets them. No sentence here ever holds a code of somebody's. */
type N = { n: string };

export const couponsKo = {
  kinds: { single: '한 사람에 하나', shared: '모두 같은 코드' },
  none: '쿠폰 없음',
  /** As one line: name, discount, condition, until when, how many are left. */
  promise: (p: { name: string; discount: string; condition: string; until: string }) =>
    `${p.name} · ${p.discount}${p.condition ? ` · ${p.condition}` : ''} · ${p.until}까지`,
  left: (p: N) => `남은 코드 ${p.n}개`,
  spoken: (p: N) => `그중 ${p.n}개는 승인된 다른 캠페인의 몫`,
  leftOf: (p: { left: string; codes: string }) => `${p.left} / ${p.codes}개 남음`,
  home: '쿠폰',
  expired: '기간이 지남',
  brief: {
    check: '쿠폰',
    unknown: (p: { id: string; known: string }) =>
      `‘${p.id}’ 쿠폰은 없어요. 고를 수 있는 것: ${p.known || '없음. baton coupon import로 넣어 주세요'}.`,
    expired: (p: { name: string; until: string }) =>
      `‘${p.name}’ 쿠폰은 ${p.until}까지였어요. 다른 쿠폰을 고르거나 비워 주세요.`,
    empty: (p: { name: string }) => `‘${p.name}’ 쿠폰에 남은 코드가 없어요. 코드를 더 넣거나 다른 쿠폰을 골라 주세요.`,
    missing: (p: { name: string; what: string }) =>
      `혜택이 ‘${p.name}’ 쿠폰과 달라요. 쿠폰에는 ${p.what}(이)라고 되어 있어요. 혜택에 그대로 적어 주세요.`,
    extra: (p: { name: string; what: string }) =>
      `‘${p.name}’ 쿠폰에 없는 수치가 혜택에 있어요: ${p.what}. 쿠폰과 같게 고쳐 주세요.`,
  },
  copy: {
    check: '쿠폰 코드 자리',
    noPool: (p: { where: string }) =>
      `${p.where}: {{ coupon }}이 있는데 브리프에서 고른 쿠폰이 없어요. 자리를 빼거나 브리프에서 쿠폰을 골라 주세요.`,
    notUsed: (p: { key: string }) =>
      `${p.key}: 쿠폰 코드 자리({{ coupon }})가 없어요. 받는 사람은 자기 코드를 볼 수 없어요.`,
  },
  result: (p: { redeemed: string; issued: string; rate: string; money: string; name: string }) =>
    `${p.issued}명 중 ${p.redeemed}명 사용 (전달된 사람의 ${p.rate}), 주문 ${p.money} · ${p.name}`,
  byOthers: (p: N) => `다른 사람이 쓴 코드 ${p.n}개 (이 캠페인의 매출에 넣지 않아요)`,
  refunded: (p: N) => `환불된 주문 ${p.n}건은 뺐어요`,
  cli: {
    pool: '--pool: 쿠폰 이름을 1자에서 60자까지 적어 주세요.',
    terms: '--discount: 할인 내용을 1자에서 100자까지 적어 주세요 (예: --discount "15% 할인").',
    condition: '--condition: 100자까지 적어 주세요. 조건이 없으면 빼 주세요.',
    expires: (p: { given: string }) => `--expires ${p.given}: 쓸 수 있는 마지막 날을 YYYY-MM-DD로 적어 주세요.`,
    over: (p: { given: string; today: string }) =>
      `--expires ${p.given}: 이미 지난 날이에요 (오늘 ${p.today}). 아무것도 넣지 않았어요.`,
    differs: (p: { name: string; has: string }) =>
      `‘${p.name}’ 쿠폰은 이미 있고 조건이 달라요: ${p.has}. 아무것도 넣지 않았어요. 같은 조건이면 --pool만 적고, 다른 조건이면 다른 이름으로 넣어 주세요.`,
    column: (p: { file: string; found: string }) =>
      `${p.file}: 코드가 든 열을 찾지 못했어요. 첫 줄에 code, coupon, 쿠폰코드, 쿠폰번호 가운데 하나를 열 이름으로 적어 주세요. 찾은 열: ${p.found}개. 아무것도 넣지 않았어요.`,
    file: {
      broken: (p: { file: string; row: string; detail: string }) =>
        `${p.file}: ${p.row}행에서 CSV를 더 읽지 못했어요 (${p.detail}). 아무것도 넣지 않았어요. 파일을 고친 뒤 다시 넣어 주세요.`,
      encoding: (p: { file: string; row: string }) =>
        `${p.file}: ${p.row}행 근처의 글자를 읽을 수 없어요. UTF-8이나 CP949(EUC-KR)로 저장한 CSV를 주세요. 아무것도 넣지 않았어요.`,
      workbook: (p: { file: string }) =>
        `${p.file}: CSV가 아니라 엑셀 파일이에요. 엑셀에서 'CSV UTF-8(쉼표로 분리)'로 저장해 다시 주세요. 아무것도 넣지 않았어요.`,
      not_gzip: (p: { file: string }) =>
        `${p.file}: 이름은 .gz인데 gzip 파일이 아니에요. 압축을 푼 CSV라면 이름에서 .gz를 떼고 다시 주세요. 아무것도 넣지 않았어요.`,
      noRows: (p: { file: string }) => `${p.file}: 머리글 다음에 코드가 없어요. 아무것도 넣지 않았어요.`,
    },
    one: (p: { name: string }) =>
      `‘${p.name}’: --shared 쿠폰은 코드가 하나여야 해요. 아무것도 넣지 않았어요. 한 사람에 하나씩 줄 코드라면 --shared를 빼 주세요.`,
    why: {
      form: '글자, 숫자, - _ . 로 된 2~40자. 엑셀이 숫자로 바꾼 코드는 원래 값으로 고쳐 주세요',
      empty: '빈 칸',
      repeated: (p: { row: string }) =>
        `${p.row}행과 같은 코드예요 (대소문자와 띄어쓰기는 보지 않아요). 하나만 넣었어요`,
      pool: (p: { name: string }) => `‘${p.name}’ 쿠폰에 이미 있는 코드예요. 한 코드는 한 쿠폰에만 있어야 해요`,
      used: '파일에 이미 발급했거나 쓴 코드라고 적혀 있어요',
    },
    rejected: (p: { file: string; row: string; code: string; why: string }) =>
      `${p.file}:${p.row}: ${p.code}: ${p.why}`,
    more: (p: N) => `그 밖에 ${p.n}행도 같은 까닭들로 넣지 않았어요.`,
    kept: (p: { name: string; inserted: string; unchanged: string; rejected: string; left: string }) =>
      `‘${p.name}’: 새 코드 ${p.inserted}개, 이미 있던 코드 ${p.unchanged}개, 넣지 않은 행 ${p.rejected}개. ${p.left}`,
    shared: '모두 같은 코드를 받아요.',
    none: '쿠폰이 아직 없어요. `baton coupon import FILE.csv --pool 이름 --discount "15% 할인" --expires 2026-12-31`로 넣어 주세요.',
    line: (p: { name: string; promise: string; kind: string; left: string; given: string; redeemed: string }) =>
      `${p.promise}  ${p.kind}  ${p.left}  발급 ${p.given}  사용 ${p.redeemed}`,
  },
};
export type CouponWords = typeof couponsKo;
