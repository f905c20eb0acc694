import type { readyKo } from './ready.ko.ts';

export const readyEn: typeof readyKo = {
  never_bought: { name: 'Signed up, never bought', why: 'to help with a first order' },
  one_and_silent: { name: 'Bought once, silent 30 days', why: 'to lead to a second order' },
  three_months_running: { name: 'Bought three months running', why: 'to thank regulars or show them something first' },
  cart_left: { name: 'Left a cart', why: 'to remind who filled a cart within 3 days and did not buy' },
  lapsed_vip: { name: 'Top 10%, silent 60 days', why: 'to win back who used to spend most' },
  clicked_twice: { name: 'Clicked twice in two weeks', why: 'to follow up on interest' },
  welcome: { name: 'Signed up within 7 days', why: 'to say hello and show the way' },
  birthday_month: { name: 'Birthday this month', why: 'to congratulate (needs birthday data)' },
  refund_prone: { name: 'Refunds often', why: 'to leave out of offers, or to ask what went wrong' },
  rfm_champions: { name: 'RFM champions', why: 'bought lately, often and much' },
  rfm_loyal: { name: 'RFM loyal', why: 'buy often and much, last within four months' },
  rfm_potential_loyalists: { name: 'RFM potential loyalists', why: 'bought more than once lately, and may grow' },
  rfm_new: { name: 'RFM new customers', why: 'first order within 30 days' },
  rfm_promising: { name: 'RFM promising', why: 'first order one to two months ago' },
  rfm_need_attention: { name: 'RFM need attention', why: 'average buyers who became rare' },
  rfm_about_to_sleep: { name: 'RFM about to sleep', why: 'small buyers, silent for over two months' },
  rfm_cannot_lose: { name: 'RFM cannot lose them', why: 'the best buyers, silent for over four months' },
  rfm_at_risk: { name: 'RFM at risk', why: 'good buyers, silent for over four months' },
  rfm_hibernating: { name: 'RFM hibernating', why: 'small buyers, silent for over four months' },
  rfm_lost: { name: 'RFM lost', why: 'small buyers, silent for over eight months' },
};
