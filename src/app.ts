import { and, eq, sql } from 'drizzle-orm';
import { ensureNotices } from './campaign/notices.ts';
import type { Channels } from './channels/channel.ts';
import { dkimSigned } from './channels/dkim.ts';
import { emailChannel } from './channels/email.ts';
import type { FcmSettings } from './channels/fcm.ts';
import { carriedBy } from './channels/offered.ts';
import type { Config } from './config.ts';
import { connect } from './db/client.ts';
import { oneCurrency } from './db/currency.ts';
import { claimDatabase } from './db/kind.ts';
import { openDatabase, secretKeys } from './db/open.ts';
import { retrying } from './db/retry.ts';
import { contacts } from './db/schema.ts';
import { makeTokens } from './delivery/tokens.ts';
import type { Deps } from './deps.ts';
import { ensureDigest } from './digest/digest.ts';
import { startWebServer, type WebServer } from './http/server.ts';
import { webhookToken } from './http/webhooks.ts';
import { JOB_NAMES, jobQueue } from './jobs/queue.ts';
import { keepData, keepSums, startTicks, tickDues } from './jobs/timetable.ts';
import { runner } from './jobs/worker.ts';
import { type Clock, realClock } from './kit/clock.ts';
import { type NewId, randomId } from './kit/id.ts';
import { type Log, makeLog, messageOf } from './kit/log.ts';
import { type Net, realNet } from './kit/net.ts';
import { freePort } from './kit/port.ts';
import { openAiLlm } from './llm/openai.ts';
import { loadPrompts } from './llm/prompt.ts';
import { type Practice, startPractice } from './practice/practice.ts';
import { createSlack } from './slack/app.ts';
import { recheck } from './steps/edit.ts';

/** What a test may put in the place of the world. */
export type Overrides = { clock?: Clock; newId?: NewId; log?: Log; channels?: Channels; net?: Net };

export type App = {
  deps: Deps;
  /** Port that Slack, customers and shops reach; 0 for a worker. */
  port: number;
  practice: Practice;
  /** The sample company is in and drafts can be written. */
  ready: Promise<void>;
  stop(): Promise<void>;
};

/**
 * The wiring, read top to bottom: database, stand-ins, ports, jobs, doors. Everything that was started is stopped in the
 * opposite order, also when a later part fails to start.
 *
 * @throws with words for the operator when something cannot be had (port taken, database unreachable)
 */
export const createApp = async (given: Config, overrides: Overrides = {}): Promise<App> => {
  const config = await onKnownPort(given);
  const log = overrides.log ?? makeLog(config.logLevel);
  const newId = overrides.newId ?? randomId;
  const opened: (() => Promise<unknown>)[] = [];
  const ending = new AbortController();
  const stop = async () => {
    ending.abort();
    for (const close of opened.reverse())
      await close().catch((error) => log.warn({ error: messageOf(error) }, 'while stopping'));
    opened.length = 0;
  };
  try {
    loadPrompts();
    const database = await openDatabase(config, log);
    opened.push(database.close);
    const connection = connect(database.url, (error) =>
      log.warn({ error: messageOf(error) }, 'database connection lost'),
    );
    opened.push(connection.close);
    const { db, pool } = connection;
    await claimDatabase(db, config, realClock.system());
    await oneCurrency(db, config);

    const practice = await startPractice({
      config,
      db,
      newId,
      log,
      botUrl: () => `http://127.0.0.1:${config.port}/slack/events`,
      webhookUrl: () =>
        `http://127.0.0.1:${config.port}/webhooks/solapi/${webhookToken(secretKeys(config)[0] ?? '', 'solapi')}`,
    });
    opened.push(practice.close);
    const clock = overrides.clock ?? practice.clock;

    const email = emailFor(config, practice, { log, clock });
    if (email) opened.push(() => email.close());
    const carried = carriedBy(config, { log, clock, newId, phone: practice.phone, onDead: forgetDevices(db, config) });
    const channels: Channels =
      overrides.channels ?? new Map([...(email ? [['email', email] as const] : []), ...carried.channels]);

    const model = practice.llm ?? config.llm;
    if (!model) throw new Error('no language model configured');
    const llm = openAiLlm({ ...model, practice: practice.llm !== null, clock, log });

    const queue = jobQueue(database.url, log);
    const credentials = practice.slack ?? config.slack;
    if (!credentials) throw new Error('no Slack configured');
    // The directory is Slack's, and Slack needs the rest: filled in below, before anything can ask.
    const deps: Deps = {
      config,
      db,
      pool,
      clock,
      newId,
      log,
      llm,
      channels,
      reporters: carried.reporters,
      net: overrides.net ?? practice.net ?? realNet,
      jobs: queue,
      secretKeys: secretKeys(config),
      stopping: ending.signal,
      directory: { person: (id) => slack.directory.person(id), group: (id) => slack.directory.group(id) },
      judge: (draft) => recheck(deps, draft),
      ...(practice.customers && { customers: practice.customers }),
    };
    const slack = createSlack(deps, credentials);

    const orphans = await queue.start();
    opened.push(queue.stop);
    // A job and not at once: the server may still hold what the process that is gone had locked, and a start waits for nobody.
    for (const orphan of orphans)
      if (orphan.name === 'send.slice' || orphan.name === 'send.freeze')
        await queue.enqueue(
          db,
          'send.interrupted',
          { campaignId: orphan.data.campaignId },
          { key: `${orphan.data.campaignId}` },
        );
    let web: WebServer | null = null;
    if (config.role !== 'worker') {
      web = await startWebServer(deps, config.port, slack.listener);
      const server = web;
      opened.push(() => server.close());
    }
    practice.serve(deps, {
      tick: () => tickDues(deps),
      arrive: () => keepSums(deps),
      isQuiet: async (where) => {
        const moving = where === 'on the way';
        return (
          (await queue.isIdle(db, moving ? { except: 'slack.draw' } : undefined)) &&
          (await nothingOwed(deps, moving)) &&
          (practice.gateway?.isIdle() ?? true)
        );
      },
    });
    await slack.start({ receive: config.role !== 'worker' });
    opened.push(slack.stop);

    let ready: Promise<void> = Promise.resolve();
    if (config.role !== 'web') {
      const run = runner(deps, slack.handlers);
      await queue.work(
        run,
        JOB_NAMES.filter((name) => name !== 'draft.write'),
      );
      const ticks = startTicks(deps);
      opened.push(ticks.stop);
      await ensureDigest(deps);
      await ensureNotices(deps);
      await keepData(deps);
      // No draft is written before there is somebody to count.
      ready = retrying(() => practice.prepare(deps), PREPARE_FOR_MS).then(() => queue.work(run, ['draft.write']));
    }
    return { deps, port: web?.port ?? 0, practice, ready, stop };
  } catch (error) {
    await stop();
    throw error;
  }
};

