import { sql } from 'drizzle-orm';
import { type Config, ConfigError } from '../config.ts';
import type { Tx } from '../deps.ts';

/**
 * Two currencies are never added. Orders in another are refused where they come in; here the account's own may not change
 * under orders that are there, since each sum by contact holds all of them. Asked by the index on their time.
 *
 * @throws ConfigError naming both
 */
export const oneCurrency = async (db: Tx, { currency }: Pick<Config, 'currency'>): Promise<void> => {
  const { rows } = await db.execute<{ currency: string }>(sql`select currency from orders order by at limit 1`);
  const held = rows[0]?.currency ?? currency;
  if (held === currency) return;
  throw new ConfigError([
    `CURRENCY=${currency}: 이 데이터베이스의 주문은 ${held}입니다. 두 통화는 더하지 않으니 CURRENCY=${held}로 두거나 비어 있는 다른 데이터베이스를 지정해 주세요 / the orders in this database are in ${held}: two currencies are never added, so set CURRENCY=${held} or give an empty database`,
  ]);
};
