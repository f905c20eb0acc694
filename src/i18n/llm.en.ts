import type { llmKo } from './llm.ko.ts';

const kinds: Record<string, string> = {
  email: 'an e-mail address',
  phone: 'a phone number',
  rrn: 'a resident registration number',
  card: 'a card number',
};
const places: Record<string, string> = {
  goal: 'The goal',
  constraints: 'The feedback',
  message: 'The message',
  brand: 'The brand kit',
  previous: 'The earlier draft',
};
const personal = (detail: string): string => {
  const [kind = '', where = ''] = detail.split(':');
  return `${places[where] ?? 'What was to be sent'} seems to hold ${kinds[kind] ?? 'personal data'}`;
};

export const llmEn: typeof llmKo = {
  failed: {
    refusal: (p) =>
      `The model declined to write this draft: “${p.detail}” The campaign is kept. Write in the thread what to change, and it is drafted anew with those words.`,
    truncated: () =>
      "The model's answer was cut off, so it was not used. The campaign is kept. Press Try Again Now, or write in the thread what to change.",
    filtered: () =>
      "The AI service's content filter blocked the answer. The campaign is kept. Say it differently in the thread, and it is drafted anew with those words.",
    invalid_json: (p) =>
      `The model's answer could not be read (${p.detail}), so it was not used. The campaign is kept. Press Try Again Now, or write in the thread what to change.`,
    schema: (p) =>
      `The model's answer did not have the agreed shape (${p.detail}), so it was not used. The campaign is kept. Press Try Again Now, or write in the thread what to change.`,
    rate_limited: (p) =>
      `The AI service is busy. The campaign is kept, and the next try is in ${p.minutes} min by itself.`,
    quota: (p) =>
      `The AI service's quota is used up. The campaign is kept, and the next try is in ${p.minutes} min. Once the quota is raised, press Try Again Now to go on at once.`,
    timeout: (p) =>
      `The AI service did not answer in time. The campaign is kept, and the next try is in ${p.minutes} min. Press Try Again Now not to wait.`,
    unreachable: (p) =>
      `The AI service does not answer. The campaign is kept, and the next try is in ${p.minutes} min. Press Try Again Now not to wait.`,
    rejected: (p) =>
      `The AI service did not accept the request (${p.detail}). The campaign is kept. Once an admin has mended key and model in the settings, press Try Again Now.`,
    personal_data: (p) =>
      `${personal(p.detail)}, so nothing was sent to the model. The campaign is kept. Take that out and write it again.`,
    budget_campaign: (p) =>
      `This campaign's AI budget of $${p.detail} is used up, so the model was not asked. The campaign is kept. Raise the budget, then press Try Again Now.`,
    budget_day: (p) =>
      `Today's AI budget of $${p.detail} is used up, so the model was not asked. The campaign is kept. Try again tomorrow, or raise the budget and press Try Again Now.`,
    rules: (p) =>
      `The draft did not pass its checks in ${p.times} attempts: ${p.detail} The campaign is kept. Press Try Again Now, or write in the thread what to change.`,
  },
};
