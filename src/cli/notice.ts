import { type CARRIERS, owedNow } from '../audience/notice.ts';
import { findKit } from '../brand/store.ts';
import { carriedBy } from '../channels/offered.ts';
import { carriersOf } from '../delivery/media/carriers.ts';
import { voice } from '../i18n/voice.ts';
import { randomId } from '../kit/id.ts';
import { makeLog } from '../kit/log.ts';
import { type Call, type Command, type Said, UsageError, withDatabase } from './command.ts';

/** What the law says is still to be told, and to how many: the same that is collected each morning. Nobody is named. */
export const notice: Command = {
  name: 'notice',
  usage: [['notice list', 'noticeList']],
  options: {},
  settings: 'database',
  async run(call) {
    if (call.args[0] !== 'list' || call.args.length > 1) throw new UsageError();
    return list(call);
  },
};

const list = ({ config }: Call): Promise<Said> =>
  withDatabase(config, async ({ db, clock }) => {
    const now = await clock.business();
    const kit = await findKit(db);
    const world = { log: makeLog('silent'), clock, newId: randomId, phone: null, onDead: async () => undefined };
    const { channels } = carriedBy(config, world);
    // In practice every channel is there: the practice phone carries them.
    const has = (name: (typeof CARRIERS)[number]) =>
      name === 'email' || config.practice.has('channels') || channels.has(name);
    const owed = kit ? await owedNow(db, carriersOf({ has }, kit.kit), { until: now, now }) : [];
    const v = voice(config.locale, config);
    const t = v.t.notices;
    const lines = owed.map(({ kind, channel, people, by }) =>
      [
        t.kinds[kind],
        channel ? t.message.channels[channel] : t.list.noChannel,
        t.list.people({ n: v.count(people) }),
        new Date(by) < now ? t.list.late : t.list.by({ day: v.day(new Date(by)) }),
      ].join('  '),
    );
    return { json: { owed }, text: lines.join('\n') || t.list.none };
  });
