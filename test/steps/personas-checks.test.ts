import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { personasChecks } from '../../src/steps/personas/checks.ts';
import type { Personas, PersonasEvidence } from '../../src/steps/personas/schema.ts';
import type { StepContext } from '../../src/steps/step.ts';
import { testDatabase } from '../support/database.ts';
import { type Company, company, fillShop } from './company.ts';
import { contextOf, failed, goodAnswer, judge, story, told, wordsOf } from './story.ts';

let connection: Awaited<ReturnType<typeof testDatabase>>;
let shop: Company;
let ctx: StepContext;
let good: Personas;
beforeAll(async () => {
  connection = await testDatabase();
  shop = await company(connection);
  await fillShop(shop);
  const { campaignId } = await story(shop, 'segments');
  ctx = await contextOf(shop, campaignId, 'personas');
  good = (await goodAnswer(ctx, 'personas')) as Personas;
});
afterAll(async () => {
  await shop?.model.close();
  await connection?.close();
});

type Persona = Personas['personas'][number];
const withFirst = (more: Partial<Persona>): Personas => ({
  personas: good.personas.map((persona, i) => (i === 0 ? { ...persona, ...more } : persona)),
});
const claim = (more: Partial<Persona['claims'][number]>): Partial<Persona> => ({
  claims: good.personas[0]?.claims.map((each) => ({ ...each, ...more })) ?? [],
});

describe('the checks of personas', () => {
  test('good ones pass all of them', async () => expect(failed(await judge(ctx, 'personas', good))).toEqual([]));

  const wrong: [string, () => Personas, string[]][] = [
    ['a segment without one', () => ({ personas: good.personas.slice(1) }), ['personas.each']],
    ['a segment with two', () => ({ personas: [...good.personas, ...good.personas.slice(0, 1)] }), ['personas.each']],
    [
      'a segment that is not there',
      () => ({ personas: [...good.personas, { ...good.personas[0]!, segment: 'Z' }] }),
      ['personas.each', 'personas.claims', 'personas.numbers'],
    ],
    ['no claim', () => withFirst({ claims: [] }), ['personas.claims']],
    ['an aggregate that does not exist', () => withFirst(claim({ aggregate: 'horoscope' })), ['personas.claims']],
    ['a value that is not the measured one', () => withFirst(claim({ value: 9 })), ['personas.claims']],
    [
      'a number in the words that was not measured',
      () => withFirst(claim({ text: '평균 17회 구매했어요' })),
      ['personas.numbers'],
    ],
    [
      'a number in the summary that was not measured',
      () => withFirst({ summary: '열에 아홉, 93%가 주말에 와요' }),
      ['personas.numbers'],
    ],
    ['no name', () => withFirst({ name: '' }), ['personas.length']],
    ['a summary nobody reads', () => withFirst({ summary: '길'.repeat(601) }), ['personas.length']],
  ];
  for (const [name, make, ids] of wrong)
    test(`${name} fails ${ids.join()}`, async () => {
      const checks = await judge(ctx, 'personas', make());
      expect(failed(checks)).toEqual(ids);
      for (const id of ids) expect(wordsOf(checks, id).ko).not.toBe(wordsOf(checks, id).en);
    });

  test('the value that was measured is named', async () => {
    const checks = await judge(ctx, 'personas', withFirst(claim({ value: 9 })));
    expect(wordsOf(checks, 'personas.claims').ko).toMatch(/orders_mean.*9.*4/);
  });

  test('a segment under ten people has nothing measured, so nothing has to be claimed of it', () => {
    const silent = { personas: good.personas.map((persona) => ({ ...persona, claims: [] })) };
    const none = { aggregates: Object.fromEntries(good.personas.map(({ segment }) => [segment, []])) };
    expect(failed(personasChecks(silent, none, ctx))).toEqual([]);
    expect(failed(personasChecks(good, none, ctx))).toContain('personas.claims');
  });

  test('people round, and write a share as a percentage', async () => {
    const measured = told(await story(shop, 'personas'), 'personas').evidence as PersonasEvidence;
    const share = measured.aggregates.A?.find(({ unit, value }) => unit === 'share' && value > 0.2 && value < 0.95);
    if (!share) throw new Error('no share to round');
    const rounded = withFirst({
      claims: [{ text: `약 ${Math.round(share.value * 100)}%예요`, aggregate: share.name, value: share.value }],
    });
    expect(failed(await judge(ctx, 'personas', rounded))).toEqual([]);
  });

  test('every claim is held against an aggregate over ten people or more', async () => {
    const { aggregates } = told(await story(shop, 'personas'), 'personas').evidence as PersonasEvidence;
    expect(Object.keys(aggregates)).toEqual(['A', 'B']);
    expect(Object.values(aggregates).flat().length).toBeGreaterThan(8);
    expect(
      Object.values(aggregates)
        .flat()
        .every(({ n }) => n >= 10),
    ).toBe(true);
  });
});
