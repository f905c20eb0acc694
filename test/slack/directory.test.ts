import { WebClient } from '@slack/web-api';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { boltLogger } from '../../src/slack/bolt-log.ts';
import { type FullDirectory, makeDirectory } from '../../src/slack/directory.ts';
import { makeIdentity } from '../../src/slack/identity.ts';
import { testDeps } from '../support/deps.ts';
import { SECRETS, type TestWorkspace, testWorkspace } from '../support/slack.ts';

let ws: TestWorkspace;
let directory: FullDirectory;
beforeEach(async () => {
  ws = await testWorkspace();
  const deps = { ...testDeps(ws.database), clock: ws.clock };
  const client = new WebClient(SECRETS.botToken, {
    slackApiUrl: `${ws.url}/api/`,
    retryConfig: { retries: 0 },
    logger: boltLogger(deps.log),
  });
  directory = makeDirectory(deps, client, makeIdentity(client));
});
afterEach(() => ws.close());

const asked = () => ws.gateway.control.calls('users.info');

describe('who somebody is', () => {
  it('is asked of Slack, with language and e-mail, and kept for an hour', async () => {
    expect(await directory.person('U0MARKETER')).toMatchObject({
      language: 'ko',
      email: 'kim.marketer@example.test',
      isAdmin: false,
      isGuest: false,
      isStranger: false,
      isBot: false,
    });
    expect((await directory.person('U0APPROVER1')).isAdmin).toBe(true);
    expect(asked()).toBe(2);
    await directory.person('U0MARKETER');
    expect(asked()).toBe(2);
    ws.clock.ahead += 61 * 60_000;
    await directory.person('U0MARKETER');
    expect(asked()).toBe(3);
  });

  it('knows guests, strangers, bots and those who left', async () => {
    expect((await directory.person('U0GUEST')).isGuest).toBe(true);
    expect(await directory.person('U0STRANGER')).toMatchObject({ isStranger: true, email: null });
    expect((await directory.person('U0BATON')).isBot).toBe(true);
    expect((await directory.person('U0GONE')).deleted).toBe(true);
  });

  it('follows a change at once, and keeps the language that the change does not name', async () => {
    await directory.person('U0MARKETER');
    await directory.learn({ id: 'U0MARKETER', team_id: 'T0PRACTICE', is_restricted: true, profile: {} });
    expect(await directory.person('U0MARKETER')).toMatchObject({ isGuest: true, language: 'ko' });
    expect(asked()).toBe(1);
  });

  it('is not guessed: an error fails the click, but for a server that knows no users at all', async () => {
    ws.gateway.control.refuse('users.info', 'missing_scope');
    await expect(directory.person('U0SALES')).rejects.toThrow('missing_scope');
    ws.gateway.control.refuse('users.info', 'unknown_method');
    expect(await directory.person('U0SALES')).toMatchObject({ id: 'U0SALES', isGuest: false, isAdmin: false });
  });

  it('a group is asked once a minute; one that cannot be read is asked again', async () => {
    expect(await directory.group('S0APPROVERS')).toEqual(['U0APPROVER1', 'U0APPROVER2']);
    await directory.group('S0APPROVERS');
    expect(ws.gateway.control.calls('usergroups.users.list')).toBe(1);
    ws.clock.ahead += 61_000;
    ws.gateway.control.refuse('usergroups.users.list', 'internal_error');
    await expect(directory.group('S0APPROVERS')).rejects.toThrow('internal_error');
    expect(await directory.group('S0APPROVERS')).toHaveLength(2);
  });
});
