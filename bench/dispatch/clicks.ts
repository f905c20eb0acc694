import { spawn } from 'node:child_process';
import { createServer } from 'node:net';
import { performance } from 'node:perf_hooks';
import { fileURLToPath } from 'node:url';
import type { Db } from '../../src/deps.ts';
import { campaignKey } from '../../src/kit/id.ts';
import { seedCampaign } from '../../test/delivery/fixture.ts';
import { otherSlack, type Posted } from '../../test/support/other-slack.ts';
import { JUNHO, MARKETING } from '../../test/support/other-slack-cast.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
/** So many sendings are paused and resumed in turn: a person's decision each, written down before it is answered. */
const CAMPAIGNS = 10;
const PAUSE_MS = 20;

export type Clicks = {
  /** @returns ms from each click to its answer, sorted, and what was not answered with 200 */
  click(times: number): Promise<{ ms: number[]; refused: number }>;
  close(): Promise<void>;
};

/** The product as a web process of its own, clicked as Slack clicks, on the database that messages are sent from. */
export const openClicks = async (db: Db, databaseUrl: string): Promise<Clicks> => {
  const slack = await otherSlack();
  const port = await freePort();
  const child = spawn(process.execPath, ['--max-semi-space-size=16', 'src/main.ts'], {
    cwd: ROOT,
    stdio: ['ignore', 'pipe', 'inherit'],
    env: {
      PATH: process.env.PATH ?? '',
      ROLE: 'web',
      PORT: String(port),
      PRACTICE: 'none',
      DATABASE_URL: databaseUrl,
      SECRET_KEY: 'a key of the dispatch bench',
      OPENAI_API_KEY: 'none',
      SMTP_URL: 'smtp://127.0.0.1:1',
      PUBLIC_URL: 'https://baton.example.test',
      LOG_LEVEL: 'error',
      ...slack.env(),
    },
  });
  const gone = new Promise<void>((done) => child.once('close', () => done()));
  await new Promise<void>((up, fail) => {
    child.stdout.on('data', (chunk) => String(chunk).includes('Baton (web)') && up());
    child.once('close', (code) => fail(new Error(`the web process ended with ${code}`)));
  });
  slack.reach(`http://127.0.0.1:${port}/slack/events`);
  const ids: number[] = [];
  for (let i = 0; i < CAMPAIGNS; i += 1) ids.push((await seedCampaign(db, { contacts: 1 })).campaignId);
  const card = (action: string, id: number): Posted => ({
    channel: MARKETING,
    ts: slack.stamp(),
    threadTs: null,
    text: action,
    blocks: [{ type: 'actions', elements: [{ type: 'button', action_id: action, value: campaignKey(id) }] }],
    metadata: null,
    onlyFor: null,
    edits: 0,
    at: Date.now(),
  });
  return {
    click: async (times) => {
      const ms: number[] = [];
      let refused = 0;
      for (let i = 0; i < times; i += 1) {
        const action = Math.floor(i / CAMPAIGNS) % 2 === 0 ? 'send.pause' : 'send.resume';
        const message = card(action, ids[i % CAMPAIGNS] ?? 0);
        const began = performance.now();
        const { status } = await slack.click(JUNHO, message, action);
        ms.push(performance.now() - began);
        if (status !== 200) refused += 1;
        await new Promise((go) => setTimeout(go, PAUSE_MS));
      }
      return { ms: ms.toSorted((a, b) => a - b), refused };
    },
    close: async () => {
      child.kill('SIGTERM');
      await gone;
      await slack.close();
    },
  };
};

const freePort = (): Promise<number> =>
  new Promise((done) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => done(typeof address === 'object' && address ? address.port : 0));
    });
  });
