import { namedPeople } from '../campaign/people.ts';
import { findCampaign } from '../campaign/store.ts';
import { noteKey, tell } from '../campaign/tell.ts';
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
