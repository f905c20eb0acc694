import { createHash } from 'node:crypto';
import type { Purchase } from './cdnow.ts';

/**
 * The made-up side of the sample company. Everything here follows from a customer's number by a hash, so that every
 * machine makes the same people; nothing of it is in the data set, and nobody of that name bought anything.
 */
export type Invented = {
  number: number;
  /** Day of the first purchase, before it is moved: real. */
  firstDay: number;
  firstName: string;
  lastName: string;
  /** Null for the one in a hundred who gave none. */
  email: string | null;
  phone: string;
  genre: string;
  consents: { channel: 'email' | 'sms' | 'kakao' | 'push'; purpose: 'marketing' | 'night' }[];
  optedOut: 'unsubscribed' | 'bounced' | null;
  /** Days before today on which they looked round, beside those on which they bought. */
  visits: number[];
  cart: { daysAgo: number; cds: number } | null;
};

const LAST_NAMES =
  '김김김김이이이박박최최정강조윤장임한오서신권황안송류전홍고문양손배백허남심노하곽성차주우구민진엄원천방'.split('');
const FIRST = '서민지도하윤수현예은시유준지우연채승태재성동소정혜다나아가'.split('');
const SECOND = '연우준서윤아진호민영은희수현빈원경훈린율혁나미주찬솔'.split('');
/** Shares of 256. */
const GENRES: [string, number][] = [
  ['록', 60],
  ['팝', 56],
  ['재즈', 42],
  ['클래식', 38],
  ['힙합', 30],
  ['월드뮤직', 30],
];

/** Percent of people who agreed, and the place in the hash that decides. */
const AGREED = [
  { channel: 'email', purpose: 'marketing', percent: 82, at: 12 },
  { channel: 'sms', purpose: 'marketing', percent: 61, at: 14 },
  { channel: 'push', purpose: 'marketing', percent: 40, at: 16 },
  { channel: 'sms', purpose: 'night', percent: 12, at: 18 },
  { channel: 'kakao', purpose: 'marketing', percent: 57, at: 30 },
] as const;
const SUPPRESSED = 2;
const NO_ADDRESS = 1;
/** A quarter of a percent take another's address, so half a percent share one. */
const TAKES_ANOTHERS = 0.25;

/** Everyone of the data set, by number. */
export const inventPeople = (purchases: readonly Purchase[]): Invented[] => {
  const people: Invented[] = [];
  // The file is ordered: a customer's first line is the first purchase.
  for (const { customer, day } of purchases) {
    if (people.at(-1)?.number === customer) continue;
    const draws = drawsOf(customer, day);
    const owner = draws.takesAnothers ? people.findLast((p) => p.email !== null) : undefined;
    people.push({ ...draws.person, email: owner?.email ?? draws.person.email });
  }
  return people;
};

const drawsOf = (number: number, firstDay: number): { person: Invented; takesAnothers: boolean } => {
  const hash = createHash('sha256').update(`sample company:${number}`).digest();
  const pick = <T>(list: readonly T[], at: number): T => list[hash.readUInt16BE(at) % list.length] as T;
  const within = (percent: number, at: number): boolean => (hash.readUInt16BE(at) / 65_536) * 100 < percent;
  const byte = (at: number): number => hash.readUInt8(at);
  return {
    takesAnothers: within(TAKES_ANOTHERS, 0),
    person: {
      number,
      firstDay,
      lastName: pick(LAST_NAMES, 2),
      firstName: pick(FIRST, 4) + pick(SECOND, 6),
      email: within(NO_ADDRESS, 8) ? null : `c${number}@example.test`,
      // Korean numbers beginning 010-0 are given to nobody.
      phone: `+82100${String(number).padStart(7, '0')}`,
      genre: genreOf(byte(10)),
      consents: AGREED.filter(({ percent, at }) => within(percent, at)).map(({ channel, purpose }) => ({
        channel,
        purpose,
      })),
      optedOut: within(SUPPRESSED, 20) ? (byte(22) < 64 ? 'bounced' : 'unsubscribed') : null,
      // Two in five look round one to three times in 90 days; one in twenty left something in the cart these two weeks.
      visits:
        byte(23) < 102 ? [24, 25, 26].slice(0, 1 + (byte(23) % 3)).map((at) => Math.floor((byte(at) * 90) / 256)) : [],
      cart: byte(27) < 13 ? { daysAgo: byte(28) % 14, cds: 1 + (byte(29) % 3) } : null,
    },
  };
};

const genreOf = (draw: number): string => {
  let past = 0;
  for (const [genre, share] of GENRES) {
    past += share;
    if (draw < past) return genre;
  }
  return GENRES[0]?.[0] ?? '';
};
