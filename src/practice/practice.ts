import { randomBytes } from 'node:crypto';
import { eq } from 'drizzle-orm';
import type { Hono } from 'hono';
import { seedKit } from '../brand/store.ts';
import { tell } from '../campaign/tell.ts';
import { keepTemplates } from '../channels/alimtalk-registry.ts';
import type { PracticePhone } from '../channels/offered.ts';
import type { Config } from '../config.ts';
import { practiceState, settings } from '../db/schema.ts';
import type { Customers, Db, Deps } from '../deps.ts';
import { type Clock, realClock } from '../kit/clock.ts';
import type { NewId } from '../kit/id.ts';
import { type Log, messageOf } from '../kit/log.ts';
import type { Net } from '../kit/net.ts';
import { clockRoutes, type Mover, practiceTime } from './clock.ts';
import { customersAct } from './customers/act.ts';
import { scheduleCustomers } from './customers/schedule.ts';
import { drafterRoutes } from './drafter/drafter.ts';
import { type Mailbox, mailboxElsewhere, startMailbox } from './mailbox.ts';
import { practiceNet, shopRoutes } from './net.ts';
import { pageRoutes } from './page/page.ts';
import { phoneRoutes } from './phone.ts';
import { makePhoneKeys, type PhoneKeys, phoneAt } from './phone-keys.ts';
import { phoneReports } from './phone-reports.ts';
import { sampleKit } from './sample/kit.ts';
import { loadSample } from './sample/load.ts';
import { sampleTemplates } from './sample/templates.ts';
import { type PracticeServer, startPracticeServer } from './server.ts';
import { createGateway, type Gateway } from './slack/gateway.ts';

/**
 * The stand-ins, each started only when `PRACTICE` names it, and reached by the same code as the real thing: the workspace
 * over Slack's own HTTP API, the drafter over OpenAI's, the mailbox over SMTP, customers over the public routes.
 */
export type Practice = {
  clock: Clock;
  server: PracticeServer | null;
  gateway: Gateway | null;
  mailbox: Mailbox | null;
  /** The mailbox runs in another process of this account: where it is now. */
  mailboxElsewhere: (() => Promise<string>) | null;
  /** Where text, Kakao and push go while channels are practised. */
  phone: PracticePhone | null;
  slack: { botToken: string; signingSecret: string; appToken: null; apiUrl: string } | null;
  llm: { apiKey: string; baseUrl: string; model: string } | null;
  customers: Customers | null;
  /** The world that launches are checked against while nothing leaves; null where channels are real. */
  net: Net | null;
  /** Opens the doors once the parts that answer behind them exist. */
  serve(deps: Deps, mover: Mover): void;
  /** Sample company, kit, approvers: safe to repeat, told in #marketing as it goes. */
  prepare(deps: Deps): Promise<void>;
  close(): Promise<void>;
};

const PRACTICE_PEOPLE = { approvers: ['U0APPROVER1', 'U0APPROVER2'], admins: ['U0APPROVER1'] };

