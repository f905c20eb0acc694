import type { Voice } from '../i18n/voice.ts';
import { campaignKey } from '../kit/id.ts';
import { type Blocks, type Card, context, divider, section } from '../slack/blocks.ts';
import { BUDGET, weigh } from '../slack/budget.ts';
import { bold, person, saidLine, unmarked } from '../slack/text.ts';
import type { Anomaly } from './anomalies.ts';
import type { DigestBody } from './facts.ts';
import { noticeLine } from './notices.ts';
import { MOST_LINES, weekView } from './week-view.ts';

export type { DigestBody } from './facts.ts';

/** Slack's names by id; whoever is not in it is counted. */
export type Names = Readonly<Record<string, string>>;

/** Names in one line; the rest are counted. */
const MOST = 4;

/**
 * The day in at most six lines, its date first; one sentence when nothing happened. At most one person is called by name:
 * whoever has kept the oldest overdue approval waiting.
 */
export const digestView = (body: DigestBody, v: Voice, names: Names = {}): Card => {
  const card = dayView(body, v, names);
  const { week } = body;
  if (!week) return card;
  const drawn = (most: number): Blocks => [...card.blocks, divider(), ...weekView(week, v, most).blocks];
  // A message has room for so much: fewer campaigns get a line of their own then, and the rest are counted.
  const sizes = Array.from({ length: MOST_LINES }, (_, less) => MOST_LINES - less);
  return { ...card, blocks: drawn(sizes.find((most) => weigh(drawn(most)) <= BUDGET) ?? 1) };
};

const dayView = (body: DigestBody, v: Voice, names: Names): Card => {
  const t = v.t.digest;
  const day = v.day(noon(body));
  const late = body.late ? t.late : '';
  if (isQuiet(body)) {
    const line = t.quiet({ day, late });
    return { text: line, blocks: [section(line), ...notes(body, v)] };
  }
  const money = (minor: number) => v.money({ minor, currency: body.currency });
  const { attributed } = body;
  const { targetMinor, monthMinor } = attributed;
  const sofar =
    t.sofar({ month: monthName(body, v), money: money(monthMinor) }) +
    (targetMinor === null ? '' : t.share({ target: money(targetMinor), share: v.percent(monthMinor / targetMinor) }));
  const first = t.first({ day, revenue: money(attributed.minor), share: sofar, late });
  const lines = [
    bold(first),
    settledLine(body, v),
    waitingLine(body, v, names),
    [runningLine(body, v), todayLine(body, v)].join(' · '),
    body.notices ? noticeLine(body.notices, new Date(body.at), v) : '',
    [anomalyLine(body, v), aiLine(body, v)].filter(Boolean).join(' · '),
  ].filter(Boolean);
  return { text: unmarked(first), blocks: [...lines.map((line) => section(line)), ...notes(body, v)] };
};

const isQuiet = ({
  attributed,
  settled,
  untold,
  byGoal,
  waiting,
  running,
  today,
  anomalies,
  notices,
}: DigestBody): boolean =>
  attributed.minor === 0 &&
  attributed.orders === 0 &&
  (notices?.told ?? 0) === 0 &&
  [settled, untold, byGoal ?? [], waiting, running, today, anomalies, notices?.owed ?? []].every(
    (list) => list.length === 0,
  );

/** The middle of the digest's own day: any instant of it names the same date. */
const noon = ({ yesterday }: DigestBody): Date => new Date(new Date(yesterday.to).getTime() + 12 * 3_600_000);

const monthName = ({ attributed, date }: DigestBody, v: Voice): string =>
  date.startsWith(attributed.month)
    ? v.t.digest.thisMonth
    : v.t.digest.month({ n: String(Number(attributed.month.slice(5))) });

/** The first few, and how many more there are. */
const listed = <T>(list: readonly T[], v: Voice, say: (one: T) => string): string =>
  list.slice(0, MOST).map(say).join(', ') +
  (list.length > MOST ? v.t.digest.more({ n: v.count(list.length - MOST) }) : '');

const settledLine = (body: DigestBody, v: Voice): string => {
  const t = v.t.digest;
  const signed = (minor: number) => (minor > 0 ? '+' : '') + v.money({ minor, currency: body.currency });
  const told = body.settled.length
    ? t.settled({
        list: listed(body.settled, v, ({ campaignId, minor, loMinor, hiMinor, n }) =>
          t.settledOne({
            id: campaignKey(campaignId),
            incremental: signed(minor),
            ci: v.t.results.range({ lo: signed(loMinor), hi: signed(hiMinor) }),
            n: v.count(n),
          }),
        ),
      })
    : t.noneSettled;
  const untold = body.untold.length ? t.untold({ list: listed(body.untold, v, campaignKey) }) : '';
  const byGoal = (kind: 'proved' | 'harm') => {
    const of = (body.byGoal ?? []).filter((one) => one.kind === kind);
    return of.length > 0 ? t.byGoal[kind]({ list: listed(of, v, ({ campaignId }) => campaignKey(campaignId)) }) : '';
  };
  return [told, byGoal('proved'), byGoal('harm'), untold].filter(Boolean).join(' · ');
};

