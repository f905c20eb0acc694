/**
 * Where one stands, kept in the address so that reload, back and a second tab keep it: `#/SEAT/PLACE/THREAD`.
 * PLACE is a channel id, `dm` (the seat's own talk with the bot), `mailbox`, or `home`.
 *
 * A link from outside need not know the seat: `#/C0MARKETING/1790000000.000100` is read too.
 *
 * @typedef {{seat: string | null, place: string | null, thread: string | null}} Place
 */

/** @param {string} hash @returns {Place} */
export const readPlace = (hash) => {
  const parts = hash.replace(/^#\/?/, '').split('/').map(decoded);
  const [seat, place, thread] = /^[CDG][A-Z0-9]+$/.test(parts[0] ?? '') ? [null, ...parts] : parts;
  return { seat: seat || null, place: place || null, thread: thread || null };
};

/** @param {string} part */
const decoded = (part) => {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
};

/** @param {Place} place */
export const writePlace = ({ seat, place, thread }) =>
  `#/${[seat, place, thread]
    .filter((part) => part !== null)
    .map((part) => encodeURIComponent(/** @type {string} */ (part)))
    .join('/')}`;

/**
 * A permalink to a message of this workspace (`.../archives/C0/p1790000000000100?thread_ts=1790000000.000100`), so that
 * "review" buttons lead to the card here and not to a page that does not exist.
 *
 * @param {string} url @returns {{channel: string, ts: string, thread: string | null} | null}
 */
export const readPermalink = (url) => {
  if (!URL.canParse(url, 'http://page/')) return null;
  const parsed = new URL(url, 'http://page/');
  const found = /\/archives\/([A-Z0-9]+)\/p(\d+)(\d{6})$/.exec(parsed.pathname);
  if (!found) return null;
  const [, channel, seconds, micros] = /** @type {[string, string, string, string]} */ (/** @type {unknown} */ (found));
  return { channel, ts: `${seconds}.${micros}`, thread: parsed.searchParams.get('thread_ts') };
};
