import { eq } from 'drizzle-orm';
import { type Control, control, settleUnknown } from '../../campaign/control.ts';
import { allows, isDrafting } from '../../campaign/lifecycle.ts';
import { reschedule } from '../../campaign/reschedule.ts';
import { redraw } from '../../campaign/tell.ts';
import { chooseWave } from '../../campaign/waves.ts';
import { campaigns, learnings } from '../../db/schema.ts';
import type { Deps } from '../../deps.ts';
import { voice } from '../../i18n/voice.ts';
import { parseCampaignKey } from '../../kit/id.ts';
import { retryDraft } from '../../steps/draft.ts';
import { localOf } from '../form.ts';
import { rescheduleModal } from '../modals.ts';
import { mayTouch } from './allowed.ts';
import type { ClickHandler, SubmitHandler } from './door.ts';
import { openFor } from './modal.ts';
import { refuse, refuseView } from './refuse.ts';

/** Pause, resume, stop, cancel by their buttons. */
export const controlled =
  (what: Control): ClickHandler =>
  async ({ deps }, { person, where, value }) => {
    const id = parseCampaignKey(value);
    if (id === null) return refuse(deps, person, where, { code: 'unknown_campaign' });
    const done = await control(deps, id, person, what);
    if (!done.ok) await refuse(deps, person, where, done.refusal);
  };

export const unknownSettled =
  (what: 'leave' | 'resend'): ClickHandler =>
  async ({ deps }, { person, where, value }) => {
    const id = parseCampaignKey(value);
    if (id === null) return refuse(deps, person, where, { code: 'unknown_campaign' });
    const done = await settleUnknown(deps, id, person, what);
    if (!done.ok) await refuse(deps, person, where, done.refusal);
  };

/** What the rest of a segment gets: a value of `C-7:A:A-1`, nothing after the last colon for equal shares. */
export const waveChosen: ClickHandler = async ({ deps }, { person, where, value }) => {
  const [key = '', segment = '', variant = ''] = value.split(':');
  const id = parseCampaignKey(key);
  if (id === null) return refuse(deps, person, where, { code: 'unknown_campaign' });
  const done = await chooseWave(deps, id, person, { segment, variant: variant || null });
  if (!done.ok) await refuse(deps, person, where, done.refusal);
};

/** What failed is tried again at once, without waiting for the next try by itself. */
export const retry: ClickHandler = async ({ deps }, { person, where, value }) => {
  const may = await mayTouch(deps, value, person, 'step');
  if (!may.ok) return refuse(deps, person, where, may.refusal);
  const { id, status, problem } = may.campaign;
  const again = isDrafting(status)
    ? await retryDraft(deps, id)
    : status === 'sending' && problem !== null && (await resumeSending(deps, id));
  if (!again) await refuse(deps, person, where, { code: 'nothing_to_retry' });
};

const resumeSending = (deps: Deps, campaignId: number): Promise<boolean> =>
  deps.db.transaction(async (tx) => {
    await tx.update(campaigns).set({ problem: null }).where(eq(campaigns.id, campaignId));
    await deps.jobs.enqueue(tx, 'send.freeze', { campaignId }, { key: String(campaignId) });
    await redraw(tx, deps, campaignId);
    return true;
  });

export const openReschedule: ClickHandler = async (door, click) => {
  const { deps } = door;
  const may = await mayTouch(deps, click.value, click.person, 'cancel');
  if (!may.ok) return refuse(deps, click.person, click.where, may.refusal);
  const { campaign } = may;
  if (!allows(campaign.status, 'reschedule'))
    return refuse(deps, click.person, click.where, { code: 'not_now', status: campaign.status });
  const view = rescheduleModal(
    { id: click.value, where: click.where },
    campaign,
    voice(click.person.language, deps.config),
  );
  await openFor(door, click, view);
};

export const submitReschedule: SubmitHandler = async ({ deps }, { person, meta, inputs }) => {
  const may = await mayTouch(deps, meta.id, person, 'cancel');
  if (!may.ok) return refuseView(deps, person, may.refusal, null);
  const seconds = typeof inputs.at === 'string' ? inputs.at : '';
  const past = voice(person.language, deps.config).t.modals.reschedule.past;
  if (!seconds || Number(seconds) * 1000 <= (await deps.clock.business()).getTime())
    return { response_action: 'errors', errors: { at: past } };
  const sendAt = localOf(seconds, deps.config.timezone);
  const moved = await reschedule(deps, may.campaign.id, person, sendAt);
  if (moved.ok) return undefined;
  if ('refusal' in moved) return refuseView(deps, person, moved.refusal, null);
  return { response_action: 'errors', errors: { at: Object.values(moved.errors)[0]?.[person.language] ?? past } };
};

/** What was learned binds later briefs only once a person said so. */
export const learned =
  (state: 'remembered' | 'dropped'): ClickHandler =>
  async ({ deps }, { person, where, value }) => {
    const [row] = await deps.db.select().from(learnings).where(eq(learnings.id, value));
    if (!row) return refuse(deps, person, where, { code: 'not_understood' });
    const may = await mayTouch(deps, String(row.campaignId), person, 'step');
    if (!may.ok) return refuse(deps, person, where, may.refusal);
    await deps.db.transaction(async (tx) => {
      await tx.update(learnings).set({ state, by: person.id }).where(eq(learnings.id, value));
      await redraw(tx, deps, row.campaignId);
    });
  };
