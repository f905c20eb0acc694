import type { KpiHistory } from '../results/history.ts';
import type { StepContext } from './step.ts';

/** What people said to earlier drafts, oldest first, with the step they said it at: it binds every later draft. */
export const constraintsFor = ({ campaign }: StepContext) =>
  campaign.constraints
    .filter(({ words, reason }) => words.trim() !== '' || reason)
    .map(({ step, words, reason }) => ({ step, words, ...(reason && { rejectedFor: reason }) }));

/** The version being replaced, so that only what was asked for changes; null for the first. */
export const previousFor = ({ previous }: StepContext): unknown => previous?.content ?? null;

const short = (n: number): number => Number(n.toPrecision(3));

/** Key figures without the statistics behind them. */
export const historyFor = (history: KpiHistory) => ({
  basis: history.basis,
  campaigns: history.campaigns,
  reach: short(history.reach),
  ctr: short(history.ctr),
  cvr: short(history.cvr),
  averageOrder: history.aovMajor === null ? null : Math.round(history.aovMajor),
  baselineConversion: short(history.baseline),
  pastErrors: history.pastErrors.map(short),
});
