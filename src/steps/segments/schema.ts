import { z } from 'zod';
import type { Rule } from '../../audience/rule.ts';
import { wireRule } from '../../audience/wire.ts';
import type { ChannelName } from '../../channels/channel.ts';
import type { AudienceOutcome } from '../../db/schema.ts';

export const segmentsSchema = z.object({
  segments: z.array(
    z.object({
      /** A, B, C, D in order: a contact in two is written to by the first. */
      key: z.string(),
      name: z.string(),
      reason: z.string(),
      rule: wireRule,
    }),
  ),
  assumptions: z.array(z.string()),
  ambiguities: z.array(z.string()),
  /** What was asked for and is not in the catalogue, by the marketer's own words. */
  missing: z.array(z.string()),
});
export type SegmentsDraft = z.infer<typeof segmentsSchema>;

/** What is approved: the rule in its public form. */
export type Segment = { key: string; name: string; reason: string; rule: Rule };
export type Segments = { segments: Segment[]; assumptions: string[]; ambiguities: string[]; missing: string[] };

export type SegmentCount = {
  key: string;
  matched: number;
  /** Those that would be written to or held out, by channel. */
  reachable: Record<string, number>;
  excluded: Partial<Record<AudienceOutcome, number>>;
  /** The condition that cut most, for a segment that came out empty. */
  cutMost: { sentence: { ko: string; en: string }; from: number; to: number } | null;
  sentence: { ko: string; en: string };
  recentlyContacted: number;
};
export type SegmentsEvidence = {
  /** What it was counted for; absent where only e-mail was known. */
  channel?: ChannelName;
  /** Counted as information, for which nobody has to have consented. */
  informs?: boolean;
  counts: SegmentCount[];
  /** Over all segments, each person once. */
  total: { matched: number; eligible: number; excluded: Partial<Record<AudienceOutcome, number>> };
  /** Smallest absolute difference in conversion this size shows at that holdout share (80 % power); null when none. */
  smallestLift: { holdoutShare: number; baseline: number; difference: number } | null;
};
