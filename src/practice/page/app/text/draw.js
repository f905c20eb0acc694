import { readPermalink } from '../place.js';
import { html, useUi } from '../ui.js';
import { dateToken } from '../when.js';
import { withEmoji } from './emoji.js';
import { parseMarkdown } from './markdown.js';
import { parseMrkdwn, unescapeText } from './mrkdwn.js';

/** @typedef {import('./mrkdwn.js').Inline} Inline */

/**
 * A link leaves the page in a tab of its own; one to a message here goes there instead.
 *
 * @param {{url: string, children?: any}} props
 */
export const Link = ({ url, children }) => {
  const { go } = useUi();
  if (!/^(https?:|mailto:)/.test(url)) return html`<span>${children}</span>`;
  const here = readPermalink(url);
  const follow = (/** @type {Event} */ event) => {
    if (!here) return;
    event.preventDefault();
    go({ place: here.channel, thread: here.thread ?? here.ts });
  };
  return html`<a href=${url} target="_blank" rel="noopener noreferrer" onClick=${follow}>${children}</a>`;
};

/** @param {{id: string, label?: string | null}} props */
export const Person = ({ id, label }) => {
  const { people, seat } = useUi();
  const name = people.get(id)?.name ?? label ?? id;
  return html`<span class=${`mention ${id === seat ? 'me' : ''}`} data-user=${id}>@${name}</span>`;
};

/** @param {{id: string, label?: string | null}} props */
export const ChannelName = ({ id, label }) => {
  const { channels, go } = useUi();
  const name = label || channels.get(id)?.name || id;
  if (!channels.has(id)) return html`<span class="mention">#${name.replace(/^#/, '')}</span>`;
  return html`<button type="button" class="mention link" onClick=${() => go({ place: id, thread: null })}>#${name.replace(/^#/, '')}</button>`;
};

/** @param {{at: number, format: string, fallback: string, url?: string | null}} props */
export const When = ({ at, format, fallback, url }) => {
  const { lang, timeZone, now } = useUi();
  const text = dateToken(at, format, fallback, { lang, timeZone, now: now() });
  const time = html`<time datetime=${Number.isFinite(at) ? new Date(at * 1000).toISOString() : undefined}>${text}</time>`;
  return url ? html`<${Link} url=${url}>${time}<//>` : time;
};

/** @param {{nodes: readonly Inline[]}} props */
export const Inlines = ({ nodes }) => nodes.map((node, index) => html`<${OneInline} key=${index} node=${node} />`);

/** @param {{node: Inline}} props */
const OneInline = ({ node }) => {
  if (typeof node === 'string') return node;
  switch (node.t) {
    case 'bold':
      return html`<strong><${Inlines} nodes=${node.c} /></strong>`;
    case 'italic':
      return html`<em><${Inlines} nodes=${node.c} /></em>`;
    case 'strike':
      return html`<s><${Inlines} nodes=${node.c} /></s>`;
    case 'under':
      return html`<u><${Inlines} nodes=${node.c} /></u>`;
    case 'code':
      return html`<code>${node.text}</code>`;
    case 'link':
      return html`<${Link} url=${node.url}><${Inlines} nodes=${node.c} /><//>`;
    case 'user':
      return html`<${Person} id=${node.id} label=${node.label} />`;
    case 'channel':
      return html`<${ChannelName} id=${node.id} label=${node.label} />`;
    case 'group':
      return html`<span class="mention">${node.label ?? `@${node.id}`}</span>`;
    case 'broadcast':
      return html`<span class="mention loud">@${node.id}</span>`;
    case 'date':
      return html`<${When} ...${node} />`;
    case 'break':
      return html`<br />`;
  }
};

/** @param {{text: string}} props */
export const Mrkdwn = ({ text }) =>
  parseMrkdwn(text).map((part, index) => {
    if (part.t === 'pre') return html`<pre key=${index}>${part.text}</pre>`;
    if (part.t === 'quote') return html`<blockquote key=${index}><${Inlines} nodes=${part.c} /></blockquote>`;
    return html`<div key=${index} class="line"><${Inlines} nodes=${part.c} /></div>`;
  });

/** @param {{text: string, emoji?: boolean}} props */
export const Plain = ({ text, emoji = true }) =>
  unescapeText(emoji ? withEmoji(text) : text)
    .split('\n')
    .map((line, index) => (index > 0 ? html`<br key=${index} />${line}` : line));

/** A Block Kit text object of either kind. @param {{text: Record<string, any> | string | undefined}} props */
export const Text = ({ text }) => {
  if (text === undefined || text === null) return null;
  if (typeof text === 'string') return html`<${Plain} text=${text} />`;
  if (text.type === 'mrkdwn') return html`<${Mrkdwn} text=${text.text ?? ''} />`;
  return html`<${Plain} text=${text.text ?? ''} emoji=${text.emoji !== false} />`;
};

/** The bare words of a text object, for labels. @param {any} text @returns {string} */
export const wordsOf = (text) => unescapeText(typeof text === 'string' ? text : (text?.text ?? ''));

/** @param {{text: string}} props */
export const Markdown = ({ text }) =>
  html`<div class="markdown"><${MarkdownParts} parts=${parseMarkdown(text)} /></div>`;

/** @param {{parts: readonly import('./markdown.js').MdPart[]}} props */
const MarkdownParts = ({ parts }) => parts.map((part, index) => html`<${OnePart} key=${index} part=${part} />`);

/** @param {{part: import('./markdown.js').MdPart}} props */
const OnePart = ({ part }) => {
  switch (part.t) {
    case 'heading':
      return html`<p class=${`md-heading md-h${Math.min(part.level, 4)}`} role="heading" aria-level=${part.level + 2}><${Inlines} nodes=${part.c} /></p>`;
    case 'para':
      return html`<p><${Inlines} nodes=${part.c} /></p>`;
    case 'pre':
      return html`<pre>${part.text}</pre>`;
    case 'rule':
      return html`<hr />`;
    case 'quote':
      return html`<blockquote><${MarkdownParts} parts=${part.c} /></blockquote>`;
    case 'list': {
      const items = part.items.map(
        (item, index) => html`<li key=${index} class=${item.done === null ? '' : 'task'}>
          ${item.done === null ? null : html`<input type="checkbox" checked=${item.done} disabled />`}<${MarkdownParts} parts=${item.c} />
        </li>`,
      );
      return part.ordered ? html`<ol start=${part.start}>${items}</ol>` : html`<ul>${items}</ul>`;
    }
    case 'table':
      return html`<div class="table-wrap"><table>
        <thead><tr>${part.head.map((cell, n) => html`<th key=${n} class=${`to-${part.align[n] ?? 'left'}`}><${Inlines} nodes=${cell} /></th>`)}</tr></thead>
        <tbody>${part.rows.map(
          (row, r) =>
            html`<tr key=${r}>${row.map((cell, n) => html`<td key=${n} class=${`to-${part.align[n] ?? 'left'}`}><${Inlines} nodes=${cell} /></td>`)}</tr>`,
        )}</tbody>
      </table></div>`;
  }
};
