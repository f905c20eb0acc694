import { isOnlyVariables, MOST_VARIABLES, matchesTemplate } from '../../channels/alimtalk.ts';
import { type BubbleLimits, bubbleOf, countIn } from '../message/length.ts';
import { filled, type Message, placeholders } from '../message/message.ts';
import { rendered, tooLong } from './carrier.ts';
import { promotions } from './label.ts';
import type { MessageRule, Words } from './rule.ts';

const BUTTONS = 5;
const BUTTON_NAME = 14;
const NEWLINES = 99;
/** Bait that Kakao's reviewers refuse in an informational template. */
const BAIT = /앱\s?(?:을\s?)?(?:설치|다운)|app\s?install|install (?:the|our) app/giu;

const more = (name: string, value: number, limit: number): Words[] =>
  value > limit ? [`${name} ${value} > ${limit}`] : [];

const bubbleProblems = (message: Message, limits: BubbleLimits): Words[] => {
  const { fields, vars } = rendered(message);
  const long = (name: string, text: string | undefined, limit: number | undefined): Words[] =>
    limit === undefined ? [] : more(name, countIn('utf16', text ?? '', vars), limit);
  const buttons = fields.buttons ?? [];
  const [fewest, most] = limits.buttons;
  // A coupon takes the place of a button where there are five.
  const room = fields.coupon && most === 5 ? most - 1 : most;
  const items = fields.items ?? [];
  const count = limits.items?.count ?? null;
  return [
    ...tooLong(message),
    ...more('newlines', (fields.text ?? '').split('\n').length - 1, NEWLINES),
    ...long('header', fields.header, limits.header),
    ...long('title', fields.title, limits.title),
    ...long('additionalContent', fields.additionalContent, limits.additional),
    ...long('coupon', fields.coupon?.description, limits.couponDescription),
    ...more('buttons', buttons.length, room),
    ...(buttons.length < fewest ? [`buttons ${buttons.length} < ${fewest}`] : []),
    ...buttons.flatMap(({ name }) => long(`“${name}”`, name, limits.buttonName)),
    ...(count && (items.length < count[0] || items.length > count[1])
      ? [`items ${items.length}: ${count[0]}–${count[1]}`]
      : []),
    ...items.flatMap((item, i) => [
      ...long(`items.${i}.title`, item.title, limits.items?.title),
      ...long(`items.${i}.content`, item.content, limits.items?.content),
      ...long(`items.${i}.additionalContent`, item.additionalContent, limits.additional),
    ]),
  ];
};

const variableProblems = ({ fields, vars }: Message): Words[] => {
  const used = placeholders(fields.template ?? fields.text ?? '');
  const given = fields.variables ?? {};
  return [
    ...used.filter((name) => !Object.hasOwn(given, name) && !Object.hasOwn(vars, name)).map((name) => `#{${name}}`),
    ...used.filter((name) => name.includes('.')).map((name) => `#{${name}}`),
    ...Object.entries(given)
      .filter(([, value]) => typeof value !== 'string')
      .map(([name]) => `#{${name}}: ${typeof given[name]}`),
  ];
};

/** Byte for byte the approved text: with the values put in where they are all known, else with something in each. */
const isApproved = (template: string, text: string, variables: Message['fields']['variables'] = {}): boolean => {
  const names = placeholders(template);
  if (names.every((name) => typeof variables[name] === 'string'))
    return filled(template, (name) => String(variables[name])) === text;
  return template === text || matchesTemplate(template, text);
};

/** What Kakao asks of its two kinds of message. */
export const kakaoRules: readonly MessageRule[] = [
  {
    id: 'KK-AT-01',
    family: 'copy',
    severity: 'block',
    forms: ['alimtalk'],
    judge: ({ fields: { template, text = '', status, variables } }) => ({
      found: [
        ...(status === undefined || /^(?:approved|APR|승인)$/i.test(status) ? [] : [status]),
        // Nothing to hold this one against: not knowing is not passing.
        ...(template === undefined ? [{ ko: '승인된 글(template)이 없음', en: 'no approved text (template)' }] : []),
        ...(template === undefined || isApproved(template, text, variables)
          ? []
          : [{ ko: '승인된 글과 다름', en: 'another text than the approved one' }]),
      ],
    }),
  },
  {
    id: 'KK-AT-02',
    family: 'copy',
    severity: 'block',
    forms: ['alimtalk'],
    judge: (message) => {
      const { text = '', buttons = [], template = text } = message.fields;
      const used = placeholders(template);
      return {
        found: [
          ...tooLong(message),
          ...more('#{}', used.length, MOST_VARIABLES),
          ...(isOnlyVariables(template) && text.trim() !== ''
            ? [{ ko: '변수만 있는 글', en: 'nothing but variables' }]
            : []),
          ...more('buttons', buttons.length, BUTTONS),
          ...buttons.flatMap(({ name }): Words[] => [
            ...more(`“${name}”`, [...name].length, BUTTON_NAME),
            ...(placeholders(name).length > 0 ? [`“${name}”`] : []),
          ]),
        ],
      };
    },
  },
  {
    id: 'KK-AT-03',
    family: 'copy',
    severity: 'block',
    forms: ['alimtalk'],
    judge: (message) => ({
      found: [
        ...(message.isAd ? [{ ko: '광고', en: 'an advertisement' }] : []),
        ...[...(message.fields.text ?? '').matchAll(BAIT)].map(([word]) => `“${word}”`),
        ...promotions(message)
          .filter((word) => /쿠폰|적립|coupon/iu.test(word))
          .map((word) => `“${word}”`),
      ],
    }),
  },
  {
    id: 'KK-AT-04',
    family: 'copy',
    severity: 'block',
    forms: ['alimtalk'],
    judge: (message) => ({ found: variableProblems(message) }),
  },
  {
    id: 'KK-BM-01',
    family: 'copy',
    severity: 'block',
    forms: ['brand'],
    judge: (message) => ({ found: bubbleProblems(message, bubbleOf(message.fields)) }),
  },
  {
    id: 'KK-BM-02',
    family: 'copy',
    severity: 'block',
    forms: ['brand'],
    // Kakao opens M and N only to channels it has approved for them, which nothing here can prove.
    judge: ({ fields: { targeting = 'I' } }) => ({ found: targeting === 'I' ? [] : [targeting] }),
  },
  {
    id: 'KK-BM-03',
    family: 'copy',
    severity: 'block',
    forms: ['brand'],
    judge: ({ fields: { fallback } }) => ({ found: fallback ? [fallback] : [] }),
  },
];
