import { describe, expect, it } from 'vitest';
import { voice } from '../../src/i18n/voice.ts';
import { DRAWS } from '../../src/results/forecast.ts';
import { pooledWords } from '../../src/results/pooled-words.ts';
import { recommendedHoldout } from '../../src/results/power.ts';
import { wordsOf } from '../../src/slack/plainer.ts';
import { planFormulas } from '../../src/steps/plan/formulas.ts';
import type { Plan, PlanEvidence } from '../../src/steps/plan/schema.ts';
import { planAsk, planBody } from '../../src/steps/plan/view.ts';
import { plan, planEvidence, somePooled } from '../support/cards.ts';

const account = { timezone: 'Asia/Seoul', currency: 'KRW' };

describe.each(['ko', 'en'] as const)('the numbers of a launch card in %s', (language) => {
  const v = voice(language, account);
  const words = (content: Plan = plan, evidence: PlanEvidence = planEvidence) =>
    wordsOf(planBody(content, evidence, v));
  const forecast = (more: Partial<PlanEvidence['forecast']>): PlanEvidence => ({
    ...planEvidence,
    forecast: { ...planEvidence.forecast, ...more },
  });

  it('each have their formula, denominator and window in a folded footnote, titled as the results have it', () => {
    const formulas = planFormulas(plan, planEvidence, v);
    expect(Object.keys(formulas)).toEqual([
      'revenue',
      'range',
      'chance',
      'roi',
      'cost',
      'sources',
      'beliefs',
      'smallest',
      'cap',
      'pastErrors',
    ]);
    const said = words();
    for (const line of Object.values(formulas)) expect(said).toContain(line);
    expect(said).toContain(v.t.results.formulasTitle);
    expect(planBody(plan, planEvidence, v)).toContainEqual(
      expect.objectContaining({
        type: 'container',
        title: expect.objectContaining({ text: v.t.results.formulasTitle }),
        is_collapsible: true,
        default_collapsed: true,
      }),
    );
  });

  it('say in the first line that everybody is meant, with the number that has to be typed', () => {
    const asked = (more: Partial<PlanEvidence>) => planAsk(plan, { ...planEvidence, ...more }, v).question;
    const all = v.count(planEvidence.audience.send + planEvidence.audience.holdout);
    expect(asked({ everyone: true })).toContain(
      language === 'ko' ? `전체 고객 ${all}명` : `To all customers: of ${all} people`,
    );
    const nobodyOut = { ...planEvidence.audience, holdout: 0 };
    expect(asked({ everyone: true, audience: nobodyOut })).toContain(
      language === 'ko' ? '전체 고객' : 'To all customers',
    );
    expect(asked({})).not.toContain(language === 'ko' ? '전체 고객' : 'all customers');
  });

  it('name the people, the window, the simulations and the price they were made with', () => {
    const formulas = planFormulas({ ...plan, windowDays: 28 }, planEvidence, v);
    expect(formulas.revenue).toContain('3,656');
    expect(formulas.revenue).toContain('28');
    expect(formulas.range).toContain(v.count(DRAWS));
    expect(formulas.cost).toContain(v.money({ minor: 10, currency: 'KRW' }));
    expect(formulas.roi).toContain('÷');
  });

  it('say no chance of a target that is not in money', () => {
    const without = forecast({ chanceOfTarget: null });
    expect(planFormulas(plan, without, v).chance).toBeUndefined();
    expect(words(plan, without)).not.toContain(v.t.cards.plan.chance({ share: '' }).trim());
    expect(words()).toContain(v.t.cards.plan.chance({ share: v.percent(0.14) }));
  });

  it('say that revenue is not known where nobody knows what an order is worth', () => {
    const unknown = forecast({ revenueMajor: null, roi: null, chanceOfTarget: null });
    const said = words(plan, unknown);
    expect(said).toContain(v.t.cards.plan.noForecast({ people: '10', orderDays: '90' }).replaceAll('*', ''));
    expect(said).not.toMatch(/P10|ROI|NaN|null/);
    expect(Object.keys(planFormulas(plan, unknown, v))).toEqual(['cost', 'smallest', 'cap', 'pastErrors']);
  });

  it('say what this campaign alone can show, by which holdout, and else what all say when read together', () => {
    const t = v.t.cards.plan.lift;
    const rise = v.percent(0.2);
    // 4,570 people of whom 7 % buy anyway: not even halves show a fifth more.
    expect(words()).toContain(t.never({ rise }));
    expect(words()).toContain(pooledWords(somePooled, v));
    expect(words(plan, { ...planEvidence, pooled: null })).toContain(t.notYet);
    expect(words(plan, { ...planEvidence, pooled: null, heldOfEverything: 0 })).toContain(t.noPooled);
    const large = { ...planEvidence, audience: { ...planEvidence.audience, send: 80_000, holdout: 20_000 } };
    expect(words(plan, large)).toContain(t.enough({ rise }));
    expect(words(plan, large)).not.toContain(pooledWords(somePooled, v));
    const best = recommendedHoldout({ n: 15_000, baseline: 0.07 })!;
    const some = { ...planEvidence, audience: { ...planEvidence.audience, send: 14_250, holdout: 750 } };
    expect(best).toBeGreaterThan(0.05);
    expect(words({ ...plan, holdoutPercent: 5 }, some)).toContain(t.larger({ percent: v.percent(best), rise }));
    expect(words({ ...plan, holdoutPercent: 0 })).not.toContain(t.never({ rise }));
  });

  it('explain no errors where there are none', () => {
    expect(planFormulas(plan, forecast({ pastErrors: [] }), v).pastErrors).toBeUndefined();
  });
});
