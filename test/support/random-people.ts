import fc from 'fast-check';
import type { Happening, Message, Order, Person, World } from './evaluate.ts';

/**
 * Random people, small on purpose: few names and few instants, and most of these stand where some rule cuts: exactly N
 * days before now, at an account's midnight, at the ends of a campaign's window, or a millisecond beside.
 */
export const BASE = Date.UTC(2026, 2, 1);
const DAY = 86_400_000;

/** Days that rules ask about and instants lie at: shared, so that they meet. */
export const SPANS = [0, 1, 2, 7, 14, 30, 60] as const;
/** Dates likewise, as days from BASE: ends of months, the days beside them, and a few. */
export const DATE_PLACES = [-59, -58, -31, -29, -28, -15, -7, -1, 0, 1] as const;
/** Months from that of BASE; a roll-up keeps sixty. */
export const MONTH_PLACES = [-63, -62, -61, -60, -59, -14, -2, -1, 0, 1] as const;
/** Two campaigns; the second was never sent as a whole, so it has no window. */
export const WINDOWS = { 1: { from: new Date(BASE - 20 * DAY), to: new Date(BASE - 6 * DAY) } };

/** Accounts without summer time, so that the plain reading needs no calendar; one whose currency has cents. */
export const ACCOUNTS = [
  { timezone: 'Asia/Seoul', zoneHours: 9, currency: 'KRW', digits: 0 },
  { timezone: 'Asia/Seoul', zoneHours: 9, currency: 'KRW', digits: 0 },
  { timezone: 'America/Lima', zoneHours: -5, currency: 'USD', digits: 2 },
  { timezone: 'Asia/Kathmandu', zoneHours: 5.75, currency: 'USD', digits: 2 },
] as const;
type Account = (typeof ACCOUNTS)[number];

/** What an instant of a world follows from. */
type Frame = { now: number; zoneHours: number };
type Moment = (frame: Frame) => Date;

const beside = fc.constantFrom(0, 0, 0, 1, -1);
const monthStart = (month: number): number => Date.UTC(2026, 2 + month, 1);
const momentArb: fc.Arbitrary<Moment> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.tuple(fc.constantFrom(...SPANS, 6.5, -1, -3), beside).map(
      ([days, ms]): Moment =>
        ({ now }) =>
          new Date(now - days * DAY + ms),
    ),
  },
  {
    weight: 4,
    arbitrary: fc.tuple(fc.constantFrom(...DATE_PLACES), beside).map(
      ([day, ms]): Moment =>
        ({ zoneHours }) =>
          new Date(BASE + day * DAY - zoneHours * 3_600_000 + ms),
    ),
  },
  {
    weight: 2,
    arbitrary: fc.tuple(fc.constantFrom(...MONTH_PLACES), fc.constantFrom(0, -1, 1, 9 * DAY)).map(
      ([month, ms]): Moment =>
        ({ zoneHours }) =>
          new Date(monthStart(month) - zoneHours * 3_600_000 + ms),
    ),
  },
  {
    weight: 1,
    arbitrary: fc.tuple(fc.constantFrom(WINDOWS[1].from, WINDOWS[1].to), beside).map(
      ([end, ms]): Moment =>
        () =>
          new Date(end.getTime() + ms),
    ),
  },
  {
    weight: 2,
    arbitrary: fc.integer({ min: -160, max: 20 }).map(
      (half): Moment =>
        () =>
          new Date(BASE + half * (DAY / 2)),
    ),
  },
);
export const dayArb = fc.constantFrom(...DATE_PLACES).map((n) => new Date(BASE + n * DAY).toISOString().slice(0, 10));
/** Seen from BASE, for rules that name instants. */
export const instantArb = momentArb.map((moment) => moment({ now: BASE, zoneHours: 9 }));

/** Bytes and UTF-16 are of different minds about the last two. */
export const wordArb = fc.constantFrom('a', 'B', 'ab', '가', '나다', "o'x", '%_', '\u{e000}', '😀');
export const numberArb = fc.constantFrom(-2, 0, 1, 2, 2.5, 10);
/** `2` as a word and as a number are equal and are not of one order. */
export const attributeArb = fc.oneof(
  wordArb,
  fc.constant('2'),
  numberArb,
  fc.boolean(),
  dayArb,
  instantArb.map((d) => d.toISOString()),
);
const attributesArb = fc.dictionary(fc.constantFrom('tier', 'score', 'seen'), attributeArb, {
  maxKeys: 3,
  noNullPrototype: true,
});

/** Of an order in minor units: few, so that sums and averages come out alike and meet what rules compare with. */
export const AMOUNTS = [0, 1, 100, 100, 150, 250, 1_999, -50, -100] as const;

