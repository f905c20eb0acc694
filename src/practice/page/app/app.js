import { errorText, post } from './api.js';
import { Avatar, Icon, toneOf } from './icons.js';
import { loadSeats, onChange, read, sitAt, write } from './live.js';
import { ChannelPanel } from './panels/channel.js';
import { Mailbox } from './panels/mailbox.js';
import { Modals } from './panels/modal.js';
import { Rail } from './panels/rail.js';
import { ThreadPanel } from './panels/thread.js';
import { readPlace, writePlace } from './place.js';
import { BLIND, newestSeq } from './store.js';
import { html, UiContext, useEffect, useMemo, useRef, useState } from './ui.js';
import { WORDS } from './words.js';

/** The people of the sample company live there, whatever the machine's own zone. */
const TIME_ZONE = 'Asia/Seoul';

const useLive = () => {
  const [, redraw] = useState(0);
  useEffect(() => onChange(() => redraw((n) => n + 1)), []);
  return read();
};

/** The address is where the place is kept; what is missing in it is filled in. @param {import('./live.js').State} live */
const usePlace = (live) => {
  const [place, setPlace] = useState(() => readPlace(location.hash));
  useEffect(() => {
    const moved = () => setPlace(readPlace(location.hash));
    addEventListener('popstate', moved);
    return () => removeEventListener('popstate', moved);
  }, []);
  const seats = live.seats?.seats ?? [];
  const seat = seats.find(({ id }) => id === place.seat)?.id ?? seats[0]?.id ?? null;
  const channels = (seat && live.channels.get(seat)) || [];
  const wanted = place.place === 'dm' ? (channels.find(({ kind }) => kind === 'dm')?.id ?? 'dm') : place.place;
  const known = wanted === 'mailbox' || wanted === 'home' || channels.some(({ id }) => id === wanted);
  const here = known ? wanted : (channels.find(({ kind }) => kind === 'channel')?.id ?? null);
  const at = { seat, place: here, thread: known ? place.thread : null };
  const move = (/** @type {Partial<import('./place.js').Place>} */ to, replace = false) => {
    const next = { ...at, ...to };
    const hash = writePlace(next);
    if (hash !== location.hash) history[replace ? 'replaceState' : 'pushState'](null, '', hash);
    setPlace(next);
  };
  return { at, channels, move };
};

