import { Icon } from '../icons.js';
import { html, useEffect, useLayoutEffect, useRef, useState, useUi } from '../ui.js';

const NEAR = 80;
const isNear = (/** @type {HTMLElement} */ at) => at.scrollHeight - at.scrollTop - at.clientHeight < NEAR;

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
  const top = useRef(0);
  const [behind, setBehind] = useState(false);
  /** At the end the box follows its content, and would be in the way of the browser, which keeps in sight what is read. */
  const stay = (/** @type {boolean} */ there) => {
    atEnd.current = there;
    if (box.current) box.current.style.overflowAnchor = there ? 'none' : 'auto';
  };
  const down = () => {
    stay(true);
    if (box.current) {
      height.current = box.current.scrollHeight;
      box.current.scrollTop = box.current.scrollHeight;
      top.current = box.current.scrollTop;
    }
    setBehind(false);
  };
  /** The content has changed: whoever is at the end stays there, unless a hand has scrolled up and its event is yet to come. */
  const settle = () => {
    const at = box.current;
    if (!at) return;
    // Without anchoring, content moves the box upwards only as far as its new end.
    if (atEnd.current && at.scrollTop < top.current && !isNear(at)) stay(false);
    if (atEnd.current) down();
    else height.current = at.scrollHeight;
  };
  useLayoutEffect(() => {
    settle();
    if (!atEnd.current) setBehind(true);
  }, [newest]);
  useEffect(() => {
    const observer = new ResizeObserver(settle);
    if (inner.current) observer.observe(inner.current);
    if (box.current) observer.observe(box.current);
    return () => observer.disconnect();
  }, []);
  const scrolled = () => {
    const at = box.current;
    if (!at) return;
    // A card that grew or shrank scrolls too; only a hand that scrolls says where the reader wants to be.
    if (at.scrollHeight !== height.current) return settle();
    top.current = at.scrollTop;
    stay(isNear(at));
    if (atEnd.current) setBehind(false);
  };
  return html`<div class="scroll-frame">
    <div class="scroll" ref=${box} onScroll=${scrolled} role="log" aria-label=${label} tabindex="0"><div class="scroll-inner" ref=${inner}>${children}</div></div>
    ${behind ? html`<button type="button" class="button newest" onClick=${down}><${Icon} name="down" size=${15} />${w.channel.newest}</button>` : null}
  </div>`;
};