const orderArb = fc.record(
  {
    at: momentArb,
    minor: fc.constantFrom(...AMOUNTS),
    status: fc.constantFrom<Order['status']>('paid', 'paid', 'paid', 'refunded'),
    quantity: fc.integer({ min: 1, max: 3 }),
    category: wordArb,
  },
  { requiredKeys: ['at', 'minor', 'status'] },
);
/** `wish` is an event that no roll-up knows. */
export const EVENTS = ['visit', 'cart', 'click', 'open', 'push', 'wish'] as const;
const eventArb = fc.record({
  name: fc.constantFrom(...EVENTS, 'click', 'click', 'visit'),
  at: momentArb,
  properties: attributesArb,
});
const messageArb = (campaign: number) =>
  fc.record({
    campaign: fc.constant(campaign),
    status: fc.constantFrom<Message['status']>('delivered', 'accepted', 'delivered', 'handed', 'unknown', 'failed'),
    at: momentArb,
    reactions: fc.array(
      fc.record({
        type: fc.constantFrom<'opened' | 'clicked'>('opened', 'clicked'),
        at: momentArb,
        machine: fc.constantFrom(false, false, true),
      }),
      { maxLength: 3 },
    ),
  });

const personArb = fc.record({
  createdAt: momentArb,
  lifecycle: fc.option(wordArb),
  locale: fc.option(fc.constantFrom('ko-KR', 'en-US')),
  attributes: attributesArb,
  orders: fc.array(orderArb, { maxLength: 4, size: 'max' }),
  events: fc.array(eventArb, { maxLength: 6, size: 'max' }),
  messages: fc
    .tuple(...[1, 2].map((campaign) => fc.option(messageArb(campaign), { nil: undefined, freq: 2 })))
    .map((list) => list.filter((message) => message !== undefined)),
});
type Drawn = typeof personArb extends fc.Arbitrary<infer T> ? T : never;

const personOf = (p: Drawn, i: number, frame: Frame, digits: number): Person => ({
  id: `p${i}`,
  createdAt: p.createdAt(frame),
  fields: {
    external_id: `p${i}`,
    email: i % 3 === 0 ? null : `p${i}@example.test`,
    phone: null,
    first_name: null,
    last_name: null,
    lifecycle: p.lifecycle,
    locale: p.locale,
    timezone: null,
  },
  attributes: p.attributes,
  orders: p.orders.map(
    ({ at, minor, status, ...rest }, j): Order => ({
      ...rest,
      id: `p${i}-${j}`,
      at: at(frame),
      amount: minor / 10 ** digits,
      // Negative amounts cannot also be refunded: ingestion keeps them as money given back.
      status: minor < 0 ? 'paid' : status,
    }),
  ),
  events: p.events.map((event): Happening => ({ ...event, at: event.at(frame) })),
  messages: p.messages.map(
    (message): Message => ({
      ...message,
      at: message.at(frame),
      reactions: message.reactions.map((r) => ({ ...r, at: r.at(frame) })),
    }),
  ),
});

const drawnArb = fc.array(personArb, { minLength: 1, maxLength: 25, size: 'max' });

/** People of a Korean account, seen from BASE. */
export const peopleArb: fc.Arbitrary<Person[]> = drawnArb.map((list) =>
  list.map((p, i) => personOf(p, i, { now: BASE, zoneHours: 9 }, 0)),
);

/**
 * People and the instant they are asked about at. Half are asked after everything, when the roll-ups may answer, half
 * somewhere in the middle, some of them at an account's midnight.
 */
export const worldArb: fc.Arbitrary<Pick<World, 'people' | 'now'> & { account: Account }> = fc
  .record({
    drawn: drawnArb,
    account: fc.constantFrom(...ACCOUNTS),
    at: fc.oneof(
      fc.constantFrom<Moment>(
        () => new Date(BASE + 40 * DAY),
        ({ zoneHours }) => new Date(BASE + 31 * DAY - zoneHours * 3_600_000),
      ),
      momentArb,
    ),
    settled: fc.boolean(),
  })
  .map(({ drawn, account, at, settled }) => {
    const now = at({ now: BASE, zoneHours: account.zoneHours });
    const people = drawn.map((p, i) =>
      personOf(p, i, { now: now.getTime(), zoneHours: account.zoneHours }, account.digits),
    );
    return { people: settled ? people.map((p) => before(p, now)) : people, now, account };
  });

/** Without what was ordered at or after `now`: only then may the roll-ups of orders answer. */
const before = (person: Person, now: Date): Person => ({ ...person, orders: person.orders.filter((o) => o.at < now) });
