import { html, useState, useUi } from '../ui.js';

/**
 * Nothing of the mail runs and nothing of it reaches the page: no script, no origin, no image (the open pixel would
 * count our look as the customer's). Links open apart, where a click is the customer's click.
 *
 * @param {string} body
 */
const framed = (body) =>
  `<!doctype html><meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; img-src data:"><base target="_blank">${body}`;

/** @param {{mail: import('../api.js').Mail, marks: any, at: string}} props */
export const MailView = ({ mail, marks, at }) => {
  const { w } = useUi();
  const hasHtml = Boolean(mail.html);
  const [tab, setTab] = useState(hasHtml ? 'rendered' : 'text');
  const tabButton = (/** @type {'rendered'|'text'} */ name) =>
    html`<button type="button" role="tab" data-tab=${name} aria-selected=${tab === name ? 'true' : 'false'} onClick=${() => setTab(name)}>${w.mail[name]}</button>`;
  return html`<article class="mail-open" data-mail-open=${mail.id}>
    <header class="mail-head">
      <h2>${mail.subject || w.mail.noSubject}</h2>
      <p class="mail-marks">${marks}</p>
      <dl>
        <dt>${w.mail.to}</dt><dd>${mail.to}</dd>
        ${mail.contactId ? html`<dt>${w.mail.contact}</dt><dd>${mail.contactId}</dd>` : null}
        <dt>${w.mail.at}</dt><dd>${at}</dd>
      </dl>
      ${hasHtml ? html`<div class="mail-tabs"><div class="tabs" role="tablist">${tabButton('rendered')}${tabButton('text')}</div><small>${w.mail.links}</small></div>` : null}
    </header>
    ${
      tab === 'rendered' && hasHtml
        ? html`<iframe class="mail-frame" sandbox="allow-popups allow-popups-to-escape-sandbox" referrerpolicy="no-referrer" title=${w.mail.frame(mail.subject)} srcdoc=${framed(mail.html ?? '')}></iframe>`
        : mail.channel === 'email'
          ? html`<pre class="mail-text">${mail.text || w.mail.noText}</pre>`
          : html`<div class="phone"><div class="phone-screen"><p class="phone-from">${mail.to}</p><p class="bubble">${mail.text || w.mail.noText}</p></div></div>`
    }
  </article>`;
};
