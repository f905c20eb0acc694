import type { Personas } from '../../steps/personas/schema.ts';
import { type Request, type SeenSegment, segmentsOf } from './inputs.ts';
import { type Words, wordsIn } from './words.ts';

type Seen = SeenSegment['aggregates'][number];
type Persona = Personas['personas'][number];

/** What tells most about how people buy, most telling first; whatever else is measured comes after. */
const TELLING = [
  'orders_mean',
  'average_order_value',
  'days_since_last_order_median',
  'weekend_order_share',
  'quantity_mean',
  'top_revenue_share',
  'repeat_share',
  'revenue_mean',
  'visited_30d_share',
  'contacts',
];
const CLAIMS = 4;

const rank = ({ name }: Seen): number => {
  const at = TELLING.indexOf(name);
  return at < 0 ? TELLING.length : at;
};

const claimText = ({ name, unit, value }: Seen, words: Words): string => {
  const inUnit = words.values[unit as keyof Words['values']] ?? words.values.number;
  const { says } = words.persona;
  return (Object.hasOwn(says, name) ? says[name as keyof typeof says] : says.other)(inUnit(value));
};

/** Habits the numbers show, the clearest first. */
const habits = (aggregates: readonly Seen[], { persona: { names } }: Words): string[] => {
  const value = (name: string) => aggregates.find((each) => each.name === name)?.value ?? 0;
  return [
    value('weekend_order_share') >= 0.5 ? names.weekend : '',
    value('quantity_mean') >= 2 ? names.basket : '',
    value('top_revenue_share') >= 0.5 ? names.spender : '',
    value('orders_mean') >= 2 ? names.repeat : value('orders_mean') >= 1 ? names.once : '',
    names.plain,
  ].filter(Boolean);
};

const personaOf = (segment: SeenSegment, name: string, words: Words): Persona => {
  const told = [...segment.aggregates].sort((a, b) => rank(a) - rank(b)).slice(0, CLAIMS);
  const away = segment.aggregates.find(({ name }) => name === 'days_since_last_order_median')?.value ?? 0;
  return {
    segment: segment.key,
    name,
    summary: [words.persona.summary(segment.name), away >= 90 ? words.persona.longer : ''].filter(Boolean).join(' '),
    claims: told.map((seen) => ({
      text: claimText(seen, words),
      aggregate: seen.name,
      value: seen.value,
    })),
  };
};

export const draftPersonas = ({ fences, language }: Request): Personas => {
  const words = wordsIn(language);
  const taken = new Set<string>();
  return {
    personas: segmentsOf(fences.segments).map((segment) => {
      const shown = habits(segment.aggregates, words);
      const name = shown.find((each) => !taken.has(each)) ?? `${shown[0] ?? ''} (${segment.key})`;
      taken.add(name);
      return personaOf(segment, name, words);
    }),
  };
};
