import { sql } from 'drizzle-orm';
import type { Tx } from '../deps.ts';
import { campaignKey, parseCampaignKey } from '../kit/id.ts';
import { conditionsOf } from './fields.ts';
import { problem, type RuleProblem } from './problem.ts';
import type { Rule } from './rule.ts';
import { type At, dateOf } from './when.ts';

/** A campaign whose outcome a rule may name: one that was sent. `sent` is the account's date. */
export type PastCampaign = { id: string; title: string; sent: string };

/** Newest first. */
export const pastCampaigns = async (db: Tx, { timezone }: At, most: number): Promise<PastCampaign[]> => {
  const { rows } = await db.execute<{ id: number; title: string; at: string }>(
    sql`select id, title, window_starts_at as at from campaigns where kind = 'campaign' and window_starts_at is not null order by window_starts_at desc, id desc limit ${most}`,
  );
  return rows.map(({ id, title, at }) => ({ id: campaignKey(id), title, sent: dateOf(new Date(at), timezone) }));
};

const KNOWN = 20;

/** What is wrong with the campaigns a rule names: each must be there. Empty when nothing is. */
export const campaignProblems = async (db: Tx, rule: Rule, at: At): Promise<RuleProblem[]> => {
  const asked = conditionsOf(rule).flatMap(({ cond, path }) =>
    'campaign' in cond ? [{ path, name: String(cond.campaign) }] : [],
  );
  if (asked.length === 0) return [];
  const ids = asked.map(({ name }) => parseCampaignKey(name) ?? -1);
  const { rows } = await db.execute<{ id: number }>(
    sql`select id from campaigns where id in (${sql.join(
      ids.map((id) => sql`${id}::bigint`),
      sql`, `,
    )})`,
  );
  const strange = asked.filter(({ name }) => !rows.some(({ id }) => Number(id) === parseCampaignKey(name)));
  if (strange.length === 0) return [];
  const known = (await pastCampaigns(db, at, KNOWN)).map(({ id, title }) => `${id} ${title}`.trim());
  return strange.map(({ path, name }) => problem({ code: 'unknown_campaign', path, name, known }));
};
