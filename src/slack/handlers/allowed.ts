import { namedPeople, standingOf } from '../../campaign/people.ts';
import { mayNot, type Right, whoMay } from '../../campaign/policy.ts';
import {
  type ApprovalRequest,
  type Campaign,
  type Draft,
  findCampaign,
  findDraft,
  findRequest,
  record,
} from '../../campaign/store.ts';
import { type Verdict, whyClosed, whyForbidden, whyNotYet } from '../../campaign/verdict.ts';
import type { Deps, Person } from '../../deps.ts';
import { parseCampaignKey } from '../../kit/id.ts';
import type { Refusal } from '../refusal.ts';

export type Open = { ok: true; request: ApprovalRequest; campaign: Campaign; draft: Draft };
export type Barred = { ok: false; refusal: Refusal };

/**
 * May this person go on with this question? Asked before a modal opens, so that nobody fills in what will be refused; the
 * core asks again when it is submitted. A refusal is kept in the audit.
 */
export const mayOpen = async (deps: Deps, requestId: string, person: Person, what: string): Promise<Open | Barred> => {
  const people = await namedPeople(deps);
  const now = await deps.clock.business();
  return deps.db.transaction(async (tx) => {
    const request = await findRequest(tx, requestId);
    const campaign = request && (await findCampaign(tx, request.campaignId));
    const draft = request && (await findDraft(tx, request.draftId));
    if (!request || !campaign || !draft) return { ok: false, refusal: { code: 'unknown_request' } };
    const verdict = VERDICTS[what] ?? 'edit';
    const refusal: Refusal | null =
      (await whyClosed(tx, campaign, request, now)) ??
      (await whyForbidden(tx, { campaign, request, person, people, now }, verdict)) ??
      (verdict === 'approve' ? await whyNotYet(tx, request, person, null) : null);
    if (!refusal) return { ok: true, request, campaign, draft };
    await record(tx, {
      campaignId: campaign.id,
      at: now,
      event: `refused:${what}`,
      from: campaign.status,
      to: campaign.status,
      by: person.id,
      detail: { request: requestId, code: refusal.code },
    });
    return { ok: false, refusal };
  });
};

/** The buttons that give a verdict; every other one needs the right to edit. */
const VERDICTS: Readonly<Record<string, Verdict['verdict'] | undefined>> = {
  'launch.approve': 'approve',
  'step.approve': 'approve',
  'step.regenerate': 'regenerate',
  'step.reject': 'reject',
};

export type Found = { ok: true; campaign: Campaign };

/** A campaign by its key, with the right to do something to it as a whole. */
export const mayTouch = async (deps: Deps, key: string, person: Person, right: Right): Promise<Found | Barred> => {
  const id = parseCampaignKey(key);
  const campaign = id === null ? null : await findCampaign(deps.db, id);
  if (!campaign) return { ok: false, refusal: { code: 'unknown_campaign' } };
  const standing = await standingOf(deps.db, campaign, await namedPeople(deps));
  const forbidden = mayNot(right, person, standing);
  return forbidden ? { ok: false, refusal: { code: forbidden, who: whoMay(right, standing) } } : { ok: true, campaign };
};
