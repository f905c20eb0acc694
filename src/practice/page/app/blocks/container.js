import { Icon } from '../icons.js';
import { Text, wordsOf } from '../text/draw.js';
import { html, useElementId, useState, useUi } from '../ui.js';
import { RichText } from './rich-text.js';
import { Img } from './text.js';

/** @param {{block: Record<string, any>, children?: any}} props */
export const Container = ({ block, children }) => {
  const { w } = useUi();
  const id = useElementId('fold');
  const folds = block.is_collapsible === true;
  const [open, setOpen] = useState(!(folds && block.default_collapsed));
  const title = html`<span class="container-words">
    <span class="container-title">${block.rich_text_title ? html`<${RichText} block=${block.rich_text_title} />` : html`<${Text} text=${block.title} />`}</span>
    ${block.subtitle ? html`<span class="container-subtitle"><${Text} text=${block.subtitle} /></span>` : null}
  </span>`;
  const icon = block.icon ? html`<${Img} image=${block.icon} />` : null;
  return html`<section class=${`container ${block.has_header_divider === false ? '' : 'ruled'} ${open ? 'open' : ''}`} aria-label=${wordsOf(block.title) || undefined}>
    ${
      folds
        ? html`<button type="button" class="container-head" aria-expanded=${open ? 'true' : 'false'} aria-controls=${id} data-fold=${open ? 'open' : 'closed'} onClick=${() => setOpen(!open)}>
          <${Icon} name="chevron" size=${15} label=${open ? w.block.collapse : w.block.expand} />${icon}${title}
        </button>`
        : html`<div class="container-head">${icon}${title}</div>`
    }
    <div id=${id} class="container-body" hidden=${!open}>${open ? children : null}</div>
  </section>`;
};
