import { numbersIn } from '../numbers.ts';

/** What the words of an audience ask of a number that every account has. Both bounds are in the rule's own units. */
export type Bound = {
  metric: 'orders' | 'revenue' | 'average_order_value' | 'days_since_last_order' | 'revenue_percentile';
  is: 'eq' | 'gte' | 'lt';
  value: number;
};
export type ReadAudience = {
  bounds: Bound[];
  /** The words no number was read from, as they were said: with one of them nobody knows how many are meant. */
  unread: string[];
};

const N = String.raw`(\d[\d,]*)`;
const UNIT = String.raw`\s?-?(일|주일?|개월|달|년|days?|weeks?|months?|years?)(?:간)?`;
const daysOf = (count: string | undefined, unit: string | undefined): number =>
  numberOf(count) *
  (/^주|^week/.test(unit ?? '') ? 7 : /^[개달]|^month/.test(unit ?? '') ? 30 : /^년|^year/.test(unit ?? '') ? 365 : 1);
const numberOf = (digits: string | undefined): number => Number((digits ?? '').replaceAll(',', ''));

const BOUGHT = '(?:구매|주문|결제|산|샀|bought|purchased|ordered)';
const RANKED = String.raw`(?:구매액|구매\s?금액|누적\s?구매액|매출)?\s*상위\s?${N}\s?(?:%|퍼센트)`;
const NOT_BOUGHT =
  /않|안\s?(?:산|사|온|샀)|못|쉰|쉬|지난|없|휴면|이탈|떠난|넘게|이상|초과|ago|over|more than|\bno\b|\bnot\b|n't|lapsed|without/;
const RECENT = /안에|이내|내에|동안|미만|최근|within|\blast\b(?! order)|\bpast\b|or less/;

const atLeast = (metric: Bound['metric'], value: number): Bound => ({ metric, is: 'gte', value });
const below = (metric: Bound['metric'], value: number): Bound => ({ metric, is: 'lt', value });
const times = (value: number, before: string, after: string): Bound => {
  if (/이하|or (?:less|fewer)/.test(after) || /at most|up to|no more than/.test(before))
    return below('orders', value + 1);
  if (/미만/.test(after) || /fewer than|less than/.test(before)) return below('orders', value);
  return atLeast('orders', /넘게|초과/.test(after) || /more than|over/.test(before) ? value + 1 : value);
};

type Rule = readonly [pattern: string, read: (match: RegExpExecArray) => Bound[]];
/** First come, first served: longer readings stand before the shorter ones they contain. */
const RULES: readonly Rule[] = [
  [
    String.raw`(?:딱\s?)?(?:한|1)\s?(?:번|회)만\s*${BOUGHT}(?:한)?|(?:who )?bought (?:only |just )?once`,
    () => [{ metric: 'orders', is: 'eq', value: 1 }],
  ],
  [
    String.raw`한\s?번도\s*(?:구매하지|주문하지|사지)\s?않은|구매\s?(?:이력|경험)[이가]?\s?없는|(?:who )?(?:have )?never (?:bought|ordered|purchased)`,
    () => [{ metric: 'orders', is: 'eq', value: 0 }],
  ],
  [
    String.raw`${RANKED}\s?[은는을를]?\s?(?:빼고|제외|말고)|(?:without|except|excluding) (?:the )?top ${N}\s?%(?: by revenue| of (?:buyers|customers))?`,
    (m) => [below('revenue_percentile', 100 - numberOf(m[1] ?? m[2]))],
  ],
  [
    String.raw`${RANKED}(?:인|의|에\s?드는)?|(?:in )?(?:the )?top ${N}\s?(?:%|percent)(?: by (?:revenue|spend)| of (?:buyers|customers))?`,
    (m) => [atLeast('revenue_percentile', 100 - numberOf(m[1] ?? m[2]))],
  ],
  [
    String.raw`(?:whose last order is )?${N}\s?(?:일|days?)?\s?(?:이상|에서|부터|~|-|–|to)\s?${N}\s?(?:일|days?)\s?(?:미만|이하|까지|사이)?(?:\s?(?:동안|ago))?(?:\s?(?:쉰|안\s?산|사지\s?않은|구매하지\s?않은))?`,
    (m) => [atLeast('days_since_last_order', numberOf(m[1])), below('days_since_last_order', numberOf(m[2]))],
  ],
  [
    String.raw`((?:at least|at most|more than|over|fewer than|less than|no more than|up to|bought|with)\s)*${N}\s?\+?(?:\sor more)?\s?(?:회|번|건|times|orders?|purchases?)(\s?(?:이상|넘게|초과|이하|미만|or (?:more|less|fewer)))?`,
    (m) => [times(numberOf(m[2]), m[0].split(/\d/)[0] ?? '', m[3] ?? '')],
  ],
  [
    String.raw`(?:마지막\s?(?:구매|주문)[가이]?\s?)?(?:최근\s?)?(?:(?:with |who )?(?:ha(?:ve|s)n'?t|have not|no|not|lapsed|without|whose last|bought|ordered|purchased|last|order|orders|an|within|in|the|for|over|more|than|past|at|least)\s)*${N}${UNIT}\s?(?:넘게|이상|동안|안에|이내에?|내에|미만|초과)?\s?(?:지난|쉰|쉬고\s?있는|안\s?(?:산|온)|사지\s?않은|구매하지\s?않은|구매가?\s?없는|주문하지\s?않은|산|구매한|주문한|ago|or less|or more)?`,
    (m) => {
      const recent = RECENT.test(m[0]) && !NOT_BOUGHT.test(m[0]);
      const value = daysOf(m[1], m[2]);
      return [recent ? below('days_since_last_order', value) : atLeast('days_since_last_order', value)];
    },
  ],
  [
    String.raw`(객단가|average order(?: value)?)\s?(?:of |over |above |at least )?([\d,.]+\s?[십백천만억]*)\s?(?:원|won|krw)?(?:\s?(?:이상|넘는|초과))?`,
    (m) => [atLeast('average_order_value', numbersIn(m[2] ?? '')[0]?.value ?? 0)],
  ],
  [
    String.raw`(누적|총|구매액|구매\s?금액|spent)\s?(?:of |over |above |at least )?([\d,.]+\s?[십백천만억]*)\s?(?:원|won|krw)?(?:\s?(?:이상|넘게|초과))?(?:\s?in total)?`,
    (m) => [atLeast('revenue', numbersIn(m[2] ?? '')[0]?.value ?? 0)],
  ],
];

