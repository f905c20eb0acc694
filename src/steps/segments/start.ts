import { checkRule } from '../../audience/check.ts';
import { isReadyMade, READY_MADE_NAMES, type ReadyMade, readyMade } from '../../audience/ready-made.ts';
import type { Rule } from '../../audience/rule.ts';
import { findSegment, listSegments } from '../../audience/saved.ts';
import { strings } from '../../i18n/language.ts';
import type { Said } from '../said.ts';
import type { StepContext } from '../step.ts';
import { NAME_MAX } from './checks.ts';
import type { Segment, Segments } from './schema.ts';

/** A rule to begin with: a ready-made one by its name, or a saved segment by its id (`S-3`), which it goes on naming. */
export type Start = { id: string; kind: 'ready' | 'saved'; name: Said; rule: Rule };

const atOf = ({ now, deps: { config } }: StepContext) => ({
  now,
  timezone: config.timezone,
  currency: config.currency,
});

/** Ready-made rules that this data can answer. */
export const readyStarts = async (ctx: StepContext): Promise<(Start & { id: ReadyMade })[]> => {
  const catalogue = await ctx.catalogue();
  return READY_MADE_NAMES.flatMap((id) => {
    const rule = readyMade(id, atOf(ctx));
    return checkRule(rule, catalogue).length > 0 ? [] : [{ id, kind: 'ready', name: nameOfReady(id), rule }];
  });
};

const nameOfReady = (id: ReadyMade): Said => ({ ko: strings('ko').ready[id].name, en: strings('en').ready[id].name });

export const startsOf = async (ctx: StepContext): Promise<Start[]> => [
  ...(await readyStarts(ctx)),
  ...(await listSegments(ctx.db)).reverse().map((saved) => savedStart(saved)),
];

const savedStart = ({ key, name }: { key: string; name: string }): Start => ({
  id: key,
  kind: 'saved',
  name: { ko: name, en: name },
  rule: { all: [{ in_segment: key }] },
});

/** Which rules a person put in the place of a segment's own while editing: `A=lapsed_vip,B=S-3`. */
export type Puts = Readonly<Record<string, string>>;
const PUT = /^([A-D])=([\w-]{1,40})$/;

export const readPuts = (text: string | undefined): Puts =>
  Object.fromEntries(
    (text ?? '').split(',').flatMap((one) => {
      const [, key, id] = PUT.exec(one) ?? [];
      return key && id ? [[key, id]] : [];
    }),
  );

export const writePuts = (puts: Puts): string =>
  Object.entries(puts)
    .map(([key, id]) => `${key}=${id}`)
    .join(',');

/** The draft with those rules in it. A rule that is gone meanwhile leaves the segment's own. */
export const withPuts = async (content: Segments, puts: Puts, ctx: StepContext): Promise<Segments> => ({
  ...content,
  segments: await Promise.all(content.segments.map((segment) => startedFrom(segment, puts[segment.key], ctx))),
});

const startedFrom = async (segment: Segment, id: string | undefined, ctx: StepContext): Promise<Segment> => {
  const saved = id && !isReadyMade(id) ? await findSegment(ctx.db, id) : null;
  const put = (name: string, rule: Rule, reason: string) => ({
    ...segment,
    name: name.slice(0, NAME_MAX),
    rule,
    reason,
  });
  if (saved) return put(saved.name, savedStart(saved).rule, '');
  if (!id || !isReadyMade(id)) return segment;
  const { name, why } = strings(ctx.language).ready[id];
  return put(name, readyMade(id, atOf(ctx)), why);
};
