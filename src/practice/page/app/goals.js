/**
 * Goals a first visitor may try, offered while a channel is empty. The first ends in a verdict, the second leaves at
 * once, the third reaches so few people that the honest end is "cannot tell".
 *
 * @type {Record<'ko'|'en', readonly {id: string, label: string, text: string}[]>}
 */
export const GOALS = {
  ko: [
    {
      id: 'lapsed',
      label: '쉬는 단골 다시 부르기',
      text: '@baton 60일 넘게 안 산 단골(3회 이상 구매)을 다시 오게 해서 이번 달 매출 1천만원',
    },
    {
      id: 'now',
      label: '승인되면 바로 보내기',
      text: '@baton 60일 넘게 안 산 단골(3회 이상 구매)에게 지금 바로 보내서 이번 달 매출 1천만원',
    },
    {
      id: 'small',
      label: '아주 작은 대상',
      text: '@baton 180일 넘게 안 산 VIP(20회 이상 구매)를 다시 오게 해서 이번 달 매출 100만원',
    },
  ],
  en: [
    {
      id: 'lapsed',
      label: 'Win back lapsed regulars',
      text: '@baton Win back regulars (3 or more orders) who have not bought for over 60 days, for 10 million won in revenue this month',
    },
    {
      id: 'now',
      label: 'Send as soon as approved',
      text: '@baton Send right now to regulars (3 or more orders) who have not bought for over 60 days, for 10 million won in revenue this month',
    },
    {
      id: 'small',
      label: 'A very small audience',
      text: '@baton Win back VIPs (20 or more orders) who have not bought for over 180 days, for 1 million won in revenue this month',
    },
  ],
};

/** What `/baton` understands, for the completion list: what one writes most comes first. */
export const COMMANDS = /** @type {const} */ ([
  'new',
  'list',
  'status',
  'cancel',
  'segment',
  'settings',
  'contact',
  'approvers',
  'admins',
  'brand',
  'help',
]);
