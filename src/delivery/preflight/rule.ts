import type { BrandKit } from '../../brand/kit.ts';
import type { Check } from '../../db/schema.ts';
import type { PreflightWords } from '../../i18n/preflight.ko.ts';
import type { Variant } from '../../steps/copy/schema.ts';
import type { Plan, PlanEvidence } from '../../steps/plan/schema.ts';
import type { Facts } from './facts.ts';

export type Family = NonNullable<Check['family']>;
export type RuleId = keyof PreflightWords['rules'];
export type Params = Readonly<Record<string, string | number>>;

/** Everything a launch is judged by, read beforehand: rules look nothing up. */
export type PreflightInput = {
  plan: Plan;
  evidence: Pick<PlanEvidence, 'audience' | 'everyone' | 'costMinor' | 'minutes' | 'smallestLift'>;
  variants: readonly Variant[];
  /** Id of the brand's fixed message, and the brief's offer in its own words. */
  keyMessage: string;
  offer: string | null;
  kit: BrandKit;
  /** Business time. */
  now: Date;
  timezone: string;
  publicUrl: string;
  /** The channel it would leave by, as it is configured now; null when there is none. */
  channel: { account: string } | null;
  /** True while every offered channel is a stand-in: only then may a link be http on loopback. */
  practice: boolean;
  /** Contacts of the audience that another campaign wrote to within the last days. */
  recentlyContacted: number;
  facts: Facts;
  /** Hashes of what people were shown and of what would leave, at the approval and when due; null before anybody is asked. */
  approval: { approved: string; current: string } | null;
};

/** `say` fills the words. A rule may soften or sharpen its own severity (a rate has two limits). */
export type Verdict = { passed: boolean; say?: Params; severity?: Check['severity'] };

export type Rule = {
  id: RuleId;
  family: Family;
  severity: Check['severity'];
  /** What it goes through one by one. Where there is none of it nothing was judged, and nothing is shown. */
  looksAt?: 'templates' | 'variants' | 'links';
  /** Absent: always. A rule that does not concern this launch, or has nothing to judge by, is not shown: no idle tick. */
  concerns?: (input: PreflightInput) => boolean;
  judge: (input: PreflightInput) => Verdict;
};

export const ads = (input: PreflightInput): boolean => input.plan.isAd;

/** Fails when anything was found, and names the first few. */
export const none = (found: readonly string[], more: Params = {}): Verdict => ({
  passed: found.length === 0,
  say: { ...more, what: [...new Set(found)].slice(0, 4).join(', '), n: found.length },
});
