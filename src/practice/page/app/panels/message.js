import { Blocks } from '../blocks/blocks.js';
import { FormContext } from '../elements/context.js';
import { useFormHost } from '../elements/host.js';
import { Avatar, Icon } from '../icons.js';
import { Mrkdwn } from '../text/draw.js';
import { Guard, html, pure, useState, useUi } from '../ui.js';
import { clockTime, dayAndTime, dayKey, tsMs } from '../when.js';
import { Files } from './attach.js';

/** @typedef {import('../api.js').Message} Message */

/**
 * One message. `replies` only where it stands in the channel; `follows` = the one above is by the same person, so the
 * name is not said twice.
 *
 * @type {(props: {message: Message, replies?: readonly Message[], follows?: boolean, inThread?: boolean, bot: string, lang: string, seat: string, open?: boolean, key?: any}) => any}
 */
export const MessageView = pure(({ message, replies = [], follows = false, inThread = false, bot, open = false }) => {
  const ui = useUi();
  const { w, people } = ui;
  const [hidden, setHidden] = useState(false);
  const isBot = message.user === bot;
  const name = people.get(message.user)?.name ?? message.user;
  const reader = { lang: ui.lang, timeZone: ui.timeZone, now: ui.now() };
  const at = tsMs(message.ts);
  const isReply = Boolean(message.threadTs && message.threadTs !== message.ts);
  const openThread = () => ui.go({ thread: message.threadTs ?? message.ts });
  if (hidden) return null;
  const time = html`<time class="message-time" datetime=${new Date(at).toISOString()} title=${w.message.at(dayAndTime(at, reader))}>${clockTime(at, reader)}</time>`;
  return html`<article class=${`message ${follows ? 'follows' : ''} ${message.onlyFor ? 'only-you' : ''} ${open ? 'open' : ''}`}
    data-ts=${message.ts} data-channel-of=${message.channel} data-user=${message.user} data-only-for=${message.onlyFor ?? undefined}>
    <div class="message-side">${follows ? time : html`<${Avatar} user=${message.user} name=${name} bot=${isBot} />`}</div>
    <div class="message-main">
      ${
        message.onlyFor
          ? html`<p class="message-note"><${Icon} name="eye" size=${14} />${w.message.onlyYou}<button type="button" class="link-button" onClick=${() => setHidden(true)}>${w.message.hide}</button></p>`
          : null
      }
      ${
        isReply && message.broadcast
          ? html`<p class="message-note"><${Icon} name="reply" size=${14} />${
              inThread
                ? w.message.alsoInChannel
                : html`<button type="button" class="link-button" onClick=${openThread}>${w.message.inThread}</button>`
            }</p>`
          : null
      }
      ${
        follows
          ? html`<span class="for-readers">${name}</span>`
          : html`<header class="message-head"><strong>${name}</strong>${isBot ? html`<span class="badge">${w.message.app}</span>` : null}${time}${message.edited ? html`<small class="edited">${w.message.edited}</small>` : null}</header>`
      }
      <${Guard} fallback=${html`<p class="unknown">${w.block.broken('message')}</p>`}><${Body} message=${message} /><//>
      ${replies.length > 0 && !inThread ? html`<${Replies} replies=${replies} bot=${bot} onOpen=${openThread} root=${message.ts} />` : null}
    </div>
    ${
      inThread || isReply || message.onlyFor
        ? null
        : html`<button type="button" class="message-reply" data-reply=${message.ts} aria-label=${w.message.reply} title=${w.message.reply} onClick=${openThread}>
          <${Icon} name="reply" size=${16} />
        </button>`
    }
  </article>`;
});

/** @param {{message: Message}} props */
const Body = ({ message }) => {
  const { w } = useUi();
  const blocks = message.blocks ?? [];
  const files = message.files ?? [];
  const { form, error, dismiss } = useFormHost({ blocks, where: { channel: message.channel, ts: message.ts } });
  if (blocks.length === 0 && files.length > 0)
    return html`${message.text ? html`<div class="message-text"><${Mrkdwn} text=${message.text} /></div>` : null}<${Files} files=${files} />`;
  if (blocks.length === 0)
    return html`<div class="message-text">${message.text ? html`<${Mrkdwn} text=${message.text} />` : html`<p class="unknown">${w.message.empty}</p>`}</div>`;
  return html`<${FormContext.Provider} value=${form}>
    <div class="message-blocks"><${Blocks} blocks=${blocks} /></div>
    ${
      error
        ? html`<p class="message-error" role="alert"><${Icon} name="alert" size=${16} />${error}<button type="button" class="link-button" aria-label=${w.closeNote} onClick=${dismiss}><${Icon} name="close" size=${14} /></button></p>`
        : null
    }
  <//>`;
};

/** @param {{replies: readonly Message[], bot: string, onOpen: () => void, root: string}} props */
const Replies = ({ replies, bot, onOpen, root }) => {
  const ui = useUi();
  const who = [...new Set(replies.map(({ user }) => user))].slice(0, 3);
  const last = tsMs(replies.at(-1)?.ts ?? '0');
  const reader = { lang: ui.lang, timeZone: ui.timeZone, now: ui.now() };
  const when =
    dayKey(last, ui.timeZone) === dayKey(reader.now, ui.timeZone) ? clockTime(last, reader) : dayAndTime(last, reader);
  return html`<button type="button" class="replies" data-thread=${root} onClick=${onOpen}>
    <span class="replies-who">${who.map((user) => html`<${Avatar} key=${user} user=${user} name=${ui.people.get(user)?.name ?? user} bot=${user === bot} size=${22} />`)}</span>
    <strong>${ui.w.message.replies(replies.length)}</strong>
    <small>${ui.w.message.lastReply(when)}</small>
  </button>`;
};
