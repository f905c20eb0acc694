import { once } from 'node:events';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { connect } from '../../src/db/client.ts';
import { campaigns } from '../../src/db/schema.ts';
import type { Deps } from '../../src/deps.ts';
import { randomId } from '../../src/kit/id.ts';
import { createSlack, type Slack } from '../../src/slack/app.ts';
import { GOAL } from '../support/bot.ts';
import { recordedJobs, testDeps } from '../support/deps.ts';
import { SECRETS, type TestWorkspace, testWorkspace } from '../support/slack.ts';

let ws: TestWorkspace;
let deps: Deps;
let slack: Slack;
beforeEach(async () => {
  ws = await testWorkspace();
  deps = {
    ...testDeps(ws.database, { newId: randomId, jobs: recordedJobs() }, { APPROVERS: 'U0APPROVER1' }),
    clock: ws.clock,
    directory: { person: (id) => slack.directory.person(id), group: (id) => slack.directory.group(id) },
  };
});
afterEach(async () => {
  await slack.stop();
  await ws.close();
});

const began = async () => {
  slack = createSlack(deps, { ...SECRETS, apiUrl: `${ws.url}/api/` });
  await slack.start({ receive: true });
};
const until = async <T>(look: () => Promise<T | undefined>): Promise<T> => {
  for (;;) {
    const found = await look();
    if (found !== undefined) return found;
    await new Promise((done) => setTimeout(done, 20));
  }
};
const first = async () => (await ws.database.db.select().from(campaigns))[0];

describe('Socket Mode', () => {
  it('hears a mention and answers commands', async () => {
    await began();
    await until(async () =>
      (await ws.ask('/command', { seat: 'U0MARKETER', channel: 'C0MARKETING', text: 'help' })).ok ? true : undefined,
    );
    await ws.ask('/say', { seat: 'U0MARKETER', channel: 'C0MARKETING', text: `@baton ${GOAL}` });
    expect((await until(first)).status).toBe('brief.drafting');
  });

  it('does not acknowledge what it could not keep: Slack sends it again, and it is kept once', async () => {
    await began();
    await until(async () =>
      (await ws.ask('/command', { seat: 'U0MARKETER', channel: 'C0MARKETING', text: 'help' })).ok ? true : undefined,
    );
    const { db } = deps;
    const nowhere = connect('postgres://nobody@127.0.0.1:1/nothing', () => undefined, 1);
    deps.db = nowhere.db;
    const clicked = await ws.ask('/command', { seat: 'U0MARKETER', channel: 'C0MARKETING', text: 'list' });
    expect(clicked.ok).toBe(false);
    await ws.ask('/say', { seat: 'U0MARKETER', channel: 'C0MARKETING', text: `@baton ${GOAL}` });
    deps.db = db;
    expect((await until(first)).status).toBe('brief.drafting');
    await ws.gateway.idle();
    expect(await db.select().from(campaigns)).toHaveLength(1);
    await nowhere.close();
  });

  it('starts while Slack is away, and connects when it is back', async () => {
    ws.gateway.control.down({ calls: 2 });
    await began();
    expect(
      await until(async () =>
        (await ws.ask('/command', { seat: 'U0MARKETER', channel: 'C0MARKETING', text: 'help' })).ok ? true : undefined,
      ),
    ).toBe(true);
  });

  it('has no door for HTTP', async () => {
    await began();
    const server = (await import('node:http')).createServer(slack.listener);
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as { port: number };
    expect((await fetch(`http://127.0.0.1:${port}/slack/events`, { method: 'POST' })).status).toBe(404);
    server.close();
  });
});
