import { approvalFacts } from '../../campaign/approved.ts';
import { couponFacts } from '../../coupons/facts.ts';
import type { Check } from '../../db/schema.ts';
import type { Form } from '../../delivery/message/message.ts';
import { preflightFacts } from '../../delivery/preflight/facts.ts';
import { messagesOf } from '../../delivery/preflight/messages.ts';
import { askNetwork } from '../../delivery/preflight/network.ts';
import { preflight } from '../../delivery/preflight/preflight.ts';
import type { Voice } from '../../i18n/voice.ts';
import { instantOf, isLocalMinute, localMinute } from '../../kit/zone.ts';
import { check, proved } from '../check.ts';
import { spoken, textsOf } from '../copy/words.ts';
import { type Said, said } from '../said.ts';
import { earlier, type StepContext } from '../step.ts';
import { countNow } from './evidence.ts';
import { dearest, formsOf } from './price.ts';
import type { Plan, PlanEvidence } from './schema.ts';
import { DECIDE_AFTER, TEST_PERCENT, wavesOf } from './waves.ts';

export const RATE = { min: 1, max: 500 } as const;
export const HOLDOUT = { min: 0, max: 50 } as const;

/** The values somebody chose, then everything that would leave by the rules of preflight. */
export const planChecks = async (plan: Plan, evidence: PlanEvidence, ctx: StepContext): Promise<Check[]> => {
  const { config, net } = ctx.deps;
  const { audience } = evidence;
  // The world is asked while the database counts: a person waits for both.
  const [network, facts] = await Promise.all([
    askNetwork(net, {
      links: plan.links,
      senderEmail: plan.channel.name === 'email' ? plan.sender.email : null,
      selector: config.dkimSelector,
    }),
    preflightFacts(ctx.db, { now: ctx.now, channel: plan.channel.name, asked: audience.send }),
  ]);
  return [
    ...chosenChecks(plan, ctx),
    ...preflight({
      kind: ctx.campaign.kind,
      plan,
      evidence,
      messages: messagesOf(plan, { kit: ctx.kit, publicUrl: config.publicUrl }),
      region: config.defaultRegion,
      network,
      variants: earlier(ctx, 'copy').variants,
      keyMessage: earlier(ctx, 'brief').keyMessage,
      offer: earlier(ctx, 'brief').offer,
      kit: ctx.kit,
      now: ctx.now,
      timezone: ctx.deps.config.timezone,
      publicUrl: ctx.deps.config.publicUrl,
      channel: ctx.deps.channels.get(plan.channel.name) ?? null,
      practice: [...ctx.deps.channels.values()].every(({ practice }) => practice),
      recentlyContacted: (await countNow(ctx, plan.isAd)).counts.reduce(
        (sum, count) => sum + count.recentlyContacted,
        0,
      ),
      facts,
      coupon: await couponFacts(ctx.db, {
        coupon: plan.coupon ?? null,
        texts: earlier(ctx, 'copy').variants.flatMap((variant) =>
          textsOf(variant).map(({ text }) => ({ where: variant.key, text: spoken(text) })),
        ),
        known: ctx.kit.coupons.map(({ code }) => code),
        campaignId: ctx.campaign.id,
        now: ctx.now,
        timezone: config.timezone,
      }),
      // Judged again as it stands, at the approval and when it is due; a version being written has been shown to nobody.
      approval: ctx.standing?.content === plan ? await approvalFacts(ctx.db, ctx.live) : null,
    }),
  ];
};

type T = Voice['t']['steps']['plan'];

