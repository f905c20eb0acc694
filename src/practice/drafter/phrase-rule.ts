import { z } from 'zod';
import { lastMonths, type ReadyMade } from '../../audience/ready-made.ts';
import { type WireCond, wireCond, wired } from '../../audience/wire.ts';
import { strings } from '../../i18n/language.ts';
import { CONCEPTS, type ConceptName } from './heard/concepts.ts';
import type { Phrase } from './heard/phrases.ts';
import type { SeenCatalogue } from './inputs.ts';

/** What a draft may start from, as the prompt tells it: keys that say nothing are not there. */
const cond = wireCond.partial().required({ kind: true, name: true });
export const pointsShape = z.object({
  ready: z
    .array(z.object({ name: z.string(), rule: z.object({ all: z.array(z.object({ any: z.array(cond) })) }) }))
    .catch([]),
  saved: z.array(z.object({ id: z.string(), name: z.string() })).catch([]),
  sent: z.array(z.object({ id: z.string(), title: z.string() })).catch([]),
});
export type Points = z.infer<typeof pointsShape>;

/** A condition, or several of which one must hold. */
export type Said = WireCond | WireCond[];

/** The clauses of a ready-made rule as it was offered; null where it was not: the data cannot answer it. */
export const readyClauses = (name: ReadyMade, { ready }: Points): Said[] | null => {
  const names = [strings('ko').ready[name].name, strings('en').ready[name].name];
  const found = ready.find((one) => names.includes(one.name));
  return (
    found?.rule.all.map(({ any }) => {
      const conds = any.map((one) => wired(one as Parameters<typeof wired>[0]));
      return conds.length === 1 && conds[0] ? conds[0] : conds;
    }) ?? null
  );
};

const each = (clauses: readonly Said[], change: (one: WireCond) => WireCond): Said[] =>
  clauses.map((clause) => (Array.isArray(clause) ? clause.map(change) : change(clause)));
const within = (clauses: readonly Said[], days: number | null): Said[] =>
  each(clauses, (one) => (days === null ? one : { ...one, within: { days } }));
const often = (clauses: readonly Said[], times: number | null): Said[] =>
  each(clauses, (one) => (times === null ? one : { ...one, times: { is: 'gte', value: times } }));

/** @returns null where what the words name is not there */
export const phraseConds = (phrase: Phrase, points: Points, catalogue: SeenCatalogue, today: string): Said[] | null => {
  switch (phrase.kind) {
    case 'saved': {
      const name = phrase.name.toLowerCase();
      const found = points.saved.find((one) => one.id.toLowerCase() === name || one.name.toLowerCase() === name);
      return found ? [wired({ kind: 'in_segment', name: found.id })] : null;
    }
    case 'campaign': {
      const found = phrase.id === null ? points.sent[0] : points.sent.find(({ id }) => id === phrase.id);
      return found ? [wired({ kind: 'campaign', name: found.id, outcome: phrase.outcome })] : null;
    }
    case 'months': {
      const ready = phrase.n === 3 ? readyClauses('three_months_running', points) : null;
      const at = { now: new Date(`${today}T12:00:00Z`), timezone: 'UTC', currency: '' };
      return ready ?? lastMonths(at, phrase.n).map((span) => wired({ kind: 'did', name: 'purchase', within: span }));
    }
    case 'bought': {
      const { from, to, over } = phrase;
      const where = over && [{ property: 'amount', ...over }];
      return [wired({ kind: 'did', name: 'purchase', within: { from, to }, where })];
    }
    case 'viewed':
      return viewed(phrase, catalogue);
    case 'cart': {
      const ready = readyClauses('cart_left', points);
      return ready && within(ready, phrase.days);
    }
    case 'clicked': {
      const ready = readyClauses('clicked_twice', points);
      return ready && within(often(ready, phrase.times), phrase.days);
    }
    case 'refunds': {
      const ready = readyClauses('refund_prone', points);
      return ready && often(ready, phrase.times);
    }
    case 'ready':
      return readyClauses(phrase.name, points);
  }
};

const eventNamed = (concept: ConceptName, { events }: SeenCatalogue) => {
  const names = CONCEPTS.find(({ name }) => name === concept)?.names;
  return names && events.find(({ name }) => names.test(name));
};

const ABOUT = /categor|genre|product|item|카테고리|상품/i;
const PLACE = /platform|channel|source|device|app|매체|경로/i;

/** Looked at what was named, where the happenings say what was looked at; in the app, where they say where. */
const viewed = (
  { value, inApp, days, times }: Extract<Phrase, { kind: 'viewed' }>,
  catalogue: SeenCatalogue,
): WireCond[] | null => {
  const event = eventNamed('viewed', catalogue);
  const about = event?.properties.find(({ name }) => ABOUT.test(name));
  if (!event || !about) return null;
  const place = event.properties.find(
    ({ name, top }) => PLACE.test(name) && top.some((one) => /app|앱/i.test(one.value)),
  );
  const there = place?.top.find((one) => /app|앱/i.test(one.value))?.value;
  if (inApp && there === undefined && !/app|앱/i.test(event.name)) return null;
  const told = about.top.find((one) => one.value.toLowerCase() === value.toLowerCase());
  return [
    wired({
      kind: 'did',
      name: event.name,
      times: times === null ? null : { is: 'gte', value: times },
      within: days === null ? null : { days },
      where: [
        { property: about.name, is: told ? 'eq' : 'contains', value: told?.value ?? value },
        ...(inApp && place && there !== undefined ? [{ property: place.name, is: 'eq' as const, value: there }] : []),
      ],
    }),
  ];
};

/** Whether the data a phrase asks for can be there at all, by the catalogue alone; saved segments are not in it. */
export const phraseMissing = (phrase: Phrase, catalogue: SeenCatalogue): boolean => {
  if (phrase.kind === 'cart') return eventNamed('cart', catalogue) === undefined;
  return phrase.kind === 'viewed' && viewed(phrase, catalogue) === null;
};
