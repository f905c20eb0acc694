import { type Context, Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import type { z } from 'zod';
import type { RawRow } from '../audience/cells.ts';
import type { Ingested, IngestOptions } from '../audience/ingest.ts';
import { ingestConsents } from '../audience/ingest-consents.ts';
import { ingestContacts } from '../audience/ingest-contacts.ts';
import { ingestEvents } from '../audience/ingest-events.ts';
import { ingestOrders } from '../audience/ingest-orders.ts';
import type { Db, Deps } from '../deps.ts';
import { strings } from '../i18n/language.ts';
import { type answer, MAX_ROWS, misfit } from './api-schema.ts';
import { findKey, isScope, SCOPES, type Scope } from './keys.ts';
import { type Limits, secondsToWait } from './limit.ts';
import { openApi } from './openapi.ts';

const INGEST: Record<Scope, (db: Db, rows: readonly RawRow[], opts: IngestOptions) => Promise<Ingested>> = {
  contacts: ingestContacts,
  consents: ingestConsents,
  orders: ingestOrders,
  events: ingestEvents,
};

const MEGABYTE = 1_048_576;

const LIMITS: Limits = { perSecond: 100, burst: 300, bytes: 5 * MEGABYTE };

type Needs = Pick<Deps, 'db' | 'clock' | 'config' | 'secretKeys'>;

/**
 * `POST /api/v1/{contacts,consents,orders,events}`: an array of up to 1,000 rows, idempotent by their ids.
 *
 * 200 `{read, inserted, updated, unchanged, rejected, results: [{row, status, field?, value?, allowed?}]}`, also when some
 * rows were refused; 422 with the same body when none could be stored. 400, 401, 403, 404, 405, 413, 415, 429 `{error,
 * message}`: then nothing was stored.
 */
export const apiRoutes = (deps: Needs, limits: Limits = LIMITS): Hono => {
  const app = new Hono();
  const t = strings(deps.config.locale).audience.api;
  const tooLarge = (c: Context) =>
    c.json(
      {
        error: 'too_large',
        message: t.too_large({ rows: String(MAX_ROWS), megabytes: String(Math.round(limits.bytes / MEGABYTE)) }),
      },
      413,
    );

  app.get('/api/v1/openapi.json', (c) => c.json(openApi(deps.config.publicUrl)));

  // The key is asked for before a byte of the body is read.
  app.use('/api/v1/:kind', async (c, next) => {
    const kind = c.req.param('kind');
    if (!isScope(kind)) return c.json({ error: 'not_found', message: t.not_found({ kinds: SCOPES.join(', ') }) }, 404);
    if (c.req.method !== 'POST')
      return c.json({ error: 'not_post', message: t.not_post({ method: c.req.method }) }, 405, { allow: 'POST' });
    const token = /^Bearer (\S+)$/i.exec(c.req.header('authorization') ?? '')?.[1];
    const key = token === undefined ? null : await findKey(deps.db, token, deps);
    if (!key) return c.json({ error: 'unauthorized', message: t.unauthorized }, 401, { 'www-authenticate': 'Bearer' });
    if (!key.scopes.includes(kind)) return c.json({ error: 'forbidden', message: t.forbidden({ scope: kind }) }, 403);
    const wait = await secondsToWait(deps, `api:${key.id}`, limits);
    if (wait > 0) {
      const seconds = String(wait);
      return c.json({ error: 'rate_limited', message: t.rate_limited({ seconds }) }, 429, { 'retry-after': seconds });
    }
    const encoded = (c.req.header('content-encoding') ?? 'identity') !== 'identity';
    if (encoded || !/^application\/json\s*(;|$)/i.test(c.req.header('content-type') ?? ''))
      return c.json({ error: 'not_json', message: t.not_json }, 415);
    return await next();
  });
  app.use('/api/v1/:kind', bodyLimit({ maxSize: limits.bytes, onError: tooLarge }));

  app.post('/api/v1/:kind', async (c) => {
    const kind = c.req.param('kind');
    if (!isScope(kind)) return c.notFound();
    const rows = readRows(await c.req.text());
    if (rows === null) return c.json({ error: 'bad_json', message: t.bad_json }, 400);
    if (rows.length > MAX_ROWS) return tooLarge(c);
    const misfits = rows.map((row) => misfit(kind, row));
    const fitting = rows.flatMap((_, row) => (misfits[row] ? [] : [row]));
    const { timezone, currency, defaultRegion: region } = deps.config;
    const done = await INGEST[kind](
      deps.db,
      fitting.map((row) => rows[row] ?? {}),
      { timezone, currency, region, now: await deps.clock.business(), from: 'json', secretKeys: deps.secretKeys },
    );
    const body = answerOf(done, fitting, misfits);
    if (rows.length === 0 || body.rejected < rows.length) return c.json(body, 200);
    return c.json({ error: 'invalid_rows' as const, message: t.invalid_rows, ...body }, 422);
  });
  return app;
};

/** One result a row of the request: those without the shape of their kind, and the others as they were ingested. */
const answerOf = (
  done: Ingested,
  fitting: readonly number[],
  misfits: readonly ReturnType<typeof misfit>[],
): z.infer<typeof answer> => {
  const why = new Map(done.rejected.map(({ row, column, ...more }) => [row, { field: column, ...more }]));
  const results: z.infer<typeof answer>['results'] = misfits.map((refused, row) => ({
    row,
    status: 'rejected',
    ...refused,
  }));
  for (const [at, row] of fitting.entries())
    results[row] = { row, status: done.statuses[at] ?? 'rejected', ...why.get(at) };
  return {
    read: misfits.length,
    inserted: done.inserted,
    updated: done.updated,
    unchanged: done.unchanged,
    rejected: results.filter(({ status }) => status === 'rejected').length,
    results,
  };
};

/** @returns null when it is not an array of objects */
const readRows = (body: string): RawRow[] | null => {
  let json: unknown;
  try {
    json = JSON.parse(body);
  } catch {
    return null;
  }
  const isRow = (row: unknown): row is RawRow => typeof row === 'object' && row !== null && !Array.isArray(row);
  return Array.isArray(json) && json.every(isRow) ? json : null;
};
