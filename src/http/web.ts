import { readFileSync } from 'node:fs';
import { type Context, Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { cors } from 'hono/cors';
import { z } from 'zod';
import { contactNamed } from '../audience/identity.ts';
import { recordWebEvents, WEB_EVENTS, type WebEvent } from '../audience/web-events.ts';
import type { Attributes } from '../db/schema.ts';
import type { Deps } from '../deps.ts';
import { isStorable } from './api-schema.ts';
import { type Limits, secondsToWait } from './limit.ts';
import { type Visitor, visitors } from './visitor.ts';

const BYTES = 8_192;
/** A site as a whole, in the database: so many requests of known visitors a second reach the tables. */
const SITE: Limits = { perSecond: 200, burst: 2_000, bytes: BYTES };
/** One visitor, in this process only: a page that runs wild is stopped before it costs anything. */
const VISITOR = { perSecond: 1, burst: 30 };
const MOST_VISITORS = 10_000;

const property = z.union([z.string().max(300), z.number(), z.boolean()]);
const properties = z
  .record(z.string().min(1).max(40), property)
  .refine((all) => Object.keys(all).length <= 20)
  .default({});
/** What baton.js sends: `t` a token of ours, `e` a number of the event's own, `first` how the session began. */
const envelope = { t: z.string().max(64).nullish(), e: z.number(), first: z.string().max(6_000).default('') };
const message = z.discriminatedUnion('name', [
  z.strictObject({ ...envelope, name: z.enum(WEB_EVENTS), properties }),
  z.strictObject({
    ...envelope,
    name: z.literal('identify'),
    /** An outside name, and its signature by the shop's server. */
    properties: z.object({ id: z.string().min(1).max(200), sign: z.string().max(64) }),
  }),
]);
type Message = z.infer<typeof message>;

/** The script as it is served: without comments and the spaces that only people need. It has no text with spaces in it. */
export const squeezed = (source: string): string =>
  source
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => !line.startsWith('//'))
    .join('')
    .replaceAll(/ ?([=>&|?:,{}()+!]+) ?/g, '$1')
    .replaceAll(/[;,]([}\])])/g, '$1');

const SCRIPT = squeezed(readFileSync(new URL('baton.js', import.meta.url), 'utf8'));

type Needs = Pick<Deps, 'db' | 'clock' | 'config' | 'secretKeys'>;

/**
 * `GET /baton.js` and `POST /w/v1/events`: what visitors of the shop's own sites do, told by their browsers. Only sites of
 * WEB_ORIGINS may; no cookie is set or read. Of a visitor nobody knows nothing is stored.
 *
 * 200 `{stored, t?}`: `t` is a token for the page to keep. 400, 403, 413, 422, 429 `{error}`: nothing was stored.
 */
export const webRoutes = (deps: Needs): Hono => {
  const app = new Hono();
  const who = visitors(deps);
  const mayGo = perVisitor(deps);

  app.get('/baton.js', (c) =>
    c.body(SCRIPT, 200, {
      'content-type': 'text/javascript; charset=utf-8',
      'cache-control': 'public, max-age=3600',
      'x-content-type-options': 'nosniff',
      'cross-origin-resource-policy': 'cross-origin',
    }),
  );

  app.use('/w/v1/events', async (c, next) => {
    if (!deps.config.webOrigins.includes(c.req.header('origin') ?? '')) return c.json({ error: 'origin' }, 403);
    return await next();
  });
  app.use(
    '/w/v1/events',
    cors({
      origin: [...deps.config.webOrigins],
      allowMethods: ['POST'],
      allowHeaders: ['content-type'],
      maxAge: 86_400,
    }),
  );
  app.use('/w/v1/events', bodyLimit({ maxSize: BYTES, onError: (c) => c.json({ error: 'too_large' }, 413) }));
  app.post('/w/v1/events', async (c) => {
    // Whatever the content type: text/plain spares browsers a question first, and the origin was asked already.
    const read = message.safeParse(jsonOf(await c.req.text()));
    if (!read.success) return c.json({ error: 'invalid', field: read.error.issues[0]?.path.join('.') ?? '' }, 422);
    const events = eventsOf(read.data);
    if (!isStorable(events)) return c.json({ error: 'invalid', field: 'properties' }, 422);
    const visitor = await visitorOf(read.data);
    if (!visitor) return c.json({ stored: 0 });
    const wait = mayGo(visitor.contactId)
      ? await secondsToWait(deps, `web:${c.req.header('origin')}`, SITE)
      : Math.ceil(1 / VISITOR.perSecond);
    if (wait > 0) return tooMany(c, wait);
    const stored =
      events.length > 0 ? await recordWebEvents(deps.db, visitor.contactId, events, await deps.clock.business()) : 0;
    return c.json({ stored, t: who.keep(visitor) });
  });

  const visitorOf = async (said: Message): Promise<Visitor | null> => {
    if (said.name !== 'identify') return said.t ? who.read(said.t) : null;
    const { id, sign } = said.properties;
    const contactId = who.isSigned(id, sign) ? await contactNamed(deps.db, id) : null;
    return contactId === null ? null : { contactId, campaignId: 0, occurrence: 0 };
  };
  return app;
};

const eventsOf = (said: Message): WebEvent[] =>
  said.name === 'identify'
    ? []
    : [{ id: String(said.e), name: said.name, properties: { ...beginning(said.first), ...said.properties } }];

/** Of how the session began: the site it came from and what the link said of itself, and nothing else of either address. */
const beginning = (first: string): Attributes => {
  const [landing, referrer] = first.split('\n').map((text) => (URL.canParse(text) ? new URL(text) : null));
  const utm = [...(landing?.searchParams ?? [])].filter(([name]) => /^utm_[a-z]{1,20}$/.test(name)).slice(0, 8);
  return {
    ...(referrer && referrer.host !== landing?.host && { source: referrer.host }),
    ...Object.fromEntries(utm.map(([name, value]) => [name, value.slice(0, 300)])),
  };
};

const jsonOf = (body: string): unknown => {
  try {
    return JSON.parse(body);
  } catch {
    return null;
  }
};

const tooMany = (c: Context, seconds: number) =>
  c.json({ error: 'rate_limited' }, 429, { 'retry-after': String(seconds) });

/** Instants up to which each visitor's requests are paid for; the oldest are forgotten. */
const perVisitor = (deps: Pick<Deps, 'clock'>) => {
  const paid = new Map<number, number>();
  return (contactId: number): boolean => {
    const now = deps.clock.system().getTime();
    const until = Math.max(paid.get(contactId) ?? 0, now);
    if (until - now >= (VISITOR.burst * 1000) / VISITOR.perSecond) return false;
    paid.delete(contactId);
    paid.set(contactId, until + 1000 / VISITOR.perSecond);
    const [oldest] = paid.keys();
    if (paid.size > MOST_VISITORS && oldest !== undefined) paid.delete(oldest);
    return true;
  };
};
