import type { Check } from '../../db/schema.ts';
import { checkLiquid, leavesHole } from '../../delivery/liquid.ts';
import type { Voice } from '../../i18n/voice.ts';
import { personalData } from '../../llm/guard.ts';
import { check } from '../check.ts';
import { type Said, said } from '../said.ts';
import { earlier, type StepContext } from '../step.ts';
import type { Copy, CopyEvidence, Variant } from './schema.ts';
import {
  addresses,
  banned,
  emoji,
  hangul,
  haste,
  labels,
  markup,
  spoken,
  strangeNumbers,
  textsOf,
  unoffered,
  unproven,
} from './words.ts';

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

/** Rules of e-mail copy on every variant; lengths on the longest rendering. */
export const copyChecks = (content: Copy, evidence: CopyEvidence, ctx: StepContext): Check[] => {
  const say = (make: (t: T, v: Voice) => string): Said => said(ctx.deps.config, (v) => make(v.t.steps.copy, v));
  const one = (
    id: string,
    severity: Check['severity'],
    name: keyof T['checks'],
    failures: readonly Said[],
    family: Check['family'] = 'copy',
  ) =>
    check(
      `copy.${id}`,
      severity,
      say((t) => t.checks[name]),
      failures,
      family,
    );
  const brief = earlier(ctx, 'brief');
  const { kit } = ctx;
  const { variants } = content;

  /** One sentence for each text in which something is found. */
  const found = (
    find: (text: string) => string[] | boolean,
    words: (t: T, p: { where: string; what: string }) => string,
  ): Said[] =>
    variants.flatMap((variant) =>
      textsOf(variant).flatMap(({ field, text }) => {
        const what = find(text);
        if (what === false || (Array.isArray(what) && what.length === 0)) return [];
        const named = Array.isArray(what) ? [...new Set(what)].join(', ') : '';
        return [say((t) => words(t, { where: `${variant.key} ${t.fields[field]}`, what: named }))];
      }),
    );
  const measured = (
    pick: (m: CopyEvidence['measured'][string]) => number,
    limit: number,
    words: (t: T, p: { key: string; n: string; max: string }) => string,
  ) =>
    variants.flatMap(({ key }) => {
      const m = evidence.measured[key];
      return m && pick(m) > limit ? [say((t, v) => words(t, { key, n: v.count(pick(m)), max: v.count(limit) }))] : [];
    });
  const ofPerson = ctx.by === 'person';

  return [
    one('variants', 'block', 'variants', variantProblems(content, ctx, say)),
    one(
      'liquid',
      'block',
      'liquid',
      found(
        (text) => [checkLiquid(text)].filter((why) => why !== null),
        (t, p) => t.liquid(p),
      ),
    ),
    one(
      'nameless',
      'warn',
      'nameless',
      found(leavesHole, (t, p) => t.nameless(p)),
    ),
    one(
      'label',
      'block',
      'label',
      found(labels, (t, p) => t.label(p)),
    ),
    one(
      'banned',
      'block',
      'banned',
      found(
        (text) => banned(text, kit),
        (t, p) => t.banned(p),
      ),
    ),
    one(
      'claims',
      'block',
      'claims',
      found(
        (text) => unproven(text, kit),
        (t, p) => t.claims(p),
      ),
    ),
    one(
      'offer',
      'block',
      'offer',
      found(
        (text) => unoffered(text, brief, kit),
        (t, p) => t.offer(p),
      ),
    ),
    // A person may know a number the kit does not have yet; a model may not.
    one(
      'numbers',
      ofPerson ? 'warn' : 'block',
      'numbers',
      found(
        (text) => strangeNumbers(text, brief, kit),
        (t, p) => t.numbers(p),
      ),
    ),
    one(
      'haste',
      'warn',
      'haste',
      found(haste, (t, p) => t.haste(p)),
    ),
    one(
      'links',
      'block',
      'links',
      [
        ...variants
          .filter(({ link }) => !kit.links.some(({ id }) => id === link))
          .map(({ key, link }) => say((t) => t.link({ key, link, known: kit.links.map(({ id }) => id).join(', ') }))),
        ...found(addresses, (t, p) => t.address(p)),
      ],
      'link',
    ),
    one(
      'personal',
      'block',
      'personal',
      found(
        (text) => personalData(text) !== null,
        (t, p) => t.personal(p),
      ),
    ),
    one(
      'markup',
      'block',
      'markup',
      found(markup, (t, p) => t.markup(p)),
    ),
    one(
      'language',
      'block',
      'language',
      variants
        .filter((variant) => wrongLanguage(variant, ctx.language))
        .map(({ key }) => say((t) => t.language({ key }))),
    ),
    one(
      'emoji',
      'warn',
      'emoji',
      variants
        .filter(
          (variant) =>
            emoji(variant.subject) > 0 || textsOf(variant).reduce((sum, { text }) => sum + emoji(text), 0) > 2,
        )
        .map(({ key }) => say((t) => t.emoji({ key }))),
    ),
    one('length', 'block', 'length', [
      ...variants
        .filter(tooLong)
        .map(({ key }) =>
          say((t, v) =>
            t.tooLong({
              key,
              paragraphs: v.count(LIMITS.paragraphs),
              paragraph: v.count(LIMITS.paragraph),
              button: v.count(LIMITS.button),
            }),
          ),
        ),
      ...measured(
        (m) => m.subjectChars,
        LIMITS.subject.most,
        (t, p) => t.subjectLong(p),
      ),
      ...measured(
        (m) => m.preheaderChars,
        LIMITS.preheader.most,
        (t, p) => t.preheaderLong(p),
      ),
    ]),
    one(
      'subject',
      'warn',
      'subject',
      measured(
        (m) => m.subjectChars,
        LIMITS.subject.limit,
        (t, p) => t.subjectLong(p),
      ),
    ),
    one(
      'preheader',
      'warn',
      'preheader',
      measured(
        (m) => m.preheaderChars,
        LIMITS.preheader.limit,
        (t, p) => t.preheaderLong(p),
      ),
    ),
    one(
      'size',
      'block',
      'size',
      measured(
        (m) => m.htmlBytes,
        LIMITS.htmlBytes,
        (t, p) => t.size(p),
      ),
    ),
  ];
};

const tooLong = ({ subject, paragraphs, buttonLabel, angle, reason }: Variant): boolean =>
  [subject, buttonLabel, angle].some((text) => spoken(text).trim() === '') ||
  paragraphs.length < 1 ||
  paragraphs.length > LIMITS.paragraphs ||
  paragraphs.some((text) => text.trim() === '' || text.length > LIMITS.paragraph) ||
  buttonLabel.length > LIMITS.button ||
  angle.length > LIMITS.angle ||
  reason.length > LIMITS.reason;

const variantProblems = (
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
const wrongLanguage = (variant: Variant, language: 'ko' | 'en'): boolean => {
  const shares = [variant.subject, variant.paragraphs.join(' ')].map(hangul);
  return shares.some((share) => share !== null && (language === 'ko' ? share < 0.3 : share > 0.05));
};
