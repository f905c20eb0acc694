import { DateTime } from 'luxon';
import { z } from 'zod';
import { briefSchema } from '../../steps/brief/schema.ts';
import { type PlanDraft, planSchema } from '../../steps/plan/schema.ts';
import { TEST_PERCENT, type Waves } from '../../steps/plan/waves.ts';
import { type Heard, hear, NOTHING, overheard } from './heard/hear.ts';
import { constraintsOf, type Request, saidTo, shaped } from './inputs.ts';
import { type Words, wordsIn } from './words.ts';

const GOOD_HOUR = 14;
/** An approver needs a moment: an hour closer than this is not proposed. */
const LEAST_MINUTES = 10;
const USUAL = { ratePerSecond: 100, holdoutPercent: 20 };
const STOP = { bouncePercent: 5, complaintPercent: 0.3, failurePercent: 10 };

const local = (at: DateTime): string => at.toFormat("yyyy-MM-dd'T'HH:mm");

/** Now in the account's zone, whether it comes as an instant or as wall-clock time. */
const nowOf = (text: string, zone: string): DateTime => {
  const trimmed = text.trim();
  const instant = /(?:Z|[+-]\d{2}:?\d{2})$/.test(trimmed);
  const at = instant ? DateTime.fromISO(trimmed).setZone(zone) : DateTime.fromISO(trimmed, { zone });
  return at.isValid ? at : DateTime.fromISO('2000-01-01T00:00', { zone });
};

type When = { sendAt: string; why: string };

/** Today at two if there is still time to approve, else tomorrow; earlier when the deadline is today. */
const goodTime = (now: DateTime, deadline: string, { plan }: Words): When => {
  const today = now.set({ hour: GOOD_HOUR, minute: 0, second: 0, millisecond: 0 });
  if (today.diff(now, 'minutes').minutes >= LEAST_MINUTES) return { sendAt: local(today), why: plan.today };
  const tomorrow = today.plus({ days: 1 });
  const day = now.toISODate() ?? '';
  const hour = now.startOf('hour').plus({ hours: now.minute > 60 - LEAST_MINUTES ? 2 : 1 });
  if (deadline === day && hour.toISODate() === day && hour.hour <= 20) return { sendAt: local(hour), why: plan.soon };
  return { sendAt: local(tomorrow), why: plan.tomorrow };
};

const whenOf = (
  asked: Heard,
  brief: { sendWhen: string; sendAt: string | null },
  now: DateTime,
  deadline: string,
  words: Words,
): When => {
  if (asked.sendWhen === 'now') return { sendAt: 'now', why: words.plan.now };
  const wished = asked.sendAt?.at ?? (asked.sendWhen === 'later' ? null : brief.sendAt);
  if (wished && wished > local(now)) return { sendAt: wished.slice(0, 16), why: words.plan.asked };
  if (asked.sendWhen === null && brief.sendWhen === 'now') return { sendAt: 'now', why: words.plan.now };
  return goodTime(now, deadline, words);
};

const amount = z.union([z.number(), z.object({ email: z.number() }).transform(({ email }) => email)]);
const pricesShape = z.union([
  amount,
  z.looseObject({ perMessage: z.number() }).transform(({ perMessage }) => perMessage),
]);
const audienceShape = z.looseObject({
  send: z.number().optional(),
  eligible: z.number().optional(),
  total: z.unknown().optional(),
});

/** How many would be written to, from whatever form the counts come in. */
const peopleIn = (text: string | undefined): number => {
  const seen = shaped(text, audienceShape, {});
  const total = z.object({ eligible: z.number() }).safeParse(seen.total);
  return seen.send ?? seen.eligible ?? (total.success ? total.data.eligible : 0);
};

/** No model is told of fewer people: a budget for none would be overdrawn by the first message. */
const TOLD = 10;

/** Up to a round amount, never down: 31,200 becomes 40,000. */
const roundUp = (cost: number): number => {
  if (cost <= 0) return 0;
  const step = 10 ** Math.max(0, Math.floor(Math.log10(cost)));
  return Math.ceil(cost / step) * step;
};

const within = (value: number, least: number, most: number): number => Math.min(Math.max(value, least), most);

export const draftPlan = ({ fences, language, repair }: Request): PlanDraft => {
  const words = wordsIn(language);
  const now = nowOf(fences.now ?? '', (fences.timezone ?? '').trim() || 'Asia/Seoul');
  const today = now.toISODate() ?? '';
  const brief = shaped(fences.brief, briefSchema.nullable(), null);
  const previous = shaped(fences.previous, planSchema.loose().nullable(), null);
  const bound = saidTo(constraintsOf(fences.constraints), ['plan']);
  const asked = bound.map((each) => hear(each.words, { today, currency: 'KRW' })).reduce(overheard, NOTHING);
  const slow = bound.some((each) => /천천히|느리게|slow(?:er|ly)?\b/i.test(each.words));
  const stop = bound.some((each) => /더\s?엄격|보수적|stricter|careful/i.test(each.words));
  const when = whenOf(
    asked,
    { sendWhen: brief?.sendWhen ?? 'later', sendAt: brief?.sendAt ?? null },
    now,
    brief?.kpi.deadline ?? '',
    words,
  );
  const kept = keptTime(previous, asked, now, when, words);
  const cost = roundUp(Math.max(TOLD, peopleIn(fences.audience)) * shaped(fences.prices, pricesShape, 0));
  const holdoutPercent = within(asked.holdoutPercent ?? previous?.holdoutPercent ?? USUAL.holdoutPercent, 5, 50);
  const budget = asked.budget?.value ?? asked.figure?.target ?? brief?.budget ?? previous?.budget ?? cost;
  const time =
    /send_time|past|sched/i.test(repair?.faults ?? '') && kept.sendAt !== 'now' ? goodTime(now, '', words) : kept;
  return {
    sendAt: time.sendAt,
    ratePerSecond: within(
      asked.ratePerSecond ?? (slow ? 50 : (previous?.ratePerSecond ?? USUAL.ratePerSecond)),
      1,
      500,
    ),
    holdoutPercent,
    budget: /budget/i.test(repair?.faults ?? '') ? Math.max(budget, cost) : budget,
    stop: stop ? { bouncePercent: 3, complaintPercent: 0.1, failurePercent: 5 } : { ...(previous?.stop ?? STOP) },
    waves: wavesFrom(asked, hear(fences.goal ?? '', { today, currency: 'KRW' }), previous),
    reason: [
      time.why,
      words.plan.holdout(holdoutPercent),
      brief?.budget == null && !asked.budget ? words.plan.budget : '',
    ]
      .filter(Boolean)
      .join(' '),
  };
};

/** What a reviewer says goes before the version at hand, and that before the marketer's own words. */
const wavesFrom = (asked: Heard, goal: Heard, previous: PlanDraft | null): Waves | null => {
  const waves = asked.waves ?? (previous ? previous.waves : goal.waves);
  return waves === 'none' || waves == null
    ? null
    : { ...waves, testPercent: within(waves.testPercent, TEST_PERCENT.min, TEST_PERCENT.max) };
};

/** The time of the version before, when nobody asked for another and it still lies ahead. */
const keptTime = (previous: PlanDraft | null, asked: Heard, now: DateTime, when: When, words: Words): When => {
  if (!previous || asked.sendWhen !== null || asked.sendAt !== null || previous.sendAt === 'now') return when;
  return previous.sendAt > local(now.plus({ minutes: LEAST_MINUTES }))
    ? { sendAt: previous.sendAt, why: words.plan.asked }
    : when;
};
