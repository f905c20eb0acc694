import type { ChannelName } from '../../channels/channel.ts';
import type { Brief } from '../../steps/brief/schema.ts';
import { CONCEPTS, JOINED } from './heard/concepts.ts';
import { type Heard, plusDays, type Reading } from './heard/hear.ts';
import type { SeenBrand, SeenCatalogue, SeenCoupon } from './inputs.ts';
import { phraseMissing } from './phrase-rule.ts';
import type { Theme } from './theme.ts';
import type { Words } from './words.ts';

/** What every part of a brief is written with. */
export type Table = {
  words: Words;
  today: string;
  currency: string;
  brand: SeenBrand;
  catalogue: SeenCatalogue;
  /** What a campaign can be sent by now. */
  offered: ChannelName[][];
  /** Pools of codes that can be promised. */
  coupons: readonly SeenCoupon[];
};

const FITTING: Readonly<Record<Theme, RegExp>> = {
  winback: /다시|오랜|돌아|그동안|again|back|miss/i,
  first_order: /처음|첫|시작|first|start|new/i,
  second_order: /다시|다음|again|next/i,
  vip: /감사|고마|함께|thank|together/i,
  regulars: /감사|고마|함께|다시|thank|together|again/i,
  cart: /기다|담아|wait|kept/i,
  welcome: /처음|첫|환영|만나|first|welcome|meet/i,
  birthday: /축하|오늘|day|celebrat/i,
  news: /새|소식|지금|new|now/i,
  buyers: /다시|다음|again|next/i,
};
export const LISTS = 10;

export const cut = (text: string, most: number): string => {
  const line = text.replaceAll(/\s+/g, ' ').trim();
  return line.length > most ? `${line.slice(0, most - 1)}…` : line;
};
export const unique = (lines: readonly string[]): string[] => [...new Set(lines.filter(Boolean))].slice(0, LISTS);

const lastDayOf = (today: string): string => {
  const next = plusDays(`${today.slice(0, 7)}-28`, 4);
  return plusDays(`${next.slice(0, 7)}-01`, -1);
};
export const daysLeft = (today: string, day: string): number =>
  Math.round((Date.parse(day) - Date.parse(today)) / 86_400_000);

/** End of this month, or of the next one when this one is as good as over. */
export const usualDeadline = (today: string): string => {
  const end = lastDayOf(today);
  return daysLeft(today, end) >= 7 ? end : lastDayOf(plusDays(end, 1));
};

export const readingsOf = (readings: readonly Reading[], words: Words): Brief['readings'] =>
  readings.map(({ text, value, unit, currency }) => ({
    text,
    value,
    unit: unit === 'money' ? (currency ?? '') : words.units[unit],
  }));

/** Spans said in months and the like are counted in days: said, because it can be meant otherwise. */
export const spansOf = (heard: Pick<Heard, 'spans'>, words: Words): string[] =>
  heard.spans.map(({ text, value }) => words.assume.span(text, value));

/** Numbers no rule could place, as one question: none is dropped in silence. */
export const unreadIn = ({ unread }: Pick<Heard, 'unread'>, words: Words): string[] =>
  unread.length > 0 ? [cut(words.ask.unread([...new Set(unread)]), 280)] : [];

export type Offered = { offer: string | null; coupon: string | null; asks: string[] };

/** Codes of a pool come first; a coupon of the brand kit is words alone. */
export const offerOf = (
  heard: Heard,
  { brand, words, coupons }: Pick<Table, 'brand' | 'words' | 'coupons'>,
): Offered => {
  const pool = heard.offer ? poolFor(heard.offer, coupons) : undefined;
  if (pool)
    return { offer: pool.condition ? `${pool.discount}, ${pool.condition}` : pool.discount, coupon: pool.id, asks: [] };
  return { ...offerOfBrand(heard, brand, words, coupons.length > 0), coupon: null };
};

const poolFor = (said: NonNullable<Heard['offer']>, coupons: readonly SeenCoupon[]): SeenCoupon | undefined => {
  const most = [...coupons].sort((a, b) => (b.left ?? Number.MAX_VALUE) - (a.left ?? Number.MAX_VALUE));
  if (said.kind === 'none') return undefined;
  if (said.kind === 'coupon') return most[0];
  return most.find(({ discount }) => discount.replaceAll(',', '').includes(String(said.from.value)));
};

const offerOfBrand = (
  heard: Heard,
  brand: SeenBrand,
  words: Words,
  hasPools: boolean,
): { offer: string | null; asks: string[] } => {
  const first = brand.coupons[0];
  if (heard.offer === null) return { offer: null, asks: first || hasPools ? [words.ask.coupon] : [] };
  if (heard.offer.kind === 'none') return { offer: null, asks: [] };
  if (heard.offer.kind === 'coupon')
    return first ? { offer: first.text, asks: [] } : { offer: null, asks: [words.ask.noCoupon(words.coupon)] };
  const { value, text } = heard.offer.from;
  const fits = brand.coupons.find((coupon) => coupon.text.replaceAll(',', '').includes(String(value)));
  return fits
    ? { offer: fits.text, asks: [] }
    : { offer: words.discount(text), asks: [words.ask.noCoupon(words.discount(text))] };
};

export const messageFor = (theme: Theme, { messages }: SeenBrand): string =>
  (messages.find(({ text }) => FITTING[theme].test(text)) ?? messages[0])?.id ?? '';

/** What the words ask for and no field or event of the catalogue holds, in the marketer's words. */
export const missingOf = (heard: Pick<Heard, 'who'>, catalogue: SeenCatalogue, words: Words): string[] => {
  const { who } = heard;
  const asked = (who.asked ?? []).flatMap(({ name, said }) => {
    const concept = CONCEPTS.find((each) => each.name === name);
    const names = [
      ...(concept?.of === 'event' ? [] : catalogue.fields),
      ...(concept?.of === 'field' ? [] : catalogue.events),
      ...(name === 'visited' ? catalogue.metrics.filter((metric) => metric.name === 'days_since_last_visit') : []),
    ];
    return names.some((each) => concept?.names.test(each.name)) ? [] : [said];
  });
  const joined = who.joinedWithin !== null || who.joinedBefore !== null || (who.welcome && !who.neverBought);
  const hasJoined = catalogue.fields.some((field) => field.type === 'date' && JOINED.names.test(field.name));
  const phrases = (who.phrases ?? []).filter((one) => phraseMissing(one, catalogue)).map(({ said }) => said);
  return [...asked, ...phrases, ...(joined && !hasJoined ? [words.joinedDay] : [])];
};
