import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { StepName } from '../../src/campaign/lifecycle.ts';
import type { Draft } from '../../src/campaign/store.ts';
import { headlineOf } from '../../src/delivery/media/index.ts';
import type { Brief } from '../../src/steps/brief/schema.ts';
import type { Copy } from '../../src/steps/copy/schema.ts';
import { applyEdit, type Field, fieldsOf, planWithTime, recheck, type Values } from '../../src/steps/edit.ts';
import type { Personas } from '../../src/steps/personas/schema.ts';
import type { Plan, PlanEvidence } from '../../src/steps/plan/schema.ts';
import type { Segments, SegmentsEvidence } from '../../src/steps/segments/schema.ts';
import { testDatabase } from '../support/database.ts';
import { type Company, company, fillShop } from './company.ts';
import { failed, story, told } from './story.ts';

let connection: Awaited<ReturnType<typeof testDatabase>>;
let shop: Company;
const drafts = {} as Record<StepName, Draft>;
beforeAll(async () => {
  connection = await testDatabase();
  shop = await company(connection);
  await fillShop(shop);
  // Each step is the last word of a story of its own, as it is when a person edits it.
  for (const step of ['brief', 'segments', 'personas', 'copy', 'plan'] as const)
    drafts[step] = told(await story(shop, step), step);
});
afterAll(async () => {
  await shop?.model.close();
  await connection?.close();
});
beforeEach(() => shop.clock.set('2026-11-24T01:00:00Z'));

const edited = async <T>(
  step: StepName,
  values: Values,
): Promise<{ content: T; evidence: unknown; failed: string[] }> => {
  const applied = await applyEdit(shop, drafts[step], values);
  if (!applied.ok) throw new Error(JSON.stringify(applied.errors));
  return { content: applied.content as T, evidence: applied.evidence, failed: failed(applied.checks) };
};
const refused = async (step: StepName, values: Values): Promise<string[]> => {
  const applied = await applyEdit(shop, drafts[step], values);
  if (applied.ok) throw new Error('it was taken');
  for (const { ko, en } of Object.values(applied.errors)) {
    expect(ko).toMatch(/[가-힣]/);
    expect(en).toMatch(/[a-z]/);
  }
  return Object.keys(applied.errors);
};
const fields = async (step: StepName, part?: string): Promise<Field[]> => fieldsOf(shop, drafts[step], part);
/** The form as it would come back untouched. */
const untouched = async (step: StepName): Promise<Values> =>
  Object.fromEntries((await fields(step)).map(({ id, value }) => [id, value]));

describe('every edit form', () => {
  test('given back untouched changes nothing, and says so', async () => {
    for (const step of ['brief', 'segments', 'personas', 'copy', 'plan'] as const) {
      const values = await untouched(step);
      expect(await refused(step, values), step).toEqual([Object.keys(values)[0]]);
    }
  });

  test('has ids of its own and at most eight inputs where the step allows it', async () => {
    for (const [step, part] of [['brief'], ['copy'], ['plan'], ['plan', 'waves']] as const)
      expect((await fields(step, part)).length, step).toBeLessThanOrEqual(8);
    for (const step of ['brief', 'segments', 'personas', 'copy', 'plan'] as const) {
      const ids = (await fields(step)).map(({ id }) => id);
      expect(new Set(ids).size).toBe(ids.length);
      expect(ids.every((id) => id.length <= 255)).toBe(true);
    }
  });
});

describe('editing a brief', () => {
  test('takes numbers the way people write them, and needs no source for them', async () => {
    const { content, failed } = await edited<Brief>('brief', {
      target: '3천만',
      deadline: '2026-12-31',
      audience: '90일 쉰 고객',
      offer: '15% 할인 쿠폰',
      key_message: 'hello',
      budget: '300,000',
    });
    expect(content).toMatchObject({
      kpi: { target: 30_000_000, deadline: '2026-12-31' },
      audience: '90일 쉰 고객',
      offer: '15% 할인 쿠폰',
      keyMessage: 'hello',
      budget: 300_000,
    });
    expect(failed).toEqual([]);
  });
  test('an emptied offer and budget are none', async () =>
    expect((await edited<Brief>('brief', { target: 5_000_000, offer: '', budget: null })).content).toMatchObject({
      offer: null,
      budget: null,
    }));
  test('says at each field what is wrong with it, all at once', async () =>
    expect(
      (
        await refused('brief', {
          target: 'many',
          deadline: '2026-02-30',
          audience: '',
          key_message: 'mine',
          budget: '-5',
        })
      ).sort(),
    ).toEqual(['audience', 'budget', 'deadline', 'key_message', 'target']));
  test('a deadline that is over and a target of nothing are refused', async () =>
    expect((await refused('brief', { target: 0, deadline: '2026-11-01' })).sort()).toEqual(['deadline', 'target']));
});

