import type { AlimtalkTemplate } from '../../channels/alimtalk.ts';
import type { Check } from '../../db/schema.ts';
import { countIn, SUBJECT_BYTES } from '../../delivery/message/length.ts';
import { SMS_FAMILY } from '../../delivery/message/message.ts';
import { NAME_CHARS } from '../../delivery/render.ts';
import type { Voice } from '../../i18n/voice.ts';
import { mend, outside } from '../../kit/ks-x-1001.ts';
import { channelOf, fallbackOf } from '../brief/channel.ts';
import { askedWay } from '../brief/channel-words.ts';
import { check, proved } from '../check.ts';
import { type Said, said } from '../said.ts';
import { earlier, type StepContext, wordsOf } from '../step.ts';
import { type AlimtalkProblem, alimtalkProblems } from './alimtalk.ts';
import type { Copy, CopyEvidence, Measured, Variant } from './schema.ts';
import { isApprovedText, LIMITS } from './shape.ts';
import { spoken } from './words.ts';

type Words = Voice['t']['channels']['copy'];

/** What only one channel asks of its copy: its own fields, its own way of counting, Kakao's approved texts. */
export const channelCopyChecks = (
  { variants }: Copy,
  { measured }: CopyEvidence,
  templates: readonly AlimtalkTemplate[],
  ctx: StepContext,
): Check[] => {
  const say = (make: (t: Words, v: Voice) => string): Said => said(ctx.deps.config, (v) => make(v.t.channels.copy, v));
  const one = (id: string, severity: Check['severity'], name: keyof Words['checks'], failures: readonly Said[]) =>
    check(
      `copy.${id}`,
      severity,
      say((t) => t.checks[name]),
      failures,
      'copy',
    );
  if (variants.length === 0) return [];
  const brief = earlier(ctx, 'brief');
  const channel = channelOf(brief);
  const stepsIn = fallbackOf(brief) !== null;
  const each = (find: (variant: Variant, now: Measured | undefined) => readonly Said[]): Said[] =>
    variants.flatMap((variant) => find(variant, measured[variant.key]));
  const textKind = channel === 'sms' || stepsIn;
  const inText = (variant: Variant): string =>
    channel === 'sms' ? [variant.subject, ...variant.paragraphs].join('\n') : (variant.fallback ?? '');
  const long = (
    key: string,
    form: NonNullable<Measured['form']>,
    { value, limit, unit }: NonNullable<Measured['length']>,
  ) =>
    value > limit
      ? [
          say((t, v) =>
            t.long({
              key,
              form: v.t.channels.forms[form],
              n: v.count(value),
              max: v.count(limit),
              unit: v.t.channels.units[unit],
            }),
          ),
        ]
      : [];
  return [
    ...proved(
      false,
      one(
        'channel',
        'block',
        'channel',
        each((variant) =>
          variant.channel === channel
            ? []
            : [say((t, v) => t.channel({ key: variant.key, name: v.t.channels.names[channel] }))],
        ),
      ),
      one(
        'alimtalk_asked',
        'warn',
        'alimtalk',
        channel === 'kakao' && askedWay(wordsOf(ctx)).alimtalk && !variants.some(isApprovedText)
          ? [say((t) => t.brandInstead)]
          : [],
      ),
      one('alimtalk_ad', 'warn', 'alimtalk', variants.some(isApprovedText) ? [say((t) => t.noAd)] : []),
    ),
    ...proved(
      variants.some(isApprovedText),
      one('alimtalk', 'block', 'alimtalk', [
        ...each((variant) =>
          isApprovedText(variant) && variant.channel !== 'kakao' ? [say((t) => t.notKakao({ key: variant.key }))] : [],
        ),
        ...each((variant) =>
          alimtalkProblems(variant, templates).map((problem) => say((t) => problemWords(problem, variant.key, t))),
        ),
        ...each((variant) =>
          isApprovedText(variant) && (brief.offer ?? '').trim() !== ''
            ? [say((t) => t.offer({ key: variant.key }))]
            : [],
        ),
      ]),
    ),
    ...proved(
      stepsIn,
      one(
        'fallback',
        'block',
        'fallback',
        each(({ key, fallback }) => {
          const text = (fallback ?? '').trim();
          if (!stepsIn) return text === '' ? [] : [say((t) => t.noFallback({ key }))];
          if (text === '') return [say((t) => t.fallback({ key }))];
          return text.length > LIMITS.fallback
            ? [say((t, v) => t.fallbackLong({ key, max: v.count(LIMITS.fallback) }))]
            : [];
        }),
      ),
    ),
    ...proved(
      textKind,
      one(
        'signs',
        'block',
        'signs',
        each((variant) => {
          const lost = outside(mend(spoken(inText(variant))));
          return lost.length > 0 ? [say((t) => t.signs({ key: variant.key, list: lost.join(' ') }))] : [];
        }),
      ),
    ),
    ...proved(
      false,
      one('mended', 'warn', 'signs', textKind ? each((variant) => mendedWords(variant.key, inText(variant), say)) : []),
    ),
    ...(channel === 'email'
      ? []
      : proved(
          variants.every(({ key }) => measured[key]),
          one(
            'length_channel',
            'block',
            'length',
            each(({ key }, now) => [
              ...(now?.form && now.length ? long(key, now.form, now.length) : []),
              ...(now?.fallback ? long(key, now.fallback.form, now.fallback.length) : []),
            ]),
          ),
          ...(textKind
            ? [
                one(
                  'title',
                  'block',
                  'title',
                  each((variant, now) => titleWords(variant, now, say)),
                ),
              ]
            : []),
          ...(channel === 'push'
            ? [
                one(
                  'seen',
                  'warn',
                  'seen',
                  each(({ key }, now) => seenWords(key, now, say)),
                ),
              ]
            : []),
        )),
  ];
};

