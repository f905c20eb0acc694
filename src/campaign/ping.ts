import type { Deps } from '../deps.ts';
import type { JobData } from '../jobs/job.ts';
import { namedPeople, standingOf } from './people.ts';
import { whoMay } from './policy.ts';
import { findRequest, loadCampaign, placeOf } from './store.ts';
import { noteKey, tell } from './tell.ts';

/**
 * Direct messages to those who may decide. Nobody may? Then it is said in the thread: the launch is blocked, not approved.
 * `overdue` also tells the admins, who can name another approver.
 */
export const pingApprovers = async (deps: Deps, { requestId, occasion }: JobData['request.ping']): Promise<void> => {
  const request = await findRequest(deps.db, requestId);
  if (request?.state !== 'pending') return;
  const campaign = await loadCampaign(deps.db, request.campaignId);
  const standing = await standingOf(deps.db, campaign, await namedPeople(deps), occasion === 'overdue');
  const able = whoMay(request.action === 'launch' ? 'launch' : 'step', standing);
  const told = occasion === 'overdue' ? [...new Set([...able, ...standing.admins])] : able;
  await deps.db.transaction(async (tx) => {
    for (const user of told)
      await tell(tx, deps, {
        key: `ping:${requestId}:${user}:${occasion}`,
        kind: 'ping',
        channel: user,
        campaignId: campaign.id,
        subject: { requestId, occasion, user },
      });
    if (able.length === 0)
      await tell(tx, deps, {
        ...placeOf(campaign),
        key: noteKey('no_approver', requestId),
        kind: 'note',
        subject: { note: 'no_approver', params: {} },
      });
  });
};
