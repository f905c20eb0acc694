import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type TestWorkspace, testWorkspace } from '../../support/slack.ts';

let ws: TestWorkspace;
beforeAll(async () => {
  ws = await testWorkspace();
});
afterAll(() => ws.close());

const C = 'C0MARKETING';
const refusedWith = (call: Promise<unknown>) =>
  call.then(
    () => 'accepted',
    (error: { data?: { error?: string } }) => error.data?.error ?? String(error),
  );

describe('a test may make this Slack misbehave', () => {
  test('down for some calls, then up', async () => {
    const { control } = ws.gateway;
    control.down({ calls: 1 });
    await expect(ws.client.auth.test()).rejects.toMatchObject({ statusCode: 503 });
    expect((await ws.client.auth.test()).ok).toBe(true);
    control.down({ by: 'cut' });
    await expect(ws.client.auth.test()).rejects.toMatchObject({ code: 'slack_webapi_request_error' });
    control.up();
    expect((await ws.client.auth.test()).ok).toBe(true);
  });

  test('rate limits, refusals and unknown blocks', async () => {
    const { control } = ws.gateway;
    control.rateLimit('chat.postMessage', 1, 7);
    await expect(ws.client.chat.postMessage({ channel: C, text: 'x' })).rejects.toMatchObject({ retryAfter: 7 });
    control.refuse('chat.postMessage', 'is_archived');
    expect(await refusedWith(ws.client.chat.postMessage({ channel: C, text: 'x' }))).toBe('is_archived');
    control.refuseBlock('divider');
    expect(
      await refusedWith(ws.client.chat.postMessage({ channel: C, text: 'x', blocks: [{ type: 'divider' }] })),
    ).toBe('invalid_blocks');
    control.allowBlock('divider');
    expect(
      await refusedWith(ws.client.chat.postMessage({ channel: C, text: 'x', blocks: [{ type: 'divider' }] })),
    ).toBe('accepted');
  });

  test('an answer can be lost after the message was posted', async () => {
    const { control } = ws.gateway;
    control.loseAnswers('chat.postMessage', 1);
    await expect(ws.client.chat.postMessage({ channel: C, text: 'posted, but who knows' })).rejects.toThrow();
    expect((await control.messages(C)).filter(({ text }) => text === 'posted, but who knows')).toHaveLength(1);
  });

  test('calls are counted, shown and can be held', async () => {
    const { control } = ws.gateway;
    control.forgetCalls();
    const release = control.hold('chat.postMessage');
    const posting = ws.client.chat.postMessage({ channel: C, text: 'held' });
    await expect.poll(() => control.calls('chat.postMessage')).toBe(1);
    expect((await control.messages(C)).some(({ text }) => text === 'held')).toBe(false);
    release();
    await posting;
    expect(control.callsOf('chat.postMessage')).toMatchObject([{ channel: C, text: 'held' }]);
    expect(control.calls()).toBe(1);
  });
});
