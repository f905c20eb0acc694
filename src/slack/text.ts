/** Words on their way into Slack's markup: escaped, neutralised, cut to Slack's limits. Pure. */

import { BATON } from '../campaign/policy.ts';

const ELLIPSIS = '…';
const ZERO_WIDTH = '\u200b';

/** At most `max` UTF-16 units (Slack counts these), never half a character. */
export const clip = (text: string, max: number): string => {
  if (text.length <= max) return text;
  const cut = text.slice(0, Math.max(0, max - 1)).replace(/[\ud800-\udbff]$/, '');
  return `${cut.trimEnd()}${ELLIPSIS}`;
};

/** For plain text and tables, which Slack shows as they are: what looks like a mention or a link still cannot become one. */
export const inert = (text: string): string =>
  text.replace(/<(?=[!@#])/g, `<${ZERO_WIDTH}`).replace(/(https?:|ftp:)(?=\/\/)/gi, `$1${ZERO_WIDTH}`);

/** Cuts finished markup without leaving half an entity, half a mention or half a link at its end. */
export const clipMarkup = (markup: string, max: number): string => {
  if (markup.length <= max) return markup;
  const cut = markup
    .slice(0, Math.max(0, max - 1))
    .replace(/[\ud800-\udbff]$/, '')
    .replace(/<[^<>]*$/, '')
    .replace(/&[a-z]{0,4}$/, '');
  return `${cut.trimEnd()}${ELLIPSIS}`;
};

const RTL = /\p{Script=Hebrew}|\p{Script=Arabic}|\p{Script=Syriac}|\p{Script=Thaana}/u;
const BIDI_CONTROLS = /[\u202a-\u202e\u2066-\u2069]/g;

/**
 * Words by a person or by the model, safe inside our markup: nothing in them mentions, links, formats, or turns the line
 * around. What they say stays readable as they wrote it.
 */
export const said = (words: string, max = 2_900): string => {
  const plain = clip(words.replace(BIDI_CONTROLS, '').replace(/\r\n?/g, '\n').trim(), max);
  const escaped = plain.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
  const quiet = escaped
    // A bare address would become a link that nobody put on the allow-list.
    .replace(/(https?:|ftp:|mailto:|www\.)(?=\S)/gi, `$1${ZERO_WIDTH}`)
    .replace(/(?<![\p{L}\p{N}])([*_~`])(?=\S)/gu, `$1${ZERO_WIDTH}`)
    .replace(/@(channel|here|everyone)\b/gi, `@${ZERO_WIDTH}$1`)
    .replace(/^&gt;/gm, `${ZERO_WIDTH}&gt;`);
  // First-strong isolation: a right-to-left goal does not drag our own words along.
  return RTL.test(quiet) ? `\u2068${quiet}\u2069` : quiet;
};

/** The same on one line, for titles and lists. */
export const saidLine = (words: string, max = 200): string => said(words.replace(/\s+/g, ' '), max);

export const bold = (markup: string): string => `*${markup}*`;
export const gone = (markup: string): string => `~${markup}~`;
export const person = (userId: string): string => (userId === BATON ? 'Baton' : `<@${userId}>`);

/** `<@U1> 외 2명` is for the caller to say; this only names the first few. */
export const people = (ids: readonly string[], most = 3): string => ids.slice(0, most).map(person).join(', ');

/** An instant in each reader's own zone and language; `fallback` where that cannot be shown. */
export const moment = (at: Date, fallback: string, format = '{date_short_pretty} {time}'): string =>
  `<!date^${Math.floor(at.getTime() / 1000)}^${format}|${fallback}>`;

/** `href` comes from Slack itself, never from words. */
export const link = (href: string, label: string): string => `<${href}|${label.replace(/[<>|]/g, ' ')}>`;

/** Markup without its formatting, still safe to send: for `text`, which notifications and screen readers say. */
export const stripped = (markup: string): string =>
  markup
    .replace(/<!date\^[^|>]*\|([^>]*)>/g, '$1')
    .replace(/<(?:https?:[^|>]*)\|([^>]*)>/g, '$1')
    .replace(/(?<![\p{L}\p{N}])([*~_])(?!\u200b)(\S(?:[^*~_\n]| ~ )*?)\1(?![\p{L}\p{N}])/gu, '$2');

/** The same as plain words, for table cells and task cards: nothing in it is markup any more. */
export const unmarked = (markup: string): string =>
  stripped(markup).replaceAll(ZERO_WIDTH, '').replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');
