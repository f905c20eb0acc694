import { desc } from 'drizzle-orm';
import { campaigns } from '../db/schema.ts';
import { deliveriesOf } from '../delivery/export.ts';
import { campaignKey, parseCampaignKey } from '../kit/id.ts';
import { campaignJson, loadCampaignFacts } from '../results/campaign-json.ts';
import { type Command, DATABASE, Refused, UsageError, withDatabase } from './command.ts';
import { csv } from './csv.ts';

export const campaign: Command = {
  name: 'campaign',
  usage: [
    'campaign list                             every campaign, newest first',
    'campaign show ID                          one campaign: drafts, approvals, ledger, results, each number with its formula',
    'campaign export ID                        the ledger as CSV: who got what, and what became of it',
  ],
  options: {},
  settings: DATABASE,
  async run({ config, args }) {
    const [what, given = ''] = args;
    if (what === 'list')
      return withDatabase(config, async ({ db }) => {
        const rows = await db.select().from(campaigns).orderBy(desc(campaigns.id));
        const list = rows.map(({ id, title, status, requester, createdAt }) => ({
          id: campaignKey(id),
          title,
          status,
          requester,
          created_at: createdAt.toISOString(),
        }));
        return {
          json: list,
          text:
            list.map((row) => `${row.id.padEnd(8)} ${row.status.padEnd(20)} ${row.title}`).join('\n') ||
            'no campaigns yet',
        };
      });
    const id = parseCampaignKey(given);
    if ((what !== 'show' && what !== 'export') || id === null) throw new UsageError(campaign.usage.join('\n'));
    return withDatabase(config, async ({ db }) => {
      const facts = await loadCampaignFacts(db, id);
      if (!facts) throw new Refused(`no campaign ${given}`);
      if (what === 'show') {
        const json = campaignJson(facts);
        return { json, text: JSON.stringify(json, null, 2) };
      }
      const rows = await deliveriesOf(db, id);
      return { json: rows, text: csv(rows) };
    });
  },
};
