import type { customersKo } from './customers.ko.ts';

export const customersEn: typeof customersKo = {
  result:
    'Practice: customers are simulated. Those who got the message are made to buy about 2.5 times as often as the holdout, so do not read this as a real result.',
  digest:
    'Practice: what customers do is simulated; those who got the message are made to buy about 2.5 times as often.',
};
