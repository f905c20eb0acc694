import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { WebClient } from '@slack/web-api';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { sign } from '../../../src/practice/slack/delivery.ts';
import { SECRETS, type TestWorkspace, testWorkspace } from '../../support/slack.ts';

const C = 'C0MARKETING';
type Request = { body: string; headers: IncomingMessage['headers'] };

let ws: TestWorkspace;
let server: Server;
const got: Request[] = [];
let answer: (response: ServerResponse, n: number) => void;

const eventOf = ({ body }: Request) => JSON.parse(body) as { event_id: string; event: Record<string, unknown> };
const say = (text: string) => ws.ask('/say', { seat: 'U0MARKETER', channel: C, text });

beforeAll(async () => {
  ws = await testWorkspace({ answer: 1500, tries: [0, 20, 40] });
  server = createServer(async (request, response) => {
    let body = '';
    for await (const chunk of request) body += chunk;
    got.push({ body, headers: request.headers });
    answer(response, got.length);
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  ws.bot(`http://127.0.0.1:${(server.address() as AddressInfo).port}/slack/events`);
});
afterAll(async () => {
  await ws.close();
  server.closeAllConnections();
  await new Promise((done) => server.close(done));
});
beforeEach(async () => {
  await ws.gateway.idle();
  got.length = 0;
  answer = (response) => response.end();
});

describe('events reach the bot', () => {
  test('signed over the very bytes sent, as one envelope', async () => {
    await say('안녕');
    await ws.gateway.idle();
    expect(got).toHaveLength(1);
    const { body, headers } = got[0] as Request;
    const at = new Date(Number(headers['x-slack-request-timestamp']) * 1000);
    expect(headers['x-slack-signature']).toBe(sign(SECRETS.signingSecret, body, at)['x-slack-signature']);
    expect(JSON.parse(body)).toMatchObject({
      type: 'event_callback',
      event_id: expect.stringMatching(/^Ev/),
      event_time: expect.any(Number),
      team_id: 'T0PRACTICE',
      api_app_id: 'A0BATON',
      authorizations: [{ user_id: 'U0BATON', is_bot: true }],
    });
  });

  test('again with the same event id, its count and its reason, until taken', async () => {
    answer = (response, n) => response.writeHead(n < 3 ? 500 : 200).end();
    await say('다시');
    await ws.gateway.idle();
    expect(got.map(({ headers }) => [headers['x-slack-retry-num'], headers['x-slack-retry-reason']])).toEqual([
      [undefined, undefined],
      ['1', 'http_error'],
      ['2', 'http_error'],
    ]);
    expect(new Set(got.map((each) => eventOf(each).event_id)).size).toBe(1);
  });

  test('three times at most, once where the bot asks not to be asked again', async () => {
    answer = (response) => response.writeHead(500).end();
    await say('셋');
    await ws.gateway.idle();
    expect(got).toHaveLength(3);
    got.length = 0;
    answer = (response) => response.writeHead(500, { 'x-slack-no-retry': '1' }).end();
    await say('하나');
    await ws.gateway.idle();
    expect(got).toHaveLength(1);
  });

  test('again when the bot is too slow', async () => {
    answer = (response, n) => void (n > 1 && response.end());
    await say('느린 봇');
    await ws.gateway.idle();
    expect(got[1]?.headers['x-slack-retry-reason']).toBe('http_timeout');
  });

  test('after a restart, when they were not taken before it', async () => {
    const away = createServer();
    await new Promise<void>((done) => away.listen(0, '127.0.0.1', done));
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/slack/events`;
    // Accepts and never answers: the event is on its way when the gateway stops.
    ws.bot(`http://127.0.0.1:${(away.address() as AddressInfo).port}/`);
    const said = await say('잊지 마');
    expect(ws.gateway.isIdle()).toBe(false);
    ws.bot(url);
    await ws.restart();
    await ws.gateway.idle();
    expect(got.map(eventOf)).toMatchObject([{ event: { ts: said.ts, text: '잊지 마' } }]);
    await ws.restart();
    await ws.gateway.idle();
    expect(got).toHaveLength(1);
    away.closeAllConnections();
    await new Promise((done) => away.close(done));
  });
});

describe('a person is told when the bot does not answer', () => {
  test('in words, for clicks, commands and modals, and nothing is repeated for them', async () => {
    const blocks = [
      {
        type: 'actions' as const,
        elements: [{ type: 'button' as const, action_id: 'a', text: { type: 'plain_text' as const, text: 'A' } }],
      },
    ];
    const { ts } = await ws.client.chat.postMessage({ channel: C, text: 'x', blocks });
    await ws.gateway.idle();
    got.length = 0;
    answer = (response) => response.writeHead(500).end();
    const failed = { ok: false, error: '문제가 생겼어요. 다시 시도해 주세요.' };
    expect(await ws.ask('/action', { seat: 'U0SALES', channel: C, ts, action: { action_id: 'a' } })).toEqual(failed);
    expect(await ws.ask('/command', { seat: 'U0SALES', channel: C, text: 'x' })).toEqual(failed);
    expect(got).toHaveLength(2);
    answer = () => undefined;
    expect(await ws.ask('/command', { seat: 'U0SALES', channel: C, text: 'x' })).toEqual(failed);
  });
});

describe('what the bot is lent ends', () => {
  const click = async () => {
    const blocks = [
      {
        type: 'actions' as const,
        elements: [{ type: 'button' as const, action_id: 'a', text: { type: 'plain_text' as const, text: 'A' } }],
      },
    ];
    const { ts } = await ws.client.chat.postMessage({ channel: C, text: 'original', blocks });
    await ws.gateway.idle();
    got.length = 0;
    await ws.ask('/action', { seat: 'U0SALES', channel: C, ts, action: { action_id: 'a' } });
    const payload = JSON.parse(new URLSearchParams((got[0] as Request).body).get('payload') as string);
    return { ts, trigger: payload.trigger_id as string, url: payload.response_url as string };
  };
  const view = { type: 'modal' as const, title: { type: 'plain_text' as const, text: 'x' }, blocks: [] };
  const open = (trigger_id: string) =>
    ws.client.views.open({ trigger_id, view }).then(
      () => 'opened',
      (error) => error.data.error,
    );
  const respond = async (url: string, body: unknown) => {
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    return [response.status, ((await response.json()) as { error?: string }).error];
  };

  test('a trigger opens one view, and none after three seconds', async () => {
    const first = await click();
    expect(await open(first.trigger)).toBe('opened');
    expect(await open(first.trigger)).toBe('exchanged_trigger_id');
    const second = await click();
    ws.clock.ahead += 3001;
    expect(await open(second.trigger)).toBe('expired_trigger_id');
    ws.clock.ahead = 0;
  });

  test('a view Slack cannot take does not use up the trigger; three modals stack, not four', async () => {
    const { trigger } = await click();
    const wide = { ...view, title: { type: 'plain_text' as const, text: 'a'.repeat(25) } };
    const error = await ws.client.views.open({ trigger_id: trigger, view: wide }).catch((thrown) => thrown);
    expect(error.data).toMatchObject({
      error: 'invalid_arguments',
      response_metadata: { messages: ['[ERROR] must be less than 25 characters [json-pointer:/view/title/text]'] },
    });
    expect(await open(trigger)).toBe('opened');
    for (const expected of ['ok', 'ok', 'push_limit_reached']) {
      const next = (await click()).trigger;
      const pushed = await ws.client.views.push({ trigger_id: next, view }).then(
        () => 'ok',
        (thrown) => thrown.data.error,
      );
      expect(pushed).toBe(expected);
    }
  });

  test('a view is redrawn only from the hash it has', async () => {
    const { trigger } = await click();
    const opened = (await ws.client.views.open({ trigger_id: trigger, view: { ...view, external_id: 'one' } })).view;
    const hash = opened?.hash as string;
    await ws.client.views.update({ external_id: 'one', hash, view: { ...view, external_id: 'one' } });
    await expect(ws.client.views.update({ view_id: opened?.id as string, hash, view })).rejects.toMatchObject({
      data: { error: 'hash_conflict' },
    });
    const again = ws.client.views.open({ trigger_id: (await click()).trigger, view: { ...view, external_id: 'one' } });
    await expect(again).rejects.toMatchObject({ data: { error: 'duplicate_external_id' } });
  });

  test('a response_url replaces, answers, deletes, five times and for thirty minutes', async () => {
    const { ts, url } = await click();
    const text = async () => (await ws.gateway.control.messages(C)).find((row) => row.ts === ts)?.text;
    expect(await respond(url, { replace_original: true, text: 'replaced' })).toEqual([200, undefined]);
    expect(await text()).toBe('replaced');
    expect(await respond(url, { response_type: 'in_channel', text: 'to all' })).toEqual([200, undefined]);
    expect((await ws.gateway.control.messages(C)).at(-1)).toMatchObject({ text: 'to all', onlyFor: null });
    expect(await respond(url, { text: 'to you' })).toEqual([200, undefined]);
    expect((await ws.gateway.control.messages(C)).at(-1)).toMatchObject({ text: 'to you', onlyFor: 'U0SALES' });
    expect(await respond(url, { text: 'x', blocks: [{ type: 'nonsense' }] })).toEqual([400, 'invalid_blocks']);
    await ws.restart();
    expect(await respond(url, { delete_original: true })).toEqual([200, undefined]);
    expect(await text()).toBeUndefined();
    expect(await respond(url, { text: 'five' })).toEqual([200, undefined]);
    expect(await respond(url, { text: 'six' })).toEqual([404, 'used_url']);
    const late = await click();
    ws.clock.ahead += 30 * 60_000 + 1;
    expect(await respond(late.url, { text: 'late' })).toEqual([404, 'expired_url']);
    ws.clock.ahead = 0;
  });
});

describe('Socket Mode', () => {
  test('a ticket lets one connection in, and an event not acknowledged comes again', async () => {
    const client = new WebClient(SECRETS.appToken, { slackApiUrl: `${ws.url}/api/` });
    const { url } = await client.apps.connections.open();
    const socket = new WebSocket(url as string);
    const frames: Record<string, never>[] = [];
    socket.on('message', (data) => {
      const frame = JSON.parse(String(data));
      frames.push(frame);
      if (frame.type === 'events_api' && frame.retry_attempt === 1)
        socket.send(JSON.stringify({ envelope_id: frame.envelope_id }));
    });
    await expect.poll(() => frames[0]).toMatchObject({ type: 'hello', connection_info: { app_id: 'A0BATON' } });
    await say('소켓');
    await ws.gateway.idle();
    expect(frames.slice(1)).toMatchObject([
      { type: 'events_api', retry_attempt: 0, payload: { event: { text: '소켓' } } },
      { type: 'events_api', retry_attempt: 1, retry_reason: 'timeout' },
    ]);
    const twice = new WebSocket(url as string);
    const refused = await new Promise((done) =>
      twice.on('unexpected-response', (_request, response) => done(response.statusCode)).on('error', () => undefined),
    );
    expect(refused).toBe(401);
    const closed = new Promise((done) => socket.on('close', done));
    socket.close();
    await closed;
    await say('다시 HTTP');
    await ws.gateway.idle();
    expect(got).toHaveLength(1);
  });
});
