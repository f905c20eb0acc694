/**
 * All that the page knows, in one value that is replaced, never changed. Pure; `live.js` fills it.
 *
 * @typedef {import('./api.js').Message} Message
 * @typedef {import('./api.js').View} View
 * @typedef {{seq: number, messages: ReadonlyMap<string, Message>, views: readonly View[], loaded: boolean}} Eyes what one seat sees
 */

/** @type {Eyes} */
export const BLIND = { seq: 0, messages: new Map(), views: [], loaded: false };

/** @param {Pick<Message, 'channel'|'ts'>} message */
const messageKey = ({ channel, ts }) => `${channel} ${ts}`;

/**
 * A server that counts lower than we do has started anew: what we had is forgotten.
 *
 * @param {Eyes} eyes @param {import('./api.js').Changes} changes @returns {Eyes}
 */
export const see = (eyes, changes) => {
  const base = changes.seq < eyes.seq ? BLIND : eyes;
  if (base.loaded && changes.messages.length === 0 && changes.views.length === 0)
    return base.seq === changes.seq ? base : { ...base, seq: changes.seq };
  const messages = new Map(base.messages);
  for (const message of changes.messages) {
    if (message.deleted) messages.delete(messageKey(message));
    else messages.set(messageKey(message), message);
  }
  const views = new Map(base.views.map((view) => [view.id, view]));
  for (const view of changes.views) {
    if (view.depth === null && view.kind === 'modal') views.delete(view.id);
    else views.set(view.id, view);
  }
  return { seq: changes.seq, messages, views: [...views.values()], loaded: true };
};

/** @param {Message} a @param {Message} b */
const byTs = (a, b) => (a.ts < b.ts ? -1 : a.ts > b.ts ? 1 : 0);

/** Stands in the channel itself: no reply, or a reply also sent there. @param {Message} message */
const inChannel = (message) => !message.threadTs || message.threadTs === message.ts || message.broadcast;

/**
 * @param {Eyes} eyes @param {string} channel
 * @returns {{root: Message, replies: readonly Message[]}[]} oldest first; replies leave out what only one person sees
 */
export const channelMessages = (eyes, channel) => {
  const all = [...eyes.messages.values()].filter((message) => message.channel === channel).sort(byTs);
  /** @type {Map<string, Message[]>} */
  const replies = new Map();
  for (const message of all)
    if (message.threadTs && message.threadTs !== message.ts && !message.onlyFor)
      replies.set(message.threadTs, [...(replies.get(message.threadTs) ?? []), message]);
  return all.filter(inChannel).map((root) => ({ root, replies: replies.get(root.ts) ?? NONE }));
};
/** @type {readonly Message[]} */
const NONE = [];

/** @param {Eyes} eyes @param {string} channel @param {string} threadTs */
export const threadMessages = (eyes, channel, threadTs) =>
  [...eyes.messages.values()]
    .filter((message) => message.channel === channel && (message.ts === threadTs || message.threadTs === threadTs))
    .sort(byTs);

/** The open modals, the lowest first. @param {Eyes} eyes */
export const modalStack = (eyes) =>
  eyes.views.filter((view) => view.kind === 'modal').sort((a, b) => (a.depth ?? 0) - (b.depth ?? 0));

/** @param {Eyes} eyes */
export const homeOf = (eyes) =>
  eyes.views.filter((view) => view.kind === 'home').sort((a, b) => b.seq - a.seq)[0] ?? null;

/** The newest change of a channel that somebody else made: unread when above what was seen. @param {Eyes} eyes @param {string} channel @param {string} seat */
export const newestSeq = (eyes, channel, seat) => {
  let newest = 0;
  for (const message of eyes.messages.values())
    if (message.channel === channel && message.user !== seat && message.seq > newest) newest = message.seq;
  return newest;
};
