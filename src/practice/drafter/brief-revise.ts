import type { Brief } from '../../steps/brief/schema.ts';
import { cut, daysLeft, LISTS, offerOf, readingsOf, spansOf, type Table, unique, unreadIn } from './brief-parts.ts';
import { sentBy } from './brief-way.ts';
import { type Heard, hear, namesSomeone } from './heard/hear.ts';
import { leavesOut } from './heard/who.ts';
import type { Bound, SeenBrand } from './inputs.ts';
import { audienceIn, settle } from './people.ts';

/** The version before, with what the newest words ask for changed and everything else as it was. */
export const revise = (previous: Brief, newest: Bound | undefined, all: Heard, fresh: Brief, table: Table): Brief => {
  const { words, today, brand } = table;
  const said = hear(newest?.words ?? '', table);
  const people = namesSomeone(said) || leavesOut(said.who);
  const offer = said.offer
    ? offerOf(said, table)
    : newest?.reason === 'offer'
      ? { offer: null, coupon: null, asks: [] }
      : null;
  const asked = [said.offer ? words.ask.coupon : '', said.deadline ? words.ask.deadline : ''];
  const sent = said.by ? sentBy(all.by, table.offered, words) : null;
  const stale = [
    ...(sent ? [words.assume.stepsIn] : []),
    ...(said.deadline ? [words.assume.deadline(previous.kpi.deadline)] : []),
    ...(said.budget ? [words.assume.budget] : []),
  ];
  const another = /핵심\s?메시지|key message/i.test(newest?.words ?? '')
    ? nextMessage(previous.keyMessage, newest?.words ?? '', brand)
    : null;
  const who = people ? settle(all.who, words) : null;
  const left = said.deadline ? daysLeft(today, said.deadline.day) : 9;
  const noted = newest && newest.words.trim() === '' && newest.reason && newest.reason !== 'offer';
  return {
    ...previous,
    unclear: null,
    title: people ? fresh.title : previous.title,
    objective: people ? fresh.objective : previous.objective,
    kpi: {
      metric: said.figure?.metric ?? previous.kpi.metric,
      target: said.figure?.target ?? previous.kpi.target,
      deadline: said.deadline?.day ?? (previous.kpi.deadline < today ? fresh.kpi.deadline : previous.kpi.deadline),
    },
    audience: who ? cut(audienceIn(who.who, words, table.currency), 200) : previous.audience,
    budget: said.budget?.value ?? previous.budget,
    offer: offer ? offer.offer : previous.offer,
    coupon: offer ? offer.coupon : previous.coupon,
    sendWhen: said.sendWhen ?? previous.sendWhen,
    sendAt: said.sendWhen === 'now' ? null : (said.sendAt?.at ?? previous.sendAt),
    keyMessage: another ?? previous.keyMessage,
    channels: sent?.channels ?? previous.channels,
    windowDays: said.windowDays ?? previous.windowDays,
    constraints: unique([
      ...previous.constraints.filter(
        (line) => !(line === words.noOffer && offer?.offer) && !(sent && line === words.alimtalk),
      ),
      ...(offer && offer.offer === null ? [words.noOffer] : []),
      ...(sent?.constraints ?? []),
    ]),
    assumptions: unique([
      ...previous.assumptions.filter((line) => !stale.includes(line)),
      ...(who?.assumed ?? []),
      ...spansOf(said, words),
      ...(left < 3 && said.deadline ? [words.assume.shortDeadline(said.deadline.day, left)] : []),
      ...(said.sendAt?.guessed ? [words.assume.hour(said.sendAt.at)] : []),
      ...(sent?.assumptions ?? []),
    ]),
    questions: unique([
      ...(noted ? [words.ask.reason] : []),
      ...unreadIn(said, words),
      ...previous.questions.filter((line) => !asked.includes(line)),
      ...(offer?.asks ?? []),
    ]).slice(0, 3),
    readings: [
      ...previous.readings,
      ...readingsOf(said.readings, words).filter(({ text }) => !previous.readings.some((r) => r.text === text)),
    ].slice(-LISTS),
  };
};

const nextMessage = (now: string, said: string, { messages }: SeenBrand): string | null => {
  const named = messages.find(({ id, text }) => said.includes(id) || (text !== '' && said.includes(text)));
  const at = messages.findIndex(({ id }) => id === now);
  return (named ?? messages[(at + 1) % Math.max(1, messages.length)])?.id ?? null;
};
