import type { App } from '@slack/bolt';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type TestWorkspace, testBot, testWorkspace } from '../../support/slack.ts';

const C = 'C0MARKETING';
const plain = (text: string) => ({ type: 'plain_text' as const, text });
const modal = (title: string, rest: Record<string, unknown> = {}) => ({
  type: 'modal' as const,
  callback_id: 'step.reject',
  title: plain(title),
  submit: plain('반려하기'),
  notify_on_close: true,
  blocks: [
    {
      type: 'input' as const,
      block_id: 'reason',
      label: plain('사유'),
      element: {
        type: 'radio_buttons' as const,
        action_id: 'value',
        options: [
          { text: plain('톤'), value: 'tone' },
          { text: plain('기타'), value: 'other' },
        ],
      },
    },
    {
      type: 'input' as const,
      block_id: 'feedback',
      optional: true,
      label: plain('설명'),
      element: { type: 'plain_text_input' as const, action_id: 'value', max_length: 10 },
    },
  ],
  ...rest,
});
const card = [
  {
    type: 'actions' as const,
    block_id: 'req_1.a',
    elements: [
      { type: 'button' as const, action_id: 'step.approve', text: plain('승인'), value: 'req_1' },
      { type: 'button' as const, action_id: 'step.reject', text: plain('반려'), value: 'req_1' },
      {
        type: 'overflow' as const,
        action_id: 'step.more',
        options: [{ text: plain('반려'), value: 'step.reject' }],
      },
    ],
  },
];

/** Everything a Bolt app heard, and what it should answer next. */
type Heard = {
  events: Record<string, unknown>[];
  actions: { action: Record<string, unknown>; body: Record<string, unknown> }[];
  submissions: Record<string, unknown>[];
  closed: Record<string, unknown>[];
  commands: Record<string, unknown>[];
  answer: Record<string, unknown> | undefined;
};

const listen = (heard: Heard) => (app: App) => {
  for (const type of ['app_mention', 'app_home_opened', 'member_joined_channel'] as const)
    app.event(type, async ({ event }) => void heard.events.push(event as never));
  app.event('message', async ({ event }) => void heard.events.push(event as never));
  app.action('step.approve', async ({ ack, action, body, respond }) => {
    heard.actions.push({ action: action as never, body: body as never });
    await ack();
    await respond({ text: '승인했어요', response_type: 'ephemeral', replace_original: false });
  });
  app.action('step.more', async ({ ack, action, body }) => {
    heard.actions.push({ action: action as never, body: body as never });
    await ack();
  });
  app.action('step.reject', async ({ ack, body, client }) => {
    await ack();
    const { trigger_id } = body as { trigger_id: string };
    await client.views.open({ trigger_id, view: modal('반려 사유') });
  });
  app.view('step.reject', async ({ ack, body }) => {
    heard.submissions.push(body as never);
    await (heard.answer ? ack(heard.answer as never) : ack());
  });
  app.view({ callback_id: 'step.reject', type: 'view_closed' }, async ({ ack, body }) => {
    heard.closed.push(body as never);
    await ack();
  });
  app.command('/baton', async ({ ack, command }) => {
    heard.commands.push(command as never);
    await ack(command.text === 'silent' ? undefined : { response_type: 'ephemeral', text: `도움말 ${command.text}` });
  });
};

