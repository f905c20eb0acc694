import pg from 'pg';

type Asked = { text: string; values: unknown[] };
export type Cost = { buffers: number; dearest: { text: string; buffers: number }[] };

/**
 * Pages of the database that the questions of `run` touch, by EXPLAIN (ANALYZE, BUFFERS) of each once it is over: a measure
 * that does not depend on what else the machine does. What `run` writes is not counted.
 */
export const buffersOf = async (pool: pg.Pool, run: () => Promise<unknown>): Promise<Cost> => {
  const asked = await recorded(run);
  const costs: Cost['dearest'] = [];
  for (const { text, values } of asked) {
    const { rows } = await pool.query<{ 'QUERY PLAN': Plan[] }>(
      `explain (analyze, buffers, timing off, format json) ${text}`,
      values,
    );
    const plan = rows[0]?.['QUERY PLAN'][0]?.Plan;
    costs.push({ text, buffers: (plan?.['Shared Hit Blocks'] ?? 0) + (plan?.['Shared Read Blocks'] ?? 0) });
  }
  return {
    buffers: costs.reduce((sum, { buffers }) => sum + buffers, 0),
    dearest: costs.toSorted((a, b) => b.buffers - a.buffers).slice(0, 8),
  };
};

type Plan = { Plan: { 'Shared Hit Blocks': number; 'Shared Read Blocks': number } };

const recorded = async (run: () => Promise<unknown>): Promise<Asked[]> => {
  const asked: Asked[] = [];
  const { query } = pg.Client.prototype;
  const spy = function (this: pg.Client, ...args: unknown[]) {
    const [config, values] = args as [string | { text: string }, unknown];
    const text = typeof config === 'string' ? config : config.text;
    if (/^\s*(?:select|with)\b/i.test(text) && !/\bfor (?:update|no key update)\b/.test(text))
      asked.push({ text, values: Array.isArray(values) ? values : [] });
    return (query as (...args: unknown[]) => unknown).apply(this, args);
  };
  pg.Client.prototype.query = spy as typeof query;
  try {
    await run();
  } finally {
    pg.Client.prototype.query = query;
  }
  return asked;
};
