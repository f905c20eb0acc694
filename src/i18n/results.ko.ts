import { lookKo } from './look.ko.ts';
import { nextKo } from './next.ko.ts';

/** The result card, its formulas, and what is proposed to be remembered. */
export const resultsKo = {
  /** What every number is made of; printed on cards and in JSON. */
  formulas: {
    attributedRevenue:
      '귀속 매출 = 창 안에서 마지막으로 닿은(클릭 우선, 다음은 전달) 메시지에 붙은 주문 금액. 환불은 빼요(창 안에 돌려준 돈은 언제 산 것이든). 보내지 않았어도 샀을 주문이 들어 있어요',
    window:
      '창 = 대상을 확정한 때부터 브리프가 정한 날수 동안. 아래의 모든 사람과 금액은 창 안의 것이고, 주문은 그 사람에게 메시지가 닿은 뒤의 것만 세요',
    incremental:
      '증분 매출 = (발송군 1인당 매출 − 홀드아웃 1인당 매출) × 발송군 인원. 창 안의 주문을 배정된 그대로 비교. 홀드아웃은 이 캠페인만 받지 않았고 다른 캠페인은 받았을 수 있어요',
    segmentIncremental:
      '세그먼트의 증분 매출 = 그 세그먼트의 발송군과 홀드아웃을 같은 방식으로 비교. 여럿을 함께 보므로 Holm으로 가려 말하고, 세그먼트의 합이 전체와 같지는 않아요(전체는 모든 사람을 같은 무게로 비교해요)',
    interval: '95 % 구간 = Welch t 구간 × 발송군 인원',
    earlyInterval:
      '중간에 보여 주는 구간 = 언제 몇 번을 봐도 맞는 95 % 구간(혼합 순차 검정)이라 고정 구간보다 넓어요. 확정은 창이 끝난 뒤 고정 구간으로 해요',
    winner:
      '변형의 승자 = 같은 세그먼트에서 배정된 그대로 비교해, 2위와의 차이의 95 % 고정 구간이 0을 벗어나고 함께 비교한 수를 감안해도(Holm) 그럴 때만. 오픈과 클릭은 쓰지 않아요',
    conversionInterval: '전환 차이의 95 % 구간 = Newcombe',
    fewBuyers:
      '산 사람이 한쪽이라도 100명보다 적으면 전환 차이도 같은 쪽일 때만 증명으로 봐요 (금액이 치우치면 t 구간만으로는 너무 자주 틀려요)',
    needed:
      '필요한 대상 = 지금 본 차이와 흩어짐이 참이라면, 같은 비율로 나눴을 때 그 차이를 80 %의 확률로 보게 되는 인원(발송군 + 홀드아웃). 본 차이에는 우연이 섞여 있어 어림이에요',
    ctr: '클릭률 = 창 안에 사람이 클릭한 고객 ÷ 전달된 고객 (기계 클릭 제외)',
    cvr: '클릭 후 구매율 = 창 안에 클릭한 뒤 산 고객 ÷ 창 안에 클릭한 고객',
    conversion: '귀속 전환율 = 창 안에 귀속 주문이 있는 고객 ÷ 전달된 고객',
    coupon:
      '쿠폰 사용률 = 받은 코드로 주문하고 환불하지 않은 고객 ÷ 전달된 고객. 자기만의 코드로 한 주문은 마지막 클릭이 어디든 그 캠페인의 귀속 매출이에요',
    cpa: '전환당 비용 = (발송 + AI + 작업) ÷ 창 안에 귀속 주문이 있는 고객',
    cac: '신규 고객 획득 비용(CAC) = (발송 + AI + 작업) ÷ 창 안에서 생애 첫 주문이 이 발송에 귀속된 고객',
    ltv: '고객 생애 가치(LTV) = 귀속 주문이 있는 고객이 앞으로 365일 동안 쓸 것으로 예측된 금액 ÷ 예측이 있는 그 고객 수 (BG/NBD·감마-감마, 마진 100 %, 할인 없음)',
    capped:
      '상한을 둔 증분 매출 = 한 고객의 창 안 매출이 상한을 넘으면 상한으로 세어 같은 방식으로 비교. 상한 = 계획을 세우기 전 90일 주문 금액의 상위 1 % 경계 (결과를 보기 전에 정해져요)',
    orderSource: '같은 주문번호가 여러 곳에서 오면 CRM 성사 > 쇼핑몰 주문 > 분석 도구 순으로 하나만 셉니다',
    aov: '객단가 = 창 안의 귀속 매출 ÷ 귀속 주문 수',
    roas: 'ROAS = 창 안의 귀속 매출 ÷ 발송 비용',
    unsubscribe: '수신거부율 = 창 안에 수신거부한 고객 ÷ 전달된 고객',
    counts:
      '계획 = 발송 대상으로 확정된 고객. 넘김 = 채널에 건넨 고객. 접수 = 채널이 받은 고객. 전달 = 도착했다는 답이 있거나, 접수 뒤 반송이 없는 고객. 오픈 = 사람이 연 것으로 보이는 고객(참고용, 아무것도 정하지 않아요)',
    cost: '비용 = 발송(접수됐거나 결과를 모르는 메시지 수 × 승인한 계획의 형식별 단가) + AI(이 캠페인에서 부른 모든 호출의 토큰 × 단가, 다시 쓰기 포함) + 작업(발송을 승인한 때의 브랜드 설정에 있는 분 × 시급)',
    roi: 'ROI = (귀속 매출 + 아낀 작업비) ÷ (AI 비용 + 작업비), 배수 (200 % = 2.0)',
    roiWithSending: '발송비 포함 ROI = (귀속 매출 + 아낀 작업비) ÷ (AI 비용 + 작업비 + 발송비)',
    roiIncremental: '증분 ROI = (증분 매출 + 아낀 작업비) ÷ (AI 비용 + 작업비 + 발송비). 증분을 말할 수 있을 때만',
    forecastError: '예측 오차 = 실제 ÷ 예측(P50) − 1',
  },
  /** 상시 홀드아웃을 두고 여러 캠페인을 함께 읽은 것. */
  pooled: {
    nobody: '상시 홀드아웃으로 빠진 고객이 아직 없어서 캠페인을 함께 읽을 수 없어요',
    says: (p: { words: string; since: string; campaigns: string; treated: string; held: string }) =>
      `${p.since}부터 캠페인 ${p.campaigns}개를 함께 읽으면: ${p.words} (캠페인 대상 ${p.treated}명, 상시 홀드아웃 ${p.held}명, 언제 봐도 맞는 구간)`,
    period: (p: {
      from: string;
      to: string;
      percent: string;
      campaigns: string;
      treated: string;
      held: string;
      why: string;
    }) =>
      `· ${p.from}부터${p.to ? ` ${p.to}까지` : ''} 상시 홀드아웃 ${p.percent}%: 캠페인 ${p.campaigns}개, 대상 ${p.treated}명 · 홀드아웃 ${p.held}명${p.why ? ` (${p.why})` : ''}`,
    few: '비교하기에 너무 적어 뺐어요',
    broken: '배정 비율이 깨졌어요',
    moved: (p: { n: string }) =>
      `· 비율을 바꿔서 도중에 군이 바뀐 고객 ${p.n}명은 어느 쪽에도 세지 않았어요 (누가 바뀌는지는 해시만으로 정해져서 남은 비교는 그대로 공정해요)`,
  },
  formulasTitle: '숫자의 뜻과 다른 읽기',
  formulasTitleEarly: '숫자의 뜻',
  formulaGroups: {
    other: '같은 결과를 다르게 읽으면',
    money: '매출과 증분',
    people: '반응과 전환',
    cost: '비용과 예측',
  },
  /** Where a message has no room for all of a result: what is left out, and where the whole is. */
  cut: (p: { what: string; id: string }) =>
    `자리가 모자라 줄였어요: ${p.what}. 전체는 \`baton campaign show ${p.id} --json\``,
  cutParts: {
    rows: (p: { n: string }) => `표의 변형과 세그먼트 ${p.n}줄`,
    segments: (p: { n: string }) => `세그먼트 ${p.n}개의 비교`,
    formulas: '숫자의 뜻 일부(전부는 위의 단추로)',
    days: '일별 표(그래프와 같은 숫자)',
  },
  more: {
    cuped: (p: { incremental: string; ci: string }) =>
      `이전 90일 구매를 감안하면(CUPED) 증분 매출 ${p.incremental} (95 % 구간 ${p.ci})`,
    bootstrap: (p: { ci: string; draws: string }) =>
      `같은 차이를 부트스트랩으로 읽으면 95 % 구간 ${p.ci} (${p.draws}번 다시 뽑음)`,
    capped: (p: { cap: string; incremental: string; ci: string }) =>
      `한 사람의 금액을 ${p.cap}에서 자르면 증분 ${p.incremental} (95 % 구간 ${p.ci})`,
    noCap: '금액을 잘라 본 증분은 — (계획을 세우기 전 90일의 주문이 100건이 안 돼 기준을 정하지 못했어요)',
    cac: (p: { cac: string }) => `신규 고객 획득 비용(CAC) ${p.cac}`,
    ltv: (p: { ltv: string }) => `산 고객의 앞으로 365일 가치(LTV) ${p.ltv}`,
    noNew: '생애 첫 주문이 없어요',
    noLtv: '산 고객에 대한 예측이 없어요',
  },
  none: '—',
  /** A number that has no value says why. */
  blank: (p: { why: string }) => `— (${p.why})`,
  why: {
    noOrders: '귀속 주문이 없어요',
    noCost: '나눌 비용이 없어요',
    noIncremental: '증분을 말할 수 없어요',
    untilEnd: '창이 끝나면 확정해요',
    noHoldout: '홀드아웃이 없어요',
    split: '배정 비율이 깨졌어요',
    fewBuyers: '산 사람이 20명이 안 되는 쪽이 있어요',
    nothingVaried: '아무도 사지 않았어요',
    noForecast: '발송할 때 주문 한 건의 값을 몰라 예측이 없었어요',
    zeroForecast: '예측이 0이라 나눌 수 없어요',
    noOpens: (p: { channel: string }) => `${p.channel}는 열람을 알려 주지 않아요`,
  },
  range: (p: { lo: string; hi: string }) => `${p.lo}에서 ${p.hi}`,
  people: (p: { n: string }) => `${p.n}명`,
  orders: (p: { n: string }) => `${p.n}건`,
  points: (p: { x: string }) => `${p.x} %p`,
  times: (p: { x: string }) => `${p.x}배`,
  kpi: {
    metric: { attributed_revenue: '귀속 매출', orders: '귀속 주문', signups: '가입', conversion_rate: '귀속 전환율' },
    line: (p: { metric: string; actual: string; target: string; share: string }) =>
      `KPI(${p.metric}) ${p.actual}, 목표 ${p.target}의 ${p.share}.`,
    noTarget: (p: { metric: string; actual: string }) => `KPI(${p.metric}) ${p.actual}.`,
  },
  verdict: {
    proved: (p: { diff: string; lo: string; hi: string }) => `증분 매출 ${p.diff} (95 % ${p.lo} ~ ${p.hi})`,
    provedConversion: (p: { diff: string; lo: string; hi: string }) => `증분 전환 ${p.diff} (95 % ${p.lo} ~ ${p.hi})`,
    /** Beside a proved verdict, in plain words. */
    added: '보내서 더 생긴 것이 확인됐어요.',
    rest: '귀속 매출에서 증분을 뺀 나머지는 보내지 않았어도 샀을 것으로 봐요.',
    nothingSold: (p: { words: string }) => `${p.words}: 아무도 사지 않았어요`,
    harm: (p: { diff: string; lo: string; hi: string }) =>
      `보내지 않은 쪽이 더 샀습니다: 증분 매출 ${p.diff} (95 % ${p.lo} ~ ${p.hi})`,
    harmConversion: (p: { diff: string; lo: string; hi: string }) =>
      `보내지 않은 쪽이 더 전환했습니다: 증분 전환 ${p.diff} (95 % ${p.lo} ~ ${p.hi})`,
    small: '차이를 말하기에 표본이 작습니다',
    smallNeeded: (p: { n: string }) => `차이를 말하기에 표본이 작습니다: 필요한 대상 ${p.n} 명, 본 차이가 참이라면`,
    smallParts: (p: { n: string; holdout: string }) => `(지금은 ${p.n}명, 그중 홀드아웃 ${p.holdout}명)`,
    several: '함께 비교한 수를 감안하면(Holm) 차이가 있다고 말할 수 없습니다',
    early: (p: { verdict: string }) => `아직 중간입니다. 언제 봐도 맞는 구간으로: ${p.verdict}`,
    noHoldout: '비교할 홀드아웃이 없어서 보내서 더 생긴 매출(증분)은 알 수 없어요',
    withheld: '배정 비율이 깨져 결과를 보류합니다',
    withheldParts: (p: { send: string; holdout: string; meant: string }) =>
      `발송 ${p.send}명 / 홀드아웃 ${p.holdout}명, 정한 홀드아웃은 ${p.meant}였어요. 차이는 보여 드리지 않아요.`,
    withheldNext:
      '나눈 것과 기록이 어긋났다는 뜻이에요. 귀속 매출은 참고만 하고, 원인을 찾은 뒤 같은 목표로 다시 보내야 증분을 읽을 수 있어요.',
  },
  corrected: {
    line: (p: { at: string; since: string; what: string }) =>
      `정정 ${p.at}: ${p.since}에 확정한 뒤 늦게 들어온 주문, 환불, 전달 결과를 반영했어요. ${p.what}`,
    unknown: (p: { at: string }) => `정정 ${p.at}: 늦게 들어온 주문이나 환불을 반영했어요.`,
    moved: (p: { name: string; before: string; now: string; by: string }) =>
      `${p.name} ${p.before} → ${p.now}${p.by ? ` (${p.by})` : ''}`,
    delivered: '전달',
    orders: '귀속 주문',
    refunds: '환불',
    revenue: '귀속 매출',
    holdoutOrders: '홀드아웃 주문',
    incremental: '증분 매출',
  },
  arms: {
    send: '발송군',
    holdout: '홀드아웃',
    line: (p: { sendRate: string; send: string; holdoutRate: string; holdout: string }) =>
      `산 사람: 발송군 ${p.sendRate} (${p.send}), 홀드아웃 ${p.holdoutRate} (${p.holdout})`,
    of: (p: { hits: string; n: string }) => `${p.n}명 중 ${p.hits}명`,
    diff: (p: { diff: string; ci: string }) => `전환 차이 ${p.diff} (95 % 구간 ${p.ci})`,
    split: '배정 비율 검사 통과',
  },
  chart: {
    title: '일별 1인당 매출',
    x: '날짜',
    /** Spans of several days, in a long window. */
    spans: (p: { days: string }) => `${p.days}일씩 묶은 1인당 매출`,
    span: (p: { from: string; to: string }) => `${p.from}–${p.to}`,
    unit: (p: { currency: string }) => `1인당 매출 (${p.currency === 'KRW' ? '원' : p.currency})`,
    sentence: (p: { days: string; send: string; holdout: string }) =>
      `${p.days}일 동안 1인당 매출: 발송군 ${p.send}, 홀드아웃 ${p.holdout} (배정된 전원으로 나눔)`,
    table: '일별 1인당 매출을 표로 보기',
  },
  fields: {
    attributed: '귀속 매출 (증분 아님)',
    incremental: '증분 매출',
    incrementalEarly: '증분 (중간 값)',
    earlyParts: (p: { diff: string; ci: string; n: string; zero: string }) =>
      `${p.diff} (언제 봐도 맞는 95 % 구간 ${p.ci}, n=${p.n})${p.zero}`,
    earlyZero: ' · 아직 0과 구별되지 않아요',
    opened: '연 사람 (참고만)',
    openedParts: (p: { n: string; rate: string }) => `${p.n}명 (${p.rate}), 판단에 쓰지 않아요`,
    incrementalUntold: '판단할 수 없음, 추정 ',
    incrementalFew: ' · 산 사람이 적어 이 구간만으로는 말할 수 없어요',
    incrementalZero: ' · 금액으로는 0과 구별되지 않아요',
    incrementalParts: (p: { incremental: string; ci: string; told: string }) =>
      `${p.told}${p.incremental} (95 % 구간 ${p.ci})`,
    cost: '비용',
    costParts: (p: { total: string; sending: string; ai: string; labour: string }) =>
      `${p.total} (발송 ${p.sending} + AI ${p.ai} + 작업 ${p.labour})`,
    roi: 'ROI',
    roiParts: (p: { own: string; sending: string; incremental: string; saved: string }) =>
      `${p.own} · 발송비 포함 ${p.sending} · 증분 기준 ${p.incremental} · 아낀 작업비 ${p.saved}(브랜드 설정의 시간 × 시급)을 더한 값`,
    roiInterval: (p: { ci: string }) => ` (${p.ci})`,
    reached: '전달',
    reachedParts: (p: { delivered: string; planned: string; rest: string }) =>
      `${p.delivered}명 / 계획 ${p.planned}명 (${p.rest})`,
    failed: (p: { n: string }) => `실패 ${p.n}`,
    unknown: (p: { n: string }) => `결과 모름 ${p.n}`,
    notSent: (p: { n: string }) => `보내지 않음 ${p.n}: 수신거부·발송 한도·중지`,
    waiting: (p: { n: string }) => `아직 ${p.n}`,
    clicked: '클릭한 사람',
    clickedParts: (p: { clicked: string; ctr: string; cvr: string }) =>
      `${p.clicked}명 (클릭률 ${p.ctr}), 그중 구매 ${p.cvr}`,
    machines: (p: { n: string }) => ` · 기계 클릭 ${p.n}명 제외`,
    perCost: (p: { cpa: string; roas: string }) => `전환 고객 1명당(CPA) ${p.cpa}, ROAS ${p.roas}`,
    converted: '귀속 전환',
    convertedParts: (p: { contacts: string; orders: string; aov: string }) =>
      `${p.contacts}명, 주문 ${p.orders}건, 객단가 ${p.aov}`,
    unsubscribed: '수신거부',
    unsubscribedParts: (p: { n: string; rate: string }) => `${p.n}명 (${p.rate})`,
    refunded: (p: { orders: string; money: string }) => ` · 환불 ${p.orders}건 ${p.money} 제외`,
  },
  segments: {
    title: '세그먼트별 증분',
    line: (p: { segment: string; words: string; n: string; attributed: string }) =>
      `${p.segment}: ${p.words} · n=${p.n}, 귀속 매출 ${p.attributed}`,
  },
  segmentNamed: (p: { key: string; name: string }) => `${p.key} ${p.name}`,
  winner: {
    title: '변형',
    wins: (p: { where: string; best: string; runnerUp: string; diff: string; ci: string; n: string; many: string }) =>
      `${p.where}*${p.best}안*이 더 나았어요: ${p.runnerUp}안보다 ${p.diff} (95 % 구간 ${p.ci}, n=${p.n}${p.many})`,
    untold: (p: { where: string; best: string; runnerUp: string; diff: string; ci: string; n: string; many: string }) =>
      `${p.where}변형 사이의 차이를 말할 수 없어요: ${p.best}안과 ${p.runnerUp}안의 차이 ${p.diff} (95 % 구간 ${p.ci}, n=${p.n}${p.many})`,
    nothing: (p: { where: string }) => `${p.where}변형 사이의 차이를 말할 수 없어요: 산 사람이 없어요`,
    where: (p: { segment: string }) => `${p.segment}: `,
    each: (p: { x: string }) => `1인당 ${p.x}`,
    many: (p: { among: string }) => `, ${p.among}개 안 Holm 보정`,
    outside: ' · 구간은 0을 벗어나지만 산 사람이 적거나 여럿을 함께 비교해서 아직 말할 수 없어요',
    short: (p: { best: string }) => `${p.best}안이 더 나았어요`,
    shortUntold: '변형의 차이는 말할 수 없어요',
    chosenBefore:
      '시험 발송에서 골랐어요. 그때 비교한 숫자는 시험 발송 카드에 있고, 나중에 받은 사람과는 비교하지 않아요',
  },
  variants: {
    caption: '변형별 (귀속 기준)',
    captionBoth: '세그먼트와 변형별 (귀속 기준)',
    within: (p: { variant: string }) => `└ ${p.variant}`,
    head: {
      variant: '변형',
      delivered: '전달',
      clicked: '클릭',
      contacts: '전환 고객',
      rate: '전환율',
      revenue: '귀속 매출',
    },
    note: '전환율 = 전환 고객 ÷ 전달. 이 표는 귀속 기준이에요: 차이는 위의 구간으로만 판단해요.',
  },
  forecast: (p: { forecast: string; lo: string; hi: string; actual: string; error: string; inside: boolean }) =>
    `예측과 실제: 귀속 매출 예측 ${p.forecast} (P10–P90 ${p.lo}에서 ${p.hi}) → 실제 ${p.actual}, 오차 ${p.error} · ${p.inside ? '예측 범위 안' : '예측 범위 밖'}`,
  forecastRoi: (p: { forecast: string; lo: string; hi: string; actual: string }) =>
    ` · ROI 예측 ${p.forecast} (${p.lo}에서 ${p.hi}) → 실제 ${p.actual}`,
  noForecast: (p: { why: string }) => `예측과 실제: ${p.why}`,
  forecastStopped: (p: { forecast: string; actual: string }) =>
    `예측 ${p.forecast}, 실제 ${p.actual}. 발송을 중지해 일부만 나갔으니 예측 오차로 세지 않아요.`,
  window: (p: { id: string; title: string; from: string; to: string; days: string }) =>
    `${p.id} · ${p.title} · ${p.from}부터 ${p.to}까지 (${p.days}일 창)`,
  lastWave: (p: { at: string }) =>
    `보낸 그룹과 홀드아웃은 나머지를 보낸 ${p.at}부터 비교 · 안끼리의 비교는 시험에 든 사람만, 시험 발송 카드에`,
  fixedInterval: '구간은 창이 끝난 뒤 한 번 읽는 고정 95 % 구간이고, 그동안 매일 보여 드린 중간 값을 대신해요',
  aiUnknown: 'AI 비용 일부는 단가를 몰라 뺐어요',
  aiRate: (p: { rate: string }) => `AI 비용은 1 USD = ${p.rate}으로 계산`,
  learning: {
    title: '배운 것 (승인하면 다음 초안에 씁니다)',
    kept: '기억했어요',
    dropped: '버렸어요',
    keep: '기억하기',
    drop: '버리기',
    proved: (p: { title: string; channel: string; each: string; ci: string; n: string }) =>
      `"${p.title}": ${p.channel} 발송이 1인당 매출을 ${p.each} 올렸다 (95 % 구간 ${p.ci}, n=${p.n})`,
    harm: (p: { title: string; channel: string; each: string; ci: string; n: string }) =>
      `"${p.title}": ${p.channel} 발송이 1인당 매출을 낮췄다, ${p.each} (95 % 구간 ${p.ci}, n=${p.n})`,
    provedConversion: (p: { title: string; channel: string; diff: string; ci: string; n: string }) =>
      `"${p.title}": ${p.channel} 발송이 전환을 ${p.diff} 올렸다 (95 % 구간 ${p.ci}, n=${p.n})`,
    harmConversion: (p: { title: string; channel: string; diff: string; ci: string; n: string }) =>
      `"${p.title}": ${p.channel} 발송이 전환을 낮췄다, ${p.diff} (95 % 구간 ${p.ci}, n=${p.n})`,
    small: (p: { title: string; n: string }) => `"${p.title}": 효과를 판단하기에 표본이 작았다 (n=${p.n})`,
    smallNeeded: (p: { title: string; n: string; needed: string }) =>
      `"${p.title}": 효과를 판단하기에 표본이 작았다 (n=${p.n}, 본 차이가 참이라면 필요한 대상 약 ${p.needed}명)`,
    noHoldout: (p: { title: string }) => `"${p.title}": 홀드아웃 없이 보내서 효과를 알 수 없다`,
    withheld: (p: { title: string }) => `"${p.title}": 배정 비율이 깨져 효과를 읽지 못했다`,
  },
  next: nextKo,
  look: lookKo,
  channels: { email: '이메일', kakao: '카카오', sms: '문자', push: '푸시' },
};
