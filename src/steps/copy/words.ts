import type { BrandKit } from '../../brand/kit.ts';
import type { Brief } from '../brief/schema.ts';
import { mentions, numbersIn } from '../numbers.ts';
import type { Variant } from './schema.ts';

/**
 * What may not stand in copy, and what may only with a source. Words as they are written in Korean and English
 * advertising; basis: the fair labeling and advertising act for claims, the network act for the label.
 */

/** Superlatives, ranks, absolutes: only as strong as a product fact says them. */
const CLAIMS =
  /최고|최초|최저가|최상|유일|독보적|1\s*위|넘버\s?원|No\.?\s?1\b|#\s?1\b|100\s?%|완치|부작용\s?(?:이\s?)?없|무조건|보장|특허|\bthe (?:very )?best\b|\bbest[- ](?:ever|selling|in class)\b|\bnumber one\b|\bthe only\b|\bguarantee[ds]?\b|\brisk[- ]free\b|\bunbeatable\b|\bpatented\b|\bcures?\b/giu;
/** A reduction, a gift, a coupon: only with an offer in the brief, or said of the product. */
const OFFERS =
  /할인|쿠폰|특가|세일|적립|무료|증정|사은품|1\s?\+\s?1|캐시백|페이백|반값|\bdiscounts?\b|\bcoupons?\b|\bpromo codes?\b|\b(?:on|for) sale\b|\b\d+\s?% off\b|\bhalf price\b|\bfree (?:shipping|delivery|gift|trial)\b|\bfor free\b|\bcash ?back\b/giu;
/** Haste that nobody decided on. */
const HASTE =
  /마지막\s?기회|오늘만|마감\s?임박|서두르|놓치면|곧\s?품절|\blast chance\b|\btoday only\b|\bhurry\b|\bending soon\b|\bbefore it'?s (?:gone|too late)\b/giu;
/** Looks for 광고 in brackets after what hides it is taken out; also the English forms. */
const LABEL = /[([{<（［【〔]광고|\[ad\]|\(ad\)|\[advertisement\]|\(advertisement\)/i;
const ADDRESS = /https?:|www\.|\b[a-z0-9][a-z0-9-]*\.(?:com|net|org|kr|co|io|shop|store|link|me|ly|test|example)\b/i;
const MARKUP = /<[a-z!/][^>]*>|&[a-z]+;|&#\d+;|\]\([^)]*\)|\*\*|^#{1,6}\s/im;

/** Everything of a variant that a customer reads, Liquid included, by the field a person can change. */
type TextField = 'subject' | 'preheader' | 'body' | 'button' | 'value' | 'fallback';
export const textsOf = (variant: Variant): { field: TextField; text: string }[] => [
  { field: 'subject', text: variant.subject },
  { field: 'preheader', text: variant.preheader },
  ...variant.paragraphs.map((text) => ({ field: 'body' as const, text })),
  { field: 'button', text: variant.buttonLabel },
  ...(variant.alimtalk?.values ?? []).map(({ value }) => ({ field: 'value' as const, text: value })),
  ...(variant.fallback ? [{ field: 'fallback' as const, text: variant.fallback }] : []),
];

/** What is written, without Liquid: personal values are not claims. */
export const spoken = (text: string): string => text.replaceAll(/\{\{[\s\S]*?\}\}|\{%[\s\S]*?%\}/g, ' ');

const plain = (text: string): string => text.normalize('NFKC').toLowerCase();
const all = (pattern: RegExp, text: string): string[] => [...text.matchAll(pattern)].map(([found]) => found);

export const labels = (text: string): boolean => LABEL.test(text.normalize('NFKC').replaceAll(/[\s.\-_·*]/g, ''));
export const addresses = (text: string): boolean => ADDRESS.test(spoken(text));
export const markup = (text: string): boolean => MARKUP.test(spoken(text));

export const banned = (text: string, kit: Pick<BrandKit, 'bannedWords'>): string[] => {
  const read = plain(spoken(text)).replaceAll(/\s+/g, '');
  return kit.bannedWords.filter((word) => read.includes(plain(word).replaceAll(/\s+/g, '')));
};

/** Claims that no product fact makes in the same word. */
export const unproven = (text: string, kit: Pick<BrandKit, 'facts'>): string[] => {
  const facts = kit.facts.map((fact) => plain(fact.text)).join('\n');
  return all(CLAIMS, spoken(text)).filter((word) => !facts.includes(plain(word)));
};

/** Promises of a reduction or gift that neither the offer nor a product fact makes. */
export const unoffered = (text: string, brief: Pick<Brief, 'offer'>, kit: Pick<BrandKit, 'facts'>): string[] => {
  if (brief.offer !== null && brief.offer.trim() !== '') return [];
  const facts = kit.facts.map((fact) => plain(fact.text)).join('\n');
  return all(OFFERS, spoken(text)).filter((word) => !facts.includes(plain(word)));
};

export const haste = (text: string): string[] => all(HASTE, spoken(text));

/** Numbers that stand in no source a reader could hold us to. */
export const strangeNumbers = (text: string, brief: Brief, kit: BrandKit): string[] => {
  const sources = [
    brief.offer ?? '',
    ...brief.constraints,
    brief.kpi.deadline.replaceAll('-', ' '),
    ...kit.facts.map((fact) => fact.text),
    ...kit.coupons.flatMap((coupon) => [coupon.code, coupon.text]),
    ...kit.messages.flatMap(({ ko, en }) => [ko, en]),
    kit.name,
  ].join('\n');
  return numbersIn(spoken(text))
    .filter(({ values }) => !values.some((value) => mentions(sources, value)))
    .map(({ text: found, percent }) => (percent ? `${found}%` : found));
};

export const emoji = (text: string): number => [...spoken(text).matchAll(/\p{Extended_Pictographic}/gu)].length;

/** Share of Hangul among the letters, 0..1; null without any letter. */
export const hangul = (text: string): number | null => {
  const letters = [...spoken(text)].filter((letter) => /\p{L}/u.test(letter));
  return letters.length === 0
    ? null
    : letters.filter((letter) => /\p{Script=Hangul}/u.test(letter)).length / letters.length;
};
