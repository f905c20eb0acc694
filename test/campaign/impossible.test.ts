import { describe, expect, it } from 'vitest';
import { impossibleIn, withoutImpossible } from '../../src/campaign/impossible.ts';

const TODAY = '2026-11-24';
const found = (words: string) => impossibleIn(words, TODAY).map(({ what, text }) => `${what}: ${text}`);

describe('a goal that cannot be reached', () => {
  it.each([
    ['매출 -500만원 만들어줘', 'target: -500만원'],
    ['매출 마이너스 500만원', 'target: 마이너스 500만원'],
    ['이번 달 매출을 −1,000,000원', 'target: −1,000,000원'],
    ['단골에게 이번 달 매출 -5000000', 'target: -5000000'],
    ['10만원 이상 산 단골을 다시 오게 해서 매출 -500만원', 'target: -500만원'],
    ['매출 0원', 'target: 0원'],
    ['60일 넘게 안 산 단골 주문 0건', 'target: 0건'],
    ['-50 orders', 'target: -50 orders'],
    ['win back regulars: minus 50 orders by Dec 31', 'target: minus 50 orders'],
    ['revenue of -$500 this month', 'target: -$500'],
    ['make $-500 this month from regulars', 'target: $-500'],
    ['0 won in revenue this month', 'target: 0 won'],
    ['어제까지 매출 500만원', 'past: 어제까지'],
    ['60일 넘게 안 산 단골로 지난달까지 매출 1천만원', 'past: 지난달까지'],
    ['2020년 1월 1일까지 매출 500만원', 'past: 2020년 1월 1일까지'],
    ['2026-11-23까지 주문 300건', 'past: 2026-11-23까지'],
    ['올해 3월까지 매출 500만원', 'past: 올해 3월까지'],
    ['50 orders by yesterday', 'past: by yesterday'],
    ['Win back regulars who lapsed for 10 million won in revenue by last month', 'past: by last month'],
    ['5 million won by January 1, 2020', 'past: by January 1, 2020'],
    ['5 million won by 2020-01-01', 'past: by 2020-01-01'],
  ])('%s', (words, says) => {
    expect(found(words)).toEqual([says]);
    expect(found(withoutImpossible(words, TODAY))).toEqual([]);
  });

  it.each([
    '60일 넘게 안 산 단골(3회 이상 구매)을 다시 오게 해서 이번 달 매출 1천만원',
    '어제까지 안 산 고객에게 이번 달 매출 500만원',
    '2020년 1월 1일까지 가입한 회원에게 보내서 매출 500만원',
    '작년까지 자주 사던 단골을 다시 오게 해서 매출 500만원',
    '구매 0회인 회원에게 첫 구매 100건',
    '주문 0건인 회원에게 이번 달 매출 500만원',
    '배송비 0원으로 이번 달 매출 500만원',
    '30-50만원 쓴 고객에게 매출 500만원',
    '-5000원 할인 쿠폰으로 매출 500만원',
    '2026년 11월 24일까지 매출 500만원',
    '2027년까지 매출 1억',
    '12월까지 재구매 300건',
    '- 단골\n- 매출 500만원',
    'Customers with 0 orders: 10 million won revenue this month',
    'customers who had not bought by 2020-01-01, 100 orders by December 31',
    'Win back lapsed VIPs and make ₩5,000,000 by Dec 31',
    '5-10 orders a day from lapsed regulars',
    '100 orders by November 24, 2026',
  ])('is not read into: %s', (words) => {
    expect(found(words)).toEqual([]);
  });
});