export const App = () => {
  const live = useLive();
  const { at, channels, move } = usePlace(live);
  const [refused, setRefused] = useState(/** @type {string | null} */ (null));
  const [seen, setSeen] = useState(/** @type {Record<string, Record<string, number>>} */ ({}));
  const offset = useRef(0);
  /** A goal that was just said here: its thread opens by itself once the bot answers in it. */
  const awaited = useRef(/** @type {{seat: string, channel: string, after: number} | null} */ (null));
  const moveRef = useRef(move);
  moveRef.current = move;
  const w = WORDS[live.lang];
  const { seat, place } = at;
  const eyes = (seat && live.eyes.get(seat)) || BLIND;
  // A link may name a reply: its thread is the one to open.
  const thread = at.thread && (eyes.messages.get(`${place} ${at.thread}`)?.threadTs ?? at.thread);
  const bot = useMemo(() => named(live.seats?.bot ?? { id: '', name: 'baton' }), [live.seats]);

  useEffect(() => void loadSeats(), []);
  useEffect(() => {
    if (seat) sitAt(seat);
  }, [seat]);
  useEffect(() => {
    document.documentElement.lang = live.lang;
    document.title = w.title;
  }, [live.lang]);
  useEffect(() => {
    if (!seat || !place || !eyes.loaded) return;
    const channel = place === 'home' ? channels.find(({ kind }) => kind === 'dm')?.id : place;
    if (channel)
      setSeen((now) => ({ ...now, [seat]: { ...(now[seat] ?? {}), [channel]: newestSeq(eyes, channel, seat) } }));
  }, [seat, place, eyes]);
  useEffect(() => {
    const wait = awaited.current;
    if (!wait || wait.seat !== seat) return;
    for (const answer of eyes.messages.values()) {
      if (answer.channel !== wait.channel || answer.user !== bot.id || answer.seq <= wait.after) continue;
      const root = answer.threadTs && eyes.messages.get(`${answer.channel} ${answer.threadTs}`);
      if (!root || root.user !== seat) continue;
      awaited.current = null;
      if (place === wait.channel && !thread) move({ thread: root.ts });
      return;
    }
  }, [eyes]);

  const ui = useMemo(() => {
    const people = [...(live.seats?.people ?? []), ...(live.seats?.seats ?? []), bot].map(
      (one) => /** @type {const} */ ([one.id, one]),
    );
    return {
      lang: live.lang,
      w,
      seat: seat ?? '',
      people: new Map(people),
      channels: new Map(channels.map((channel) => [channel.id, channel])),
      timeZone: live.seats?.timezone ?? TIME_ZONE,
      now: () => Date.now() + offset.current,
      go: (/** @type {{place?: string, thread?: string | null}} */ to) => moveRef.current(to),
    };
  }, [live.lang, live.seats, seat, channels]);

  const speak = async (/** @type {'ko'|'en'} */ language) => {
    if (language === live.lang) return;
    write({ lang: language });
    const answer = await post('/practice/language', { language });
    if (!answer.ok) setRefused(errorText(answer.error, WORDS[language]));
    await loadSeats();
  };

  if (!live.seats || !seat)
    return html`<div class="page-wait" role="status">${live.online ? w.loading : w.offline}</div>`;
  const me = live.seats.seats.find(({ id }) => id === seat);
  const direct = channels.find(({ kind }) => kind === 'dm');
  const channel = place === 'home' ? direct : channels.find(({ id }) => id === place);
  return html`<${UiContext.Provider} value=${ui}>
    <button type="button" class="button skip" onClick=${toComposer}>${w.skip}</button>
    <div class=${`page seen-${toneOf(seat)} ${thread && channel ? 'with-thread' : ''}`}>
      <${Rail} seats=${live.seats.seats} channels=${channels} eyes=${eyes} place=${place ?? ''} bot=${bot} seen=${seen[seat] ?? NOTHING}
        onSeat=${(/** @type {string} */ id) => move(place === direct?.id ? { seat: id, place: 'dm', thread: null } : { seat: id })}
        onTime=${(/** @type {number} */ ms) => {
          offset.current = ms;
        }} />
      <div class="top">
        <p class="practice-line" data-practice-line><${Icon} name="info" size=${16} /><span>${w.practice}</span></p>
        <p class="seen-by" data-seen-by=${seat}><${Avatar} user=${seat} name=${me?.name ?? seat} size=${22} /><span>${w.seats.seeing(me?.name ?? seat)}</span></p>
        <div class="language" role="group" aria-label=${w.language}>
          ${
            /** @type {const} */ (['ko', 'en']).map(
              (one) =>
                html`<button key=${one} type="button" data-language=${one} lang=${one} aria-pressed=${live.lang === one ? 'true' : 'false'} onClick=${() => speak(one)}>${one === 'ko' ? '한국어' : 'English'}</button>`,
            )
          }
        </div>
      </div>
      <div class="notes" role="status">
        ${live.online ? null : html`<p class="note-bar">${w.offline}</p>`}
        ${refused ? html`<p class="note-bar bad">${refused}<button type="button" class="link-button" onClick=${() => setRefused(null)}>${w.closeNote}</button></p>` : null}
      </div>
      <main class="stage">
        ${
          place === 'mailbox'
            ? html`<${Mailbox} />`
            : channel
              ? html`<${ChannelPanel} key=${`${seat} ${place}`} channel=${channel} eyes=${eyes} bot=${bot} thread=${thread} home=${place === 'home'}
                onSaid=${(/** @type {string} */ text) => {
                  if (/@baton\b/i.test(text) || channel.kind === 'dm')
                    awaited.current = { seat, channel: channel.id, after: eyes.seq };
                }} />`
              : html`<section class="panel"><p class="empty">${channels.length > 0 ? w.channel.missing : w.loading}</p></section>`
        }
      </main>
      ${
        thread && channel && place !== 'home'
          ? html`<${ThreadPanel} key=${`${seat} ${channel.id} ${thread}`} channel=${channel} threadTs=${thread} eyes=${eyes} bot=${bot} />`
          : null
      }
      <${Modals} key=${seat} eyes=${eyes} />
    </div>
  <//>`;
};

const toComposer = () => /** @type {HTMLElement | null} */ (document.querySelector('[data-composer]'))?.focus();

/** The bot signs with a capital; what one types stays `@baton`. @param {{id: string, name: string}} bot */
const named = ({ id, name }) => ({ id, name: name.charAt(0).toUpperCase() + name.slice(1) });

/** @type {Record<string, number>} */
const NOTHING = {};
