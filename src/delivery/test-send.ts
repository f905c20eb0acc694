import { and, desc, eq, isNull } from 'drizzle-orm';
import { loadKit } from '../brand/store.ts';
import type { Reason } from '../channels/reason.ts';
import { drafts, testSends } from '../db/schema.ts';
import type { Deps } from '../deps.ts';
import { campaignKey } from '../kit/id.ts';
import type { Brief } from '../steps/brief/schema.ts';
import type { Copy } from '../steps/copy/schema.ts';
import type { Plan, Template } from '../steps/plan/schema.ts';
import { withUtm } from './link.ts';
import { mailable, writeMime } from './mime.ts';
import { renderFor } from './render.ts';
import { buildTemplates, type PlanLink } from './templates.ts';
import { makeTokens } from './tokens.ts';

export type TestState = (typeof testSends.$inferSelect)['state'];

/** As it would leave: one variant with everything code adds. */
type Trial = { template: Template; links: readonly PlanLink[]; sender: Plan['sender'] };

/**
 * Sends one variant to the one who asked, at the e-mail Slack has of them; there is no way to name another recipient.
 * Nothing in it is tracked. Taken once: a repeat after a crash leaves `unknown` and sends nothing.
 */
export const sendTest = async (deps: Deps, testSendId: string): Promise<TestState> => {
  const [taken] = await deps.db
    .update(testSends)
    .set({ state: 'unknown' })
    .where(and(eq(testSends.id, testSendId), eq(testSends.state, 'planned')))
    .returning();
  if (!taken) {
    const [row] = await deps.db.select({ state: testSends.state }).from(testSends).where(eq(testSends.id, testSendId));
    return row?.state ?? 'failed';
  }
  const settle = async (state: TestState, reason: string | null): Promise<TestState> => {
    await deps.db.update(testSends).set({ state, reason }).where(eq(testSends.id, testSendId));
    return state;
  };
  const fail = (reason: Reason) => settle('failed', reason);
  const channel = deps.channels.get('email');
  if (!channel) return fail('down');
  const asker = await deps.directory.person(taken.by);
  const to = mailable(asker.email);
  if (!to) return fail('no_address');
  const trial = await trialOf(deps, taken);
  if (!trial) return fail('render');
  const { template, links, sender } = trial;
  const nobody = { campaignId: taken.campaignId, occurrence: 0, contactId: 0 };
  const unsubscribe = `${deps.config.publicUrl}/u/${makeTokens(deps.secretKeys).unsubscribe(nobody)}`;
  const { subject, html, text } = renderFor(
    template,
    { firstName: asker.name, lastName: null },
    {
      links: links.map(({ url }) => (url ? withUtm(url, taken.campaignId, template.variant) : '')),
      unsubscribe,
      pixel: 'data:,',
    },
  );
  const messageId = `<test.${taken.id}@${sender.email.split('@').pop()}>`;
  const body = writeMime({
    from: sender,
    to,
    subject,
    date: await deps.clock.business(),
    messageId,
    html,
    text,
    unsubscribe,
    extra: channel.practice
      ? { 'X-Baton-Campaign': campaignKey(taken.campaignId), 'X-Baton-Test': '1' }
      : { 'X-Baton-Test': '1' },
  });
  const [outcome] = await channel.send([{ messageId, to, from: sender.email, body }]);
  if (outcome?.outcome === 'accepted') return settle('accepted', null);
  if (!outcome || outcome.outcome === 'unknown') return settle('unknown', outcome?.reason ?? 'other');
  return settle('failed', outcome.reason);
};

/** The variant of a plan, or of copy that has no plan yet: then built as the plan would build it. */
const trialOf = async (deps: Deps, test: typeof testSends.$inferSelect): Promise<Trial | null> => {
  const [draft] = await deps.db.select().from(drafts).where(eq(drafts.id, test.draftId));
  if (!draft || draft.campaignId !== test.campaignId) return null;
  if (draft.step === 'plan') {
    const plan = draft.content as Plan;
    const template = plan.templates.find((each) => each.variant === test.variant);
    return template ? { template, links: plan.links, sender: plan.sender } : null;
  }
  if (draft.step !== 'copy') return null;
  const variants = (draft.content as Copy).variants.filter((each) => each.key === test.variant);
  const { kit } = await loadKit(deps.db);
  const keyMessage = await keyMessageOf(deps, test.campaignId);
  const language = deps.config.locale;
  const { templates, links } = await buildTemplates({ variants, keyMessage, kit, isAd: true, language });
  const [template] = templates;
  const { name, email, address, phone } = kit.sender;
  return template ? { template, links, sender: { name, email: deps.config.mailFrom ?? email, address, phone } } : null;
};

const keyMessageOf = async (deps: Deps, campaignId: number): Promise<string> => {
  const [brief] = await deps.db
    .select({ content: drafts.content })
    .from(drafts)
    .where(and(eq(drafts.campaignId, campaignId), eq(drafts.step, 'brief'), isNull(drafts.supersededAt)))
    .orderBy(desc(drafts.version))
    .limit(1);
  return (brief?.content as Brief | undefined)?.keyMessage ?? '';
};
