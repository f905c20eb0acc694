import type { Voice } from '../../i18n/voice.ts';
import { type Blocks, section } from '../../slack/blocks.ts';
import { said, saidLine } from '../../slack/text.ts';
import type { Asked, Outline } from '../view.ts';
import type { Aggregate, Personas, PersonasEvidence } from './schema.ts';

type Persona = Personas['personas'][number];

export const personasAsk = (content: Personas, _evidence: PersonasEvidence, v: Voice): Asked => ({
  question: v.t.cards.personas.ask({ n: v.count(content.personas.length) }),
  scope: v.t.cards.personas.scope,
});

/** A measured number in its own unit. */
export const aggregateValue = ({ value, unit }: Pick<Aggregate, 'value' | 'unit'>, v: Voice): string => {
  switch (unit) {
    case 'share':
      return v.percent(value);
    case 'money':
      return v.amount(value);
    case 'days':
      return v.t.cards.personas.days({ n: v.count(value) });
    default:
      return v.count(value);
  }
};

const evidenceWords = (persona: Persona, name: string, evidence: PersonasEvidence, v: Voice): string => {
  const t = v.t.cards.personas;
  const found = evidence.aggregates[persona.segment]?.find((one) => one.name === name);
  return found
    ? t.evidence({
        label: saidLine(found.label[v.language], 120),
        value: aggregateValue(found, v),
        n: v.count(found.n),
      })
    : t.unknown;
};

export const personasBody = (content: Personas, evidence: PersonasEvidence, v: Voice): Blocks => {
  const t = v.t.cards.personas;
  return content.personas.map((persona) =>
    section(
      [
        t.one({
          key: saidLine(persona.segment, 10),
          name: saidLine(persona.name, 120),
          summary: said(persona.summary, 600),
        }),
        ...persona.claims.map(({ text, aggregate }) =>
          t.claim({ text: saidLine(text, 300), evidence: evidenceWords(persona, aggregate, evidence, v) }),
        ),
      ].join('\n'),
    ),
  );
};

export const personasOutline = (content: Personas, _evidence: PersonasEvidence, v: Voice): Outline => {
  const t = v.t.cards.personas.labels;
  return content.personas.flatMap((persona): [string, string][] => {
    const key = persona.segment;
    return [
      [t.name({ key }), persona.name],
      [t.summary({ key }), persona.summary],
      [t.claims({ key }), persona.claims.map(({ text }) => text).join(' · ')],
    ];
  });
};
