import type { Carrier } from '../../audience/notice.ts';
import { owedNow } from '../../audience/notice.ts';
import { approvalFacts } from '../../campaign/approved.ts';
import { audienceNow } from '../../campaign/request.ts';
import type { Check } from '../../db/schema.ts';
import { carriersOf } from '../../delivery/media/carriers.ts';
import { preflightFacts } from '../../delivery/preflight/facts.ts';
import { messagesOf } from '../../delivery/preflight/messages.ts';
import { askNetwork } from '../../delivery/preflight/network.ts';
import { preflight } from '../../delivery/preflight/preflight.ts';
import { isDaytime } from '../../delivery/stop.ts';
import { priceOf } from '../../kit/money.ts';
import { instantOf, isLocalMinute } from '../../kit/zone.ts';
import type { Written } from '../compose.ts';
import { readValues, type Values } from '../field.ts';
import { fieldsOfPlan, localTime } from '../plan/edit.ts';
import type { Plan, PlanEvidence } from '../plan/schema.ts';
import { said } from '../said.ts';
import type { Edited, StepContext, StepOf } from '../step.ts';
import { type NoticeOrder, noticePlan } from './plan.ts';

/** Which notice a campaign of kind `notice` is, as its request key says: `notice:<kind>:<channel>:<day>`. */
export const noticeOf = ({ requestKey }: { requestKey: string }): Pick<NoticeOrder, 'kind' | 'channel'> => {
  const [, kind, channel] = requestKey.split(':');
  return { kind: kind === 'confirmation' ? 'confirmation' : 'result', channel: channel as Carrier };
};

/** Shown beside a notice: what its readers said, and the last day for telling them. */
export type NoticeEvidence = PlanEvidence & { notice: { granted: number; withdrawn: number; by: string | null } };

/** The plan of a legal notice, in the place of the step a model would write: judged, shown and edited like any plan. */
export const notice: Pick<StepOf<'plan'>, 'fields' | 'edit' | 'checks'> & {
  evidence(plan: Plan, ctx: StepContext): Promise<NoticeEvidence>;
} = {
  evidence: async (plan, ctx) => {
    const { matched, send, holdout, excluded } = await audienceNow(ctx.db, ctx.deps, ctx.campaign, plan, ctx.now);
    const until = new Date(plan.notice?.until ?? ctx.now);
    const all = await owedNow(ctx.db, carriersOf(ctx.deps.channels, ctx.kit), { until, now: ctx.now });
    const mine = all.find(({ kind, channel }) => kind === plan.notice?.kind && channel === plan.channel.name);
    return {
      audience: { matched, send, holdout, excluded },
      everyone: false,
      costMinor: priceOf(send, plan.prices.perMessageMinor),
      minutes: send / plan.ratePerSecond / 60,
      forecast: { revenueMajor: null, roi: null, chanceOfTarget: null, basis: 'prior', pastErrors: [] },
      smallestLift: null,
      notice: { granted: mine?.granted ?? 0, withdrawn: mine?.withdrawn ?? 0, by: mine?.by ?? null },
    };
  },

  checks: async (plan, evidence, ctx): Promise<Check[]> => {
    const { config, net, channels } = ctx.deps;
    const [network, facts] = await Promise.all([
      askNetwork(net, { links: [], senderEmail: plan.sender.email, selector: config.dkimSelector }),
      preflightFacts(ctx.db, { now: ctx.now, channel: plan.channel.name, asked: evidence.audience.send }),
    ]);
    return preflight({
      kind: 'notice',
      plan,
      evidence,
      messages: messagesOf(plan, { kit: ctx.kit, publicUrl: config.publicUrl }),
      region: config.defaultRegion,
      network,
      variants: [],
      keyMessage: '',
      offer: null,
      kit: ctx.kit,
      now: ctx.now,
      timezone: config.timezone,
      publicUrl: config.publicUrl,
      channel: channels.get(plan.channel.name) ?? null,
      practice: [...channels.values()].every(({ practice }) => practice),
      recentlyContacted: 0,
      facts,
      approval: ctx.standing?.content === plan ? await approvalFacts(ctx.db, ctx.live, ['plan']) : null,
    });
  },

  /** Only when: the words are the law's. */
  fields: (plan, ctx) => fieldsOfPlan(plan, ctx).filter(({ id }) => id === 'when' || id === 'send_at'),

  edit: async (plan, values, ctx): Promise<Edited<Plan>> => {
    const sendAt = timeAsked(plan, values, ctx);
    if (typeof sendAt !== 'string') return { ok: false, errors: { send_at: sendAt } };
    return { ok: true, content: await noticePlan(await orderOf(ctx, { sendAt, until: plan.notice?.until }), ctx) };
  },
};

const timeAsked = (plan: Plan, values: Values, ctx: StepContext) => {
  const { timezone } = ctx.deps.config;
  const say = (make: Parameters<typeof said>[1]) => said(ctx.deps.config, make);
  const form = readValues(fieldsOfPlan(plan, ctx), values, (make) => say((v) => make(v.t.steps.edit, v)));
  if (form.text('when', plan.sendAt === 'now' ? 'now' : 'at') === 'now') return 'now';
  const at = localTime(values.send_at, timezone) ?? plan.sendAt;
  if (!isLocalMinute(at) || instantOf(at, timezone) <= ctx.now) return say((v) => v.t.steps.edit.notTime());
  return plan.channel.name === 'email' || isDaytime(instantOf(at, timezone)) ? at : say((v) => v.t.notices.edit.hours);
};

/** As things are now: whoever has answered up to this moment, unless the same notice is only moved. */
const orderOf = async (
  ctx: StepContext,
  given: { sendAt: string; until?: string | undefined },
): Promise<NoticeOrder> => {
  const { kind, channel } = noticeOf(ctx.campaign);
  const until = given.until ?? ctx.now.toISOString();
  const all = await owedNow(ctx.db, carriersOf(ctx.deps.channels, ctx.kit), { until: new Date(until), now: ctx.now });
  const people = all.find((one) => one.kind === kind && one.channel === channel)?.people ?? 0;
  return { kind, channel, until, people, sendAt: given.sendAt };
};

/** The draft of a notice: no model is asked. */
export const composeNotice = async (ctx: StepContext): Promise<Written> => {
  const content = await noticePlan(await orderOf(ctx, { sendAt: 'now' }), ctx);
  const evidence = await notice.evidence(content, ctx);
  return { content, evidence, checks: await notice.checks(content, evidence, ctx), attempt: 0 };
};
