import { readFile } from 'node:fs/promises';
import { gunzipSync } from 'node:zlib';
import { DAY } from '../../kit/clock.ts';

/** One real purchase: who, which day (days since 1970), how many CDs, how much in US cents. data/README.md says whence. */
export type Purchase = { customer: number; day: number; quantity: number; cents: number; orderId: string };

const FILE = new URL('../../../data/cdnow.txt.gz', import.meta.url);

/** Last day of the published data: 1998-06-30. */
export const LAST_DAY = Date.UTC(1998, 5, 30) / DAY;

/**
 * All 69,659 purchases in the order of the file: by customer, then by day. Somebody who bought twice on one day did so in
 * two orders, told apart by their place that day; so an id never depends on anything but the file.
 */
export const readPurchases = async (): Promise<Purchase[]> => {
  const lines = gunzipSync(await readFile(FILE))
    .toString('latin1')
    .split('\n')
    .slice(1);
  const purchases: Purchase[] = [];
  let place = 0;
  for (const line of lines) {
    const [customer, date, quantity, dollars] = line.trim().split(/\s+/);
    if (!customer || !date || !quantity || !dollars) continue;
    const day = Date.UTC(Number(date.slice(0, 4)), Number(date.slice(4, 6)) - 1, Number(date.slice(6, 8))) / DAY;
    const last = purchases.at(-1);
    place = last?.customer === Number(customer) && last.day === day ? place + 1 : 1;
    purchases.push({
      customer: Number(customer),
      day,
      quantity: Number(quantity),
      cents: Math.round(Number(dollars) * 100),
      orderId: `cdnow-${customer}-${date}-${place}`,
    });
  }
  return purchases;
};