for (const how of ['http', 'socket'] as const)
  describe(`a real Bolt app by ${how}`, () => {
    let ws: TestWorkspace;
    let bot: Awaited<ReturnType<typeof testBot>>;
    const heard: Heard = { events: [], actions: [], submissions: [], closed: [], commands: [], answer: undefined };
    beforeAll(async () => {
      ws = await testWorkspace();
      bot = await testBot(ws, how, listen(heard));
    });
    afterAll(async () => {
      await bot.stop();
      await ws.close();
    });
    beforeEach(async () => {
      await ws.gateway.idle();
      Object.assign(heard, { events: [], actions: [], submissions: [], closed: [], commands: [], answer: undefined });
    });

    const topView = async (seat: string) => {
      const { views } = await ws.ask(`/changes?seat=${seat}&after=0`);
      return views.filter((each: { kind: string }) => each.kind === 'modal').at(-1);
    };
    const openModal = async (seat: string) => {
      const { ts } = await ws.client.chat.postMessage({ channel: C, text: '카드', blocks: card });
      const action = { type: 'button', action_id: 'step.reject', block_id: 'req_1.a', value: 'req_1' };
      expect(await ws.ask('/action', { seat, channel: C, ts, action })).toEqual({ ok: true });
      await expect.poll(() => topView(seat)).toBeDefined();
      return { ts, view: await topView(seat) };
    };
    const picked = { reason: { value: { type: 'radio_buttons', selected_option: { value: 'tone' } } } };

    test('one mention arrives as message and as app_mention, with the same ts', async () => {
      const said = await ws.ask('/say', {
        seat: 'U0MARKETER',
        channel: C,
        text: '@baton 매출 <!channel> 1천만원 & 더',
      });
      expect(said.ok).toBe(true);
      await ws.gateway.idle();
      const text = '<@U0BATON> 매출 &lt;!channel&gt; 1천만원 &amp; 더';
      expect(heard.events.map(({ type }) => type).sort()).toEqual(['app_mention', 'message']);
      for (const event of heard.events)
        expect(event).toMatchObject({ channel: C, user: 'U0MARKETER', ts: said.ts, text, team: 'T0PRACTICE' });
    });

    test('a reply in a thread carries its thread and whose it is', async () => {
      const root = await ws.client.chat.postMessage({ channel: C, text: '카드' });
      await ws.ask('/say', { seat: 'U0MARKETER', channel: C, text: '쿠폰은 빼자', threadTs: root.ts });
      await ws.gateway.idle();
      expect(heard.events).toMatchObject([{ type: 'message', thread_ts: root.ts, parent_user_id: 'U0BATON' }]);
    });

    test('a direct message arrives once, as message.im', async () => {
      await ws.ask('/say', { seat: 'U0SALES', channel: 'DU0SALES', text: '@baton 안녕' });
      await ws.gateway.idle();
      expect(heard.events).toMatchObject([{ type: 'message', channel_type: 'im', channel: 'DU0SALES' }]);
    });

    test('a stranger of another organisation is told as one', async () => {
      await ws.ask('/say', { seat: 'U0STRANGER', channel: C, text: '@baton 나도' });
      await ws.gateway.idle();
      expect(heard.events[0]).toMatchObject({ user: 'U0STRANGER', team: 'T0OTHER' });
    });

    test('a channel without the bot is silent until it is invited', async () => {
      await ws.gateway.control.dropBot('C0DIGEST');
      await ws.ask('/say', { seat: 'U0MARKETER', channel: 'C0DIGEST', text: '@baton 들려?' });
      await ws.gateway.idle();
      expect(heard.events).toEqual([]);
      const hint = (await ws.gateway.control.messages('C0DIGEST')).at(-1);
      expect(hint).toMatchObject({ user: 'USLACKBOT', onlyFor: 'U0MARKETER' });
      await ws.ask('/say', { seat: 'U0MARKETER', channel: 'C0DIGEST', text: '/invite @baton' });
      await ws.gateway.idle();
      expect(heard.events).toMatchObject([
        { type: 'member_joined_channel', user: 'U0BATON', channel: 'C0DIGEST', inviter: 'U0MARKETER' },
      ]);
    });

    test('a click brings container, message, trigger and a response_url that answers the clicker alone', async () => {
      const { ts } = await ws.client.chat.postMessage({ channel: C, text: '카드', blocks: card });
      const action = { type: 'button', action_id: 'step.approve', block_id: 'req_1.a', value: 'req_1' };
      expect(await ws.ask('/action', { seat: 'U0APPROVER1', channel: C, ts, action })).toEqual({ ok: true });
      expect(heard.actions).toHaveLength(1);
      expect(heard.actions[0]?.action).toMatchObject({ value: 'req_1', text: plain('승인'), block_id: 'req_1.a' });
      expect(heard.actions[0]?.body).toMatchObject({
        user: { id: 'U0APPROVER1', team_id: 'T0PRACTICE' },
        container: { type: 'message', message_ts: ts, channel_id: C, is_ephemeral: false },
        channel: { id: C, name: 'marketing' },
        message: { ts, blocks: card },
        trigger_id: expect.any(String),
      });
      await expect
        .poll(async () => (await ws.gateway.control.messages(C)).at(-1))
        .toMatchObject({ text: '승인했어요', onlyFor: 'U0APPROVER1' });
    });

    test('an overflow choice comes with the words of its option', async () => {
      const { ts } = await ws.client.chat.postMessage({ channel: C, text: '카드', blocks: card });
      const action = { action_id: 'step.more', selected_option: { value: 'step.reject' } };
      expect((await ws.ask('/action', { seat: 'U0APPROVER1', channel: C, ts, action })).ok).toBe(true);
      expect(heard.actions[0]?.action).toMatchObject({
        type: 'overflow',
        selected_option: { text: plain('반려'), value: 'step.reject' },
      });
    });

    test('a modal opens, refuses what its form refuses, and closes when submitted', async () => {
      const { view } = await openModal('U0APPROVER1');
      expect(view).toMatchObject({
        depth: 0,
        kind: 'modal',
        view: { callback_id: 'step.reject', title: plain('반려 사유') },
      });
      const empty = await ws.ask('/submit', { seat: 'U0APPROVER1', viewId: view.id, state: { values: {} } });
      expect(empty).toEqual({ ok: false, errors: { reason: expect.any(String) } });
      const long = { ...picked, feedback: { value: { value: '열 글자보다 긴 설명입니다' } } };
      expect(await ws.ask('/submit', { seat: 'U0APPROVER1', viewId: view.id, state: { values: long } })).toMatchObject({
        errors: { feedback: expect.stringContaining('10') },
      });
      expect(heard.submissions).toEqual([]);
      expect(await ws.ask('/submit', { seat: 'U0SALES', viewId: view.id, state: { values: picked } })).toMatchObject({
        ok: false,
        code: 'not_found',
      });
      const state = { values: picked };
      expect(await ws.ask('/submit', { seat: 'U0APPROVER1', viewId: view.id, state })).toEqual({ ok: true });
      expect(heard.submissions[0]).toMatchObject({
        type: 'view_submission',
        user: { id: 'U0APPROVER1' },
        view: {
          id: view.id,
          state: {
            values: {
              reason: { value: { type: 'radio_buttons', selected_option: { text: plain('톤'), value: 'tone' } } },
              feedback: { value: { type: 'plain_text_input', value: null } },
            },
          },
        },
      });
      expect(await topView('U0APPROVER1')).toBeUndefined();
    });

    test('errors stay in the modal; update redraws it; push goes above; clear closes all', async () => {
      const { view } = await openModal('U0APPROVER2');
      const submit = (viewId: string, answer: Record<string, unknown>) => {
        heard.answer = answer;
        return ws.ask('/submit', { seat: 'U0APPROVER2', viewId, state: { values: picked } });
      };
      const errors = { reason: '이미 처리됐어요' };
      expect(await submit(view.id, { response_action: 'errors', errors })).toEqual({ ok: false, errors });
      expect((await topView('U0APPROVER2')).id).toBe(view.id);
      expect(await submit(view.id, { response_action: 'update', view: modal('바뀌었어요') })).toEqual({ ok: true });
      const redrawn = await topView('U0APPROVER2');
      expect(redrawn).toMatchObject({ id: view.id, view: { title: plain('바뀌었어요') } });
      expect(redrawn.hash).not.toBe(view.hash);
      expect(await submit(view.id, { response_action: 'push', view: modal('위에') })).toEqual({ ok: true });
      const above = await topView('U0APPROVER2');
      expect(above).toMatchObject({ depth: 1, view: { root_view_id: view.id, previous_view_id: view.id } });
      expect(await submit(above.id, { response_action: 'clear' })).toEqual({ ok: true });
      expect(await topView('U0APPROVER2')).toBeUndefined();
    });

    test('closing a modal is told when the view asked for it', async () => {
      const { view } = await openModal('U0SALES');
      expect(await ws.ask('/close', { seat: 'U0SALES', viewId: view.id })).toEqual({ ok: true });
      await ws.gateway.idle();
      expect(heard.closed).toMatchObject([{ type: 'view_closed', is_cleared: false, view: { id: view.id } }]);
      expect(await topView('U0SALES')).toBeUndefined();
    });

    test('a slash command is answered to whoever typed it', async () => {
      expect(await ws.ask('/command', { seat: 'U0SALES', channel: C, text: 'help <b>' })).toEqual({ ok: true });
      expect(heard.commands[0]).toMatchObject({
        command: '/baton',
        text: 'help &lt;b&gt;',
        channel_id: C,
        user_id: 'U0SALES',
        trigger_id: expect.any(String),
      });
      expect((await ws.gateway.control.messages(C)).at(-1)).toMatchObject({ onlyFor: 'U0SALES', user: 'U0BATON' });
      const before = (await ws.gateway.control.messages(C)).length;
      await ws.ask('/command', { seat: 'U0SALES', channel: C, text: 'silent' });
      expect(await ws.gateway.control.messages(C)).toHaveLength(before);
    });

    test('opening Home is told, and what is published is seen by that person only', async () => {
      await ws.ask('/home', { seat: 'U0MARKETER' });
      await ws.gateway.idle();
      expect(heard.events).toMatchObject([{ type: 'app_home_opened', tab: 'home', user: 'U0MARKETER' }]);
      const blocks = [{ type: 'header' as const, text: plain('내 승인 대기') }];
      await ws.client.views.publish({ user_id: 'U0MARKETER', view: { type: 'home', blocks } });
      const home = (await ws.ask('/changes?seat=U0MARKETER&after=0')).views;
      expect(home).toMatchObject([{ kind: 'home', view: { blocks } }]);
      expect((await ws.ask('/changes?seat=U0SALES&after=0')).views).toEqual([]);
    });

    test('what the bot writes comes back to it as Slack sends it, and Bolt ignores its own', async () => {
      const { ts } = await ws.client.chat.postMessage({ channel: C, text: 'own' });
      await ws.client.chat.update({ channel: C, ts: ts as string, text: 'own, changed' });
      await ws.gateway.idle();
      expect(heard.events).toMatchObject([{ type: 'message', subtype: 'message_changed', message: { ts } }]);
    });
  });
