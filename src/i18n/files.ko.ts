/** Calculations on files of one's own (`baton experiment`, `baton ltv`): nothing is stored, nothing is sent. */
type F = { file: string };

export const filesKo = {
  errors: {
    not_found: (p: F) => `${p.file}: 파일을 찾지 못했어요. 계산하지 않았어요.`,
    not_readable: (p: F) => `${p.file}: 이 사용자에게 읽을 권한이 없어요. 계산하지 않았어요.`,
    directory: (p: F) => `${p.file}: 폴더예요. CSV 파일 하나를 적어 주세요. 계산하지 않았어요.`,
    broken: (p: F & { row: string; detail: string }) =>
      `${p.file}: ${p.row}행에서 더 읽지 못했어요 (${p.detail}). 계산하지 않았어요. 파일을 고친 뒤 다시 해 주세요.`,
    encoding: (p: F & { row: string }) =>
      `${p.file}: ${p.row}행 근처의 글자를 읽을 수 없어요. UTF-8이나 CP949(EUC-KR)로 저장한 CSV를 주세요. 계산하지 않았어요.`,
    workbook: (p: F) =>
      `${p.file}: CSV가 아니라 엑셀 파일이에요. 엑셀에서 'CSV UTF-8(쉼표로 분리)'로 저장해 다시 주세요. 계산하지 않았어요.`,
    not_gzip: (p: F) =>
      `${p.file}: 이름은 .gz인데 gzip 파일이 아니에요. 압축을 푼 CSV라면 이름에서 .gz를 떼고 다시 해 주세요. 계산하지 않았어요.`,
    noRows: (p: F) => `${p.file}: 머리글 다음에 행이 없어서 계산하지 않았어요.`,
    noColumn: (p: F & { column: string; found: string }) =>
      `${p.file}: '${p.column}' 열이 없어서 계산하지 않았어요. 파일에 있는 열: ${p.found}.`,
    notNumber: (p: F & { row: string; column: string; value: string }) =>
      `${p.file}: ${p.row}행의 '${p.column}' 칸이 숫자가 아니라서 계산하지 않았어요: "${p.value}". 산 것이 없으면 빈칸 대신 0을 적어 주세요.`,
    notConversion: (p: F & { row: string; column: string; value: string }) =>
      `${p.file}: ${p.row}행의 '${p.column}' 칸은 0이나 1이어야 해요: "${p.value}". 계산하지 않았어요.`,
    noArm: (p: F & { row: string; column: string }) =>
      `${p.file}: ${p.row}행의 '${p.column}' 칸이 비어 있어요. 어느 쪽에 배정됐는지 모르는 행이 있으면 계산할 수 없어요.`,
    noControl: (p: F & { control: string; found: string }) =>
      `${p.file}: 비교할 '${p.control}'에 배정된 행이 없어서 계산하지 않았어요. 파일에 있는 배정: ${p.found}.`,
    oneArm: (p: F & { found: string }) =>
      `${p.file}: 배정이 '${p.found}' 하나뿐이라 비교할 것이 없어요. 계산하지 않았어요.`,
    twice: (p: F & { column: string }) =>
      `${p.file}: '${p.column}' 열이 둘 이상이라 어느 쪽인지 알 수 없어요. 계산하지 않았어요. 열 이름을 다르게 고쳐 주세요.`,
    ragged: (p: F & { row: string; cells: string; header: string }) =>
      `${p.file}: ${p.row}행의 칸이 ${p.cells}개로 머리글(${p.header}개)보다 많아서 계산하지 않았어요. 쉼표가 든 값은 따옴표로 감싸 주세요.`,
    notDate: (p: F & { row: string; value: string; forms: string }) =>
      `${p.file}: ${p.row}행의 날짜를 읽지 못해 계산하지 않았어요: "${p.value}". 읽을 수 있는 꼴: ${p.forms}.`,
    notOrder: (p: F & { row: string; cells: string }) =>
      `${p.file}: ${p.row}행의 칸 수가 ${p.cells}개예요. CDNOW 파일은 4칸(고객, 날짜, 장수, 금액)이나 5칸(고객, 표본 번호, 날짜, 장수, 금액)이에요. 계산하지 않았어요.`,
    noContact: (p: F & { row: string }) => `${p.file}: ${p.row}행에 고객 번호가 없어서 계산하지 않았어요.`,
    noneBefore: (p: F & { end: string }) => `${p.file}: ${p.end}까지의 주문이 없어서 계산하지 않았어요.`,
    noRepeat: (p: F & { n: string; end: string }) =>
      `${p.file}: ${p.end}까지 산 고객 ${p.n}명 가운데 다른 날 다시 산 사람이 없어서 모형을 맞출 수 없어요. 더 긴 기간의 주문을 주세요.`,
    currencies: (p: F & { found: string }) =>
      `${p.file}: 통화가 둘 이상이라 금액을 더하지 않았어요: ${p.found}. --currency로 하나를 골라 주세요. 계산하지 않았어요.`,
  },
  options: {
    missing: (p: { options: string }) => `더 필요한 옵션: ${p.options}. 계산하지 않았어요.`,
    share: (p: { option: string; given: string }) =>
      `--${p.option} ${p.given}: 0과 1 사이의 수(0.02)나 백분율(2%)로 적어 주세요.`,
    lift: (p: { given: string }) =>
      `--lift ${p.given}: baseline 대비 변화(0.2나 20%)로 적어 주세요. 0이 아니고, 바뀐 전환율이 0 %와 100 % 사이여야 해요.`,
    power: (p: { given: string }) =>
      `--power ${p.given}: 우연만으로 차이가 보이는 5 %보다 큰 값(보통 0.8)으로 적어 주세요.`,
    shares: (p: { given: string; form: string }) => `--shares ${p.given}: ${p.form}처럼 모든 배정의 몫을 적어 주세요.`,
    amount: (p: { option: string; given: string }) => `--${p.option} ${p.given}: 0보다 큰 수로 적어 주세요.`,
    days: (p: { given: string }) => `--horizon-days ${p.given}: 1부터 3650까지의 날수로 적어 주세요.`,
    date: (p: { given: string }) => `--calibration-end ${p.given}: YYYY-MM-DD로 적어 주세요.`,
    currency: (p: { given: string }) => `--currency ${p.given}: KRW, USD 같은 통화 코드로 적어 주세요.`,
    kpi: (p: { given: string }) => `--kpi ${p.given}: revenue나 conversion 가운데에서 골라 주세요.`,
    format: (p: { given: string }) => `--format ${p.given}: cdnow나 csv 가운데에서 골라 주세요.`,
  },
  experiment: {
    constantPre: (p: F & { column: string }) =>
      `${p.file}: '${p.column}' 열의 값이 모두 같아서 이전 값으로 보정(CUPED)하지 못했어요. 나머지는 그대로 계산했어요.`,
    against: (p: { arm: string; control: string; verdict: string }) => `${p.arm} (${p.control} 대비): ${p.verdict}`,
    wins: (p: { name: string; runnerUp: string }) =>
      `가장 나은 변형은 ${p.name}: ${p.runnerUp}와(과)의 차이도 분명해요.`,
    noWinner: (p: { name: string; runnerUp: string }) =>
      `승자 없음: ${p.name}와(과) ${p.runnerUp}의 차이는 구간이 0을 품어요.`,
    head: { arm: '배정', n: '인원', conversions: '전환', rate: '전환율', revenue: '매출', mean: '1인당' },
    compare: {
      arm: '비교',
      conversion: '전환 차이 (Newcombe 95 %)',
      p: 'p',
      revenue: '1인당 매출 차이 (Welch 95 %)',
      bootstrap: '부트스트랩 95 %',
      incremental: '증분 매출 (95 %)',
      cuped: 'CUPED 1인당 (95 %)',
      capped: '상한 적용 1인당 (95 %)',
      always: '언제 봐도 맞는 구간 (1인당)',
      holm: 'Holm p',
    },
    split: (p: { chi2: string; p: string }) => `배정 비율 검사: χ² ${p.chi2}, p ${p.p}`,
    splitOk: '통과',
    splitBroken: '깨짐 (p < 0.001)',
    how: '배정된 그대로 비교(0원 포함). p는 전환은 합동 z, 매출은 Welch t. 공식: docs/statistics.md',
    none: '—',
    interval: (p: { diff: string; lo: string; hi: string }) => `${p.diff} (${p.lo} ~ ${p.hi})`,
    range: (p: { lo: string; hi: string }) => `${p.lo} ~ ${p.hi}`,
  },
  size: {
    needed: (p: { n: string; holdout: string; from: string; to: string; power: string }) =>
      `전환율 ${p.from}에서 ${p.to}로의 변화를 ${p.power}의 확률로 보려면 모두 ${p.n}명(그중 홀드아웃 ${p.holdout}명)이 필요해요.`,
    verdict: (p: { n: string }) =>
      `구간(Newcombe)으로 판정하면 ${p.n}명이 필요해요. 홀드아웃이 작을수록 이 수를 보고 정하세요.`,
    half: (p: { n: string }) => `반씩 나누면 ${p.n}명이면 돼요.`,
    smallest: (p: { n: string; points: string; relative: string }) =>
      `${p.n}명으로 볼 수 있는 가장 작은 변화는 ${p.points} (${p.relative})예요.`,
    never: (p: { n: string }) => `${p.n}명으로는 어떤 변화도 볼 수 없어요.`,
  },
  ltv: {
    title: (p: { n: string; end: string; days: string }) =>
      `${p.end}까지 산 ${p.n}명이 그 뒤 ${p.days}일 동안 살 것으로 보이는 모습`,
    transactions: (p: { x: string }) => `예상 구매 횟수 ${p.x}번`,
    alive: (p: { x: string; share: string }) => `다시 살 가능성이 남은 고객 ${p.x}명 (${p.share})`,
    value: (p: { total: string; each: string; margin: string }) =>
      `예상 가치 합계 ${p.total}, 1인당 ${p.each} (이익률 ${p.margin}, 할인 없음)`,
    unsettled:
      'BG/NBD의 r, α, a, b는 이 자료로 정해지지 않아요 (다시 산 사람이 10명이 안 되거나, 고객끼리 너무 비슷하거나, 떠난 사람이 없어 보여요). 합계는 가능도가 더 오르지 않는 곳의 값이니 어림으로만 봐 주세요.',
    lateEnd: (p: { end: string; last: string }) =>
      `--calibration-end ${p.end}: 마지막 주문(${p.last})보다 훨씬 뒤예요. 그 사이 아무도 사지 않은 것으로 읽었으니, 자료가 끝난 날이 맞는지 확인해 주세요.`,
    alike:
      '감마-감마의 p, q, γ는 이 자료로 정해지지 않아요 (금액이 고객끼리나 주문끼리 거의 같아요). 가치는 가능도가 더 오르지 않는 곳의 값이에요.',
    noValue: '금액의 평균이 정해지지 않아(q ≤ 1이거나 다시 산 고객이 너무 적음) 예상 가치는 내지 않았어요.',
    head: { name: '모형', value: '값' },
    how: '하루에 여러 번 산 것은 한 번으로, 단위는 주. BG/NBD와 gamma-gamma, 최대가능도. 공식: docs/statistics.md',
  },
};
