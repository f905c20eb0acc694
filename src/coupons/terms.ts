import { type Found, numbersIn, sameNumber, squeezed } from '../steps/numbers.ts';
import type { PlanCoupon } from './pool.ts';

type Terms = Pick<PlanCoupon, 'discount' | 'condition' | 'expires'>;

/** What kind of benefit the words promise: 15 % off and 15 % in points are not the same thing. */
const KINDS: readonly RegExp[] = [
  /할인|세일|반값|\boff\b|discount|\bsale\b|half price/i,
  /적립|포인트|캐시백|페이백|cash ?back|\bpoints?\b/i,
  /증정|사은품|1\s?\+\s?1|\bgifts?\b|\bfree (?!shipping|delivery)/i,
  /무료\s?배송|배송비|free (?:shipping|delivery)/i,
];
const kindsOf = (text: string): number[] => KINDS.flatMap((kind, i) => (kind.test(text) ? [i] : []));

const same = (a: Found, b: Found): boolean =>
  a.percent === b.percent && a.values.some((x) => b.values.some((y) => sameNumber(x, y)));

/**
 * What an offer says otherwise than the codes do, as the words concerned. Written word for word it is the same; written
 * another way it must name the same numbers and the same kind of benefit.
 */
export const termsDiffering = (offer: string | null, terms: Terms): { missing: string[]; extra: string[] } => {
  const said = offer ?? '';
  const spoken = numbersIn(said);
  const missing = [terms.discount, terms.condition].filter((part) => part !== '' && !says(said, spoken, part));
  const known = numbersIn(`${terms.discount}\n${terms.condition}\n${terms.expires.replaceAll('-', '\n')}`);
  const extra = spoken
    .filter((one) => !known.some((each) => same(one, each)))
    .map(({ text, percent }) => (percent ? `${text}%` : text));
  return { missing, extra: [...new Set(extra)] };
};

const says = (said: string, spoken: readonly Found[], part: string): boolean => {
  if (squeezed(said).includes(squeezed(part))) return true;
  const numbers = numbersIn(part);
  const kinds = kindsOf(part);
  return (
    numbers.length > 0 &&
    numbers.every((one) => spoken.some((each) => same(one, each))) &&
    kinds.every((kind) => kindsOf(said).includes(kind))
  );
};

/** Percentages a text promises that neither the codes nor the facts do. */
export const otherPercents = (text: string, terms: Terms, facts: readonly string[]): string[] => {
  const known = numbersIn([terms.discount, terms.condition, ...facts].join('\n'));
  return numbersIn(text)
    .filter((one) => one.percent && !known.some((each) => same(one, each)))
    .map((one) => `${one.text}%`);
};