/** Acts that are no order: a clause about one is not read at all, whatever numbers stand in it. */
const OTHER_ACT = /가입|방문|열어|오픈|클릭|본\s|조회|담|\bjoin|sign(?:ed)?[ -]?up|visit|open|click|view|brows|cart/;
const REGULAR = /단골|충성|\bregulars?\b|\bloyal\b|\brepeat\b/;
/** Words that choose nobody, longest first. */
const PLAIN =
  /전체|모든|모두|우리|기존|고객님?들?|회원들?|구독자들?|사람들?|연락처|소비자|인원|분들?|구매자|구매한?|주문한?|결제한?|했고|하고|하며|(?:했|하)지만|했던|산(?![가-힣])|기준|대상|이상|에게|그리고|이면서|\b(?:all|our|the|of|every|everyone|everybody|customers?|members?|subscribers?|people|contacts?|buyers?|who|that|have|has|with|and|are|is|to|an?|bought|ordered|purchased|orders?|by)\b/g;
const PARTICLE = /^(?:[은는이가을를의에께인한로과와도만중후지들및]|으로|이고|인데)$/;

/** Reads the words of an audience against the numbers every account has. What stays unread is said, never left out in silence. */
export const readAudience = (words: string): ReadAudience => {
  const said = words.normalize('NFKC');
  const lower = said.toLowerCase();
  const asSaid = (piece: string): string => {
    const at = lower.length === said.length ? lower.indexOf(piece) : -1;
    return at < 0 ? piece : said.slice(at, at + piece.length);
  };
  const clauses = lower
    .split(/[()[\]·;\n]|,(?!\d{3})/)
    .map((each) => each.trim())
    .filter(Boolean);
  const bounds: Bound[] = [];
  const left: string[] = [];
  for (const clause of clauses) {
    if (OTHER_ACT.test(`${clause} `)) left.push(clause.replace(/\s*기준$|^by /, ''));
    else
      left.push(
        RULES.reduce(
          (rest, [pattern, read]) =>
            rest.replace(new RegExp(pattern, 'g'), (...found) => {
              bounds.push(...read(found as unknown as RegExpExecArray));
              return '|';
            }),
          clause,
        ),
      );
  }
  const often = bounds.some(({ metric }) => metric === 'orders');
  const unread = left
    .flatMap((text) =>
      OTHER_ACT.test(`${text} `) ? [text] : (often ? text.replace(REGULAR, '|') : text).replace(PLAIN, '|').split('|'),
    )
    .map((piece) => piece.trim())
    .filter((piece) => /[\p{L}\d]/u.test(piece) && !PARTICLE.test(piece));
  const buyers = bounds.length === 0 && new RegExp(BOUGHT).test(words) ? [atLeast('orders', 1)] : [];
  return { bounds: [...bounds, ...buyers], unread: [...new Set(unread.map(asSaid))] };
};
