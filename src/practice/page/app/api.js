/**
 * The routes beside the page, and what they say. Nothing here throws for what a server answers: `ok: false` carries the
 * reason, `network` when there was no answer at all.
 *
 * @typedef {{id: string, name: string, role: 'marketer'|'approver'|'sales', locale?: string}} Seat
 * @typedef {{id: string, name: string, kind: 'channel'|'dm'}} Channel
 * @typedef {object} Message
 * @property {string} channel
 * @property {string} ts
 * @property {string | null} threadTs
 * @property {string} user
 * @property {string | null} onlyFor
 * @property {boolean} broadcast
 * @property {string} text
 * @property {Record<string, any>[] | null} blocks
 * @property {unknown} metadata
 * @property {{id: string, name: string, size?: number}[] | null} [files]
 * @property {boolean} edited
 * @property {boolean} deleted
 * @property {number} seq
 * @typedef {{id: string, kind: 'modal'|'home', view: Record<string, any>, hash: string, depth: number | null, seq: number}} View
 * @typedef {{seq: number, messages: Message[], views: View[]}} Changes
 * @typedef {{seats: Seat[], bot: {id: string, name: string}, people?: {id: string, name: string}[], language: 'ko'|'en', timezone?: string}} Seats
 * @typedef {{id: number, channel: string, to: string, subject: string, text?: string, html?: string, at: string, campaignId: number | string | null, contactId: string | null, test: boolean, phone?: {kind: string, from: string, buttons: {name: string, url: string}[], link: string | null, picture?: string | null} | null}} Mail
 * @typedef {{ok: true, [more: string]: any} | {ok: false, error: string, errors?: Record<string, string>}} Answer
 */

/** @param {string} path @param {RequestInit} [init] */
const request = async (path, init) => {
  const response = await fetch(path, { ...init, headers: { accept: 'application/json', ...init?.headers } });
  const body = await response.json().catch(() => null);
  return { response, body };
};

/** @param {string} path @param {AbortSignal} [signal] @returns {Promise<any>} throws when there is no good answer */
export const get = async (path, signal) => {
  const { response, body } = await request(path, signal ? { signal } : {});
  if (!response.ok || body === null || body.ok === false) throw new Error(`${path}: ${body?.error ?? response.status}`);
  return body;
};

/** @param {string} path @param {unknown} body @returns {Promise<Answer>} */
export const post = async (path, body) => {
  try {
    const { response, body: answer } = await request(path, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    if (answer && typeof answer.ok === 'boolean') return answer;
    return response.ok ? { ok: true, ...answer } : { ok: false, error: answer?.error ?? `http_${response.status}` };
  } catch {
    return { ok: false, error: 'network' };
  }
};

/**
 * The sentence for a refusal. A sentence from the server stays as it is; a code is put into words.
 *
 * @param {string} error @param {import('./words.js').Words} w
 */
export const errorText = (error, w) => {
  if (error === 'network') return w.error.network;
  const known = /** @type {Record<string, string>} */ (w.error.known);
  if (Object.hasOwn(known, error)) return /** @type {string} */ (known[error]);
  if (/\s|[가-힣]/.test(error)) return error;
  return `${w.error.bot} ${w.error.code(error)}`;
};

/** @param {string} seat @param {number} after @param {AbortSignal} signal @returns {Promise<Changes>} */
export const changes = (seat, after, signal) =>
  get(`/practice/changes?seat=${encodeURIComponent(seat)}&after=${after}`, signal);

/** @returns {Promise<Seats>} */
export const seats = () => get('/practice/seats');

/** @param {string} seat @returns {Promise<Channel[]>} */
export const channels = async (seat) => {
  const answer = await get(`/practice/channels?seat=${encodeURIComponent(seat)}`);
  /** @type {Channel[]} */
  const list = Array.isArray(answer) ? answer : (answer.channels ?? []);
  // By name, as people look for them: #marketing before #marketing-digest.
  return list.toSorted((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0));
};
