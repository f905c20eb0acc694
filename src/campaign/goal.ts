import { impossibleIn } from './impossible.ts';

/**
 * The first reading of a marketer's words, by rule and at once: is there anything to draft from? A goal without a number
 * gets a question, not a guess, and one that nobody can reach an objection; the model is asked only when there is
 * something to read.
 */
export type GoalProblem =
  | { code: 'empty' | 'no_number' | 'not_a_goal' }
  /** With the words that are objected to. */
  | { code: 'target' | 'past'; text: string };

/** Far beyond what anyone types; Slack itself cuts at 40,000. */
export const GOAL_MAX = 4_000;

const NUMBER =
  /\d|[일이삼사오육칠팔구십]?[십백천만억]\s*(?:만|억)?\s*원|두\s*배|세\s*배|절반|\b(?:one|two|three|five|ten|twenty|thirty|fifty|hundred|thousand|million|half|double|twice)\b/iu;
const MARKETING =
  /매출|구매|주문|고객|단골|회원|가입|재방문|전환|클릭|예약|쿠폰|장바구니|휴면|뉴스레터|캠페인|메일|문자|다시\s*오|안\s*산|안\s*온|revenue|sales|customer|buyer|order|purchase|sign[- ]?up|subscriber|lapsed|win[- ]?back|cart|vip|welcome|newsletter|campaign|conversion|click/iu;

/** Slack's own marks around the words: the mention of the bot, and entities it escaped. */
export const goalText = (text: string, botId: string): string =>
  text
    .replaceAll(new RegExp(`<@${botId}(?:\\|[^>]*)?>`, 'g'), ' ')
    .replaceAll(/<!(channel|here|everyone)(?:\|[^>]*)?>/g, '@$1')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&')
    .replaceAll(/[ \t]+/g, ' ')
    .trim()
    .slice(0, GOAL_MAX);

/** Nothing was said at all: no letter and no digit. */
export const isEmpty = (words: string): boolean => !/[\p{L}\p{N}]/u.test(words);

/**
 * @param today `2026-11-24` where the account is
 * @returns null when there is something to draft from
 */
export const goalProblem = (words: string, today: string): GoalProblem | null => {
  if (isEmpty(words)) return { code: 'empty' };
  const marketing = MARKETING.test(words);
  const [impossible] = impossibleIn(words, today);
  if (impossible) return { code: impossible.what, text: impossible.text };
  if (NUMBER.test(words)) return marketing || words.length >= 20 ? null : { code: 'not_a_goal' };
  return { code: marketing ? 'no_number' : 'not_a_goal' };
};
