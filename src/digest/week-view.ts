import type { Voice } from '../i18n/voice.ts';
import { campaignKey } from '../kit/id.ts';
import { next } from '../results/next-view.ts';
import { type Blocks, type Card, context, header, section } from '../slack/blocks.ts';
import { bold, saidLine, unmarked } from '../slack/text.ts';
import type { WeekReview } from './week.ts';

/** Campaigns with a line of their own, of each kind; the rest are counted. */
export const MOST_LINES = 5;

/** What worked, what did not and what to do next, counts before names. */
export const weekView = (week: WeekReview, v: Voice, most = MOST_LINES): Card => {
  const t = v.t.digest.week;
  const day = (iso: string) => v.day(new Date(`${iso}T12:00:00Z`));
  const title = t.title({ from: day(week.from), to: day(week.to) });
  if (isEmpty(week)) return { text: `${title}: ${t.nothing}`, blocks: [header(title), section(t.nothing)] };
  const first = firstLine(week, v);
  const work = workLine(week, v);
  const blocks: Blocks = [
    header(title),
    section(bold(first)),
    ...list(t.worked, week, ['proved'], v, most),
    ...list(t.harmed, week, ['harm'], v, most),
    ...list(t.untold, week, ['cannot_tell', 'withheld'], v, most),
    ...(week.pooled ? [section(`${week.pooled.said[v.language]}.`)] : []),
    ...(work ? [section(work)] : []),
    ...next(
      week.next.map((one) => ({ ...one, why: t.of({ id: campaignKey(one.campaignId), why: one.why[v.language] }) })),
      v,
    ),
    context(t.note),
  ];
  return { text: unmarked(`${title}: ${first}`), blocks };
};

const isEmpty = ({ settled, attributed, started, verdicts, learned }: WeekReview): boolean =>
  [settled.length, attributed.orders, started, ...Object.values(verdicts), ...Object.values(learned)].every(
    (n) => n === 0,
  );

const firstLine = ({ settled, attributed, currency }: WeekReview, v: Voice): string => {
  const t = v.t.digest.week;
  const of = (...kinds: string[]) => v.count(settled.filter(({ kind }) => kinds.includes(kind)).length);
  const money = (minor: number) => v.money({ minor, currency });
  const { minor, beforeMinor } = attributed;
  const change =
    beforeMinor > 0 ? t.change({ before: money(beforeMinor), share: signed(minor / beforeMinor - 1, v) }) : t.noChange;
  return [
    settled.length > 0
      ? t.settled({
          n: v.count(settled.length),
          proved: of('proved'),
          harm: of('harm'),
          untold: of('cannot_tell', 'withheld'),
        })
      : t.noneSettled,
    t.attributed({ money: money(minor), change }),
  ].join(' ');
};

const signed = (share: number, v: Voice): string => `${share > 0 ? '+' : ''}${v.percent(share)}`;

const list = (
  title: string,
  { settled, currency }: WeekReview,
  kinds: readonly string[],
  v: Voice,
  most: number,
): Blocks => {
  const found = settled.filter(({ kind }) => kinds.includes(kind));
  if (found.length === 0) return [];
  const t = v.t.digest.week;
  const lines = found.slice(0, most).map(({ campaignId, title: name, kind, said, n, attributedMinor }) => {
    const line = t.line({
      id: campaignKey(campaignId),
      title: saidLine(name, 40),
      said: saidLine(said[v.language], 400),
    });
    // What could not be told says itself of how many.
    const told = kind === 'proved' || kind === 'harm';
    const attributed = v.money({ minor: attributedMinor, currency });
    return told ? t.lineOf({ line, n: v.count(n), attributed }) : line;
  });
  const more = found.length > most ? [t.more({ n: v.count(found.length - most) })] : [];
  return [section([bold(title), ...lines, ...more].join('\n'))];
};

/** What people did, without what nobody did; empty where it was nothing at all. */
const workLine = ({ started, verdicts, learned }: WeekReview, v: Voice): string => {
  const t = v.t.digest.week;
  const counts: [number, (p: { n: string }) => string][] = [
    [started, t.started],
    [verdicts.approved, t.approved],
    [verdicts.rejected, t.rejected],
    [verdicts.regenerated, t.regenerated],
    [learned.remembered, t.remembered],
    [learned.waiting, t.undecided],
  ];
  return counts.flatMap(([n, say]) => (n > 0 ? [say({ n: v.count(n) })] : [])).join(' · ');
};