describe('editing segments', () => {
  test('changes names and the numbers of conditions, and counts anew', async () => {
    const { content, evidence } = await edited<Segments>('segments', { name_A: '두 달 쉰 단골', 'A:all/0/value': 5 });
    expect(content.segments[0]).toMatchObject({
      name: '두 달 쉰 단골',
      rule: { all: [{ metric: 'orders', is: 'gte', value: 5 }, {}, {}] },
    });
    expect((evidence as SegmentsEvidence).counts[0]).toMatchObject({ matched: 0, cutMost: expect.anything() });
  });
  test('a number field says which condition it belongs to', async () => {
    const field = (await fields('segments')).find(({ id }) => id === 'A:all/1/value');
    expect(field).toMatchObject({
      kind: 'number',
      value: 60,
      whole: true,
      of: { ko: expect.stringContaining('60일') },
    });
  });
  test('leaving one out keeps the other, with the first key', async () => {
    const { content } = await edited<Segments>('segments', { include: ['B'] });
    expect(content.segments).toMatchObject([{ key: 'A', name: '120일 넘게 쉰 단골' }]);
  });
  test('none left, half an order and words are refused', async () => {
    expect(await refused('segments', { include: [] })).toEqual(['include']);
    expect(await refused('segments', { 'A:all/0/value': 2.5 })).toEqual(['A:all/0/value']);
    expect(await refused('segments', { 'A:all/0/value': 'few', name_B: '' })).toEqual(['A:all/0/value', 'name_B']);
  });
});

describe('editing personas', () => {
  test('changes the words and keeps the claims, also when the numbers moved on since', async () => {
    shop.clock.forward('P40D');
    const { content, failed, evidence } = await edited<Personas>('personas', {
      summary_A: '주말에 음반을 고르던 분들이에요. 2번 읽어 주세요.',
    });
    expect(content.personas[0]?.summary).toContain('주말에');
    expect(content.personas[0]?.claims).toEqual((drafts.personas.content as Personas).personas[0]?.claims);
    expect(evidence).toEqual(drafts.personas.evidence);
    expect(failed).toEqual([]);
  });
  test('nothing in its place is refused', async () =>
    expect(await refused('personas', { summary_A: ' ' })).toEqual(['summary_A']));
});

describe('editing copy', () => {
  test('changes one variant, and measures it anew', async () => {
    const { content, evidence, failed } = await edited<Copy>('copy', {
      variant: 'A-2',
      subject: '조용한 저녁의 음반',
      preheader: '',
      body: '첫 문단이에요.\n둘째 줄.\n\n둘째 문단이에요.',
      button: '둘러보기',
      link: 'home',
    });
    expect(content.variants[1]).toMatchObject({
      key: 'A-2',
      subject: '조용한 저녁의 음반',
      preheader: '',
      paragraphs: ['첫 문단이에요.\n둘째 줄.', '둘째 문단이에요.'],
      buttonLabel: '둘러보기',
      link: 'home',
    });
    expect(content.variants[0]).toEqual((drafts.copy.content as Copy).variants[0]);
    expect(evidence).toHaveProperty('measured.A-2.preview.subject', '(광고) 조용한 저녁의 음반');
    expect(failed).toEqual([]);
  });
  test('the form is that of the variant asked for', async () => {
    expect((await fields('copy', 'B-2')).find(({ id }) => id === 'subject')?.value).toBe(
      (drafts.copy.content as Copy).variants[3]?.subject,
    );
  });
  test('leaves variants out, but never the last of a segment', async () => {
    const { content, failed } = await edited<Copy>('copy', { leave_out: ['A-2', 'B-1'] });
    expect(content.variants.map(({ key }) => key)).toEqual(['A-1', 'B-2']);
    expect(failed).toEqual([]);
    expect(await refused('copy', { leave_out: ['A-1', 'A-2'] })).toEqual(['leave_out']);
  });
  test('what is no template, too long or not on the list is said at its field', async () => {
    expect(await refused('copy', { variant: 'A-1', subject: '{{ phone }}님' })).toEqual(['subject']);
    expect(await refused('copy', { body: '{% include "x" %}' })).toEqual(['body']);
    expect((await refused('copy', { button: '길'.repeat(30), link: 'evil' })).sort()).toEqual(['button', 'link']);
    expect(await refused('copy', { variant: 'Z-1', subject: 'x' })).toEqual(['subject']);
  });
  test('a claim without evidence is kept, shown, and cannot be approved', async () =>
    expect((await edited<Copy>('copy', { subject: '국내 최고 음반' })).failed).toEqual(['copy.claims']));
});

