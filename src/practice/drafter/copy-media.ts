import { z } from 'zod';
import { smsBytes } from '../../kit/ks-x-1001.ts';
import type { Variant } from '../../steps/copy/schema.ts';
import type { Idea, Lines } from './copy-lines.ts';

const room = z.number().catch(0);
/** What the prompt's `limits` say of the channel; e-mail where they say nothing. */
export const mediaLimits = z.object({
  channel: z.enum(['email', 'sms', 'kakao', 'push']).catch('email'),
  fallback: z.enum(['sms']).nullable().catch(null),
  sms: z
    .object({
      asked: z.enum(['short', 'long']),
      short: z.object({ bytes: room }),
      long: z.object({ titleBytes: room }),
    })
    .nullable()
    .catch(null),
  kakao: z
    .object({ asked: z.enum(['alimtalk', 'brand']), buttonLabel: room })
    .nullable()
    .catch(null),
  push: z.object({ title: room, text: room }).nullable().catch(null),
  templates: z
    .array(z.object({ id: z.string(), name: z.string(), variables: z.array(z.string()), named: z.boolean() }))
    .catch([]),
});
export type MediaLimits = z.infer<typeof mediaLimits>;

type Making = {
  limits: MediaLimits;
  lines: Lines;
  brand: { name: string };
  /** A line as it stands in copy: filled, without what was asked out and without the reader's name. */
  nameless: (text: string) => string;
  /** Each reader has a code, which has to stand somewhere. */
  coupon: boolean;
};

const NOTHING = { preheader: '', buttonLabel: '', alimtalk: null, fallback: null } satisfies Partial<Variant>;

/** One idea as its channel says it; the letter is what e-mail says. */
export const asMedium = (letter: Variant, idea: Idea, making: Making): Variant => {
  const { channel } = making.limits;
  const shaped = { ...letter, channel };
  switch (channel) {
    case 'email':
      return letter;
    case 'sms':
      return { ...shaped, ...NOTHING, ...asText(letter, idea, making) };
    case 'push':
      return { ...shaped, ...NOTHING, ...asPush(idea, making) };
    case 'kakao':
      return asKakao(shaped, idea, making);
  }
};

/** A message of one breath without a link where one was asked for, else a letter of a few sentences. */
const asText = (letter: Variant, idea: Idea, making: Making): Partial<Variant> => {
  const { sms } = making.limits;
  if (sms?.asked === 'short' && !making.coupon)
    return { subject: '', paragraphs: [shortest(idea, sms.short.bytes, making)], link: '' };
  return { subject: title(idea, making), paragraphs: letter.paragraphs };
};

const title = (idea: Idea, { limits, nameless }: Making): string => {
  const most = limits.sms?.long.titleBytes || 40;
  return [idea.shortSubject, idea.subject].map(nameless).find((text) => smsBytes(text) <= most) ?? '';
};

const shortest = (idea: Idea, most: number, { nameless, lines }: Making): string =>
  [idea.subject, idea.shortSubject, lines.plain]
    .map((text) => ended(nameless(text)))
    .find((text) => text !== '' && smsBytes(text) <= (most || 50)) ?? ended(nameless(idea.shortSubject));

const asPush = (idea: Idea, { limits, nameless, lines, coupon }: Making): Partial<Variant> => {
  const { title: widest, text: longest } = limits.push ?? { title: 20, text: 60 };
  // Where none is short enough, the shortest: its end may not be seen, and the card says so.
  const fits = (texts: readonly string[], most: number): string => {
    const said = texts.map(nameless).filter((text) => text !== '');
    const shortestOf = said.reduce((a, b) => (b.length < a.length ? b : a), said[0] ?? nameless(lines.plain));
    return said.find((text) => text.length <= most) ?? shortestOf;
  };
  return {
    subject: fits([idea.shortSubject, idea.subject], widest),
    paragraphs: [fits([idea.preheader, idea.close], longest), ...(coupon ? [lines.coupon] : [])],
  };
};

/** A brand message, but for information that has an approved text of that name. */
const asKakao = (letter: Variant, idea: Idea, making: Making): Variant => {
  const { limits, lines, nameless, coupon } = making;
  const words = [ended(nameless(idea.subject)), nameless(idea.close), coupon ? lines.coupon : ''];
  const fallback = limits.fallback ? words.filter(Boolean).join(' ') : null;
  const approved = limits.kakao?.asked === 'alimtalk' ? limits.templates.find(({ named }) => named) : undefined;
  if (!approved) {
    const instead = limits.kakao?.asked === 'alimtalk' ? ` ${lines.brandInstead}` : '';
    const most = limits.kakao?.buttonLabel || 14;
    const buttonLabel = letter.buttonLabel.length > most ? lines.look : letter.buttonLabel;
    const reason = `${letter.reason}${instead}`;
    return { ...letter, ...NOTHING, subject: nameless(idea.shortSubject), buttonLabel, reason, fallback };
  }
  const values = approved.variables.map((name) => ({ name, value: filling(name, making) }));
  return {
    ...letter,
    ...NOTHING,
    angle: lines.notice,
    reason: lines.approved,
    subject: approved.name,
    paragraphs: [],
    link: '',
    alimtalk: { template: approved.id, values },
    fallback: limits.fallback ? lines.noticeText(approved.name) : null,
  };
};

/** Only what is known is filled in; the rest is for a person, and the check says so. */
const filling = (variable: string, { lines, brand }: Making): string => {
  if (/이름|고객명?|성함|name/iu.test(variable)) return lines.liquidName;
  return /보내는\s?곳|상호|브랜드|쇼핑몰|업체|shop|brand|sender/iu.test(variable) ? brand.name : '';
};

/** A title as a sentence. */
const ended = (text: string): string =>
  text === '' || /[.!?…]$/.test(text) ? text : `${text}${/(?:나요|까요|어떠세요)$/.test(text) ? '?' : '.'}`;
