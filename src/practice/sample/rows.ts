import type { RawRow } from '../../audience/cells.ts';
import { startOfDay } from '../../audience/when.ts';
import { DAY, HOUR, MINUTE } from '../../kit/clock.ts';
import { LAST_DAY, type Purchase } from './cdnow.ts';
import type { Invented } from './people.ts';

/** Fixed and shown wherever the company is introduced. Accounts in another currency keep the dollars' number. */
const WON_PER_DOLLAR = 1_300;

/** A moved day at an hour of the account, as an instant in UTC. */
export type MovedTo = (day: number, hour: number) => string;

export const movedBy = (offsetDays: number, timezone: string): MovedTo => {
  const midnights = new Map<number, number>();
  return (day, hour) => {
    const moved = day + offsetDays;
    let midnight = midnights.get(moved);
    if (midnight === undefined) {
      midnight = startOfDay(new Date(moved * DAY).toISOString().slice(0, 10), timezone).getTime();
      midnights.set(moved, midnight);
    }
    return new Date(midnight + hour * HOUR).toISOString();
  };
};

/** The data set has no times of day: every order stands at noon, and who bought had signed up that morning. */
const NOON = 12;
const MORNING = 9;

export const nameOf = (number: number): string => `c${number}`;

export const contactRow = (p: Invented, at: MovedTo, timezone: string): RawRow => ({
  external_id: nameOf(p.number),
  email: p.email,
  phone: p.phone,
  // Who agreed to push has the app.
  push_token: p.consents.some(({ channel }) => channel === 'push') ? `practice-${nameOf(p.number)}` : null,
  first_name: p.firstName,
  last_name: p.lastName,
  locale: 'ko-KR',
  timezone,
  lifecycle: 'customer',
  created_at: at(p.firstDay, MORNING),
  genre: p.genre,
});

export const consentRows = (p: Invented, at: MovedTo): RawRow[] =>
  p.consents.map(({ channel, purpose }) => ({
    contact_id: nameOf(p.number),
    channel,
    purpose,
    state: 'granted',
    at: at(p.firstDay, MORNING),
    source: 'sample',
    text_version: 'sample-1',
  }));

/** A month after signing up. */
export const optedOutAt = (p: Invented, at: MovedTo): Date => new Date(at(p.firstDay + 30, NOON));

export const orderRow = (p: Purchase, at: MovedTo, currency: string): RawRow => ({
  order_id: p.orderId,
  contact_id: nameOf(p.customer),
  at: at(p.day, NOON),
  amount: currency === 'KRW' ? Math.round((p.cents * WON_PER_DOLLAR) / 100) : p.cents / 100,
  currency,
  quantity: p.quantity,
  category: 'CD',
});

/** Who bought had a look first: the only events that follow from the data. Kept for the last half-year. */
export const VISITS_SINCE = LAST_DAY - 182;
export const visitOfPurchase = (p: Purchase, at: MovedTo): RawRow => ({
  event_id: `sample-visit-${p.orderId}`,
  contact_id: nameOf(p.customer),
  name: 'visit',
  at: new Date(Date.parse(at(p.day, NOON)) - 5 * MINUTE).toISOString(),
  made_up: false,
});

export const inventedEvents = (p: Invented, at: MovedTo): RawRow[] => [
  ...p.visits.map((daysAgo, i) => ({
    event_id: `sample-visit-${p.number}-${i}`,
    contact_id: nameOf(p.number),
    name: 'visit',
    at: at(LAST_DAY - daysAgo, 10 + i),
    made_up: true,
  })),
  ...(p.cart
    ? [
        {
          event_id: `sample-cart-${p.number}`,
          contact_id: nameOf(p.number),
          name: 'cart',
          at: at(LAST_DAY - p.cart.daysAgo, 20),
          made_up: true,
          cds: p.cart.cds,
        },
      ]
    : []),
];
