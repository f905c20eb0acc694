import { eraseContact } from '../audience/erase.ts';
import { exportContact } from '../audience/export-contact.ts';
import { secretKeys } from '../db/open.ts';
import { strings } from '../i18n/language.ts';
import { type Command, DATABASE, Refused, UsageError, withDatabase } from './command.ts';

export const contact: Command = {
  name: 'contact',
  usage: [
    ['contact export ID', 'contactExport'],
    ['contact erase ID', 'contactErase'],
  ],
  options: {},
  settings: [...DATABASE, 'LOCALE', 'CURRENCY', 'SECRET_KEY'],
  async run({ config, args }) {
    const [what, id, ...more] = args;
    if ((what !== 'erase' && what !== 'export') || !id || more.length > 0) throw new UsageError();
    const t = strings(config.locale).cli.contact;
    return withDatabase(config, async ({ db, clock }) => {
      const asked = { by: 'cli', now: await clock.business(), secretKeys: secretKeys(config) };
      if (what === 'export') {
        const all = await exportContact(db, id, { ...asked, currency: config.currency });
        if (!all) throw new Refused(t.none({ id }));
        return { json: all, text: JSON.stringify(all, null, 2) };
      }
      const erased = await eraseContact(db, id, asked);
      if (!erased) throw new Refused(t.none({ id }));
      const n = (count: number) => String(count);
      return {
        json: { erased: true, ...erased },
        text: t.erased({ id, orders: n(erased.orders), events: n(erased.events), messages: n(erased.messages) }),
      };
    });
  },
};
