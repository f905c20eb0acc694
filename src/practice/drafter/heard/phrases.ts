import { READY_MADE_NAMES, type ReadyMade } from '../../../audience/ready-made.ts';
import { strings } from '../../../i18n/language.ts';
import { quantitiesIn } from './quantity.ts';

/**
 * Words that choose people as a whole: read first and taken out of the text, so that a number in them is not read as
 * something else. Read again from `said` alone, each is the same.
 */
export type Phrase = { said: string } & (
  | { kind: 'saved'; name: string }
  | { kind: 'campaign'; id: string | null; outcome: CampaignOutcome }
  | { kind: 'months'; n: number }
  | { kind: 'bought'; from: string; to: string; over: { is: 'gte' | 'gt'; value: number } | null }
  | { kind: 'viewed'; value: string; inApp: boolean; days: number | null; times: number | null }
  | { kind: 'cart'; days: number }
  | { kind: 'clicked'; times: number; days: number | null }
  | { kind: 'refunds'; times: number | null }
  | { kind: 'ready'; name: ReadyMade }
);
type CampaignOutcome = 'sent' | 'opened' | 'clicked' | 'converted' | 'not_opened' | 'not_clicked';
type Read = Phrase extends infer P ? (P extends unknown ? Omit<P, 'said'> : never) : never;
type Rule = { pattern: RegExp; read(m: Readonly<Record<string, string | undefined>>, today: string): Read | null };

const NUMBERS: Readonly<Record<string, number>> = {
  두: 2,
  세: 3,
  석: 3,
  네: 4,
  넉: 4,
  once: 1,
  twice: 2,
  two: 2,
  three: 3,
  four: 4,
  five: 5,
  six: 6,
};
const numberOf = (text: string | undefined): number | null =>
  text === undefined ? null : (NUMBERS[text.toLowerCase()] ?? (/^\d+$/.test(text) ? Number(text) : null));
const daysOf = (n: string | undefined, unit: string | undefined): number | null => {
  const count = numberOf(n);
  return count === null
    ? null
    : count * (/^(?:주|week)/.test(unit ?? '') ? 7 : /^(?:개?월|달|month)/.test(unit ?? '') ? 30 : 1);
};

