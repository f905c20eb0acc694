import { readFileSync } from 'node:fs';
import { addPicture, listPictures, PICTURE, type PictureProblem, removePicture } from '../brand/pictures.ts';
import { type Strings, strings } from '../i18n/language.ts';
import { messageOf } from '../kit/log.ts';
import {
  type Call,
  type Command,
  DATABASE,
  Refused,
  type Said,
  textOption,
  UsageError,
  withDatabase,
} from './command.ts';

/** Pictures that a text message may carry. */
export const image: Command = {
  name: 'image',
  usage: [
    ['image add FILE.jpg --name NAME [--ai]', 'imageAdd'],
    ['image list', 'imageList'],
    ['image remove NAME', 'imageRemove'],
  ],
  options: { name: { type: 'string' }, ai: { type: 'boolean' } },
  settings: [...DATABASE, 'LOCALE'],
  async run(call) {
    const [what = '', arg] = call.args;
    if (what === 'list') return list(call);
    if (what === 'add' && arg) return add(call, arg);
    if (what === 'remove' && arg) return remove(call, arg);
    throw new UsageError();
  },
};

const add = (call: Call, file: string): Promise<Said> => {
  const t = strings(call.config.locale).cli.image;
  const name = textOption(call, 'name');
  if (!name) throw new UsageError();
  const jpeg = contentOf(file, t);
  return withDatabase(call.config, async (opened) => {
    const added = await addPicture(opened, { name, jpeg, madeByAi: call.options.ai === true, by: 'cli' });
    if (!added.ok) throw new Refused(`${file}: ${problemWords(added.problem, t)}`, { problem: added.problem });
    const { bytes, width, height } = added.picture;
    return { json: added.picture, text: t.added({ name, size: sizeWords({ bytes, width, height }) }) };
  });
};

const list = ({ config }: Call): Promise<Said> =>
  withDatabase(config, async ({ db }) => {
    const found = await listPictures(db);
    const t = strings(config.locale).cli.image;
    const lines = found.map((one) => [one.name, sizeWords(one), ...(one.madeByAi ? ['AI'] : [])].join('  '));
    return { json: { images: found }, text: lines.join('\n') || t.none };
  });

const remove = ({ config }: Call, name: string): Promise<Said> =>
  withDatabase(config, async ({ db, clock }) => {
    const t = strings(config.locale).cli.image;
    if (!(await removePicture(db, name, await clock.business()))) throw new Refused(t.unknown({ name }));
    return { json: { removed: name }, text: t.removed({ name }) };
  });

const sizeWords = ({ bytes, width, height }: { bytes: number; width: number; height: number }): string =>
  `${width}×${height}  ${Math.ceil(bytes / 1024)} KB`;

const problemWords = (problem: PictureProblem, t: Strings['cli']['image']): string => {
  const most = { kb: `${PICTURE.bytes / 1024}`, width: `${PICTURE.width}`, height: `${PICTURE.height}` };
  if (problem.why === 'too_big') return t.tooBig({ kb: `${Math.ceil(problem.bytes / 1024)}`, most: most.kb });
  if (problem.why === 'too_wide') return t.tooWide({ width: `${problem.width}`, height: `${problem.height}`, most });
  return problem.why === 'name' ? t.badName : t.notJpeg;
};

const contentOf = (file: string, t: Strings['cli']['image']): Uint8Array => {
  try {
    return readFileSync(file);
  } catch (error) {
    throw new UsageError(t.unreadable({ file, why: messageOf(error) }));
  }
};
