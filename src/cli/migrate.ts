import { openDatabase } from '../db/open.ts';
import { type Command, DATABASE } from './command.ts';

export const migrate: Command = {
  name: 'migrate',
  usage: ['migrate                                   bring the database up to date'],
  options: {},
  settings: DATABASE,
  async run({ config }) {
    const database = await openDatabase(config);
    await database.close();
    return { json: { migrated: true }, text: 'the database is up to date' };
  },
};
