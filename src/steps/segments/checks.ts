import { checkRule } from '../../audience/check.ts';
import { CONTACT_FIELDS, isContactField } from '../../audience/fields.ts';
import { campaignProblems } from '../../audience/past-campaigns.ts';
import { isEveryone } from '../../audience/rule.ts';
import { savedProblems } from '../../audience/saved.ts';
import type { Check } from '../../db/schema.ts';
import type { Voice } from '../../i18n/voice.ts';
import { availableNames } from '../available.ts';
import { channelOf } from '../brief/channel.ts';
import { check, proved } from '../check.ts';
import { type Said, said } from '../said.ts';
import { earlier, type StepContext, wordsOf } from '../step.ts';
import { broad } from './broad.ts';
import { goalInstead } from './instead.ts';
import type { SegmentCount, Segments, SegmentsEvidence } from './schema.ts';
import { senseProblems } from './sense.ts';

export const SEGMENTS_MAX = 4;
export const NAME_MAX = 40;
export const REASON_MAX = 300;
const KEYS = ['A', 'B', 'C', 'D'];

const EVERYONE =
  /전체|전원|모두|모든\s*(?:고객|회원|사람|구독자|연락처)|everyone|everybody|all (?:of )?(?:our |the )?(?:customers|contacts|subscribers|members|users|people)|entire (?:list|base)|whole (?:list|base)/i;

/** The part of the checks that needs no count: whether the rules can be asked at all. */
export const ruleProblems = async (content: Segments, ctx: StepContext): Promise<Said[]> => {
  const catalogue = await ctx.catalogue();
  const available = await availableNames(ctx);
  const at = { now: ctx.now, timezone: ctx.deps.config.timezone, currency: ctx.deps.config.currency };
  const unresolved = await Promise.all(
    content.segments.map(async ({ rule }) => [
      ...(await savedProblems(ctx.db, rule)),
      ...(await campaignProblems(ctx.db, rule, at)),
    ]),
  );
  return content.segments.flatMap(({ key, rule }, i) =>
    [...checkRule(rule, catalogue), ...(unresolved[i] ?? [])].map(({ code, name, known, message }) => {
      // A person and the model both read this: what there is by the names one asks with, then by those of rules.
      const own = known.filter((one) => !(isContactField(one) && CONTACT_FIELDS[one].personal)).slice(0, 20);
      const all = { ko: `${available.ko} (${own.join(', ')})`, en: `${available.en} (${own.join(', ')})` };
      const words = NOT_THERE.includes(code) ? notThere(ctx, name, all) : message;
      return { ko: `${key}: ${words.ko}`, en: `${key}: ${words.en}` };
    }),
  );
};

const NOT_THERE: readonly string[] = ['unknown_field', 'unknown_event'];

const notThere = (ctx: StepContext, name: string, known: Said): Said => {
  const say = (list: string) => said(ctx.deps.config, ({ t }) => t.steps.segments.missing({ name, known: list }));
  return { ko: say(known.ko).ko, en: say(known.en).en };
};

export const segmentsChecks = async (
  content: Segments,
  evidence: SegmentsEvidence,
  ctx: StepContext,
): Promise<Check[]> => {
  const say: Say = (make) => said(ctx.deps.config, (v) => make(v.t.steps.segments, v));
  const one: One = (id, severity, name, failures) =>
    check(
      `segments.${id}`,
      severity,
      say((t) => t.checks[name]),
      failures,
      'target',
    );
  const { segments, missing } = content;
  const nothingLeft = segments.length === 0 && missing.length > 0;
  const available = missing.length > 0 ? await availableNames(ctx) : { ko: '', en: '' };
  const problems = await ruleProblems(content, ctx);
  const sense = senseProblems(content, ctx);
  const counted = evidence.counts;
  // Not knowing is not passing; a rule that cannot be asked says so by its own check.
  const uncounted =
    segments.length > 0 && problems.length === 0
      ? [one('counted', 'block', 'counted', [say((t) => t.uncounted())])]
      : [];

  return [
    // Asked for and not there: the draft goes on without it unless nothing else was left to choose by.
    one(
      'missing',
      nothingLeft ? 'block' : 'warn',
      'missing',
      missing.map((name) => notThere(ctx, name, available)),
    ),
    ...proved(!nothingLeft, one('shape', 'block', 'shape', nothingLeft ? [] : shapeProblems(content, say))),
    ...proved(
      segments.length > 0,
      one('fields', 'block', 'fields', problems),
      one(
        'everyone',
        'block',
        'everyone',
        // A person who picks everyone has said so by picking it.
        segments.some(({ rule }) => isEveryone(rule)) && ctx.by === 'ai' && !EVERYONE.test(wordsOf(ctx))
          ? [say((t) => t.everyone())]
          : [],
      ),
    ),
    // Said only when there is something to say.
    ...proved(false, one('possible', 'block', 'possible', sense.never), one('idle', 'warn', 'idle', sense.idle)),
    ...(counted.length > 0 ? await countedChecks(content, evidence, ctx, one, say) : uncounted),
  ];
};

