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
  button: 24,
  angle: 40,
  reason: 400,
  /** Mail programs cut longer messages off, and with them the way out. */
  htmlBytes: 102 * 1024,
  variants: { least: 2, most: 4 },
} as const;

type T = Voice['t']['steps']['copy'];

export const tooLong = ({ subject, paragraphs, buttonLabel, angle, reason }: Variant): boolean =>
  [subject, buttonLabel, angle].some((text) => spoken(text).trim() === '') ||
  paragraphs.length < 1 ||
  paragraphs.length > LIMITS.paragraphs ||
  paragraphs.some((text) => text.trim() === '' || text.length > LIMITS.paragraph) ||
  buttonLabel.length > LIMITS.button ||
  angle.length > LIMITS.angle ||
  reason.length > LIMITS.reason;

/** Enough variants for each segment, each with a key of its own. */
export const variantProblems = (
  { variants }: Copy,
  ctx: StepContext,
  say: (make: (t: T, v: Voice) => string) => Said,
): Said[] => {
  const keys = earlier(ctx, 'segments').segments.map(({ key }) => key);
  const { most } = LIMITS.variants;
  // Leaving variants out is a person's right, down to one; a comparison needs two, and a model is asked for them.
  const least = ctx.by === 'person' ? 1 : LIMITS.variants.least;
  return [
    ...keys.flatMap((key) => {
      const n = variants.filter(({ segment }) => segment === key).length;
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
  const shares = [variant.subject, variant.paragraphs.join(' ')].map(hangul);
  return shares.some((share) => share !== null && (language === 'ko' ? share < 0.3 : share > 0.05));
};
