import { type App, createApp, type Overrides } from '../../src/app.ts';
import { ingestContacts } from '../../src/audience/ingest-contacts.ts';
import { ingestOrders } from '../../src/audience/ingest-orders.ts';
import { seedKit } from '../../src/brand/store.ts';
import { parseConfig } from '../../src/config.ts';
import { sampleKit } from '../../src/practice/sample/kit.ts';
import { beginPractice, begunClock } from './begin.ts';
import { copyDatabase } from './database.ts';
import { type Workspace, workspace } from './workspace.ts';

export type Journey = { app: App; ws: Workspace; url: string; stop(): Promise<void> };

/** The whole product on a database of its own, with the practice workspace as its Slack, on free ports, on a Tuesday morning. */
export const startJourney = async (
  options: { practice?: string; env?: Record<string, string>; people?: number; overrides?: Overrides } = {},
): Promise<Journey> => {
  const { url, drop } = await copyDatabase();
  try {
    const config = parseConfig({
      DATABASE_URL: url,
      SECRET_KEY: 'a test key of enough length',
      PRACTICE: options.practice ?? 'slack,llm,channels,customers,clock',
      PORT: '0',
      PRACTICE_PORT: '0',
      LOG_LEVEL: process.env.TEST_LOG ?? 'silent',
      ...options.env,
    });
    await beginPractice(url);
    const clock = config.practice.has('clock') ? {} : { clock: begunClock() };
    const app = await createApp(config, { ...clock, ...options.overrides });
    try {
      await app.ready;
      if (options.people) await fill(app, options.people);
    } catch (error) {
      await app.stop();
      throw error;
    }
    const practice = app.practice.server?.url ?? '';
    return {
      app,
      url: practice,
      ws: workspace(practice),
      stop: async () => {
        await app.stop();
        await drop();
      },
    };
  } catch (error) {
    await drop();
    throw error;
  }
};

/** A small shop: each person has bought four times, the last time 90 days ago, and may be written to. */
const fill = async ({ deps }: App, people: number): Promise<void> => {
  const now = await deps.clock.business();
  const options = {
    now,
    timezone: deps.config.timezone,
    currency: deps.config.currency,
    from: 'json' as const,
    consentSource: 'test',
  };
  await seedKit(deps, sampleKit, 'test');
  const ids = Array.from({ length: people }, (_, i) => `p${i + 1}`);
  const day = (n: number) => new Date(now.getTime() - n * 24 * 3600_000).toISOString();
  const contacts = await ingestContacts(
    deps.db,
    ids.map((id) => ({
      external_id: id,
      email: `${id}@example.test`,
      first_name: '하나',
      last_name: '김',
      created_at: day(400),
      'consent.email': true,
    })),
    options,
  );
  if (contacts.rejected.length > 0) throw new Error(JSON.stringify(contacts.rejected[0]));
  const orders = await ingestOrders(
    deps.db,
    ids.flatMap((id) =>
      [300, 200, 120, 90].map((ago) => ({
        order_id: `${id}-${ago}`,
        contact_id: id,
        at: day(ago),
        amount: 30_000,
        currency: 'KRW',
      })),
    ),
    options,
  );
  if (orders.rejected.length > 0) throw new Error(JSON.stringify(orders.rejected[0]));
};

export const GOAL = '@baton 60일 넘게 안 산 단골(3회 이상 구매)을 다시 오게 해서 이번 달 매출 1천만원';