describe('editing a plan', () => {
  test('changes time, rate, holdout and budget', async () => {
    const { content, evidence } = await edited<Plan>('plan', {
      when: 'at',
      send_at: '2026-11-25T15:30',
      rate: 50,
      holdout: '30',
      budget: '200,000',
    });
    expect(content).toMatchObject({
      sendAt: '2026-11-25T15:30',
      ratePerSecond: 50,
      holdoutPercent: 30,
      budget: 200_000,
    });
    expect((evidence as PlanEvidence).audience.holdout).toBeGreaterThan(
      (drafts.plan.evidence as PlanEvidence).audience.holdout,
    );
    expect(content.salt).toBe((drafts.plan.content as Plan).salt);
  });
  test('Slack’s own seconds are a time as well', async () =>
    expect(
      (await edited<Plan>('plan', { when: 'at', send_at: Date.parse('2026-11-25T06:30:00Z') / 1000 })).content.sendAt,
    ).toBe('2026-11-25T15:30'));
  test('saying it is no advertisement takes the label away, and preflight looks again', async () => {
    const { content, failed } = await edited<Plan>('plan', { is_ad: [] });
    expect(content.isAd).toBe(false);
    expect(content.templates.every((template) => !headlineOf(template).includes('광고'))).toBe(true);
    expect(failed).not.toContain('KR-LABEL-02');
  });
  test('a time that is over, none at all, and numbers beyond their limits are refused', async () => {
    expect(await refused('plan', { when: 'at', send_at: '2026-11-23T15:30' })).toEqual(['send_at']);
    expect(await refused('plan', { when: 'at', send_at: null })).toEqual(['send_at']);
    expect((await refused('plan', { rate: 0, holdout: 60, budget: 'x' })).sort()).toEqual([
      'budget',
      'holdout',
      'rate',
    ]);
  });
  test('a test share first is a form of its own; leaving it takes the test back, and another time keeps it', async () => {
    const values = { variant: 'waves', waves: 'rule', test: '15', decide_after: 12, metric: 'conversion' };
    const waves = { testPercent: 15, decideAfterHours: 12, metric: 'conversion', decide: 'rule' };
    const { content, evidence, failed } = await edited<Plan>('plan', values);
    expect(content.waves).toEqual(waves);
    expect(failed).not.toContain('plan.waves');
    const tested = { ...drafts.plan, content, evidence };
    const later = await planWithTime(shop, tested, '2026-11-26T10:00');
    expect(later.ok && (later.content as Plan).waves).toEqual(waves);
    const once = await applyEdit(shop, tested, { variant: 'waves', waves: 'once' });
    expect(once.ok && (once.content as Plan).waves).toBeNull();
    expect(await refused('plan', { ...values, test: 60, decide_after: 0 })).toEqual(['test', 'decide_after']);
  });
  test('a plan at another time, or at once', async () => {
    const later = await planWithTime(shop, drafts.plan, '2026-11-26T10:00');
    expect(later).toMatchObject({ ok: true, content: { sendAt: '2026-11-26T10:00' } });
    const now = await planWithTime(shop, drafts.plan, 'now');
    expect(now).toMatchObject({ ok: true, content: { sendAt: 'now' } });
    if (now.ok) expect(failed(now.checks)).not.toContain('plan.send_time');
    expect(await planWithTime(shop, drafts.plan, 'yesterday')).toMatchObject({ ok: false, errors: { send_at: {} } });
  });
});

describe('looking again', () => {
  test('a plan put again as “now” because its time was missed is not held against the brief', async () => {
    const now = await planWithTime(shop, drafts.plan, 'now');
    if (!now.ok) throw new Error('not taken');
    const late: Draft = { ...drafts.plan, content: now.content, checks: now.checks, authorKind: 'ai' };
    expect(failed((await recheck(shop, late)).checks)).not.toContain('plan.send_time');
    const unasked: Draft = {
      ...late,
      checks: now.checks.map((check) => (check.id === 'plan.send_time' ? { ...check, passed: false } : check)),
    };
    expect(failed((await recheck(shop, unasked)).checks)).toContain('plan.send_time');
  });

  test('the same plan fails once its time has gone by, and counts who is there now', async () => {
    const before = await recheck(shop, drafts.plan);
    expect(before.checks.filter(({ passed, severity }) => !passed && severity === 'block')).toEqual([]);
    shop.clock.set('2026-11-24T06:00:00Z');
    const after = await recheck(shop, drafts.plan);
    expect(failed(after.checks)).toContain('plan.send_time');
    expect((after.evidence as PlanEvidence).audience.matched).toBe(1_000);
  });
});
