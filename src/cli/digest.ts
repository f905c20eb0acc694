import { dateOf, parseWhen } from '../audience/when.ts';
import type { Directory } from '../deps.ts';
import { readDigest, readWeek } from '../digest/digest.ts';
import { digestView } from '../digest/view.ts';
import { weekView } from '../digest/week-view.ts';
import { strings } from '../i18n/language.ts';
import { voice } from '../i18n/voice.ts';
import { makeLog } from '../kit/log.ts';
import { cardText } from './card-text.ts';
import { type Command, DATABASE, textOption, UsageError, withDatabase } from './command.ts';

/** The command line asks nothing of Slack: a user group is named by its id instead of its members. */
const OUTSIDE_SLACK: Directory = {
  person: async (id) => {
    throw new Error(`the command line does not know ${id}`);
  },
  group: async (id) => [id],
};

/** What each number means, in both languages: nothing in JSON has to be guessed. */
const formulasOf = (of: 'formulas' | 'weekFormulas') => {
  const { [of]: ko } = strings('ko').digest;
  const en: Record<string, string> = strings('en').digest[of];
  return Object.fromEntries(Object.entries(ko).map(([name, words]) => [name, { ko: words, en: en[name] }]));
};

export const digest: Command = {
  name: 'digest',
  usage: [['digest [--week] [--date YYYY-MM-DD]', 'digest']],
  options: { date: { type: 'string' }, week: { type: 'boolean' } },
  settings: [...DATABASE, 'LOCALE', 'TIMEZONE', 'CURRENCY'],
  async run(call) {
    const { config } = call;
    const asked = textOption(call, 'date');
    if (asked !== undefined && !(/^\d{4}-\d{2}-\d{2}$/.test(asked) && parseWhen(asked, config.timezone)))
      throw new UsageError(strings(config.locale).cli.digest.date({ date: asked }));
    return withDatabase(config, async ({ db, clock }) => {
      const today = dateOf(await clock.business(), config.timezone);
      const date = asked ?? today;
      if (date > today) throw new UsageError(strings(config.locale).cli.digest.future({ date, today }));
      const v = voice(config.locale, config);
      if (call.options.week === true) {
        const week = await readWeek({ config, db, clock }, date);
        return {
          json: { ...week, formulas: formulasOf('weekFormulas') },
          text: cardText(weekView(week, v)),
        };
      }
      const body = await readDigest({ config, db, clock, directory: OUTSIDE_SLACK, log: makeLog('silent') }, date);
      return {
        json: { ...body, formulas: formulasOf('formulas') },
        text: cardText(digestView(body, v)),
      };
    });
  },
};
