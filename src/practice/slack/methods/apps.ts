import { APP_ID, BOT, GROUPS, TEAM } from '../cast.ts';
import { Refusal } from '../refusal.ts';
import type { Methods } from './method.ts';

export const APP_LEVEL = 'apps.connections.open';

/** The app about itself and its workspace. `connect` gives the path of a new socket. */
export const appMethods = (connect: () => string): Methods => ({
  'api.test': async (_ws, args) => {
    const error = args.text('error');
    const { token: _token, ...rest } = args.all;
    if (error) throw new Refusal(error, [], { args: rest });
    return { args: rest };
  },
  'auth.test': async (ws) => ({
    url: `${ws.selfUrl()}/`,
    team: TEAM.name,
    user: BOT.name,
    team_id: TEAM.id,
    user_id: BOT.user,
    bot_id: BOT.id,
    is_enterprise_install: false,
  }),
  [APP_LEVEL]: async (ws) => ({ url: `${ws.selfUrl().replace(/^http/, 'ws')}${connect()}` }),
  'bots.info': async (_ws, args) => {
    const bot = args.text('bot');
    if (bot !== undefined && bot !== BOT.id) throw new Refusal('bot_not_found');
    return { bot: { id: BOT.id, app_id: APP_ID, user_id: BOT.user, name: BOT.name, deleted: false, icons: {} } };
  },
  'team.info': async () => ({ team: { id: TEAM.id, name: TEAM.name, domain: TEAM.domain } }),
  'usergroups.list': async (_ws, args) => ({
    usergroups: GROUPS.map(({ id, handle, users }) => ({
      id,
      team_id: TEAM.id,
      is_usergroup: true,
      name: handle,
      handle,
      date_delete: 0,
      user_count: users.length,
      ...(args.flag('include_users') ? { users } : {}),
    })),
  }),
  'usergroups.users.list': async (_ws, args) => {
    const group = GROUPS.find(({ id }) => id === args.need('usergroup'));
    if (!group) throw new Refusal('no_such_subteam');
    return { users: group.users };
  },
});
