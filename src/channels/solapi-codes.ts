import type { Outcome } from './channel.ts';
import type { Answer } from './http.ts';
import type { Reason } from './reason.ts';
import { hold, type Meaning, rejected, unknown } from './report.ts';

/**
 * Solapi's four-digit status codes: 1xxx refused at the door, 2xxx refused inside, 3xxx refused by the carrier or Kakao;
 * 2000 taken, 3000 with the carrier, 4000 done. A code that is not here is unknown.
 */
const refused = (reason: Reason, ...codes: string[]): [string, Meaning][] =>
  codes.map((code) => [code, { is: 'refused', reason }]);

export const STATUS: ReadonlyMap<string, Meaning> = new Map<string, Meaning>([
  ['2000', { is: 'taken' }],
  ['3000', { is: 'taken' }],
  ['4000', { is: 'delivered' }],
  ['1024', { is: 'later', reason: 'down' }],
  ['1020', { is: 'hold', reason: 'down' }],
  ['2063', { is: 'hold', reason: 'down' }],
  ['1030', { is: 'hold', reason: 'credit' }],
  ['2230', { is: 'hold', reason: 'credit' }],
  ['1041', { is: 'hold', reason: 'sender' }],
  ['1062', { is: 'hold', reason: 'sender' }],
  ['2062', { is: 'hold', reason: 'sender' }],
  ...refused('render', '1010', '1011', '1013', '1025', '1027', '1028', '1029', '1032', '1033', '1034', '2011', '3011'),
  ...refused('too_big', '1014', '1031'),
  ...refused('duplicate', '1026'),
  ...refused(
    'template',
    '1042',
    '1043',
    '1044',
    '1045',
    '1046',
    '1047',
    '1048',
    '1049',
    '1050',
    '1052',
    '3103',
    '3105',
  ),
  ...refused('refused', '1060', '2060', '3031', '3047', '3107'),
  ...refused('sender', '3013', '3059', '3101', '3106'),
  ...refused('phone_off', '3040', '3041', '3042', '3043', '3044', '3045', '3046'),
  ...refused('not_kakao', '3102', '3104'),
  ...refused('hours', '3108'),
  ...refused('other', '1058', '2024', '3012', '3024', '3050', '3051', '3052', '3053', '3056', '3057', '3058', '3060'),
  ['1061', { is: 'refused', reason: 'opted_out', also: 'unsubscribed' }],
  ['2061', { is: 'refused', reason: 'opted_out', also: 'unsubscribed' }],
  ['1064', { is: 'refused', reason: 'spam', also: 'complained' }],
  ['2064', { is: 'refused', reason: 'spam', also: 'complained' }],
  ['2254', { is: 'refused', reason: 'spam' }],
  ['3054', { is: 'refused', reason: 'spam' }],
  ['3055', { is: 'refused', reason: 'spam' }],
  ['3010', { is: 'refused', reason: 'bad_address', hard: true }],
  ['3032', { is: 'refused', reason: 'no_mailbox', hard: true }],
]);

/**
 * A request answered as a whole, or not at all. Anything from 500 up may have been taken: Solapi has been seen to send
 * what it had answered 503 to. @returns null for an answer with an outcome for each message in it
 */
export const wholeOutcome = (answer: Answer): Outcome | null => {
  if (answer.got === 'nothing') return answer.begun ? unknown('no_answer') : hold('down', 0);
  const { status } = answer;
  if (status === 200) return null;
  const code = errorCodeOf(answer.body);
  if (/balance/i.test(code)) return hold('credit');
  if (status === 429) return hold('busy', answer.retryAfterMs);
  if (status === 400 || status === 413) return rejected('render');
  if (status === 401 || status === 402 || status === 403 || status === 404) return hold('down');
  return unknown(status >= 500 ? 'no_answer' : 'other');
};

export const errorCodeOf = (body: unknown): string => {
  const code = (body as { errorCode?: unknown } | null)?.errorCode;
  return typeof code === 'string' ? code : '';
};
