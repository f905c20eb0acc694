import { sql } from 'drizzle-orm';
import { Hono } from 'hono';
import type { Deps } from '../deps.ts';
import { sameSecret } from '../kit/hash.ts';

/** `/healthz`: the process answers. `/readyz`: the database does too. `/metrics`: counts for an operator, no names. */
export const healthRoutes = (deps: Deps, isLoopback: (env: unknown) => boolean): Hono => {
  const app = new Hono();
  app.get('/healthz', (c) => c.text('ok'));
  app.get('/readyz', async (c) => {
    try {
      await deps.db.execute(sql`select 1`);
      return c.text('ready');
    } catch {
      return c.text('database does not answer', 503);
    }
  });
  app.get('/metrics', async (c) => {
    const token = deps.config.metricsToken;
    const given = c.req.header('authorization')?.replace(/^Bearer /, '') ?? '';
    if (!isLoopback(c.env) && !(token && sameSecret(given, token))) return c.text('forbidden', 403);
    const { rows } = await deps.db.execute<{ name: string; label: string; value: number }>(sql`
      select 'baton_campaigns' as name, status as label, count(*)::int as value from campaigns group by status
      union all select 'baton_deliveries', status, count(*)::int from deliveries group by status
      union all select 'baton_messages_owed', 'slack', count(*)::int from messages where wanted > drawn and failed is null
      union all select 'baton_llm_cost_micros', 'total', coalesce(sum(cost_micros), 0)::bigint from llm_calls`);
    return c.text(
      rows
        .map(({ name, label, value }) => `${name}{kind="${label}"} ${value}`)
        .join('\n')
        .concat('\n'),
    );
  });
  return app;
};
