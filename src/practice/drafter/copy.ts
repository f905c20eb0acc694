import { z } from 'zod';
import type { Language } from '../../i18n/language.ts';
import { briefSchema } from '../../steps/brief/schema.ts';
import type { Copy, Variant } from '../../steps/copy/schema.ts';
import { copySchema } from '../../steps/copy/schema.ts';
import { linesEn } from './copy-lines.en.ts';
import { linesKo } from './copy-lines.ko.ts';
import type { Idea, Lines } from './copy-lines.ts';
import { asMedium, mediaLimits } from './copy-media.ts';
import { isPlaced, MORE, type Style, stricter, styleOf, WRITTEN } from './copy-style.ts';
import { hear } from './heard/hear.ts';
import {
  type Bound,
  brandShape,
  constraintsOf,
  NO_BRAND,
  type Request,
  type SeenBrand,
  type SeenSegment,
  saidTo,
  segmentsOf,
  shaped,
} from './inputs.ts';
import { themeOf } from './theme.ts';

/** The particle a Korean noun takes: one after a closed syllable, the other after an open one. */
const particle = (noun: string, closed: string, open: string): string => {
  const last = noun.charCodeAt(noun.length - 1) - 0xac00;
  return `${noun}${last >= 0 && last < 11_172 && last % 28 > 0 ? closed : open}`;
};

/** English letters hold no Hangul: facts that are written in Korean stay out, and the shop goes without its name. */
const readable = (brand: SeenBrand, language: Language): SeenBrand => {
  if (language === 'ko') return brand;
  const facts = brand.facts.filter(({ text }) => !/[가-힣]/.test(text));
  return { ...brand, facts, name: /[가-힣]/.test(brand.name) ? 'our shop' : brand.name };
};

const capital = (text: string): string => (/^[a-z]/.test(text) ? `${text[0]?.toUpperCase()}${text.slice(1)}` : text);

const linesIn = (korean: boolean): Lines => (korean ? linesKo : linesEn);

const linkFor = (theme: string, { links }: SeenBrand): string => {
  const wanted =
    theme === 'cart' ? [/cart|장바구니/i, /shop|home|store|main/i] : [/new|신상|신보/i, /shop|home|store|main/i];
  const found = wanted.map((words) => links.find(({ id }) => words.test(id))).find((link) => link !== undefined);
  return (found ?? links[0])?.id ?? '';
};

/** Puts the shop's name and what it sells into a line. */
const fillerFor = (whole: SeenBrand, { name }: SeenBrand, lines: Lines) => {
  const about = [whole.name, ...whole.facts.map(({ text }) => text)].join(' ');
  const item = lines.items.find(([words]) => words.test(about))?.[1] ?? lines.item;
  return (text: string): string =>
    capital(
      text
        .replaceAll('{item}', item)
        .replaceAll('{brand를}', particle(name, '을', '를'))
        .replaceAll('{brand는}', particle(name, '은', '는'))
        .replaceAll('{brand}', name),
    );
};

export const draftCopy = ({ fences, language, repair }: Request): Copy => {
  const brief = shaped(fences.brief, briefSchema.nullable(), null);
  const whole = shaped(fences.brand, brandShape, NO_BRAND);
  const brand = readable(whole, language);
  const all = constraintsOf(fences.constraints);
  const bound = saidTo(all, ['brief', 'personas', 'copy']);
  const limits = limitsOf(fences.limits);
  const lines = linesIn(language === 'ko');
  const theme = themeOf(hear(brief?.audience ?? '', { today: '2000-01-01', currency: 'KRW' }).who);
  const style = { ...styleOf(bound, brief?.offer ?? null, brand), ...stricter(repair?.faults ?? '') };
  const newest = bound.at(-1)?.words ?? '';
  const fill = fillerFor(whole, brand, lines);
  const previous = shaped(fences.previous, copySchema.nullable(), null);
  // Asked for something else in words no rule knows: other ideas, rather than the same letter again.
  const other = previous !== null && newest !== '' && !isPlaced(newest);
  const { news, buyers } = lines.themes;
  const ideas = (count: number, far: boolean): Idea[] => {
    const own = theme === 'winback' && far ? lines.longAway : lines.themes[theme];
    return [...(other ? news : own), ...(other ? buyers : news)].slice(0, count);
  };
  const segments = segmentsOf(fences.segments);
  const media = shaped(fences.limits, mediaLimits, mediaLimits.parse({}));
  // A letter has room for a fact and a line more; what is read on a telephone has not.
  const read = {
    ...style,
    short: style.short || media.channel === 'sms',
    facts: style.facts && media.channel === 'email',
  };
  const making = { style: read, lines, fill, brand, limits, coupon: (brief?.coupon ?? null) !== null };
  const variants = segments.flatMap((segment, s) =>
    ideas(MORE.test(newest) ? 3 : 2, s > 0).map((idea, i) =>
      asMedium(variantOf(idea, { segment, number: i + 1, ...making, link: linkFor(theme, brand) }), idea, {
        ...making,
        limits: media,
        nameless: (text) => strike(capital(withoutName(fill(text), lines)), style.banned),
      }),
    ),
  );
  return written({ variants: variants.filter(onlyOneApproved) }, bound, previous, newest);
};

