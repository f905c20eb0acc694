/** A campaign that still runs, read every day: what may be said of it before the end. */
export const lookKo = {
  early: (p: { why: string }) => `아직 말하기 일러요: ${p.why}.`,
  /** The interval holds 0. */
  zero: (p: { ci: string }) => `언제 봐도 성립하는 95 % 구간에 0이 들어 있어요 (${p.ci})`,
  /** It does not, but few have bought. */
  few: (p: { ci: string }) =>
    `언제 봐도 성립하는 95 % 구간은 0을 벗어났지만 (${p.ci}) 산 사람이 적어 전환 차이까지 봐야 해요`,
  told: (p: { verdict: string }) => `언제 봐도 성립하는 구간으로 ${p.verdict}.`,
  soFar: (p: { day: string; revenue: string; orders: string }) =>
    `${p.day}일째, 지금까지 귀속 매출 ${p.revenue} (주문 ${p.orders}건).`,
  left: (p: { days: string }) => `창이 끝나기까지 ${p.days}일 남았고, 그때 고정 구간으로 한 번 확정해요.`,
  over: '창이 끝났고, 곧 고정 구간으로 확정해요.',
  replaced: (p: { day: string }) =>
    `확정 결과가 나왔어요. 이 카드는 ${p.day}일째의 중간 값으로 남고, 결과 카드가 대신합니다.`,
};
