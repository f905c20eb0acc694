import { html, useUi } from '../ui.js';

/** @typedef {import('../api.js').Mail} Mail */

/**
 * Text with its addresses as links. They open apart: a click on one is the customer's click.
 *
 * @param {string} text
 */
const linked = (text) =>
  text
    .split(/(https?:\/\/[^\s<>"']+)/)
    .map((part, i) =>
      i % 2 === 1 ? html`<a key=${i} href=${part} target="_blank" rel="noreferrer noopener">${part}</a>` : part,
    );

/** @param {{buttons: readonly {name: string, url: string}[]}} props */
const Buttons = ({ buttons }) =>
  buttons.map(
    ({ name, url }, i) =>
      html`<a key=${i} class="kakao-button" href=${safe(url)} target="_blank" rel="noreferrer noopener">${name}</a>`,
  );

/** Nothing but the web is opened from here. @param {string} url */
const safe = (url) => (/^https?:\/\//i.test(url) ? url : undefined);

/** @param {{mail: Mail}} props */
const Kakao = ({ mail }) => {
  const { w } = useUi();
  const isAlimtalk = mail.phone?.kind === 'alimtalk';
  return html`<div class="kakao" data-look=${mail.phone?.kind}>
    <p class="kakao-head">${isAlimtalk ? w.mail.alimtalk : w.mail.brand}</p>
    <div class="kakao-body">
      ${mail.subject ? html`<p class="kakao-title">${mail.subject}</p>` : null}
      <p class="phone-text">${linked(mail.text || w.mail.noText)}</p>
      <${Buttons} buttons=${mail.phone?.buttons ?? []} />
    </div>
  </div>`;
};

/** @param {{mail: Mail}} props */
const Text = ({ mail }) => {
  const { w } = useUi();
  return html`<div class="bubble" data-look=${mail.phone?.kind ?? mail.channel}>
    ${mail.phone?.picture ? html`<img class="bubble-picture" src=${mail.phone.picture} alt=${w.mail.picture} />` : null}
    ${mail.subject ? html`<p class="bubble-title">${mail.subject}</p>` : null}
    <p class="phone-text">${linked(mail.text || w.mail.noText)}</p>
  </div>`;
};

/** @param {{mail: Mail}} props */
const Push = ({ mail }) => {
  const { w } = useUi();
  const link = safe(mail.phone?.link ?? '');
  const words = html`<p class="push-title">${mail.subject}</p><p class="phone-text">${mail.text || w.mail.noText}</p>`;
  return link
    ? html`<a class="push" data-look="push" href=${link} target="_blank" rel="noreferrer noopener">${words}</a>`
    : html`<div class="push" data-look="push">${words}</div>`;
};

/** What the customer's phone showed: KakaoTalk in its own bubble, text in another, push as a banner. @param {{mail: Mail, at: string}} props */
export const Phone = ({ mail, at }) => {
  const { w } = useUi();
  const kind = mail.phone?.kind;
  const look = kind === 'push' ? Push : kind === 'alimtalk' || kind === 'brand' ? Kakao : Text;
  const locked = kind === 'push' ? 'locked' : '';
  // A push comes to a device, whose token says nothing to a reader.
  const from = mail.phone?.from || (kind === 'push' ? w.mail.kinds.push : mail.to);
  return html`<div class="phone"><div class=${`phone-screen ${locked}`} role="group" aria-label=${w.mail.phone}>
    <p class="phone-from">${from}<time>${at}</time></p>
    <${look} mail=${mail} />
  </div></div>`;
};
