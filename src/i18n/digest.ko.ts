/** The daily digest: its first line starts with its date. */
export const digestKo = {
  first: (p: { day: string; revenue: string; share: string; late: string }) =>
    `${p.day} 어제 귀속 매출 ${p.revenue}${p.share}${p.late}`,
  share: (p: { month: string; share: string }) => `, ${p.month} 목표의 ${p.share}`,
  thisMonth: '이달',
  month: (p: { n: string }) => `${p.n}월`,
  late: ' · 지연된 요약이에요',
  quiet: (p: { day: string; late: string }) =>
    `${p.day} 어제는 새로 생긴 일이 없어요. 진행 중인 캠페인도, 기다리는 승인도 없어요${p.late}.`,
  settled: (p: { list: string }) => `증분은 확정된 캠페인만: ${p.list}`,
  settledOne: (p: { id: string; incremental: string; ci: string; n: string }) =>
    `${p.id} ${p.incremental} (95 % 구간 ${p.ci}, n=${p.n})`,
  untold: (p: { list: string }) => `판단할 수 없었던 캠페인: ${p.list}`,
  noneSettled: '증분이 확정된 캠페인은 아직 없어요',
  waiting: (p: { count: string; list: string }) => `기다리는 승인 ${p.count}건: ${p.list}`,
  waitingOne: (p: { id: string; step: string; hours: string }) => `${p.id} ${p.step} (${p.hours}시간)`,
  overdue: (p: { who: string; id: string; step: string; hours: string }) =>
    `${p.who} 님, ${p.id} ${p.step} 승인이 ${p.hours}시간째 기다려요`,
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
    unknown: (p: { id: string; n: string }) => `${p.id} 결과를 모르는 메일 ${p.n}통`,
    paused: (p: { id: string }) => `${p.id} 발송이 멈춰 있어요`,
  },
  ai: (p: { yesterday: string; month: string }) => `AI 비용 어제 ${p.yesterday}, 이달 ${p.month}`,
  aiUnknown: (p: { n: string }) => ` (단가를 모르는 호출 ${p.n}건 제외)`,
  dollars: (p: { x: string }) => `${p.x} USD`,
  more: (p: { n: string }) => ` 외 ${p.n}`,
  note: (p: { from: string; to: string }) =>
    `귀속 매출: ${p.from}부터 ${p.to} 전까지의 주문을 창 안에서 마지막으로 닿은 메시지(클릭 우선)에 붙인 것, 환불 제외. 증분이 아니에요. 목표 대비는 그 달 1일부터 어제까지의 귀속 매출`,
  noteWithoutTarget: '이달 목표가 없어요: 브랜드 설정에서 정할 수 있어요',
};
