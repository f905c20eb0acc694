import { and, desc, eq, isNull } from 'drizzle-orm';
import { listPictures, picturesOf } from '../brand/pictures.ts';
import { loadKit } from '../brand/store.ts';
import { loadCampaign, placeOf } from '../campaign/store.ts';
import { noteKey, tell } from '../campaign/tell.ts';
import { listTemplates } from '../channels/alimtalk-registry.ts';
import type { Channel, ChannelName, Outgoing } from '../channels/channel.ts';
import type { Reason } from '../channels/reason.ts';
import { drafts, testSends } from '../db/schema.ts';
import type { Deps } from '../deps.ts';
import { strings } from '../i18n/language.ts';
import { campaignKey } from '../kit/id.ts';
import type { Brief } from '../steps/brief/schema.ts';
import type { Copy } from '../steps/copy/schema.ts';
import { isApprovedText } from '../steps/copy/shape.ts';
import type { Plan, Template } from '../steps/plan/schema.ts';
import { withUtm } from './link.ts';
import { mediumOf } from './media/index.ts';
import type { PlanLink } from './media/medium.ts';
import { senderOf } from './media/sender.ts';
import { ownAddress } from './own-address.ts';
import { buildTemplates, picturesIn } from './templates.ts';
import { makeTokens } from './tokens.ts';

type TestSend = typeof testSends.$inferSelect;
export type TestState = TestSend['state'];

/** As it would leave: one variant with everything code adds. */
type Trial = { template: Template; links: readonly PlanLink[]; sender: Plan['sender']; isAd: boolean };
type Ready = { ok: true; channel: Channel; message: Outgoing } | { ok: false; reason: Reason };

/**
 * Sends one variant to the one who asked, at the address they themselves have; there is no way to name another recipient.
 * Nothing in it is tracked. What became of it is told to the asker, once. Taken once: a repeat after a crash sends
 * nothing and says `unknown`; whatever breaks before it is taken is tried again.
 */
export const sendTest = async (deps: Deps, testSendId: string): Promise<TestState> => {
  const test = await findTest(deps, testSendId);
  if (!test) return 'failed';
  // Taken, and nothing written down since: whoever took it is gone.
  if (test.state === 'unknown' && test.reason === null) return settle(deps, test, 'unknown', 'lease_ended');
  if (test.state !== 'planned') return test.state;
  const ready = await prepare(deps, test);
  if (!ready.ok) return settle(deps, test, 'failed', ready.reason);
  const [taken] = await deps.db
    .update(testSends)
    .set({ state: 'unknown' })
    .where(and(eq(testSends.id, test.id), eq(testSends.state, 'planned')))
    .returning();
  if (!taken) return (await findTest(deps, test.id))?.state ?? 'failed';
  const [outcome] = await ready.channel.send([ready.message]);
  if (outcome?.outcome === 'accepted') return settle(deps, taken, 'accepted', null, ready.message.to);
  if (!outcome || outcome.outcome === 'unknown') return settle(deps, taken, 'unknown', outcome?.reason ?? 'other');
  return settle(deps, taken, 'failed', outcome.reason);
};

const findTest = async (deps: Deps, id: string): Promise<TestSend | undefined> =>
  (await deps.db.select().from(testSends).where(eq(testSends.id, id)))[0];

/** What became of it and the words about it are one transaction, so that each is told once, and none is not. */
const settle = (deps: Deps, test: TestSend, state: TestState, reason: string | null, to = ''): Promise<TestState> =>
  deps.db.transaction(async (tx) => {
    const settled = await tx
      .update(testSends)
      .set({ state, reason })
      .where(and(eq(testSends.id, test.id), eq(testSends.state, test.state)))
      .returning({ id: testSends.id });
    if (settled.length > 0)
      await tell(tx, deps, {
        ...placeOf(await loadCampaign(tx, test.campaignId)),
        key: noteKey('test', test.id, state),
        kind: 'note',
        onlyFor: test.by,
        subject: {
          note: test.channel === 'push' && state === 'accepted' ? 'test_accepted_push' : `test_${state}`,
          params: { variant: test.variant, reason: reason ?? 'other', to },
        },
      });
    return state;
  });

const prepare = async (deps: Deps, test: TestSend): Promise<Ready> => {
  const name = test.channel as ChannelName;
  const channel = deps.channels.get(name);
  if (!channel) return { ok: false, reason: 'down' };
  const asker = await deps.directory.person(test.by);
  const medium = mediumOf(name);
  const own = await ownAddress(deps.db, asker, name);
  const to = own && medium.address(own);
  if (!to) return { ok: false, reason: 'no_address' };
  const trial = await trialOf(deps, test);
  if (trial?.template.channel !== name) return { ok: false, reason: 'render' };
  const { template, links, sender, isAd } = trial;
  const tokens = makeTokens(deps.secretKeys);
  const nobody = { campaignId: test.campaignId, occurrence: 0, contactId: 0 };
  const unsubscribe = `${deps.config.publicUrl}/u/${tokens.unsubscribe(nobody)}`;
  const message = medium.writer(template)(
    // A code of the pool would be gone: whoever tries the message sees where theirs stands.
    { firstName: asker.name, lastName: null, coupon: strings(deps.config.locale).mail.sample.coupon },
    {
      links: links.map(({ url }) =>
        url ? withUtm(url, { campaignId: test.campaignId, variant: template.variant, channel: name }) : '',
      ),
      unsubscribe,
      pixel: 'data:,',
    },
    {
      to,
      id: `test.${test.id}`,
      reference: tokens.report({ ...nobody, channel: name }),
      date: await deps.clock.business(),
      sender,
      isAd,
      unsubscribe,
      returnTo: null,
      headers: channel.practice
        ? { 'X-Baton-Campaign': campaignKey(test.campaignId), 'X-Baton-Test': '1' }
        : { 'X-Baton-Test': '1' },
      pictures: await picturesOf(deps.db, picturesIn([template])),
      noFallback: false,
    },
  );
  return { ok: true, channel, message };
};

/** The variant of a plan, or of copy that has no plan yet: then built as the plan would build it. */
const trialOf = async (deps: Deps, test: TestSend): Promise<Trial | null> => {
  const [draft] = await deps.db.select().from(drafts).where(eq(drafts.id, test.draftId));
  if (!draft || draft.campaignId !== test.campaignId) return null;
  if (draft.step === 'plan') {
    const plan = draft.content as Plan;
    const template = plan.templates.find((each) => each.variant === test.variant);
    return template ? { template, links: plan.links, sender: plan.sender, isAd: plan.isAd } : null;
  }
  if (draft.step !== 'copy') return null;
  const variants = (draft.content as Copy).variants.filter((each) => each.key === test.variant);
  const { kit } = await loadKit(deps.db);
  const keyMessage = await keyMessageOf(deps, test.campaignId);
  const { locale: language } = await loadCampaign(deps.db, test.campaignId);
  // An approved text is information, and so is the text message behind it: as it would leave.
  const isAd = !variants.every(isApprovedText);
  const { templates, links } = await buildTemplates({
    variants,
    keyMessage,
    kit,
    isAd,
    language,
    publicUrl: deps.config.publicUrl,
    alimtalk: await listTemplates(deps.db),
    pictures: await listPictures(deps.db),
  });
  const [template] = templates;
  return template ? { template, links, sender: senderOf(kit, template.channel, deps.config), isAd } : null;
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
