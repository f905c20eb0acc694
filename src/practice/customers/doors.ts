import { eq, sql } from 'drizzle-orm';
import { practiceState } from '../../db/schema.ts';
import type { Deps } from '../../deps.ts';
import { createKey } from '../../http/keys.ts';

/** The ways in that customers and shops have: links in a mail, and the orders API. Nothing else is touched. */
export type Doors = {
  /** GET, not followed further: a link leads out of the house. */
  follow(url: string): Promise<void>;
  /** One-click unsubscribe (RFC 8058). */
  unsubscribe(url: string): Promise<void>;
  /** Rows as `POST /api/v1/orders` takes them; idempotent by `order_id`. @returns how many were refused */
  order(rows: readonly OrderRow[]): Promise<number>;
};
/** `amount` in major units. */
export type OrderRow = {
  order_id: string;
  contact_id: string;
  at: string;
  amount: number;
  currency: string;
  coupon?: string;
};

const TIMEOUT_MS = 10_000;
const MOST_ROWS = 500;
const BROWSER =
  'Mozilla/5.0 (iPhone; CPU iPhone OS 18_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.6 Mobile/15E148 Safari/604.1';

/** @throws when the server cannot be reached or is not well: the act is tried again */
export const publicDoors = (deps: Pick<Deps, 'config' | 'db' | 'newId' | 'clock' | 'log'>): Doors => {
  const { publicUrl } = deps.config;
  let key: string | null = null;
  const knock = async (url: string, init: RequestInit): Promise<Response> => {
    // Practice never reaches anybody real: a mail may link elsewhere, our customers do not go there.
    if (new URL(url).origin !== new URL(publicUrl).origin) throw new Error('customers use our own links only');
    const answer = await fetch(url, { ...init, redirect: 'manual', signal: AbortSignal.timeout(TIMEOUT_MS) });
    if (answer.status >= 500) throw new Error(`${new URL(url).pathname.split('/')[1]} answered ${answer.status}`);
    return answer;
  };
  /** Reads the answer to its end, so that the connection is used again. */
  const finish = async (answer: Response): Promise<void> => {
    await answer.arrayBuffer();
    if (answer.status >= 400) deps.log.warn({ status: answer.status }, 'a simulated customer was turned away');
  };
  const post = async (rows: readonly OrderRow[], bearer: string): Promise<Response> =>
    knock(`${publicUrl}/api/v1/orders`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${bearer}` },
      body: JSON.stringify(rows),
    });
  return {
    follow: async (url) => finish(await knock(url, { headers: { 'user-agent': BROWSER } })),
    unsubscribe: async (url) =>
      finish(
        await knock(url, {
          method: 'POST',
          headers: { 'content-type': 'application/x-www-form-urlencoded' },
          body: 'List-Unsubscribe=One-Click',
        }),
      ),
    async order(rows) {
      let refused = 0;
      for (let from = 0; from < rows.length; from += MOST_ROWS) {
        const part = rows.slice(from, from + MOST_ROWS);
        key ??= await shopKey(deps, false);
        let answer = await post(part, key);
        // Revoked by a person, say: the shop asks for another, once.
        if (answer.status === 401) {
          key = await shopKey(deps, true);
          answer = await post(part, key);
        }
        const body = (await answer.json().catch(() => ({}))) as { rejected?: number };
        if (!answer.ok && answer.status !== 422) throw new Error(`orders were answered ${answer.status}`);
        refused += body.rejected ?? 0;
      }
      return refused;
    },
  };
};

const KEY = 'customers.key';
const LOCK = 7_218_419;

/** The simulated shop's own key, made once and kept with practice's other facts. @param anew the kept one is no good */
const shopKey = (deps: Pick<Deps, 'db' | 'newId' | 'clock'>, anew: boolean): Promise<string> =>
  deps.db.transaction(async (tx) => {
    await tx.execute(sql`select pg_advisory_xact_lock(${LOCK})`);
    const [kept] = await tx.select().from(practiceState).where(eq(practiceState.name, KEY));
    if (kept && !anew) return String(kept.value);
    const { key } = await createKey(tx, { name: 'practice customers', scopes: ['orders'] }, deps);
    await tx
      .insert(practiceState)
      .values({ name: KEY, value: key })
      .onConflictDoUpdate({ target: practiceState.name, set: { value: sql`excluded.value` } });
    return key;
  });
