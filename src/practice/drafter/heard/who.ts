import { type ConceptName, conceptsIn } from './concepts.ts';
import { around, daysRole, LAPSED, NEVER } from './days.ts';
import type { Phrase } from './phrases.ts';
import type { Quantity } from './quantity.ts';

/**
 * Who is meant, as far as the words say: every part is null where they say nothing, so that later words can be laid over
 * earlier ones. Days are whole days before now.
 */
export type Who = {
  /** Last order at least this long ago. */
  lapsedDays: number | null;
  /** ... and less than this. */
  lapsedBefore: number | null;
  /** Lapsed, but nobody said for how long. */
  lapsed: true | null;
  minOrders: number | null;
  maxOrders: number | null;
  /** 단골, regulars: often, but nobody said how often. */
  regulars: true | null;
  topPercent: number | null;
  /** VIP, best customers, without a share. */
  vip: true | null;
  minRevenue: number | null;
  minAverage: number | null;
  boughtWithin: number | null;
  joinedWithin: number | null;
  joinedBefore: number | null;
  welcome: true | null;
  neverBought: true | null;
  everyone: true | null;
  newsletter: true | null;
  /** Data of their own that the words ask for, by the marketer's words. */
  asked: readonly { name: ConceptName; said: string }[] | null;
  /** Words that choose people as a whole. */
  phrases: readonly Phrase[] | null;
  /** One segment or several, where the words say. */
  split: boolean | null;
  /** VIPs are to be left out, or this top share of buyers. */
  withoutVip: true | null;
  withoutTop: number | null;
};

export const NOBODY: Who = {
  lapsedDays: null,
  lapsedBefore: null,
  lapsed: null,
  minOrders: null,
  maxOrders: null,
  regulars: null,
  topPercent: null,
  vip: null,
  minRevenue: null,
  minAverage: null,
  boughtWithin: null,
  joinedWithin: null,
  joinedBefore: null,
  welcome: null,
  neverBought: null,
  everyone: null,
  newsletter: null,
  asked: null,
  phrases: null,
  split: null,
  withoutVip: null,
  withoutTop: null,
};

const ONCE =
  /(?:한|1)\s?(?:번|회)만\s?(?:산|구매|주문)|딱\s?(?:한|1)\s?(?:번|회)|1회\s?구매(?:자|\s?고객|한)|첫\s?구매\s?(?:후|이후|한|고객|자)|두\s?번째\s?(?:구매|주문)|bought (?:only |just )?once|ordered (?:only |just )?once|one-?time (?:buyers?|customers?)|first-?time (?:buyers?|customers?)|only one (?:order|purchase)|second (?:order|purchase)/i;
const VIP =
  /VIP|브이아이피|우수\s?고객|큰\s?손|핵심\s?고객|충성\s?고객|최상위|best (?:customers?|buyers?)|top (?:customers?|spenders?|buyers?)|high[- ]value|big spenders?/i;
const WITHOUT_VIP =
  /(?:VIP|우수\s?고객|큰\s?손)[은는을를도]?\s?(?:빼|제외|말고|아닌)|(?:except|excluding|exclude|without|not)\s(?:the\s)?(?:VIPs?|best customers?)/i;
const REGULARS =
  /단골|regulars?\b|loyal (?:customers?|buyers?)|repeat (?:customers?|buyers?)|frequent (?:customers?|buyers?)/i;
const EVERYONE =
  /전체\s?(?:고객|회원|구독자|사람|인원)|(?:고객|회원|구독자)\s?(?:전체|전원|모두)|모든\s?(?:고객|회원|구독자|사람)|전\s?(?:고객|회원)(?=[에께]|\s|$)|everyone|everybody|all (?:of )?(?:our |the )?(?:customers|contacts|subscribers|members|users|people)|entire (?:list|base)|whole (?:list|base)/i;
const NEWSLETTER = /뉴스레터|소식지|newsletters?/i;
const WELCOME =
  /신규\s?(?:가입|회원)|새로\s?가입|최근\s?가입|막\s?가입|갓\s?가입|웰컴|환영\s?메일|welcome|new (?:subscribers?|members?|sign-?ups?)|just (?:signed up|joined)|recently (?:signed up|joined)/i;
