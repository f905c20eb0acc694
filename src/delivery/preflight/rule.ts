import type { BrandKit } from '../../brand/kit.ts';
import type { CouponFacts } from '../../coupons/facts.ts';
import type { Check } from '../../db/schema.ts';
import type { PreflightWords } from '../../i18n/preflight.ko.ts';
import type { Variant } from '../../steps/copy/schema.ts';
import type { Plan, PlanEvidence } from '../../steps/plan/schema.ts';
import type { Form, Message } from '../message/message.ts';
import type { Facts } from './facts.ts';
import type { NetworkFacts } from './network.ts';

export type Family = NonNullable<Check['family']>;
export type RuleId = keyof PreflightWords['rules'];
/** Words that are the same in both languages, or not. */
export type Words = string | { ko: string; en: string };
export type Params = Readonly<Record<string, Words | number>>;

/** Everything a launch is judged by, read beforehand: rules look nothing up. */
export type PreflightInput = {
  /** A notice of the law's own (result of a consent, two-year confirmation) may hold no promotion. */
  kind: 'campaign' | 'notice';
  plan: Plan;
  evidence: Pick<PlanEvidence, 'audience' | 'everyone' | 'costMinor' | 'minutes' | 'smallestLift'>;
  variants: readonly Variant[];
  /** What leaves, one a variant, rendered at its longest. */
  messages: readonly Message[];
  /** Id of the brand's fixed message, and the brief's offer in its own words. */
  keyMessage: string;
  offer: string | null;
  kit: BrandKit;
  /** Business time. */
  now: Date;
  timezone: string;
  /** Where the account's people live, as far as nothing else is known: ISO 3166. */
  region: string;
  publicUrl: string;
  /** The channel it would leave by, as it is configured now; null when there is none. */
  channel: { account: string } | null;
  /** True while every offered channel is a stand-in: only then may a link be http on loopback. */
  practice: boolean;
  /** Contacts of the audience that another campaign wrote to within the last days. */
  recentlyContacted: number;
  facts: Facts;
  /** Absent where nobody looked: then a launch that promises one is refused. */
  coupon?: CouponFacts;
  /** What the links answered and what the sender's domain says of itself, asked just now. */
  network: NetworkFacts;
  /** Hashes of what people were shown and of what would leave, at the approval and when due; null before anybody is asked. */
  approval: { approved: string; current: string } | null;
};

/** `say` fills the words. A rule may soften or sharpen its own severity (a rate has two limits). */
export type Verdict = { passed: boolean; say?: Params; severity?: Check['severity'] };

type About = {
  id: RuleId;
  family: Family;
  severity: Check['severity'];
  /** Its text or its limit was not read at the source: whoever sees it is told to have it confirmed. */
  confirm?: true;
};

/** About a launch as a whole. */
export type Rule = About & {
  /** What it goes through one by one. Where there is none of it nothing was judged, and nothing is shown. */
  looksAt?: 'templates' | 'variants' | 'links' | 'messages';
  /** Absent: always. A rule that does not concern this launch, or has nothing to judge by, is not shown: no idle tick. */
  concerns?: (input: PreflightInput) => boolean;
  judge: (input: PreflightInput) => Verdict;
};

/** Where a message would leave: practice while every offered channel is a stand-in, which a file never is. */
export type Place = Pick<PreflightInput, 'practice'>;

/** About one message and nothing else: what `baton copy check` can judge too. */
export type MessageRule = About & {
  forms: readonly Form[];
  concerns?: (message: Message) => boolean;
  /** What is wrong, each as it is named to a person; nothing: the rule is kept. */
  judge: (message: Message, at: Place) => { found: readonly Words[]; severity?: Check['severity']; say?: Params };
};

export const ads = (input: PreflightInput): boolean => input.plan.isAd;

/** Fails when anything was found, and names the first few. */
export const none = (found: readonly Words[], more: Params = {}): Verdict => ({
  passed: found.length === 0,
  say: { ...more, what: listed(found), n: found.length },
});

const SHOWN = 4;
export const inLanguage = (words: Words | number, language: 'ko' | 'en'): string | number =>
  typeof words === 'object' ? words[language] : words;

const listed = (found: readonly Words[]): Words => {
  const list = (language: 'ko' | 'en') =>
    [...new Set(found.map((each) => String(inLanguage(each, language))))].slice(0, SHOWN).join(', ');
  return { ko: list('ko'), en: list('en') };
};

/** Before what is wrong stands which message it is in. */
export const within = (where: string, words: Words): Words => {
  const one = (language: 'ko' | 'en') => [where, inLanguage(words, language)].filter((part) => part !== '').join(' ');
  return { ko: one('ko'), en: one('en') };
};
