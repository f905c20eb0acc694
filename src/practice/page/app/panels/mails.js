import { get } from '../api.js';
import { useEffect, useState } from '../ui.js';

/** @typedef {import('../api.js').Mail} Mail */

const POLL = 2_500;

/**
 * What customers got, newest first and without bodies, kept up to date while it is looked at.
 *
 * @returns {{mails: readonly Mail[], loaded: boolean, failed: boolean}}
 */
export const useMails = () => {
  const [state, setState] = useState(
    /** @type {{mails: readonly Mail[], loaded: boolean, failed: boolean}} */ ({
      mails: [],
      loaded: false,
      failed: false,
    }),
  );
  useEffect(() => {
    const stop = new AbortController();
    /** @type {readonly Mail[]} */
    let mails = [];
    const poll = async () => {
      try {
        const after = mails[0]?.id ?? 0;
        /** @type {Mail[]} */
        const fresh = await get(`/mailbox.json?bodies=0${after > 0 ? `&after=${after}` : ''}`, stop.signal);
        const known = new Set(mails.slice(0, fresh.length).map(({ id }) => id));
        const added = fresh.filter(({ id }) => !known.has(id)).sort((a, b) => b.id - a.id);
        if (added.length > 0) mails = [...added, ...mails];
        setState((now) =>
          added.length === 0 && now.loaded && !now.failed ? now : { mails, loaded: true, failed: false },
        );
      } catch {
        if (!stop.signal.aborted) setState((now) => ({ ...now, failed: true }));
      }
      if (!stop.signal.aborted) timer = setTimeout(poll, POLL);
    };
    let timer = setTimeout(poll, 0);
    return () => {
      stop.abort();
      clearTimeout(timer);
    };
  }, []);
  return state;
};

/**
 * One mail with its bodies. The list may be tens of thousands long: `limit` asks for this one only.
 *
 * @param {number | null} id @returns {{mail: Mail | null, state: 'none'|'fetching'|'here'|'gone'}}
 */
export const useMail = (id) => {
  const [state, setState] = useState(
    /** @type {{id: number | null, mail: Mail | null, state: 'none'|'fetching'|'here'|'gone'}} */ ({
      id: null,
      mail: null,
      state: 'none',
    }),
  );
  useEffect(() => {
    if (id === null) return undefined;
    const stop = new AbortController();
    get(`/mailbox.json?after=${id - 1}&limit=1`, stop.signal).then(
      (/** @type {Mail[]} */ [mail]) =>
        setState(mail?.id === id ? { id, mail, state: 'here' } : { id, mail: null, state: 'gone' }),
      () => {
        if (!stop.signal.aborted) setState({ id, mail: null, state: 'gone' });
      },
    );
    return () => stop.abort();
  }, [id]);
  if (id === null) return { mail: null, state: 'none' };
  return state.id === id ? state : { mail: null, state: 'fetching' };
};

/** `C-7`, as everywhere else. @param {Mail['campaignId']} id */
export const campaignName = (id) =>
  id === null || id === undefined ? null : /^\d+$/.test(String(id)) ? `C-${id}` : String(id);

/** @param {Mail} mail @param {import('../words.js').Words} w */
export const subjectOf = (mail, w) =>
  mail.subject || (mail.channel === 'email' ? w.mail.noSubject : w.mail.noSubjectText);

/** @typedef {{campaign: string, search: string, onlyTest: boolean}} Filter `campaign`: '' = all, '-' = none */

/** @param {readonly Mail[]} mails @param {Filter} filter */
export const filterMails = (mails, { campaign, search, onlyTest }) => {
  const words = search.trim().toLowerCase();
  return mails.filter(
    (mail) =>
      (campaign === '' || (campaignName(mail.campaignId) ?? '-') === campaign) &&
      (!onlyTest || mail.test) &&
      (words === '' || `${mail.to} ${mail.subject} ${mail.contactId ?? ''}`.toLowerCase().includes(words)),
  );
};
