import { z } from 'zod';
import { ruleSchema } from '../../audience/rule.ts';
import { toWire, type WireRule } from '../../audience/wire.ts';
import { briefSchema } from '../../steps/brief/schema.ts';
import type { SegmentsDraft } from '../../steps/segments/schema.ts';
import { missingOf } from './brief-parts.ts';
import { hear, NOTHING, namesSomeone, overheard } from './heard/hear.ts';
import { leavesOut, type Who } from './heard/who.ts';
import {
  catalogueShape,
  constraintsOf,
  dayIn,
  type Fences,
  json,
  NO_CATALOGUE,
  type Request,
  type SeenCatalogue,
  saidTo,
  shaped,
} from './inputs.ts';
import { audienceIn, settle } from './people.ts';
import { type Points, phraseConds, pointsShape } from './phrase-rule.ts';
import { conditionsOf, EVERYONE, ruleOf, span } from './rule.ts';
import { type Theme, themeOf } from './theme.ts';
import { type Words, wordsIn } from './words.ts';

type Part = { key: string; name: string; reason: string; rule: WireRule };

const currencyOf = (brief: string | undefined): string =>
  shaped(brief, briefSchema, null as never)?.readings.find(({ unit }) => /^[A-Z]{3}$/.test(unit))?.unit ?? 'KRW';

/** The approved brief says who, in a phrase that a person may have edited; the goal and later words are heard with it. */
const listen = (fences: Fences, today: string) => {
  const brief = shaped(fences.brief, briefSchema.nullable(), null);
  const bound = saidTo(constraintsOf(fences.constraints), ['brief', 'segments']);
  const texts = [fences.goal ?? '', ...saidTo(bound, ['brief']).map(({ words }) => words), brief?.audience ?? ''];
  const later = bound.filter(({ step }) => step === 'segments').map(({ words }) => words);
  const at = { today, currency: currencyOf(fences.brief) };
  const heard = [...texts, ...later].map((text) => hear(text, at)).reduce(overheard, NOTHING);
  const newest = hear(later.at(-1) ?? '', at);
  return { heard, newest, words: [...texts, ...later].join('\n') };
};

export const draftSegments = ({ fences, language, repair }: Request): SegmentsDraft => {
  const words = wordsIn(language);
  const today = dayIn(fences.today);
  const catalogue = shaped(fences.catalogue, catalogueShape, NO_CATALOGUE);
  const { heard, newest, words: said } = listen(fences, today);
  const points = pointsIn(fences);
  const conds = (heard.who.phrases ?? []).map((phrase) => ({
    said: phrase.said,
    conds: phraseConds(phrase, points, catalogue, today),
  }));
  const unknown = conds.filter((one) => one.conds === null).map(({ said }) => said);
  const missing = [...new Set([...missingOf(heard, catalogue, words), ...unknown])];
  const before = previousOf(fences.previous);
  // Words that change nobody's place leave the segments as a person may have edited them.
  if (before && !repair && !namesSomeone(newest) && newest.who.split === null && !leavesOut(newest.who))
    return { ...before, missing };
  const { who, assumed } = settle(without(heard.who, missing), words);
  // A part in which nobody is: better one segment than an empty one.
  if (/segments\.(?:empty|reachable)/.test(repair?.faults ?? '')) who.split = false;
  const chosen = conditionsOf(who, said, today, catalogue, points);
  chosen.all.push(...conds.flatMap((one) => one.conds ?? []));
  const parts = partsOf(who, chosen, {
    words,
    catalogue,
    theme: themeOf(heard.who),
    currency: currencyOf(fences.brief),
  });
  const cut = parts.length > 1 && who.lapsedDays !== null ? [words.assume.split(who.lapsedDays * 2)] : [];
  return {
    segments: parts,
    assumptions: [...assumed, ...cut],
    ambiguities: chosen.unsure.map((name) => words.segment.unsure(name)),
    missing,
  };
};

/** What is not there chooses nobody, and no segment is named after it. */
const without = (who: Who, missing: readonly string[]): Who => {
  const asked = (who.asked ?? []).filter(({ said }) => !missing.includes(said));
  const phrases = (who.phrases ?? []).filter(({ said }) => !missing.includes(said));
  return { ...who, asked: asked.length > 0 ? asked : null, phrases: phrases.length > 0 ? phrases : null };
};

const pointsIn = (fences: Fences): Points =>
  pointsShape.parse({ ready: json(fences.ready), saved: json(fences.saved), sent: json(fences.sent) });

type Naming = { words: Words; catalogue: SeenCatalogue; theme: Theme; currency: string };

const partsOf = (who: Who, chosen: ReturnType<typeof conditionsOf>, naming: Naming): Part[] => {
  const { words, theme } = naming;
  const name = (spanned: Who): string => {
    const noun = who.regulars || (who.minOrders ?? 0) > 1 ? words.who.regulars : words.who.customers;
    if (spanned.lapsedDays === null || who.asked || who.phrases)
      return short(audienceIn(spanned, words, naming.currency));
    const away = words.segment.lapsed(spanned.lapsedDays, spanned.lapsedBefore);
    return short(words.who.customers === 'customers' ? `${noun}, ${away}` : `${away} ${noun}`);
  };
  if (chosen.everyone)
    return [{ key: 'A', name: words.who.everyone, reason: words.segment.reasons.news, rule: EVERYONE }];
  const { lapsedDays, lapsedBefore } = who;
  const visits = who.asked?.some(({ name }) => name === 'visited');
  if (lapsedDays === null || visits) {
    if (chosen.all.length === 0) return [];
    return [{ key: 'A', name: name(who), reason: words.segment.reasons[theme], rule: ruleOf(chosen.all, chosen.none) }];
  }
  const cutAt = lapsedDays * 2;
  const one = (key: string, from: number, before: number | null, reason: string): Part => ({
    key,
    name: name({ ...who, lapsedDays: from, lapsedBefore: before }),
    reason,
    rule: ruleOf([...chosen.all, ...span(from, before)], chosen.none),
  });
  if (lapsedBefore !== null || !splits(who, cutAt, naming.catalogue))
    return [one('A', lapsedDays, lapsedBefore, words.segment.reasons.winback)];
  return [one('A', lapsedDays, cutAt, words.segment.reasons.recent), one('B', cutAt, null, words.segment.reasons.long)];
};

/** Two groups need two kinds of words; a narrow goal, or one beyond which hardly anybody is left, stays one. */
const splits = (who: Who, cutAt: number, catalogue: SeenCatalogue): boolean => {
  if (who.split !== null) return who.split;
  if (who.topPercent !== null || who.asked !== null) return false;
  const deciles = catalogue.metrics.find(({ name }) => name === 'days_since_last_order')?.deciles ?? [];
  return deciles.length === 0 || (deciles.at(-1) ?? 0) >= cutAt;
};

const short = (name: string): string => (name.length > 40 ? `${name.slice(0, 39)}…` : name);

const approved = z.object({
  segments: z.array(z.object({ key: z.string(), name: z.string(), reason: z.string(), rule: ruleSchema })).min(1),
  assumptions: z.array(z.string()),
  ambiguities: z.array(z.string()),
});

/** The segments being replaced, back in the form a model writes. */
const previousOf = (text: string | undefined): Omit<SegmentsDraft, 'missing'> | null => {
  const read = shaped(text, approved.nullable(), null);
  return read && { ...read, segments: read.segments.map(({ rule, ...rest }) => ({ ...rest, rule: toWire(rule) })) };
};
