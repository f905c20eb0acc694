import type { WebClient } from '@slack/web-api';
import { eq, sql } from 'drizzle-orm';
import { slackUsers } from '../db/schema.ts';
import type { Deps, Directory, Person } from '../deps.ts';
import { languageOf } from '../i18n/language.ts';
import { HOUR, MINUTE } from '../kit/clock.ts';
import { toE164 } from '../kit/phone.ts';
import { slackError } from './errors.ts';
import type { Identity } from './identity.ts';

/** A user as Slack describes one; what is missing counts as not so. */
export type SlackUser = {
  id?: string;
  name?: string;
  real_name?: string;
  team_id?: string;
  locale?: string;
  deleted?: boolean;
  is_bot?: boolean;
  is_app_user?: boolean;
  is_restricted?: boolean;
  is_ultra_restricted?: boolean;
  is_stranger?: boolean;
  is_admin?: boolean;
  is_owner?: boolean;
  enterprise_user?: { enterprise_id?: string; teams?: string[] };
  profile?: { email?: string; phone?: string; display_name?: string; real_name?: string };
};

type Row = typeof slackUsers.$inferSelect;
type Needs = Pick<Deps, 'db' | 'clock' | 'config'>;

export type FullDirectory = Directory & {
  /** What `user_change` brought. */
  learn(user: SlackUser): Promise<void>;
};

/** Users are kept for an hour, groups for a minute (both machine time); who somebody is is never taken from a click. */
export const makeDirectory = (deps: Needs, client: WebClient, identity: () => Promise<Identity>): FullDirectory => {
  // The page of the practice workspace switches everybody's language at once, and tells nobody.
  const keptMs = deps.config.practice.has('slack') ? 2_000 : HOUR;
  const groups = new Map<string, { at: number; ids: Promise<string[]> }>();

  const keep = async (user: SlackUser, id: string): Promise<Row> => {
    const ours = (await identity()).teamId;
    const row: Row = {
      id,
      name: user.profile?.display_name || user.profile?.real_name || user.real_name || user.name || id,
      locale: user.locale ?? '',
      email: user.profile?.email ?? null,
      phone: toE164(user.profile?.phone ?? '', deps.config.defaultRegion),
      isBot: Boolean(user.is_bot) || id === 'USLACKBOT',
      isGuest: Boolean(user.is_restricted || user.is_ultra_restricted),
      isStranger: Boolean(user.is_stranger) || isOfAnotherTeam(user, ours),
      isAdmin: Boolean(user.is_admin || user.is_owner),
      deleted: Boolean(user.deleted),
      fetchedAt: deps.clock.system(),
    };
    await deps.db
      .insert(slackUsers)
      .values(row)
      // user_change carries no locale: the one we know stays.
      .onConflictDoUpdate({
        target: slackUsers.id,
        set: { ...row, locale: sql`coalesce(nullif(excluded.locale, ''), ${slackUsers.locale})` },
      });
    return row;
  };

  const ask = async (id: string): Promise<Row> => {
    try {
      const { user } = await client.users.info({ user: id, include_locale: true });
      return await keep((user ?? {}) as SlackUser, id);
    } catch (error) {
      // No real Slack lacks this method: a server that does knows no guests either. Everything else fails closed.
      if (slackError(error) === 'unknown_method') return keep({ id }, id);
      throw error;
    }
  };

  return {
    async person(id) {
      const [known] = await deps.db.select().from(slackUsers).where(eq(slackUsers.id, id));
      const fresh = known && deps.clock.system().getTime() - known.fetchedAt.getTime() < keptMs;
      return personOf(fresh ? known : await ask(id), deps.config.locale);
    },
    group(id) {
      const now = deps.clock.system().getTime();
      const known = groups.get(id);
      if (known && now - known.at < MINUTE) return known.ids;
      const ids = client.usergroups.users.list({ usergroup: id }).then(({ users }) => users ?? []);
      groups.set(id, { at: now, ids });
      ids.catch(() => groups.delete(id));
      return ids;
    },
    async learn(user) {
      if (user.id) await keep(user, user.id);
    },
  };
};

const isOfAnotherTeam = ({ team_id: team, enterprise_user: grid }: SlackUser, ours: string | null): boolean =>
  Boolean(team && ours && team !== ours && !grid?.teams?.includes(ours));

const personOf = (row: Row, fallback: 'ko' | 'en'): Person => ({
  id: row.id,
  name: row.name,
  language: languageOf(row.locale, fallback),
  email: row.email,
  phone: row.phone,
  isBot: row.isBot,
  isGuest: row.isGuest,
  isStranger: row.isStranger,
  isAdmin: row.isAdmin,
  deleted: row.deleted,
});
