import { createHmac } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { advance } from '../../src/campaign/advance.ts';
import type { StepName } from '../../src/campaign/lifecycle.ts';
import { pingApprovers } from '../../src/campaign/ping.ts';
import { saveDraft } from '../../src/campaign/revise.ts';
import { connect } from '../../src/db/client.ts';
import type { Check } from '../../src/db/schema.ts';
import type { Deps } from '../../src/deps.ts';
import type { Handler, JobData, JobName, JobOptions, Jobs } from '../../src/jobs/job.ts';
import { randomId } from '../../src/kit/id.ts';
import type { MessageRow } from '../../src/practice/slack/messages.ts';
import { createSlack, type Slack } from '../../src/slack/app.ts';
import * as given from './cards.ts';
import { testDeps } from './deps.ts';
import { SECRETS, type TestWorkspace, testWorkspace } from './slack.ts';

type Asked = { name: JobName; data: unknown; options: JobOptions };

/** Our bot behind a real HTTP server, talking to the practice Slack on loopback, on a real database. */
export type Bot = {
  ws: TestWorkspace;
  /** Where it takes Slack's requests. */
  url: string;
  deps: Deps;
  slack: Slack;
  /** What was asked of the queue and not run yet. */
  waiting: Asked[];
  /** Runs what Slack needs (drawing, pings, intents, imports) until nothing is left that may run now; others stay in `waiting`. */
  run(): Promise<void>;
  /** Lets the database disappear for the time of `work`. */
  withoutDatabase<T>(work: () => Promise<T>): Promise<T>;
  say(seat: string, text: string, more?: { channel?: string; threadTs?: string }): Promise<string>;
  click(seat: string, on: MessageRow, action: string, value?: string): Promise<{ ok: boolean; error?: string }>;
  /** A request as Slack signs it; for people who have no seat. @returns the HTTP status */
  send(payload: Record<string, unknown>, how?: 'event' | 'interactive'): Promise<number>;
  /** `/baton text` by somebody who has no seat. @returns what is answered at once */
  command(user: string, text: string): Promise<string>;
  /** Everything posted that is still there, oldest first. */
  messages(channel?: string): Promise<MessageRow[]>;
  card(step: string, version?: number): Promise<MessageRow>;
  /** Words only this person sees, newest last. */
  whispers(user: string): Promise<MessageRow[]>;
  views(seat: string): Promise<OpenView[]>;
  submit(
    seat: string,
    values: Record<string, Record<string, unknown>>,
  ): Promise<{ ok: boolean; errors?: Record<string, string>; error?: string }>;
  /** What the drafting job would do, without a model. */
  drafted(
    campaignId: number,
    step: StepName,
    over?: { content?: unknown; evidence?: unknown; checks?: Check[] },
  ): Promise<void>;
  close(): Promise<void>;
};
export type OpenView = { id: string; view: { callback_id: string; blocks: Record<string, unknown>[] } };

const INLINE: readonly JobName[] = ['slack.draw', 'intent.read', 'request.ping', 'import.read', 'import.run'];