const ONE =
  /세그먼트\s?(?:는|를|을)?\s?(?:하나|1개|한\s?개)|한\s?(?:세그먼트|그룹|덩어리)|하나의\s?(?:세그먼트|그룹)|나누지\s?(?:말|않)|합쳐|하나로|소규모|시험\s?삼아|테스트로\s?조금|one segment|single segment|don'?t split|do not split|small test|merge/i;
const MANY = /(?:두|2|둘)\s?(?:개|그룹|세그먼트)?(?:로|으로)\s?나눠|나눠서|나누어|two segments|split (?:it|them)?/i;

const flag = (is: boolean): true | null => (is ? true : null);

const MORE_THAN = /초과|(?<!일\s?)넘게|\bmore than\s?$|\bover\s?$/i;

/** Bounds on the number of orders from "3회 이상", "at least 3 orders", "2번 이하". */
const orderBounds = (text: string, q: Quantity): Pick<Who, 'minOrders' | 'maxOrders'> | null => {
  const { before, after } = around(text, q);
  const lead = before.slice(-14);
  const trail = after.slice(0, 10);
  const said = `${lead}|${q.text}|${trail}`;
  if (/방문|클릭|열어|오픈|visits?|opens?|clicks?/i.test(said)) return null;
  // Korean bounds follow their number, English ones mostly lead it.
  if (/^\s?(?:이하|미만)|or less|or fewer/i.test(trail) || /at most|fewer than|less than|no more than/i.test(lead)) {
    const below = /미만|fewer than|less than/i.test(said) ? 1 : 0;
    return { minOrders: null, maxOrders: q.value - below };
  }
  const least =
    /이상|부터|or more/i.test(trail) || /at least|minimum|min\.?\s/i.test(lead) || /\+|or more/.test(q.text);
  if (MORE_THAN.test(lead) || MORE_THAN.test(trail.slice(0, 6)))
    return { minOrders: least ? q.value : q.value + 1, maxOrders: null };
  if (least) return { minOrders: q.value, maxOrders: null };
  const acts = /구매|주문|산\s|샀|ordered|bought|purchased|times|with/i.test(said);
  return acts && q.kind === 'times' ? { minOrders: q.value, maxOrders: null } : null;
};

/** True when a count of orders is about people and not the figure to reach. */
export const isOrderBound = (text: string, q: Quantity): boolean =>
  (q.kind === 'times' || (q.kind === 'orders' && q.value <= 20)) && orderBounds(text, q) !== null && !ONCE.test(text);

const topPercent = (text: string, q: Quantity): boolean =>
  q.kind === 'percent' && /(?:상위|최상위|\btop)\s?$/i.test(text.slice(0, q.at));

const leftOut = (text: string, q: Quantity): boolean =>
  /^[은는을를]?\s?(?:빼|제외|말고)/.test(text.slice(q.end)) ||
  /(?:without|except|excluding)(?: the)? top\s?$/i.test(text.slice(0, q.at));

const moneyRole = (text: string, q: Quantity): 'average' | 'revenue' | null => {
  const { before, after } = around(text, q);
  const over = /^\s?(?:이상|넘게|초과|\+)/.test(after) || /(?:over|more than|at least|above)\s?$/i.test(before);
  if (/객단가[^가-힣]*$|객단가[가이은는]?\s?$|average order(?: value)?\D{0,12}$|\baov\D{0,12}$/i.test(before))
    return 'average';
  if (/매출[가-힣]*\s?$/.test(before)) return null;
  if (/(?:누적|총|구매액|구매\s?금액|결제액)[^\d]{0,6}$|\bspen[dt]\w*\D{0,14}$/i.test(before)) return 'revenue';
  return over && /^\s?(?:이상|넘게|초과)?\s?(?:구매|쓴|산\s|결제|주문)/.test(after) ? 'revenue' : null;
};

export type HeardWho = { who: Who; used: Quantity[] };

