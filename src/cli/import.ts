import { IMPORTS, ImportError, importFile as importCsv, isImportKind } from '../audience/import.ts';
import { type Command, DATABASE, Refused, textOption, UsageError, withDatabase } from './command.ts';

export const importFile: Command = {
  name: 'import',
  usage: ['import contacts|consents|orders|events FILE.csv[.gz] [--map theirs=ours,...] [--consent-source TEXT]'],
  options: { map: { type: 'string' }, 'consent-source': { type: 'string' } },
  settings: [...DATABASE, 'LOCALE', 'TIMEZONE', 'CURRENCY'],
  async run(call) {
    const [kind = '', file] = call.args;
    if (!isImportKind(kind))
      throw new UsageError(`import ${kind}: allowed are ${Object.keys(IMPORTS).join(', ')}\n${importFile.usage[0]}`);
    if (!file) throw new UsageError(importFile.usage.join('\n'));
    const map = columns(textOption(call, 'map'));
    const consentSource = textOption(call, 'consent-source');
    return withDatabase(call.config, async ({ db, clock }) => {
      try {
        const totals = await importCsv(db, kind, file, {
          now: await clock.business(),
          timezone: call.config.timezone,
          currency: call.config.currency,
          language: call.config.locale,
          ...(map && { map }),
          ...(consentSource && { consentSource }),
          onRejected: ({ row, column, value, allowed }) =>
            process.stderr.write(`${file}:${row}: ${column}=${JSON.stringify(value)}: ${allowed}\n`),
        });
        const { read, inserted, updated, unchanged, rejected } = totals;
        return {
          json: totals,
          text: `read ${read}, inserted ${inserted}, updated ${updated}, unchanged ${unchanged}, rejected ${rejected}`,
          refused: rejected > 0,
        };
      } catch (error) {
        if (error instanceof ImportError) throw new Refused(error.message);
        throw error;
      }
    });
  },
};

const columns = (text: string | undefined): Record<string, string> | null => {
  if (text === undefined) return null;
  const pairs = text.split(',').map((pair) => pair.split('=').map((part) => part.trim()));
  if (pairs.some((pair) => pair.length !== 2 || pair.includes('')))
    throw new UsageError('--map theirs=ours,theirs=ours');
  return Object.fromEntries(pairs as [string, string][]);
};
