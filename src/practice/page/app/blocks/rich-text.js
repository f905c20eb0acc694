import { ChannelName, Link, Person, When } from '../text/draw.js';
import { emojiOf } from '../text/emoji.js';
import { html } from '../ui.js';

/** @param {{block: Record<string, any>}} props */
export const RichText = ({ block }) => html`<div class="rich-text">
  ${(block?.elements ?? []).map((/** @type {Record<string, any>} */ part, /** @type {number} */ n) => html`<${RichPart} key=${n} part=${part} />`)}
</div>`;

/** @param {{part: Record<string, any>}} props */
const RichPart = ({ part }) => {
  switch (part.type) {
    case 'rich_text_section':
      return html`<p class="rich-line"><${RichInline} elements=${part.elements ?? []} /></p>`;
    case 'rich_text_quote':
      return html`<blockquote><${RichInline} elements=${part.elements ?? []} /></blockquote>`;
    case 'rich_text_preformatted':
      return html`<pre><${RichInline} elements=${part.elements ?? []} /></pre>`;
    case 'rich_text_list': {
      const items = (part.elements ?? []).map(
        (/** @type {Record<string, any>} */ item, /** @type {number} */ n) =>
          html`<li key=${n}><${RichInline} elements=${item.elements ?? []} /></li>`,
      );
      const shell = `rich-list indent-${Math.min(Number(part.indent ?? 0), 5)}`;
      return part.style === 'ordered'
        ? html`<ol class=${shell} start=${(part.offset ?? 0) + 1}>${items}</ol>`
        : html`<ul class=${shell}>${items}</ul>`;
    }
    default:
      return html`<span class="unknown">${String(part.type)}</span>`;
  }
};

/** @param {{elements: readonly Record<string, any>[]}} props */
const RichInline = ({ elements }) =>
  elements.map(
    (element, n) => html`<${Styled} key=${n} style=${element.style}><${RichElement} element=${element} /><//>`,
  );

/** @param {{style?: Record<string, boolean>, children?: any}} props */
const Styled = ({ style, children }) => {
  let inside = children;
  if (!style) return inside;
  if (style.code) inside = html`<code>${inside}</code>`;
  if (style.strike) inside = html`<s>${inside}</s>`;
  if (style.underline) inside = html`<u>${inside}</u>`;
  if (style.italic) inside = html`<em>${inside}</em>`;
  if (style.bold) inside = html`<strong>${inside}</strong>`;
  return inside;
};

/** @param {{element: Record<string, any>}} props */
const RichElement = ({ element }) => {
  switch (element.type) {
    case 'text':
      return String(element.text ?? '')
        .split('\n')
        .map((line, n) => (n > 0 ? html`<br key=${n} />${line}` : line));
    case 'link':
      return html`<${Link} url=${element.url ?? ''}>${element.text || element.url}<//>`;
    case 'user':
      return html`<${Person} id=${element.user_id} />`;
    case 'usergroup':
      return html`<span class="mention">@${element.usergroup_id}</span>`;
    case 'team':
      return html`<span class="mention">@${element.team_id}</span>`;
    case 'channel':
      return html`<${ChannelName} id=${element.channel_id} />`;
    case 'broadcast':
      return html`<span class="mention loud">@${element.range}</span>`;
    case 'emoji':
      return fromUnicode(element.unicode) ?? emojiOf(element.name) ?? `:${element.name}:`;
    case 'date':
      return html`<${When} at=${element.timestamp} format=${element.format ?? '{date_num}'} fallback=${element.fallback ?? ''} url=${element.url} />`;
    case 'color':
      return html`<span class="color"><i style=${{ background: /^#[0-9a-fA-F]{3,8}$/.test(element.value) ? element.value : 'transparent' }}></i>${element.value}</span>`;
    default:
      return html`<span class="unknown">${element.text ?? String(element.type)}</span>`;
  }
};

/** `1f44d-1f3fd` as Slack writes it. @param {string | undefined} code */
const fromUnicode = (code) => {
  if (!code || !/^[0-9a-f]+(-[0-9a-f]+)*$/i.test(code)) return null;
  const points = code.split('-').map((hex) => Number.parseInt(hex, 16));
  return points.every((point) => point <= 0x10ffff) ? String.fromCodePoint(...points) : null;
};
