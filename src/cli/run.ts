import { parseArgs } from 'node:util';
import { ConfigError, parseConfig, readEnv } from '../config.ts';
import { type Language, strings } from '../i18n/language.ts';
import { messageOf } from '../kit/log.ts';
import { type Command, Refused, type Said, UsageError, usageOf } from './command.ts';

/** Loaded when asked for: a command that reads two files should not wait for what sends mail. */
const COMMANDS: Readonly<Record<string, () => Promise<Command>>> = {
  import: () => import('./import.ts').then(({ importFile }) => importFile),
  segment: () => import('./segment.ts').then(({ segment }) => segment),
  campaign: () => import('./campaign.ts').then(({ campaign }) => campaign),
  copy: () => import('./copy.ts').then(({ copy }) => copy),
  digest: () => import('./digest.ts').then(({ digest }) => digest),
  report: () => import('./report.ts').then(({ report }) => report),
  experiment: () => import('./experiment.ts').then(({ experiment }) => experiment),
  ltv: () => import('./ltv.ts').then(({ ltv }) => ltv),
  brand: () => import('./brand.ts').then(({ brand }) => brand),
  alimtalk: () => import('./alimtalk.ts').then(({ alimtalk }) => alimtalk),
  image: () => import('./image.ts').then(({ image }) => image),
  coupon: () => import('./coupon.ts').then(({ coupon }) => coupon),
  notice: () => import('./notice.ts').then(({ notice }) => notice),
  key: () => import('./key.ts').then(({ key }) => key),
  contact: () => import('./contact.ts').then(({ contact }) => contact),
  retention: () => import('./retention.ts').then(({ retention }) => retention),
  rebuild: () => import('./rebuild.ts').then(({ rebuild }) => rebuild),
  doctor: () => import('./doctor.ts').then(({ doctor }) => doctor),
  migrate: () => import('./migrate.ts').then(({ migrate }) => migrate),
};

const usage = async (language: Language): Promise<string> => {
  const commands = await Promise.all(Object.values(COMMANDS).map((load) => load()));
  const forms = commands.flatMap((one) => usageOf(one, language)).map((line) => `  ${line}`);
  return ['baton <command> [--json]', '', ...forms].join('\n');
};

const HELP: ReadonlySet<string> = new Set(['help', '--help', '-h']);

/** Before the settings are judged: a wrong LOCALE is told with the other mistakes. */
const languageGiven = (): Language => (readEnv().LOCALE?.trim() === 'en' ? 'en' : 'ko');

const main = async (argv: readonly string[]): Promise<number> => {
  const language = languageGiven();
  const t = strings(language).cli;
  if (HELP.has(argv[0] ?? '')) {
    process.stdout.write(`${await usage(language)}\n`);
    return 0;
  }
  const word = argv[0] ?? '';
  const command = Object.hasOwn(COMMANDS, word) ? await COMMANDS[word]?.() : undefined;
  if (!command) {
    const forms = await usage(language);
    throw new UsageError(word ? `${t.unknown({ word })}\n\n${forms}` : forms);
  }
  const words = argv.slice(1);
  if (words.some((one) => one !== 'help' && HELP.has(one))) {
    process.stdout.write(`${usageOf(command, language).join('\n')}\n`);
    return 0;
  }
  let parsed: { values: Record<string, unknown>; positionals: string[] };
  try {
    parsed = parseArgs({
      args: withValues(words, command),
      options: { ...command.options, json: { type: 'boolean' } },
      allowPositionals: true,
    });
  } catch (error) {
    throw new UsageError(`${wrongOption(error, language)}\n\n${usageOf(command, language).join('\n')}`);
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

/** A negative number behind an option is its value: the parser would take it for an option of its own. */
const withValues = (words: readonly string[], { options }: Command): string[] => {
  const isValueOf = (option = '', word = ''): boolean =>
    option.startsWith('--') && options[option.slice(2)]?.type === 'string' && /^-[\d.]/.test(word);
  return words.flatMap((word, i) => {
    if (isValueOf(words[i - 1], word)) return [];
    return isValueOf(word, words[i + 1]) ? [`${word}=${words[i + 1]}`] : [word];
  });
};

/** What the parser says in English, in the reader's language. */
const wrongOption = (error: unknown, language: Language): string => {
  const t = strings(language).cli;
  const { code } = error as { code?: string };
  const option = /'(-[^ ']*)/.exec(messageOf(error))?.[1] ?? '';
  if (code === 'ERR_PARSE_ARGS_UNKNOWN_OPTION') return t.unknownOption({ option });
  if (code === 'ERR_PARSE_ARGS_INVALID_OPTION_VALUE') return t.optionValue({ option });
  return t.options({ why: messageOf(error) });
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
