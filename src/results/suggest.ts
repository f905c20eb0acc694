import type { ChannelName } from '../channels/channel.ts';
import type { Voice } from '../i18n/voice.ts';
import { campaignKey } from '../kit/id.ts';
import type { Readout } from './readout.ts';
import { say } from './words.ts';

/**
 * What a result suggests to do next, by rule and without a model: a goal that a person sees, edits and starts like any
 * other. Nothing here is sent by itself, and none is made of a result that is withheld or of a sending that was stopped.
 */
export type Suggestion = {
  kind: 'clickers' | 'again' | 'more_holdout' | 'other_channel';
  /** In words a marketer would say; names the campaign where it builds on who did what in it. */
  audience: Words;
  channel: ChannelName;
  /** In the metric of the KPI; null where nothing was learned to expect. */
  target: number | null;
  /** Share to hold out, where the point is to be able to tell. */
  holdoutPercent: number | null;
  why: Words;
};

/** Words in either language, made when they are shown. */
type Words = (v: Voice) => string;

export type About = {
  readout: Readout;
  /** As the brief has it. */
  audience: string;
  /** Channels that are set up. */
  offered: readonly ChannelName[];
  /** What each variant tried, by its key. */
  angles: Readonly<Record<string, string>>;
  /** Whole days since the window began: who bought after a click bought within these. */
  daysSince: number;
};

/** Fewer people than this are no audience. */
const ENOUGH = 30;
const MOST = 3;
/** What tells most with the same people: half of them held out. */
const HALF = 50;
const USUAL = 20;

export const suggestionsOf = (about: About): Suggestion[] => {
  const { readout } = about;
  if (readout.kind !== 'final' || readout.stopped || readout.verdict.kind === 'withheld') return [];
  return [again(about), clickers(about), toldApart(about), otherChannel(about)]
    .filter((one) => one !== null)
    .slice(0, MOST);
};

const metricOf = ({ kpi }: Readout) => kpi?.metric ?? 'attributed_revenue';

/** What so many people would give at the rate and the value of an order that this campaign had. */
const expected = (readout: Readout, people: number): number | null => {
  const { conversion, aov } = readout.rates;
  if (!conversion.value) return null;
  switch (metricOf(readout)) {
    case 'attributed_revenue':
      return aov.value === null ? null : people * conversion.value * aov.value;
    case 'orders':
      return people * conversion.value;
    case 'conversion_rate':
      return conversion.value;
    case 'signups':
      return null;
  }
};

/** It worked: the same people once more, in the words that did better where that could be told. */
const again = ({ readout, audience, angles }: About): Suggestion | null => {
  if (readout.verdict.kind !== 'proved') return null;
  const best = (readout.winners ?? []).find(({ wins }) => wins)?.best;
  const angle = best === undefined ? undefined : angles[best];
  return {
    kind: 'again',
    audience: (v) => (angle && best ? v.t.results.next.withAngle({ audience, variant: best, angle }) : audience),
    channel: readout.channel ?? 'email',
    target: readout.kpi?.actual || null,
    holdoutPercent: null,
    why: (v) => (best ? v.t.results.next.why.againBest({ variant: best }) : v.t.results.next.why.again),
  };
};

/** They came and did not buy: the nearest to an order there is. */
const clickers = ({ readout, daysSince }: About): Suggestion | null => {
  const people = readout.funnel.clicked - readout.attributed.clickContacts;
  if (people < ENOUGH || readout.verdict.kind === 'harm') return null;
  const id = campaignKey(readout.campaignId);
  return {
    kind: 'clickers',
    audience: (v) => v.t.results.next.clickers({ id, days: v.count(daysSince) }),
    channel: readout.channel ?? 'email',
    target: expected(readout, people),
    holdoutPercent: null,
    why: (v) => v.t.results.next.why.clickers({ n: v.count(people) }),
  };
};

/** Nothing could be told, or that it did harm: the same question asked so that it can be told, or told again. */
const toldApart = ({ readout, audience }: About): Suggestion | null => {
  const { verdict } = readout;
  if (verdict.kind !== 'cannot_tell' && verdict.kind !== 'harm') return null;
  return {
    kind: 'more_holdout',
    audience: () => audience,
    channel: readout.channel ?? 'email',
    target: readout.kpi?.actual || null,
    holdoutPercent: verdict.kind === 'cannot_tell' && verdict.why === 'no_holdout' ? USUAL : HALF,
    why: (v) => {
      const { why } = v.t.results.next;
      if (verdict.kind === 'harm') return why.harm;
      if (verdict.why === 'no_holdout') return why.noHoldout;
      return verdict.needed === null ? why.small : why.smallNeeded({ n: say(readout, v).about(verdict.needed) });
    },
  };
};

/** Where it did least, by a channel that was not tried. */
const otherChannel = ({ readout, audience, offered }: About): Suggestion | null => {
  const used = readout.channel ?? 'email';
  const other = (['kakao', 'sms', 'push', 'email'] as const).find((name) => name !== used && offered.includes(name));
  // Whoever was put off by a message is not written to by another way instead.
  if (!other || readout.verdict.kind === 'harm') return null;
  const rate = ({ credit, funnel }: Pick<NonNullable<Readout['segments']>[number], 'credit' | 'funnel'>) =>
    funnel.delivered > 0 ? credit.contacts / funnel.delivered : 0;
  const segments = (readout.segments ?? []).filter(({ funnel, name }) => name && funnel.delivered >= ENOUGH);
  const least = segments.length > 1 ? [...segments].sort((one, two) => rate(one) - rate(two))[0] : undefined;
  if (!least && readout.verdict.kind === 'proved') return null;
  return {
    kind: 'other_channel',
    audience: () => least?.name ?? audience,
    channel: other,
    target: null,
    holdoutPercent: null,
    why: (v) =>
      least
        ? v.t.results.next.why.least({ segment: least.name, rate: v.percent(rate(least)) })
        : v.t.results.next.why.other({ used: v.t.results.channels[used] }),
  };
};

/** The goal as a marketer would write it, ready to be edited. @param by the last day it may name */
export const goalOf = ({ readout }: Pick<About, 'readout'>, one: Suggestion, by: string, v: Voice): string => {
  const t = v.t.results.next;
  const metric = metricOf(readout);
  const { money } = say(readout, v);
  const rounded = one.target === null ? 0 : Number(one.target.toPrecision(2));
  const shown =
    rounded <= 0
      ? t.blank
      : metric === 'attributed_revenue'
        ? money(Math.round(rounded))
        : metric === 'conversion_rate'
          ? v.percent(rounded)
          : v.count(Math.max(1, Math.round(rounded)));
  const goal = t.goal({
    audience: one.audience(v),
    by: t.by[one.channel],
    day: by,
    target: t.target[metric]({ shown }),
  });
  return one.holdoutPercent === null ? goal : t.holdout({ goal, percent: v.count(one.holdoutPercent) });
};
