import { html, useUi } from '../ui.js';
import { dayKey, longDay, tsMs } from '../when.js';
import { MessageView } from './message.js';

/** @typedef {import('../api.js').Message} Message */

const TOGETHER = 5 * 60_000;

/** What a person typed, and no card. @param {Message} message */
const plainWords = ({ blocks }) => (blocks ?? []).every(({ type }) => type === 'rich_text');

/**
 * Messages in order, a line between days, a name only where the speaker changes.
 *
 * @param {{items: readonly {root: Message, replies: readonly Message[]}[], bot: string, inThread?: boolean, open?: string | null}} props
 */
export const MessageList = ({ items, bot, inThread = false, open = null }) => {
  const { lang, timeZone, now, seat } = useUi();
  const reader = { lang, timeZone, now: now() };
  return items.map(({ root, replies }, n) => {
    const before = items[n - 1]?.root;
    const newDay = !before || dayKey(tsMs(before.ts), timeZone) !== dayKey(tsMs(root.ts), timeZone);
    const follows =
      !newDay &&
      before.user === root.user &&
      !root.onlyFor &&
      !before.onlyFor &&
      !(root.broadcast && !inThread) &&
      !root.edited &&
      plainWords(root) &&
      plainWords(before) &&
      tsMs(root.ts) - tsMs(before.ts) < TOGETHER;
    return html`
      ${newDay && !inThread ? html`<div key=${`day ${root.ts}`} class="day" role="separator"><span>${longDay(tsMs(root.ts), reader)}</span></div>` : null}
      <${MessageView} key=${root.ts} message=${root} replies=${replies} follows=${follows} inThread=${inThread} bot=${bot} lang=${lang} seat=${seat} open=${open === root.ts} />
    `;
  });
};
