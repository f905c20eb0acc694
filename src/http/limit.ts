import { sql } from 'drizzle-orm';
import type { Deps } from '../deps.ts';

/** Requests one account may make: so many a second, and so many at once after a pause; and how large each may be. */
export type Limits = { perSecond: number; burst: number; bytes: number };

/**
 * One row an account, in the database and so shared by all processes: the instant up to which its requests are paid for. A
 * request is let in while that lies less than a burst ahead.
 *
 * @returns 0 when let in, else whole seconds after which one will be
 */
export const secondsToWait = async (
  deps: Pick<Deps, 'db' | 'clock'>,
  account: string,
  { perSecond, burst }: Limits,
): Promise<number> => {
  const now = deps.clock.system();
  const at = (ms: number) => sql`${new Date(now.getTime() + ms).toISOString()}::timestamptz`;
  const step = sql`${1000 / perSecond}::float8 * interval '1 millisecond'`;
  const ahead = (burst * 1000) / perSecond;
  const { rows } = await deps.db.execute(
    sql`insert into provider_rates as r (account, next_at) values (${account}, ${at(1000 / perSecond)}) on conflict (account) do update set next_at = greatest(r.next_at, ${at(0)}) + ${step} where r.next_at < ${at(ahead)} returning account`,
  );
  if (rows.length > 0) return 0;
  const { rows: paid } = await deps.db.execute<{ next_at: string }>(
    sql`select next_at from provider_rates where account = ${account}`,
  );
  const until = new Date(paid[0]?.next_at ?? now).getTime() - ahead;
  return Math.max(1, Math.ceil((until - now.getTime()) / 1000));
};