export const chosenChecks = (plan: Plan, ctx: StepContext): Check[] => {
  const say = (make: (t: T, v: Voice) => string): Said => said(ctx.deps.config, (v) => make(v.t.steps.plan, v));
  const one = (
    id: string,
    severity: Check['severity'],
    name: keyof T['checks'],
    failures: readonly Said[],
    family: Check['family'],
  ) =>
    check(
      `plan.${id}`,
      severity,
      say((t) => t.checks[name]),
      failures,
      family,
    );
  const wrong = (is: boolean, why: Said): Said[] => (is ? [why] : []);
  const within = (n: number, { min, max }: { min: number; max: number }) => n >= min && n <= max;

  const { sendAt } = plan;
  const isNow = sendAt === 'now';
  const zone = ctx.deps.config.timezone;
  const isTime = isNow || (isLocalMinute(sendAt) && instantOf(sendAt, zone) > ctx.now);
  const leavesAt = isNow ? localMinute(ctx.now, zone) : sendAt;
  const { kpi } = earlier(ctx, 'brief');
  const { unknown: unpriced } = dearest(formsOf(plan.templates), ctx.kit.prices);
  const percents = [plan.stop.bouncePercent, plan.stop.complaintPercent, plan.stop.failurePercent];

  return [
    one(
      'send_time',
      'block',
      'sendAt',
      [
        ...wrong(
          !isTime,
          say((t) => t.sendAt({ at: sendAt })),
        ),
        ...asAsked(plan, ctx, say),
      ],
      'time',
    ),
    // A time that is none is before or after nothing: the check above says what is wrong.
    ...proved(
      isTime,
      one(
        'deadline',
        'warn',
        'deadline',
        wrong(
          isTime && leavesAt.slice(0, 10) > kpi.deadline,
          say((t) => t.deadline({ at: leavesAt.replace('T', ' '), by: kpi.deadline })),
        ),
        'time',
      ),
    ),
    one(
      'rate',
      'block',
      'rate',
      wrong(
        !within(plan.ratePerSecond, RATE),
        say((t, v) => t.rate({ min: v.count(RATE.min), max: v.count(RATE.max) })),
      ),
      'time',
    ),
    one(
      'holdout',
      'block',
      'holdout',
      wrong(
        !within(plan.holdoutPercent, HOLDOUT),
        say((t, v) => t.holdout({ min: v.count(HOLDOUT.min), max: v.count(HOLDOUT.max) })),
      ),
      'target',
    ),
    one(
      'stop',
      'block',
      'stop',
      wrong(
        percents.some((percent) => !(percent > 0 && percent <= 100)),
        say((t) => t.stop()),
      ),
      'condition',
    ),
    one(
      'budget',
      'block',
      'budget',
      wrong(
        !(plan.budget >= 0),
        say((t) => t.budgetNegative()),
      ),
      'condition',
    ),

    one(
      'price',
      'block',
      'price',
      unpriced.length > 0 ? [said(ctx.deps.config, priceless(unpriced))] : [],
      'condition',
    ),
    ...wavesChecks(plan, say, one),
  ];
};

/** A plan without a test has nothing to be judged. */
const wavesChecks = (
  plan: Plan,
  say: (make: (t: T, v: Voice) => string) => Said,
  one: (id: string, severity: 'block', name: 'waves', failures: readonly Said[], family: 'target') => Check,
): Check[] => {
  const waves = wavesOf(plan);
  if (!waves) return [];
  const { testPercent, decideAfterHours } = waves;
  const inside = (n: number, { min, max }: { min: number; max: number }) => n >= min && n <= max;
  const compared = plan.segments.some(({ key }) => plan.templates.filter(({ segment }) => segment === key).length > 1);
  return [
    one(
      'waves',
      'block',
      'waves',
      [
        ...(inside(testPercent, TEST_PERCENT) ? [] : [say((t, v) => t.testPercent(bounds(TEST_PERCENT, v)))]),
        ...(inside(decideAfterHours, DECIDE_AFTER) ? [] : [say((t, v) => t.decideAfter(bounds(DECIDE_AFTER, v)))]),
        ...(compared ? [] : [say((t) => t.nothingToTest())]),
      ],
      'target',
    ),
  ];
};

const bounds = ({ min, max }: { min: number; max: number }, v: Voice) => ({ min: v.count(min), max: v.count(max) });

/** Without a price neither cost nor budget says anything. */
const priceless = (forms: readonly Form[]) => (v: Voice) =>
  v.t.steps.plan.price({ forms: forms.map((form) => v.t.channels.forms[form]).join(', ') });

/** A model keeps to the time the brief has, unless a reviewer of the plan said otherwise; a person may choose any. */
const asAsked = (plan: Plan, ctx: StepContext, say: (make: (t: T, v: Voice) => string) => Said): Said[] => {
  if (ctx.by === 'person' || ctx.campaign.constraints.some(({ step }) => step === 'plan')) return [];
  // Judged when it was written. A send that came too late is put to people again as "now", which no brief has to say.
  if (ctx.standing?.checks.every(({ id, passed }) => id !== 'plan.send_time' || passed)) return [];
  const { sendWhen, sendAt } = earlier(ctx, 'brief');
  if (plan.sendAt === 'now') return sendWhen === 'now' ? [] : [say((t) => t.notNow())];
  if (sendWhen === 'now') return [say((t) => t.asked({ at: 'now' }))];
  // A time that has gone by while people thought it over is not kept to.
  const stillAhead = sendAt !== null && instantOf(sendAt, ctx.deps.config.timezone) > ctx.now;
  return stillAhead && plan.sendAt !== sendAt ? [say((t) => t.asked({ at: sendAt.replace('T', ' ') }))] : [];
};
