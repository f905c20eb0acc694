import type { BrandKit } from '../../brand/kit.ts';
import type { Voice } from '../../i18n/voice.ts';
import type { Said } from '../said.ts';
import { earlier, type StepContext } from '../step.ts';
import type { Copy, Variant } from './schema.ts';
import { hangul, spoken } from './words.ts';

/** Characters once everything is filled in, ad label included. `limit` is advised, `most` is refused. */
export const LIMITS = {
  subject: { limit: 50, most: 120 },
  preheader: { limit: 90, most: 200 },
  paragraph: 600,
  paragraphs: 6,
  button: { email: 24, kakao: 14 },
  /** What is seen of a notification before it is opened. */
  push: { title: 30, body: 90 },
  /** Room kept for the brand's fixed message. */
  keyMessage: 60,
  fallback: 1_000,
  angle: 40,
  reason: 400,
  /** Mail programs cut longer messages off, and with them the way out. */
  htmlBytes: 102 * 1024,
  variants: { least: 2, most: 4 },
} as const;

type T = Voice['t']['steps']['copy'];

/** An approved text is Kakao's, and there is nothing of it to write. */
export const isApprovedText = (variant: Variant): boolean => (variant.alimtalk ?? null) !== null;

export const buttonLimit = ({ channel }: Pick<Variant, 'channel'>): number =>
  channel === 'kakao' ? LIMITS.button.kakao : LIMITS.button.email;

/** What each channel cannot go without, beside its text. */
const NEEDED: Readonly<Record<Variant['channel'], readonly ('subject' | 'button')[]>> = {
  email: ['subject', 'button'],
  sms: [],
  kakao: ['button'],
  push: ['subject'],
};

/** Of an approved text nothing is written. */
export const neededIn = (variant: Variant): ('subject' | 'button' | 'body')[] =>
  isApprovedText(variant) ? [] : [...NEEDED[variant.channel], 'body'];

const isEmpty = ({ subject, buttonLabel, paragraphs }: Variant, field: 'subject' | 'button' | 'body'): boolean =>
  field === 'body' ? paragraphs.length < 1 : spoken(field === 'subject' ? subject : buttonLabel).trim() === '';

export const tooLong = (variant: Variant): boolean => {
  const { paragraphs, buttonLabel, angle, reason } = variant;
  return (
    spoken(angle).trim() === '' ||
    neededIn(variant).some((field) => isEmpty(variant, field)) ||
    paragraphs.length > LIMITS.paragraphs ||
    paragraphs.some((text) => text.trim() === '' || text.length > LIMITS.paragraph) ||
    buttonLabel.length > buttonLimit(variant) ||
    angle.length > LIMITS.angle ||
    reason.length > LIMITS.reason
  );
};

/** A text message may lead nowhere: only so does a short one hold more than its label. Alimtalk has its own buttons. */
export const mayLeadNowhere = (variant: Variant): boolean => variant.channel === 'sms' || isApprovedText(variant);

export const leadsSomewhere = (variant: Variant, { links }: Pick<BrandKit, 'links'>): boolean =>
  links.some(({ id }) => id === variant.link) || (variant.link === '' && mayLeadNowhere(variant));

/** Enough variants for each segment, each with a key of its own. */
export const variantProblems = (
  { variants }: Copy,
  ctx: StepContext,
  say: (make: (t: T, v: Voice) => string) => Said,
): Said[] => {
  const keys = earlier(ctx, 'segments').segments.map(({ key }) => key);
  const { most } = LIMITS.variants;
  // Leaving variants out is a person's right, down to one; a comparison needs two, and a model is asked for them.
  const ofPerson = ctx.by === 'person';
  return [
    ...keys.flatMap((key) => {
      const own = variants.filter(({ segment }) => segment === key);
      const n = own.length;
      // An approved text is one: there is nothing in it to compare with.
      const least = ofPerson || (n > 0 && own.every(isApprovedText)) ? 1 : LIMITS.variants.least;
      return n < least || n > most
        ? [say((t, v) => t.count({ key, n: v.count(n), least: v.count(least), most: v.count(most) }))]
        : [];
    }),
    ...variants
      .filter(({ segment }) => !keys.includes(segment))
      .map(({ key }) => say((t) => t.noSegment({ key, known: keys.join(', ') }))),
    ...variants
      .filter(
        ({ key, segment }, i) =>
          !new RegExp(`^${segment}-[1-9]\\d?$`).test(key) || variants.findIndex((other) => other.key === key) !== i,
      )
      .map(({ key, segment }) => say((t) => t.badKey({ key, example: `${segment}-1` }))),
  ];
};

/** Korean copy may hold brand names in Latin; English copy holds no Hangul but what Liquid puts there. */
export const wrongLanguage = (variant: Variant, language: 'ko' | 'en'): boolean => {
  const shares = [variant.subject, variant.paragraphs.join(' '), variant.fallback ?? ''].map(hangul);
  return shares.some((share) => share !== null && (language === 'ko' ? share < 0.3 : share > 0.05));
};
