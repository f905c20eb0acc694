import { eq, sql } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { dues, learnings, messages } from '../../src/db/schema.ts';
import type { Db } from '../../src/deps.ts';
import { addMs, DAY, HOUR, MINUTE } from '../../src/kit/clock.ts';
import { recordEvents } from '../../src/results/events.ts';
import { rereadFinals } from '../../src/results/late.ts';
import { findReadout } from '../../src/results/readout.ts';
import { forgetRevenue } from '../../src/results/revenue-days.ts';
import { runReadout } from '../../src/results/run.ts';
import { testDatabase } from '../support/database.ts';
import { testDeps } from '../support/deps.ts';
import { buy, START, sentCampaign } from './sent-campaign.ts';

const END = addMs(START, 7 * DAY);

/** What comes in after a result was read, or while it is: nobody waits for the digest, and nothing is lost. */
describe('a final reading', () => {
  let db: Awaited<ReturnType<typeof testDatabase>>;
  let deps: ReturnType<typeof testDeps>;
  beforeAll(async () => {
    db = await testDatabase();
    deps = testDeps(db);
  });
  afterAll(() => db.close());
  // What was sent in the case before is none of this one's business.
  beforeEach(async () => {
    await db.db.execute(sql`update campaigns set window_starts_at = null, window_ends_at = null`);
    await forgetRevenue(db.db);
  });

  type Sent = Awaited<ReturnType<typeof sentCampaign>>;
  const due = async (id: number) => {
    const row = { kind: 'readout.final' as const, campaignId: id, ref: `${id}:1`, at: END };
    const [made] = await db.db.insert(dues).values(row).returning({ id: dues.id });
    return { ...row, id: made!.id };
  };
  const settle = async ({ campaign }: Sent) => {
    deps.clock.set(END.toISOString());
    await runReadout(deps, await due(campaign.id), 'final');
  };
  const figures = async ({ campaign }: Sent) => {
    const kept = await findReadout(db.db, campaign.id, 'final');
    return kept && { orders: kept.attributed.orders, send: kept.arms.send.orders, failed: kept.funnel.failed };
  };
  const bounce = (on: Db, { campaign, treated }: Sent, eventId: string) =>
    recordEvents(on, [
      {
        eventId,
        type: 'bounced',
        hard: true,
        contactId: treated[0]!.id,
        campaignId: campaign.id,
        occurrence: 1,
        channel: 'email',
        at: addMs(END, -HOUR),
      },
    ]);

  it('is corrected once by what came in late, and says nothing where nothing that is shown has moved', async () => {
    const sent = await sentCampaign(db.db, { send: 40, holdout: 10 });
    const { campaign, treated } = sent;
    await buy(db.db, [{ contactId: treated[0]!.id, minor: 30_000, hours: 30 }]);
    await settle(sent);
    const drawn = async () =>
      (
        await db.db
          .select()
          .from(messages)
          .where(eq(messages.key, `result:${campaign.id}:final`))
      )[0]!.wanted;
    const [at, later] = [addMs(END, DAY), addMs(END, 2 * DAY)];
    const first = await findReadout(db.db, campaign.id, 'final');
    const wanted = await drawn();
    expect(await rereadFinals(deps, at)).toEqual([]);
    expect([await findReadout(db.db, campaign.id, 'final'), await drawn()]).toEqual([first, wanted]);

    await buy(db.db, [
      { contactId: treated[1]!.id, minor: 20_000, hours: 40 },
      { contactId: treated[2]!.id, minor: 20_000, hours: 60 },
    ]);
    expect(await rereadFinals(deps, at)).toEqual([campaign.id]);
    const corrected = (await findReadout(db.db, campaign.id, 'final'))!;
    expect(corrected).toMatchObject({
      corrected: true,
      correction: { since: END.toISOString(), before: { orders: 1 }, now: { orders: 3, revenueMinor: 70_000 } },
    });
    expect(await rereadFinals(deps, later)).toEqual([]);

    // The same order a day later is another day's revenue, which the card does not announce.
    await db.db.execute(sql`update orders set at = at + interval '20 hours' where contact_id = ${treated[2]!.id}`);
    await buy(db.db, [{ contactId: treated[3]!.id, minor: 1, at: addMs(END, DAY) }]);
    const other = await sentCampaign(db.db, { send: 4, holdout: 1 });
    await settle(other);
    await bounce(db.db, other, 'b-other');
    expect(await rereadFinals(deps, later)).toContain(other.campaign.id);
    expect(await findReadout(db.db, other.campaign.id, 'final')).toMatchObject({
      corrected: true,
      correction: { before: { delivered: 4, orders: 0 }, now: { delivered: 3, orders: 0 } },
    });
  });

  it('stands after 30 days, and what is proposed to be learned of it follows it until then', async () => {
    const sent = await sentCampaign(db.db, { send: 30, holdout: 10 });
    const { campaign, treated } = sent;
    await settle(sent);
    const learned = async () => (await db.db.select().from(learnings).where(eq(learnings.campaignId, campaign.id)))[0]!;
    const before = await learned();
    await buy(
      db.db,
      treated.map(({ id }, i) => ({ contactId: id, minor: 30_000 + 100 * i, hours: 30 })),
    );
    expect(await rereadFinals(deps, addMs(END, 29 * DAY))).toContain(campaign.id);
    expect((await learned()).sentence).not.toEqual(before.sentence);
    await buy(db.db, [{ contactId: treated[0]!.id, minor: 30_000, hours: 30 }]);
    expect(await rereadFinals(deps, addMs(END, 30 * DAY + MINUTE))).toEqual([]);
    expect((await figures(sent))?.orders).toBe(30);
  });

  /** A database of which each transaction that `holds` stays open until it is let go. */
  const gated = (holds: (tx: Db) => Promise<boolean>) => {
    const [there, go] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    const transaction = (run: (tx: Db) => Promise<unknown>) =>
      db.db.transaction(async (tx) => {
        const out = await run(tx as unknown as Db);
        if (await holds(tx as unknown as Db)) {
          there.resolve();
          await go.promise;
        }
        return out;
      });
    const on = new Proxy(db.db, {
      get: (whole, name) => (name === 'transaction' ? transaction : Reflect.get(whole, name)),
    });
    return { on, there: there.promise, go: go.resolve };
  };
  const someoneWaits = async () => {
    const { rows } = await db.db.execute(
      sql`select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`,
    );
    return rows.length > 0;
  };
  /** Done, held at its gate, or waiting for somebody else. */
  const started = async (run: Promise<unknown>, gate?: Promise<void>) => {
    let over = false;
    const end = () => {
      over = true;
    };
    void run.then(end, end);
    void gate?.then(end);
    while (!over && !(await someoneWaits())) await new Promise(setImmediate);
  };

  // f: the first final reading, r: a fact about its window, p: whoever looks for what came in late. Each transaction of f
  // and r begins at the small letter and is committed at the large one.
  it.each(['frFRp', 'frRFp', 'rfFRp', 'rfRFp', 'frpFR', 'frRpF', 'frFpR', 'rfpRF', 'rfRpF', 'rfFpR', 'fFrpR', 'rRpfF'])(
    'misses nothing when things happen as %s',
    async (order) => {
      for (const what of ['order', 'report'] as const) {
        const sent = await sentCampaign(db.db, { send: 3, holdout: 2 });
        if (what === 'report') {
          await buy(db.db, [{ contactId: sent.treated[0]!.id, minor: 9, at: addMs(END, -MINUTE) }]);
          // Long ago: nothing tells of that order any more, and no day was read.
          await db.db.execute(sql`delete from revenue_late`);
          await forgetRevenue(db.db);
        }
        deps.clock.set(END.toISOString());
        const final = await due(sent.campaign.id);
        const reading = gated(async (tx) => (await findReadout(tx, sent.campaign.id, 'final')) !== null);
        const fact = gated(async () => true);
        const running: Promise<unknown>[] = [];
        const start = async (run: Promise<unknown>, gate?: Promise<void>) => {
          running.push(run);
          await started(run, gate);
        };
        const bring = () =>
          what === 'report'
            ? bounce(fact.on, sent, `b${sent.campaign.id}`)
            : fact.on.transaction((tx) =>
                buy(tx as unknown as Db, [{ contactId: sent.treated[0]!.id, minor: 9, at: addMs(END, -MINUTE) }]),
              );
        for (const step of order) {
          if (step === 'f') await start(runReadout({ ...deps, db: reading.on }, final, 'final'), reading.there);
          if (step === 'r') await start(bring(), fact.there);
          if (step === 'F') reading.go();
          if (step === 'R') fact.go();
          if (step === 'p') await start(rereadFinals(deps, addMs(END, DAY)));
        }
        await Promise.all(running);
        await rereadFinals(deps, addMs(END, 2 * DAY));
        expect(await figures(sent), what).toEqual(
          what === 'order' ? { orders: 1, send: 1, failed: 0 } : { orders: 0, send: 1, failed: 1 },
        );
      }
    },
  );
});
