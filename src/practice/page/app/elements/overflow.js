import { Icon } from '../icons.js';
import { wordsOf } from '../text/draw.js';
import { html, useElementId, useRef, useUi } from '../ui.js';
import { useConfirm } from './confirm.js';
import { useForm } from './context.js';

const GAP = 6;

/**
 * The menu behind the three dots. A popover in the top layer, so that no scrolling box cuts it off.
 *
 * @param {{element: Record<string, any>, blockId: string}} props
 */
export const Overflow = ({ element, blockId }) => {
  const form = useForm();
  const { w } = useUi();
  const [ask, dialog] = useConfirm(element);
  const id = useElementId('menu');
  /** @type {{current: HTMLElement | null}} */
  const menu = useRef(null);
  /** @type {{current: HTMLElement | null}} */
  const trigger = useRef(null);
  const items = () => /** @type {HTMLElement[]} */ ([...(menu.current?.querySelectorAll('[role=menuitem]') ?? [])]);
  const place = (/** @type {any} */ event) => {
    trigger.current?.setAttribute('aria-expanded', String(event.newState === 'open'));
    if (event.newState !== 'open' || !menu.current || !trigger.current) return;
    const at = trigger.current.getBoundingClientRect();
    const size = menu.current.getBoundingClientRect();
    const below = at.bottom + GAP + size.height <= innerHeight;
    menu.current.style.top = `${below ? at.bottom + GAP : Math.max(GAP, at.top - GAP - size.height)}px`;
    menu.current.style.left = `${Math.max(GAP, Math.min(at.left, innerWidth - size.width - GAP))}px`;
    items()[0]?.focus();
  };
  const walk = (/** @type {KeyboardEvent} */ event) => {
    const all = items();
    const now = all.indexOf(/** @type {HTMLElement} */ (document.activeElement));
    const step = { ArrowDown: 1, ArrowUp: -1, Home: -now, End: all.length - 1 - now }[event.key];
    if (step === undefined) return;
    event.preventDefault();
    all[(now + step + all.length) % all.length]?.focus();
  };
  const choose = (/** @type {Record<string, any>} */ option) => {
    menu.current?.hidePopover();
    trigger.current?.focus();
    if (option.url) open(option.url, '_blank', 'noopener,noreferrer');
    ask(() => form.act(blockId, element, { selected_option: option }));
  };
  return html`<button type="button" ref=${trigger} class="button overflow" data-action-id=${element.action_id} data-block-id=${blockId}
      data-overflow aria-label=${w.block.more} aria-haspopup="menu" aria-expanded="false" popovertarget=${id} disabled=${form.frozen}>
      <${Icon} name="more" />
    </button>
    <div ref=${menu} id=${id} class="menu" role="menu" popover="auto" onToggle=${place} onKeyDown=${walk}>
      ${(element.options ?? []).map(
        (
          /** @type {Record<string, any>} */ option,
          /** @type {number} */ index,
        ) => html`<button key=${index} type="button" role="menuitem" class="menu-item"
          data-action-id=${element.action_id} data-value=${option.value} data-block-id=${blockId} onClick=${() => choose(option)}>
          ${wordsOf(option.text)}${option.description ? html`<small>${wordsOf(option.description)}</small>` : null}
        </button>`,
      )}
    </div>${dialog}`;
};
