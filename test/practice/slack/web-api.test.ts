import { WebClient } from '@slack/web-api';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { SECRETS, type TestWorkspace, testWorkspace } from '../../support/slack.ts';

let ws: TestWorkspace;
beforeAll(async () => {
  ws = await testWorkspace();
});
afterAll(() => ws.close());

const C = 'C0MARKETING';
const md = (text: string) => ({ type: 'mrkdwn' as const, text });
const refusedWith = (call: Promise<unknown>) =>
  call.then(
    () => 'accepted',
    (error: { data?: { error?: string } }) => error.data?.error ?? String(error),
  );

describe('the Web API answers the real client', () => {
  test('who the bot is', async () => {
    expect(await ws.client.auth.test()).toMatchObject({
      ok: true,
      user_id: 'U0BATON',
      bot_id: 'B0BATON',
      team_id: 'T0PRACTICE',
    });
  });

  test('a posted message is read back with its metadata, in history and in its thread', async () => {
    const root = await ws.client.chat.postMessage({
      channel: C,
      text: '카드',
      blocks: [{ type: 'section', text: md('*카드*') }],
      metadata: { event_type: 'baton.card', event_payload: { campaign_id: 'C-1', step: 'campaign', version: 1 } },
    });
    const reply = await ws.client.chat.postMessage({ channel: C, text: '답', thread_ts: root.ts as string });
    const { messages } = await ws.client.conversations.replies({
      channel: C,
      ts: root.ts as string,
      include_all_metadata: true,
    });
    expect(messages).toHaveLength(2);
    expect(messages?.[0]).toMatchObject({
      ts: root.ts,
      reply_count: 1,
      metadata: { event_type: 'baton.card', event_payload: { campaign_id: 'C-1' } },
      blocks: [{ type: 'section', block_id: expect.any(String) }],
    });
    expect(messages?.[1]).toMatchObject({ ts: reply.ts, thread_ts: root.ts, bot_id: 'B0BATON' });
    const history = await ws.client.conversations.history({ channel: C });
    expect(history.messages?.map(({ ts }) => ts)).toContain(root.ts);
    expect(history.messages?.map(({ ts }) => ts)).not.toContain(reply.ts);
    expect(history.messages?.[0]).not.toHaveProperty('metadata');
  });

  test('time stamps grow and never repeat, however many post at once', async () => {
    const posted = await Promise.all(
      Array.from({ length: 20 }, (_, n) => ws.client.chat.postMessage({ channel: C, text: `n${n}` })),
    );
    expect(new Set(posted.map(({ ts }) => ts)).size).toBe(20);
  });

  test('a reply to a reply joins its thread; a broadcast shows in the channel too', async () => {
    const root = (await ws.client.chat.postMessage({ channel: C, text: 'root' })).ts as string;
    const reply = (await ws.client.chat.postMessage({ channel: C, text: 'a', thread_ts: root })).ts as string;
    const second = await ws.client.chat.postMessage({ channel: C, text: 'b', thread_ts: reply, reply_broadcast: true });
    expect(second.message).toMatchObject({ thread_ts: root, subtype: 'thread_broadcast' });
    const { messages } = await ws.client.conversations.history({ channel: C });
    expect(messages?.map(({ ts }) => ts)).toContain(second.ts);
  });

  test('an update keeps what it does not name and empties what it is told to', async () => {
    const { ts } = await ws.client.chat.postMessage({
      channel: C,
      text: 'one',
      blocks: [{ type: 'divider' }],
      metadata: { event_type: 'x', event_payload: {} },
    });
    await ws.client.chat.update({ channel: C, ts: ts as string, text: 'two' });
    const [kept] = (await ws.gateway.control.messages(C)).filter((row) => row.ts === ts);
    expect(kept).toMatchObject({
      text: 'two',
      edited: true,
      blocks: [{ type: 'divider' }],
      metadata: { event_type: 'x' },
    });
    await ws.client.chat.update({ channel: C, ts: ts as string, text: 'three', blocks: [] });
    const [emptied] = (await ws.gateway.control.messages(C)).filter((row) => row.ts === ts);
    expect(emptied).toMatchObject({ text: 'three', blocks: null });
  });

  test('each refusal has the word that Slack has for it', async () => {
    const { chat, conversations, users, views } = ws.client;
    const said = await ws.ask('/say', { seat: 'U0MARKETER', channel: C, text: 'mine' });
    const ephemeral = await chat.postEphemeral({ channel: C, user: 'U0MARKETER', text: 'psst' });
    const cases: [() => Promise<unknown>, string][] = [
      [() => ws.client.apiCall('chat.dance'), 'unknown_method'],
      [() => ws.client.apiCall('toString'), 'unknown_method'],
      [() => new WebClient('xoxb-wrong', { slackApiUrl: `${ws.url}/api/` }).auth.test(), 'invalid_auth'],
      [() => new WebClient(SECRETS.appToken, { slackApiUrl: `${ws.url}/api/` }).auth.test(), 'not_allowed_token_type'],
      [() => chat.postMessage({ channel: 'C0NONE', text: 'x' }), 'channel_not_found'],
      [() => chat.postMessage({ channel: C, text: '' }), 'no_text'],
      [() => chat.postMessage({ channel: C, text: 'x', thread_ts: 'now' }), 'invalid_thread_ts'],
      [() => chat.update({ channel: C, ts: '1.000000', text: 'x' }), 'message_not_found'],
      [() => chat.update({ channel: C, ts: said.ts, text: 'x' }), 'cant_update_message'],
      [() => chat.update({ channel: C, ts: ephemeral.message_ts as string, text: 'x' }), 'message_not_found'],
      [() => chat.delete({ channel: C, ts: said.ts }), 'cant_delete_message'],
      [() => chat.postEphemeral({ channel: C, user: 'U0GONE', text: 'x' }), 'user_not_in_channel'],
      [
        () => chat.postMessage({ channel: C, text: 'x', metadata: { event_type: '', event_payload: {} } }),
        'invalid_metadata_schema',
      ],
      [() => conversations.replies({ channel: C, ts: '1.000000' }), 'thread_not_found'],
      [() => conversations.open({ users: 'U0NOBODY' }), 'user_not_found'],
      [() => conversations.history({ channel: C, cursor: 'bogus' }), 'invalid_cursor'],
      [() => users.info({ user: 'U0NOBODY' }), 'user_not_found'],
      [
        () =>
          views.open({
            trigger_id: 'bogus',
            view: { type: 'modal', title: { type: 'plain_text', text: 'x' }, blocks: [] },
          }),
        'invalid_trigger_id',
      ],
      [
        () =>
          views.update({
            view_id: 'Vnone',
            view: { type: 'modal', title: { type: 'plain_text', text: 'x' }, blocks: [] },
          }),
        'not_found',
      ],
      [() => ws.client.usergroups.users.list({ usergroup: 'S0NONE' }), 'no_such_subteam'],
    ];
    for (const [call, word] of cases) expect(await refusedWith(call())).toBe(word);
  });

  test('a thread that does not exist is accepted, as Slack does', async () => {
    expect(await refusedWith(ws.client.chat.postMessage({ channel: C, text: 'lost', thread_ts: '1.000001' }))).toBe(
      'accepted',
    );
  });

  test('bad blocks come back with a pointer to each fault', async () => {
    const error = await ws.client.chat
      .postMessage({
        channel: C,
        text: 'x',
        blocks: [
          { type: 'header', text: { type: 'plain_text', text: 'a'.repeat(151) } },
          { type: 'alert', text: md('no') },
        ],
      })
      .catch((thrown) => thrown);
    expect(error.data.error).toBe('invalid_blocks');
    expect(error.data.response_metadata.messages).toEqual([
      '[ERROR] must be less than 151 characters [json-pointer:/blocks/0/text/text]',
      expect.stringContaining('unsupported type: alert'),
    ]);
    const many = Array.from({ length: 51 }, () => ({ type: 'divider' as const }));
    expect(await refusedWith(ws.client.chat.postMessage({ channel: C, text: 'x', blocks: many }))).toBe(
      'invalid_blocks',
    );
    const long = Array.from({ length: 5 }, () => ({ type: 'section' as const, text: md('가'.repeat(2900)) }));
    expect(await refusedWith(ws.client.chat.postMessage({ channel: C, text: 'x', blocks: long }))).toBe(
      'msg_blocks_too_long',
    );
  });

  test('JSON bodies and form bodies mean the same', async () => {
    const json = await fetch(`${ws.url}/api/chat.postMessage`, {
      method: 'POST',
      headers: { 'content-type': 'application/json; charset=utf-8', authorization: `Bearer ${SECRETS.botToken}` },
      body: JSON.stringify({ channel: C, text: 'json', blocks: [{ type: 'divider' }] }),
    });
    expect(await json.json()).toMatchObject({ ok: true, message: { text: 'json', blocks: [{ type: 'divider' }] } });
    const form = await fetch(`${ws.url}/api/chat.postMessage`, {
      method: 'POST',
      body: new URLSearchParams({
        token: SECRETS.botToken,
        channel: C,
        text: 'form\u0000',
        blocks: '[{"type":"divider"}]',
      }),
    });
    expect(await form.json()).toMatchObject({ ok: true, message: { text: 'form', blocks: [{ type: 'divider' }] } });
    const get = await fetch(`${ws.url}/api/users.info?user=U0GUEST&token=${SECRETS.botToken}`);
    expect(await get.json()).toMatchObject({ ok: true, user: { is_restricted: true } });
    expect(await (await fetch(`${ws.url}/api/auth.test`, { method: 'POST' })).json()).toEqual({
      ok: false,
      error: 'not_authed',
    });
  });

  test('people: admin, guest, stranger, leaver, bot; their language follows the switch', async () => {
    const info = async (user: string) => (await ws.client.users.info({ user, include_locale: true })).user;
    expect(await info('U0APPROVER1')).toMatchObject({
      is_admin: true,
      locale: 'ko-KR',
      real_name: '이승인',
      profile: { email: 'lee.approver@example.test' },
    });
    expect(await info('U0MARKETER')).toMatchObject({ is_admin: false, is_restricted: false, team_id: 'T0PRACTICE' });
    expect(await info('U0STRANGER')).toMatchObject({ team_id: 'T0OTHER', is_stranger: true });
    expect(await info('U0GONE')).toMatchObject({ deleted: true });
    expect(await info('U0BATON')).toMatchObject({ is_bot: true });
    expect((await ws.client.users.list({})).members?.map(({ id }) => id)).not.toContain('U0STRANGER');
    await ws.ask('/language', { language: 'en' });
    expect(await info('U0MARKETER')).toMatchObject({ locale: 'en-US', real_name: 'Kim Marketer' });
    await ws.ask('/language', { language: 'ko' });
    expect((await ws.client.usergroups.users.list({ usergroup: 'S0APPROVERS' })).users).toEqual([
      'U0APPROVER1',
      'U0APPROVER2',
    ]);
  });

  test('channels are listed page by page, joined and left', async () => {
    const first = await ws.client.conversations.list({ limit: 1 });
    expect(first.channels?.map(({ id }) => id)).toEqual(['C0DIGEST']);
    const second = await ws.client.conversations.list({
      limit: 1,
      cursor: first.response_metadata?.next_cursor as string,
    });
    expect(second.channels?.map(({ id }) => id)).toEqual(['C0MARKETING']);
    expect(second.response_metadata?.next_cursor).toBe('');
    await ws.gateway.control.dropBot('C0DIGEST');
    expect(await refusedWith(ws.client.chat.postMessage({ channel: '#marketing-digest', text: 'x' }))).toBe(
      'not_in_channel',
    );
    expect((await ws.client.conversations.info({ channel: 'C0DIGEST' })).channel).toMatchObject({ is_member: false });
    await ws.client.conversations.join({ channel: 'C0DIGEST' });
    expect((await ws.client.conversations.members({ channel: 'C0DIGEST' })).members).toContain('U0BATON');
    expect((await ws.client.users.conversations({ user: 'U0SALES' })).channels?.map(({ id }) => id)).toContain(
      'C0DIGEST',
    );
    const dm = await ws.client.conversations.open({ users: 'U0SALES' });
    expect(dm.channel?.id).toBe('DU0SALES');
    expect((await ws.client.chat.postMessage({ channel: 'U0SALES', text: 'by user id' })).channel).toBe('DU0SALES');
  });

  test('a permalink leads to the message on the page', async () => {
    const { ts } = await ws.client.chat.postMessage({ channel: C, text: 'here' });
    const { permalink } = await ws.client.chat.getPermalink({ channel: C, message_ts: ts as string });
    const response = await fetch(permalink as string, { redirect: 'manual' });
    expect(response.headers.get('location')).toBe(`/#/${C}/${ts}`);
  });

  test('a reaction is added once', async () => {
    const { ts } = await ws.client.chat.postMessage({ channel: C, text: 'nice' });
    const add = () => refusedWith(ws.client.reactions.add({ channel: C, timestamp: ts as string, name: 'eyes' }));
    expect(await add()).toBe('accepted');
    expect(await add()).toBe('already_reacted');
  });
});
