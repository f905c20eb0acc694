import { and, desc, eq, inArray, like } from 'drizzle-orm';
import { CARRIERS, type Owed, owedNow } from '../audience/notice.ts';
import { findKit } from '../brand/store.ts';
import { campaigns } from '../db/schema.ts';
import { carriersOf } from '../delivery/media/carriers.ts';
import type { Deps, Transaction, Tx } from '../deps.ts';
import { strings } from '../i18n/language.ts';
import { DAY } from '../kit/clock.ts';
import { instantOf, localDay } from '../kit/zone.ts';
import type { Plan } from '../steps/plan/schema.ts';
import { advance, BATON } from './advance.ts';
import { type Due, finishDue, schedule } from './due.ts';
import type { Status } from './lifecycle.ts';
import { type Campaign, cardKey, liveDrafts, lockCampaign, pendingRequest, placeOf, record } from './store.ts';
import { tell } from './tell.ts';

/** When a day's answers are collected, on the account's clock. */
const HOUR = '09:00';

/** Everything owed at this moment, by the channels there are; nothing before there is a brand to tell it in. */
export const noticesOwed = async (deps: Pick<Deps, 'db' | 'channels'>, now: Date): Promise<Owed[]> => {
  const kit = await findKit(deps.db);
  return kit ? owedNow(deps.db, carriersOf(deps.channels, kit.kit), { until: now, now }) : [];
};

/**
 * Once a day: whoever answered and was not told the result, and whose consent is to be confirmed, in one campaign a kind and
 * channel. A campaign and not an occurrence of a standing one: each has its own launch, thread and end, and needs no rule
 * of its own in the lifecycle. What is still open is asked about anew, with everybody who has answered since.
 */
export const collectNotices = async (deps: Deps, due: Due): Promise<void> => {
  const now = await deps.clock.business();
  const owed = await noticesOwed(deps, now);
  for (const kind of ['result', 'confirmation'] as const)
    for (const channel of CARRIERS) {
      const mine = owed.find((one) => one.kind === kind && one.channel === channel);
      await deps.db.transaction((tx) => askAbout(tx, deps, { kind, channel }, mine, now));
    }
  await ensureNotices(deps);
  await finishDue(deps.db, due.id, now);
};

/** Asked at start and after each collection: the next one is a row. */
export const ensureNotices = async (deps: Deps): Promise<void> => {
  const now = await deps.clock.business();
  const { timezone } = deps.config;
  const times = [0, 1, 2].map((days) => {
    const day = localDay(new Date(now.getTime() + days * DAY), timezone);
    return { day, at: instantOf(`${day}T${HOUR}`, timezone) };
  });
  const next = times.find(({ at }) => at > now);
  if (next) await schedule(deps.db, deps, { kind: 'notice.collect', ref: next.day, at: next.at });
};

type What = { kind: Owed['kind']; channel: (typeof CARRIERS)[number] };
const OPEN: Status[] = ['plan.drafting', 'plan.review', 'scheduled', 'sending', 'paused'];
const keyOf = ({ kind, channel }: What): string => `notice:${kind}:${channel}:`;

const askAbout = async (tx: Transaction, deps: Deps, what: What, owed: Owed | undefined, now: Date): Promise<void> => {
  const [open] = await tx
    .select()
    .from(campaigns)
    .where(and(like(campaigns.requestKey, `${keyOf(what)}%`), inArray(campaigns.status, OPEN)))
    .orderBy(desc(campaigns.id));
  if (!open) return owed && begin(tx, deps, what, now);
  const campaign = await lockCampaign(tx, open.id);
  if (campaign.status !== 'plan.review') return;
  if (!owed) await advance(tx, deps, campaign.id, 'cancel', { by: BATON, detail: { reason: 'nobody' } });
  else if (await isStale(tx, campaign, owed, now))
    await advance(tx, deps, campaign.id, 'regenerate', { by: BATON, detail: { people: owed.people } });
};

/** The question has expired, or others have answered since, or the last day has come near. */
const isStale = async (tx: Tx, campaign: Campaign, owed: Owed, now: Date): Promise<boolean> => {
  const request = await pendingRequest(tx, campaign.id);
  const plan = (await liveDrafts(tx, campaign.id)).plan;
  const written = new Date((plan?.content as Plan | undefined)?.notice?.until ?? 0);
  // Before the next collection it would have expired.
  if (!request || request.expiresAt.getTime() - now.getTime() < DAY / 2) return true;
  if (request.shown.send !== owed.people || new Date(owed.latest) > written) return true;
  return new Date(owed.by).getTime() - now.getTime() < LAST_DAYS && now.getTime() - written.getTime() >= DAY / 2;
};
const LAST_DAYS = 4 * DAY;

const begin = async (tx: Transaction, deps: Deps, what: What, now: Date): Promise<void> => {
  const { locale, timezone, digestChannel } = deps.config;
  const t = strings(locale).notices;
  const title = t.title[what.kind]({ channel: t.message.channels[what.channel] });
  const [campaign] = await tx
    .insert(campaigns)
    .values({
      kind: 'notice',
      status: 'plan.drafting',
      title,
      goal: title,
      locale,
      requester: BATON,
      channel: digestChannel,
      threadTs: null,
      requestKey: `${keyOf(what)}${localDay(now, timezone)}:${now.getTime()}`,
      createdAt: now,
      updatedAt: now,
    })
    .onConflictDoNothing({ target: campaigns.requestKey })
    .returning();
  if (!campaign) return;
  const { id, status } = campaign;
  await record(tx, { campaignId: id, at: now, event: 'started', from: status, to: status, by: BATON });
  await tell(tx, deps, { ...placeOf(campaign), rootKey: null, key: cardKey(id), kind: 'campaign' });
  await deps.jobs.enqueue(tx, 'draft.write', { campaignId: id }, { key: String(id) });
};

/** Campaigns of kind `notice` that wait for an approval, for lists of what is owed. */
export const openNotices = (tx: Tx): Promise<Campaign[]> =>
  tx
    .select()
    .from(campaigns)
    .where(and(eq(campaigns.kind, 'notice'), inArray(campaigns.status, OPEN)));
