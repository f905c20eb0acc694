import type { WebClient } from '@slack/web-api';

export type Identity = { userId: string; botId: string | null; teamId: string | null };

/**
 * Who we are, by auth.test: asked when first needed and kept. While Slack cannot be reached it throws each time, so that
 * starting up needs no Slack, and an event that came nevertheless is not acknowledged but sent again.
 */
export const makeIdentity = (client: WebClient): (() => Promise<Identity>) => {
  let asked: Promise<Identity> | null = null;
  return () => {
    asked ??= client.auth
      .test()
      .then(({ user_id: userId, bot_id: botId, team_id: teamId }) => {
        if (!userId) throw new Error('auth.test named no user');
        return { userId, botId: botId ?? null, teamId: teamId ?? null };
      })
      .catch((error: unknown) => {
        asked = null;
        throw error;
      });
    return asked;
  };
};
