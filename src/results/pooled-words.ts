import type { Voice } from '../i18n/voice.ts';
import type { PooledReport } from './pooled.ts';
import { verdictWords } from './verdict-words.ts';

/** What a card needs of a pooled reading; kept with the week's review and with what is approved. */
export type PooledSummary = Omit<PooledReport, 'percent' | 'periods' | 'moved' | 'cuped'>;

export const summaryOf = ({ percent, periods, moved, cuped, ...summary }: PooledReport): PooledSummary => summary;

/** What the pooled reading says, over what it is read, in one sentence; for a card and for the command line. */
export const pooledWords = (
  found: Pick<PooledReport, 'verdict' | 'since' | 'campaigns' | 'revenue' | 'conversion' | 'currency' | 'arms'>,
  v: Voice,
): string => {
  const { verdict, since, campaigns, revenue, conversion, currency, arms } = found;
  const t = v.t.results.pooled;
  if (verdict === null || since === null) return t.nobody;
  const words = verdictWords(
    verdict,
    {
      basis: 'revenue',
      comparison: { revenue, conversion },
      intervals: { revenue: revenue?.ci ?? null, conversion: conversion?.ci ?? null },
      treated: arms.treated.n,
    },
    v,
    (minor) => v.money({ minor: Math.round(minor), currency }),
  );
  return t.says({
    words,
    since: v.day(new Date(since)),
    campaigns: v.count(campaigns),
    treated: v.count(arms.treated.n),
    held: v.count(arms.held.n),
  });
};

/** Each share that was set: nothing where it was set once. */
export const periodLines = ({ periods, moved }: PooledReport, v: Voice): string[] => {
  if (periods.length < 2 && moved === 0) return [];
  const t = v.t.results.pooled;
  return [
    ...periods.map(({ from, to, percent, campaigns, n, left, srm }) =>
      t.period({
        from: v.day(new Date(from)),
        to: to === null ? '' : v.day(new Date(to)),
        percent: v.count(percent),
        campaigns: v.count(campaigns),
        treated: v.count(n.treated),
        held: v.count(n.held),
        why: left === 'few' ? t.few : srm && !srm.ok ? t.broken : '',
      }),
    ),
    ...(moved > 0 ? [t.moved({ n: v.count(moved) })] : []),
  ];
};
