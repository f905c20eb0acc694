import type { Voice } from '../i18n/voice.ts';
import { toMajor } from '../kit/money.ts';
import { type Blocks, cell, context, dataTable, numberCell, section } from '../slack/blocks.ts';
import { bold, saidLine, unmarked } from '../slack/text.ts';
import type { SegmentFigures, VariantFigures } from './parts.ts';
import type { Readout } from './readout.ts';
import type { Room } from './room.ts';
import { verdictWords } from './verdict-words.ts';
import type { Winner } from './winner.ts';
import { say, verdictLine } from './words.ts';

/** What can be told of each segment and of the variants within, a line each; then the attributed figures by segment and variant. */
export const breakdown = (readout: Readout, v: Voice, room: Room): Blocks => [
  ...segmentLines(readout, v, room),
  ...winnerLines(readout, v, room),
  ...byPart(readout, v, room),
];

/** What sending added in each of several segments, always beside what is merely attributed to it. */
const segmentLines = (readout: Readout, v: Voice, room: Room): Blocks => {
  const told = (readout.segments ?? []).flatMap((one) => (one.lift ? [{ ...one, lift: one.lift }] : []));
  if (told.length < 2) return [];
  const t = v.t.results.segments;
  const { money } = say(readout, v);
  const basis = readout.lift?.basis ?? 'revenue';
  const lines = told.slice(0, room.segments).map(({ segment, credit, lift }) => {
    const { revenue, conversion, n, verdict } = lift;
    const intervals = { revenue: revenue?.ci ?? null, conversion: conversion?.ci ?? null };
    const comparison = { revenue, conversion };
    return t.line({
      segment: segmentName(segment, readout, v),
      words: verdictWords(verdict, { basis, comparison, intervals, treated: n.treated }, v, (minor) =>
        money(Math.round(minor)),
      ),
      n: v.count(n.treated + n.control),
      attributed: money(credit.revenueMinor),
    });
  });
  return [section([bold(t.title), ...lines].join('\n'))];
};

const winnerLines = (readout: Readout, v: Voice, room: Room): Blocks => {
  const winners = (readout.winners ?? []).slice(0, room.segments);
  if (readout.chosenBefore) return [section(`${bold(v.t.results.winner.title)}\n${v.t.results.winner.chosenBefore}`)];
  if (winners.length === 0) return [];
  const lines = winners.map((one) => winnerLine(one, readout, v));
  return [section(`${bold(v.t.results.winner.title)}\n${lines.join('\n')}`)];
};

const winnerLine = (winner: Winner, readout: Readout, v: Voice): string => {
  const t = v.t.results.winner;
  const where =
    (readout.segments ?? []).length > 1 ? t.where({ segment: segmentName(winner.segment, readout, v) }) : '';
  if (!winner.ci) return t.nothing({ where });
  const { each, plus, points } = say(readout, v);
  const said = (x: number) => (winner.basis === 'revenue' ? plus(x, each(x)) : points(x));
  const [lo, hi] = winner.ci;
  const diff = said(winner.diff);
  const words = (winner.wins ? t.wins : t.untold)({
    where,
    best: saidLine(winner.best, 20),
    runnerUp: saidLine(winner.runnerUp, 20),
    diff: winner.basis === 'revenue' ? t.each({ x: diff }) : diff,
    ci: v.t.results.range({ lo: said(lo), hi: said(hi) }),
    n: v.count(winner.n),
    many: winner.among > 2 ? t.many({ among: v.count(winner.among) }) : '',
  });
  return winner.wins || lo <= 0 ? words : `${words}${t.outside}`;
};

const segmentName = (key: string, { segments = [] }: Readout, v: Voice): string => {
  const name = segments.find(({ segment }) => segment === key)?.name ?? '';
  return saidLine(name ? v.t.results.segmentNamed({ key, name }) : key, 60);
};

/** Each segment, where there are several, with its variants under it. */
const byPart = (readout: Readout, v: Voice, room: Room): Blocks => {
  const { segments = [], variants } = readout;
  if (variants.length === 0) return [];
  const t = v.t.results.variants;
  const row = (
    name: string,
    { funnel, credit }: Pick<VariantFigures, 'funnel'> & { credit: SegmentFigures['credit'] },
  ) => [
    cell(name),
    count(funnel.delivered, v),
    count(funnel.clicked, v),
    count(credit.contacts, v),
    rate(credit.contacts, funnel.delivered, v),
    amount(credit.revenueMinor, readout, v),
  ];
  const rows =
    segments.length < 2
      ? variants.map((one) => row(one.variant, one))
      : segments.flatMap((one) => [
          row(unmarked(segmentName(one.segment, readout, v)), one),
          ...variants
            .filter(({ segment }) => segment === one.segment)
            .map((each) => row(t.within({ variant: each.variant }), each)),
        ]);
  const { head } = t;
  const shown = rows.slice(0, room.rows);
  return [
    dataTable(
      segments.length < 2 ? t.caption : t.captionBoth,
      [
        [head.variant, head.delivered, head.clicked, head.contacts, head.rate, head.revenue].map((word) => cell(word)),
        ...shown,
      ],
      Math.max(5, shown.length),
    ),
    context(t.note),
  ];
};

/** A share of nobody is no number, and sorts as none. */
const rate = (n: number, of: number, v: Voice) =>
  of > 0 ? numberCell(Math.round((n / of) * 1e4) / 1e4, v.percent(n / of)) : cell(v.t.results.none);
const count = (n: number, v: Voice) => numberCell(n, v.count(n));
const amount = (minor: number, { currency }: Readout, v: Voice) =>
  numberCell(toMajor({ minor, currency }), v.money({ minor, currency }));

/** The verdict and who won, for the card of the whole campaign. */
export const inShort = (readout: Readout, v: Voice): string => {
  const t = v.t.results.winner;
  const winners = readout.winners ?? [];
  const told = winners.filter(({ wins }) => wins).map(({ best }) => t.short({ best: saidLine(best, 20) }));
  const words = told.length > 0 ? `${told.join(', ')}.` : winners.length > 0 ? `${t.shortUntold}.` : '';
  return [verdictLine(readout, v), words].filter(Boolean).join(' ');
};
