import { parseArgs } from 'node:util';
import { brand } from './cli/brand.ts';
import { campaign } from './cli/campaign.ts';
import { type Command, Refused, type Said, UsageError } from './cli/command.ts';
import { digest } from './cli/digest.ts';
import { doctor } from './cli/doctor.ts';
import { importFile } from './cli/import.ts';
import { key } from './cli/key.ts';
import { migrate } from './cli/migrate.ts';
import { segment } from './cli/segment.ts';
import { ConfigError, parseConfig, readEnv } from './config.ts';
import { messageOf } from './kit/log.ts';

/**
 * The command line: `npm run -s baton -- <command> [--json]`. Exit 0 done, 1 refused or partly rejected, 2 wrong use. With
 * `--json` exactly one line of JSON on stdout and nothing else, whatever the exit code; errors in words go to stderr.
 */
const COMMANDS: readonly Command[] = [importFile, segment, campaign, digest, brand, key, doctor, migrate];

const usage = (): string =>
  `baton <command> [--json]\n\n${COMMANDS.map(({ usage: lines }) => lines.map((line) => `  ${line}`).join('\n')).join('\n')}\n`;

const main = async (argv: readonly string[]): Promise<number> => {
  const command = COMMANDS.find(({ name }) => name === argv[0]);
  if (!command) throw new UsageError(argv[0] ? `no command "${argv[0]}"\n\n${usage()}` : usage());
  let parsed: { values: Record<string, unknown>; positionals: string[] };
  try {
    parsed = parseArgs({
      args: argv.slice(1),
      options: { ...command.options, json: { type: 'boolean' } },
      allowPositionals: true,
    });
  } catch (error) {
    throw new UsageError(`${messageOf(error)}\n\n${command.usage.join('\n')}`);
  }
  const config = parseConfig(readEnv(), command.settings);
  const said = await command.run({
    config,
    args: parsed.positionals,
    options: parsed.values as Record<string, string | boolean | undefined>,
  });
  say(said, parsed.values.json === true);
  return said.refused ? 1 : 0;
};

const say = ({ json, text }: Said, asJson: boolean): void => {
  process.stdout.write(asJson ? `${JSON.stringify(json)}\n` : text.endsWith('\n') ? text : `${text}\n`);
};

main(process.argv.slice(2)).then(
  (code) => {
    process.exitCode = code;
  },
  (error: unknown) => {
    const asJson = process.argv.includes('--json');
    const wrongUse = error instanceof UsageError || error instanceof ConfigError;
    process.stderr.write(`${messageOf(error)}\n`);
    if (asJson && !wrongUse)
      process.stdout.write(`${JSON.stringify(error instanceof Refused ? error.json : { error: messageOf(error) })}\n`);
    process.exitCode = wrongUse ? 2 : 1;
  },
);
