import { z } from 'zod';
import { templateProblems, variablesOf } from '../channels/alimtalk.ts';
import { keepTemplates, listTemplates } from '../channels/alimtalk-registry.ts';
import { carriedBy } from '../channels/offered.ts';
import { strings } from '../i18n/language.ts';
import { randomId } from '../kit/id.ts';
import { makeLog, messageOf } from '../kit/log.ts';
import { type Call, type Command, jsonIn, Refused, type Said, UsageError, withDatabase } from './command.ts';

const schema = z
  .array(
    z.strictObject({
      id: z.string().min(1).max(100),
      name: z.string().min(1).max(200),
      text: z.string().min(1).max(1_300),
      buttons: z
        .array(z.strictObject({ type: z.string().max(2), name: z.string().min(1).max(14), url: z.string().max(500) }))
        .max(5),
      status: z.enum(['approved', 'pending', 'rejected']),
    }),
  )
  .max(1_000);

/** The registry of approved Alimtalk templates: read from the vendor, or from a file where it has no door for that. */
export const alimtalk: Command = {
  name: 'alimtalk',
  usage: [
    ['alimtalk sync', 'alimtalkSync'],
    ['alimtalk list', 'alimtalkList'],
    ['alimtalk set FILE.json', 'alimtalkSet'],
  ],
  options: {},
  settings: 'database',
  async run(call) {
    const [what = '', file] = call.args;
    if (what === 'sync') return sync(call);
    if (what === 'list') return list(call);
    if (what === 'set' && file) return set(call, file);
    throw new UsageError();
  },
};

const list = ({ config }: Call): Promise<Said> =>
  withDatabase(config, async ({ db }) => {
    const templates = await listTemplates(db);
    const t = strings(config.locale).cli.alimtalk;
    const lines = templates.map(({ id, name, status, text }) =>
      [id, t.states[status], name, variablesOf(text).join(', ')].join('  '),
    );
    return { json: { templates }, text: lines.join('\n') || t.none };
  });

const sync = ({ config }: Call): Promise<Said> =>
  withDatabase(config, async ({ db, clock }) => {
    const t = strings(config.locale).cli.alimtalk;
    const world = { log: makeLog('silent'), clock, newId: randomId, phone: null, onDead: async () => undefined };
    const { templates } = carriedBy(config, world);
    if (!templates) throw new Refused(t.noVendor);
    const found = await templates().catch((error) => {
      throw new Refused(t.away({ why: messageOf(error) }));
    });
    await keepTemplates(db, found, { source: 'vendor', at: await clock.business() });
    const approved = found.filter(({ status }) => status === 'approved').length;
    return {
      json: { templates: found.length, approved },
      text: t.kept({ n: `${found.length}`, approved: `${approved}` }),
    };
  });

const set = ({ config }: Call, file: string): Promise<Said> => {
  const t = strings(config.locale).cli.alimtalk;
  const given = schema.safeParse(contentOf(file, t.unreadable));
  if (!given.success) {
    const lines = given.error.issues.map(({ path, message }) => `${file}: ${path.join('.')}: ${message}`);
    throw new Refused([...lines, t.notSaved].join('\n'), {
      problems: given.error.issues.map(({ path }) => path.join('.')),
    });
  }
  const problems = given.data.flatMap(({ id, text, buttons }) =>
    templateProblems({ text, buttons }).map((problem) => ({ id, ...problem })),
  );
  if (problems.length > 0) {
    const lines = problems.map(({ id, why, what }) => `${file}: ${id}: ${t.refused[why]({ what })}`);
    throw new Refused([...lines, t.unchanged].join('\n'), { problems });
  }
  return withDatabase(config, async ({ db, clock }) => {
    await keepTemplates(db, given.data, { source: 'file', at: await clock.business() });
    const approved = given.data.filter(({ status }) => status === 'approved').length;
    return {
      json: { templates: given.data.length, approved },
      text: t.kept({ n: `${given.data.length}`, approved: `${approved}` }),
    };
  });
};

const contentOf = (file: string, unreadable: (p: { file: string; why: string }) => string): unknown => {
  try {
    return jsonIn(file);
  } catch (error) {
    throw new UsageError(unreadable({ file, why: messageOf(error) }));
  }
};
