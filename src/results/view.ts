import type { Voice } from '../i18n/voice.ts';
import { addMs, DAY } from '../kit/clock.ts';
import { campaignKey } from '../kit/id.ts';
import { minorDigits, toMajor } from '../kit/money.ts';
import {
  actions,
  type Blocks,
  button,
  type Card,
  cell,
  chart,
  container,
  context,
  facts,
  section,
  table,
} from '../slack/blocks.ts';
import { bold, said, unmarked } from '../slack/text.ts';
import { breakdown } from './breakdown.ts';
import { dailyVerdict, replacedLine, soFarLine } from './daily-view.ts';
import { figures } from './figures.ts';
import { footnotes, formulas, scope } from './footnotes.ts';
import { next } from './next-view.ts';
import type { Readout } from './readout.ts';
import { type Room, roomy } from './room.ts';
import type { Suggestion } from './suggest.ts';
import { armsLines, kpiLine, meaning, restLine, say, verdictLine } from './words.ts';

/** What was proposed to be remembered of this campaign; its buttons carry the id. */
export type ShownLearning = {
  id: string;
  state: 'proposed' | 'remembered' | 'dropped';
  sentence: { ko: string; en: string };
};

/**
 * The result card: the verdict in words first, then what it is of and what it rests on. Before the end of the window there is
 * no chart, because an early look invites an early conclusion: one interval that holds at every look. `isReplaced`: the
 * final reading is there.
 */
export const resultCard = (
  readout: Readout,
  v: Voice,
  learning?: ShownLearning,
  suggestions: readonly Suggestion[] = [],
  isReplaced = false,
): Card => {
  const final = readout.kind === 'final';
  const [verdict, means] = final
    ? [verdictLine(readout, v), meaning(readout, v)]
    : isReplaced
      ? [replacedLine(readout, v), '']
      : running(readout, v);
  const goal = final ? [kpiLine(readout, v), restLine(readout, v)].filter(Boolean).join(' ') : '';
  const draw = (room: Room): Blocks => {
    const cut = room.cuts(readout, v);
    return [
      section([[bold(verdict), means].filter(Boolean).join(' '), goal].filter(Boolean).join('\n')),
      context(scope(readout, v, room)),
      ...(readout.corrected ? [section(correctedLine(readout, v))] : []),
      ...(final ? compared(readout, v, room) : []),
      facts(figures(readout, v)),
      ...(final ? breakdown(readout, v, room) : []),
      ...(final ? [section(forecastLine(readout, v))] : []),
      ...(learning ? learned(learning, v, room) : []),
      ...next(
        suggestions.map(({ kind, channel, why }) => ({ campaignId: readout.campaignId, kind, channel, why: why(v) })),
        v,
        room.words,
      ),
      ...formulas(readout, v, room),
      context(cut, ...footnotes(readout, v)),
    ];
  };
  const text = unmarked([verdict, means, goal].filter(Boolean).join(' '));
  return { text: `${campaignKey(readout.campaignId)}: ${text}`, blocks: roomy(draw) };
};

/** A broken split is told as in the final reading: nothing is said of a difference. */
const running = (readout: Readout, v: Voice): [verdict: string, means: string] =>
  readout.verdict.kind === 'withheld'
    ? [verdictLine(readout, v), `${meaning(readout, v)} ${soFarLine(readout, v)}`]
    : [dailyVerdict(readout, v), soFarLine(readout, v)];

