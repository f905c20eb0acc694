import { readFileSync } from 'node:fs';
import { findKit, saveKit } from '../brand/store.ts';
import { type Command, DATABASE, Refused, UsageError, withDatabase } from './command.ts';

export const brand: Command = {
  name: 'brand',
  usage: [
    'brand show                                the brand kit that holds',
    'brand set FILE.json                       a new version of the brand kit',
  ],
  options: {},
  settings: [...DATABASE, 'LOCALE'],
  async run({ config, args }) {
    const [what, file] = args;
    if (what === 'show')
      return withDatabase(config, async ({ db }) => {
        const found = await findKit(db);
        if (!found) throw new Refused('no brand kit yet: baton brand set FILE.json', { version: null, kit: null });
        return { json: found, text: JSON.stringify(found.kit, null, 2) };
      });
    if (what !== 'set' || !file) throw new UsageError(brand.usage.join('\n'));
    const kit = parse(file);
    return withDatabase(config, async (opened) => {
      const saved = await saveKit(opened, kit, 'cli');
      if (saved.ok) return { json: { version: saved.version }, text: `brand kit version ${saved.version}` };
      const lines = saved.problems.map(({ field, message }) => `${file}: ${field}: ${message[config.locale]}`);
      throw new Refused(lines.join('\n'), { problems: saved.problems });
    });
  },
};

const parse = (file: string): unknown => {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    throw new UsageError(`${file}: ${error instanceof Error ? error.message : String(error)}`);
  }
};
