import { parseArgs } from 'node:util';
import { ConfigError, parseConfig, readEnv } from '../config.ts';
import { type Language, strings } from '../i18n/language.ts';
import { messageOf } from '../kit/log.ts';
import { alimtalk } from './alimtalk.ts';
import { brand } from './brand.ts';
import { campaign } from './campaign.ts';
import { type Command, Refused, type Said, UsageError, usageOf } from './command.ts';
import { contact } from './contact.ts';
import { copy } from './copy.ts';
import { digest } from './digest.ts';
import { doctor } from './doctor.ts';
import { experiment } from './experiment.ts';
import { importFile } from './import.ts';
import { key } from './key.ts';
import { ltv } from './ltv.ts';
import { migrate } from './migrate.ts';
import { rebuild } from './rebuild.ts';
import { retention } from './retention.ts';
import { segment } from './segment.ts';

const COMMANDS: readonly Command[] = [
  importFile,
  segment,
  campaign,
  copy,
  digest,
  experiment,
  ltv,
  brand,
  alimtalk,
  key,
  contact,
  retention,
  rebuild,
  doctor,
  migrate,
];

const usage = (language: Language): string =>
  [
    'baton <command> [--json]',
    '',
    ...COMMANDS.flatMap((one) => usageOf(one, language)).map((line) => `  ${line}`),
  ].join('\n');

const HELP: ReadonlySet<string> = new Set(['help', '--help', '-h']);

/** Before the settings are judged: a wrong LOCALE is told with the other mistakes. */
const languageGiven = (): Language => (readEnv().LOCALE?.trim() === 'en' ? 'en' : 'ko');

const main = async (argv: readonly string[]): Promise<number> => {
  const language = languageGiven();
  const t = strings(language).cli;
  if (HELP.has(argv[0] ?? '')) {
    process.stdout.write(`${usage(language)}\n`);
    return 0;
  }
  const command = COMMANDS.find(({ name }) => name === argv[0]);
  if (!command)
    throw new UsageError(argv[0] ? `${t.unknown({ word: argv[0] })}\n\n${usage(language)}` : usage(language));
  let parsed: { values: Record<string, unknown>; positionals: string[] };
  try {
    parsed = parseArgs({
      args: argv.slice(1),
      options: { ...command.options, json: { type: 'boolean' } },
      allowPositionals: true,
    });
  } catch (error) {
    throw new UsageError(`${t.options({ why: messageOf(error) })}\n\n${usageOf(command, language).join('\n')}`);
  }
  const config = parseConfig(readEnv(), command.settings);
  const call = {
    config,
    args: parsed.positionals,
    options: parsed.values as Record<string, string | boolean | undefined>,
  };
  const said = await command.run(call).catch((error: unknown) => {
    if (error instanceof UsageError && !error.message) throw new UsageError(usageOf(command, language).join('\n'));
    throw error;
  });
  for (const warning of said.warnings ?? []) process.stderr.write(`${warning}\n`);
  say(said, parsed.values.json === true);
  return said.refused ? 1 : 0;
};

const say = ({ json, text }: Said, asJson: boolean): void => {
  // A list of nobody is no line, not an empty one.
  const end = text === '' || text.endsWith('\n') ? '' : '\n';
  process.stdout.write(asJson ? `${JSON.stringify(json)}\n` : `${text}${end}`);
};

/** A database that is not there, or does not let us in: by the system's and PostgreSQL's own codes. */
const NO_DATABASE = ['ECONNREFUSED', 'ENOTFOUND', '28P01', '3D000'];

/** What we say ourselves stays as it is; what went wrong below us is told with what to do. */
const inWords = (error: unknown): string => {
  const why = messageOf(error);
  if (error instanceof UsageError || error instanceof ConfigError || error instanceof Refused) return why;
  const t = strings(languageGiven()).cli;
  return NO_DATABASE.includes((error as { code?: string } | null)?.code ?? '')
    ? `${t.doctor.databaseDown({ why })}\n${t.doctor.databaseNext}`
    : t.failed({ why });
};

/** @returns the exit code */
export const run = (argv: readonly string[]): Promise<number> =>
  main(argv).catch((error: unknown) => {
    const asJson = argv.includes('--json');
    const wrongUse = error instanceof UsageError || error instanceof ConfigError;
    process.stderr.write(`${inWords(error)}\n`);
    if (asJson && !wrongUse)
      process.stdout.write(`${JSON.stringify(error instanceof Refused ? error.json : { error: messageOf(error) })}\n`);
    return wrongUse ? 2 : 1;
  });
