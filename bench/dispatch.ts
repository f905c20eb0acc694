import { spawnSync } from 'node:child_process';
import { generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'drizzle-orm';
import { connect } from '../src/db/client.ts';
import { openEmbedded } from '../src/db/embedded.ts';
import { migrateDatabase } from '../src/db/migrate.ts';
import { settings } from '../src/db/schema.ts';
import type { Db } from '../src/deps.ts';
import { planOf, seedCampaign, seedContacts } from '../test/delivery/fixture.ts';
import type { Result } from './bench.ts';
import { openClicks } from './dispatch/clicks.ts';
import { type Done, runTask, startSink, type Task } from './dispatch/task.ts';

type World = { db: Db; url: string; contactIds: number[]; rounds: number; broken: string[] };
type Asked = Pick<Task, 'mode' | 'provider' | 'messages' | 'dkimKey' | 'trust'> & { workers?: number; rate?: number };

/** Above what any of this reaches: the rate limit itself is measured where it is asked for. */
const FREE = 1_000_000;
const LATENCY_MS = 50;
const LIMITED = 400;

/**
 * How fast messages go through the ledger, against the same work without it in the same run. `--messages N` (100,000) of the
 * first part, a tenth of it over SMTP and HTTP. Medians of `--rounds N` (3) that take turns; only ratios mean anything elsewhere.
 *
 * Promise: every message is accepted once, whatever the speed.
 */
export const dispatch = async (flags: readonly string[]): Promise<Result> => {
  const flag = (name: string, fallback: number) => Number(flags[flags.indexOf(`--${name}`) + 1 || -1] ?? fallback);
  const messages = flag('messages', 100_000);
  const few = Math.max(1_000, Math.round(messages / 10));
  const dir = mkdtempSync(join(tmpdir(), 'baton-dispatch-'));
  const server = await openEmbedded(dir);
  const figures: Result['figures'] = { messages, 'over SMTP and HTTP': few };
  const world: World = { ...(await seeded(server.url, messages)), rounds: flag('rounds', 3), broken: [] };
  try {
    const none = { kind: 'none', batch: 500 } as const;
    const small = await once(world, { mode: 'ledger', provider: none, messages: few });
    const runs = await rounds(world.rounds, {
      ledger: () => once(world, { mode: 'ledger', provider: none, messages }),
      bare: () => once(world, { mode: 'bare', provider: none, messages }),
      two: () => once(world, { mode: 'ledger', provider: none, messages, workers: 2 }),
    });
    Object.assign(figures, {
      'ledger, no-op batches of 500: messages/s': whole(runs.ledger.rate),
      'ledger, against claim and mark alone': ratio(runs.ledger.rate, runs.bare.rate),
      'ledger, two workers against one': ratio(runs.two.rate, runs.ledger.rate),
      'ledger, CPU ms a message': hundredths(runs.ledger.cpu),
      [`memory at ${few} messages, MB`]: small.mb,
      [`memory at ${messages} messages, MB`]: runs.ledger.mb,
    });
    Object.assign(figures, await clicked(world, messages));
    Object.assign(figures, await over(world, 'smtp', few), await over(world, 'http', few));
    Object.assign(figures, await signedAndSealed(world, few, dir));
    const slow = await startSink('http', LATENCY_MS);
    const provider = { kind: 'http', port: slow.port } as const;
    const limited = await once(world, { mode: 'ledger', provider, messages: LIMITED * 10, rate: LIMITED });
    slow.close();
    figures[`HTTP at ${LATENCY_MS} ms, share of its limit of ${LIMITED}/s`] = ratio(limited.rate, LIMITED);
  } finally {
    await server.stop();
    rmSync(dir, { recursive: true, force: true });
  }
  return { figures, broken: world.broken };
};

const CLICKS = 200;

/** People click while messages leave: how long Slack waits for the answer to each. */
const clicked = async (world: World, messages: number): Promise<Result['figures']> => {
  const clicks = await openClicks(world.db, world.url);
  try {
    let over = false;
    const sending = async () => {
      while (!over) await once(world, { mode: 'ledger', provider: { kind: 'none', batch: 500 }, messages });
    };
    const [{ ms, refused }] = await Promise.all([clicks.click(CLICKS).finally(() => (over = true)), sending()]);
    if (refused > 0) world.broken.push(`${refused} clicks were not answered with 200`);
    const at = (share: number) => whole(ms[Math.min(ms.length - 1, Math.floor(ms.length * share))] ?? Number.NaN);
    return {
      'a click in Slack meanwhile, answered after ms (median)': at(0.5),
      [`a click in Slack meanwhile, p99 of ${CLICKS}`]: at(0.99),
    };
  } finally {
    await clicks.close();
  }
};

const over = async (world: World, kind: 'smtp' | 'http', messages: number): Promise<Result['figures']> => {
  const sink = await startSink(kind);
  const provider = { kind, port: sink.port };
  const runs = await rounds(world.rounds, {
    loop: () => once(world, { mode: 'loop', provider, messages }),
    ledger: () => once(world, { mode: 'ledger', provider, messages }),
  });
  sink.close();
  const name = kind.toUpperCase();
  return {
    [`${name}, one message a request: messages/s`]: whole(runs.ledger.rate),
    [`${name}, against the bare loop`]: ratio(runs.ledger.rate, runs.loop.rate),
    [`${name}, CPU ms a message`]: hundredths(runs.ledger.cpu),
    [`${name}, CPU ms a message of the bare loop`]: hundredths(runs.loop.cpu),
  };
};

/** What a signature and an encrypted line add to a mail: the processor's time of the loop alone. */
const signedAndSealed = async (world: World, messages: number, dir: string): Promise<Result['figures']> => {
  const { privateKey } = generateKeyPairSync('rsa', {
    modulusLength: 2048,
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  });
  const pair = certificate(dir);
  const [open, sealed] = [await startSink('smtp'), pair && (await startSink('smtps', 0, pair))];
  const loop =
    (provider: Task['provider'], more: Partial<Asked> = {}) =>
    () =>
      once(world, { mode: 'loop', provider, messages, ...more });
  const plain = { kind: 'smtp', port: open.port } as const;
  const both = { plain: loop(plain), signed: loop(plain, { dkimKey: privateKey }) };
  const runs =
    pair && sealed
      ? await rounds(world.rounds, { ...both, sealed: loop({ kind: 'smtps', port: sealed.port }, { trust: pair[1] }) })
      : { ...(await rounds(world.rounds, both)), sealed: null };
  open.close();
  sealed?.close();
  return {
    'DKIM (RSA 2048), CPU ms a message more': hundredths(runs.signed.cpu - runs.plain.cpu),
    'TLS, CPU ms a message more': runs.sealed ? hundredths(runs.sealed.cpu - runs.plain.cpu) : 'no openssl here',
  };
};

/** Key and certificate of this machine for a day; null where there is no openssl to make one. */
const certificate = (dir: string): [string, string] | null => {
  const [key, cert] = [join(dir, 'key.pem'), join(dir, 'cert.pem')];
  const asked = `req -x509 -newkey rsa:2048 -nodes -days 1 -subj /CN=127.0.0.1 -addext subjectAltName=IP:127.0.0.1 -keyout ${key} -out ${cert}`;
  return spawnSync('openssl', asked.split(' ')).status === 0 ? [key, cert] : null;
};

const seeded = async (url: string, contacts: number): Promise<Pick<World, 'db' | 'url' | 'contactIds'>> => {
  await migrateDatabase(url);
  const { db } = connect(url, () => undefined, 4);
  // The cap is asked about for everybody and stops nobody here.
  await db
    .insert(settings)
    .values({ name: 'pressure', value: { messages: 1_000, days: 7 }, by: 'bench', at: new Date() });
  const contactIds = await seedContacts(db, contacts);
  await db.execute(sql`vacuum analyze`);
  return { db, url, contactIds };
};

type Speed = { rate: number; cpu: number; mb: number };

let campaigns = 0;

const once = async (world: World, { workers = 1, rate = FREE, ...asked }: Asked): Promise<Speed> => {
  const plan = await planOf({ ratePerSecond: rate, channel: { name: 'email', account: `account-${++campaigns}` } });
  const contactIds = asked.mode === 'loop' ? [] : world.contactIds.slice(0, asked.messages);
  const messages = asked.mode === 'loop' ? asked.messages : contactIds.length;
  const { campaignId } = await seedCampaign(world.db, { contactIds, plan });
  await world.db.execute(sql`analyze deliveries`);
  const tasks = Array.from({ length: workers }, (_, share) =>
    runTask({ ...asked, messages, databaseUrl: world.url, campaignId, share, of: workers }),
  );
  const done: Done[] = await Promise.all(tasks);
  const { rows } = await world.db.execute<{ n: number }>(
    sql`select count(*)::int as n from deliveries where campaign_id = ${campaignId} and status <> 'accepted'`,
  );
  if (rows[0]?.n) world.broken.push(`${asked.mode} over ${asked.provider.kind}: ${rows[0].n} not accepted`);
  const ms = Math.max(...done.map(({ ended }) => ended)) - Math.min(...done.map(({ began }) => began));
  const speed = {
    rate: (messages / ms) * 1000,
    cpu: done.reduce((sum, { cpuMs }) => sum + cpuMs, 0) / messages,
    mb: Math.max(...done.map(({ peakMb }) => peakMb)),
  };
  process.stderr.write(`${asked.mode} x${workers}, ${asked.provider.kind}: ${messages} at ${whole(speed.rate)}/s\n`);
  return speed;
};

/** Each of them in turn, so many times over, so that what else the machine does meets all of them. */
const rounds = async <K extends string>(
  times: number,
  runs: Record<K, () => Promise<Speed>>,
): Promise<Record<K, Speed>> => {
  const names = Object.keys(runs) as K[];
  const all = Object.fromEntries(names.map((name) => [name, [] as Speed[]])) as Record<K, Speed[]>;
  for (let round = 0; round < times; round += 1) for (const name of names) all[name].push(await runs[name]());
  const middle = (values: number[]) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
  const of = (name: K, what: keyof Speed) => middle(all[name].map((speed) => speed[what]));
  return Object.fromEntries(
    names.map((name) => [name, { rate: of(name, 'rate'), cpu: of(name, 'cpu'), mb: of(name, 'mb') }]),
  ) as Record<K, Speed>;
};

const whole = Math.round;
const hundredths = (n: number): number => Math.round(n * 100) / 100;
const ratio = (a: number, b: number): number => hundredths(a / b);
