import { Icon } from '../icons.js';
import { threadMessages } from '../store.js';
import { html, useEffect, useMemo, useUi } from '../ui.js';
import { Composer } from './composer.js';
import { MessageList } from './list.js';
import { Scroll } from './scroll.js';

/**
 * One thread beside the channel.
 *
 * @param {{channel: import('../api.js').Channel, threadTs: string, eyes: import('../store.js').Eyes, bot: {id: string, name: string}}} props
 */
export const ThreadPanel = ({ channel, threadTs, eyes, bot }) => {
  const ui = useUi();
  const { w, people, seat } = ui;
  const messages = useMemo(() => threadMessages(eyes, channel.id, threadTs), [eyes, channel.id, threadTs]);
  const close = () => ui.go({ thread: null });
  useEffect(() => {
    const onEscape = (/** @type {KeyboardEvent} */ event) => {
      const inside = document.activeElement?.closest('.thread-panel, dialog, [popover]');
      if (event.key === 'Escape' && !event.defaultPrevented && inside?.matches('.thread-panel')) close();
    };
    addEventListener('keydown', onEscape);
    return () => removeEventListener('keydown', onEscape);
  });
  const hasRoot = messages[0]?.ts === threadTs;
  return html`<aside class="panel thread-panel" aria-label=${w.thread.title} data-thread-open=${threadTs}>
    <header class="panel-head">
      <h2>${w.thread.title} <small>${channel.kind === 'dm' ? bot.name : `#${channel.name.replace(/^#/, '')}`}</small></h2>
      <button type="button" class="icon-button" aria-label=${w.thread.close} title=${w.thread.close} data-thread-close onClick=${close}><${Icon} name="close" /></button>
    </header>
    <${Scroll} newest=${messages.at(-1)?.ts ?? ''} label=${w.thread.title}>
      ${eyes.loaded && !hasRoot ? html`<p class="unknown">${w.thread.missing}</p>` : null}
      <${MessageList} items=${messages.map((root) => ({ root, replies: [] }))} bot=${bot.id} inThread />
    <//>
    <${Composer} channel=${channel.id} threadTs=${threadTs} kind="thread" bot=${bot.id} placeholder=${w.composer.thread(people.get(seat)?.name ?? seat)} />
  </aside>`;
};
