import type { Voice } from '../i18n/voice.ts';
import { campaignKey } from '../kit/id.ts';
import { toMajor } from '../kit/money.ts';
import { points } from '../results/verdict-words.ts';
import type { SegmentTest, TestArm } from '../results/waves.ts';
import { actions, type Blocks, button, type Card, context, section, sure } from './blocks.ts';
import { fitted } from './budget.ts';
import type { SegmentWave, WavesState } from './state.ts';
import { bold, said, stripped } from './text.ts';
import { at, named, nameOf } from './words.ts';

/** What the test showed, who won if anybody did, and, until it is decided, the buttons that decide it. */
export const wavesCard = (state: WavesState, v: Voice): Card => {
  const { campaign } = state;
  const t = v.t.cards.waves;
  const line = firstLine(state, v);
  const blocks: Blocks = [
    section(line),
    ...state.segments.flatMap((segment) => segmentBlocks(state, segment, v)),
    context(
      said(nameOf(campaign)),
      ...(isOpen(state) && state.segments.some(canChoose)
        ? [state.able.length > 0 ? t.who({ who: named(state.able, v) }) : t.nobody]
        : []),
      t.basis[state.waves.metric],
      state.setting.practiceSend ? v.t.cards.author.practiceSend : '',
    ),
  ];
  return { text: stripped(`${said(nameOf(campaign))} — ${line}`), blocks: fitted(blocks) };
};

const isOpen = ({ campaign }: WavesState): boolean =>
  ['sending', 'paused'].includes(campaign.status) && !campaign.halted;
const canChoose = ({ decision, arms }: SegmentWave): boolean => decision === null && arms.length > 1;

const firstLine = (state: WavesState, v: Voice): string => {
  const t = v.t.cards.waves;
  const waiting = state.segments.filter(({ decision }) => decision === null);
  const rest = (all: readonly SegmentWave[]) => v.count(all.reduce((sum, one) => sum + one.rest, 0));
  if (state.campaign.halted && waiting.length > 0) return t.stopped({ rest: rest(waiting) });
  if (waiting.length === 0) return t.decided({ rest: rest(state.segments) });
  const asked = waiting.filter(({ test }) => test !== null);
  if (asked.length > 0) return t.choose({ rest: rest(asked) });
  return t.waits[state.waves.decide]({ rest: rest(waiting), at: at(state.decideAt, v) });
};

const segmentBlocks = (state: WavesState, segment: SegmentWave, v: Voice): Blocks => {
  const t = v.t.cards.waves;
  const { decision, test } = segment;
  const open = isOpen(state) && canChoose(segment);
  const id = `${campaignKey(state.campaign.id)}.w.${segment.key}`;
  const name = segment.name ? `${segment.key} · ${segment.name}` : segment.key;
  return [
    section(
      [
        bold(t.segment({ name: said(name), rest: v.count(segment.rest) })),
        ...(decision ? [decidedWords(decision, v)] : []),
        ...(test ? [verdict(test, state, v)] : [t.early]),
      ].join('\n'),
      { id: `${id}.t` },
    ),
    ...segment.arms.map((arm) =>
      section(armWords(arm, test !== null, state, v), {
        id: `${id}.${arm.variant}`,
        ...(open && { accessory: sendButton(state, segment, arm.variant, v) }),
      }),
    ),
    ...actions(open ? [sendButton(state, segment, null, v)] : [], `${id}.a`),
  ];
};

/** One id a kind of choice; the value says which campaign, segment and variant. */
const sendButton = (state: WavesState, { key, rest }: SegmentWave, variant: string | null, v: Voice) => {
  const t = v.t.cards.waves;
  const label = variant === null ? t.split : t.send({ variant });
  const words = { rest: v.count(rest), variant: variant ?? '' };
  return button(
    variant === null ? 'wave.split' : 'wave.send',
    label,
    [campaignKey(state.campaign.id), key, variant ?? ''].join(':'),
    {
      label: `${key} ${label}`,
      confirm: sure({
        title: t.confirm.title,
        text: variant === null ? t.confirm.split(words) : t.confirm.send(words),
        yes: t.confirm.yes,
        no: v.t.cards.confirm.no,
      }),
    },
  );
};

const armWords = (arm: TestArm, isRead: boolean, { waves, currency }: WavesState, v: Voice): string => {
  const t = v.t.cards.waves;
  const { variant, n, hits, rate, ci, revenueMinor } = arm;
  const people = { variant, n: v.count(n), hits: v.count(hits) };
  if (rate === null) return t.nobodyTested({ variant });
  if (waves.metric === 'revenue') {
    const each = v.amount(toMajor({ minor: revenueMinor / n, currency }));
    return t.revenue({ ...people, each, sum: v.money({ minor: revenueMinor, currency }) });
  }
  const range = isRead && ci ? t.interval({ lo: v.percent(ci[0]), hi: v.percent(ci[1]) }) : '';
  return t.rate[waves.metric]({ ...people, rate: v.percent(rate), range });
};

const verdict = (test: SegmentTest, { currency }: WavesState, v: Voice): string => {
  const t = v.t.cards.waves;
  const { winner, arms } = test;
  if (test.broken) return t.broken;
  if (arms.length < 2) return t.only;
  if (!winner?.ci) return t.cannotTell;
  const money = (minor: number) => {
    const text = v.amount(toMajor({ minor: Math.abs(minor), currency }));
    return `${minor < 0 ? '−' : '+'}${text}`;
  };
  const shown = (x: number) => (winner.basis === 'revenue' ? money(x) : points(x, v));
  const words = t.ahead({
    best: winner.best,
    runnerUp: winner.runnerUp,
    diff: shown(winner.diff),
    ci: v.t.results.range({ lo: shown(winner.ci[0]), hi: shown(winner.ci[1]) }),
  });
  const excludes = winner.ci[0] > 0;
  return `${words} ${winner.wins ? t.wins : excludes ? t.holm : t.holdsZero}`;
};

const decidedWords = (decision: NonNullable<SegmentWave['decision']>, v: Voice): string => {
  const t = v.t.cards.waves;
  const { variant, why, by, plannedAt } = decision;
  const what = variant === null ? t.toAll : t.to({ variant });
  const who = why === 'person' ? t.byPerson({ who: named([by], v) }) : t.why[why];
  return `${what} ${who}${plannedAt ? '' : ` ${t.soon}`}`;
};
