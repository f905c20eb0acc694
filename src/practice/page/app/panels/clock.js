import { get, post } from '../api.js';
import { Icon } from '../icons.js';
import { html, useEffect, useRef, useState, useUi } from '../ui.js';
import { clockTime, isoDuration, shortDay, untilNext } from '../when.js';

const POLL = 15_000;
const POLL_MOVING = 1_000;

/**
 * The business clock, and the hands that move it. Moving runs whatever is due on the way, so it may take a while.
 *
 * @param {{onTime: (offsetMs: number) => void}} props
 */
export const ClockPanel = ({ onTime }) => {
  const { w, lang, timeZone } = useUi();
  const [offset, setOffset] = useState(/** @type {number | null} */ (null));
  const [moving, setMoving] = useState(/** @type {string | null} */ (null));
  const [said, setSaid] = useState(/** @type {number | 'failed' | null} */ (null));
  const [, tick] = useState(0);
  const first = useRef(true);

  const take = (/** @type {any} */ answer) => {
    const now = Date.parse(answer?.now);
    if (Number.isNaN(now)) return;
    const ahead = now - Date.now();
    setOffset(ahead);
    onTime(ahead);
  };
  const moves = useRef(0);
  /** Asked before the clock had moved, it answers with a time that is over. */
  const ask = () => {
    const before = moves.current;
    return get('/clock').then(
      (answer) => (before === moves.current ? take(answer) : undefined),
      () => undefined,
    );
  };
  useEffect(() => {
    if (first.current) void ask();
    first.current = false;
    const poll = setInterval(ask, moving ? POLL_MOVING : POLL);
    return () => clearInterval(poll);
  }, [moving]);
  useEffect(() => {
    const second = setInterval(() => tick((n) => n + 1), 1000);
    return () => clearInterval(second);
  }, []);

  const now = offset === null ? null : Date.now() + offset;
  const reader = { lang, timeZone, now: now ?? Date.now() };
  const move = async (/** @type {string} */ name, /** @type {string} */ advance) => {
    if (moving) return;
    setMoving(name);
    setSaid(null);
    const answer = await post('/clock', { advance });
    moves.current += 1;
    setMoving(null);
    if (!answer.ok) return setSaid('failed');
    take(answer);
    setSaid(Array.isArray(answer.ran) ? answer.ran.length : Number(answer.ran ?? 0));
  };
  const hand = (
    /** @type {'hour'|'morning'|'day'} */ name,
    /** @type {() => string} */ advance,
  ) => html`<button type="button"
    class=${`button small ${moving === name ? 'busy' : ''}`} data-clock=${name} disabled=${moving !== null || now === null} onClick=${() => move(name, advance())}>${w.clock[name]}</button>`;
  return html`<section class="clock" aria-label=${w.clock.title} aria-busy=${moving ? 'true' : 'false'}>
    <h2><${Icon} name="clock" size=${15} />${w.clock.title}</h2>
    <p class="clock-now" data-clock-now=${now === null ? '' : new Date(now).toISOString()}>
      ${now === null ? html`<span>${w.clock.unknown}</span>` : html`<span>${shortDay(now, reader)}</span><b>${clockTime(now, reader)}</b>`}
    </p>
    <div class="clock-hands">
      ${hand('hour', () => 'PT1H')}${hand('morning', () => isoDuration(untilNext(now ?? 0, 9, timeZone)))}${hand('day', () => 'P1D')}
    </div>
    <p class=${`clock-said ${moving ? 'moving' : ''} ${said === 'failed' ? 'failed' : ''}`} role="status" data-clock-said>
      ${moving ? w.clock.busy : said === null ? aheadText(offset ?? 0, w) : said === 'failed' ? w.clock.failed : w.clock.ran(said)}
    </p>
  </section>`;
};

/** @param {number} ms @param {import('../words.js').Words} w */
const aheadText = (ms, w) => {
  const minutes = Math.round(ms / 60_000);
  if (minutes < 1) return w.clock.real;
  const [days, hours] = [Math.floor(minutes / 1440), Math.floor((minutes % 1440) / 60)];
  const parts = [
    days ? w.clock.days(days) : '',
    hours ? w.clock.hours(hours) : '',
    days || hours ? '' : w.clock.minutes(minutes),
  ];
  return w.clock.ahead(parts.filter(Boolean).join(' '));
};
