import { setTimeout as sleep } from 'node:timers/promises';
import { sql } from 'drizzle-orm';
import { PgBoss } from 'pg-boss';
import { advance } from '../../src/campaign/advance.ts';
import { connect } from '../../src/db/client.ts';
import type { Deps } from '../../src/deps.ts';
import { notesEn } from '../../src/i18n/notes.en.ts';
import { realClock } from '../../src/kit/clock.ts';
import { randomId } from '../../src/kit/id.ts';
import { recordEvents } from '../../src/results/events.ts';
import type { Chance } from '../../src/results/seeded.ts';
import { stripped } from '../../src/slack/text.ts';
import type { OtherSlack } from '../../test/support/other-slack.ts';
import { type Books, balance, lookedUp } from './books.ts';
import { makeBrake, type Step } from './brake.ts';
import { begin } from './campaign.ts';
import { KINDS, type Kind, openProvider, type Provider } from './provider.ts';
import type { Verdict } from './smtp.ts';
import { startWorker, type Worker } from './worker.ts';

/** Where the worker is killed. `call`: the provider has the message and has not taken it; `accept`: taken, not yet said. */
export const PLACES = ['plan', 'claim', 'call', 'accept', 'mark', 'reconcile'] as const;
export type Place = (typeof PLACES)[number];

export type Run = Books & { place: Place; kind: Kind; contacts: number; kills: number; interrupted: boolean } & Restart;

/** Ms from the start of the new process until it was up, and until sending went on. */
type Restart = { upMs: number; onMs: number };

export type Lane = { run(place: Place, kind: Kind, chance: Chance): Promise<Run>; close(): Promise<void> };

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
  const arriving = (to: string): Verdict => {
    arrived += 1;
    return judge(to);
  };
  const providers = Object.fromEntries(
    await Promise.all(KINDS.map(async (kind) => [kind, await openProvider[kind](arriving)])),
  ) as Record<Kind, Provider>;
  const { db, pool, close } = connect(url, () => undefined, 4);
  const env = {
    ROLE: 'worker',
    // Node's own cache of compiled files: a quarter of what a start costs.
    NODE_COMPILE_CACHE: compiled,
    PRACTICE: 'none',
    DATABASE_URL: url,
    SECRET_KEY: 'a key of the crash harness',
    OPENAI_API_KEY: 'none',
    PUBLIC_URL: 'https://baton.example.test',
    LOCALE: 'en',
    LOG_LEVEL: 'error',
    SEND_TIMEOUT: '1',
    SEND_LEASE: '3',
    ...Object.assign({}, ...Object.values(providers).map((each) => each.env)),
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
      first: async () => null,
    },
  } as Pick<Deps, 'db' | 'clock' | 'newId' | 'jobs'> as Deps;

  const until = async (what: string, look: () => Promise<boolean> | boolean): Promise<void> => {
    for (const end = Date.now() + PATIENCE_MS; Date.now() < end; await sleep(10)) if (await look()) return;
    throw new Error(`waited ${PATIENCE_MS} ms for ${what}; the worker said:\n${worker.said()}`);
  };

  const statusOf = async (id: number) =>
    (await db.execute<{ status: string }>(sql`select status from campaigns where id = ${id}`)).rows[0]?.status;
  const handed = async (id: number, { column }: Provider): Promise<string[]> =>
    (
      await db.execute<{ to: string }>(sql`
        select c.${sql.identifier(column)} as to from deliveries d join contacts c on c.id = d.contact_id
        where d.campaign_id = ${id} and d.status in ('handed', 'unknown')`)
    ).rows.map(({ to }) => to);

  /** Dead, buried, and what was in the air at that moment. */
  const burial = async (id: number, provider: Provider, ended: Promise<void>): Promise<string[]> => {
    await ended;
    await brake.bury(worker.pid);
    judge = () => ({ count: true, answer: true });
    return handed(id, provider);
  };
  const killAt = async (id: number, provider: Provider, step: Step, go: () => Promise<unknown>) => {
    await brake.arm(id, step);
    await go();
    await until(`the brake (${step.to})`, brake.reached);
    return burial(id, provider, worker.kill());
  };
  const killWhenArriving = async (
    id: number,
    provider: Provider,
    nth: number,
    verdict: Verdict,
    go: () => Promise<unknown>,
  ) => {
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
    return burial(id, provider, ended ?? Promise.resolve());
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
    run: async (place, kind, chance) => {
      runs += 1;
      const provider = providers[kind];
      const within = (least: number, most: number) => Math.floor(least + chance() * (most - least + 1));
      const contacts = within(40, 160);
      const id = await begin(db, runs, provider, contacts, within(0, 1) ? 5_000 : within(60, 300));
      const nth = within(1, contacts - 5);
      const go = () => db.transaction((tx) => advance(tx, deps, id, 'due', { by: 'baton' }));
      const air = new Set<string>();
      const noting = (emails: readonly string[]) => {
        for (const email of emails) air.add(email);
      };
      if (place === 'call') noting(await killWhenArriving(id, provider, nth, { count: false, answer: false }, go));
      else if (place === 'accept' || place === 'reconcile')
        noting(await killWhenArriving(id, provider, nth, { count: true, answer: false }, go));
      else noting(await killAt(id, provider, { ...STEPS[place], nth: place === 'plan' ? 1 : nth }, go));
      let kills = 1;
      if (place === 'reconcile') {
        const up = async () => {
          await restart();
          await worker.up;
        };
        noting(await killAt(id, provider, { ...STEPS.reconcile, nth: within(1, 3) }, up));
        kills += 1;
      }
      const restarted = await goOn(id);
      await until('the end of sending', async () => (await statusOf(id)) === 'measuring');
      const words = stripped(notesEn.send_interrupted()).slice(0, 30);
      const spoken = () =>
        slack.posted.some(({ threadTs, text }) => threadTs === `${runs}.000001` && text.includes(words));
      await until('the thread to say so', spoken).catch(() => undefined);
      const told = () => lookedUp(db, id, provider);
      if (provider.remembers) await until('the vendor to be asked', told).catch(() => undefined);
      const books = await balance(db, id, provider, air, (facts) => recordEvents(db, facts));
      return { ...books, place, kind, contacts, kills, interrupted: spoken(), ...restarted };
    },
    close: async () => {
      await worker.kill();
      await boss.stop({ graceful: false });
      await brake.close();
      await close();
      await Promise.all(Object.values(providers).map(({ sink }) => sink.close()));
      void pool;
    },
  };
};
