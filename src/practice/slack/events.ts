import { APP_ID, BOT, TEAM } from './cast.ts';

/** The inner part of an Events API request. */
export type SlackEvent = { type: string } & Record<string, unknown>;

/** One Events API request, as Slack posts it. */
export type Envelope = {
  type: 'event_callback';
  event_id: string;
  event_time: number;
  event: SlackEvent;
} & Record<string, unknown>;

/** `from` is the organisation of whoever caused it, when it is not ours (Slack Connect). */
export const envelope = (event: SlackEvent, at: { id: string; at: Date; from?: string }): Envelope => ({
  token: 'practice',
  team_id: TEAM.id,
  context_team_id: TEAM.id,
  context_enterprise_id: null,
  api_app_id: APP_ID,
  event,
  type: 'event_callback',
  event_id: at.id,
  event_time: Math.floor(at.at.getTime() / 1000),
  authorizations: [
    { enterprise_id: null, team_id: TEAM.id, user_id: BOT.user, is_bot: true, is_enterprise_install: false },
  ],
  is_ext_shared_channel: at.from !== undefined && at.from !== TEAM.id,
  event_context: `4-${at.id}`,
});
