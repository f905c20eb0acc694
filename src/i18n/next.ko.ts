/** What a result suggests next; `goal` is what stands in the form when the button is pressed. */
export const nextKo = {
  title: '다음에 해 볼 것 (누르면 목표가 채워진 창이 열려요)',
  start: '이 목표로 시작',
  line: (p: { label: string; why: string }) => `*${p.label}* — ${p.why}`,
  label: {
    again: '같은 대상에게 한 번 더',
    clickers: '클릭하고 사지 않은 사람에게',
    more_holdout: '효과를 알 수 있게 다시',
    other_channel: (p: { channel: string }) => `${p.channel}로 바꿔서`,
  },
  why: {
    again: '보낸 효과가 확인됐어요',
    againBest: (p: { variant: string }) => `효과가 확인됐고 ${p.variant}안이 더 나았어요`,
    clickers: (p: { n: string }) => `${p.n}명이 클릭했지만 귀속 주문이 없어요`,
    harm: '보내지 않은 쪽이 나았어요: 다시 보내기 전에 반을 비교군으로 두고 확인해요',
    noHoldout: '홀드아웃이 없어 증분을 알 수 없었어요',
    small: '지금 나누기로는 차이를 말할 수 없었어요: 반을 비교군으로 두면 같은 인원으로 가장 잘 보여요',
    smallNeeded: (p: { n: string }) =>
      `본 차이가 참이라면 지금 나누기로는 약 ${p.n}명이 필요했어요: 반을 비교군으로 두면 같은 인원으로 가장 잘 보여요`,
    least: (p: { segment: string; rate: string }) => `${p.segment}의 귀속 전환율이 ${p.rate}로 가장 낮았어요`,
    other: (p: { used: string }) => `${p.used}로는 효과를 확인하지 못했어요`,
  },
  clickers: (p: { id: string; days: string }) => `${p.id}에서 클릭한 고객 중 최근 ${p.days}일 동안 안 산 고객`,
  withAngle: (p: { audience: string; variant: string; angle: string }) =>
    `${p.audience}(지난번에 나았던 ${p.variant}안의 '${p.angle}' 접근으로)`,
  by: { email: '이메일을', sms: '문자를', kakao: '카카오톡을', push: '앱 푸시를' },
  goal: (p: { audience: string; by: string; day: string; target: string }) =>
    `${p.audience}에게 ${p.by} 보내서 ${p.day}까지 ${p.target}`,
  target: {
    attributed_revenue: (p: { shown: string }) => `매출 ${p.shown === '○○' ? '○○만원' : p.shown}`,
    orders: (p: { shown: string }) => `주문 ${p.shown}건`,
    signups: (p: { shown: string }) => `가입 ${p.shown}명`,
    conversion_rate: (p: { shown: string }) => `전환율 ${p.shown === '○○' ? '○○%' : p.shown}`,
  },
  /** @param iso `2026-12-31` */
  day: (iso: string) => `${Number(iso.slice(5, 7))}월 ${Number(iso.slice(8, 10))}일`,
  blank: '○○',
  holdout: (p: { goal: string; percent: string }) => `${p.goal}, 홀드아웃 ${p.percent}%`,
};
