import type { Outcome } from './channel.ts';
import type { Answer } from './http.ts';
import type { Reason } from './reason.ts';
import { hold, type Meaning, rejected, unknown } from './report.ts';

/**
 * NHN Cloud answers a request with negative codes, a message's end with positive ones. What is not here is unknown: also -9999
 * (their fault, at no known point), -1005 (a request with this key came before, which need not have been taken) and 3005
 * (sent, and nobody knows whether it came).
 */
const refused = (reason: Reason, ...codes: (string | number)[]): [string, Meaning][] =>
  codes.map((code) => [`${code}`, { is: 'refused', reason }]);
const held = (reason: Reason, ...codes: number[]): [string, Meaning][] =>
  codes.map((code) => [`${code}`, { is: 'hold', reason }]);

const COMMON: readonly [string, Meaning][] = [
  ['0', { is: 'taken' }],
  ...held('down', -1000, -1001, -9995, -9996, -9998),
  ...refused('render', 4, -9997),
];

/** Of a request, or of one recipient in it. */
export const SMS_ANSWER: ReadonlyMap<string, Meaning> = new Map<string, Meaning>([
  ...COMMON,
  ...held('down', -1002, -1003, -1004, -1007, -1008),
  ['-2021', { is: 'later', reason: 'down' }],
  ['-2052', { is: 'hold', reason: 'credit' }],
  ...held('sender', -2312, -2313, -6000, -6004),
  ...refused('bad_address', -2018, -2019, -2044, -2045, -2046),
  ...refused('too_big', -2015, -2048),
  ...refused('render', -1006, -2001, -2014, -2016, -2022, -2023, -2024, -6003),
  ['-6001', { is: 'refused', reason: 'opted_out', also: 'unsubscribed' }],
]);

export const KAKAO_ANSWER: ReadonlyMap<string, Meaning> = new Map<string, Meaning>([
  ...COMMON,
  ...held('sender', -1002, -1003, -1006, -1014, -1019, -1027, -2017, -2502),
  ...refused('template', -1028, -2018, -2033, -2034, -2036, -2504, -3000, -3003, -3004, -3005, -3008, -3009, -3010),
  ...refused('render', -2001, -2002, -2003, -2005, -3002, -3006, -3007, -3303, -3304, -3310),
  ...refused('too_big', -2000, -2004),
]);

/** How a text message ended: the carriers' codes, then their own. */
export const SMS_RESULT: ReadonlyMap<string, Meaning> = new Map<string, Meaning>([
  ['1000', { is: 'delivered' }],
  ['1002', { is: 'refused', reason: 'bad_address', hard: true }],
  ['3001', { is: 'refused', reason: 'no_mailbox', hard: true }],
  ['3003', { is: 'refused', reason: 'no_mailbox', hard: true }],
  ...refused('sender', 1003, 3017, 3018, 3019),
  ...refused('phone_off', 2000, 2003, 2004, 2005, 2007, 3004, 3005, 3008),
  ...refused('refused', 3000, 3006, 3013),
  ...refused('spam', 3012),
  ...refused('too_big', 3016),
  ...refused('render', 3009),
  ...refused('duplicate', 'E915'),
  ...refused('hours', 'E919'),
  ...refused('other', 1001, 1019, 2001, 2002, 2006, 3002, 3007, 3010, 3011, 3014, 3015, 'E900', 'E911', 'E913', 'E999'),
]);

/** How a Kakao message ended. */
export const KAKAO_RESULT: ReadonlyMap<string, Meaning> = new Map<string, Meaning>([
  ['1000', { is: 'delivered' }],
  ...refused('sender', 1002, 1003, 1006, 1007, 1011, 1013, 1014, 1016, 1021, 1022, 1023, 1024, 1025, 1027, 1028),
  ...refused('render', 1001, 1004, 1030, 1033, 3013, 3014, 3023, 3024, 4120, 4144),
  ...refused('bad_address', 1020, 3008),
  ...refused(
    'template',
    3015,
    3016,
    3025,
    3026,
    3027,
    3028,
    3029,
    3030,
    3031,
    3033,
    3036,
    3038,
    3042,
    4102,
    4132,
    4133,
    4134,
  ),
  ...refused('not_kakao', 3018, 3019, 3021),
  ...refused('refused', 3020, 3050),
  ...refused('hours', 3022),
  ...refused('other', 2001, 3000, 3006, 3010, 3012, 4143, 4156),
]);

export type Header = { resultCode?: number; isSuccessful?: boolean };
export const headerOf = (answer: Answer): Header =>
  answer.got === 'answer' ? ((answer.body as { header?: Header } | null)?.header ?? {}) : {};

/** A request answered as a whole, or not at all. @returns null for an answer with an outcome for each recipient in it */
export const wholeOutcome = (answer: Answer, codes: ReadonlyMap<string, Meaning>): Outcome | null => {
  if (answer.got === 'nothing') return answer.begun ? unknown('no_answer') : hold('down', 0);
  if (answer.status === 429) return hold('busy', answer.retryAfterMs);
  if (answer.status === 401 || answer.status === 403 || answer.status === 404) return hold('down');
  const { resultCode, isSuccessful } = headerOf(answer);
  if (answer.status >= 500 || resultCode === undefined) return unknown('no_answer');
  if (isSuccessful) return null;
  const meaning = codes.get(`${resultCode}`);
  if (!meaning) return unknown('other');
  if (meaning.is === 'hold') return hold(meaning.reason);
  if (meaning.is === 'later') return hold(meaning.reason, 0);
  return meaning.is === 'refused' ? rejected(meaning.reason) : null;
};