const waitingLine = (body: DigestBody, v: Voice, names: Names): string => {
  if (body.waiting.length === 0) return '';
  const t = v.t.digest;
  const words = (one: DigestBody['waiting'][number]) => ({
    id: campaignKey(one.campaignId),
    step: one.step === 'wave' ? t.wave : v.t.cards.steps[one.step],
    hours: t.hours({ n: v.count(one.hours) }),
  });
  const list = listed(body.waiting, v, (one) => t.waitingOne({ ...words(one), who: waitedFor(one.who, names, v) }));
  const late = body.waiting.find(({ overdue, who }) => overdue && who.length > 0);
  const call = late?.who[0]
    ? (late.step === 'wave' ? t.overdueWave : t.overdue)({ who: person(late.who[0]), ...words(late) })
    : '';
  return [t.waiting({ count: v.count(body.waiting.length), list }), call].filter(Boolean).join(' · ');
};

/** By name, because a digest calls at most one person: `이승인 외 1명`. */
const waitedFor = ([first, ...others]: readonly string[], names: Names, v: Voice): string => {
  const t = v.t.digest;
  if (first === undefined) return t.nobody;
  const name = names[first];
  if (!name) return t.peopleAble({ n: v.count(others.length + 1) });
  return others.length > 0 ? t.andOthers({ name: saidLine(name, 40), n: v.count(others.length) }) : saidLine(name, 40);
};

const runningLine = (body: DigestBody, v: Voice): string => {
  const t = v.t.digest;
  if (body.running.length === 0) return t.noneRunning;
  return t.running({
    count: v.count(body.running.length),
    list: listed(body.running, v, ({ campaignId, title, status, windowEndsAt }) =>
      t.runningOne({
        id: campaignKey(campaignId),
        title: saidLine(title, 40),
        state:
          status === 'measuring' && windowEndsAt
            ? t.state.measuring({ day: v.day(new Date(windowEndsAt)) })
            : status === 'paused'
              ? t.state.paused
              : t.state.sending,
      }),
    ),
  });
};

const todayLine = (body: DigestBody, v: Voice): string => {
  const t = v.t.digest;
  if (body.today.length === 0) return t.noneToday;
  return t.today({
    count: v.count(body.today.length),
    list: listed(body.today, v, ({ campaignId, at, n }) =>
      t.todayOne({
        id: campaignKey(campaignId),
        time: v.time(new Date(at)).split(' ').at(-1) ?? '',
        n: n === null ? v.t.results.none : v.count(n),
      }),
    ),
  });
};

const anomalyLine = (body: DigestBody, v: Voice): string => {
  if (body.anomalies.length === 0) return '';
  return v.t.digest.anomalies({ list: listed(body.anomalies, v, (one) => anomalyWords(one, v)) });
};

const anomalyWords = (one: Anomaly, v: Voice): string => {
  const t = v.t.digest.anomaly;
  const id = campaignKey(one.campaignId);
  switch (one.kind) {
    case 'unsubscribe':
      return t.unsubscribe({ id, rate: v.percent(one.rate), usual: v.percent(one.usual) });
    case 'bounce':
      return t.bounce({ id, rate: v.percent(one.rate) });
    case 'complaint':
    case 'unknown':
      return t[one.kind]({ id, n: v.count(one.n) });
    case 'paused':
      return t.paused({ id });
  }
};

const aiLine = (body: DigestBody, v: Voice): string => {
  const { ai, currency } = body;
  const t = v.t.digest;
  const said = (minor: number | null, micros: number) =>
    minor === null ? t.dollars({ x: v.count(micros / 1e6) }) : v.money({ minor, currency });
  const line = t.ai({
    yesterday: said(ai.yesterdayMinor, ai.yesterdayMicros),
    name: monthName(body, v),
    month: said(ai.monthMinor, ai.monthMicros),
  });
  return line + (ai.unknownCalls > 0 ? t.aiUnknown({ n: v.count(ai.unknownCalls) }) : '');
};

/** What "yesterday" and "attributed" mean here. */
const notes = (body: DigestBody, v: Voice): Blocks => {
  const t = v.t.digest;
  const spoken = (iso: string) => v.time(new Date(iso));
  return [
    context(
      isQuiet(body) ? '' : t.note({ from: spoken(body.yesterday.from), to: spoken(body.yesterday.to) }),
      isQuiet(body) || body.attributed.targetMinor !== null ? '' : t.noteWithoutTarget,
      body.readAfter ? t.noteReadAfter({ at: spoken(body.at) }) : '',
      body.simulated ? v.t.customers.digest : '',
    ),
  ].filter(({ elements }) => elements.length > 0);
};
