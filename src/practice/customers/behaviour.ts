import { DAY, MINUTE } from '../../kit/clock.ts';
import { sha256, unitHash } from '../../kit/hash.ts';

/**
 * What simulated customers do, decided by hash alone: the same campaign and contact always act the same, whatever crashed
 * in between. Pure. Said wherever it shows: whoever got the mail buys about 2.5 times as often, by construction.
 */
const SEED = 'baton practice customers 1';

/** Of an arm, over seven days: those who would have bought anyway, and those who buy because they were written to. */
export const ANYWAY = 0.026;
export const BECAUSE = 0.039;
/** Of those who got the mail and do not buy because of it. */
const OPENS = 0.31;
const CLICKS = 0.1;
const UNSUBSCRIBES = 0.004;
/** Of those who buy because of the mail: the others go to the shop by themselves. */
const BUYS_BY_CLICK = 0.78;

export type Member = {
  /** Id the shop knows the contact by. */
  externalId: string;
  /** Whoever is held out of everything is a holdout too. */
  arm: 'send' | 'holdout';
  variant: string | null;
  /** Bought something in the 90 days before: such people buy again twice as readily. */
  recent: boolean;
};

/** Times in ms: `anywayAt` after the window's start, everything else after the mail came. Null = never. */
export type Behaviour = {
  anywayAt: number | null;
  opensAfter: number | null;
  clicksAfter: number | null;
  unsubscribesAfter: number | null;
  buysAfter: number | null;
  /** Where in the account's own order amounts theirs lies, 0..1; one for each purchase. */
  amounts: { anyway: number; because: number };
};

const NOTHING = { anywayAt: null, opensAfter: null, clicksAfter: null, unsubscribesAfter: null, buysAfter: null };

/** One toss a name; a mail's reader needs a dozen, and thousands are asked at every act. */
const TOSSES = [
  'anyway',
  'because',
  'anywayAt',
  'amount',
  'amountBecause',
  'opensAt',
  'opens',
  'clicks',
  'byClick',
  'leaves',
  'reads',
  'thinks',
  'later',
  'laterBy',
] as const;
type Tosses = Record<(typeof TOSSES)[number], number>;

/** Customers act hundreds of times in a campaign, and toss the same each time: kept for the last few campaigns. */
const kept = new Map<string, Map<string, Tosses>>();
const KEPT = 8;

const tossesOf = (campaign: string, externalId: string): Tosses => {
  if (!kept.has(campaign) && kept.size >= KEPT) kept.clear();
  const of = kept.get(campaign) ?? new Map<string, Tosses>();
  kept.set(campaign, of);
  const known = of.get(externalId) ?? toss(campaign, externalId);
  of.set(externalId, known);
  return known;
};

/** Numbers in 0..1 from a few digests instead of one each: 48 bits a toss, five in a sha256. */
const toss = (campaign: string, externalId: string): Tosses => {
  const bytes = Buffer.concat(
    Array.from({ length: Math.ceil(TOSSES.length / 5) }, (_, i) =>
      Buffer.from(sha256(`${SEED}:${campaign}:${externalId}:${i}`), 'hex').subarray(0, 30),
    ),
  );
  return Object.fromEntries(TOSSES.map((name, i) => [name, bytes.readUIntBE(i * 6, 6) / 2 ** 48])) as Tosses;
};

/**
 * Who does what. How many of an arm buy is a fixed share of it, not a toss for each, so that the stated ratio holds in small
 * audiences too; who they are is by weighted hash.
 *
 * @param campaign names the campaign and its occurrence
 */
export const behaviours = (campaign: string, members: readonly Member[], windowMs: number): Map<string, Behaviour> => {
  const share = windowMs / (7 * DAY);
  const all = members.map((member) => ({ ...member, toss: tossesOf(campaign, member.externalId) }));
  type Tossed = (typeof all)[number];
  const first = (list: readonly Tossed[], count: number, toss: 'anyway' | 'because', weight: (m: Member) => number) => {
    // Efraimidis and Spirakis: the smallest exponential keys are a weighted draw without replacement.
    const keyed = list.map((member) => ({ member, key: -Math.log(1 - member.toss[toss]) / weight(member) }));
    keyed.sort((a, b) => a.key - b.key || (a.member.externalId < b.member.externalId ? -1 : 1));
    return keyed.slice(0, Math.round(count)).map(({ member }) => member);
  };
  const recency = (member: Member) => (member.recent ? 2 : 1);
  const appeals = new Map<string | null, number>();
  const appeal = (variant: string | null): number => {
    const known = appeals.get(variant) ?? appealOf(campaign, variant);
    appeals.set(variant, known);
    return known;
  };
  const sent = all.filter(({ arm }) => arm === 'send');
  const held = all.filter(({ arm }) => arm === 'holdout');
  const anyway = new Set([sent, held].flatMap((arm) => first(arm, ANYWAY * share * arm.length, 'anyway', recency)));
  const rest = sent.filter((member) => !anyway.has(member));
  const moved = BECAUSE * Math.min(1, share) * sent.length;
  const because = new Set(first(rest, moved, 'because', (m) => recency(m) * appeal(m.variant)));
  return new Map(
    all.map((member) => [
      member.externalId,
      {
        ...NOTHING,
        ...(anyway.has(member) && { anywayAt: (0.002 + 0.99 * member.toss.anywayAt) * windowMs }),
        ...(member.arm === 'send' && reaction(member.toss, because.has(member), windowMs)),
        amounts: { anyway: member.toss.amount, because: member.toss.amountBecause },
      },
    ]),
  );
};

/** Variants differ a little: 0.8 to 1.2. */
const appealOf = (campaign: string, variant: string | null): number =>
  variant === null ? 1 : 0.8 + 0.4 * unitHash(`${SEED}:${campaign}:appeal`, variant);

type Reaction = Pick<Behaviour, 'opensAfter' | 'clicksAfter' | 'unsubscribesAfter' | 'buysAfter'>;

/** Half a minute at the earliest: nobody reads faster, and scanners are told by it. */
const reaction = (toss: Tosses, buys: boolean, windowMs: number): Reaction => {
  const u = toss.opensAt;
  const opensAfter = u < 0.2 ? MINUTE * (0.5 + 9.5 * (u / 0.2)) : 10 * MINUTE + ((u - 0.2) / 0.8) ** 3 * 0.3 * windowMs;
  const opens = buys || toss.opens < OPENS;
  const clicks = buys ? toss.byClick < BUYS_BY_CLICK : opens && toss.clicks < CLICKS / OPENS;
  const leaves = !buys && toss.leaves < UNSUBSCRIBES;
  const reads = MINUTE * (0.3 + 3 * toss.reads);
  const thinks = MINUTE * (2 + 30 * toss.thinks);
  const later = toss.later < 0.5 ? 0 : 0.35 * windowMs * toss.laterBy;
  return {
    opensAfter: opens || leaves ? opensAfter : null,
    clicksAfter: clicks ? opensAfter + reads : null,
    unsubscribesAfter: leaves ? opensAfter + reads : null,
    buysAfter: buys ? opensAfter + reads + thinks + later : null,
  };
};
