/** The daily digest: its first line starts with its date. */
export const digestKo = {
  first: (p: { day: string; revenue: string; share: string; late: string }) =>
    `${p.day} 어제 귀속 매출 ${p.revenue}${p.share}${p.late}`,
  /** The month so far, and against its target where there is one. */
  sofar: (p: { month: string; money: string }) => `, ${p.month} ${p.money}`,
  share: (p: { target: string; share: string }) => ` (목표 ${p.target}의 ${p.share})`,
  thisMonth: '이달',
  month: (p: { n: string }) => `${p.n}월`,
  late: ' · 지연된 요약이에요',
  quiet: (p: { day: string; late: string }) =>
    `${p.day} 어제는 새로 생긴 일이 없어요. 진행 중인 캠페인도, 기다리는 승인도 없어요${p.late}.`,
  settled: (p: { list: string }) => `증분은 확정된 캠페인만: ${p.list}`,
  settledOne: (p: { id: string; incremental: string; ci: string; n: string }) =>
    `${p.id} ${p.incremental} (95 % 구간 ${p.ci}, n=${p.n})`,
  untold: (p: { list: string }) => `판단할 수 없거나 보류한 캠페인: ${p.list}`,
  /** The campaign's own goal is told, its added revenue is not. */
  byGoal: {
    proved: (p: { list: string }) => `자기 목표에는 효과가 있었지만 증분 매출은 말할 수 없는 캠페인: ${p.list}`,
    harm: (p: { list: string }) => `자기 목표에 역효과였고 증분 매출은 말할 수 없는 캠페인: ${p.list}`,
  },
  noneSettled: '증분이 확정된 캠페인은 아직 없어요',
  waiting: (p: { count: string; list: string }) => `기다리는 승인 ${p.count}건: ${p.list}`,
  waitingOne: (p: { id: string; step: string; hours: string; who: string }) =>
    `${p.id} ${p.step} (${p.who}, ${p.hours})`,
  hours: (p: { n: string }) => (p.n === '0' ? '1시간 미만' : `${p.n}시간`),
  andOthers: (p: { name: string; n: string }) => `${p.name} 외 ${p.n}명`,
  peopleAble: (p: { n: string }) => (p.n === '1' ? '승인자 1명' : `승인자 ${p.n}명 중 1명`),
  nobody: '승인할 수 있는 사람이 없어요',
  overdue: (p: { who: string; id: string; step: string; hours: string }) =>
    `${p.who} 님, ${p.id} ${p.step} 승인을 ${p.hours}째 기다리고 있어요`,
  /** A test share went out, and somebody has to say what the rest gets. */
  wave: '나머지에 보낼 안',
  overdueWave: (p: { who: string; id: string; hours: string }) =>
    `${p.who} 님, ${p.id} 나머지에 보낼 안을 고르기를 ${p.hours}째 기다리고 있어요. 고르기 전에는 보내지 않아요`,
  running: (p: { count: string; list: string }) => `진행 ${p.count}: ${p.list}`,
  runningOne: (p: { id: string; title: string; state: string }) => `${p.id} ${p.title} (${p.state})`,
  noneRunning: '진행 중인 캠페인 없음',
  state: {
    sending: '보내는 중',
    paused: '멈춤',
    measuring: (p: { day: string }) => `${p.day}에 성과 확정`,
  },
  today: (p: { count: string; list: string }) => `오늘 발송 ${p.count}건: ${p.list}`,
  todayOne: (p: { id: string; time: string; n: string }) => `${p.id} ${p.time} (${p.n}명)`,
  noneToday: '오늘 예정된 발송 없음',
  anomalies: (p: { list: string }) => `눈여겨볼 것: ${p.list}`,
  anomaly: {
    unsubscribe: (p: { id: string; rate: string; usual: string }) => `${p.id} 수신거부율 ${p.rate} (평소 ${p.usual})`,
    bounce: (p: { id: string; rate: string }) => `${p.id} 반송률 ${p.rate}`,
    complaint: (p: { id: string; n: string }) => `${p.id} 스팸 신고 ${p.n}건`,
    unknown: (p: { id: string; n: string }) => `${p.id} 결과를 모르는 메시지 ${p.n}통`,
    paused: (p: { id: string }) => `${p.id} 발송이 멈춰 있어요`,
  },
  ai: (p: { yesterday: string; name: string; month: string }) => `AI 비용 어제 ${p.yesterday}, ${p.name} ${p.month}`,
  aiUnknown: (p: { n: string }) => ` (단가를 모르는 호출 ${p.n}건 제외)`,
  dollars: (p: { x: string }) => `${p.x} USD`,
  more: (p: { n: string }) => ` 외 ${p.n}`,
  /** The week before, with the first digest of a week. */
  week: {
    title: (p: { from: string; to: string }) => `지난주 돌아보기 ${p.from} – ${p.to}`,
    nothing: '지난주에는 보낸 것도, 확정된 결과도, 귀속된 주문도 없어요.',
    settled: (p: { n: string; proved: string; harm: string; untold: string }) =>
      `결과가 확정된 캠페인 ${p.n}건: 효과 확인 ${p.proved}, 역효과 ${p.harm}, 판단할 수 없거나 보류 ${p.untold}.`,
    noneSettled: '결과가 확정된 캠페인은 없어요.',
    attributed: (p: { money: string; change: string }) => `귀속 매출 ${p.money} (${p.change}).`,
    change: (p: { before: string; share: string }) => `그 전주 ${p.before}, ${p.share}`,
    noChange: '그 전주는 0원이라 비교할 수 없어요',
    worked: '통한 것',
    harmed: '보내지 않는 편이 나았던 것',
    untold: '아직 말할 수 없거나 보류한 것',
    line: (p: { id: string; title: string; said: string }) => `• ${p.id} ${p.title}: ${p.said}`,
    lineOf: (p: { line: string; n: string; attributed: string }) => `${p.line} (n=${p.n}, 귀속 매출 ${p.attributed})`,
    more: (p: { n: string }) => `• 그 밖에 ${p.n}건`,
    /** Counts of the week; those that are 0 are not listed. */
    started: (p: { n: string }) => `새로 보내기 시작한 캠페인 ${p.n}건`,
    approved: (p: { n: string }) => `승인 ${p.n}번`,
    rejected: (p: { n: string }) => `반려 ${p.n}번`,
    regenerated: (p: { n: string }) => `다시 쓰기 ${p.n}번`,
    remembered: (p: { n: string }) => `기억한 것 ${p.n}건`,
    undecided: (p: { n: string }) => `기억할지 정하지 않은 것 ${p.n}건`,
    of: (p: { id: string; why: string }) => `${p.id}: ${p.why}`,
    note: '지난주 월요일부터 일요일까지. 결과는 그 주에 창이 끝난 캠페인이고, 구간은 끝난 뒤 한 번 읽는 고정 95 % 구간이에요. 귀속 매출은 증분이 아니에요',
  },
  note: (p: { from: string; to: string }) =>
    `귀속 매출: ${p.from}부터 ${p.to} 전까지의 주문을 창 안에서 마지막으로 닿은 메시지(클릭 우선)에 붙인 것, 환불 제외. 증분이 아니에요. 달의 금액은 그 달 1일부터 어제까지`,
  noteReadAfter: (p: { at: string }) =>
    `그날 올린 요약이 없어 나중에 읽었어요: 진행 중인 것과 기다리는 것은 ${p.at}에 그랬던 대로예요. 그때의 이상 징후와 법에 따라 알려야 했던 사람은 남아 있지 않아 뺐어요`,
  noteWithoutTarget: '이달 목표가 없어요: 브랜드 설정에서 정할 수 있어요',
  /** What each field of the digest's JSON is. */
  formulas: {
    yesterday: '계정 시간대의 어제 0시부터 24시 전까지. 아래에서 어제는 이 구간',
    attributed:
      '어제의 주문을 창 안에서 마지막으로 닿은 메시지(클릭 우선)에 붙인 매출, 환불 제외, 최소 화폐 단위. 증분이 아님. orders는 그 주문 수',
    month:
      '어제가 속한 달의 1일부터 어제까지의 귀속 매출. targetMinor는 브랜드 설정의 그달 매출 목표, 없으면 null. 대비 = monthMinor / targetMinor',
    settled:
      '최근 31일 안에 확정된(창이 끝나고 배정 비율이 맞는) 캠페인 가운데 증분 매출의 95 % 구간이 0을 뺀 것. 증분 = 1인당 평균의 차이 × 받은 쪽 n, 구간은 Welch, n은 두 쪽을 합한 사람 수',
    byGoal: '자기 목표 지표로는 판정이 났지만 증분 매출의 구간에 0이 드는 캠페인',
    untold: '최근 7일 안에 확정됐지만 판단할 수 없거나 배정 비율이 깨져 보류한 캠페인',
    waiting:
      '쓴 시각(at)에 열려 있던 승인 요청과 나머지에 보낼 안의 선택. hours는 요청하고부터 지난 온전한 시간, who는 지금 정할 수 있는 사람',
    running: '쓴 시각에 보내는 중이거나, 멈췄거나, 창이 열려 있는 캠페인',
    today: '그날 예정된 발송. n은 승인할 때 보인 받을 사람 수, 시험 발송의 나머지는 기다리는 사람 수',
    anomalies:
      '진행 중인 캠페인에서: 수신거부율 = 수신거부한 사람 / 전달(0.5 %와 평소의 두 배를 모두 넘을 때), 반송률 = 반송 / 접수(2 %를 넘을 때), 둘 다 200통부터. 스팸 신고와 결과를 모르는 메시지는 1건부터, 그리고 멈춘 발송',
    ai: '모델 사용료: 어제, 그리고 어제가 속한 달 1일부터 어제까지. 단가를 모르는 호출은 빼고 unknownCalls로 셈. micros는 백만분의 1 USD',
    readAfter:
      'true면 올린 적 없는 지난날의 요약: at은 그날의 끝이고 running, waiting, today, settled와 목표는 그때의 것, who는 지금 정할 수 있는 사람. anomalies와 notices.owed는 그때의 것이 남아 있지 않아 비움',
    notices: 'owed는 법에 따라 알려야 할 사람 수와 마지막 날, told는 어제 닿은 법정 안내의 수',
  },
  weekFormulas: {
    settled:
      '그 주(월–일, 계정 시간대)에 창이 끝난 캠페인의 최종 판정. incremental은 증분 매출과 95 % 구간(창이 끝난 뒤 한 번 읽음), n은 두 쪽을 합한 사람 수, attributedMinor는 귀속 매출',
    attributed: '그 주의 귀속 매출과 주문 수, beforeMinor는 그 전주. 증분이 아님',
    started: '그 주에 보내기 시작한 캠페인, 법정 안내 제외',
    verdicts: '그 주에 사람이 내린 결정: 승인, 반려, 다시 쓰기',
    learned: '그 주의 배운 것: 기억한 것과 결정을 기다리는 것',
    next: '최종 결과가 권하는 다음 일, 캠페인마다 첫째부터 많아야 셋',
  },
};
