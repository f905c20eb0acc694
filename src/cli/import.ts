import { IMPORT_KINDS, isImportKind } from '../audience/columns.ts';
import { fileSource, importCsv, type Told } from '../audience/import.ts';
import { ImportError } from '../audience/import-error.ts';
import { oneCurrency } from '../db/currency.ts';
import { secretKeys } from '../db/open.ts';
import { strings } from '../i18n/language.ts';
import { type Command, DATABASE, Refused, textOption, UsageError, withDatabase } from './command.ts';

export const importFile: Command = {
  name: 'import',
  usage: [
    `import ${IMPORT_KINDS.join('|')} FILE.csv[.gz] [--map theirs=ours,...] [--dry-run] [--consent-source TEXT] [--consent-text VERSION]`,
  ],
  options: {
    map: { type: 'string' },
    'dry-run': { type: 'boolean' },
    'consent-source': { type: 'string' },
    'consent-text': { type: 'string' },
  },
  settings: [...DATABASE, 'LOCALE', 'TIMEZONE', 'CURRENCY', 'DEFAULT_REGION', 'SECRET_KEY'],
  async run(call) {
    const [kind = '', file, ...more] = call.args;
    if (!isImportKind(kind))
      throw new UsageError(`import ${kind}: allowed are ${IMPORT_KINDS.join(', ')}\n${importFile.usage[0]}`);
    // A second file would be left out without a word: `import orders *.csv`.
    if (!file || more.length > 0) throw new UsageError();
    const map = columns(textOption(call, 'map'));
    const consentSource = textOption(call, 'consent-source');
    const consentText = textOption(call, 'consent-text');
    const dryRun = call.options['dry-run'] === true;
    const { locale, timezone, currency, defaultRegion: region } = call.config;
    const t = strings(locale).imports.said;
    const note = (line: string) => process.stderr.write(`${file}: ${line}\n`);
    return withDatabase(call.config, async ({ db, clock }) => {
      if (kind === 'orders') await oneCurrency(db, call.config);
      try {
        const totals = await importCsv(db, kind, fileSource(file, locale), {
          now: await clock.business(),
          timezone,
          currency,
          region,
          secretKeys: secretKeys(call.config),
          language: locale,
          dryRun,
          ...(map && { map }),
          ...(consentSource && { consentSource }),
          ...(consentText && { consentText }),
          onHeader: ({ proposed }) => {
            for (const pair of proposed) note(t.connected(pair));
          },
          onEncoding: (encoding) => {
            if (encoding !== 'utf-8') note(t.decoded({ encoding }));
          },
          ...(process.stderr.isTTY && {
            onProgress: ({ read }) => {
              process.stderr.write(`\r${t.progress({ read: String(read) })}\u001b[K\r`);
            },
          }),
          onRejected: (told) => process.stderr.write(`${file}:${rejection(told)}\n`),
        });
        const { report: _, ...counts } = totals;
        const shown = Object.fromEntries(Object.entries(counts).map(([name, n]) => [name, String(n)]));
        return {
          json: totals,
          text: [t.totals(shown as Parameters<typeof t.totals>[0]), ...(dryRun ? [t.dry] : [])].join('\n'),
          refused: totals.rejected > 0,
        };
      } catch (error) {
        if (error instanceof ImportError) throw new Refused(error.message, { error: error.message, ...error.done });
        throw error;
      }
    });
  },
};

const rejection = ({ row, column, value, allowed, message }: Told): string =>
  `${row}: ${column}=${JSON.stringify(value)}: ${allowed}${message ? ` (${message})` : ''}`;

const columns = (text: string | undefined): Record<string, string> | null => {
  if (text === undefined) return null;
  // The last =, since a column of theirs may hold one and ours do not.
  const pairs = text
    .split(',')
    .map((pair) => [...(/^(.+)=([^=]+)$/.exec(pair) ?? [])].slice(1).map((part) => part.trim()));
  const twice = pairs.find(([theirs], i) => pairs.findIndex(([other]) => other === theirs) < i);
  if (twice || pairs.some((pair) => pair.length !== 2 || pair.includes('')))
    throw new UsageError(`--map ${text}: theirs=ours,theirs=ours`);
  return Object.fromEntries(pairs as [string, string][]);
};
