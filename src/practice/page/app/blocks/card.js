import { Button } from '../elements/button.js';
import { Icon } from '../icons.js';
import { Text } from '../text/draw.js';
import { html, useLayoutEffect, useRef, useState, useUi } from '../ui.js';
import { Img } from './text.js';

/** @param {{block: Record<string, any>, id: string}} props */
export const Card = ({ block, id }) => html`<article class="card">
  ${block.hero_image ? html`<div class="card-hero"><${Img} image=${block.hero_image} /></div>` : null}
  <div class="card-top">
    ${block.icon ? html`<${Img} image=${block.icon} />` : null}
    <div>
      ${block.title ? html`<div class="card-title"><${Text} text=${block.title} /></div>` : null}
      ${block.subtitle ? html`<div class="card-subtitle"><${Text} text=${block.subtitle} /></div>` : null}
    </div>
  </div>
  ${block.body ? html`<div class="card-body"><${Text} text=${block.body} /></div>` : null}
  ${
    block.actions?.length
      ? html`<div class="card-actions">
        ${block.actions.map((/** @type {Record<string, any>} */ element, /** @type {number} */ n) => html`<${Button} key=${n} element=${element} blockId=${id} />`)}
      </div>`
      : null
  }
</article>`;

/** @param {{block: Record<string, any>, id: string}} props */
export const Carousel = ({ block, id }) => {
  const { w } = useUi();
  /** @type {{current: HTMLElement | null}} */
  const strip = useRef(null);
  /** @type {Record<string, any>[]} */
  const cards = block.elements ?? [];
  const [over, setOver] = useState(false);
  useLayoutEffect(() => {
    const box = strip.current;
    if (!box) return undefined;
    const observer = new ResizeObserver(() => setOver(box.scrollWidth > box.clientWidth + 1));
    observer.observe(box);
    return () => observer.disconnect();
  }, [cards.length]);
  const slide = (/** @type {number} */ way) => () =>
    strip.current?.scrollBy({ left: way * strip.current.clientWidth * 0.8, behavior: 'smooth' });
  return html`<div class="carousel">
    <div class="carousel-strip" ref=${strip} role="list" tabindex="0" aria-label=${w.block.carousel(cards.length)}>
      ${cards.map(
        (card, n) =>
          html`<div key=${`${n} ${card.block_id ?? ''}`} role="listitem" class="carousel-item" data-block=${card.block_id}><${Card} block=${card} id=${card.block_id ?? `${id}.${n}`} /></div>`,
      )}
    </div>
    ${
      over
        ? html`<div class="carousel-nav">
          <button type="button" class="button small flip" aria-label=${w.block.previousCard} onClick=${slide(-1)}><${Icon} name="chevron" size=${14} /></button>
          <button type="button" class="button small" aria-label=${w.block.nextCard} onClick=${slide(1)}><${Icon} name="chevron" size=${14} /></button>
          <small>${w.block.carousel(cards.length)}</small>
        </div>`
        : null
    }
  </div>`;
};
