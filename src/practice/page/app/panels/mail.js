import { html, useEffect, useState, useUi } from '../ui.js';
import { subjectOf } from './mails.js';
import { Phone } from './phone.js';

const HANGUL = 'U+1100-11FF, U+3000-303F, U+3130-318F, U+AC00-D7A3, U+FF00-FFEF';

/**
 * The frame has no origin, so no server need give it a font: it gets the letters handed in.
 *
 * @type {Promise<string> | null}
 */
let hangul = null;
const hangulFont = () => {
  hangul ??= fetch('/vendor/pretendard.woff2')
    .then((response) => response.blob())
    .then(
      (blob) =>
        new Promise((resolve, reject) => {
          const reader = new FileReader();
          reader.onload = () => resolve(String(reader.result));
          reader.onerror = () => reject(reader.error);
          reader.readAsDataURL(blob);
        }),
    );
  return hangul;
};

/**
 * Nothing of the mail runs and nothing of it reaches the page: no script, no origin, no image (the open pixel would
 * count our look as the customer's). Links open apart, where a click is the customer's click.
 *
 * @param {string} body @param {string} font a data URL, or nothing
 */
const framed = (body, font) => {
  const source = ["local('Apple SD Gothic Neo')", "local('Malgun Gothic')", ...(font ? [`url('${font}')`] : [])].join();
  // First in every list, for Hangul alone: a mail that names only Latin fonts would show boxes on some machines.
  const worded = body.replace(/font-family\s*:\s*/gi, 'font-family:BatonHangul,');
  return `<!doctype html><meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; img-src data:; font-src data:"><base target="_blank"><style>@font-face{font-family:BatonHangul;src:${source};font-weight:45 920;unicode-range:${HANGUL};font-display:block}html{font-family:BatonHangul,sans-serif}</style>${worded}`;
};

/** @param {{mail: import('../api.js').Mail, marks: any, at: string}} props */
export const MailView = ({ mail, marks, at }) => {
  const { w } = useUi();
  const hasHtml = Boolean(mail.html);
  const [tab, setTab] = useState(hasHtml ? 'rendered' : 'text');
  const [font, setFont] = useState(/** @type {string | null} */ (null));
  useEffect(() => {
    let here = true;
    const put = (/** @type {string} */ url) => here && setFont(url);
    hangulFont().then(put, () => put(''));
    return () => {
      here = false;
    };
  }, []);
  const tabButton = (/** @type {'rendered'|'text'} */ name) =>
    html`<button type="button" data-tab=${name} aria-pressed=${tab === name ? 'true' : 'false'} onClick=${() => setTab(name)}>${w.mail[name]}</button>`;
  return html`<article class="mail-open" data-mail-open=${mail.id}>
    <header class="mail-head">
      <h2>${subjectOf(mail, w)}</h2>
      <p class="mail-marks">${marks}</p>
      <dl>
        <dt>${w.mail.to}</dt><dd>${mail.to}</dd>
        ${mail.contactId ? html`<dt>${w.mail.contact}</dt><dd>${mail.contactId}</dd>` : null}
        <dt>${w.mail.at}</dt><dd>${at}</dd>
      </dl>
      ${hasHtml ? html`<div class="mail-tabs"><div class="tabs" role="group">${tabButton('rendered')}${tabButton('text')}</div><small>${w.mail.links}</small></div>` : null}
    </header>
    ${
      tab === 'rendered' && hasHtml
        ? html`<iframe class="mail-frame" sandbox="allow-popups allow-popups-to-escape-sandbox" referrerpolicy="no-referrer" title=${w.mail.frame(mail.subject)} srcdoc=${font === null ? '' : framed(mail.html ?? '', font)}></iframe>`
        : mail.channel === 'email'
          ? html`<pre class="mail-text">${mail.text || w.mail.noText}</pre>`
          : html`<${Phone} mail=${mail} at=${at} />`
    }
  </article>`;
};
