import { and, eq } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findDue, nextDue, openDues } from '../../src/campaign/due.ts';
import { dues, messages, readouts } from '../../src/db/schema.ts';
import { runDue } from '../../src/jobs/timetable.ts';
import { addMs, DAY, HOUR } from '../../src/kit/clock.ts';
import { nextLook } from '../../src/results/looks.ts';
import { findReadout, type Readout } from '../../src/results/readout.ts';
import { render } from '../../src/slack/render.ts';
import { testDatabase } from '../support/database.ts';
import { testDeps } from '../support/deps.ts';
import { buy, START, sentCampaign } from './sent-campaign.ts';

/** From day 1 to the end: one message, read every day, and then the one reading that counts. */
describe('a running campaign', () => {
  let db: Awaited<ReturnType<typeof testDatabase>>;
  let deps: ReturnType<typeof testDeps>;
  beforeAll(async () => {
    db = await testDatabase();
    deps = testDeps(db);
  });
  afterAll(() => db.close());

  const begin = async (want: Parameters<typeof sentCampaign>[1]) => {
    await db.db.delete(dues);
    const sent = await sentCampaign(db.db, want);
    const { id, windowEndsAt } = sent.campaign;
    await db.db.insert(dues).values([
      { kind: 'readout.day1', campaignId: id, ref: `${id}:1`, at: addMs(START, DAY) },
      { kind: 'readout.final', campaignId: id, ref: `${id}:1`, at: windowEndsAt! },
    ]);
    return { ...sent, id };
  };
  /** As the practice clock moves: it stops at whatever is due. `standstill`: nobody was there to do it in time. */
  const forward = async (to: Date, standstill = false) => {
    let ran = 0;
    if (standstill) deps.clock.set(to.toISOString());
    for (let at = await nextDue(db.db, to); at; at = await nextDue(db.db, to)) {
      if (!standstill) deps.clock.set(at.toISOString());
      for (const { id } of await openDues(db.db, await deps.clock.business())) {
        await runDue(deps, id);
        ran++;
      }
    }
    deps.clock.set(to.toISOString());
    return ran;
  };
  const cards = (id: number) =>
    db.db
      .select()
      .from(messages)
      .where(and(eq(messages.campaignId, id), eq(messages.kind, 'result')))
      .orderBy(messages.key);
  const drawn = async (id: number, kind: 'day1' | 'final') => {
    const message = (await cards(id)).find(({ key }) => key.endsWith(kind));
    return (await render(deps, message!, async () => null)).text.replace(/^C-\d+: /, '');
  };
  const buyers = (people: readonly { id: number }[], n: number, hours: number) =>
    buy(
      db.db,
      people
        .slice(0, n)
        .map(({ id }, i) => ({ contactId: id, minor: 40_000 + 1_000 * (i % 20), hours: hours + (i % 7) })),
    );

  it('is read once a day into the same message, by an interval that holds every day, until the final reading replaces it', async () => {
    const { id, treated, held } = await begin({ send: 1_000, holdout: 250 });
    await buyers(treated, 220, 2);
    await buyers(held, 12, 2);
    await forward(addMs(START, DAY + HOUR));
    expect(await drawn(id, 'day1')).toMatch(
      /^아직 말하기 일러요: 산 사람이 20명이 안 되는 쪽이 있어요\. 1일째, .*6일 남았고/,
    );
    const [before] = await cards(id);
    await buyers(held.slice(12), 10, 26);
    await forward(addMs(START, 3 * DAY + HOUR));
    const [after, ...others] = await cards(id);
    expect(others).toEqual([]);
    expect({ ...after, wanted: 0, drawn: 0 }).toMatchObject({ key: before!.key, broadcast: false });
    expect(after!.wanted).toBe(before!.wanted + 2);
    expect(await drawn(id, 'day1')).toMatch(
      /^언제 봐도 성립하는 구간으로 증분 매출 \+\d+.*3일째, 지금까지 귀속 매출 .* \(주문 220건\)\. 창이 끝나기까지 4일 남았고/,
    );
    const daily = (await findReadout(db.db, id, 'daily'))!;
    expect(daily).toMatchObject({ kind: 'daily', corrected: false, lift: null, incremental: null });
    expect(
      daily.looks?.map(({ day, daysLeft, early }) => [
        day,
        daysLeft,
        early && 'why' in early ? early.why : early?.told,
      ]),
    ).toEqual([
      [1, 6, 'few_buyers'],
      [2, 5, 'more'],
      [3, 4, 'more'],
    ]);

    await forward(addMs(START, 9 * DAY));
    expect((await findReadout(db.db, id, 'daily'))!.looks).toHaveLength(6);
    expect(await openDues(db.db, addMs(START, 99 * DAY))).toEqual([]);
    expect((await cards(id)).map(({ key, broadcast }) => [key.split(':').at(-1), broadcast])).toEqual([
      ['day1', false],
      ['final', true],
    ]);
    expect(await drawn(id, 'day1')).toBe(
      '확정 결과가 나왔어요. 이 카드는 6일째의 중간 값으로 남고, 결과 카드가 대신합니다.',
    );
    const final = (await findReadout(db.db, id, 'final'))!;
    const revenue = final.lift?.comparison?.revenue;
    const shown = daily.early && 'ci' in daily.early ? daily.early : null;
    expect(revenue!.ci[1] - revenue!.ci[0]).toBeLessThan(0.7 * (shown!.ci[1] - shown!.ci[0]));
  });

  it('is read once after a standstill, and run by two at once it is one reading and one next day', async () => {
    const { id } = await begin({ send: 40, holdout: 10 });
    await forward(addMs(START, DAY));
    const [look] = await db.db.select().from(dues).where(eq(dues.kind, 'readout.daily'));
    deps.clock.set(addMs(START, 4 * DAY + HOUR).toISOString());
    await Promise.all([runDue(deps, look!.id), runDue(deps, look!.id)]);
    await runDue(deps, look!.id);
    expect((await findReadout(db.db, id, 'daily'))!.looks?.map(({ day }) => day)).toEqual([1, 4]);
    expect(await findDue(db.db, look!.id)).toMatchObject({ at: addMs(START, 5 * DAY) });
    // Nobody there until after the end: what is overdue reads nothing, the final reading is all there is.
    await forward(addMs(START, 20 * DAY), true);
    expect((await findReadout(db.db, id, 'daily'))!.looks?.map(({ day }) => day)).toEqual([1, 4]);
    expect(await findReadout(db.db, id, 'final')).not.toBeNull();
  });

  it('says nothing of a difference while the split is broken or nobody is held out, and is read on when stopped', async () => {
    const broken = await begin({ send: 600, holdout: 400, plan: { holdoutPercent: 20 }, status: 'measuring' });
    await buyers(broken.treated, 100, 2);
    await forward(addMs(START, 2 * DAY));
    expect((await findReadout(db.db, broken.id, 'daily'))!.verdict.kind).toBe('withheld');
    expect(await drawn(broken.id, 'day1')).toMatch(/^배정 비율이 깨져 결과를 보류합니다/);
    const whole = await begin({ send: 50, holdout: 0 });
    await db.db.execute(`update campaigns set halted = true where id = ${whole.id}`);
    await forward(addMs(START, 2 * DAY));
    expect(await findReadout(db.db, whole.id, 'daily')).toMatchObject({ stopped: true });
    expect(await drawn(whole.id, 'day1')).toMatch(/^비교할 홀드아웃이 없어서 .*2일째/);
  });

  it('whose rest left later is counted from there, and what was shown before does not run on', async () => {
    const { id } = await begin({ send: 40, holdout: 10 });
    await forward(addMs(START, 2 * DAY));
    const daily = (await findReadout(db.db, id, 'daily'))!;
    expect(daily.looks).toHaveLength(2);
    const later: Readout = { ...daily, window: { ...daily.window, armsFrom: addMs(START, DAY).toISOString() } };
    await db.db
      .update(readouts)
      .set({ result: later })
      .where(and(eq(readouts.campaignId, id), eq(readouts.kind, 'daily')));
    await forward(addMs(START, 3 * DAY));
    expect((await findReadout(db.db, id, 'daily'))!.looks?.map(({ day }) => day)).toEqual([1, 3]);
  });

  it.each([
    [1, 7, 2],
    [1.5, 7, 2],
    [2, 7, 3],
    [5.99, 7, 6],
    [6, 7, null],
    [1, 1, null],
    [1, 2, null],
  ])('after %f days of %f the next look is at %s', (now, days, next) => {
    const at = nextLook({ from: START, to: addMs(START, days * DAY) }, addMs(START, now * DAY));
    expect(at && (at.getTime() - START.getTime()) / DAY).toBe(next);
  });
});