const SPAN_KO = String.raw`지난\s?달|저번\s?달|(?:20\d\d\s?년\s?)?(?:1[0-2]|[1-9])\s?월|올해|작년|지난해`;
const MONTHS_EN = 'january february march april may june july august september october november december'.split(' ');
const SPAN_EN = `last month|this year|last year|(?:${MONTHS_EN.join('|')})(?: 20\\d\\d)?`;
const OUTCOMES: readonly [RegExp, CampaignOutcome][] = [
  [/열지\s?않|안\s?(?:연|열)|(?:not|n['’]t) open/i, 'not_opened'],
  [/(?:클릭|누르)(?:하)?지\s?않|안\s?(?:누|클릭)|(?:not|n['’]t) click/i, 'not_clicked'],
  [/클릭|누른|click/i, 'clicked'],
  [/연$|열어|open/i, 'opened'],
  [/산$|구매|bought|ordered/i, 'converted'],
  [/./, 'sent'],
];
const RFM = (['ko', 'en'] as const).flatMap((language) =>
  READY_MADE_NAMES.filter((name) => name.startsWith('rfm_')).map((name) => ({
    name,
    words: strings(language).ready[name].name,
  })),
);
const escaped = (text: string): string => text.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&');

const RULES: readonly Rule[] = [
  {
    pattern:
      /(?:저장(?:한|해\s?둔|된)\s?|지난\s?|the\s|saved\s)*(?:세그먼트|segment)\s?['"“‘](?<a>[^'"”’\n]{1,80})['"”’]|['"“‘](?<b>[^'"”’\n]{1,80})['"”’](?:\s?(?:이?라는))?\s?(?:세그먼트|segment)|(?:(?:세그먼트|segment)\s)?\b(?<c>S-\d{1,9})\b/giu,
    read: ({ a, b, c }) => ({ kind: 'saved', name: (a ?? b ?? c ?? '').trim() }),
  },
  {
    // Without quotation marks only where the words say that it was saved, up to the word that ends the name.
    pattern:
      /저장(?:한|해\s?둔|된)\s?세그먼트(?:인)?\s(?<a>[^'"”’\n,]{1,80}?)(?=에게|한테|께(?:\s|$)|\s?고객)|saved segment (?<b>[^'"”’\n,]{1,80}?)(?=\s(?:(?:about|again|to|with|for|customers)\b|고객)|,|$)/giu,
    read: ({ a, b }) => ({ kind: 'saved', name: (a ?? b ?? '').trim() }),
  },
  {
    pattern:
      /(?:(?:지난|저번|직전)\s?(?:캠페인|발송|메일)|(?<id>C-\d{1,9})(?:\s?캠페인)?)[을를에서은는]*\s(?:받고도?\s|받았지만\s)?(?<what>열지\s?않은|안\s?연|안\s?열어\s?본|클릭하지\s?않은|안\s?누른|클릭한|누른|연|열어\s?본|받은|받고\s?(?:산|구매한))(?=\s|$|[),])/giu,
    read: campaignOf,
  },
  {
    pattern:
      /(?:who\s)?(?<what>(?:did not|didn['’]t) (?:open|click(?: in| on)?)|opened|clicked(?: in| on)?|received|bought after)\s(?:the\s|our\s)?(?:(?:last|previous) (?:campaign|mail|email)|(?<id>C-\d{1,9}))\b/giu,
    read: campaignOf,
  },
  {
    pattern:
      /(?<n>\d{1,2}|두|세|석|네|넉)\s?(?:개월|달)\s?(?:연속|내리|잇달아)(?:으로)?\s?(?:구매|주문|사)(?:한|하는|해\s?온|는|신)?|(?:who\s)?(?:bought|ordered|purchased|were active)?\s?(?<m>\d{1,2}|two|three|four|five|six)\s(?:months\s(?:running|in a row|straight)|consecutive months)/giu,
    read: ({ n, m }) => {
      const count = numberOf(n ?? m);
      return count !== null && count >= 2 && count <= 12 ? { kind: 'months', n: count } : null;
    },
  },
  {
    pattern: new RegExp(
      String.raw`(?<span>${SPAN_KO})(?:에는?|\s)\s?(?:(?<money>[\d,.]+\s?(?:[천백십]?만|천)?\s?원)\s?(?<is>이상|넘게|초과)\s?)?(?:산|구매한|주문한|결제한)(?=\s|$|[),])`,
      'giu',
    ),
    read: boughtIn,
  },
  {
    pattern: new RegExp(
      String.raw`who (?:bought|ordered|purchased|shopped|spent)(?: for)?(?: (?<is>more than|over|at least) (?<money>[₩$]?[\d,.]+\s?(?:won|krw|usd)?))? (?:(?:in|during) )?(?<span>${SPAN_EN})\b`,
      'giu',
    ),
    read: boughtIn,
  },
  {
    pattern:
      /(?<app>앱에서\s)?(?:최근\s(?<n>\d+)\s?(?<unit>일|주|개월)(?:\s?(?:안에|동안|이내에?))?\s)?(?<app2>앱에서\s)?(?<value>(?!최근|이\s|그\s)[가-힣A-Za-z0-9]{1,20})\s(?:카테고리|상품|제품)[을를]?\s(?:(?<times>두|세|\d+)\s?번\s?(?:이상\s)?)?(?:본|둘러본|조회한|구경한)(?=\s|$|[),])/giu,
    read: ({ app, app2, value, n, unit, times }) => viewedOf(value, app ?? app2, daysOf(n, unit), times),
  },
  {
    pattern:
      /who (?:viewed|browsed|looked at)\s(?:the\s)?(?<value>(?!items?|products?|pages?|something|the\s)[a-z0-9-]{2,20})(?:\s(?:category|products?|items?))?(?<app>\sin (?:the|our) app)?(?:\s(?<times>twice|\d+ times))?(?:\sin the last\s(?<n>\d+)\s(?<unit>days|weeks|months))?/giu,
    read: ({ app, value, n, unit, times }) => viewedOf(value, app, daysOf(n, unit), times?.split(' ')[0]),
  },
  {
    pattern:
      /장바구니에?\s?(?:담|넣|두)[가-힣]*\s(?:나서\s)?(?<n>\d+)\s?(?<unit>일|주)\s?(?:동안|간|째|넘게|안에|이내에?|이상)?\s?(?:도록\s)?(?:안|못)\s?(?:산|샀던|구매한|주문한)(?=\s|$|[),])/giu,
    read: cartOf,
  },
  {
    pattern:
      /(?:who\s)?(?:added (?:something |items )?to (?:the|their) cart|left (?:something in )?(?:the|their) cart|abandoned (?:the|their) cart)\s(?:and|but)\s(?:have not|haven['’]t|did not|didn['’]t)\s(?:bought|buy|ordered|order|purchased?)\s(?:for|in|within)\s(?:the last\s)?(?<n>\d+|two|three|four|five|six)\s(?<unit>days|weeks)/giu,
    read: cartOf,
  },
  {
    pattern:
      /(?:(?:최근\s)?(?<n>\d+)\s?(?<unit>일|주)\s?(?:안에|동안|이내에?)\s)?(?<times>두|세|\d+)\s?번\s?(?:이상\s)?클릭한(?=\s|$|[),])|(?:who\s)?clicked\s(?:at least\s)?(?<t>twice|\d+ times)(?:\sin (?:the last\s)?(?<m>\d+|two)\s(?<u>days|weeks))?/giu,
    read: ({ n, unit, times, t, m, u }) => {
      const count = numberOf(times ?? t?.split(' ')[0]);
      return count === null ? null : { kind: 'clicked', times: count, days: daysOf(n ?? m, unit ?? u) };
    },
  },
  {
    pattern:
      /환불(?:이|을)?\s?(?:잦은|많은|자주\s?(?:한|받은)|(?<n>두|세|\d+)\s?(?:번|회)\s?(?:이상\s?)?(?:한|받은)?)|refund-prone|who (?:often get refunds|got (?:at least )?(?<m>\d+) refunds)/giu,
    read: ({ n, m }) => ({ kind: 'refunds', times: numberOf(n ?? m) }),
  },
  ...RFM.map(
    ({ name, words }): Rule => ({ pattern: new RegExp(escaped(words), 'giu'), read: () => ({ kind: 'ready', name }) }),
  ),
];

function campaignOf({ id, what = '' }: Readonly<Record<string, string | undefined>>): Read {
  const [, outcome = 'sent'] = OUTCOMES.find(([words]) => words.test(what)) ?? [];
  return { kind: 'campaign', id: id?.toUpperCase() ?? null, outcome };
}

function cartOf({ n, unit }: Readonly<Record<string, string | undefined>>): Read | null {
  const days = daysOf(n, unit);
  return days === null ? null : { kind: 'cart', days };
}

const viewedOf = (
  value: string | undefined,
  app: string | undefined,
  days: number | null,
  times: string | undefined,
): Read | null => (value ? { kind: 'viewed', value, inApp: app !== undefined, days, times: numberOf(times) } : null);

function boughtIn({ span = '', money, is }: Readonly<Record<string, string | undefined>>, today: string): Read | null {
  const days = spanOf(span, today);
  if (!days) return null;
  const [amount] = money ? quantitiesIn(money) : [];
  if (money && amount?.kind !== 'money') return null;
  const over = amount
    ? { is: /이상|at least/i.test(is ?? '') ? ('gte' as const) : ('gt' as const), value: amount.value }
    : null;
  return { kind: 'bought', ...days, over };
}

const lastDay = (year: number, month: number): string => new Date(Date.UTC(year, month, 0)).toISOString().slice(0, 10);
const monthSpan = (year: number, month: number) => ({
  from: `${year}-${String(month).padStart(2, '0')}-01`,
  to: lastDay(year, month),
});

/** The days a word for the past means, as of `today`: a month without its year is the one that was last. */
const spanOf = (said: string, today: string): { from: string; to: string } | null => {
  const [year = 0, month = 0] = today.split('-').map(Number);
  if (/지난\s?달|저번\s?달|last month/i.test(said))
    return month === 1 ? monthSpan(year - 1, 12) : monthSpan(year, month - 1);
  if (/올해|this year/i.test(said)) return { from: `${year}-01-01`, to: today };
  if (/작년|지난해|last year/i.test(said)) return { from: `${year - 1}-01-01`, to: `${year - 1}-12-31` };
  const named = /(\d{1,2})\s?월/.exec(said)?.[1];
  const at = named ? Number(named) : MONTHS_EN.findIndex((name) => said.toLowerCase().startsWith(name)) + 1;
  if (at < 1) return null;
  const of = /20\d\d/.exec(said)?.[0];
  return monthSpan(of ? Number(of) : at > month ? year - 1 : year, at);
};

/** The phrases of a text, and the text with spaces where they stood. */
export const phrasesIn = (text: string, today: string): { phrases: Phrase[]; rest: string } => {
  const phrases: Phrase[] = [];
  let rest = text;
  for (const { pattern, read } of RULES)
    for (const match of [...rest.matchAll(pattern)]) {
      const found = read(match.groups ?? {}, today);
      if (!found) continue;
      phrases.push({ ...found, said: match[0].trim() } as Phrase);
      rest = rest.slice(0, match.index) + ' '.repeat(match[0].length) + rest.slice(match.index + match[0].length);
    }
  return { phrases, rest };
};
