import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Embedded, openEmbedded } from '../../src/db/embedded.ts';
import { migrateDatabase } from '../../src/db/migrate.ts';
import { stopPostmaster } from '../../src/db/postmaster.ts';
import { freePort } from '../../src/kit/port.ts';
import { BEGINS, beginPractice } from '../support/begin.ts';
import { type Child, npmStart, removeData, untilUp } from '../support/child.ts';
import { account, expectBalanced, launch, statusOf, upToLaunch } from '../support/loop.ts';
import { scratch } from '../support/scratch.ts';
import { openShop } from '../support/shop.ts';
import { type Workspace, workspace } from '../support/workspace.ts';

const PEOPLE = 900;
const GOAL = '@baton 60일 넘게 안 산 단골(3회 이상 구매)을 다시 오게 해서 이번 달 매출 1천만원, 지금 바로';

/** One web process and two workers on a database of their own, which goes away for ten seconds; one worker dies. */
describe('several processes on one database', () => {
  let dir: string;
  let database: Embedded;
  let web: Child;
  let workers: Child[] = [];
  let ws: Workspace;
  let campaign = '';

  beforeAll(async () => {
    dir = scratch('apart');
    database = await openEmbedded(dir);
    await migrateDatabase(database.url);
    await beginPractice(database.url);
    const env = {
      DATABASE_URL: database.url,
      SECRET_KEY: 'a test key of enough length',
      PRACTICE: 'slack,llm,channels,customers,clock',
      PORT: String(await freePort()),
      PRACTICE_PORT: String(await freePort()),
      LOG_LEVEL: 'warn',
    };
    // All at once on a database where nobody has been yet.
    web = npmStart({ ...env, ROLE: 'web' });
    workers = [1, 2].map(() => npmStart({ ...env, ROLE: 'worker' }));
    await Promise.all([web, ...workers].map(untilUp));
    await openShop(env, PEOPLE, BEGINS);
    ws = workspace(`http://localhost:${env.PRACTICE_PORT}`);
  });
  afterAll(async () => {
    for (const child of [web, ...workers]) if (child && !child.hasEnded()) await child.terminate();
    if (dir) await removeData(dir);
  });

  const mails = async () => (await ws.mailbox('?bodies=0')).filter((mail) => mail.campaignId === campaign);
  const several = (share: number) =>
    ws.until(`${share} of the mails`, async () => (await mails()).length >= PEOPLE * 0.8 * share, 240_000);

  it('send one campaign together: ten seconds without the database and a dead worker cost no double and no loss', async () => {
    ({ campaign } = await upToLaunch(ws, GOAL));
    await launch(ws, campaign);
    await several(0.15);
    await stopPostmaster(join(dir, 'postgres', 'data'));
    await sleep(10_000);
    const again = await openEmbedded(dir);
    expect(again.url).toBe(database.url);
    await several(0.5);
    expect([web, ...workers].map((child) => child.hasEnded())).toEqual([false, false, false]);
    await workers[0]?.kill();
    await ws.until('the end of sending', async () => (await statusOf(database.url, campaign)) === 'measuring', 240_000);
    const books = await account(database.url, campaign, await mails());
    console.info(JSON.stringify(books));
    expectBalanced(books);
    expect(books.send).toBeGreaterThan(PEOPLE * 0.7);
  }, 600_000);

  it('read the first day once and post each digest once', async () => {
    const seen = async () =>
      (await ws.messages()).flatMap(({ metadata }) =>
        metadata ? [Object.values(metadata.event_payload).join(' ')] : [],
      );
    const digests = (of: readonly string[]) => of.filter((card) => card.includes('digest')).length;
    await ws.forward('P1D');
    await ws.forward('P1D');
    await ws.card('results', { campaign, version: 1 });
    const cards = await seen();
    expect(digests(cards)).toBe(2);
    expect(cards.filter((card, i) => cards.indexOf(card) !== i)).toEqual([]);
  });

  it('end cleanly, each on its own', async () => {
    for (const child of [workers[1], web]) expect(await child?.terminate()).toEqual({ code: 0, signal: null });
  });
});
