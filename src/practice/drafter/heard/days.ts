import type { Quantity } from './quantity.ts';

const NEGATIVE =
  /안\s?(?:산|사|샀|구매|주문|온|오(?![늘후전])|들어)|못\s?산|않|없(?:는|던|었|이|고)|쉰|쉬고|쉬는|쉬었|휴면|이탈|떠난|뜸|미구매|미방문|지난(?!\s?(?:달|주|해|번))|지났|경과|마지막\s?(?:구매|주문)|\bhaven'?t\b|\bhave not\b|\bhasn'?t\b|\bhas not\b|\bdidn'?t\b|\bnot (?:bought|ordered|purchased|shopped)|\bno (?:orders?|purchases?)\b|without|lapsed|inactive|dormant|churned|quiet|since (?:their )?last|last (?:order|purchase|bought)|ago\b/i;
export const LAPSED =
  /안\s?(?:산|사는|샀|온|오는)|휴면|이탈|떠난|뜸(?:한|해)|다시\s?(?:오|찾|사|돌아|불러)|돌아오|재방문|재구매|윈백|쉬는|쉰|잠든|lapsed|inactive|dormant|churn|win[- ]?back|come back|bring(?:ing)?\s(?:\w+\s){0,4}back|haven'?t (?:bought|ordered|purchased|shopped)|re-?engage|reactivat/i;
export const NEVER =
  /가입(?:만)?\s?(?:하고|했지만|했는데|했으나|한\s?뒤|하고\s?나서|후에?)[^,.\n]{0,24}?(?:안|못|없|않)|가입만|(?:첫|1회차)\s?(?:구매|주문)(?!\s?(?:후|이후|한|뒤|고객|자))|한\s?번도\s?(?:안|구매|주문|사지)|구매\s?(?:이력|경험|내역)[이가]?\s?없|아직\s?(?:한\s?번도\s?)?(?:구매|주문)?\s?(?:안|못|하지\s?않)|미구매\s?(?:회원|가입)|(?:signed up|registered|joined)[^.\n]{0,40}(?:never|not|haven'?t|hasn'?t|without|yet)|never (?:bought|ordered|purchased)|\bfirst (?:purchase|order)\b|no (?:orders?|purchases?) yet|yet to (?:buy|order|purchase)|not (?:bought|ordered|purchased) (?:anything )?yet|non-?buyers?/i;
/** The words around a quantity: as far as the clause goes, at most so many characters. */
export const around = (text: string, q: Quantity) => ({
  before: (
    text
      .slice(Math.max(0, q.at - 40), q.at)
      .split(/[,.;\n]/)
      .at(-1) ?? ''
  ).toLowerCase(),
  after: (text.slice(q.end, q.end + 40).split(/[,.;\n]/)[0] ?? '').toLowerCase(),
});

export type DaysRole = 'lapsed' | 'bought' | 'joined' | 'joined_before' | 'deadline' | 'window' | null;

/** What a number of days is about. */
export const daysRole = (text: string, q: Quantity): DaysRole => {
  const { before, after } = around(text, q);
  const near = `${before.slice(-18)} ${after.slice(0, 24)}`;
  if (/귀속|기여|성과\s?(?:창|기간)|attribution|window/i.test(near)) return 'window';
  const sinceJoined = /가입(?:한\s?지|\s?후|\s?이후|한\s?뒤)?\s?$|(?:signed up|joined|registered)\b[^.]*$/i.test(
    before,
  );
  if (sinceJoined && (/^\s?(?:넘게|이상|지나|지난)/.test(after) || /^\s?ago/.test(after))) return 'joined_before';
  if (/가입(?:한\s?지|\s?후|\s?이후|한\s?뒤)?\s?$|signed up (?:in|within)|joined (?:in|within)/i.test(before))
    return 'joined';
  if (/^\s?(?:이내|안|내|동안|사이|간)?(?:에|의)?\s?(?:새로\s?)?가입/.test(after)) return 'joined';
  if (sinceJoined && !NEVER.test(text)) return 'joined';
  const negative = NEGATIVE.test(near) || (/[a-z]/.test(before) && NEGATIVE.test(`${before} ${after}`));
  const past = /(?:최근|지난|last|past|previous)\s?$/i.test(before);
  const span = /^\s?(?:이내|안|내|동안|간|사이)(?:에|의|로)?/.test(after);
  const acts = /(?:산|구매한|구매했|주문한|주문했|결제한|이용한)\s/.test(`${after.slice(0, 20)} `);
  if (!negative && (past || span) && acts) return 'bought';
  if (!negative && past && /(?:bought|purchased|ordered|shopped|buyers?|customers?)/i.test(before)) return 'bought';
  if (negative) return 'lapsed';
  if (span || /\b(?:within|in|over|for)(?: the)?(?: next)?\s?$/i.test(before)) return 'deadline';
  return LAPSED.test(text) ? 'lapsed' : null;
};