/** How long a database that goes away while practice is prepared is waited for. */
const PREPARE_FOR_MS = 120_000;

/** Port 0 means any free one; it has to be known before links that name it are made. */
const onKnownPort = async (config: Config): Promise<Config> => {
  if (config.port !== 0 || config.role === 'worker') return config;
  const port = await freePort();
  return { ...config, port, publicUrl: config.publicUrl.replace(/:0$/, `:${port}`) };
};

/** It answers at once, or after its database was away: what a crash left in doubt is settled the sooner. */
const MAILBOX_MS = 15_000;

/** By the configured relay, else the practice mailbox, here or in the process that has it; none of them: no e-mail. */
const emailFor = (config: Config, practice: Practice, world: { log: Log; clock: Clock }) => {
  if (config.smtpUrl) {
    const relay = emailChannel({ smtpUrl: config.smtpUrl, practice: false, timeoutMs: config.sendTimeoutMs, ...world });
    const { dkimKey } = config.vendors;
    return dkimKey ? dkimSigned(relay, { selector: config.dkimSelector ?? 'baton', privateKey: dkimKey }) : relay;
  }
  const mailbox = { practice: true, timeoutMs: MAILBOX_MS, ...world };
  if (practice.mailbox) return emailChannel({ smtpUrl: practice.mailbox.smtpUrl, ...mailbox });
  if (!practice.mailboxElsewhere) return null;
  return emailChannel({ smtpUrl: 'smtp://127.0.0.1', whereNow: practice.mailboxElsewhere, ...mailbox });
};

/** A token that no device has any more is taken off the one contact it was of, unless there is a newer one by now. */
const forgetDevices = (db: Deps['db'], config: Config): FcmSettings['onDead'] => {
  const tokens = makeTokens(secretKeys(config));
  return async (dead) => {
    for (const { reference, token } of dead) {
      const signed = tokens.verify('report', reference);
      if (signed)
        await db
          .update(contacts)
          .set({ pushToken: null })
          .where(and(eq(contacts.id, signed.contactId), eq(contacts.pushToken, token)));
    }
  };
};

/** Nothing that could be drawn now is owed to Slack; `posts`: nothing that does not stand there yet. */
const nothingOwed = async (deps: Deps, posts: boolean): Promise<boolean> => {
  const { rows } = await deps.db.execute<{ owed: number }>(
    sql`select count(*)::int as owed from messages where wanted > drawn and failed is null and (ts is null or not ${posts}::boolean)`,
  );
  return (rows[0]?.owed ?? 0) === 0;
};
