import type { Check } from '../../db/schema.ts';
import type { Voice } from '../../i18n/voice.ts';
import { instantOf, isLocalMinute, localDay } from '../../kit/zone.ts';
import { check, proved } from '../check.ts';
import { isDay } from '../field.ts';
import { type Found, mentions, numbersIn, sameNumber, squeezed } from '../numbers.ts';
import { type Said, said } from '../said.ts';
import { type StepContext, wordsOf } from '../step.ts';
import { channelChecks } from './channel-checks.ts';
import type { Brief } from './schema.ts';

export const TITLE_MAX = 40;
export const LINE_MAX = 300;
export const LIST_MAX = 10;
export const TARGET_MAX = 1e12;
export const WINDOW_MAX = 90;

/** `now` is a send time of its own: it must have been asked for. */
const NOW = /지금|바로|즉시|당장|곧바로|\bnow\b|right away|immediately|at once|asap|straight away/i;

/** A brief as it can be approved: the number is there, and nothing in it comes from nowhere. */
export const briefChecks = (brief: Brief, ctx: StepContext, couponWords = ''): Check[] => {
  const say = (make: (t: Voice['t']['steps']['brief'], v: Voice) => string): Said =>
    said(ctx.deps.config, (v) => make(v.t.steps.brief, v));
  const block = (id: string, name: keyof Voice['t']['steps']['brief']['checks'], failures: readonly Said[]): Check =>
    check(
      `brief.${id}`,
      'block',
      say((t) => t.checks[name]),
      failures,
    );
  const wrong = (is: boolean, why: Said): Said[] => (is ? [why] : []);

  const { kpi } = brief;
  const share = kpi.metric === 'conversion_rate';
  const targetBad = !(kpi.target > 0 && kpi.target <= (share ? 1 : TARGET_MAX));
  const today = localDay(ctx.now, ctx.deps.config.timezone);
  const dateBad = !isDay(kpi.deadline) || kpi.deadline < today;
  const given = sources(brief, ctx, couponWords);
  const { sendAt } = brief;
  const sendBad = sendAt !== null && !(isLocalMinute(sendAt) && instantOf(sendAt, ctx.deps.config.timezone) > ctx.now);
  const checks = [
    block('kpi', 'kpi', [
      ...wrong(
        targetBad,
        say((t) => (share ? t.targetShare() : t.target())),
      ),
      ...wrong(
        dateBad,
        say((t) => t.deadline({ date: kpi.deadline, today })),
      ),
    ]),
    block(
      'message',
      'message',
      wrong(
        !ctx.kit.messages.some(({ id }) => id === brief.keyMessage),
        say((t) => t.message({ id: brief.keyMessage, known: ctx.kit.messages.map(({ id }) => id).join(', ') })),
      ),
    ),
    block(
      'window',
      'window',
      wrong(
        !(Number.isInteger(brief.windowDays) && brief.windowDays >= 1 && brief.windowDays <= WINDOW_MAX),
        say((t, v) => t.window({ max: v.count(WINDOW_MAX) })),
      ),
    ),
    ...channelChecks(brief, ctx),
    ...proved(
      sendAt !== null,
      block('send_time', 'sendTime', [
        ...wrong(
          sendBad,
          say((t) => t.sendAt({ at: sendAt ?? '' })),
        ),
        ...wrong(
          sendAt !== null && brief.sendWhen === 'now',
          say((t) => t.nowAndThen()),
        ),
      ]),
    ),
    block(
      'length',
      'length',
      lengths(brief).map(({ field, max }) =>
        say((t, v) => t[field === 'lists' ? 'tooMany' : 'tooLong']({ field: t.names[field], max: v.count(max) })),
      ),
    ),
  ];
  // What a person typed is its own source.
  if (ctx.by === 'person') return checks;
  return [
    ...checks,
    block('numbers', 'numbers', [
      ...given.strange.map(({ text }) => say((t) => t.strange({ text }))),
      ...given.misread.map(({ text, value }) => say((t, v) => t.misread({ text, value: v.count(value) }))),
      ...given.invented.map(({ text }) => say((t) => t.invented({ text }))),
    ]),
    block(
      'target',
      'targetSource',
      wrong(
        !targetBad && !given.hasSource(kpi.target),
        say((t, v) => t.noSource({ value: v.count(kpi.target) })),
      ),
    ),
    ...proved(
      brief.budget !== null,
      block('budget', 'budget', [
        ...wrong(
          brief.budget !== null && !(brief.budget >= 0),
          say((t) => t.budgetNegative()),
        ),
        ...wrong(
          brief.budget !== null && !given.hasSource(brief.budget),
          say((t, v) => t.budgetNoSource({ value: v.count(brief.budget ?? 0) })),
        ),
      ]),
    ),
    ...proved(
      brief.sendWhen === 'now',
      block(
        'now',
        'now',
        wrong(
          brief.sendWhen === 'now' && !NOW.test(wordsOf(ctx)),
          say((t) => t.notNow()),
        ),
      ),
    ),
  ];
};

