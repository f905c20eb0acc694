import { recountLedger } from '../delivery/ledger-counts.ts';
import { leaveUnknown, resendUnknown } from '../delivery/progress.ts';
import type { Deps, Person } from '../deps.ts';
import { advance } from './advance.ts';
import type { CampaignEvent, Status } from './lifecycle.ts';
import { namedPeople, standingOf } from './people.ts';
import { type Refusal as Forbidden, mayNot, type Right, whoMay } from './policy.ts';
import { type Campaign, findCampaign, lockCampaign, record } from './store.ts';
import { redraw } from './tell.ts';

/** What a person does to a campaign outside its approvals. */
export type Control = 'pause' | 'resume' | 'stop' | 'cancel';

const RIGHTS: Readonly<Record<Control, Right>> = { pause: 'halt', resume: 'resume', stop: 'halt', cancel: 'cancel' };

export type Controlled =
  | { ok: true; campaign: Campaign }
  | {
      ok: false;
      refusal:
        | { code: Forbidden; who: readonly string[] }
        | { code: 'not_now'; status: Status }
        | { code: 'already_chosen'; by: string | null; at: Date }
        | { code: 'unknown_campaign' };
    };

/** Pause, resume, stop, cancel: the same for a button, a command and a confirmed sentence in the thread. */
export const control = async (deps: Deps, campaignId: number, person: Person, what: Control): Promise<Controlled> =>
  guarded(deps, campaignId, person, RIGHTS[what], what, async (tx) => {
    const event: CampaignEvent = what;
    const moved = await advance(tx, deps, campaignId, event, {
      by: person.id,
      ...(what === 'pause' && { detail: { reason: 'person' } }),
    });
    return moved.ok
      ? { ok: true, campaign: moved.campaign }
      : { ok: false, refusal: { code: 'not_now', status: moved.status } };
  });

/** Messages whose outcome is not known: left as they are, or sent again by an approver who was told what it can mean. */
export const settleUnknown = (
  deps: Deps,
  campaignId: number,
  person: Person,
  what: 'leave' | 'resend',
): Promise<Controlled> =>
  guarded(deps, campaignId, person, what === 'resend' ? 'resend' : 'halt', `unknown:${what}`, async (tx, campaign) => {
    const at = await deps.clock.business();
    if (what === 'resend') {
      // Stop is final: nothing of a stopped campaign leaves again, whatever its status allows.
      if (campaign.halted) return { ok: false, refusal: { code: 'not_now', status: campaign.status } };
      const moved = await advance(tx, deps, campaignId, 'resend', { by: person.id });
      if (!moved.ok) return { ok: false, refusal: { code: 'not_now', status: moved.status } };
      await resendUnknown(tx, campaignId, campaign.occurrence);
      return moved;
    }
    await leaveUnknown(tx, campaignId, campaign.occurrence);
    await recountLedger(tx, { campaignId, occurrence: campaign.occurrence });
    await record(tx, {
      campaignId,
      at,
      event: `unknown:${what}`,
      from: campaign.status,
      to: campaign.status,
      by: person.id,
    });
    await redraw(tx, deps, campaignId);
    return { ok: true, campaign };
  });

type Act = (tx: Parameters<Parameters<Deps['db']['transaction']>[0]>[0], campaign: Campaign) => Promise<Controlled>;

/** An act of somebody who may, under the campaign's lock; a refusal is kept in the audit. */
export const guarded = async (
  deps: Deps,
  campaignId: number,
  person: Person,
  right: Right,
  event: string,
  act: Act,
): Promise<Controlled> => {
  const people = await namedPeople(deps);
  return deps.db.transaction(async (tx) => {
    if (!(await findCampaign(tx, campaignId))) return { ok: false, refusal: { code: 'unknown_campaign' } };
    const campaign = await lockCampaign(tx, campaignId);
    const standing = await standingOf(tx, campaign, people);
    const forbidden = mayNot(right, person, standing);
    if (!forbidden) return act(tx, campaign);
    await record(tx, {
      campaignId,
      at: await deps.clock.business(),
      event: `refused:${event}`,
      from: campaign.status,
      to: campaign.status,
      by: person.id,
      detail: { code: forbidden },
    });
    return { ok: false, refusal: { code: forbidden, who: whoMay(right, standing) } };
  });
};
