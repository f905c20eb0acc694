import { Icon } from '../icons.js';
import { html, useMemo, useState, useUi } from '../ui.js';
import { dayAndTime } from '../when.js';
import { MailView } from './mail.js';
import { campaignName, filterMails, subjectOf, useMail, useMails } from './mails.js';

const PAGE = 60;

/** What customers got: the list, and the one that is looked at. */
export const Mailbox = () => {
  const ui = useUi();
  const { w } = ui;
  const { mails, loaded, failed } = useMails();
  const [filter, setFilter] = useState(
    /** @type {import('./mails.js').Filter} */ ({ campaign: '', search: '', onlyTest: false }),
  );
  const [pages, setPages] = useState(1);
  const [picked, setPicked] = useState(/** @type {number | null} */ (null));
  const { mail, state } = useMail(picked);
  const campaigns = useMemo(
    () => [...new Set(mails.map(({ campaignId }) => campaignName(campaignId) ?? '-'))].sort(byNumber),
    [mails],
  );
  const shown = useMemo(() => filterMails(mails, filter), [mails, filter]);
  const change = (/** @type {Partial<import('./mails.js').Filter>} */ patch) => {
    setFilter({ ...filter, ...patch });
    setPages(1);
  };
  const visible = shown.slice(0, pages * PAGE);
  const reader = { lang: ui.lang, timeZone: ui.timeZone, now: ui.now() };
  return html`<section class="panel mailbox" aria-label=${w.mail.title}>
    <header class="panel-head">
      <h1><${Icon} name="mail" size=${20} /><span>${w.mail.title}</span></h1>
      <p class="panel-lead">${w.mail.lead}</p>
    </header>
    <div class="mailbox-body">
      <div class="mail-side">
        <div class="mail-filter">
          <label class="select"><span class="for-readers">${w.mail.campaign}</span>
            <select data-filter="campaign" value=${filter.campaign} onChange=${(/** @type {any} */ event) => change({ campaign: event.currentTarget.value })}>
              <option value="">${w.mail.all}</option>
              ${campaigns.map((name) => html`<option key=${name} value=${name}>${name === '-' ? w.mail.noCampaign : name}</option>`)}
            </select>
          </label>
          <input class="box" type="search" data-filter="search" placeholder=${w.mail.search} aria-label=${w.mail.search} value=${filter.search}
            onInput=${(/** @type {any} */ event) => change({ search: event.currentTarget.value })} />
          <label class="choice"><input type="checkbox" data-filter="test" checked=${filter.onlyTest} onChange=${(/** @type {any} */ event) => change({ onlyTest: event.currentTarget.checked })} />
            <span>${w.mail.onlyTest}</span></label>
          <span class="mail-total" role="status" data-mail-total=${mails.length}>${failed ? w.mail.failed : w.mail.total(shown.length, mails.length)}</span>
        </div>
        <ul class="mails" aria-label=${w.mail.list}>
          ${visible.map(
            (
              one,
            ) => html`<li key=${one.id}><button type="button" class=${`mail ${one.id === picked ? 'picked' : ''}`} data-mail-id=${one.id} data-test=${one.test ? 'true' : 'false'}
              aria-current=${one.id === picked ? 'true' : undefined} onClick=${() => setPicked(one.id)}>
              <span class="mail-top"><span class="mail-to">${one.to}</span><time>${dayAndTime(Date.parse(one.at), reader)}</time></span>
              <span class="mail-subject">${subjectOf(one, w)}</span>
              <span class="mail-marks"><${Marks} mail=${one} /></span>
            </button></li>`,
          )}
        </ul>
        ${
          shown.length > visible.length
            ? html`<button type="button" class="button more-mails" onClick=${() => setPages(pages + 1)}>${w.mail.more(shown.length - visible.length)}</button>`
            : null
        }
        ${loaded && shown.length === 0 ? html`<p class="empty">${mails.length === 0 ? w.mail.none : w.mail.noMatch}</p>` : null}
      </div>
      <div class="mail-read">
        ${
          mail
            ? html`<${MailView} key=${mail.id} mail=${mail} marks=${html`<${Marks} mail=${mail} />`} at=${dayAndTime(Date.parse(mail.at), reader)} />`
            : html`<p class="empty">${state === 'fetching' ? w.mail.fetching : state === 'gone' ? w.mail.gone : w.mail.pick}</p>`
        }
      </div>
    </div>
  </section>`;
};

/** `C-10` after `C-9`. @param {string} a @param {string} b */
const byNumber = (a, b) => Number(a.replace(/\D/g, '')) - Number(b.replace(/\D/g, ''));

/** @param {{mail: import('../api.js').Mail}} props */
const Marks = ({ mail }) => {
  const { w } = useUi();
  /** @type {Record<string, string>} */
  const kinds = w.mail.kinds;
  return html`<span class="badge plain">${kinds[mail.channel] ?? mail.channel}</span>
    ${campaignName(mail.campaignId) ? html`<span class="badge plain">${campaignName(mail.campaignId)}</span>` : null}
    ${mail.test ? html`<span class="badge test">${w.mail.test}</span>` : null}`;
};
