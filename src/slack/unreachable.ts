import { and, eq, isNotNull } from 'drizzle-orm';
import { namedPeople } from '../campaign/people.ts';
import { findCampaign } from '../campaign/store.ts';
import { noteKey, tell } from '../campaign/tell.ts';
import { messages } from '../db/schema.ts';
import type { Deps } from '../deps.ts';
import { campaignKey } from '../kit/id.ts';
import type { Unreachable } from './errors.ts';
import { isPersonal, type Message } from './render.ts';

/**
 * We are not let into a channel: whoever asked hears of it by direct message, once, and what to do. A digest was asked for
 * by nobody: the admins hear of it.
 */
export const tellUnreachable = async (deps: Deps, message: Message, error: Unreachable): Promise<void> => {
  deps.log.warn({ message: message.key, channel: message.channel, error }, 'no way into the channel');
  if (isPersonal(message.channel)) return;
  const campaign = message.campaignId === null ? null : await findCampaign(deps.db, message.campaignId);
  const where = { channel: message.channel, why: error };
  const told = campaign ? [campaign.requester] : message.kind === 'digest' ? (await namedPeople(deps)).admins : [];
  await deps.db.transaction(async (tx) => {
    for (const user of told)
      await tell(tx, deps, {
        key: noteKey('cannot_post', campaign?.id ?? message.channel, error, user),
        kind: 'note',
        channel: user,
        ...(campaign && { campaignId: campaign.id }),
        subject: campaign
          ? { note: 'cannot_post', params: { ...where, key: campaignKey(campaign.id) } }
          : { note: 'cannot_post_digest', params: where },
      });
  });
};

/**
 * What belongs below a message that was refused is refused with it. The message above is held still meanwhile: an invitation
 * that brings it back at this moment would not find this one among the refused.
 *
 * @returns false when the message above is wanted again
 */
export const failWithRoot = (deps: Deps, message: Message): Promise<boolean> =>
  deps.db.transaction(async (tx) => {
    const [root] = await tx
      .select({ id: messages.id })
      .from(messages)
      .where(and(eq(messages.key, message.rootKey ?? ''), isNotNull(messages.failed)))
      .for('update');
    if (root)
      await tx.update(messages).set({ failed: 'root_failed', postingAt: null }).where(eq(messages.id, message.id));
    return root !== undefined;
  });
