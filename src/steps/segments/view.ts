import { describeRule } from '../../audience/describe.ts';
import { isEveryone } from '../../audience/rule.ts';
import type { Voice } from '../../i18n/voice.ts';
import { recommendedHoldout, WORTH_SEEING } from '../../results/power.ts';
import { type Blocks, cell, container, numberCell, section, table } from '../../slack/blocks.ts';
import { saidLine } from '../../slack/text.ts';
import type { Asked, Outline } from '../view.ts';
import { counts, listed, numbered, outcomeWords, sum } from '../view-words.ts';
import type { Segment, SegmentCount, Segments, SegmentsEvidence } from './schema.ts';

/** The arms and the other segment are no reason not to be reached. */
const NOT_EXCLUDED = ['send', 'holdout'];

export const segmentsAsk = (content: Segments, evidence: SegmentsEvidence, v: Voice): Asked => {
  const people = v.count(evidence.total.matched);
  const t = v.t.cards.segments;
  if (isUncounted(content, evidence)) return { question: t.askUncounted({ n: v.count(content.segments.length) }) };
  return {
    question: content.segments.some(({ rule }) => isEveryone(rule))
      ? t.askEveryone({ people })
      : t.ask({ n: v.count(content.segments.length), people }),
  };
};

/** A rule that cannot be asked has no number: 0 would be one. */
const isUncounted = (content: Segments, evidence: SegmentsEvidence): boolean =>
  content.segments.length > 0 && evidence.counts.length === 0;

const ruleOf = (segment: Segment, count: SegmentCount | undefined, v: Voice): string =>
  (count?.sentence ?? describeRule(segment.rule))[v.language];

const countOf = (evidence: SegmentsEvidence, { key }: Segment): SegmentCount | undefined =>
  evidence.counts.find((count) => count.key === key);

const segmentLine = (segment: Segment, evidence: SegmentsEvidence, v: Voice): string => {
  const t = v.t.cards.segments;
  const count = countOf(evidence, segment);
  const named = { key: saidLine(segment.key, 10), name: saidLine(segment.name, 100) };
  const rule = saidLine(ruleOf(segment, count, v), 600);
  const line = count ? t.one({ ...named, people: v.count(count.matched), rule }) : t.oneUncounted({ ...named, rule });
  if (!count || count.matched > 0) return line;
  const cut = count.cutMost
    ? t.cut({
        rule: saidLine(count.cutMost.sentence[v.language], 300),
        from: v.count(count.cutMost.from),
        to: v.count(count.cutMost.to),
      })
    : '';
  return `${line}\n${t.empty({ cut })}`;
};

const liftWords = ({ smallestLift, total }: SegmentsEvidence, v: Voice): string => {
  const t = v.t.cards.segments;
  if (!smallestLift) return t.noLift;
  const diff = t.points({ n: v.count(Math.round(smallestLift.difference * 1_000) / 10) });
  const share = recommendedHoldout({ n: total.eligible, baseline: smallestLift.baseline });
  const rise = v.percent(WORTH_SEEING);
  const advice = share === null ? t.noHoldout({ rise }) : t.holdout({ percent: v.percent(share), rise });
  return `${t.lift({ holdout: v.percent(smallestLift.holdoutShare), diff })} ${advice}`;
};

export const segmentsBody = (content: Segments, evidence: SegmentsEvidence, v: Voice): Blocks => {
  const t = v.t.cards.segments;
  const { total, channel = 'email' } = evidence;
  const excluded = sum(total.excluded, NOT_EXCLUDED);
  const reach = [
    t.reach({
      eligible: v.count(total.eligible),
      matched: v.count(total.matched),
      consent: evidence.informs ? v.t.channels.informs : v.t.channels.consent[channel],
    }),
    excluded > 0
      ? t.excluded({ n: v.count(excluded), list: counts(total.excluded, outcomeWords(channel, v), v, NOT_EXCLUDED) })
      : '',
    liftWords(evidence, v),
  ];
  const rows = content.segments.map((segment) => {
    const count = countOf(evidence, segment);
    const matched = count?.matched ?? 0;
    const reachable = count?.reachable[channel] ?? 0;
    const recent = count?.recentlyContacted ?? 0;
    return [
      cell(`${segment.key}. ${segment.name}`),
      cell(ruleOf(segment, count, v)),
      numberCell(matched, v.count(matched)),
      numberCell(reachable, v.count(reachable)),
      numberCell(recent, v.count(recent)),
    ];
  });
  const head = [t.head.segment, t.head.rule, t.head.matched, v.t.channels.reachable[channel], t.head.recent].map(cell);
  const reasons = content.segments
    .filter(({ reason }) => reason.trim())
    .map(({ key, reason }) => t.reason({ key: saidLine(key, 10), reason: saidLine(reason, 300) }));
  return [
    section(content.segments.map((segment) => segmentLine(segment, evidence, v)).join('\n')),
    ...(isUncounted(content, evidence) ? [] : [section(reach.filter(Boolean).join('\n'))]),
    ...(content.missing.length > 0 ? [section(t.missing({ list: listed(content.missing, 80) }))] : []),
    ...(content.ambiguities.length > 0 ? [section(t.ambiguities({ list: numbered(content.ambiguities) }))] : []),
    ...(content.assumptions.length > 0 ? [section(t.assumptions({ list: listed(content.assumptions) }))] : []),
    ...container(t.why, [
      ...(isUncounted(content, evidence) ? [] : [table([head, ...rows], [2, 3, 4])]),
      ...(reasons.length > 0 ? [section(reasons.join('\n'))] : []),
    ]),
  ];
};

export const segmentsOutline = (content: Segments, evidence: SegmentsEvidence, v: Voice): Outline => {
  const t = v.t.cards.segments;
  return content.segments.flatMap((segment): [string, string][] => {
    const count = countOf(evidence, segment);
    const { key } = segment;
    return [
      [t.labels.name({ key }), segment.name],
      [t.labels.rule({ key }), ruleOf(segment, count, v)],
      [t.labels.people({ key }), count ? t.people({ n: v.count(count.matched) }) : t.uncounted],
    ];
  });
};
