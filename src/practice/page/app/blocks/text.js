import { ElementView } from '../elements/element.js';
import { Icon } from '../icons.js';
import { Link, Plain, Text, wordsOf } from '../text/draw.js';
import { html, useUi } from '../ui.js';

/** @typedef {{block: Record<string, any>, id: string}} Props */

/** @param {Props} props */
export const Header = ({ block }) => html`<h3 class="block-heading"><${Text} text=${block.text} /></h3>`;

/** @param {Props} props */
export const Section = ({ block, id }) => html`
  <div class="section-main">
    ${block.text ? html`<div class="section-text"><${Text} text=${block.text} /></div>` : null}
    ${
      block.fields
        ? html`<div class="fields">${block.fields.map((/** @type {any} */ field, /** @type {number} */ n) => html`<div key=${n} class="field"><${Text} text=${field} /></div>`)}</div>`
        : null
    }
  </div>
  ${
    block.accessory
      ? html`<div class="accessory">
        ${block.accessory.type === 'image' ? html`<${Img} image=${block.accessory} />` : html`<${ElementView} element=${block.accessory} blockId=${id} />`}
      </div>`
      : null
  }
`;

/** @param {Props} props */
export const Context = ({ block }) => html`<div class="context">
  ${(block.elements ?? []).map((/** @type {any} */ element, /** @type {number} */ n) =>
    element.type === 'image'
      ? html`<${Img} key=${n} image=${element} />`
      : html`<span key=${n} class="context-text"><${Text} text=${element} /></span>`,
  )}
</div>`;

/** @param {{image: Record<string, any>}} props */
export const Img = ({ image }) => {
  const { w } = useUi();
  const url = image.image_url ?? image.slack_file?.url;
  return url
    ? html`<img src=${url} alt=${image.alt_text ?? ''} loading="lazy" />`
    : html`<span class="no-image" role="img" aria-label=${image.alt_text ?? w.block.image}>${image.alt_text ?? w.block.image}</span>`;
};

/** @param {Props} props */
export const Picture = ({ block }) => html`<figure class="picture">
  ${block.title ? html`<figcaption><${Text} text=${block.title} /></figcaption>` : null}
  <${Img} image=${block} />
</figure>`;

/** @param {Props} props */
export const File = ({ block }) => {
  const { w } = useUi();
  return html`<div class="attachment">
    <${Icon} name="file" size=${22} /><div><strong>${w.block.file(block.external_id ?? '?')}</strong><small>${w.block.fileNote}</small></div>
  </div>`;
};

/** @param {Props} props */
export const Video = ({ block }) => {
  const { w } = useUi();
  return html`<div class="attachment">
    <${Icon} name="play" size=${22} />
    <div>
      <strong>${block.title_url ? html`<${Link} url=${block.title_url}>${wordsOf(block.title)}<//>` : wordsOf(block.title)}</strong>
      ${block.description ? html`<p><${Text} text=${block.description} /></p>` : null}
      <small>${[block.provider_name, block.author_name, w.block.video].filter(Boolean).join(' · ')}</small>
    </div>
  </div>`;
};

/** @type {Record<string, string>} */
const LEVEL_ICON = { default: 'info', info: 'info', warning: 'alert', error: 'alert', success: 'check' };

/** @param {Props} props */
export const Alert = ({ block }) => {
  const { w } = useUi();
  const level = Object.hasOwn(LEVEL_ICON, block.level)
    ? /** @type {keyof typeof w.block.level} */ (block.level)
    : 'default';
  return html`<div class=${`alert level-${level}`} role=${level === 'error' || level === 'warning' ? 'alert' : 'note'}>
    <${Icon} name=${LEVEL_ICON[level] ?? 'info'} label=${w.block.level[level]} /><div><${Text} text=${block.text} /></div>
  </div>`;
};

/** Words that may be a rich text block, a text object or plain words. @param {{of: any}} props */
export const Words = ({ of }) =>
  typeof of === 'string' ? html`<${Plain} text=${of} />` : html`<${Text} text=${of} />`;
