import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { serve } from '@hono/node-server';
import type { App } from '@slack/bolt';
import { Hono } from 'hono';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { pageRoutes } from '../../src/practice/page/page.ts';
import { type TestWorkspace, testBot, testWorkspace } from '../support/slack.ts';
import { openBrowser } from './browser.ts';
import * as views from './page-fixture-views.ts';
import * as fixtures from './page-fixtures.ts';
import { GOOD } from './slack/blocks-examples.ts';

/** The page on the real gateway, with a real Bolt app behind it. */
let workspace: TestWorkspace;
let bot: Awaited<ReturnType<typeof testBot>>;
let browser: Awaited<ReturnType<typeof openBrowser>>;
let server: Server;
let page: Page;
let slow = false;

const listen = (app: App) => {
  app.event('app_mention', async ({ event, client }) => {
    await client.chat.postMessage({
      channel: event.channel,
      thread_ts: event.ts,
      text: '세그먼트 v1',
      blocks: fixtures.stepCard as never,
    });
  });
  app.action('step.approve', async ({ ack, body, client }) => {
    if (slow) return;
    await ack();
    const { channel, message } = body as unknown as { channel: { id: string }; message: { ts: string } };
    await client.chat.update({
      channel: channel.id,
      ts: message.ts,
      text: '승인됨',
      blocks: [{ type: 'section', text: { type: 'mrkdwn', text: `*세그먼트 v1 승인됨* · <@${body.user.id}>` } }],
    });
  });
  app.action('step.more', async ({ ack, body, client }) => {
    await ack();
    await client.views.open({
      trigger_id: (body as { trigger_id: string }).trigger_id,
      view: views.rejectModal as never,
    });
  });
  app.view('step.reject', async ({ ack, view }) => {
    const reason = view.state.values.reason?.value?.selected_option?.value;
    if (reason === 'other')
      await ack({ response_action: 'errors', errors: { feedback: '기타라면 설명을 써 주세요.' } });
    else await ack();
  });
  app.event('app_home_opened', async ({ event, client }) => {
    await client.views.publish({ user_id: event.user, view: views.homeView as never });
  });
};

beforeAll(async () => {
  workspace = await testWorkspace();
  bot = await testBot(workspace, 'http', listen);
  const app = new Hono().route('/', workspace.gateway.routes).route('/', pageRoutes());
  app.get('/clock', (c) => c.json({ now: new Date().toISOString(), offsetMs: 0 }));
  server = await new Promise<Server>((resolve) => {
    const started = serve({ fetch: app.fetch, port: 0, hostname: '127.0.0.1' }, () => resolve(started as Server));
  });
  browser = await openBrowser();
  page = await browser.context.newPage();
  await page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
});
afterAll(async () => {
  await browser?.close();
  await bot?.stop();
  server?.closeAllConnections();
  await new Promise((done) => server.close(done));
  await workspace?.close();
});

it('takes a goal to the bot, shows its card, and has another seat approve it', async () => {
  await page.click('[data-goal=lapsed]');
  await page.press('[data-composer=channel]', 'Enter');
  await page.waitForSelector('.thread-panel [data-action-id="step.approve"]');
  expect(await page.textContent('.channel-panel .message')).toContain('@Baton 60일 넘게');
  await page.click(`[data-seat=${fixtures.APPROVER}]`);
  await page.waitForSelector(`[data-seen-by=${fixtures.APPROVER}]`);
  await page.click('.thread-panel [data-action-id="step.approve"]');
  await page.waitForSelector('.thread-panel .message:has-text("세그먼트 v1 승인됨 · @이승인")');
  await page.waitForSelector('[data-action-id="step.approve"]', { state: 'detached' });
});

it('opens the bot’s modal, shows its field errors and closes when it is content', async () => {
  await page.fill('[data-composer=thread]', '@baton 다시 보여 주세요');
  await page.press('[data-composer=thread]', 'Enter');
  await page.waitForSelector('.thread-panel [data-overflow]');
  await page.click('.thread-panel [data-overflow]');
  await page.click('[data-value="step.reject"]');
  await page.waitForSelector('dialog[data-callback-id="step.reject"]');
  await page.check('[data-block-id=reason] input[data-value=other]');
  await page.click('[data-submit]');
  await page.waitForSelector('[data-error-for=feedback]:has-text("기타라면 설명을")');
  await page.check('[data-block-id=reason] input[data-value=tone]');
  await page.click('[data-submit]');
  await page.waitForSelector('dialog', { state: 'detached' });
});

it('says in words that the bot did not answer in time', async () => {
  slow = true;
  await page.click('.thread-panel [data-action-id="step.approve"]');
  await page.waitForSelector('.message-error:has-text("문제가 생겼어요")');
  slow = false;
});

it('shows the home tab that the bot publishes, in the seat’s language', async () => {
  await page.click('[data-language=en]');
  await page.waitForSelector('html[lang=en]');
  await page.click(`[data-channel=D${fixtures.APPROVER}]`);
  await page.click('[data-tab=home]');
  await page.waitForSelector('[data-action-id="home.open"]');
  expect(await page.textContent('[data-seen-by]')).not.toMatch(/[가-힣]/);
  await page.click('[data-language=ko]');
});

it('puts a file into the direct messages, which the bot fetches with its token and nobody without', async () => {
  await page.click('[data-channel=C0MARKETING]');
  await page.waitForSelector('[data-attach-button]', { state: 'detached' });
  await page.click(`[data-channel=D${fixtures.APPROVER}]`);
  await page.click('[data-tab=messages]');
  const buffer = Buffer.from('회원번호,이름\n1,하나\n');
  await page.setInputFiles('[data-attach]', { name: '회원.csv', mimeType: 'text/csv', buffer });
  await page.waitForSelector('[data-file="회원.csv"]');
  const posted = (await workspace.gateway.control.messages(`D${fixtures.APPROVER}`)).at(-1);
  const [file] = (posted?.files ?? []) as { id: string }[];
  const info = await workspace.client.files.info({ file: file?.id ?? '' });
  expect(info.file).toMatchObject({ name: '회원.csv', filetype: 'csv', size: buffer.length });
  const address = info.file?.url_private_download ?? '';
  const fetched = await fetch(address, { headers: { authorization: `Bearer ${workspace.client.token}` } });
  expect(Buffer.from(await fetched.arrayBuffer()).equals(buffer)).toBe(true);
  const stranger = await fetch(address);
  expect(stranger.headers.get('content-type')).toContain('text/html');
});

it('draws every block that the gateway lets a bot post', async () => {
  await page.click('[data-channel=C0DIGEST]');
  const messages = Object.entries(GOOD).filter(([type]) => !['input', 'alert', 'file', 'video'].includes(type));
  for (const [type, block] of messages) {
    const posted = await workspace.client.chat.postMessage({
      channel: 'C0DIGEST',
      text: type,
      blocks: [block] as never,
    });
    const drawn = page.locator(`[data-ts="${posted.ts}"] [data-block-type="${type}"]`);
    await drawn.waitFor();
    expect(await page.locator(`[data-ts="${posted.ts}"] .unknown`).allTextContents(), type).toEqual([]);
  }
});
