import { desc } from 'drizzle-orm';
import { campaigns } from '../db/schema.ts';
import { deliveriesOf } from '../delivery/export.ts';
import { type Strings, strings } from '../i18n/language.ts';
import { voice } from '../i18n/voice.ts';
import { campaignKey, parseCampaignKey } from '../kit/id.ts';
import { campaignJson, loadCampaignFacts } from '../results/campaign-json.ts';
import { loadSuggestions } from '../results/suggest-load.ts';
import { campaignText, readingOf } from './campaign-text.ts';
import { type Command, DATABASE, Refused, UsageError, withDatabase } from './command.ts';
import { csv } from './csv.ts';

export const campaign: Command = {
  name: 'campaign',
  usage: [
    ['campaign list', 'campaignList'],
    ['campaign show ID', 'campaignShow'],
    ['campaign export ID', 'campaignExport'],
  ],
  options: {},
  settings: [...DATABASE, 'LOCALE'],
  async run({ config, args }) {
    const [what, given = ''] = args;
    const t = strings(config.locale);
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
            rows
              .map((row) => `${campaignKey(row.id).padEnd(8)} ${row.title || row.goal} · ${statusWords(row, t)}`)
              .join('\n') || t.cli.campaign.none,
        };
      });
    const id = parseCampaignKey(given);
    if ((what !== 'show' && what !== 'export') || id === null) throw new UsageError();
    return withDatabase(config, async ({ db, clock }) => {
      const facts = await loadCampaignFacts(db, id);
      if (!facts) throw new Refused(t.cli.campaign.unknown({ id: given }));
      if (what === 'show') {
        const json = campaignJson(facts);
        const readout = readingOf(facts);
        const suggestions = readout ? await loadSuggestions(db, new Map(), readout, await clock.business()) : [];
        return { json, text: campaignText(facts, suggestions, voice(config.locale, config)) };
      }
      const rows = await deliveriesOf(db, id);
      return { json: rows, text: csv(rows) };
    });
  },
};

const statusWords = (
  { status, sendAt }: Pick<typeof campaigns.$inferSelect, 'status' | 'sendAt'>,
  t: Strings,
): string => t.cards.status[status]({ at: sendAt?.toISOString() ?? '…' });