/** Treated against holdout: the sentence, the chart, the same as a table. Nothing of it when the result is withheld. */
const compared = (readout: Readout, v: Voice, room: Room): Blocks => {
  const lines = armsLines(readout, v);
  const { send, holdout } = readout.arms;
  if (lines === null || send.n === 0 || holdout.n === 0) return [];
  const t = v.t.results;
  const { each } = say(readout, v);
  const major = (minor: number, n: number) =>
    Number(toMajor({ minor: minor / n, currency: readout.currency }).toFixed(minorDigits(readout.currency)));
  const spans = readout.byDay.find(({ days }) => days > 1)?.days;
  const days = readout.byDay.map((day) => ({
    label: labelOf(day, v),
    send: major(day.sendMinor, send.n),
    holdout: major(day.holdoutMinor, holdout.n),
  }));
  return [
    section(lines),
    chart(
      spans ? t.chart.spans({ days: v.count(spans) }) : t.chart.title,
      'line',
      days.map(({ label }) => label),
      [
        { name: t.arms.send, values: days.map((day) => day.send) },
        { name: t.arms.holdout, values: days.map((day) => day.holdout) },
      ],
      { x: t.chart.x, y: t.chart.unit({ currency: readout.currency }) },
    ),
    section(
      t.chart.sentence({
        days: v.count(readout.window.days),
        send: each(send.perContactMinor ?? 0),
        holdout: each(holdout.perContactMinor ?? 0),
      }),
    ),
    ...(room.days
      ? container(t.chart.table, [
          table(
            [
              [cell(t.chart.x), cell(t.arms.send), cell(t.arms.holdout)],
              ...days.map((day) => [day.label, v.amount(day.send), v.amount(day.holdout)].map((text) => cell(text))),
            ],
            [1, 2],
          ),
        ])
      : []),
  ];
};

/** A span of several days by its first and its last. */
const labelOf = ({ at, days }: Readout['byDay'][number], v: Voice): string => {
  const from = new Date(at);
  return days > 1
    ? v.t.results.chart.span({ from: v.day(from), to: v.day(addMs(from, (days - 1) * DAY)) })
    : v.day(from);
};

const forecastLine = (readout: Readout, v: Voice): string => {
  const t = v.t.results;
  const { money, error, times } = say(readout, v);
  const f = readout.forecast;
  if (!f) return t.noForecast({ why: t.blank({ why: t.why.noForecast }) });
  if (readout.stopped) return t.forecastStopped({ forecast: money(f.p50Minor), actual: money(f.actualMinor) });
  const roi = f.roi
    ? t.forecastRoi({
        forecast: times(f.roi.p50),
        lo: times(f.roi.p10),
        hi: times(f.roi.p90),
        actual: times(f.roi.actual, t.why.noCost),
      })
    : '';
  return `${t.forecast({
    forecast: money(f.p50Minor),
    lo: money(f.p10Minor),
    hi: money(f.p90Minor),
    actual: money(f.actualMinor),
    error: error(f.error),
    inside: f.p10Minor <= f.actualMinor && f.actualMinor <= f.p90Minor,
  })}${roi}`;
};

/** Since when and what exactly: each figure that moved, before and now. */
const correctedLine = ({ at, currency, correction }: Readout, v: Voice): string => {
  const t = v.t.results.corrected;
  const spoken = (iso: string) => v.time(new Date(iso));
  if (!correction) return t.unknown({ at: spoken(at) });
  const { before, now, since } = correction;
  const { money, signed } = say({ currency }, v);
  const counts = (['delivered', 'orders', 'refunds', 'holdoutOrders'] as const).flatMap((name) => {
    const [was, is] = [before[name] ?? null, now[name] ?? null];
    if (was === is || was === null || is === null) return [];
    const count = (n: number) => v.t.results[name === 'delivered' ? 'people' : 'orders']({ n: v.count(n) });
    return [t.moved({ name: t[name], before: count(was), now: count(is), by: '' })];
  });
  const amounts = (
    [
      ['revenue', before.revenueMinor, now.revenueMinor],
      ['incremental', before.incrementalMinor, now.incrementalMinor],
    ] as const
  ).flatMap(([name, was, is]) =>
    was === is || was === null || is === null
      ? []
      : [t.moved({ name: t[name], before: money(was), now: money(is), by: signed(is - was) })],
  );
  const what = [...counts, ...amounts].join(', ');
  return t.line({ at: spoken(at), since: spoken(since), what: what && `${what}.` });
};

const learned = ({ id, state, sentence }: ShownLearning, v: Voice, room: Room): Blocks => {
  const t = v.t.results.learning;
  const ended = state === 'remembered' ? t.kept : state === 'dropped' ? t.dropped : null;
  return [
    section(`${bold(t.title)}\n${said(sentence[v.language], room.words)}${ended ? ` · ${ended}` : ''}`),
    ...(ended ? [] : actions([button('learning.keep', t.keep, id), button('learning.drop', t.drop, id)], `${id}.a`)),
  ];
};
