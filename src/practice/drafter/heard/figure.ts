import type { Brief } from '../../../steps/brief/schema.ts';
import type { Quantity } from './quantity.ts';
import { isOrderBound } from './who.ts';

export type Metric = Brief['kpi']['metric'];
/** The figure to reach, with the words it was read from. `colloquial`: 매출 3천 taken as 3천만. */
export type Figure = { metric: Metric; target: number; from: Quantity; colloquial: boolean };

export type Money = {
  target: Figure | null;
  budget: Quantity | null;
  /** A discount in money or percent. */
  discount: Quantity | null;
  /** Said in another currency than the account's: not converted. */
  foreign: Quantity | null;
  /** "10 % more" without saying of what: no figure can be made of it. */
  relative: Quantity | null;
  used: Quantity[];
};

const beforeOf = (text: string, q: Quantity): string =>
  text
    .slice(Math.max(0, q.at - 30), q.at)
    .split(/[.;\n]/)
    .at(-1) ?? '';
const afterOf = (text: string, q: Quantity): string => text.slice(q.end, q.end + 30).split(/[.;\n]/)[0] ?? '';

const BUDGET_BEFORE =
  /(?:예산|비용|집행|\bbudget(?: of| is)?|\bspend(?: up to| at most)?|\bcost(?: up to)?)[^\d,]{0,8}$/i;
const BUDGET_AFTER = /^\s?(?:예산|까지\s?(?:쓸|써|쓰)|(?:안에서|이내로)\s?(?:쓸|써|쓰|집행)|\s?(?:of )?budget)/i;
const OFFER_BEFORE = /(?:쿠폰|할인|적립|\bcoupon(?: of)?|\bdiscount(?: of)?)[은는이가을를]?\s?(?:최대\s?)?$/i;
const OFFER_AFTER = /^\s?(?:짜리\s?)?(?:할인|쿠폰|적립|세일|\s?(?:off|discount|coupon))/i;
const SALES = /매출|판매액|벌|revenue|sales|turnover|gmv/i;
/** `3천만원 말고 1천만원`, `3,000에서 1,000으로`: the one that is left behind. */
const LEFT_BEHIND = /^\s?(?:말고|대신|이\s?아니라|가\s?아니라|에서\s|instead|→|->)/i;
const RISE = /^[^\d]{0,8}(?:올리|올려|늘리|늘려|상승|증가|성장|더\b|increase|more|higher|growth|uplift|up\b)/i;
const RISE_BEFORE = /(?:increase|grow|raise|lift|boost)[^\d]{0,24}$/i;

const orderFigure = (text: string, q: Quantity): boolean =>
  q.kind === 'orders' && !isOrderBound(text, q) && (q.value > 1 || /건/.test(q.text));
const boughtFigure = (text: string, q: Quantity): boolean =>
  (q.kind === 'times' || (q.kind === 'plain' && /^\s?개(?!월)/.test(afterOf(text, q)))) &&
  q.value > 20 &&
  /(?:주문|구매|판매)\s?$/.test(beforeOf(text, q));
const signupFigure = (text: string, q: Quantity): boolean =>
  q.kind === 'people' &&
  (/(?:가입|회원|신규)[^\d,]{0,6}$/.test(beforeOf(text, q)) ||
    /^\s?(?:을|를|이|의)?\s?(?:새로\s?)?가입/.test(afterOf(text, q)) ||
    /sign-?ups?|new (?:members|subscribers|users|customers)/i.test(q.text));
const rateFigure = (text: string, q: Quantity): boolean =>
  q.kind === 'percent' && /(?:전환율|구매율|conversion(?: rate)?|\bcvr)[^\d]{0,14}$/i.test(beforeOf(text, q));
const colloquial = (text: string, q: Quantity): boolean =>
  q.kind === 'plain' &&
  /천$/.test(q.text) &&
  q.value < 100_000 &&
  /매출\s?$/.test(beforeOf(text, q)) &&
  !/^\s?(?:건|명|개)/.test(afterOf(text, q));

/** The amount nearest to a word for sales, or the last one: earlier amounts are usually corrected by later ones. */
const mostLikely = (text: string, amounts: readonly Quantity[]): Quantity | null => {
  const kept = amounts.filter((q) => !LEFT_BEHIND.test(afterOf(text, q)));
  const pool = kept.length > 0 ? kept : amounts;
  const near = pool.filter(
    (q) => SALES.test(beforeOf(text, q).slice(-14)) || SALES.test(afterOf(text, q).slice(0, 14)),
  );
  return near.at(-1) ?? pool.at(-1) ?? null;
};

/** Tells apart what the amounts, counts and percentages of a text are for, but for those that say who is meant. */
export const figuresIn = (text: string, quantities: readonly Quantity[], currency: string): Money => {
  const money = quantities.filter(({ kind }) => kind === 'money');
  const foreign = money.find((q) => q.currency !== currency) ?? null;
  const own = money.filter((q) => q.currency === currency);
  const budget = own.find((q) => BUDGET_BEFORE.test(beforeOf(text, q)) || BUDGET_AFTER.test(afterOf(text, q))) ?? null;
  const isOffer = (q: Quantity) => OFFER_AFTER.test(afterOf(text, q)) || OFFER_BEFORE.test(beforeOf(text, q));
  const discount = quantities.find((q) => (q.kind === 'percent' || q.kind === 'money') && isOffer(q)) ?? null;
  const relative =
    quantities.find(
      (q) =>
        q.kind === 'percent' && q !== discount && (RISE.test(afterOf(text, q)) || RISE_BEFORE.test(beforeOf(text, q))),
    ) ?? null;

  const figure = (metric: Metric, from: Quantity | undefined | null, target = from?.value ?? 0): Figure | null =>
    from ? { metric, target, from, colloquial: false } : null;
  const amounts = own.filter((q) => q !== budget && q !== discount);
  const loose = quantities.find((q) => colloquial(text, q));
  const rate = quantities.find((q) => rateFigure(text, q) && q !== relative);
  const target =
    figure('attributed_revenue', mostLikely(text, amounts)) ??
    (loose
      ? { metric: 'attributed_revenue' as const, target: loose.value * 10_000, from: loose, colloquial: true }
      : null) ??
    figure(
      'orders',
      quantities.find((q) => orderFigure(text, q) || boughtFigure(text, q)),
    ) ??
    figure(
      'signups',
      quantities.find((q) => signupFigure(text, q)),
    ) ??
    figure('conversion_rate', rate, rate ? rate.value / 100 : 0);
  const corrected = target ? amounts.filter((q) => LEFT_BEHIND.test(afterOf(text, q))) : [];
  const used = [target?.from, budget, discount, ...corrected].filter(
    (q): q is Quantity => q !== null && q !== undefined,
  );
  return {
    target,
    budget,
    discount,
    foreign: target?.metric === 'attributed_revenue' ? null : foreign,
    relative,
    used,
  };
};
