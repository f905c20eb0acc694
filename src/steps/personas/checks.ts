import type { Check } from '../../db/schema.ts';
import type { Voice } from '../../i18n/voice.ts';
import { check, proved } from '../check.ts';
import { numbersIn } from '../numbers.ts';
import { type Said, said } from '../said.ts';
import { earlier, type StepContext } from '../step.ts';
import type { Aggregate, Personas, PersonasEvidence } from './schema.ts';

export const NAME_MAX = 60;
export const SUMMARY_MAX = 600;
export const CLAIM_MAX = 300;
export const CLAIMS_MAX = 6;

/** Copied digit by digit is what is asked; what rounding to a few digits does to it is let pass. */
const VALUE_SLACK = 0.005;
/** In a sentence people round: 37,950 is "약 3.8만". */
const WORDS_SLACK = 0.05;

const near = (a: number, b: number, slack: number): boolean => Math.abs(a - b) <= Math.max(Math.abs(b) * slack, 1e-9);

/** Each claim rests on an aggregate that exists and has that value; one persona a segment. */
export const personasChecks = (content: Personas, evidence: PersonasEvidence, ctx: StepContext): Check[] => {
  const say = (make: (t: Voice['t']['steps']['personas'], v: Voice) => string): Said =>
    said(ctx.deps.config, (v) => make(v.t.steps.personas, v));
  const one = (id: string, name: keyof Voice['t']['steps']['personas']['checks'], failures: readonly Said[]): Check =>
    check(
      `personas.${id}`,
      'block',
      say((t) => t.checks[name]),
      failures,
    );
  const keys = earlier(ctx, 'segments').segments.map(({ key }) => key);
  const of = (segment: string): readonly Aggregate[] => evidence.aggregates[segment] ?? [];
  const claims = content.personas.flatMap(({ segment, claims }) => claims.map((claim) => ({ segment, ...claim })));
  const found = claims.map((claim) => ({
    claim,
    aggregate: of(claim.segment).find(({ name }) => name === claim.aggregate),
  }));

  return [
    one('each', 'each', [
      ...keys
        .filter((key) => content.personas.filter(({ segment }) => segment === key).length !== 1)
        .map((key) => say((t) => t.notOne({ key }))),
      ...content.personas
        .filter(({ segment }) => !keys.includes(segment))
        .map(({ segment }) => say((t) => t.noSegment({ key: segment, known: keys.join(', ') }))),
    ]),
    ...proved(
      claims.length > 0,
      one('claims', 'claims', [
        ...content.personas
          // Below ten people nothing may be said of them in numbers: then there is nothing to claim either.
          .filter(({ segment, claims }) => claims.length === 0 && of(segment).length > 0)
          .map(({ segment }) => say((t) => t.noClaims({ key: segment }))),
        ...found
          .filter(({ aggregate }) => !aggregate)
          .map(({ claim }) =>
            say((t) =>
              t.noAggregate({
                key: claim.segment,
                name: claim.aggregate,
                known: of(claim.segment)
                  .map(({ name }) => name)
                  .join(', '),
              }),
            ),
          ),
        ...found.flatMap(({ claim, aggregate }) =>
          aggregate && !near(claim.value, aggregate.value, VALUE_SLACK)
            ? [
                say((t) =>
                  t.wrongValue({
                    key: claim.segment,
                    name: claim.aggregate,
                    said: String(claim.value),
                    is: String(aggregate.value),
                  }),
                ),
              ]
            : [],
        ),
      ]),
    ),
    // What a person typed is theirs to answer for; what they left as it was has been checked before.
    ...(ctx.by === 'person'
      ? []
      : [
          one(
            'numbers',
            'numbers',
            content.personas.flatMap((persona) => {
              const known = knownNumbers(of(persona.segment), persona.segment, ctx);
              return [persona.summary, persona.name, ...persona.claims.map(({ text }) => text)]
                .flatMap(numbersIn)
                .filter(({ values }) => !values.some((value) => known.some((each) => near(value, each, WORDS_SLACK))))
                .map(({ text }) => say((t) => t.strangeNumber({ key: persona.segment, text })));
            }),
          ),
        ]),
    one(
      'length',
      'length',
      content.personas.flatMap(({ segment, name, summary, claims }) =>
        name.trim() === '' ||
        name.length > NAME_MAX ||
        summary.trim() === '' ||
        summary.length > SUMMARY_MAX ||
        claims.length > CLAIMS_MAX ||
        claims.some(({ text }) => text.trim() === '' || text.length > CLAIM_MAX)
          ? [
              say((t, v) =>
                t.tooLong({
                  key: segment,
                  name: v.count(NAME_MAX),
                  summary: v.count(SUMMARY_MAX),
                  claim: v.count(CLAIM_MAX),
                  claims: v.count(CLAIMS_MAX),
                }),
              ),
            ]
          : [],
      ),
    ),
  ];
};

/** Values of the aggregates as people write them, and the numbers of the segment's own name and rule. */
const knownNumbers = (aggregates: readonly Aggregate[], key: string, ctx: StepContext): number[] => {
  const segment = earlier(ctx, 'segments').segments.find((each) => each.key === key);
  const brief = earlier(ctx, 'brief');
  const words = [
    segment?.name ?? '',
    segment?.reason ?? '',
    JSON.stringify(segment?.rule ?? {}),
    brief.audience,
    ...aggregates.flatMap(({ label, name }) => [label.ko, label.en, name.replaceAll('_', ' ')]),
  ];
  return [
    ...aggregates.flatMap(({ value, unit, n }) => [
      n,
      value,
      ...(unit === 'share' ? [value * 100, (1 - value) * 100, 1 - value] : []),
    ]),
    ...words.flatMap(numbersIn).flatMap(({ values }) => values),
  ];
};
