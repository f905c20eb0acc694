import { openDatabase } from '../db/open.ts';
import { strings } from '../i18n/language.ts';
import { type Command, DATABASE } from './command.ts';

export const migrate: Command = {
  name: 'migrate',
  usage: [['migrate', 'migrate']],
  options: {},
  settings: [...DATABASE, 'LOCALE'],
  async run({ config }) {
    const database = await openDatabase(config);
    await database.close();
    return { json: { migrated: true }, text: strings(config.locale).cli.migrate };
  },
};
