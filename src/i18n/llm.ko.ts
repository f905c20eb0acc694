/** `detail` is what the server or the check said; `minutes` until the next try by itself; `times` of attempts made. */
type Why = { detail: string; minutes: string; times: string };

const kinds: Record<string, string> = {
  email: '이메일 주소',
  phone: '전화번호',
  rrn: '주민등록번호',
  card: '카드 번호',
};
const places: Record<string, string> = {
  goal: '목표',
  constraints: '의견',
  message: '메시지',
  brand: '브랜드 정보',
  previous: '이전 초안',
};
const personal = (detail: string): string => {
  const [kind = '', where = ''] = detail.split(':');
  return `${places[where] ?? '보내려던 내용'}에 ${kinds[kind] ?? '개인정보'}로 보이는 것`;
};

export const llmKo = {
  failed: {
    refusal: (p: Why) =>
      `모델이 이 초안을 쓰지 않겠다고 했어요: “${p.detail}” 캠페인은 그대로 있어요. 스레드에 바꿀 점을 적어 주세요. 그 말로 다시 써 볼게요.`,
    truncated: () =>
      '모델의 답이 중간에 끊겨서 쓰지 않았어요. 캠페인은 그대로 있어요. [지금 다시]를 누르거나, 스레드에 바꿀 점을 적어 주세요.',
    filtered: () =>
      'AI 서비스의 내용 필터가 답을 막았어요. 캠페인은 그대로 있어요. 스레드에 다른 표현으로 적어 주세요. 그 말로 다시 써 볼게요.',
    invalid_json: (p: Why) =>
      `모델의 답을 읽을 수 없어서 쓰지 않았어요 (${p.detail}). 캠페인은 그대로 있어요. [지금 다시]를 누르거나, 스레드에 바꿀 점을 적어 주세요.`,
    schema: (p: Why) =>
      `모델의 답이 약속한 모양과 달라서 쓰지 않았어요 (${p.detail}). 캠페인은 그대로 있어요. [지금 다시]를 누르거나, 스레드에 바꿀 점을 적어 주세요.`,
    rate_limited: (p: Why) => `AI 서비스에 요청이 몰려 있어요. 캠페인은 그대로 있고, ${p.minutes}분 뒤 다시 해 볼게요.`,
    quota: (p: Why) =>
      `AI 서비스의 사용량 한도가 다 찼어요. 캠페인은 그대로 있고, ${p.minutes}분 뒤 다시 해 볼게요. 한도를 늘린 뒤 [지금 다시]를 누르면 바로 이어져요.`,
    timeout: (p: Why) =>
      `AI 서비스가 제때 답하지 않았어요. 캠페인은 그대로 있고, ${p.minutes}분 뒤 다시 해 볼게요. 기다리지 않으려면 [지금 다시]를 눌러 주세요.`,
    unreachable: (p: Why) =>
      `AI 서비스가 답하지 않아요. 캠페인은 그대로 있고, ${p.minutes}분 뒤 다시 해 볼게요. 기다리지 않으려면 [지금 다시]를 눌러 주세요.`,
    rejected: (p: Why) =>
      `AI 서비스가 요청을 받지 않았어요 (${p.detail}). 캠페인은 그대로 있어요. 관리자가 키와 모델 설정을 바로잡은 뒤 [지금 다시]를 눌러 주세요.`,
    personal_data: (p: Why) =>
      `${personal(p.detail)}이 있어서 모델에 아무것도 보내지 않았어요. 캠페인은 그대로 있어요. 그 부분을 빼고 다시 적어 주세요.`,
    budget_campaign: (p: Why) =>
      `이 캠페인의 AI 예산 ${p.detail}달러를 다 써서 모델에 묻지 않았어요. 캠페인은 그대로 있어요. 예산을 늘린 뒤 [지금 다시]를 눌러 주세요.`,
    budget_day: (p: Why) =>
      `오늘의 AI 예산 ${p.detail}달러를 다 써서 모델에 묻지 않았어요. 캠페인은 그대로 있어요. 내일 다시 하거나, 예산을 늘린 뒤 [지금 다시]를 눌러 주세요.`,
    rules: (p: Why) =>
      `초안이 ${p.times}번 모두 검사를 통과하지 못했어요: ${p.detail} 캠페인은 그대로 있어요. [지금 다시]를 누르거나, 스레드에 바꿀 점을 적어 주세요.`,
  },
};
