import { z } from 'zod';
import type { Brief } from '../../steps/brief/schema.ts';
import { briefSchema } from '../../steps/brief/schema.ts';
import {
  cut,
  daysLeft,
  LISTS,
  messageFor,
  missingOf,
  offerOf,
  readingsOf,
  spansOf,
  type Table,
  unique,
  unreadIn,
  usualDeadline,
} from './brief-parts.ts';
import { revise } from './brief-revise.ts';
import { sentBy } from './brief-way.ts';
import { type Heard, hear, NOTHING, namesSomeone, overheard } from './heard/hear.ts';
import { strangeIn } from './heard/strange.ts';
import {
  type Bound,
  brandShape,
  catalogueShape,
  constraintsOf,
  couponsShape,
  dayIn,
  type Fences,
  NO_BRAND,
  NO_CATALOGUE,
  type Request,
  saidTo,
  shaped,
  waysShape,
} from './inputs.ts';
import { audienceIn, settle } from './people.ts';
import { type Theme, themeOf } from './theme.ts';
import { wordsIn } from './words.ts';

const OBJECTIVE: Readonly<Record<Theme, Brief['objective']>> = {
  winback: 'retention',
  first_order: 'activation',
  second_order: 'retention',
  vip: 'revenue',
  regulars: 'revenue',
  cart: 'revenue',
  welcome: 'activation',
  birthday: 'retention',
  news: 'revenue',
  buyers: 'revenue',
};

export const draftBrief = ({ fences, language, repair }: Request): Brief => {
  const table: Table = {
    words: wordsIn(language),
    today: dayIn(fences.today),
    currency: (fences.currency ?? '').trim() || 'KRW',
    brand: shaped(fences.brand, brandShape, NO_BRAND),
    catalogue: shaped(fences.catalogue, catalogueShape, NO_CATALOGUE),
    offered: shaped(fences.channels, waysShape, []),
    coupons: shaped(fences.coupons, couponsShape, []),
  };
  const bound = saidTo(constraintsOf(fences.constraints), ['brief']);
  const previous = shaped(fences.previous, briefSchema.nullable(), null);
  const texts = [fences.goal ?? '', ...bound.map(({ words }) => words)];
  const heard = texts.map((text) => hear(text, table)).reduce(overheard, NOTHING);
  const fresh = compose(heard, table, fences, texts);
  const draft = previous && !previous.unclear ? revise(previous, bound.at(-1), heard, fresh, table) : fresh;
  return mended(
    { ...draft, constraints: unique([...draft.constraints, ...leftWords(bound, table)]) },
    fresh,
    repair?.faults ?? '',
    table,
  );
};

/** Why this cannot be drafted, asked back in one sentence; null when it can. */
const unclearOf = (heard: Heard, table: Table, texts: readonly string[]): string | null => {
  const { words, currency } = table;
  const someone = namesSomeone(heard);
  if (heard.figure) return someone ? null : whoIsMeant(table, texts);
  if (heard.foreign) return words.unclear.foreign(heard.foreign.text, currency);
  if (heard.relative && someone) return words.unclear.relative(heard.relative.text);
  return someone ? words.unclear.kpi : words.unclear.nothing;
};

/** People were named by words no data is known for: said, with what there is; else only asked. */
const whoIsMeant = (table: Table, texts: readonly string[]): string => {
  const { words, catalogue } = table;
  const strange = texts.map((text) => strangeIn(text, table)).findLast((said) => said !== null);
  if (!strange) return words.unclear.who;
  const known = catalogue.metrics
    .filter(({ deciles }) => deciles.length > 0)
    .flatMap(({ name }) => words.conditions[name] ?? []);
  return words.unclear.strange(strange, [...known, words.who.everyone]);
};

