import { once } from 'node:events';
import { createWriteStream, type WriteStream } from 'node:fs';
import { join } from 'node:path';
import { DAY } from '../../src/kit/clock.ts';

/**
 * A shop's customers as files: everything follows from the seed, so that two runs load the same. A tenth of the people
 * buy often, half never; orders come over two years and events over 120 days, both in the order they happened, as
 * exports are.
 */
export const NOW = new Date('2026-11-15T03:00:00Z');
export const ACCOUNT = { timezone: 'Asia/Seoul', currency: 'KRW' } as const;

export type Files = {
  contacts: string;
  orders: string;
  events: string;
  rows: Record<'contacts' | 'orders' | 'events', number>;
};

const ORDERS_PER_CONTACT = 5;
const EVENTS_PER_CONTACT = 5;
const BUYERS = 0.47;
const ORDER_DAYS = 730;
const EVENT_DAYS = 120;

export const makeFiles = async (dir: string, contacts: number): Promise<Files> => {
  const files = {
    contacts: join(dir, 'contacts.csv'),
    orders: join(dir, 'orders.csv'),
    events: join(dir, 'events.csv'),
  };
  const chance = randomFrom(20_261_115);
  await writeContacts(files.contacts, contacts, chance);
  const orders = await writeOrders(files.orders, contacts, chance);
  const events = await writeEvents(files.events, contacts, chance);
  return { ...files, rows: { contacts, orders, events } };
};

/** mulberry32: small, fast, the same on every machine. */
const randomFrom = (seed: number) => (): number => {
  seed = (seed + 0x6d2b79f5) | 0;
  let t = Math.imul(seed ^ (seed >>> 15), 1 | seed);
  t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
  return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
};
type Chance = () => number;

const writeContacts = (file: string, contacts: number, chance: Chance): Promise<void> =>
  write(
    file,
    'external_id,email,phone,first_name,lifecycle,tier,created_at,consent.email,consent.sms',
    contacts,
    (i) => {
      // One in two hundred shares the address of the one before; one in twenty has none; one in three hundred cannot be written to.
      const dice = chance();
      const email =
        dice < 0.05 ? '' : dice < 0.0533 ? `u..${i}@example.test` : `u${dice < 0.0583 ? i - 1 : i}@example.test`;
      const phone = chance() < 0.6 ? `010${String(10_000_000 + i).padStart(8, '0')}` : '';
      const yes = (share: number) => (chance() < share ? 'yes' : '');
      return `c${i},${email},${phone},이름${i % 997},${pick(LIFECYCLES, chance)},${pick(TIERS, chance)},${instant(1_100 * chance())},${yes(0.7)},${yes(0.3)}`;
    },
  );
const LIFECYCLES = ['lead', 'customer', 'customer', 'lapsed'];
const TIERS = ['basic', 'basic', 'silver', 'gold'];

const writeOrders = async (file: string, contacts: number, chance: Chance): Promise<number> => {
  const times = new Times(contacts * ORDERS_PER_CONTACT);
  while (!times.full)
    for (let i = 0; i < contacts && !times.full; i++) {
      if (mixed(i) >= BUYERS) continue;
      // Lognormal with a mean of 10.6: a few buy a hundred times. One in four is gone since some day.
      const n = Math.max(1, Math.round(4 * Math.exp(1.4 * normal(chance))));
      const gone = chance() < 0.25 ? ORDER_DAYS * chance() : 0;
      const since = gone + (ORDER_DAYS - gone) * Math.max(0.1, chance());
      for (let j = 0; j < n && !times.full; j++) times.add(gone + (since - gone) * chance(), i);
    }
  await write(file, 'order_id,contact_id,at,amount,category,status', times.size, (row) => {
    const { contact, daysAgo } = times.at(row);
    return `o${row},c${contact},${instant(daysAgo)},${1_000 * Math.ceil(80 * chance() ** 3 + 4)},${pick(CATEGORIES, chance)},${chance() < 0.03 ? 'refunded' : 'paid'}`;
  });
  return times.size;
};
const CATEGORIES = ['skin', 'hair', 'body', 'food', 'home'];

const writeEvents = async (file: string, contacts: number, chance: Chance): Promise<number> => {
  const times = new Times(contacts * EVENTS_PER_CONTACT);
  while (!times.full) times.add(EVENT_DAYS * chance(), Math.floor(contacts * chance() ** 1.3));
  await write(file, 'event_id,contact_id,name,at,page', times.size, (row) => {
    const { contact, daysAgo } = times.at(row);
    return `e${row},c${contact},${pick(EVENTS, chance)},${instant(daysAgo)},/p/${Math.floor(5_000 * chance())}`;
  });
  return times.size;
};
const EVENTS = ['visit', 'visit', 'visit', 'visit', 'visit', 'visit', 'cart', 'cart', 'click', 'push'];

/** Who did something when, sorted by time: one number each, the minute above the contact. */
class Times {
  readonly #keys: Float64Array;
  #n = 0;
  #sorted = false;
  constructor(size: number) {
    this.#keys = new Float64Array(size);
  }
  get size(): number {
    return this.#keys.length;
  }
  get full(): boolean {
    return this.#n >= this.#keys.length;
  }
  add(daysAgo: number, contact: number): void {
    this.#keys[this.#n++] = (MOST_MINUTES - Math.ceil(daysAgo * 1_440)) * CONTACTS_MAX + contact;
  }
  at(row: number): { contact: number; daysAgo: number } {
    if (!this.#sorted) this.#keys.sort();
    this.#sorted = true;
    const key = this.#keys[row] ?? 0;
    return { contact: key % CONTACTS_MAX, daysAgo: (MOST_MINUTES - Math.floor(key / CONTACTS_MAX)) / 1_440 };
  }
}
const CONTACTS_MAX = 2 ** 24;
const MOST_MINUTES = 2 ** 21;

const instant = (daysAgo: number): string =>
  new Date(Math.floor((NOW.getTime() - daysAgo * DAY) / 1_000) * 1_000 - 1_000).toISOString();
const pick = <T>(list: readonly T[], chance: Chance): T => list[Math.floor(chance() * list.length)] as T;
const normal = (chance: Chance): number =>
  Math.sqrt(-2 * Math.log(chance() || 1e-9)) * Math.cos(2 * Math.PI * chance());
/** Whether somebody is a buyer depends on nothing but who they are. */
const mixed = (i: number): number => (Math.imul(i + 1, 2_654_435_761) >>> 0) / 4_294_967_296;

const CHUNK = 5_000;

const write = async (file: string, header: string, rows: number, line: (row: number) => string): Promise<void> => {
  const out = createWriteStream(file, { highWaterMark: 1 << 20 });
  await put(out, `${header}\n`);
  for (let start = 0; start < rows; start += CHUNK) {
    const lines = Array.from({ length: Math.min(CHUNK, rows - start) }, (_, i) => line(start + i));
    await put(out, `${lines.join('\n')}\n`);
  }
  out.end();
  await once(out, 'finish');
};

const put = async (out: WriteStream, text: string): Promise<void> => {
  if (!out.write(text)) await once(out, 'drain');
};