type Say = (make: (t: Voice['t']['steps']['segments'], v: Voice) => string) => Said;
type One = (
  id: string,
  severity: Check['severity'],
  name: keyof Voice['t']['steps']['segments']['checks'],
  failures: readonly Said[],
) => Check;

/** What is judged by numbers; without them none of it has passed. */
const countedChecks = async (
  content: Segments,
  evidence: SegmentsEvidence,
  ctx: StepContext,
  one: One,
  say: Say,
): Promise<Check[]> => {
  const { counts: counted } = evidence;
  const empty = counted.filter(({ matched }) => matched === 0);
  const catalogue = await ctx.catalogue();
  const channel = channelOf(earlier(ctx, 'brief'));
  const reachable = catalogue.reachable[channel] ?? 0;
  const everyoneSaid = EVERYONE.test(wordsOf(ctx));
  return [
    one('counted', 'block', 'counted', []),
    one(
      'empty',
      'block',
      'empty',
      empty.map((count) => emptyWords(count, content, say)),
    ),
    // Advice to a person, and no check that could be passed.
    ...proved(
      false,
      one(
        'instead',
        'warn',
        'instead',
        empty.slice(0, 1).map(({ key }) => say((t) => t.instead[goalInstead(ruleOf(key, content), catalogue)])),
      ),
    ),
    one(
      'reachable',
      'block',
      'reachable',
      counted
        .filter((count) => count.matched > 0 && (count.reachable[channel] ?? 0) === 0)
        .map((count) =>
          say((t, v) =>
            (count.excluded.other_segment ?? 0) >= count.matched
              ? t.swallowed({ name: nameOf(count.key, content) })
              : t.unreachable({
                  name: nameOf(count.key, content),
                  n: v.count(count.matched),
                  channel: v.t.channels.names[channel],
                }),
          ),
        ),
    ),
    one(
      'overlap',
      'warn',
      'overlap',
      counted
        .filter(({ excluded }) => (excluded.other_segment ?? 0) > 0)
        .map((count) =>
          say((t, v) => t.overlap({ name: nameOf(count.key, content), n: v.count(count.excluded.other_segment ?? 0) })),
        ),
    ),
    // A share of nobody is not known.
    ...proved(reachable > 0, one('broad', 'warn', 'broad', broad(content, evidence, { reachable, everyoneSaid }, say))),
    one('power', 'warn', 'power', tooSmall(evidence, say)),
  ];
};

const ruleOf = (key: string, { segments }: Segments) => segments.find((segment) => segment.key === key)?.rule;

const nameOf = (key: string, { segments }: Segments): string => {
  const name = segments.find((segment) => segment.key === key)?.name;
  return name ? `${key}. ${name}` : key;
};

const emptyWords = (count: SegmentCount, content: Segments, say: Say): Said => {
  const { cutMost } = count;
  const name = nameOf(count.key, content);
  if (!cutMost) return say((t) => t.empty({ name }));
  return {
    ko: say((t, v) =>
      t.emptyBecause({ name, condition: cutMost.sentence.ko, from: v.count(cutMost.from), to: v.count(cutMost.to) }),
    ).ko,
    en: say((t, v) =>
      t.emptyBecause({ name, condition: cutMost.sentence.en, from: v.count(cutMost.from), to: v.count(cutMost.to) }),
    ).en,
  };
};

/** Hardly any campaign moves conversion by more than this: a test that cannot show less will not tell. */
const LARGE_LIFT = 0.05;

const tooSmall = ({ smallestLift }: SegmentsEvidence, say: Say): Said[] =>
  smallestLift !== null && smallestLift.difference <= LARGE_LIFT
    ? []
    : [
        say((t, v) =>
          t.tooSmall({ points: smallestLift ? v.count(Math.round(smallestLift.difference * 1000) / 10) : '' }),
        ),
      ];

const shapeProblems = ({ segments }: Segments, say: Say): Said[] => [
  ...(segments.length < 1 || segments.length > SEGMENTS_MAX
    ? [say((t, v) => t.number({ max: v.count(SEGMENTS_MAX) }))]
    : []),
  ...(segments.some(({ key }, i) => key !== KEYS[i])
    ? [say((t) => t.keys({ known: KEYS.slice(0, segments.length).join(', ') }))]
    : []),
  ...segments
    .filter(({ name, reason }) => name.trim() === '' || name.length > NAME_MAX || reason.length > REASON_MAX)
    .map(({ key }) => say((t, v) => t.tooLong({ key, name: v.count(NAME_MAX), reason: v.count(REASON_MAX) }))),
];