const compose = (heard: Heard, table: Table, fences: Fences, texts: readonly string[]): Brief => {
  const { words, today, brand } = table;
  const unclear = unclearOf(heard, table, texts);
  const { who, assumed } = settle(heard.who, words);
  const theme = themeOf(heard.who);
  const sent = sentBy(heard.by, table.offered, words);
  const deadline = heard.deadline?.day ?? usualDeadline(today);
  const left = daysLeft(today, deadline);
  const { offer, coupon, asks } = offerOf(heard, table);
  const missing = missingOf(heard, table.catalogue, words);
  const figure = heard.figure;
  const [learned] = shaped(fences.learnings, z.array(z.string()), []);
  const { minOrders } = heard.who;
  const raised = minOrders !== null && !heard.readings.some(({ value }) => value === minOrders) ? minOrders : null;
  return {
    unclear,
    title: words.titles[theme === 'winback' && !who.regulars && who.minOrders === null ? 'lapsed' : theme],
    objective: figure?.metric === 'signups' ? 'acquisition' : OBJECTIVE[theme],
    kpi: { metric: figure?.metric ?? 'attributed_revenue', target: figure?.target ?? 0, deadline },
    audience: cut(audienceIn(who, words, table.currency), 200),
    budget: heard.budget?.value ?? null,
    offer,
    coupon,
    sendWhen: heard.sendWhen ?? 'later',
    sendAt: heard.sendAt?.at ?? null,
    channels: sent.channels,
    constraints: [...(heard.offer?.kind === 'none' ? [words.noOffer] : []), ...sent.constraints],
    guardrails: [...words.guardrails],
    keyMessage: messageFor(theme, brand),
    windowDays: heard.windowDays ?? 7,
    assumptions: unique([
      ...assumed,
      ...spansOf(heard, words),
      ...(figure?.colloquial
        ? [words.assume.colloquial(figure.from.text, words.money(figure.target, table.currency))]
        : []),
      ...(raised === null ? [] : [words.assume.moreThan(raised)]),
      ...(heard.deadline
        ? left < 3
          ? [words.assume.shortDeadline(deadline, left)]
          : []
        : [words.assume.deadline(deadline)]),
      ...(heard.sendAt?.guessed ? [words.assume.hour(heard.sendAt.at)] : []),
      ...sent.assumptions,
      ...(heard.budget ? [] : [words.assume.budget]),
      ...(learned ? [words.assume.learned(learned)] : []),
    ]),
    questions: unique([
      // First, because a number nobody could place changes what is sent when it is placed; one question for all of them.
      ...unreadIn(heard, words),
      ...missing.map((said) => words.ask.missing(said)),
      ...asks,
      ...(heard.deadline ? [] : [words.ask.deadline]),
    ]).slice(0, 3),
    readings: readingsOf(heard.readings, words).slice(0, LISTS),
  };
};

/** Words no rule could place still bind: they stand in the brief as they were said. */
const leftWords = (bound: readonly Bound[], table: Table): string[] =>
  bound.flatMap(({ words }) => {
    const heard = hear(words, table);
    const placed =
      heard.figure ||
      heard.deadline ||
      heard.offer ||
      heard.budget ||
      heard.sendWhen ||
      heard.windowDays ||
      heard.by ||
      namesSomeone(heard);
    return placed || words.trim() === '' || /핵심\s?메시지|key message/i.test(words) ? [] : [cut(words, 160)];
  });

/**
 * What a check complained of is mended where a rule can: a time that is over, a reading the checks do not follow. What an
 * older version made up is read from the goal again.
 */
const mended = (made: Brief, fresh: Brief, faults: string, { words, currency }: Table): Brief => {
  const draft = {
    ...made,
    ...(/brief\.message/.test(faults) && { keyMessage: fresh.keyMessage }),
    ...(/brief\.target/.test(faults) && { kpi: { ...made.kpi, target: fresh.kpi.target } }),
    ...(/brief\.(?:numbers|coupon)/.test(faults) && { offer: fresh.offer, coupon: fresh.coupon }),
  };
  const late = /brief\.send_time/.test(faults) && draft.sendAt !== null;
  const doubted = /brief\.numbers/.test(faults) ? draft.readings.filter(({ text }) => faults.includes(text)) : [];
  if (!late && doubted.length === 0) return draft;
  const explained = doubted
    .filter(({ unit }) => unit === currency)
    .map(({ text, value }) => words.assume.colloquial(text, words.money(value, currency)));
  return {
    ...draft,
    sendAt: late ? null : draft.sendAt,
    readings: draft.readings.filter((reading) => !doubted.includes(reading)),
    assumptions: unique([...explained, ...(late ? [words.assume.pastHour] : []), ...draft.assumptions]),
  };
};
