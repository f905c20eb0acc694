import { isEveryone } from '../../audience/rule.ts';
import type { AudienceOutcome } from '../../db/schema.ts';
import type { Voice } from '../../i18n/voice.ts';
import type { Said } from '../said.ts';
import type { SegmentCount, Segments, SegmentsEvidence } from './schema.ts';

/** Above this share of everyone who can be reached, a person is asked whether that was meant. */
export const BROAD = 0.9;

/** Who cannot be written to at all. A cap, a shared address and an earlier segment say nothing of how wide a rule is. */
const UNREACHABLE: readonly AudienceOutcome[] = [
  'invalid_address',
  'no_address',
  'suppressed',
  'no_consent',
  'untold',
  'night',
];

const widthOf = ({ matched, excluded }: Pick<SegmentCount, 'matched' | 'excluded'>): number =>
  matched - UNREACHABLE.reduce((sum, outcome) => sum + (excluded[outcome] ?? 0), 0);

/** More than nine tenths of those that can be reached, by one segment or by all together: perhaps meant, so it is asked. */
export const broad = (
  { segments }: Segments,
  { counts, total }: SegmentsEvidence,
  { reachable, everyoneSaid }: { reachable: number; everyoneSaid: boolean },
  say: (make: (t: Voice['t']['steps']['segments'], v: Voice) => string) => Said,
): Said[] => {
  const isWide = (width: number) => width > BROAD * reachable;
  const share = (width: number) => Math.min(1, width / reachable);
  const meant = segments.filter(({ rule }) => isEveryone(rule) && everyoneSaid);
  const wide = segments.flatMap((segment) => {
    const count = counts.find(({ key }) => key === segment.key);
    const width = count ? widthOf(count) : 0;
    return isWide(width) && !meant.includes(segment) ? [{ name: `${segment.key}. ${segment.name}`, width }] : [];
  });
  if (wide.length > 0)
    return wide.map(({ name, width }) =>
      say((t, v) => t.broad({ name, n: v.count(width), share: v.percent(share(width)) })),
    );
  const width = widthOf(total);
  return meant.length === 0 && isWide(width)
    ? [say((t, v) => t.broadTogether({ n: v.count(width), share: v.percent(share(width)) }))]
    : [];
};
