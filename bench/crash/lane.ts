import { setTimeout as sleep } from 'node:timers/promises';
import { sql } from 'drizzle-orm';
import { PgBoss } from 'pg-boss';
import { advance } from '../../src/campaign/advance.ts';
import { connect } from '../../src/db/client.ts';
import { campaigns, drafts, launches } from '../../src/db/schema.ts';
import type { Deps } from '../../src/deps.ts';
import { notesEn } from '../../src/i18n/notes.en.ts';
import { realClock } from '../../src/kit/clock.ts';
import { contentHash } from '../../src/kit/hash.ts';
import { randomId } from '../../src/kit/id.ts';
import { recordEvents } from '../../src/results/events.ts';
import type { Chance } from '../../src/results/seeded.ts';
import { stripped } from '../../src/slack/text.ts';
import { planOf, seedContacts } from '../../test/delivery/fixture.ts';
import type { OtherSlack } from '../../test/support/other-slack.ts';
import { MARKETING, MINA } from '../../test/support/other-slack-cast.ts';
import { type Books, balance } from './books.ts';
import { makeBrake, type Step } from './brake.ts';
import { type Sink, smtpSink, type Verdict } from './smtp.ts';
import { startWorker, type Worker } from './worker.ts';

/** Where the worker is killed. `call`: the provider has the message and has not taken it; `accept`: taken, not yet said. */
export const PLACES = ['plan', 'claim', 'call', 'accept', 'mark', 'reconcile'] as const;
export type Place = (typeof PLACES)[number];

export type Run = Books & { place: Place; contacts: number; kills: number; interrupted: boolean } & Restart;

/** Ms from the start of the new process until it was up, and until sending went on. */
type Restart = { upMs: number; onMs: number };

export type Lane = { run(place: Place, chance: Chance): Promise<Run>; close(): Promise<void> };

const STEPS: Readonly<Record<Exclude<Place, 'call' | 'accept'>, Omit<Step, 'nth'>>> = {
  plan: { from: ['planned'], to: ['claimed'] },
  claim: { from: ['claimed'], to: ['handed'] },
  mark: { from: ['handed'], to: ['accepted'] },
  reconcile: { from: ['claimed', 'handed'], to: ['planned', 'unknown'] },
};

/** Long, because the machine may be busy. */
const PATIENCE_MS = 90_000;

