import { type Context, Hono } from 'hono';
import { z } from 'zod';
import { strings } from '../../i18n/language.ts';
import { messageOf } from '../../kit/log.ts';
import { clean } from './arguments.ts';
import { BOT, PEOPLE, type Person, personOf, SEATS } from './cast.ts';
import { changes } from './changes.ts';
import { allChannels, isIn } from './channels.ts';
import { Refusal } from './refusal.ts';
import { act, close, openHome, submit } from './seat-acting.ts';
import { command, SLACKBOT, say, share } from './seat-saying.ts';
import type { Values } from './view-state.ts';
import { languageOfSeats, localeOf, setLanguage, type Workspace, words } from './workspace.ts';

const seat = z.string();
const values = z.record(z.string(), z.record(z.string(), z.record(z.string(), z.unknown())));
const state = z.union([z.object({ values }).transform((given) => given.values), values]).optional();

const BODIES = {
  language: z.object({ language: z.enum(['ko', 'en']) }),
  say: z.object({ seat, channel: z.string(), text: z.string(), threadTs: z.string().nullish() }),
  /** `content` is base64. */
  upload: z.object({
    seat,
    channel: z.string(),
    name: z.string().min(1).max(200),
    content: z.base64(),
    text: z.string().default(''),
  }),
  command: z.object({ seat, channel: z.string(), text: z.string() }),
  action: z.object({
    seat,
    channel: z.string().nullish(),
    ts: z.string().nullish(),
    viewId: z.string().nullish(),
    action: z.looseObject({ action_id: z.string(), block_id: z.string().optional(), value: z.string().optional() }),
    state,
  }),
  submit: z.object({ seat, viewId: z.string(), state }),
  close: z.object({ seat, viewId: z.string(), all: z.boolean().optional() }),
  home: z.object({ seat }),
} as const;

/** @throws Refusal user_not_found */
const sitting = (id: string | undefined): Person => {
  const person = personOf(id ?? '');
  if (!person || person.deleted) throw new Refusal('user_not_found');
  return person;
};

const body = async <T extends z.ZodType>(c: Context, schema: T): Promise<z.output<T>> => {
  const given = schema.safeParse(clean(await c.req.json().catch(() => null)));
  if (!given.success) throw new Refusal('invalid_arguments', [z.prettifyError(given.error)]);
  return given.data;
};

const orUndefined = <T>(value: T | null | undefined): T | undefined => value ?? undefined;
const given = (all: unknown): Values => (all ?? {}) as Values;

/** What the page of the practice workspace asks and does, in the name of a seat. */
export const pageApi = (ws: Workspace): Hono => {
  const app = new Hono();

  const done = async (c: Context, took: boolean) =>
    c.json(took ? { ok: true } : { ok: false, error: (await words(ws)).failed });

  app.onError(async (thrown, c) => {
    if (!(thrown instanceof Refusal)) ws.log.error({ reason: messageOf(thrown) }, 'practice Slack: page call failed');
    // With the database gone even the language is unknown; the page still gets its answer.
    const { refusals, failed } = await words(ws).catch(() => strings('ko').practiceSlack);
    const code = thrown instanceof Refusal ? thrown.code : 'internal_error';
    const known = Object.hasOwn(refusals, code) ? refusals[code as keyof typeof refusals] : failed;
    return c.json({ ok: false, code, error: known });
  });

  app.get('/seats', async (c) => {
    const language = await languageOfSeats(ws.db);
    const { names, slackbot } = await words(ws);
    const locale = localeOf(language);
    return c.json({
      ok: true,
      seats: SEATS.map(({ id, name, role }) => ({ id, name: names[name], role, locale })),
      bot: { id: BOT.user, name: BOT.name },
      people: [
        ...PEOPLE.map(({ id, name }) => ({ id, name: names[name] })),
        { id: BOT.user, name: BOT.name },
        { id: SLACKBOT, name: slackbot },
      ],
      language,
    });
  });

  app.post('/language', async (c) => {
    await setLanguage(ws, (await body(c, BODIES.language)).language);
    return c.json({ ok: true });
  });

  app.get('/channels', async (c) => {
    const person = sitting(c.req.query('seat'));
    const mine = (await allChannels(ws.db)).filter((each) => isIn(ws, each, person.id));
    return c.json(
      mine.map(({ id, name, dmUser }) => ({ id, name: dmUser ? BOT.name : name, kind: dmUser ? 'dm' : 'channel' })),
    );
  });

  app.get('/changes', async (c) => {
    const person = sitting(c.req.query('seat'));
    const after = Number(c.req.query('after') ?? 0);
    if (!Number.isInteger(after) || after < 0) throw new Refusal('invalid_arguments');
    return c.json({ ok: true, ...(await changes(ws, person, after, c.req.raw.signal)) });
  });

  app.post('/say', async (c) => {
    const { seat: id, channel, text, threadTs } = await body(c, BODIES.say);
    return c.json({ ok: true, ...(await say(ws, sitting(id), { channel, text, threadTs: orUndefined(threadTs) })) });
  });

  app.post('/upload', async (c) => {
    const { seat: id, channel, name, content, text } = await body(c, BODIES.upload);
    const bytes = Buffer.from(content, 'base64');
    return c.json({ ok: true, ...(await share(ws, sitting(id), { channel, name, content: bytes, text })) });
  });

  app.post('/command', async (c) => {
    const { seat: id, channel, text } = await body(c, BODIES.command);
    return done(c, await command(ws, sitting(id), { channel, text }));
  });

  app.post('/action', async (c) => {
    const { seat: id, channel, ts, viewId, action, state: held } = await body(c, BODIES.action);
    const on = { channel: orUndefined(channel), ts: orUndefined(ts), viewId: orUndefined(viewId) };
    return done(c, await act(ws, sitting(id), { ...on, act: action as never, values: given(held) }));
  });

  app.post('/submit', async (c) => {
    const { seat: id, viewId, state: held } = await body(c, BODIES.submit);
    return c.json(await submit(ws, sitting(id), { viewId, values: given(held) }));
  });

  app.post('/close', async (c) => {
    const { seat: id, viewId, all = false } = await body(c, BODIES.close);
    await close(ws, sitting(id), { viewId, all });
    return c.json({ ok: true });
  });

  app.post('/home', async (c) => {
    await openHome(ws, sitting((await body(c, BODIES.home)).seat));
    return c.json({ ok: true });
  });

  return app;
};
