import { changes, channels, seats } from './api.js';
import { BLIND, see } from './store.js';

/**
 * The page's one changing value and those who want to know. Switching the seat switches the eyes, not the page: what a
 * seat saw is kept, so that going back and forth is at once.
 *
 * @typedef {object} State
 * @property {import('./api.js').Seats | null} seats
 * @property {string | null} seat
 * @property {ReadonlyMap<string, import('./store.js').Eyes>} eyes by seat
 * @property {ReadonlyMap<string, readonly import('./api.js').Channel[]>} channels by seat
 * @property {'ko'|'en'} lang
 * @property {boolean} online
 */

/** @type {State} */
let state = { seats: null, seat: null, eyes: new Map(), channels: new Map(), lang: 'ko', online: true };
/** @type {Set<() => void>} */
const listeners = new Set();

export const read = () => state;

/** @param {Partial<State>} patch */
export const write = (patch) => {
  state = { ...state, ...patch };
  for (const listener of listeners) listener();
};

/** @param {() => void} listener */
export const onChange = (listener) => {
  listeners.add(listener);
  return () => {
    listeners.delete(listener);
  };
};

/** @param {number} ms @param {AbortSignal} signal */
const pause = (ms, signal) =>
  new Promise((resolve) => {
    const timer = setTimeout(resolve, ms);
    signal.addEventListener('abort', () => {
      clearTimeout(timer);
      resolve(undefined);
    });
  });

let watching = new AbortController();

/** Who sits here, in which language; asked again until the server answers. @returns {Promise<void>} */
export const loadSeats = async () => {
  for (let wait = 500; ; wait = Math.min(wait * 2, 5000)) {
    try {
      const answer = await seats();
      write({ seats: answer, lang: answer.language, online: true });
      return;
    } catch {
      write({ online: false });
      await new Promise((resolve) => setTimeout(resolve, wait));
    }
  }
};

/** From now on the page looks through these eyes. @param {string} seat */
export const sitAt = (seat) => {
  watching.abort();
  watching = new AbortController();
  write({ seat });
  void watch(seat, watching.signal);
};

/** @param {string} seat @param {AbortSignal} signal */
const watch = async (seat, signal) => {
  let wait = 0;
  while (!signal.aborted) {
    try {
      const known = state.eyes.get(seat) ?? BLIND;
      if (!state.channels.has(seat) || wait > 0) {
        const list = await channels(seat);
        write({ channels: new Map(state.channels).set(seat, list) });
      }
      const fresh = await changes(seat, known.seq, signal);
      const next = see(known, fresh);
      wait = 0;
      if (next !== known || !state.online) write({ eyes: new Map(state.eyes).set(seat, next), online: true });
      if (fresh.messages.some((message) => !state.channels.get(seat)?.some(({ id }) => id === message.channel)))
        write({ channels: new Map(state.channels).set(seat, await channels(seat)) });
      // A server that answers an empty poll at once would otherwise be asked without end.
      if (next === known) await pause(250, signal);
    } catch {
      if (signal.aborted) return;
      wait = Math.min((wait || 400) * 2, 5000);
      write({ online: false });
      await pause(wait, signal);
    }
  }
};
