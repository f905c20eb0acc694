import { exampleKit } from '../brand/example.ts';
import { findKit, saveKit } from '../brand/store.ts';
import { type Strings, strings } from '../i18n/language.ts';
import { messageOf } from '../kit/log.ts';
import {
  type Call,
  type Command,
  DATABASE,
  jsonIn,
  Refused,
  type Said,
  textOption,
  UsageError,
  withDatabase,
} from './command.ts';

export const brand: Command = {
  name: 'brand',
  usage: [
    ['brand show', 'brandShow'],
    ['brand set FILE.json [--over VERSION]', 'brandSet'],
    ['brand template', 'brandTemplate'],
  ],
  options: { over: { type: 'string' } },
  settings: [...DATABASE, 'LOCALE'],
  async run(call) {
    const [what = '', file] = call.args;
    if (what === 'show') return show(call);
    if (what === 'template') return { json: exampleKit, text: JSON.stringify(exampleKit, null, 2) };
    if (what === 'set' && file) return set(call, file);
    throw new UsageError();
  },
};

const show = ({ config }: Call): Promise<Said> =>
  withDatabase(config, async ({ db }) => {
    const found = await findKit(db);
    if (!found) throw new Refused(strings(config.locale).cli.brand.none, { version: null, kit: null });
    return { json: found, text: JSON.stringify(found.kit, null, 2) };
  });

const set = (call: Call, file: string): Promise<Said> => {
  const t = strings(call.config.locale).cli.brand;
  const kit = parse(file, t);
  const over = textOption(call, 'over');
  if (over !== undefined && !/^\d+$/.test(over)) throw new UsageError(t.over({ over }));
  return withDatabase(call.config, async (opened) => {
    const saved = await saveKit(opened, kit, 'cli', over === undefined ? undefined : Number(over));
    if (saved.ok) return { json: { version: saved.version }, text: t.saved({ version: String(saved.version) }) };
    if (saved.why === 'stale') {
      const newest = saved.newest?.version ?? 0;
      throw new Refused(t.stale({ over: over ?? '', newest: String(newest) }), { error: 'stale', newest });
    }
    const lines = saved.problems.map(({ field, message }) => `${file}: ${field}: ${message[call.config.locale]}`);
    throw new Refused([...lines, t.notSaved].join('\n'), { problems: saved.problems });
  });
};

const parse = (file: string, t: Strings['cli']['brand']): unknown => {
  try {
    return jsonIn(file);
  } catch (error) {
    throw new UsageError(t.unreadable({ file, why: messageOf(error) }));
  }
};
