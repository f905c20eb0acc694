import { type Voice, voice } from '../i18n/voice.ts';
import type { Readout } from './readout.ts';
import { say } from './words.ts';

/**
 * One sentence worth remembering, in both languages; a person decides whether it is kept. Without practice's warning: in
 * practice nothing learned is true, and the card beside it says so.
 */
export const proposedLearning = (readout: Readout): { ko: string; en: string } => {
  // No instant is written out, so the zone does not matter.
  const account = { timezone: 'UTC', currency: readout.currency };
  return { ko: sentence(readout, voice('ko', account)), en: sentence(readout, voice('en', account)) };
};

const sentence = (readout: Readout, v: Voice): string => {
  const t = v.t.results.learning;
  const { verdict, lift, arms, title } = readout;
  const { each, points, pointsRange, about } = say(readout, v);
  const n = v.count(arms.send.n + arms.holdout.n);
  const channel = v.t.results.channels[readout.channel ?? 'email'];
  if (verdict.kind === 'withheld') return t.withheld({ title });
  if (verdict.kind === 'proved' || verdict.kind === 'harm') {
    const { conversion, revenue } = lift?.comparison ?? {};
    if (lift?.basis === 'conversion' && conversion) {
      const words = verdict.kind === 'proved' ? t.provedConversion : t.harmConversion;
      return words({ title, channel, diff: points(conversion.diff), ci: pointsRange(...conversion.ci), n });
    }
    if (revenue) {
      const words = verdict.kind === 'proved' ? t.proved : t.harm;
      const ci = v.t.results.range({ lo: each(revenue.ci[0]), hi: each(revenue.ci[1]) });
      return words({ title, channel, each: each(revenue.diff), ci, n });
    }
  }
  if (verdict.kind === 'cannot_tell' && verdict.why === 'no_holdout') return t.noHoldout({ title });
  return verdict.kind === 'cannot_tell' && verdict.needed !== null
    ? t.smallNeeded({ title, n, needed: about(verdict.needed) })
    : t.small({ title, n });
};
