import { findElement, type Part } from './blocks-walk.ts';
import { APP_ID, type Person, TEAM } from './cast.ts';
import type { Answer } from './delivery.ts';
import { type MessageRow, shown } from './messages.ts';
import { issueResponseUrl } from './response-urls.ts';
import { heldBy, stateOf, type Values, wholeOption } from './view-state.ts';
import type { View, ViewRow } from './views.ts';
import type { ChannelRow, Workspace } from './workspace.ts';

/** What the page says was clicked or chosen. */
export type Act = { type?: string; action_id: string; block_id?: string; value?: string } & Record<string, unknown>;

export const ANSWERED = (answer: Answer): boolean => answer.status >= 200 && answer.status < 300;

const common = (ws: Workspace, person: Person): Record<string, unknown> => ({
  user: { id: person.id, username: person.handle, name: person.handle, team_id: person.team },
  api_app_id: APP_ID,
  token: 'practice',
  team: { id: TEAM.id, domain: TEAM.domain },
  enterprise: null,
  is_enterprise_install: false,
  trigger_id: ws.triggers.issue(person.id),
});

const KEPT = ['text', 'value', 'style', 'placeholder', 'initial_option'] as const;

/**
 * The action as Slack sends it: the element's own words, with what was chosen.
 * An element that is not there any more still clicks: people click cards that were redrawn a moment ago.
 */
const actionOf = (blocks: unknown, act: Act, at: string): Record<string, unknown> => {
  const found = findElement(blocks, { blockId: act.block_id, actionId: act.action_id, value: act.value });
  const own = found?.element ?? {};
  const field = found ? heldBy(found.element)?.field : undefined;
  const chosen = (name: string) => (found && name in act ? { [name]: wholeOption(found.element, act[name]) } : {});
  return {
    ...Object.fromEntries(KEPT.filter((name) => own[name] !== undefined).map((name) => [name, own[name]])),
    ...act,
    ...(field ? chosen(field) : chosen('selected_option')),
    type: act.type ?? own.type ?? 'button',
    block_id: act.block_id ?? found?.block.block_id ?? '',
    action_ts: at,
  };
};

const stamp = (ws: Workspace): string => (ws.clock.system().getTime() / 1000).toFixed(6);

/** A click or choice on a message. */
export const messageAction = async (
  ws: Workspace,
  of: { person: Person; channel: ChannelRow; row: MessageRow; act: Act; values: Values },
): Promise<Answer> => {
  const { person, channel, row } = of;
  const origin = { user: person.id, channel: channel.id, message: row.ts };
  return ws.delivery.ask('interactive', {
    type: 'block_actions',
    ...common(ws, person),
    container: {
      type: 'message',
      message_ts: row.ts,
      channel_id: channel.id,
      is_ephemeral: row.onlyFor !== null,
      ...(row.threadTs ? { thread_ts: row.threadTs } : {}),
    },
    channel: { id: channel.id, name: channel.dmUser ? 'directmessage' : channel.name },
    // An ephemeral message is not sent along: Slack does not keep it.
    ...(row.onlyFor ? {} : { message: shown(row, true) }),
    state: { values: stateOf(row.blocks, of.values) },
    response_url: await issueResponseUrl(ws, origin),
    actions: [actionOf(row.blocks, of.act, stamp(ws))],
  });
};

const withState = (row: ViewRow, values: Values): View => {
  const view = row.view as View;
  return { ...view, state: { values: stateOf(view.blocks, values) } };
};

/** A click or choice in a modal or on the Home tab. */
export const viewAction = (
  ws: Workspace,
  of: { person: Person; row: ViewRow; act: Act; values: Values },
): Promise<Answer> =>
  ws.delivery.ask('interactive', {
    type: 'block_actions',
    ...common(ws, of.person),
    container: { type: 'view', view_id: of.row.id },
    view: withState(of.row, of.values),
    actions: [actionOf((of.row.view as View).blocks, of.act, stamp(ws))],
  });

export const viewSubmission = (ws: Workspace, of: { person: Person; row: ViewRow; values: Values }): Promise<Answer> =>
  ws.delivery.ask('interactive', {
    type: 'view_submission',
    ...common(ws, of.person),
    view: withState(of.row, of.values),
    response_urls: [],
  });

export const viewClosed = (ws: Workspace, of: { person: Person; row: ViewRow; cleared: boolean }): Promise<Answer> => {
  const { trigger_id: _none, ...rest } = common(ws, of.person);
  return ws.delivery.ask('interactive', {
    type: 'view_closed',
    ...rest,
    view: of.row.view as View,
    is_cleared: of.cleared,
  });
};

export const slashCommand = async (
  ws: Workspace,
  of: { person: Person; channel: ChannelRow; text: string },
): Promise<Answer> =>
  ws.delivery.ask('slash_commands', {
    token: 'practice',
    team_id: of.person.team,
    team_domain: TEAM.domain,
    channel_id: of.channel.id,
    channel_name: of.channel.dmUser ? 'directmessage' : of.channel.name,
    user_id: of.person.id,
    user_name: of.person.handle,
    command: '/baton',
    text: of.text,
    api_app_id: APP_ID,
    is_enterprise_install: 'false',
    response_url: await issueResponseUrl(ws, { user: of.person.id, channel: of.channel.id }),
    trigger_id: ws.triggers.issue(of.person.id),
  });

/** The object in an answer's body, or {} where it is empty or not JSON. */
export const bodyOf = (answer: Answer): Part =>
  typeof answer.body === 'object' && answer.body !== null ? (answer.body as Part) : {};
