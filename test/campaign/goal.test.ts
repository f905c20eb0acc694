import { describe, expect, it } from 'vitest';
import { goalProblem, goalText } from '../../src/campaign/goal.ts';

describe('the first reading of a goal', () => {
  it.each([
    ['60일 넘게 안 산 단골(3회 이상 구매)을 다시 오게 해서 이번 달 매출 1천만원', null],
    ['Win back lapsed VIPs and make ₩5,000,000 by Dec 31', null],
    ['장바구니에 담고 안 산 고객으로 매출 삼백만원', null],
    ['grow revenue by twenty percent with lapsed buyers', null],
    ['단골을 다시 오게 해 줘', 'no_number'],
    ['bring lapsed customers back', 'no_number'],
    ['농담 하나 해 줘', 'not_a_goal'],
    ['1+1은?', 'not_a_goal'],
    ['   ', 'empty'],
    ['🎉🎉', 'empty'],
    ['', 'empty'],
    ['매출 -500만원 만들어줘', 'target'],
    ['-50 orders', 'target'],
    ['어제까지 매출 500만원', 'past'],
    ['50 orders by yesterday', 'past'],
  ])('%s', (words, problem) => {
    expect(goalProblem(words, '2026-11-24')?.code ?? null).toBe(problem);
  });

  it('takes the mention away and turns Slack entities back into what was typed', () => {
    expect(goalText('<@U0BATON> <!channel> 매출 &lt;100만원&gt; &amp; 더', 'U0BATON')).toBe(
      '@channel 매출 <100만원> & 더',
    );
  });
});