type Sources = {
  /** Readings of words nobody said. */
  strange: Brief['readings'];
  /** Readings whose number is not what the words say. */
  misread: Brief['readings'];
  /** Numbers that stand neither in the words nor in the brand kit, and that no assumption owns up to. */
  invented: Found[];
  hasSource(value: number): boolean;
};

const sources = (brief: Brief, ctx: StepContext, couponWords: string): Sources => {
  const words = `${wordsOf(ctx)}\n${personsVersion(ctx)}`;
  const heard = squeezed(words);
  const { coupons, facts } = ctx.kit;
  const kit = [
    ...coupons.flatMap(({ code, text }) => [code, text]),
    ...facts.map(({ text }) => text),
    couponWords,
  ].join('\n');
  const strange = brief.readings.filter(({ text }) => squeezed(text) === '' || !heard.includes(squeezed(text)));
  const known = [
    ...[words, brief.assumptions.join('\n')].flatMap(numbersIn).flatMap(({ values }) => values),
    ...brief.readings.filter((reading) => !strange.includes(reading)).map(({ value }) => value),
  ];
  const hasSource = (value: number) => known.some((each) => sameNumber(each, value));
  const stated = [brief.offer ?? '', brief.audience, ...brief.constraints, ...brief.guardrails];
  return {
    strange,
    misread: brief.readings.filter(({ text, value, unit }) => {
      const found = numbersIn(text).flatMap(({ values }) => values);
      const isDate = /date|day of|날짜|일자/i.test(unit);
      return found.length > 0 && !isDate && !found.some((each) => sameNumber(each, value));
    }),
    invented: stated.flatMap(numbersIn).filter(({ value }) => !hasSource(value) && !mentions(kit, value)),
    hasSource,
  };
};

/** What a person wrote into the version before is as good as said. */
const personsVersion = ({ previous }: StepContext): string => {
  if (previous?.by !== 'person') return '';
  const { kpi, budget, offer, audience } = previous.content as Brief;
  return [kpi.target, budget ?? '', offer ?? '', audience].join('\n');
};

type Named = 'title' | 'audience' | 'offer' | 'lists' | 'lines';

const lengths = (brief: Brief): { field: Named; max: number }[] => {
  const lists = [brief.channels, brief.constraints, brief.guardrails, brief.assumptions, brief.questions];
  const bad: [Named, number, boolean][] = [
    ['title', TITLE_MAX, brief.title.trim() === '' || brief.title.length > TITLE_MAX],
    ['audience', LINE_MAX, brief.audience.trim() === '' || brief.audience.length > LINE_MAX],
    ['offer', LINE_MAX, (brief.offer?.length ?? 0) > LINE_MAX],
    ['lists', LIST_MAX, [...lists, brief.readings].some((list) => list.length > LIST_MAX)],
    ['lines', LINE_MAX, lists.flat().some((line) => line.length > LINE_MAX)],
  ];
  return bad.flatMap(([field, max, is]) => (is ? [{ field, max }] : []));
};
