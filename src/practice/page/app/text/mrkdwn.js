import { emojiOf } from './emoji.js';

/**
 * Slack's mrkdwn, read as Slack reads it, including what surprises: a mark counts only at a word's edge, so that
 * `*굵게*은` stays with its stars, here as there.
 *
 * @typedef {string
 *   | {t: 'bold'|'italic'|'strike'|'under', c: Inline[]}
 *   | {t: 'code', text: string}
 *   | {t: 'link', url: string, c: Inline[]}
 *   | {t: 'user'|'channel'|'group'|'broadcast', id: string, label: string | null}
 *   | {t: 'date', at: number, format: string, fallback: string, url: string | null}
 *   | {t: 'break'}} Inline
 * @typedef {{t: 'text', c: Inline[]} | {t: 'quote', c: Inline[]} | {t: 'pre', text: string}} Part
 */

/** @param {string} text */
export const unescapeText = (text) => text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');

/** @param {string} source @returns {Part[]} */
export const parseMrkdwn = (source) => {
  /** @type {Part[]} */
  const parts = [];
  const fence = /```([\s\S]+?)```/g;
  let from = 0;
  for (let found = fence.exec(source); found; found = fence.exec(source)) {
    parts.push(...linesOf(source.slice(from, found.index).replace(/\n$/, '')));
    parts.push({ t: 'pre', text: unescapeText(/** @type {string} */ (found[1]).replace(/^\n|\n$/g, '')) });
    from = found.index + found[0].length;
    if (source[from] === '\n') from += 1;
  }
  parts.push(...linesOf(source.slice(from)));
  return parts;
};

const QUOTE = /^(?:&gt;|>) ?/;

/** @param {string} text @returns {Part[]} */
const linesOf = (text) => {
  if (text === '') return [];
  /** @type {{quote: boolean, lines: string[]}[]} */
  const runs = [];
  for (const line of text.split('\n')) {
    const quote = QUOTE.test(line);
    const last = runs.at(-1);
    if (last && last.quote === quote) last.lines.push(line.replace(QUOTE, ''));
    else runs.push({ quote, lines: [quote ? line.replace(QUOTE, '') : line] });
  }
  return runs.map(({ quote, lines }) => ({ t: quote ? 'quote' : 'text', c: lines.flatMap(lineInline) }));
};

/** @param {string} line @param {number} index @returns {Inline[]} */
const lineInline = (line, index) => [...(index > 0 ? [/** @type {Inline} */ ({ t: 'break' })] : []), ...inline(line)];

const WORD = /[\p{L}\p{N}]/u;
/** A space of no width too: it is how the bot keeps a person's stars from becoming marks. */
const SPACE = /[\s\u200b]/;
/** @type {Record<string, 'bold'|'italic'|'strike'>} */
const MARKS = { '*': 'bold', _: 'italic', '~': 'strike' };

/** @param {string} text @returns {Inline[]} */
export const inline = (text) => {
  /** @type {Inline[]} */
  const out = [];
  let plain = '';
  const flush = () => {
    if (plain) out.push(unescapeText(plain));
    plain = '';
  };
  let at = 0;
  while (at < text.length) {
    const read = readAt(text, at);
    if (read) {
      flush();
      out.push(read.node);
      at = read.end;
    } else {
      plain += text[at];
      at += 1;
    }
  }
  flush();
  return out;
};

/** @param {string} text @param {number} at @returns {{node: Inline, end: number} | null} */
const readAt = (text, at) => {
  const char = /** @type {string} */ (text[at]);
  if (char === '<') return angle(text, at);
  if (char === '`') {
    const end = text.indexOf('`', at + 1);
    const edges = !WORD.test(text[at - 1] ?? ' ') && !WORD.test(text[end + 1] ?? ' ');
    return end > at + 1 && edges && text[at + 1] !== '\u200b'
      ? { node: { t: 'code', text: unescapeText(text.slice(at + 1, end)) }, end: end + 1 }
      : null;
  }
  if (char === ':') {
    const name = /^:([a-z0-9_+-]+):/.exec(text.slice(at, at + 60))?.[1];
    const emoji = name ? emojiOf(name) : null;
    return name && emoji ? { node: emoji, end: at + name.length + 2 } : null;
  }
  if (char === 'h' && !WORD.test(text[at - 1] ?? ' ')) {
    const url = /^https?:\/\/[^\s<>|]+[^\s<>|.,!?;:'")\]*_~]/.exec(text.slice(at))?.[0];
    return url ? { node: { t: 'link', url: unescapeText(url), c: [unescapeText(url)] }, end: at + url.length } : null;
  }
  const mark = MARKS[char];
  if (!mark) return null;
  const end = closing(text, at, char);
  return end ? { node: { t: mark, c: inline(text.slice(at + 1, end)) }, end: end + 1 } : null;
};

/**
 * Where the mark opened at `open` closes, or 0: outside code and `<...>`, after something that is no space, and before
 * something that is no letter.
 *
 * @param {string} text @param {number} open @param {string} char
 */
const closing = (text, open, char) => {
  if (WORD.test(text[open - 1] ?? ' ') || SPACE.test(text[open + 1] ?? ' ') || text[open + 1] === char) return 0;
  for (let at = open + 1; at < text.length; at += 1) {
    if (text[at] === '`' || text[at] === '<') {
      const skip = text.indexOf(text[at] === '`' ? '`' : '>', at + 1);
      if (skip > 0) at = skip;
      continue;
    }
    if (text[at] === char && !SPACE.test(text[at - 1] ?? ' ') && !WORD.test(text[at + 1] ?? ' ')) return at;
  }
  return 0;
};

/** @param {string} text @param {number} at @returns {{node: Inline, end: number} | null} */
const angle = (text, at) => {
  const close = text.indexOf('>', at + 1);
  if (close < 0) return null;
  const inside = text.slice(at + 1, close);
  const node = tokenOf(inside);
  return node ? { node, end: close + 1 } : null;
};

/** @param {string} inside @returns {Inline | null} */
const tokenOf = (inside) => {
  const bar = inside.indexOf('|');
  const head = bar < 0 ? inside : inside.slice(0, bar);
  const label = bar < 0 ? null : unescapeText(inside.slice(bar + 1));
  if (/^@[UWB][A-Z0-9]+$/.test(head)) return { t: 'user', id: head.slice(1), label };
  if (/^#[CDG][A-Z0-9]+$/.test(head)) return { t: 'channel', id: head.slice(1), label };
  if (/^!(channel|here|everyone)$/.test(head)) return { t: 'broadcast', id: head.slice(1), label };
  if (head.startsWith('!subteam^')) return { t: 'group', id: head.slice(9), label };
  const date = /^!date\^(-?\d+)\^([^^]+)(?:\^(.+))?$/.exec(head);
  if (date)
    return {
      t: 'date',
      at: Number(date[1]),
      format: /** @type {string} */ (date[2]),
      fallback: label ?? '',
      url: date[3] ?? null,
    };
  if (/^(https?:\/\/|mailto:)/.test(head)) {
    const url = unescapeText(head);
    return { t: 'link', url, c: label ? inline(label) : [url.replace(/^mailto:/, '')] };
  }
  return null;
};
