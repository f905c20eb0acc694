import { eq, sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { campaigns } from '../../src/db/schema.ts';
import { addMs, DAY } from '../../src/kit/clock.ts';
import { type ForecastInput, forecast } from '../../src/results/forecast.ts';
import { besideForecast } from '../../src/results/goal.ts';
import {
  type Belief,
  creditedOf,
  expectedAttributed,
  inWindow,
  type KpiHistory,
  kpiHistory,
  ofNext,
  PRIOR,
} from '../../src/results/history.ts';
import { quantile } from '../../src/results/means.ts';
import { readOut } from '../../src/results/readout.ts';
import { beta, binomial, seeded } from '../../src/results/seeded.ts';
import { testDatabase } from '../support/database.ts';
import { testDeps } from '../support/deps.ts';
import { buy, START, sentCampaign } from './sent-campaign.ts';

const history: KpiHistory = {
  basis: 'prior',
  campaigns: 0,
  reach: 0.97,
  ctr: 0.05,
  cvr: 0.1,
  aovMajor: 40_000,
  baseline: 0.02,
  baselineBasis: 'orders',
  credited: 1,
  beliefs: PRIOR,
  orderSdMajor: 30_000,
  pastErrors: [-0.18, 0.06],
};
const input: ForecastInput = {
  send: 3_656,
  windowDays: 7,
  history,
  targetMajor: 10_000_000,
  costs: { aiMajor: 1_000, labourMajor: 20_000, savedLabourMajor: 90_000 },
  seed: 'plan 1',
};

/** A forecast of a shop that knows what an order is worth. */
const known = (given: ForecastInput) => {
  const { revenueMajor, roi, ...rest } = forecast(given);
  if (!revenueMajor || !roi) throw new Error('no revenue');
  return { revenueMajor, roi, ...rest };
};

describe('a forecast', () => {
  it('is the same for the same plan and differs with the seed', () => {
    expect(forecast(input)).toEqual(forecast(input));
    expect(forecast(input)).not.toEqual(forecast({ ...input, seed: 'plan 2' }));
  });

  it('lies around what is expected, in order, and carries where it comes from', () => {
    const { revenueMajor, roi, chanceOfTarget, basis, pastErrors } = known(input);
    expect(revenueMajor.p10).toBeLessThan(revenueMajor.p50);
    expect(revenueMajor.p50).toBeLessThan(revenueMajor.p90);
    const expected = expectedAttributed(history, input) ?? 0;
    expect(revenueMajor.p10).toBeLessThan(expected);
    expect(revenueMajor.p90).toBeGreaterThan(expected);
    expect(roi.p50).toBeCloseTo((revenueMajor.p50 + 90_000) / 21_000, 9);
    expect(chanceOfTarget).toBeGreaterThanOrEqual(0);
    expect(chanceOfTarget).toBeLessThan(0.2);
    expect({ basis, pastErrors }).toEqual({ basis: 'prior', pastErrors: [-0.18, 0.06] });
  });

  it('narrows when more is known', () => {
    const scaled = (k: number) =>
      Object.fromEntries(
        Object.entries(PRIOR).map(([name, { a, b }]) => [name, { a: a * k, b: b * k }]),
      ) as typeof PRIOR;
    const width = (k: number) => {
      const { p10, p90 } = known({ ...input, history: { ...history, beliefs: scaled(k) } }).revenueMajor;
      return p90 - p10;
    };
    expect(width(50)).toBeLessThan(width(1) / 2);
  });

  it('a target that is nothing is reached always, one beyond all hope never', () => {
    expect(forecast({ ...input, targetMajor: 1 }).chanceOfTarget).toBeGreaterThan(0.95);
    expect(forecast({ ...input, targetMajor: 1e12 }).chanceOfTarget).toBe(0);
    const cheap = { ...input, costs: { aiMajor: 1, labourMajor: 1, savedLabourMajor: 4 } };
    expect(forecast(cheap).chanceOfRoi).toBe(1);
    expect(forecast({ ...input, costs: { ...cheap.costs, labourMajor: 1e12 } }).chanceOfRoi).toBe(0);
    // Not hopeless: no such question. The card says nothing then.
    expect(forecast({ ...input, targetMajor: null }).chanceOfTarget).toBeNull();
  });

  it('says not known, not nothing, where nobody bought, and divides by nothing nowhere', () => {
    const none = forecast({ ...input, history: { ...history, aovMajor: null } });
    expect(none).toMatchObject({ revenueMajor: null, roi: null, chanceOfTarget: null });
    expect(besideForecast(none, { revenueMinor: 5, roi: 1 }, 'KRW', false)).toBeNull();
    const free = forecast({ ...input, costs: { aiMajor: 0, labourMajor: 0, savedLabourMajor: 0 } });
    expect(free).toMatchObject({ roi: null, chanceOfRoi: null });
    expect(known({ ...input, send: 0 }).revenueMajor.p90).toBe(0);
  });

  it('reads a share of a week as one of any window', () => {
    expect(inWindow(0.02, 7)).toBeCloseTo(0.02, 12);
    expect(inWindow(0.02, 14)).toBeCloseTo(1 - 0.98 ** 2, 12);
  });
});

describe('what is believed of the next campaign', () => {
  const prior = PRIOR.ctr;
  const mean = ({ a, b }: Belief) => a / (a + b);
  const sure = ({ a, b }: Belief) => a + b;

  it('lies where all lie together, and is never surer than one large campaign', () => {
    const many = ofNext(
      prior,
      Array.from({ length: 20 }, () => [500, 10_000] as const),
    );
    expect(mean(many)).toBeCloseTo(0.05, 6);
    expect(sure(many)).toBe(440);
    expect(ofNext(prior, [[15, 300]])).toEqual({ a: 17, b: 323 });
    expect(ofNext(prior, [])).toEqual(prior);
  });

  it('is wide where campaigns have differed, however many people each wrote to', () => {
    const differing = [
      [1_600, 10_000],
      [200, 10_000],
      [900, 10_000],
      [500, 10_000],
    ] as const;
    expect(mean(ofNext(prior, differing))).toBeCloseTo(0.0788, 3);
    expect(sure(ofNext(prior, differing))).toBeLessThan(30);
  });

  it('holds the next campaign in eight of ten cases, for campaigns that differ much or little', () => {
    const chance = seeded('campaigns');
    for (const agreed of [20, 60, 400]) {
      const one = () => beta(chance, 0.08 * agreed, 0.92 * agreed);
      const seen = () => [binomial(chance, 3_000, one()), 3_000] as const;
      let inside = 0;
      for (let run = 0; run < 300; run++) {
        const { a, b } = ofNext(prior, [seen(), seen(), seen(), seen(), seen(), seen()]);
        const believed = Float64Array.from({ length: 200 }, () => beta(chance, a, b)).sort();
        const next = one();
        if (next >= quantile(believed, 0.1) && next <= quantile(believed, 0.9)) inside++;
      }
      expect([agreed, inside / 300 > 0.68, inside / 300 < 0.92]).toEqual([agreed, true, true]);
    }
  });
});

describe('who buys anyway', () => {
  const past = (delivered: number, contacts: number, clickContacts: number, conversions: number) => ({
    funnel: { delivered },
    attributed: { contacts, clickContacts },
    arms: { holdout: { n: 1_000, conversions } },
  });

  it('is credited to a campaign that ran alone', () => {
    expect(creditedOf([])).toBe(1);
    expect(creditedOf([past(4_000, 120, 40, 0)])).toBe(1);
    expect(creditedOf([past(4_000, 120, 40, 20)])).toBe(1);
  });

  it('is only in part where other campaigns reached the same people, and then less revenue is forecast', () => {
    // Of 4,000, 640 buy as the holdouts do; 60 of them were credited here without a click.
    const credited = creditedOf([past(4_000, 200, 140, 160)]);
    expect(credited).toBeCloseTo(60 / 640, 9);
    const crowded = { ...history, credited };
    const shareOf = (of: KpiHistory) => (expectedAttributed(of, input) ?? 0) / (input.send * 0.97 * 40_000);
    expect(shareOf(crowded)).toBeCloseTo(0.005 + 0.02 * credited, 9);
    expect(known({ ...input, history: crowded }).revenueMajor.p50).toBeLessThan(known(input).revenueMajor.p50);
  });
});

describe("today's values", () => {
  let db: Awaited<ReturnType<typeof testDatabase>>;
  beforeAll(async () => {
    db = await testDatabase();
  });
  afterAll(() => db.close());
  const at = (now: Date) => kpiHistory(db.db, { now, currency: 'KRW' });

  it('of a new account are stated assumptions', async () => {
    const now = await at(START);
    expect(now).toMatchObject({
      basis: 'prior',
      campaigns: 0,
      ctr: 0.05,
      cvr: 0.1,
      aovMajor: null,
      baselineBasis: 'prior',
    });
    expect(expectedAttributed(now, { send: 100, windowDays: 7 })).toBeNull();
  });

  it('come from own orders, then from own campaigns, with the error of earlier forecasts', async () => {
    const { campaign, treated, held } = await sentCampaign(db.db, { send: 300, holdout: 100, forecastP50: 400_000 });
    await buy(
      db.db,
      held.slice(0, 9).map(({ id }) => ({ contactId: id, minor: 10_000, at: addMs(START, -20 * DAY) })),
    );
    expect((await at(START)).aovMajor).toBeNull();
    await buy(
      db.db,
      held.slice(9, 20).map(({ id }) => ({ contactId: id, minor: 30_000, at: addMs(START, -2 * DAY) })),
    );
    const before = await at(START);
    expect(before).toMatchObject({ basis: 'prior', baselineBasis: 'orders' });
    expect(before.aovMajor).toBeCloseTo((9 * 10_000 + 11 * 30_000) / 20, 6);
    expect(before.baseline).toBeCloseTo((1 + 11) / (50 + 400), 6);

    await buy(
      db.db,
      treated.slice(0, 20).map(({ id }) => ({ contactId: id, minor: 30_000, hours: 5 })),
    );
    await readOut(testDeps(db), db.db, campaign.id, 'final', addMs(START, 7 * DAY));
    const after = await at(addMs(START, 8 * DAY));
    expect(after).toMatchObject({ basis: 'history', campaigns: 1, baselineBasis: 'holdout', pastErrors: [0.5] });
    expect(after.ctr).toBeCloseTo(2 / 340, 6);
    expect(after.beliefs.reach.a).toBeCloseTo(97 + 300, 6);
    expect(after.baseline).toBeCloseTo(1 / 150, 6);
    expect(await kpiHistory(db.db, { now: addMs(START, 8 * DAY), currency: 'USD' })).toMatchObject({ basis: 'prior' });
  });

  it('are not moved by what a stop cancelled: neither reach nor the errors of forecasts', async () => {
    const later = addMs(START, 20 * DAY);
    const before = await at(later);
    const { campaign } = await sentCampaign(db.db, { send: 100, holdout: 25, forecastP50: 400_000, start: later });
    await db.db.update(campaigns).set({ halted: true }).where(eq(campaigns.id, campaign.id));
    // Eighty had not left yet; of those that had, one failed.
    const cut = (n: number, set: ReturnType<typeof sql>) =>
      db.db.execute(sql`update deliveries set ${set} where campaign_id = ${campaign.id} and contact_id in (
        select contact_id from deliveries where campaign_id = ${campaign.id} and status = 'accepted' order by contact_id limit ${n})`);
    await cut(80, sql`status = 'cancelled', handed_at = null, accepted_at = null`);
    await cut(1, sql`status = 'failed', reason = 'no_mailbox', accepted_at = null`);
    const reading = await readOut(testDeps(db), db.db, campaign.id, 'final', addMs(later, 7 * DAY));
    expect(reading).toMatchObject({ stopped: true, funnel: { planned: 100, handed: 20, delivered: 19 } });
    expect(reading.forecast).toMatchObject({ p50Minor: 400_000, actualMinor: 0, error: null });
    const after = await at(addMs(later, 8 * DAY));
    const { a, b } = before.beliefs.reach;
    expect(after.reach).toBeCloseTo((a + 19) / (a + b + 20), 6);
    expect(after.pastErrors).toEqual(before.pastErrors);
  });
});
