import type { Waves } from '../../../steps/plan/waves.ts';
import type { Quantity } from './quantity.ts';

/** `먼저 10%에 시험하고 이긴 쪽을 나머지에게`: what was said of a test, the rest as it usually is. */
const ASKED =
  /(?:a\s?\/\s?b|ab|에이비)\s?(?:테스트|시험|test)[^.!?\n]{0,40}(?:먼저|first)|먼저[^.!?\n]{0,30}(?:시험|테스트|보내\s?보|보내고)[^!?\n]{0,60}(?:나머지|남은|이긴)|(?:시험|테스트)[^.!?\n]{0,60}(?:이긴|나은|승자|좋은\s?쪽|반응)[^.!?\n]{0,40}(?:나머지|남은)|\btest\b[^.!?\n]{0,60}\bfirst\b|\bfirst\b[^.!?\n]{0,40}\btest|\bwinner\b[^.!?\n]{0,30}\b(?:rest|others|remaining)\b/i;
const DENIED =
  /(?:시험|테스트)\s?(?:없이|하지\s?말|말고|빼)|(?:without|no)\s(?:a\s)?test|한\s?번에\s?(?:다\s?)?보내|all at once/i;
const PERSON =
  /(?:내가|제가|우리가|직접|사람이|보고|보면서)[^.!?\n]{0,12}(?:고르|고를|골라|정하|정할|결정|선택)|\b(?:i|we)(?:'ll| will| want to)?\s(?:pick|choose|decide)/i;
const METRIC: readonly [RegExp, Waves['metric']][] = [
  [/(?:매출|객단가)[^.!?\n]{0,8}(?:이긴|높은|나은|기준|으로|로)|\bby revenue\b/i, 'revenue'],
  [
    /(?:구매|주문|전환)[^.!?\n]{0,8}(?:이긴|많은|높은|나은|기준|으로|로)|\bby (?:conversions?|orders?|purchases?)\b/i,
    'conversion',
  ],
];
const HOURS = /(\d{1,3})\s?(?:시간|hours?\b)/i;

export type HeardWaves = Omit<Waves, 'testPercent'> & { percent: Quantity | null };

/**
 * @param percents those of the words that nothing else has claimed
 * @returns null where nobody speaks of a test, `none` where somebody wants none
 */
export const wavesIn = (text: string, percents: readonly Quantity[]): HeardWaves | 'none' | null => {
  if (DENIED.test(text)) return 'none';
  const found = ASKED.exec(text);
  if (!found) return null;
  const middle = found.index + found[0].length / 2;
  const [percent] = [...percents].sort((one, other) => Math.abs(one.at - middle) - Math.abs(other.at - middle));
  return {
    percent: percent ?? null,
    decideAfterHours: Number(HOURS.exec(text)?.[1] ?? 24),
    metric: METRIC.find(([words]) => words.test(text))?.[1] ?? 'clicks',
    decide: PERSON.test(text) ? 'person' : 'rule',
  };
};
