/** Who and what the other Slack is made of. */
export const BOT = 'U0OTHERBOT';
export const TEAM = 'T0OTHER';
export const MARKETING = 'C0CAMPAIGNS';
export const DIGEST = 'C0DAILY';
/** Members, as this Slack describes them. */
export const USERS: Readonly<Record<string, Record<string, unknown>>> = {
  U0MINA: { locale: 'ko-KR', profile: { email: 'mina@example.test', display_name: '미나' } },
  U0JUNHO: { locale: 'ko-KR' },
  U0SARAH: { locale: 'en-US' },
  U0BOSS: { locale: 'ko-KR', is_admin: true },
  U0PASSER: { locale: 'ko-KR' },
  U0TOM: { locale: 'en-GB' },
  U0INTERN: { locale: 'ko-KR', is_restricted: true },
  U0AGENCY: { locale: 'en-US', team_id: 'T0AGENCY', is_stranger: true },
};
export const MINA = 'U0MINA';
export const JUNHO = 'U0JUNHO';
export const SARAH = 'U0SARAH';