export const startBot = async (more: Partial<Deps> = {}, env: Record<string, string> = {}): Promise<Bot> => {
  const ws = await testWorkspace({ tries: [0, 30, 60] });
  const waiting: Asked[] = [];
  const jobs: Jobs = {
    enqueue: async (_tx, name, data, options = {}) => {
      waiting.push({ name, data, options });
    },
    first: async () => null,
  };
  const people = { APPROVERS: 'U0APPROVER1,U0APPROVER2', ADMINS: 'U0APPROVER1' };
  const deps: Deps = {
    ...testDeps(ws.database, { newId: randomId, ...more }, { ...people, ...env }),
    clock: ws.clock,
    jobs,
    directory: { person: (id) => slack.directory.person(id), group: (id) => slack.directory.group(id) },
  };
  const slack: Slack = createSlack(deps, { ...SECRETS, appToken: null, apiUrl: `${ws.url}/api/` });
  const server = createServer(slack.listener);
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/slack/events`;
  ws.bot(url);

  const signed = (body: string, type: string): Promise<Response> => {
    const at = String(Math.floor(Date.now() / 1000));
    const signature = `v0=${createHmac('sha256', SECRETS.signingSecret).update(`v0:${at}:${body}`).digest('hex')}`;
    const headers = { 'content-type': type, 'x-slack-request-timestamp': at, 'x-slack-signature': signature };
    return fetch(url, { method: 'POST', headers, body });
  };

  const runOne = ({ name, data }: Asked): Promise<void> =>
    Object.hasOwn(slack.handlers, name)
      ? ((slack.handlers as Record<string, Handler<JobName>>)[name]?.(data as JobData[JobName], deps) ??
        Promise.resolve())
      : pingApprovers(deps, data as JobData['request.ping']);

  const bot: Bot = {
    ws,
    url,
    deps,
    slack,
    waiting,
    async run() {
      await ws.gateway.idle();
      for (;;) {
        const now = deps.clock.system();
        const at = waiting.findIndex(
          ({ name, options }) => INLINE.includes(name) && (!options.startAfter || options.startAfter <= now),
        );
        if (at < 0) return;
        const [next] = waiting.splice(at, 1);
        if (next) await runOne(next);
      }
    },
    async withoutDatabase(work) {
      const { db } = deps;
      const nowhere = connect('postgres://nobody@127.0.0.1:1/nothing', () => undefined, 1);
      deps.db = nowhere.db;
      try {
        return await work();
      } finally {
        deps.db = db;
        await nowhere.close();
      }
    },
    async say(seat, text, { channel = 'C0MARKETING', threadTs } = {}) {
      const { ts } = (await ws.ask('/say', { seat, channel, text, ...(threadTs && { threadTs }) })) as { ts: string };
      await bot.run();
      return ts;
    },
    async click(seat, on, action, value) {
      const answer = await ws.ask('/action', {
        seat,
        channel: on.channel,
        ts: on.ts,
        action: { action_id: action, ...(value !== undefined && { value }) },
      });
      await bot.run();
      return answer as { ok: boolean; error?: string };
    },
    async command(user, text) {
      const fields = {
        command: '/baton',
        text,
        user_id: user,
        team_id: 'T0PRACTICE',
        channel_id: 'C0MARKETING',
        trigger_id: 'none',
      };
      return (await signed(new URLSearchParams(fields).toString(), 'application/x-www-form-urlencoded')).text();
    },
    async send(payload, how = 'interactive') {
      const body =
        how === 'event'
          ? JSON.stringify(payload)
          : new URLSearchParams({ payload: JSON.stringify(payload) }).toString();
      const { status } = await signed(body, how === 'event' ? 'application/json' : 'application/x-www-form-urlencoded');
      await bot.run();
      return status;
    },
    messages: (channel) => ws.gateway.control.messages(channel),
    async card(step, version) {
      const found = (await bot.messages()).filter(({ metadata }) => {
        const payload = (metadata as { event_payload?: { step?: string; version?: number } } | null)?.event_payload;
        return payload?.step === step && (version === undefined || payload.version === version);
      });
      const last = found.at(-1);
      if (!last) throw new Error(`no card ${step} ${version ?? ''}`);
      return last;
    },
    whispers: async (user) => (await bot.messages()).filter(({ onlyFor }) => onlyFor === user),
    async views(seat) {
      const { views } = (await ws.ask(`/changes?seat=${seat}&after=0`)) as {
        views: (OpenView & { kind: string; depth: number | null })[];
      };
      return views.filter(({ kind, depth }) => kind === 'modal' && depth !== null);
    },
    async submit(seat, values) {
      const open = (await bot.views(seat)).at(-1);
      if (!open) throw new Error(`${seat} has no modal open`);
      const answer = await ws.ask('/submit', { seat, viewId: open.id, state: { values } });
      await bot.run();
      return answer as { ok: boolean; errors?: Record<string, string>; error?: string };
    },
    async drafted(campaignId, step, over = {}) {
      await deps.db.transaction(async (tx) => {
        const { content, evidence, checks, practice, model } = given.draft(step);
        await saveDraft(tx, deps, {
          campaignId,
          step,
          content,
          evidence,
          checks,
          practice,
          model,
          costMicros: 0,
          author: 'baton',
          authorKind: 'ai',
          ...over,
        });
        const moved = await advance(tx, deps, campaignId, 'drafted', { by: 'baton' });
        if (!moved.ok) throw new Error(`cannot draft ${step} in ${moved.status}`);
      });
      await bot.run();
    },
    async close() {
      await slack.stop();
      server.closeAllConnections();
      await new Promise((done) => server.close(done));
      await ws.close();
    },
  };
  return bot;
};

export const GOAL = '60일 넘게 안 산 단골(3회 이상 구매)을 다시 오게 해서 이번 달 매출 1천만원';

/** A campaign of the marketer in #marketing, its brief being drafted. @returns its number and the thread */
export const started = async (bot: Bot, words = GOAL): Promise<{ id: number; thread: string }> => {
  const thread = await bot.say('U0MARKETER', `@baton ${words}`);
  const card = await bot.card('campaign');
  const payload = (card.metadata as { event_payload: { campaign_id: string } }).event_payload;
  return { id: Number(payload.campaign_id.slice(2)), thread };
};

/** The same, brought to the review of a step by approvals of an approver. */
export const startedAt = async (
  bot: Bot,
  step: StepName,
  plan: unknown = given.plan,
): Promise<{ id: number; thread: string }> => {
  const campaign = await started(bot);
  for (const name of ['brief', 'segments', 'personas', 'copy', 'plan'] as const) {
    await bot.drafted(campaign.id, name, name === 'plan' ? { content: plan } : {});
    if (name === step) break;
    // Slack wants no more than an update in three seconds: the test does not wait for them.
    bot.ws.clock.ahead += 4_000;
    await bot.run();
    await bot.click('U0APPROVER1', await bot.card(name), 'step.approve');
    bot.ws.clock.ahead += 4_000;
    await bot.run();
  }
  return campaign;
};

export const textOf = (message: Pick<MessageRow, 'text' | 'blocks'> | undefined): string =>
  `${message?.text ?? ''}\n${JSON.stringify(message?.blocks ?? [])}`;

export const actionsIn = (message: Pick<MessageRow, 'blocks'>): string[] =>
  [...JSON.stringify(message.blocks ?? []).matchAll(/"action_id":"([^"]+)"/g)].map(([, id]) => id ?? '');
