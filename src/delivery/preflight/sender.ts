import { digits, EXIT_LINE, hasExits, PUSH_EXIT } from '../message/dress.ts';
import { type Message, SMS_FAMILY, textOfHtml } from '../message/message.ts';
import type { MessageRule, Words } from './rule.ts';

const NAMES = {
  name: { ko: '보내는 사람 이름', en: 'sender name' },
  email: { ko: '이메일', en: 'e-mail' },
  phone: { ko: '전화번호', en: 'phone number' },
  address: { ko: '주소', en: 'postal address' },
  number: { ko: '080 번호', en: '080 number' },
  exit: { ko: '한국어와 영어 수신거부 안내', en: 'the way out in Korean and English' },
  where: { ko: '수신거부 주소', en: 'unsubscribe address' },
  free: { ko: '로그인 없는 수신거부', en: 'a way out without signing in' },
  toggle: { ko: '앱의 수신거부 위치', en: 'where the app turns it off' },
  path: { ko: '수신거부 방법 안내', en: 'how to turn it off' },
} as const satisfies Record<string, Words>;

/** Looked for when the thing itself is not known: something that can only be one. */
const LIKELY = {
  email: /[^\s@<>()]+@[^\s@<>()]+\.[a-z]{2,}/i,
  phone: /(?:\+?82[-\s]?|0)\d{1,3}[-\s.)]?\d{3,4}[-\s.]?\d{4}|\b1[5-9]\d{2}-\d{4}\b|\+\d[\d\s-]{7,}/,
  address: /[가-힣]+(?:로|길|동|읍|면|리|가)\s?\d+|\d+\s+[\w.\s]+\b(?:street|st|road|rd|avenue|ave|ro|gil)\b/i,
};

const tight = (text: string): string => text.replace(/\s+/g, ' ');
const bodies = ({ fields }: Message): string[] =>
  [fields.text, fields.html === undefined ? undefined : textOfHtml(fields.html)]
    .filter((body) => body !== undefined)
    .map(tight);

const standsIn = (body: string, part: keyof typeof LIKELY, known: string | undefined): boolean =>
  known === undefined ? LIKELY[part].test(body) : known.trim() !== '' && body.includes(tight(known.trim()));

/** Tokens that a vendor puts its own address in the place of. */
const VENDOR_EXITS = ['$%unsubscribe%$', '*|UNSUB|*', '{{ unsubscribe }}'];
/** A condition on the way out, not a mention of accounts elsewhere. */
const SIGN_IN = /로그인\s?(?:후|하(?:여|셔|신|시면|고))[^.]{0,20}거부|(?:log|sign) ?in to unsubscribe/iu;

const mailExits = (message: Message): Words[] => {
  const ways = [message.optOut, ...VENDOR_EXITS].filter((way) => way);
  const parts = [message.fields.text, message.fields.html].filter((part) => part !== undefined);
  const has = (part: string) => ways.some((way) => part.includes(String(way)) || part.includes(escaped(String(way))));
  return [
    ...(parts.length > 0 && parts.every(has) ? [] : [NAMES.where]),
    ...(bodies(message).every(hasExits) && parts.length > 0 ? [] : [NAMES.exit]),
    ...(bodies(message).some((body) => SIGN_IN.test(body)) ? [NAMES.free] : []),
  ];
};
const escaped = (way: string): string => way.replaceAll('&', '&amp;');

/** Who sends it, and how to be left alone: named in the message itself. */
export const senderRules: readonly MessageRule[] = [
  {
    id: 'KR-OPT-01',
    family: 'copy',
    severity: 'block',
    forms: SMS_FAMILY,
    concerns: ({ isAd }) => isAd,
    judge: ({ fields: { text = '' }, optOut }) => {
      const number = EXIT_LINE.exec(text)?.[1];
      if (optOut === null || !/^080/.test(digits(optOut))) return { found: [NAMES.number] };
      return { found: number !== undefined && digits(number) === digits(optOut) ? [] : [`무료수신거부 ${optOut}`] };
    },
  },
  {
    id: 'KR-OPT-02',
    family: 'copy',
    severity: 'block',
    confirm: true,
    forms: ['email'],
    concerns: ({ isAd }) => isAd,
    judge: (message) => ({ found: mailExits(message) }),
  },
  {
    id: 'KR-OPT-03',
    family: 'copy',
    severity: 'block',
    confirm: true,
    forms: ['push'],
    concerns: ({ isAd }) => isAd,
    judge: ({ fields: { title = '', body = '' }, optOut }) => {
      if (optOut === null || optOut.trim() === '') return { found: [NAMES.toggle] };
      return PUSH_EXIT.test(`${title}\n${body}`) ? { found: [] } : { found: [NAMES.path], severity: 'warn' };
    },
  },
  {
    id: 'KR-ID-01',
    family: 'copy',
    severity: 'block',
    forms: ['sms', 'lms', 'mms', 'brand', 'push', 'email'],
    concerns: ({ isAd }) => isAd,
    judge: (message) => {
      const { form, fields, sender } = message;
      if (sender.name === null || sender.name.trim() === '') return { found: [NAMES.name] };
      // The app shows a brand message under the channel's own name; a text message comes from a registered number.
      if (form === 'brand') return { found: [] };
      const name = tight(sender.name);
      const read = form === 'email' ? bodies(message) : [tight([fields.title, fields.body, fields.text].join(' '))];
      const lacks = (test: (body: string) => boolean) => read.length === 0 || !read.every(test);
      return {
        found: [
          ...(lacks((body) => body.includes(name)) ? [NAMES.name] : []),
          ...(form === 'email'
            ? (['address', 'phone', 'email'] as const)
                .filter((part) => lacks((body) => standsIn(body, part, sender[part])))
                .map((part) => NAMES[part])
            : []),
        ],
      };
    },
  },
];
