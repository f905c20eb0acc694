import type { Who } from './heard/who.ts';
import type { Words } from './words.ts';

/** What is taken where the words leave it open; every use is said as an assumption. */
export const USUAL = { regularOrders: 3, topPercent: 10, lapsedDays: 90, cartDays: 3, joinedDays: 7 } as const;

/** `Who` with every gap filled, and each filled gap in words. */
export type Settled = { who: Who; assumed: string[] };

export const settle = (heard: Who, words: Words): Settled => {
  const who: Who = { ...heard };
  const assumed: string[] = [];
  const say = (sentence: string) => assumed.push(sentence);
  if (who.lapsed && who.lapsedDays === null && who.boughtWithin === null) {
    who.lapsedDays = USUAL.lapsedDays;
    say(words.assume.lapsedDays(USUAL.lapsedDays));
  }
  if (who.regulars && who.minOrders === null && who.maxOrders === null) {
    who.minOrders = USUAL.regularOrders;
    say(words.assume.regulars(USUAL.regularOrders));
  }
  if ((who.vip && who.topPercent === null) || (who.withoutVip && who.withoutTop === null)) {
    if (who.vip) who.topPercent = USUAL.topPercent;
    else who.withoutTop = USUAL.topPercent;
    say(words.assume.vip(USUAL.topPercent));
  }
  if (who.welcome && who.joinedWithin === null && !who.neverBought) {
    who.joinedWithin = USUAL.joinedDays;
    say(words.assume.joinedDays(USUAL.joinedDays));
  }
  if (who.asked?.some(({ name }) => name === 'cart')) say(words.assume.cartDays(USUAL.cartDays));
  if (who.newsletter && !who.everyone && !hasCondition(who)) {
    who.minOrders = 1;
    say(words.assume.newsletter);
  }
  return { who, assumed };
};

/** True when something other than "everyone" chooses. */
export const hasCondition = (who: Who): boolean =>
  [
    who.lapsedDays,
    who.minOrders,
    who.maxOrders,
    who.topPercent,
    who.minRevenue,
    who.minAverage,
    who.boughtWithin,
    who.joinedWithin,
    who.joinedBefore,
    who.neverBought,
    who.asked,
    who.phrases,
  ].some((part) => part !== null);

/**
 * The audience in one phrase. It can be read back: heard again, it means the same people, so that a brief which a person
 * edited is understood like the goal was.
 */
export const audienceIn = (who: Who, words: Words, currency: string): string => {
  if (who.everyone && !hasCondition(who)) return words.who.everyone;
  const once = who.minOrders === 1 && who.maxOrders === 1;
  const traits = [
    who.joinedBefore !== null ? words.who.joinedBefore(who.joinedBefore) : '',
    who.neverBought ? words.who.neverBought : '',
    who.joinedWithin !== null ? words.who.joinedWithin(who.joinedWithin) : '',
    who.boughtWithin !== null ? words.who.boughtWithin(who.boughtWithin) : '',
    who.lapsedDays !== null ? words.who.lapsed(who.lapsedDays, who.lapsedBefore) : '',
    who.topPercent !== null ? words.who.top(who.topPercent) : '',
    once ? words.who.once : '',
    ...(who.phrases ?? []).map(({ said }) => said),
  ].filter(Boolean);
  const noun =
    who.neverBought || who.joinedWithin !== null
      ? words.who.members
      : who.regulars
        ? words.who.regulars
        : words.who.customers;
  const bounds = [
    (who.minOrders !== null || who.maxOrders !== null) && !once
      ? words.who.orders({ min: who.minOrders, max: who.maxOrders })
      : '',
    who.minRevenue !== null ? words.who.revenue(words.money(who.minRevenue, currency)) : '',
    who.minAverage !== null ? words.who.average(words.money(who.minAverage, currency)) : '',
    who.withoutTop !== null ? words.who.withoutTop(who.withoutTop) : '',
    ...(who.asked ?? []).map(({ said }) => words.who.asked(said)),
  ].filter(Boolean);
  const english = words.who.customers === 'customers';
  const phrase = english ? [noun, ...traits].join(' ') : [...traits, noun].join(' ');
  return bounds.length > 0 ? `${phrase} (${bounds.join(', ')})` : phrase;
};
