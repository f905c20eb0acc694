import type { Check } from '../../db/schema.ts';
import { checkLiquid, leavesHole } from '../../delivery/liquid.ts';
import type { Voice } from '../../i18n/voice.ts';
import { personalData } from '../../llm/guard.ts';
import { channelOf } from '../brief/channel.ts';
import { check, proved } from '../check.ts';
import { type Said, said } from '../said.ts';
import { earlier, type StepContext } from '../step.ts';
import type { Copy, CopyEvidence, Measured } from './schema.ts';
import { buttonLimit, LIMITS, leadsSomewhere, neededIn, tooLong, variantProblems, wrongLanguage } from './shape.ts';
import {
  addresses,
  banned,
  emoji,
  haste,
  labels,
  markup,
  strangeNumbers,
  textsOf,
  unoffered,
  unproven,
} from './words.ts';

type T = Voice['t']['steps']['copy'];
const subjectOf = (m: Measured) => m.subjectChars;
const preheaderOf = (m: Measured) => m.preheaderChars;
const sizeOf = (m: Measured) => m.htmlBytes;

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
    pick: (m: Measured) => number | undefined,
    limit: number,
    words: (t: T, p: { key: string; n: string; max: string }) => string,
  ) =>
    variants.flatMap(({ key }) => {
      const m = evidence.measured[key];
      const n = m && pick(m);
      return n !== undefined && n > limit ? [say((t, v) => words(t, { key, n: v.count(n), max: v.count(limit) }))] : [];
    });
  const mail = channelOf(brief) === 'email';
  const ofPerson = ctx.by === 'person';
  // What is no template cannot be rendered: how long it is, nobody knows.
  const isMeasured = variants.every(({ key }) => evidence.measured[key]);

  const shape = one('variants', 'block', 'variants', variantProblems(content, ctx, say));
  if (variants.length === 0) return [shape];
  return [
    shape,
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
          .filter((variant) => !leadsSomewhere(variant, kit))
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
    ...proved(
      isMeasured,
      one('length', 'block', 'length', [
        ...variants.filter(tooLong).map((variant) =>
          say((t, v) =>
            t.tooLong({
              key: variant.key,
              needed: listed(neededIn(variant), t),
              paragraphs: v.count(LIMITS.paragraphs),
              paragraph: v.count(LIMITS.paragraph),
              button: v.count(buttonLimit(variant)),
            }),
          ),
        ),
        ...measured(subjectOf, LIMITS.subject.most, (t, p) => t.subjectLong(p)),
        ...measured(preheaderOf, LIMITS.preheader.most, (t, p) => t.preheaderLong(p)),
      ]),
      ...(mail
        ? [
            one(
              'subject',
              'warn',
              'subject',
              measured(subjectOf, LIMITS.subject.limit, (t, p) => t.subjectLong(p)),
            ),
            one(
              'preheader',
              'warn',
              'preheader',
              measured(preheaderOf, LIMITS.preheader.limit, (t, p) => t.preheaderLong(p)),
            ),
            one(
              'size',
              'block',
              'size',
              measured(sizeOf, LIMITS.htmlBytes, (t, p) => t.size(p)),
            ),
          ]
        : []),
    ),
  ];
};

const listed = (fields: ReturnType<typeof neededIn>, t: T): string => fields.map((field) => t.fields[field]).join('·');
