type Retry = Record<string, string>;

/** What stops a sending that nobody stopped. */
export const problemsKo = {
  content_changed: () =>
    '저장된 내용이 승인된 내용과 달라서 더 보내지 않고 멈췄어요. 이미 보낸 메시지는 승인된 내용이에요. 관리자에게 알려 주세요.',
  channel_missing: () =>
    '보내는 채널의 설정이 없어서 멈췄어요. 아무것도 잃지 않았어요. 설정을 되돌린 뒤 다시 시작해 주세요.',
  account_changed: () =>
    '보내는 계정이 승인 때와 달라서 멈췄어요. 아무것도 잃지 않았어요. 계정을 되돌리거나 중지하고 새로 승인받아 주세요.',
  coupons_short: (p: Retry) =>
    `‘${p.pool}’ 쿠폰의 코드가 받는 사람보다 적어서 아무것도 보내지 않았어요. 코드를 더 넣고 다시 시작해 주세요.`,
  provider_down: (p: Retry) =>
    `보내는 서버가 답하지 않아서 기다리고 있어요. 남은 ${p.left}통은 그대로 있고, 서버가 돌아오면 이어서 보내요. 두 번 보내지 않아요.`,
};
