import { readFileSync } from 'node:fs';
import type { Config, Needs } from '../config.ts';
import { connect } from '../db/client.ts';
import { kindOf } from '../db/kind.ts';
import { openDatabase } from '../db/open.ts';
import type { Db } from '../deps.ts';
import { type Language, type Strings, strings } from '../i18n/language.ts';
import { type Clock, realClock } from '../kit/clock.ts';
import { practiceTime } from '../practice/clock.ts';

/** How a command is written, and the name of the sentence that says what for. */
export type Usage = string | readonly [form: string, says: keyof Strings['cli']['usage']];

/** One form a line, in the reader's language. */
export const usageOf = (command: Pick<Command, 'usage'>, language: Language): string[] =>
  command.usage.map((one) =>
    typeof one === 'string' ? one : `${one[0].padEnd(FORM_WIDTH)} ${strings(language).cli.usage[one[1]]}`,
  );
const FORM_WIDTH = 41;

/** One command of the command line. */
export type Command = {
  name: string;
  /** Every form, and what it is for: shown when it is used wrongly. */
  usage: readonly Usage[];
  options: Readonly<Record<string, { type: 'string' | 'boolean' }>>;
  /** By which settings it is judged: a mistake in another one does not stop it. */
  settings: Needs;
  run(call: Call): Promise<Said>;
};

export type Call = {
  config: Config;
  args: readonly string[];
  options: Readonly<Record<string, string | boolean | undefined>>;
};

/** What is printed: the JSON for `--json`, else the text; warnings on stderr, either way. `refused` means exit 1. */
export type Said = { json: unknown; text: string; refused?: boolean; warnings?: readonly string[] };

/** Wrong use: exit 2. Without words the forms of the command are shown. */
export class UsageError extends Error {}

/** Refused with something to say as JSON: exit 1. */
export class Refused extends Error {
  readonly json: unknown;
  constructor(message: string, json: unknown = { error: message }) {
    super(message);
    this.json = json;
  }
}

/** What every command that opens the database uses; PRACTICE says which of the embedded ones. */
export const DATABASE = ['DATABASE_URL', 'DATA_DIR', 'PRACTICE'] as const;

export type Opened = { db: Db; clock: Clock };

/** The database for the time of a command: the running one is joined, else it is started and stopped again. */
export const withDatabase = async <T>(config: Config, use: (opened: Opened) => Promise<T>): Promise<T> => {
  const database = await openDatabase(config);
  const connection = connect(database.url, () => undefined, 4);
  try {
    // Beside a running practice server the business time is the one people see there. A command given nothing but the
    // address of a real database would practise by default: the database itself knows better.
    const moved = config.practice.has('clock') && (await kindOf(connection.db)) !== 'real';
    return await use({ db: connection.db, clock: moved ? practiceTime(connection.db) : realClock });
  } finally {
    await connection.close();
    await database.close();
  }
};

/** The text option, or undefined; a flag without a value is wrong use already. */
export const textOption = (call: Call, name: string): string | undefined => {
  const value = call.options[name];
  return typeof value === 'string' ? value : undefined;
};

/** What a JSON file holds. Notepad writes a byte-order mark, which JSON does not know. @throws when it is no such file */
export const jsonIn = (file: string): unknown => JSON.parse(readFileSync(file, 'utf8').replace(/^\uFEFF/, ''));
