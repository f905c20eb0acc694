import { Avatar, BatonMark, Icon } from '../icons.js';
import { newestSeq } from '../store.js';
import { html, useUi } from '../ui.js';
import { ClockPanel } from './clock.js';

/**
 * @param {{seats: readonly import('../api.js').Seat[], channels: readonly import('../api.js').Channel[], eyes: import('../store.js').Eyes, place: string,
 *   bot: {id: string, name: string}, seen: Readonly<Record<string, number>>, onSeat: (seat: string) => void, onTime: (offsetMs: number) => void}} props
 */
export const Rail = ({ seats, channels, eyes, place, bot, seen, onSeat, onTime }) => {
  const { w, seat, go } = useUi();
  const rooms = channels.filter(({ kind }) => kind === 'channel');
  const direct = channels.filter(({ kind }) => kind === 'dm');
  const entry = (
    /** @type {import('../api.js').Channel} */ channel,
    /** @type {any} */ icon,
    /** @type {string} */ name,
  ) => {
    const here = place === channel.id || (channel.kind === 'dm' && place === 'home');
    const unread = !here && eyes.loaded && newestSeq(eyes, channel.id, seat) > (seen[channel.id] ?? 0);
    return html`<li key=${channel.id}><button type="button" class=${`entry ${unread ? 'unread' : ''}`} data-channel=${channel.id} aria-current=${here ? 'page' : undefined}
      onClick=${() => go({ place: channel.id, thread: null })}>${icon}<span>${name}</span>${unread ? html`<i class="pip" role="img" aria-label=${w.rail.unread}></i>` : null}</button></li>`;
  };
  return html`<nav class="rail" aria-label=${w.workspace}>
    <div class="rail-brand"><${BatonMark} size=${28} /><div><strong>Baton</strong><small>${w.workspace}</small></div></div>
    <div class="rail-scroll">
      <section class="rail-group seats-group">
        <h2>${w.seats.title}</h2>
        <ul>
          ${seats.map(
            (
              one,
            ) => html`<li key=${one.id}><button type="button" class=${`seat ${one.id === seat ? 'mine' : ''}`} data-seat=${one.id} aria-pressed=${one.id === seat ? 'true' : 'false'}
              aria-label=${one.id === seat ? `${one.name} (${w.seats.role[one.role]}), ${w.seats.you}` : w.seats.switchTo(one.name, w.seats.role[one.role])} onClick=${() => onSeat(one.id)}>
              <${Avatar} user=${one.id} name=${one.name} size=${26} /><span class="seat-name">${one.name}</span>
              <small>${w.seats.role[one.role]}</small>${one.id === seat ? html`<${Icon} name="eye" size=${16} />` : null}
            </button></li>`,
          )}
        </ul>
      </section>
      <section class="rail-group"><h2>${w.rail.channels}</h2><ul>${rooms.map((channel) => entry(channel, html`<${Icon} name="hash" size=${16} />`, channel.name.replace(/^#/, '')))}</ul></section>
      <section class="rail-group"><h2>${w.rail.direct}</h2><ul>${direct.map((channel) => entry(channel, html`<${Avatar} user=${bot.id} name=${bot.name} bot size=${20} />`, bot.name))}</ul></section>
      <section class="rail-group"><h2>${w.rail.tools}</h2><ul>
        <li><button type="button" class="entry" data-place="mailbox" aria-current=${place === 'mailbox' ? 'page' : undefined} onClick=${() => go({ place: 'mailbox', thread: null })}>
          <${Icon} name="mail" size=${16} /><span>${w.rail.mailbox}</span></button></li>
      </ul></section>
    </div>
    <${ClockPanel} onTime=${onTime} />
  </nav>`;
};