type Say = (make: (t: Words, v: Voice) => string) => Said;

const problemWords = (problem: AlimtalkProblem, key: string, t: Words): string =>
  problem.why === 'template'
    ? problem.known === ''
      ? t.noTemplates({ key })
      : t.template({ key, template: problem.template, known: problem.known })
    : t.values[problem.why]({ key, names: problem.names });

/** What is written otherwise, each sign once: shown, so that nobody wonders where it went. */
const mendedWords = (key: string, text: string, say: Say): Said[] => {
  const list = outside(text)
    .filter((sign) => mend(sign) !== sign)
    .map((sign) => `${sign} → ${mend(sign).trim() || '∅'}`);
  return list.length > 0 ? [say((t) => t.mended({ key, list: list.join(', ') }))] : [];
};

const NAMES = { first_name: NAME_CHARS, last_name: NAME_CHARS };

/** Only a long message shows its title. */
const titleWords = ({ key, subject }: Variant, now: Measured | undefined, say: Say): Said[] => {
  const form = now?.fallback?.form ?? now?.form;
  if (!form || !SMS_FAMILY.includes(form) || form === 'sms') return [];
  const bytes = countIn('eucKrBytes', mend(subject), NAMES);
  return bytes > SUBJECT_BYTES ? [say((t, v) => t.title({ key, n: v.count(bytes), max: v.count(SUBJECT_BYTES) }))] : [];
};

const seenWords = (key: string, now: Measured | undefined, say: Say): Said[] => {
  if (!now) return [];
  const { subject, text } = now.preview;
  const { title, body } = LIMITS.push;
  return [
    ...(subject.length > title
      ? [say((t, v) => t.seenTitle({ key, n: v.count(subject.length), max: v.count(title) }))]
      : []),
    ...(text.length > body ? [say((t, v) => t.seenBody({ key, n: v.count(text.length), max: v.count(body) }))] : []),
  ];
};
