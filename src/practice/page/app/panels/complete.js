import { COMMANDS } from '../goals.js';

/**
 * What could be completed where one writes. Pure.
 *
 * @typedef {{insert: string, label: string, note: string}} Offer
 * @param {string} text all that is typed
 * @param {number} caret
 * @param {{bot: string, people: readonly {name: string}[], w: import('../words.js').Words, inThread: boolean}} with_
 * @returns {{from: number, offers: Offer[]} | null}
 */
export const completionsAt = (text, caret, { bot, people, w, inThread }) => {
  const before = text.slice(0, caret);
  const command = /^\/([a-z]*)(?: ([a-z]*))?$/.exec(before);
  if (command && !inThread) {
    if (!'baton'.startsWith(command[1] ?? '')) return null;
    const sub = command[2] ?? '';
    const offers = COMMANDS.filter((name) => name.startsWith(sub) && name !== sub).map((name) => ({
      insert: `/baton ${name} `,
      label: `/baton ${name}`,
      note: w.composer.commands[name],
    }));
    return offers.length > 0 ? { from: 0, offers } : null;
  }
  const mention = /(^|\s)@([\p{L}\p{N}]*)$/u.exec(before);
  if (!mention) return null;
  const typed = (mention[2] ?? '').toLowerCase();
  const offers = [
    { insert: '@baton ', label: '@baton', note: w.composer.bot, match: `baton ${bot.toLowerCase()}` },
    ...people.map(({ name }) => ({ insert: `@${name} `, label: `@${name}`, note: '', match: name.toLowerCase() })),
  ]
    .filter(({ match }) => match.split(' ').some((word) => word.startsWith(typed)))
    .map(({ insert, label, note }) => ({ insert, label, note }));
  if (offers.length === 0 || offers.some(({ label }) => label.toLowerCase() === `@${typed}`)) return null;
  return { from: caret - typed.length - 1, offers };
};

/**
 * What a line of the composer is: words, a command, or a command there is none of.
 *
 * @param {string} text @param {boolean} inThread
 * @returns {{kind: 'say', text: string} | {kind: 'command', text: string} | {kind: 'no_thread'} | {kind: 'unknown', name: string} | {kind: 'nothing'}}
 */
export const readLine = (text, inThread) => {
  const line = text.trim();
  if (line === '') return { kind: 'nothing' };
  const slash = /^\/([a-z][\w-]*)(?:\s+([\s\S]*))?$/.exec(line);
  // `/invite @baton` is Slack's own word, and the workspace's to hear.
  if (!slash || slash[1] === 'invite') return { kind: 'say', text: line };
  if (slash[1] !== 'baton') return { kind: 'unknown', name: `/${slash[1]}` };
  return inThread ? { kind: 'no_thread' } : { kind: 'command', text: slash[2]?.trim() ?? '' };
};
