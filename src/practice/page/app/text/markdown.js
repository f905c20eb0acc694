/**
 * Standard Markdown for the `markdown` block: what a bot writes, not all of CommonMark. No HTML passes.
 *
 * @typedef {import('./mrkdwn.js').Inline} Inline
 * @typedef {{t: 'heading', level: number, c: Inline[]}
 *   | {t: 'para', c: Inline[]}
 *   | {t: 'pre', text: string}
 *   | {t: 'rule'}
 *   | {t: 'quote', c: MdPart[]}
 *   | {t: 'list', ordered: boolean, start: number, items: {done: boolean | null, c: MdPart[]}[]}
 *   | {t: 'table', align: ('left'|'center'|'right')[], head: Inline[][], rows: Inline[][][]}} MdPart
 */

const ITEM = /^( {0,3})([-*+]|\d{1,9}[.)])( +)(.*)$/;
const FENCE = /^ {0,3}(```+|~~~+)/;
const RULE = /^ {0,3}([-*_])( *\1){2,} *$/;
const HEADING = /^ {0,3}(#{1,6})\s+(.*?)\s*#*$/;
const TABLE_RULE = /^ *\|? *:?-+:? *(\| *:?-+:? *)*\|? *$/;

/** @param {string} source @returns {MdPart[]} */
export const parseMarkdown = (source) => blocksOf(source.replaceAll('\r\n', '\n').split('\n'));

/** @param {readonly string[]} lines @returns {MdPart[]} */
const blocksOf = (lines) => {
  /** @type {MdPart[]} */
  const out = [];
  let at = 0;
  while (at < lines.length) {
    const line = /** @type {string} */ (lines[at]);
    const read =
      line.trim() === ''
        ? { part: null, end: at + 1 }
        : (fence(lines, at) ??
          single(line, at) ??
          quote(lines, at) ??
          list(lines, at) ??
          table(lines, at) ??
          para(lines, at));
    if (read.part) out.push(read.part);
    at = read.end;
  }
  return out;
};

/** @typedef {{part: MdPart | null, end: number}} Read */

/** @param {readonly string[]} lines @param {number} at @returns {Read | null} */
const fence = (lines, at) => {
  const mark = FENCE.exec(lines[at] ?? '')?.[1];
  if (!mark) return null;
  let end = at + 1;
  while (end < lines.length && !lines[end]?.trim().startsWith(mark)) end += 1;
  return { part: { t: 'pre', text: lines.slice(at + 1, end).join('\n') }, end: end + 1 };
};

/** @param {string} line @param {number} at @returns {Read | null} */
const single = (line, at) => {
  const heading = HEADING.exec(line);
  if (heading)
    return {
      part: { t: 'heading', level: (heading[1] ?? '#').length, c: markdownInline(heading[2] ?? '') },
      end: at + 1,
    };
  return RULE.test(line) ? { part: { t: 'rule' }, end: at + 1 } : null;
};

/** @param {readonly string[]} lines @param {number} at @returns {Read | null} */
const quote = (lines, at) => {
  let end = at;
  while (/^ {0,3}>/.test(lines[end] ?? '')) end += 1;
  if (end === at) return null;
  return { part: { t: 'quote', c: blocksOf(lines.slice(at, end).map((line) => line.replace(/^ {0,3}> ?/, ''))) }, end };
};

/** @param {readonly string[]} lines @param {number} at @returns {Read | null} */
const list = (lines, at) => {
  const first = ITEM.exec(lines[at] ?? '');
  if (!first) return null;
  const ordered = /\d/.test(first[2] ?? '');
  /** @type {string[][]} */
  const items = [];
  let indent = 0;
  let end = at;
  for (; end < lines.length; end += 1) {
    const line = lines[end] ?? '';
    const item = ITEM.exec(line);
    if (item && /\d/.test(item[2] ?? '') === ordered && (items.length === 0 || (item[1] ?? '').length < indent)) {
      indent = (item[1] ?? '').length + (item[2] ?? '').length + (item[3] ?? '').length;
      items.push([item[4] ?? '']);
    } else if (line.trim() === '' && /^ {2,}\S|^ {0,3}([-*+]|\d+[.)]) /.test(lines[end + 1] ?? ''))
      items.at(-1)?.push('');
    else if (line.startsWith(' '.repeat(Math.min(indent, 2))) && line.trim() !== '')
      items.at(-1)?.push(line.slice(leading(line, indent)));
    else break;
  }
  return {
    part: {
      t: 'list',
      ordered,
      start: Number.parseInt(first[2] ?? '1', 10) || 1,
      items: items.map(([head = '', ...rest]) => {
        const task = /^\[([ xX])\] +(.*)$/.exec(head);
        return { done: task ? task[1] !== ' ' : null, c: blocksOf([task ? (task[2] ?? '') : head, ...rest]) };
      }),
    },
    end,
  };
};

/** @param {string} line @param {number} most */
const leading = (line, most) => Math.min(most, line.length - line.trimStart().length);

/** @param {readonly string[]} lines @param {number} at @returns {Read | null} */
const table = (lines, at) => {
  if (!lines[at]?.includes('|') || !TABLE_RULE.test(lines[at + 1] ?? '')) return null;
  const head = cells(lines[at] ?? '');
  const align = cells(lines[at + 1] ?? '').map((rule) =>
    rule.endsWith(':')
      ? rule.startsWith(':')
        ? /** @type {const} */ ('center')
        : /** @type {const} */ ('right')
      : /** @type {const} */ ('left'),
  );
  let end = at + 2;
  while (lines[end]?.includes('|')) end += 1;
  const rows = lines.slice(at + 2, end).map((line) => cells(line).map(markdownInline));
  return { part: { t: 'table', align, head: head.map(markdownInline), rows }, end };
};

/** @param {string} line */
const cells = (line) =>
  line
    .trim()
    .replace(/^\||\|$/g, '')
    .split(/(?<!\\)\|/)
    .map((cell) => cell.trim().replaceAll('\\|', '|'));

/** @param {readonly string[]} lines @param {number} at @returns {Read} */
const para = (lines, at) => {
  let end = at + 1;
  while (end < lines.length) {
    const line = lines[end] ?? '';
    if (
      line.trim() === '' ||
      FENCE.test(line) ||
      HEADING.test(line) ||
      RULE.test(line) ||
      ITEM.test(line) ||
      /^ {0,3}>/.test(line)
    )
      break;
    end += 1;
  }
  const text = lines.slice(at, end).map((line) => line.trim());
  return {
    part: {
      t: 'para',
      c: text.flatMap((line, n) => [
        ...(n > 0 ? [/** @type {Inline} */ ({ t: 'break' })] : []),
        ...markdownInline(line),
      ]),
    },
    end,
  };
};

/** @type {[RegExp, (found: RegExpExecArray) => Inline][]} */
const INLINE = [
  [/^\\([\\`*_{}[\]()#+\-.!|~>])/, ([, char = '']) => char],
  [/^(`+)(.+?)\1(?!`)/, ([, , text = '']) => ({ t: 'code', text: text.trim() })],
  [
    /^!?\[([^\]]*)\]\((https?:\/\/[^\s)]+|mailto:[^\s)]+)(?: +"[^"]*")?\)/,
    ([, label = '', url = '']) => ({ t: 'link', url, c: markdownInline(label) }),
  ],
  [/^<(https?:\/\/[^\s>]+)>/, ([, url = '']) => ({ t: 'link', url, c: [url] })],
  [/^(\*\*|__)(?=\S)(.+?\S|\S)\1/, ([, , text = '']) => ({ t: 'bold', c: markdownInline(text) })],
  [/^~~(?=\S)(.+?\S|\S)~~/, ([, text = '']) => ({ t: 'strike', c: markdownInline(text) })],
  [/^\*(?=[^\s*])(.+?[^\s*]|[^\s*])\*(?!\*)/, ([, text = '']) => ({ t: 'italic', c: markdownInline(text) })],
  [/^https?:\/\/[^\s<>|]+[^\s<>|.,!?;:'")\]*_~]/, ([url]) => ({ t: 'link', url, c: [url] })],
];
/** Underscores stress only at a word's edge: snake_case stays whole. */
const UNDERSCORE = /^_(?=[^\s_])(.+?[^\s_]|[^\s_])_(?![\p{L}\p{N}_])/u;

/** @param {string} text @returns {Inline[]} */
export const markdownInline = (text) => {
  /** @type {Inline[]} */
  const out = [];
  let plain = '';
  let at = 0;
  while (at < text.length) {
    const rest = text.slice(at);
    const edge = !/[\p{L}\p{N}]/u.test(text[at - 1] ?? ' ');
    const stressed = edge ? UNDERSCORE.exec(rest) : null;
    /** @type {[RegExpExecArray, Inline] | null} */
    let read = stressed ? [stressed, { t: 'italic', c: markdownInline(stressed[1] ?? '') }] : null;
    for (const [pattern, make] of INLINE) {
      if (read) break;
      const found = pattern.exec(rest);
      if (found) read = [found, make(found)];
    }
    if (!read) {
      plain += text[at];
      at += 1;
      continue;
    }
    if (plain) out.push(plain);
    plain = '';
    out.push(read[1]);
    at += read[0][0].length;
  }
  if (plain) out.push(plain);
  return out;
};
