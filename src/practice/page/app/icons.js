import { html } from './ui.js';

/** Line icons drawn here: no icon font, no emoji that a machine may lack. @type {Record<string, any>} */
const PATHS = {
  hash: html`<path d="M4.5 9h16M3.5 15h16M10 3.5 8 20.5M16 3.5l-2 17" />`,
  chat: html`<path d="M4 5.5h16v11H10l-4.5 3.5v-3.5H4z" />`,
  mail: html`<rect x="3" y="5" width="18" height="14" rx="2" /><path d="m3.5 7 8.5 6 8.5-6" />`,
  phone: html`<rect x="7" y="2.5" width="10" height="19" rx="2.5" /><path d="M11 18.5h2" />`,
  clock: html`<circle cx="12" cy="12" r="8.5" /><path d="M12 7v5l3.5 2" />`,
  forward: html`<path d="m6 6 6 6-6 6M13 6l6 6-6 6" />`,
  send: html`<path d="M4 12 20 4l-5 16-3.5-6.5z" /><path d="m11.5 13.5 3.5-4" />`,
  close: html`<path d="m6 6 12 12M18 6 6 18" />`,
  more: html`<circle cx="5.5" cy="12" r="1.2" /><circle cx="12" cy="12" r="1.2" /><circle cx="18.5" cy="12" r="1.2" />`,
  eye: html`<path d="M2.5 12S6 5.5 12 5.5 21.5 12 21.5 12 18 18.5 12 18.5 2.5 12 2.5 12z" /><circle cx="12" cy="12" r="3" />`,
  reply: html`<path d="M10 6 4.5 11.5 10 17M5 11.5h8.5c4 0 6 2.5 6 6.5" />`,
  chevron: html`<path d="m8.5 5.5 7 6.5-7 6.5" />`,
  down: html`<path d="M12 5v13M6.5 12.5 12 18l5.5-5.5" />`,
  check: html`<path d="m5 12.5 4.5 4.5L19 7.5" />`,
  alert: html`<path d="M12 4 2.5 20h19z" /><path d="M12 10v4.5M12 17.2v.3" />`,
  info: html`<circle cx="12" cy="12" r="8.5" /><path d="M12 11v5M12 7.8v.3" />`,
  spark: html`<path d="M12 3.5v5M12 15.5v5M3.5 12h5M15.5 12h5M6.5 6.5l2.5 2.5M15 15l2.5 2.5M17.5 6.5 15 9M9 15l-2.5 2.5" />`,
  thumbUp: html`<path d="M7 11v9H4v-9zM7 11l4.5-8c1.7 0 2.5 1 2.5 2.5L13.2 9H19c1.2 0 2 1 1.7 2.2l-1.8 7A2.4 2.4 0 0 1 16.6 20H7" />`,
  thumbDown: html`<path d="M17 13V4h3v9zM17 13l-4.5 8c-1.7 0-2.5-1-2.5-2.5L10.8 15H5c-1.2 0-2-1-1.7-2.2l1.8-7A2.4 2.4 0 0 1 7.4 4H17" />`,
  attach: html`<path d="m8 12.5 6.2-6.2a3 3 0 0 1 4.3 4.3l-8.2 8.2a5 5 0 0 1-7-7l7.4-7.4" />`,
  file: html`<path d="M6 3h8l4 4v14H6z" /><path d="M14 3v4h4" />`,
  play: html`<circle cx="12" cy="12" r="8.5" /><path d="m10.5 8.5 5 3.5-5 3.5z" />`,
  dot: html`<circle cx="12" cy="12" r="6.5" />`,
  half: html`<circle cx="12" cy="12" r="6.5" /><path d="M12 5.5a6.5 6.5 0 0 1 0 13z" fill="currentColor" />`,
};

/** @param {{name: string, size?: number, label?: string}} props */
export const Icon = ({ name, size = 18, label }) => html`
  <svg class="icon" width=${size} height=${size} viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="1.8"
    stroke-linecap="round" stroke-linejoin="round" role=${label ? 'img' : undefined} aria-label=${label}
    aria-hidden=${label ? undefined : 'true'}>${PATHS[name] ?? PATHS.dot}</svg>
`;

/** Baton's mark: a stick handed on. @param {{size?: number}} props */
export const BatonMark = ({ size = 36 }) => html`
  <svg class="baton-mark" width=${size} height=${size} viewBox="0 0 36 36" aria-hidden="true">
    <rect width="36" height="36" rx="9" fill="#14564b" />
    <path d="M10.5 25.5 25.5 10.5" stroke="#f4efe4" stroke-width="5.5" stroke-linecap="round" />
    <path d="m20.6 15.4 4.9-4.9" stroke="#e9a23b" stroke-width="5.5" stroke-linecap="round" />
  </svg>
`;

/** One color a person, steady across the page. @type {Record<string, string>} */
const TONES = { U0MARKETER: 'pine', U0APPROVER1: 'indigo', U0APPROVER2: 'plum', U0SALES: 'ochre' };
const SPARE = ['slate', 'indigo', 'plum', 'ochre', 'pine'];

/** @param {string} user */
export const toneOf = (user) =>
  TONES[user] ?? SPARE[[...user].reduce((sum, char) => sum + (char.codePointAt(0) ?? 0), 0) % SPARE.length] ?? 'slate';

/** @param {{user: string, name: string, bot?: boolean, size?: number}} props */
export const Avatar = ({ user, name, bot = false, size = 36 }) =>
  bot
    ? html`<${BatonMark} size=${size} />`
    : html`<span class=${`avatar tone-${toneOf(user)} ${size < 30 ? 'small' : ''}`} aria-hidden="true">${[...name][0] ?? '?'}</span>`;