/** One database and one worker after the other on it; each run is a campaign of its own. */
export const openLane = async (url: string, slack: OtherSlack, compiled: string): Promise<Lane> => {
  let judge: (to: string) => Verdict = () => ({ count: true, answer: true });
  let arrived = 0;
  const sink: Sink = await smtpSink((to) => {
    arrived += 1;
    return judge(to);
  });
  const { db, pool, close } = connect(url, () => undefined, 4);
  const account = `smtp:127.0.0.1:${sink.port}`;
  const env = {
    ROLE: 'worker',
    // Node's own cache of compiled files: a quarter of what a start costs.
    NODE_COMPILE_CACHE: compiled,
    PRACTICE: 'none',
    DATABASE_URL: url,
    SECRET_KEY: 'a key of the crash harness',
    SMTP_URL: `smtp://127.0.0.1:${sink.port}`,
    OPENAI_API_KEY: 'none',
    PUBLIC_URL: 'https://baton.example.test',
    LOCALE: 'en',
    LOG_LEVEL: 'error',
    SEND_TIMEOUT: '1',
    SEND_LEASE: '3',
    ...slack.env(),
  };
  let worker: Worker = startWorker(env);
  await worker.up;
  // The cache is written by a process that ends in peace.
  await worker.end();
  worker = startWorker(env);
  await worker.up;
  const brake = await makeBrake(url);
  // Only hands in jobs: supervising them is the worker's business.
  const boss = new PgBoss({ connectionString: url, application_name: 'harness', supervise: false, schedule: false });
  boss.on('error', () => undefined);
  await boss.start();
  const deps = {
    db,
    clock: realClock,
    newId: randomId,
    jobs: {
      enqueue: async (_tx, name, data, options) => {
        await boss.send(name, data, options?.key === undefined ? {} : { singletonKey: options.key });
      },
    },
  } as Pick<Deps, 'db' | 'clock' | 'newId' | 'jobs'> as Deps;

  const until = async (what: string, look: () => Promise<boolean> | boolean): Promise<void> => {
    for (const end = Date.now() + PATIENCE_MS; Date.now() < end; await sleep(10)) if (await look()) return;
    throw new Error(`waited ${PATIENCE_MS} ms for ${what}; the worker said:\n${worker.said()}`);
  };

  /** A campaign whose launch is approved and whose time has come. */
  const begin = async (run: number, contacts: number, rate: number): Promise<number> => {
    const ids = await seedContacts(db, contacts);
    await db.execute(
      sql`update contacts set attributes = ${JSON.stringify({ run })}::jsonb where id = any(${sql.param(ids)}::bigint[])`,
    );
    const plan = await planOf({
      ratePerSecond: rate,
      holdoutPercent: 0,
      channel: { name: 'email', account },
      segments: [{ key: 'A', ruleHash: 'h', rule: { all: [{ field: 'run', is: 'eq', value: run }] } }],
    });
    const at = await realClock.business();
    return db.transaction(async (tx) => {
      const [campaign] = await tx
        .insert(campaigns)
        .values({
          status: 'scheduled',
          goal: 'crash',
          locale: 'en',
          requester: MINA,
          channel: MARKETING,
          threadTs: `${run}.000001`,
          requestKey: randomId('crash'),
          sendAt: at,
          createdAt: at,
          updatedAt: at,
        })
        .returning();
      const campaignId = campaign?.id ?? 0;
      const hash = contentHash({ step: 'plan', content: plan, parents: {} });
      const draftId = randomId('dr');
      await tx.insert(drafts).values({
        id: draftId,
        campaignId,
        step: 'plan',
        version: 1,
        content: plan,
        evidence: {},
        checks: [],
        hash,
        parents: {},
        authorKind: 'ai',
        author: 'model',
        createdAt: at,
      });
      await tx.insert(launches).values({ id: randomId('la'), campaignId, hash, draftId, at });
      return campaignId;
    });
  };

  const statusOf = async (id: number) =>
    (await db.execute<{ status: string }>(sql`select status from campaigns where id = ${id}`)).rows[0]?.status;
  const handed = async (id: number): Promise<string[]> =>
    (
      await db.execute<{ email: string }>(sql`
        select c.email from deliveries d join contacts c on c.id = d.contact_id
        where d.campaign_id = ${id} and d.status in ('handed', 'unknown')`)
    ).rows.map(({ email }) => email);

  /** Dead, buried, and what was in the air at that moment. */
  const burial = async (id: number, ended: Promise<void>): Promise<string[]> => {
    await ended;
    await brake.bury(worker.pid);
    judge = () => ({ count: true, answer: true });
    return handed(id);
  };
  const killAt = async (id: number, step: Omit<Step, 'nth'>, nth: number, go: () => Promise<unknown>) => {
    await brake.arm(id, { ...step, nth });
    await go();
    await until(`the brake (${step.to})`, brake.reached);
    return burial(id, worker.kill());
  };
  const killWhenArriving = async (id: number, nth: number, verdict: Verdict, go: () => Promise<unknown>) => {
    let n = 0;
    let ended: Promise<void> | null = null;
    judge = () => {
      n += 1;
      if (n < nth) return { count: true, answer: true };
      ended ??= worker.kill();
      return verdict;
    };
    await go();
    await until('the message to be killed at', () => ended !== null);
    return burial(id, ended ?? Promise.resolve());
  };
  const restart = async () => {
    worker = startWorker(env);
  };
  /** Until a message arrives, or nothing was left to send. */
  const goOn = async (id: number): Promise<Restart> => {
    const [began, before] = [Date.now(), arrived];
    await restart();
    await worker.up;
    const upMs = Date.now() - began;
    await until('sending to go on', async () => arrived > before || (await statusOf(id)) !== 'sending');
    return { upMs, onMs: Date.now() - began };
  };

  let runs = 0;
  return {
    run: async (place, chance) => {
      runs += 1;
      const within = (least: number, most: number) => Math.floor(least + chance() * (most - least + 1));
      const contacts = within(40, 160);
      const id = await begin(runs, contacts, within(0, 1) ? 5_000 : within(60, 300));
      const nth = within(1, contacts - 5);
      const go = () => db.transaction((tx) => advance(tx, deps, id, 'due', { by: 'baton' }));
      const air = new Set<string>();
      const noting = (emails: readonly string[]) => {
        for (const email of emails) air.add(email);
      };
      if (place === 'call') noting(await killWhenArriving(id, nth, { count: false, answer: false }, go));
      else if (place === 'accept' || place === 'reconcile')
        noting(await killWhenArriving(id, nth, { count: true, answer: false }, go));
      else noting(await killAt(id, STEPS[place], place === 'plan' ? 1 : nth, go));
      let kills = 1;
      if (place === 'reconcile') {
        const up = async () => {
          await restart();
          await worker.up;
        };
        noting(await killAt(id, STEPS.reconcile, within(1, 3), up));
        kills += 1;
      }
      const restarted = await goOn(id);
      await until('the end of sending', async () => (await statusOf(id)) === 'measuring');
      const words = stripped(notesEn.send_interrupted()).slice(0, 30);
      const spoken = () =>
        slack.posted.some(({ threadTs, text }) => threadTs === `${runs}.000001` && text.includes(words));
      await until('the thread to say so', spoken).catch(() => undefined);
      const books = await balance(db, id, sink.taken, air, (facts) => recordEvents(db, facts));
      return { ...books, place, contacts, kills, interrupted: spoken(), ...restarted };
    },
    close: async () => {
      await worker.kill();
      await boss.stop({ graceful: false });
      await brake.close();
      await close();
      await sink.close();
      void pool;
    },
  };
};
