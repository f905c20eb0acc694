import type { Strings } from '../../../i18n/language.ts';
import { BOT, PEOPLE, type Person, personOf, TEAM } from '../cast.ts';
import { Refusal } from '../refusal.ts';
import { languageOfSeats, localeOf, type Workspace, words } from '../workspace.ts';
import { page } from './conversations.ts';
import type { Methods } from './method.ts';

type Shown = { names: Strings['practiceSlack']['names']; locale: string; withLocale: boolean };

const emailOf = (person: Person): string => `${person.handle}@example.test`;
/** Given out to nobody: after 010 no number begins with 0. */
const phoneOf = (person: Person): string => `010-0000-000${PEOPLE.indexOf(person) + 1}`;

const shownPerson = (person: Person, { names, locale, withLocale }: Shown): Record<string, unknown> => {
  const name = names[person.name];
  return {
    id: person.id,
    team_id: person.team,
    name: person.handle,
    real_name: name,
    deleted: person.deleted,
    tz: 'Asia/Seoul',
    tz_offset: 32_400,
    is_admin: person.admin,
    is_owner: person.admin,
    is_primary_owner: person.admin,
    is_restricted: person.guest,
    is_ultra_restricted: false,
    is_bot: false,
    is_app_user: false,
    ...(person.team === TEAM.id ? {} : { is_stranger: true }),
    profile: {
      real_name: name,
      display_name: name,
      team: person.team,
      // Slack Connect hides the address of people of other organisations.
      ...(person.team === TEAM.id ? { email: emailOf(person), phone: phoneOf(person) } : {}),
    },
    ...(withLocale ? { locale } : {}),
  };
};

const shownBot = ({ locale, withLocale }: Shown): Record<string, unknown> => ({
  id: BOT.user,
  team_id: TEAM.id,
  name: BOT.name,
  real_name: BOT.name,
  deleted: false,
  is_admin: false,
  is_owner: false,
  is_restricted: false,
  is_ultra_restricted: false,
  is_bot: true,
  is_app_user: false,
  profile: { real_name: BOT.name, display_name: BOT.name, bot_id: BOT.id, team: TEAM.id },
  ...(withLocale ? { locale } : {}),
});

const manner = async (ws: Workspace, withLocale: boolean): Promise<Shown> => ({
  names: (await words(ws)).names,
  locale: localeOf(await languageOfSeats(ws.db)),
  withLocale,
});

export const userMethods: Methods = {
  'users.info': async (ws, args) => {
    const id = args.need('user');
    const how = await manner(ws, args.flag('include_locale'));
    if (id === BOT.user) return { user: shownBot(how) };
    const person = personOf(id);
    if (!person) throw new Refusal('user_not_found');
    return { user: shownPerson(person, how) };
  },
  'users.list': async (ws, args) => {
    const how = await manner(ws, args.flag('include_locale'));
    // People of other organisations are not in the list; users.info knows them.
    const all = [
      ...PEOPLE.filter(({ team }) => team === TEAM.id).map((person) => shownPerson(person, how)),
      shownBot(how),
    ];
    const { items, response_metadata } = page(all, args);
    return { members: items, cache_ts: Math.floor(ws.clock.system().getTime() / 1000), response_metadata };
  },
  'users.lookupByEmail': async (ws, args) => {
    const email = args.need('email').toLowerCase();
    const person = PEOPLE.find((each) => each.team === TEAM.id && !each.deleted && emailOf(each) === email);
    if (!person) throw new Refusal('users_not_found');
    return { user: shownPerson(person, await manner(ws, false)) };
  },
};
