import { rebuild as rebuildRollups } from '../audience/rebuild.ts';
import { strings } from '../i18n/language.ts';
import { rebuildEventCounts } from '../results/event-counts.ts';
import { rebuildLedgers } from '../results/ledgers.ts';
import { forgetRevenue } from '../results/revenue-days.ts';
import { type Command, DATABASE, UsageError, withDatabase } from './command.ts';

export const rebuild: Command = {
  name: 'rebuild',
  usage: [['rebuild', 'rebuild']],
  options: {},
  settings: [...DATABASE, 'LOCALE', 'TIMEZONE'],
  async run({ config, args }) {
    if (args.length > 0) throw new UsageError();
    const t = strings(config.locale).cli.rebuild;
    return withDatabase(config, async ({ db, clock }) => {
      const done = await rebuildRollups(db, {
        timezone: config.timezone,
        now: await clock.business(),
        onProgress: (contacts) => process.stderr.write(`${t.going({ n: String(contacts) })}\n`),
      });
      const campaigns = await rebuildEventCounts(db);
      await rebuildLedgers(db);
      // Read from the facts when they are next asked for.
      await forgetRevenue(db);
      const said = { n: String(done.contacts) };
      return { json: { ...done, campaigns }, text: done.resumed ? t.resumed(said) : t.done(said) };
    });
  },
};
