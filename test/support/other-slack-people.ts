import { createHmac } from 'node:crypto';
import type { Opened, Posted } from './other-slack.ts';
import { BOT, MARKETING, TEAM } from './other-slack-cast.ts';
import { elementOf } from './workspace.ts';

export type Answer = { status: number; body: Record<string, unknown> };
type Loose = Record<string, unknown>;

/** What people in the other Slack do, as requests that Slack would sign and send. */
export const acting = (slack: {
  secret: string;
  bot: () => string;
  stamp: () => string;
  /** A trigger that opens one modal, once. */
  trigger: (user: string) => string;
  opened: readonly Opened[];
}) => {
  const { secret, stamp, trigger, opened } = slack;
  let count = 0;
  const signature = (body: string, at: number, key: string) => ({
    'x-slack-request-timestamp': String(at),
    'x-slack-signature': `v0=${createHmac('sha256', key).update(`v0:${at}:${body}`).digest('hex')}`,
  });
  const send = async (body: string, type: string, more: Record<string, string> = {}): Promise<Answer> => {
    const response = await fetch(slack.bot(), {
      method: 'POST',
      headers: { 'content-type': type, ...signature(body, Math.floor(Date.now() / 1000), secret), ...more },
      body,
      signal: AbortSignal.timeout(3_000),
    });
    const text = await response.text();
    return { status: response.status, body: text.startsWith('{') ? (JSON.parse(text) as Loose) : { text } };
  };
  const interact = (payload: Loose) =>
    send(new URLSearchParams({ payload: JSON.stringify(payload) }).toString(), 'application/x-www-form-urlencoded');
  const envelope = (event: Loose, eventId: string) =>
    JSON.stringify({
      type: 'event_callback',
      team_id: TEAM,
      api_app_id: 'A0OTHER',
      event_id: eventId,
      event_time: Math.floor(Date.now() / 1000),
      authorizations: [{ team_id: TEAM, user_id: BOT, is_bot: true }],
      event,
    });

  return {
    secret,
    signature,
    send,
    envelope,
    /** A person writes; as `app_mention`, as `message`, or as Slack does, both. @returns the message's time stamp */
    say: async (
      user: string,
      text: string,
      more: { channel?: string; threadTs?: string; as?: 'both' | 'message' | 'app_mention' } = {},
    ): Promise<string> => {
      const { channel = MARKETING, threadTs, as = text.includes(`<@${BOT}>`) ? 'both' : 'message' } = more;
      const ts = stamp();
      const base = { user, text, ts, channel, event_ts: ts, ...(threadTs && { thread_ts: threadTs }) };
      const kind = channel.startsWith('D') ? 'im' : 'channel';
      const kinds = as === 'both' ? (['message', 'app_mention'] as const) : [as];
      const answers = await Promise.all(
        kinds.map((type) =>
          send(
            envelope({ type, ...base, ...(type === 'message' && { channel_type: kind }) }, `Ev${++count}`),
            'application/json',
          ),
        ),
      );
      const refused = answers.find(({ status }) => status !== 200);
      if (refused) throw new Error(`the bot answered ${refused.status} to "${text.slice(0, 40)}"`);
      return ts;
    },
    /** A click on a button or on an option of a menu, found by its action id alone. */
    click: (user: string, message: Posted, action: string, option?: string): Promise<Answer> => {
      const element = elementOf(message.blocks, action);
      if (!element) throw new Error(`no ${action} on "${message.text}"`);
      const chosen = (element.options as { value: string }[] | undefined)?.find(({ value }) => value === option);
      return interact({
        type: 'block_actions',
        team: { id: TEAM },
        user: { id: user },
        api_app_id: 'A0OTHER',
        trigger_id: trigger(user),
        container: { type: 'message', channel_id: message.channel, message_ts: message.ts },
        channel: { id: message.channel },
        message: { ts: message.ts, ...(message.threadTs && { thread_ts: message.threadTs }) },
        actions: [
          {
            type: element.type,
            action_id: action,
            block_id: element.block_id ?? 'b',
            ...(option === undefined ? { value: element.value } : { selected_option: chosen }),
          },
        ],
      });
    },
    /** Submits the newest modal of a person with these inputs by block id; the element's kind is taken from the view. */
    submit: (user: string, inputs: Record<string, string>, from?: Opened): Promise<Answer> => {
      const found = from ?? opened.findLast((each) => each.user === user);
      if (!found) throw new Error(`${user} has no modal open`);
      const values = Object.fromEntries(
        found.view.blocks
          .filter(({ type }) => type === 'input')
          .map(({ block_id: id, element }) => [
            String(id),
            { value: chosenIn(element as Loose, inputs[String(id)] ?? null) },
          ]),
      );
      const view = { ...found.view, id: found.id, state: { values } };
      return interact({ type: 'view_submission', team: { id: TEAM }, user: { id: user }, view });
    },
    command: (user: string, text: string, channel = MARKETING): Promise<Answer> =>
      send(
        new URLSearchParams({
          command: '/baton',
          text,
          user_id: user,
          channel_id: channel,
          team_id: TEAM,
          trigger_id: trigger(user),
        }).toString(),
        'application/x-www-form-urlencoded',
      ),
  };
};

/** One input as Slack reports it: what was given, or what stood in it. */
const chosenIn = (element: Loose, given: string | null): Loose => {
  const type = String(element.type);
  if (type === 'plain_text_input') return { type, value: given ?? element.initial_value ?? null };
  if (type === 'datetimepicker') return { type, selected_date_time: given ? Number(given) : element.initial_date_time };
  if (type === 'checkboxes' || type === 'multi_static_select')
    return { type, selected_options: element.initial_options ?? [] };
  const options = (element.options as { value: string }[] | undefined) ?? [];
  return { type, selected_option: options.find(({ value }) => value === given) ?? element.initial_option ?? null };
};
