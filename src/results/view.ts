import type { Voice } from '../i18n/voice.ts';
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
  dataTable,
  facts,
  numberCell,
  section,
  table,
} from '../slack/blocks.ts';
import { bold, said, unmarked } from '../slack/text.ts';
import { footnotes, formulas } from './footnotes.ts';
import type { Readout } from './readout.ts';
import { armsLine, kpiLine, say, verdictLine } from './words.ts';

/** What was proposed to be remembered of this campaign; its buttons carry the id. */
export type ShownLearning = {
  id: string;
  state: 'proposed' | 'remembered' | 'dropped';
  sentence: { ko: string; en: string };
};

/** More rows than this nobody reads, and a message has no room for. */
const MOST_VARIANTS = 8;

/**
 * The result card: the verdict in words first, then what it rests on. Day 1 shows counts only: no comparison of the arms,
 * because an early look invites an early conclusion.
 */
export const resultCard = (readout: Readout, v: Voice, learning?: ShownLearning): Card => {
  const first = [kpiLine(readout, v), verdictLine(readout, v)].filter((line) => line !== null);
  const final = readout.kind === 'final';
  const lines = final ? first : first.slice(-1);
  const blocks: Blocks = [
    section(bold(lines.join(' '))),
    ...(readout.corrected ? [section(v.t.results.corrected({ at: v.time(new Date(readout.at)) }))] : []),
    ...(final ? compared(readout, v) : []),
    facts(pairs(readout, v)),
    ...(final ? byVariant(readout, v) : []),
    ...(final && readout.forecast ? [section(forecastLine(readout, v))] : []),
    ...(learning ? learned(learning, v) : []),
    ...formulas(readout, v),
    context(...footnotes(readout, v)),
  ];
  return { text: unmarked(lines.join(' ')), blocks };
};

/** Treated against holdout: the sentence, the chart, the same as a table. Nothing of it when the result is withheld. */
const compared = (readout: Readout, v: Voice): Blocks => {
  const line = armsLine(readout, v);
  const { send, holdout } = readout.arms;
  if (line === null || send.n === 0 || holdout.n === 0) return [];
  const t = v.t.results;
  const { each } = say(readout, v);
  const major = (minor: number, n: number) =>
    Number(toMajor({ minor: minor / n, currency: readout.currency }).toFixed(minorDigits(readout.currency)));
  const days = readout.byDay.map((day) => ({
    label: v.day(new Date(day.at)),
    send: major(day.sendMinor, send.n),
    holdout: major(day.holdoutMinor, holdout.n),
  }));
  return [
    section(line),
    chart(
      t.chart.title,
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
    ...container(t.chart.table, [
      table(
        [
          [cell(t.chart.x), cell(t.arms.send), cell(t.arms.holdout)],
          ...days.map((day) => [day.label, v.amount(day.send), v.amount(day.holdout)].map((text) => cell(text))),
        ],
        [1, 2],
      ),
    ]),
  ];
};

const pairs = (readout: Readout, v: Voice): [string, string][] => {
  const t = v.t.results.fields;
  const { money, signed, range, percent, times } = say(readout, v);
  const { attributed, cost, funnel, incremental, rates, roi } = readout;
  const refunds =
    attributed.refundedOrders > 0
      ? t.refunded({ orders: v.count(attributed.refundedOrders), money: money(attributed.refundedMinor) })
      : '';
  return [
    [t.attributed, `${money(attributed.revenueMinor)}${refunds}`],
    [
      t.incremental,
      incremental
        ? t.incrementalParts({
            incremental: signed(incremental.minor),
            ci: range(incremental.loMinor, incremental.hiMinor),
            told: readout.verdict.kind === 'cannot_tell' ? t.incrementalUntold : '',
          })
        : t.incrementalUnknown,
    ],
    [
      t.converted,
      t.convertedParts({
        contacts: v.count(attributed.contacts),
        orders: v.count(attributed.orders),
        aov: rates.aov.value === null ? v.t.results.none : money(Math.round(rates.aov.value)),
      }),
    ],
    [
      t.clicked,
      t.clickedParts({
        clicked: v.count(funnel.clicked),
        ctr: percent(rates.ctr.value),
        machine: v.count(funnel.machineClicked),
      }),
    ],
    [
      t.reached,
      t.reachedParts({
        delivered: v.count(funnel.delivered),
        planned: v.count(funnel.planned),
        failed: v.count(funnel.failed),
      }),
    ],
    [t.unsubscribed, t.unsubscribedParts({ n: v.count(funnel.unsubscribed), rate: percent(rates.unsubscribe.value) })],
    [
      t.cost,
      t.costParts({
        total: money(cost.totalMinor),
        sending: money(cost.sendingMinor),
        ai: money(cost.aiMinor),
        labour: money(cost.labourMinor),
      }),
    ],
    ...(readout.kind === 'final'
      ? [
          [
            t.roi,
            t.roiParts({
              own: times(roi.asDefined.value),
              sending: times(roi.withSending.value),
              incremental: times(roi.incremental?.value ?? null),
            }),
          ] satisfies [string, string],
        ]
      : []),
  ];
};

const byVariant = (readout: Readout, v: Voice): Blocks => {
  const rows = readout.variants.slice(0, MOST_VARIANTS);
  if (rows.length === 0) return [];
  const { caption, head, note } = v.t.results.variants;
  const { money } = say(readout, v);
  const count = (n: number) => numberCell(n, v.count(n));
  return [
    dataTable(caption, [
      [head.variant, head.delivered, head.clicked, head.contacts, head.revenue].map((word) => cell(word)),
      ...rows.map(({ variant, funnel, credit }) => [
        cell(variant),
        count(funnel.delivered),
        count(funnel.clicked),
        count(credit.contacts),
        numberCell(toMajor({ minor: credit.revenueMinor, currency: readout.currency }), money(credit.revenueMinor)),
      ]),
    ]),
    context(note),
  ];
};

const forecastLine = (readout: Readout, v: Voice): string => {
  const { money, error } = say(readout, v);
  const f = readout.forecast;
  if (f && readout.stopped)
    return v.t.results.forecastStopped({ forecast: money(f.p50Minor), actual: money(f.actualMinor) });
  return f
    ? v.t.results.forecast({
        forecast: money(f.p50Minor),
        actual: money(f.actualMinor),
        error: f.error === null ? v.t.results.none : error(f.error),
      })
    : '';
};

const learned = ({ id, state, sentence }: ShownLearning, v: Voice): Blocks => {
  const t = v.t.results.learning;
  const ended = state === 'remembered' ? t.kept : state === 'dropped' ? t.dropped : null;
  return [
    section(`${bold(t.title)}\n${said(sentence[v.language])}${ended ? ` · ${ended}` : ''}`),
    ...(ended ? [] : actions([button('learning.keep', t.keep, id), button('learning.drop', t.drop, id)], `${id}.a`)),
  ];
};
