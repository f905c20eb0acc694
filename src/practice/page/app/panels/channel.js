import { GOALS } from '../goals.js';
import { Avatar, Icon } from '../icons.js';
import { channelMessages } from '../store.js';
import { html, useMemo, useState, useUi } from '../ui.js';
import { Composer } from './composer.js';
import { Home } from './home.js';
import { MessageList } from './list.js';
import { Scroll } from './scroll.js';

/**
 * A channel, or the direct messages with the bot (which also have its home tab).
 *
 * @param {{channel: import('../api.js').Channel, eyes: import('../store.js').Eyes, bot: {id: string, name: string}, thread: string | null,
 *   home: boolean, onSaid: (text: string) => void}} props
 */
export const ChannelPanel = ({ channel, eyes, bot, thread, home, onSaid }) => {
  const ui = useUi();
  const { w, lang, people, seat } = ui;
  const [fill, setFill] = useState(/** @type {{text: string, n: number} | null} */ (null));
  const [offering, setOffering] = useState(false);
  const items = useMemo(() => channelMessages(eyes, channel.id), [eyes, channel.id]);
  const me = people.get(seat)?.name ?? seat;
  const direct = channel.kind === 'dm';
  const name = direct ? bot.name : `#${channel.name.replace(/^#/, '')}`;
  // The bot may have said something first; a visitor still needs a first line to write.
  const empty = eyes.loaded && items.every(({ root }) => root.user === bot.id);
  const goals = empty || offering;
  const choose = (/** @type {string} */ text) => {
    setFill({ text, n: Date.now() });
    setOffering(false);
  };
  const digest = channel.name.replace(/^#/, '').endsWith('digest');
  return html`<section class="panel channel-panel" aria-label=${name}>
    <header class="panel-head">
      <h1>${direct ? html`<${Avatar} user=${bot.id} name=${bot.name} bot size=${26} />` : html`<${Icon} name="hash" size=${20} />`}<span>${name.replace(/^#/, '')}</span></h1>
      ${
        direct
          ? html`<div class="tabs" role="group" aria-label=${name}>
            <button type="button" data-tab="messages" aria-pressed=${home ? 'false' : 'true'} onClick=${() => ui.go({ place: channel.id })}>${w.channel.messages}</button>
            <button type="button" data-tab="home" aria-pressed=${home ? 'true' : 'false'} onClick=${() => ui.go({ place: 'home', thread: null })}>${w.channel.home}</button>
          </div>`
          : null
      }
    </header>
    ${
      home
        ? html`<${Home} eyes=${eyes} />`
        : html`<${Scroll} newest=${items.at(-1)?.root.ts ?? ''} label=${w.channel.main}>
            ${
              eyes.loaded
                ? html`<div class="start">
                  <h2>${direct ? w.channel.emptyDirect(name) : w.channel.empty(name)}</h2>
                  <p>${direct ? w.channel.emptyDm : digest ? w.channel.emptyDigest : w.channel.emptyMarketing}</p>
                </div>`
                : null
            }
            <${MessageList} items=${items} bot=${bot.id} open=${thread} />
          <//>
          ${goals && !digest ? html`<${Goals} goals=${direct ? GOALS[lang].map(unaddressed) : GOALS[lang]} title=${w.channel.tryOne} onChoose=${choose} />` : null}
          <${Composer} channel=${channel.id} kind="channel" bot=${bot.id} attach=${direct} fill=${fill} onSaid=${onSaid}
            placeholder=${direct ? w.composer.direct(me, bot.name) : w.composer.channel(me, name)}
            extra=${empty || digest ? null : html`<button type="button" class="link-button" data-goals aria-expanded=${offering ? 'true' : 'false'} onClick=${() => setOffering(!offering)}>${w.composer.goals}</button>`} />`
    }
  </section>`;
};

/** Nobody need be called where only two talk. @param {{id: string, label: string, text: string}} goal */
const unaddressed = (goal) => ({ ...goal, text: goal.text.replace(/^@baton\s+/, '') });

/** @param {{goals: readonly {id: string, label: string, text: string}[], title: string, onChoose: (text: string) => void}} props */
const Goals = ({ goals, title, onChoose }) => html`<div class="goals" role="group" aria-label=${title}>
  <p>${title}</p>
  <div class="goal-list">
  ${goals.map(
    (
      goal,
    ) => html`<button key=${goal.id} type="button" class="goal" data-goal=${goal.id} onClick=${() => onChoose(goal.text)}>
      <strong>${goal.label}</strong><span>${goal.text}</span>
    </button>`,
  )}
  </div>
</div>`;
