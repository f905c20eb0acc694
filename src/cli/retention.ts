import { DAYS_MAX, enforceRetention, isKept, RETENTION, retentionOf, setRetention } from '../audience/retention.ts';
import { strings } from '../i18n/language.ts';
import { type Command, DATABASE, UsageError, withDatabase } from './command.ts';

const FOREVER = 'forever';

export const retention: Command = {
  name: 'retention',
  usage: [
    ['retention show', 'retentionShow'],
    [`retention set TABLE DAYS|${FOREVER}`, 'retentionSet'],
    ['retention run', 'retentionRun'],
  ],
  options: {},
  settings: [...DATABASE, 'LOCALE', 'TIMEZONE'],
  async run({ config, args }) {
    const [what, table = '', given = '', ...more] = args;
    if (more.length > 0 || (table && what !== 'set')) throw new UsageError();
    const t = strings(config.locale).cli.retention;
    if (what === 'run')
      return withDatabase(config, async ({ db, clock }) => {
        const gone = await enforceRetention(db, { now: await clock.business(), timezone: config.timezone });
        const lines = Object.entries(gone).map(([name, n]) => t.gone({ table: name, n: String(n) }));
        return { json: gone, text: lines.join('\n') || t.nothing };
      });
    if (what !== 'show' && what !== 'set') throw new UsageError();
    const days = given === FOREVER ? null : Number(given);
    if (what === 'set') {
      if (!isKept(table)) throw new UsageError(t.table({ given: table, allowed: Object.keys(RETENTION).join(', ') }));
      if (days !== null && !(Number.isInteger(days) && days >= 1 && days <= DAYS_MAX))
        throw new UsageError(t.days({ given, max: String(DAYS_MAX) }));
    }
    return withDatabase(config, async ({ db, clock }) => {
      const kept =
        what === 'set' && isKept(table)
          ? await setRetention(db, table, days, { by: 'cli', at: await clock.business() })
          : await retentionOf(db);
      const line = ([name, n]: [string, number | null]) =>
        `${name.padEnd(16)} ${n === null ? t.forever : t.kept({ n: String(n) })}`;
      return { json: kept, text: Object.entries(kept).map(line).join('\n') };
    });
  },
};