/** Reads who is meant, and says which quantities that took. */
export const whoIn = (text: string, quantities: readonly Quantity[]): HeardWho => {
  const who: Who = { ...NOBODY };
  const used: Quantity[] = [];
  const once = ONCE.test(text);
  who.neverBought = flag(NEVER.test(text));
  for (const [i, q] of quantities.entries()) {
    const range = rangeOf(text, quantities, i);
    if (range && daysRole(text, q) !== 'deadline') {
      who.lapsedDays = range.low.value;
      who.lapsedBefore = q.value;
      used.push(range.low, q);
    } else if (q.kind === 'days') {
      const role = daysRole(text, q);
      if (role === 'lapsed' && who.neverBought) who.joinedBefore ??= q.value;
      else if (role === 'lapsed') who.lapsedDays ??= q.value;
      else if (role === 'bought') who.boughtWithin ??= q.value;
      else if (role === 'joined') who.joinedWithin ??= q.value;
      else if (role === 'joined_before') who.joinedBefore ??= q.value;
      else continue;
      used.push(q);
    } else if ((q.kind === 'times' || q.kind === 'orders') && isOrderBound(text, q)) {
      Object.assign(who, orderBounds(text, q));
      used.push(q);
    } else if (topPercent(text, q)) {
      if (leftOut(text, q)) who.withoutTop = q.value;
      else who.topPercent = q.value;
      used.push(q);
    } else if (q.kind === 'money' && moneyRole(text, q)) {
      if (moneyRole(text, q) === 'average') who.minAverage = q.value;
      else who.minRevenue = q.value;
      used.push(q);
    }
  }
  if (once) {
    Object.assign(who, { minOrders: 1, maxOrders: 1 });
    used.push(...quantities.filter(({ kind, value }) => kind === 'times' && value <= 2));
  }
  const asked = conceptsIn(text).map(({ concept, said }) => ({ name: concept.name, said }));
  who.asked = asked.length > 0 ? asked : null;
  if (/미구매/.test(text) && who.lapsedDays === null) who.neverBought = true;
  // `장바구니에 담고 안 산` and `30일 안에 산 고객의 재구매` are about other people than those who stayed away.
  const others = who.neverBought || who.boughtWithin !== null || asked.some(({ name }) => name === 'cart');
  who.lapsed = flag(who.lapsedDays !== null || (!others && LAPSED.test(text)));
  who.regulars = flag(REGULARS.test(text));
  who.withoutVip = flag(WITHOUT_VIP.test(text));
  who.vip = flag(!who.withoutVip && VIP.test(text));
  who.everyone = flag(EVERYONE.test(text));
  who.newsletter = flag(NEWSLETTER.test(text));
  who.welcome = flag(WELCOME.test(text) || (who.joinedWithin !== null && !who.neverBought));
  who.split = ONE.test(text) ? false : MANY.test(text) ? true : null;
  return { who, used };
};

/** `60~120일`, `60일에서 120일`, `60 to 120 days`: this quantity closes a range the one before opened. */
const rangeOf = (text: string, quantities: readonly Quantity[], i: number): { low: Quantity } | null => {
  const high = quantities[i];
  const low = quantities[i - 1];
  if (!high || !low || high.kind !== 'days' || (low.kind !== 'plain' && low.kind !== 'days')) return null;
  const between = text.slice(low.end, high.at).trim();
  const joined = /^(?:~|-|–|—|to|and|에서|이상|부터)$/i.test(between) && low.value < high.value;
  return joined ? { low } : null;
};

/** True when the words say who is meant, and not only how to cut them. */
export const isSomeone = (who: Who): boolean =>
  Object.entries(who).some(([key, value]) => value !== null && key !== 'split' && !key.startsWith('without'));

/** True when the words take somebody out. */
export const leavesOut = (who: Who): boolean => who.withoutVip !== null || who.withoutTop !== null;

/** Later words over earlier ones, part by part. */
export const over = (base: Who, later: Who): Who => {
  const entries = Object.entries(later).filter(([, value]) => value !== null);
  // Everybody, said later, takes back every condition said before.
  const merged = { ...(later.everyone ? NOBODY : base), ...Object.fromEntries(entries) } as Who;
  // A new lower bound without an upper one opens the range again.
  if (later.lapsedDays !== null && later.lapsedBefore === null) merged.lapsedBefore = null;
  if (later.minOrders !== null && later.maxOrders === null) merged.maxOrders = null;
  return merged;
};