/** An approved text says the same however often it is drafted. */
const onlyOneApproved = (variant: Variant, i: number, all: readonly Variant[]): boolean =>
  !variant.alimtalk || all.findIndex(({ segment }) => segment === variant.segment) === i;

type Making = {
  segment: SeenSegment;
  number: number;
  style: Style;
  lines: Lines;
  fill: (text: string) => string;
  brand: SeenBrand;
  limits: { subject: number; preheader: number };
  link: string;
  /** Each reader has a code. */
  coupon: boolean;
};

const variantOf = (idea: Idea, making: Making): Variant => {
  const { segment, number, style, lines, fill, brand, limits } = making;
  const fact = brand.facts[(number - 1) % Math.max(1, brand.facts.length)];
  const paragraphs = [
    style.warm ? lines.warm.open : '',
    idea.open,
    style.short ? '' : idea.body,
    fact && style.facts && !style.short && number === 1 ? lines.fact(fact.text) : '',
    style.offer ? lines.offer(style.offer) : '',
    style.offer && making.coupon ? lines.coupon : '',
    style.warm ? lines.warm.close : idea.close,
  ];
  const named = (text: string) => (style.nameless ? withoutName(text, lines) : text);
  const clean = (text: string) => capital(named(fill(text)));
  const kept = paragraphs.map(clean).filter((text) => text !== '' && !holds(text, style.banned));
  const subject = pick(
    [style.short ? idea.shortSubject : idea.subject, idea.shortSubject].map(clean),
    limits.subject,
    style.banned,
  );
  return {
    key: `${segment.key}-${number}`,
    segment: segment.key,
    channel: 'email',
    angle: idea.angle,
    reason: fill(idea.reason),
    subject,
    preheader: strike(cutTo(clean(idea.preheader), limits.preheader), style.banned),
    paragraphs: kept.length > 0 ? kept : [lines.plain],
    buttonLabel: strike(cutTo(fill(idea.button), 24), style.banned),
    link: making.link,
  };
};

const LONGEST_NAME = 20;
/** With the longest name filled in. */
const lengthOf = (text: string): number => text.replaceAll(/\{\{[^}]*\}\}/g, '이'.repeat(LONGEST_NAME)).length;

const pick = (subjects: readonly string[], most: number, banned: readonly string[]): string => {
  const fits = subjects.find((text) => lengthOf(text) <= most && !holds(text, banned));
  return fits ?? strike(cutTo(subjects.at(-1) ?? '', most), banned);
};
const holds = (text: string, banned: readonly string[]): boolean =>
  banned.some((word) => text.replaceAll(' ', '').toLowerCase().includes(word.replaceAll(' ', '').toLowerCase()));
const strike = (text: string, banned: readonly string[]): string =>
  banned
    .reduce((rest, word) => rest.replaceAll(word, ''), text)
    .replaceAll(/\s{2,}/g, ' ')
    .trim();
const cutTo = (text: string, most: number): string =>
  text.length > most ? `${text.slice(0, most - 1).trimEnd()}…` : text;
const withoutName = (text: string, lines: Lines): string =>
  text
    .replaceAll(`Hi ${lines.name}, `, '')
    .replaceAll(`${lines.name}, `, '')
    .replaceAll(`, ${lines.name}`, '')
    .replaceAll(lines.name, '');

const number = z.number().catch(0);
const limitsShape = z.object({
  email: z.object({ subject: number, preheader: number }).catch({ subject: 0, preheader: 0 }),
});
const limitsOf = (text: string | undefined): Making['limits'] => {
  const { subject, preheader } = shaped(text, limitsShape, { email: { subject: 0, preheader: 0 } }).email;
  return { subject: subject || 46, preheader: preheader || 90 };
};

/** Lines a person put into their words stand as they wrote them; variants nobody spoke of stay as they were. */
const written = (copy: Copy, bound: readonly Bound[], previous: Copy | null, newest: string): Copy => {
  const lines = bound.flatMap(({ words }) => [...words.matchAll(WRITTEN)]);
  const only = /([A-D]-[1-9])/g;
  const spoken = [...newest.matchAll(only)].map(([, key]) => key);
  return {
    variants: copy.variants.map((fresh) => {
      const before = previous?.variants.find(({ key }) => key === fresh.key);
      const variant = before && spoken.length > 0 && !spoken.includes(fresh.key) ? before : fresh;
      const own = lines
        .filter(([, key]) => key === undefined || key === variant.key)
        .map(([, , what, text]) => [/제목|subject/i.test(what ?? '') ? 'subject' : 'buttonLabel', text]);
      return { ...variant, ...Object.fromEntries(own) };
    }),
  };
};
