import { Icon } from '../icons.js';
import { html, useEffect, useLayoutEffect, useRef, useState, useUi } from '../ui.js';

const NEAR = 80;

/**
 * A conversation's scrolling box: newest below, kept at the end while one is at the end, left alone while one reads
 * further up (then a button leads down).
 *
 * @param {{newest: string, children?: any, label: string}} props `newest` changes when a message was added
 */
export const Scroll = ({ newest, children, label }) => {
  const { w } = useUi();
  const box = useRef(/** @type {HTMLElement | null} */ (null));
  const inner = useRef(/** @type {HTMLElement | null} */ (null));
  const atEnd = useRef(true);
  const height = useRef(0);
  const [behind, setBehind] = useState(false);
  const down = () => {
    atEnd.current = true;
    if (box.current) {
      height.current = box.current.scrollHeight;
      box.current.scrollTop = box.current.scrollHeight;
    }
    setBehind(false);
  };
  useLayoutEffect(() => {
    if (atEnd.current) down();
    else setBehind(true);
  }, [newest]);
  useEffect(() => {
    const observer = new ResizeObserver(() => {
      if (atEnd.current) down();
      else if (box.current) height.current = box.current.scrollHeight;
    });
    if (inner.current) observer.observe(inner.current);
    if (box.current) observer.observe(box.current);
    return () => observer.disconnect();
  }, []);
  const scrolled = () => {
    const at = box.current;
    if (!at) return;
    // A card that grew or shrank scrolls too; only a hand that scrolls says where the reader wants to be.
    if (at.scrollHeight !== height.current) {
      height.current = at.scrollHeight;
      if (atEnd.current) down();
      return;
    }
    atEnd.current = at.scrollHeight - at.scrollTop - at.clientHeight < NEAR;
    if (atEnd.current) setBehind(false);
  };
  return html`<div class="scroll-frame">
    <div class="scroll" ref=${box} onScroll=${scrolled} role="log" aria-label=${label} tabindex="0"><div class="scroll-inner" ref=${inner}>${children}</div></div>
    ${behind ? html`<button type="button" class="button newest" onClick=${down}><${Icon} name="down" size=${15} />${w.channel.newest}</button>` : null}
  </div>`;
};