export const startPractice = async (options: {
  config: Config;
  db: Db;
  newId: NewId;
  log: Log;
  /** Where the bot takes Slack's requests. */
  botUrl: () => string;
  /** Where the phone's reports come in. */
  webhookUrl: () => string;
}): Promise<Practice> => {
  const { config, db, newId, log, botUrl, webhookUrl } = options;
  const has = (part: Parameters<Config['practice']['has']>[0]) => config.practice.has(part);
  const clock = has('clock') ? practiceTime(db) : realClock;
  const server =
    config.practice.size > 0 && config.role !== 'worker' ? await startPracticeServer(config.practicePort) : null;
  const url = server?.url ?? `http://localhost:${config.practicePort}`;
  const slack = has('slack') ? { ...(await workspaceKeys(db)), appToken: null, apiUrl: `${url}/api/` } : null;
  const gateway =
    slack && server
      ? await createGateway({
          db,
          clock,
          newId,
          log,
          botUrl,
          signingSecret: slack.signingSecret,
          botToken: slack.botToken,
          appToken: 'xapp-practice',
          selfUrl: () => url,
        })
      : null;
  if (gateway && server) gateway.attach(server.server);
  const mailbox = has('channels') && server ? await startMailbox({ db, clock, log }) : null;
  const phoneKeys = has('channels') ? await keysOfPhone(db) : null;
  const reports = phoneKeys ? phoneReports(webhookUrl, log) : null;

  return {
    clock,
    server,
    gateway,
    mailbox,
    mailboxElsewhere: has('channels') && !server ? () => mailboxElsewhere(db) : null,
    phone: phoneKeys && phoneAt(url, phoneKeys),
    slack,
    llm: has('llm') ? { apiKey: 'practice', baseUrl: `${url}/v1`, model: 'practice-drafter' } : null,
    net: has('channels') ? practiceNet(() => url) : null,
    customers: has('customers') ? { expect: scheduleCustomers, act: customersAct } : null,
    serve(deps, mover) {
      if (!server) return;
      const parts: Hono[] = [];
      if (mailbox) parts.push(mailbox.routes);
      if (phoneKeys && reports) parts.push(phoneRoutes({ ...deps, keys: phoneKeys, report: reports.report }));
      if (has('channels')) parts.push(shopRoutes());
      if (has('clock') || has('channels')) parts.push(clockRoutes(deps, mover));
      if (has('llm')) parts.push(drafterRoutes());
      if (gateway) parts.push(gateway.routes, pageRoutes());
      server.serve(parts);
    },
    async prepare(deps) {
      if (has('slack'))
        for (const [name, value] of Object.entries(PRACTICE_PEOPLE))
          await db
            .insert(settings)
            .values({ name, value, by: 'practice', at: await clock.business() })
            .onConflictDoNothing();
      if (!has('data')) return;
      await seedKit(deps, sampleKit, 'practice');
      await keepTemplates(db, sampleTemplates, { source: 'sample', at: await clock.business() });
      await alone(deps, () => loadCompany(deps));
    },
    async close() {
      // Closing the workspace wakes its long polls; the server, which takes none any more, waits for their answers.
      const answered = server?.close();
      await gateway?.close();
      await mailbox?.close();
      await reports?.close();
      await answered;
    },
  };
};

/** Made once and kept, so that every process of this account signs and reads alike; nothing is made where Slack is real. */
const workspaceKeys = async (db: Db) => ({
  botToken: 'xoxb-practice',
  // Begun with a letter: a text of digits alone would be read back as a number.
  signingSecret: String(await kept(db, 'signing_secret', () => `f${randomBytes(16).toString('hex').slice(1)}`)),
});

const keysOfPhone = (db: Db): Promise<PhoneKeys> =>
  kept(db, 'phone', () => makePhoneKeys(randomBytes(16).toString('hex')));

/** Of several workers one loads; the others wait for it, or go on where it was cut off. */
const alone = async (deps: Deps, work: () => Promise<void>): Promise<void> => {
  const lock = await deps.pool.connect();
  try {
    await lock.query('select pg_advisory_lock($1)', [LOADING]);
    await work();
  } finally {
    await lock.query('select pg_advisory_unlock($1)', [LOADING]).catch(() => undefined);
    lock.release();
  }
};
/** Any number that is only ours. */
const LOADING = 7_218_421;

const PROGRESS_EVERY_MS = 1_500;

const loadCompany = async (deps: Deps): Promise<void> => {
  const { db, log } = deps;
  if (await read(db, 'sample')) return;
  const show = async (note: string, params: Record<string, string | number>) => {
    if (deps.config.practice.has('slack'))
      await tell(db, deps, { key: 'note:sample', kind: 'note', channel: 'C0MARKETING', subject: { note, params } });
  };
  let shownAt = 0;
  let shown: Promise<void> = Promise.resolve();
  const loaded = await loadSample(deps, (done, of) => {
    const now = Date.now();
    if (now - shownAt < PROGRESS_EVERY_MS) return;
    shownAt = now;
    // One after the other, or an older count could be the last word.
    shown = shown
      .then(() => show('sample_loading', { done, of }))
      .catch((error) => log.warn({ error: messageOf(error) }, 'progress not shown'));
  });
  await shown;
  await keep(db, 'sample', loaded);
  // What is expected of each customer is otherwise written at night, and a condition on it refused until then.
  await deps.jobs.enqueue(db, 'data.keep', {}, { key: 'data' });
  await show('sample_ready', { contacts: loaded.contacts, orders: loaded.orders, days: loaded.offsetDays });
};

const read = async (db: Db, name: string): Promise<unknown> =>
  (await db.select().from(practiceState).where(eq(practiceState.name, name)))[0]?.value ?? null;

const keep = async (db: Db, name: string, value: unknown): Promise<void> => {
  await db
    .insert(practiceState)
    .values({ name, value })
    .onConflictDoUpdate({ target: practiceState.name, set: { value } });
};

/** A value made once and kept: of two processes making it, the first one's stands. */
const kept = async <T>(db: Db, name: string, make: () => T): Promise<T> => {
  await db.insert(practiceState).values({ name, value: make() }).onConflictDoNothing();
  return (await read(db, name)) as T;
};
