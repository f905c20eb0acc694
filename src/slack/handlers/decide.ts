import { decide } from '../../campaign/decide.ts';
import { renewRequest } from '../../campaign/request-life.ts';
import { recheckPlan as recheck } from '../../campaign/reschedule.ts';
import { saveEdit } from '../../campaign/revise.ts';
import { findDraft, findRequest } from '../../campaign/store.ts';
import { REJECT_REASONS, type RejectReason, type Verdict } from '../../campaign/verdict.ts';
import { voice } from '../../i18n/voice.ts';
import type { Copy } from '../../steps/copy/schema.ts';
import { applyEdit, fieldsOf } from '../../steps/edit.ts';
import type { Plan } from '../../steps/plan/schema.ts';
import { TEXT_MAX, valuesOf } from '../form.ts';
import { editModal, launchModal, regenerateModal, rejectModal } from '../modals.ts';
import { mayOpen } from './allowed.ts';
import type { Click, ClickHandler, Door, Input, Meta, Reply, Submission, SubmitHandler } from './door.ts';
import { openFor } from './modal.ts';
import { requestOf } from './payload.ts';
import { refuse, refuseView } from './refuse.ts';
import { segmentsForm } from './segment-card.ts';

const speak = (door: Door, { person }: Pick<Click, 'person'>) => voice(person.language, door.deps.config);

const metaOf = (click: Click, id: string, part?: string): Meta => ({ id, ...(part && { part }), where: click.where });

const whereOf = ({ where }: { where: Click['where'] }) => ({
  channel: where.channel ?? undefined,
  messageTs: where.messageTs ?? undefined,
});

/** The decision itself, on the click: one short transaction, and every refusal in words to the one who clicked. */
export const approveStep: ClickHandler = async (door, click) => {
  const id = requestOf(click);
  const decision = await decide(door.deps, id, click.person, { verdict: 'approve' }, whereOf(click));
  if (!decision.ok) await refuse(door.deps, click.person, click.where, decision.refusal, id);
};

/** Opens a modal about an open question, for somebody who may go on with it. */
const opener =
  (
    what: string,
    view: (
      door: Door,
      click: Click,
      open: Extract<Awaited<ReturnType<typeof mayOpen>>, { ok: true }>,
    ) => Promise<Parameters<typeof openFor>[2]>,
  ): ClickHandler =>
  async (door, click) => {
    const id = requestOf(click);
    const may = await mayOpen(door.deps, id, click.person, what);
    if (!may.ok) return refuse(door.deps, click.person, click.where, may.refusal, id);
    await openFor(door, click, await view(door, click, may));
  };

/** Options of `step.more` that open one part of the form. */
const PARTS: Readonly<Record<string, string | undefined>> = { 'plan.waves': 'waves' };

export const openEdit = opener('step.edit', async (door, click, open) => {
  const { request, campaign, draft } = open;
  if (draft.step === 'segments') return segmentsForm(door, click, open);
  // A copy draft has many variants; its form shows one of them, and which ones to leave out.
  const part =
    PARTS[click.value] ??
    click.value.split(':')[1] ??
    (draft.step === 'copy' ? (draft.content as Copy).variants[0]?.key : undefined);
  const fields = await fieldsOf(door.deps, draft, part);
  const callback = click.action === 'copy.edit' ? 'copy.edit' : 'step.edit';
  return editModal(
    callback,
    metaOf(click, request.id, part),
    { campaign, draft, fields },
    speak(door, click),
    door.deps.config.timezone,
  );
});

export const openRegenerate = opener('step.regenerate', async (door, click, { request, campaign, draft }) =>
  regenerateModal(metaOf(click, request.id), campaign, draft, speak(door, click)),
);

export const openReject = opener('step.reject', async (door, click, { request, campaign, draft }) =>
  rejectModal(metaOf(click, request.id), campaign, draft, speak(door, click)),
);

export const openLaunch = opener('launch.approve', async (door, click, { request, campaign, draft }) =>
  launchModal(metaOf(click, request.id), { campaign, request, plan: draft.content as Plan }, speak(door, click)),
);

export const renew: ClickHandler = async (door, click) => {
  const id = requestOf(click);
  const renewed = await renewRequest(door.deps, id, click.person);
  if (!renewed.ok) await refuse(door.deps, click.person, click.where, renewed.refusal, id);
};

/** The same draft judged as of now. Its content, and so its hash, stays: only what is known about it is written anew. */
export const recheckPlan: ClickHandler = async (door, click) => {
  const { deps } = door;
  const id = requestOf(click);
  const may = await mayOpen(deps, id, click.person, 'launch.recheck');
  if (!may.ok) return refuse(deps, click.person, click.where, may.refusal, id);
  const checked = await recheck(deps, id, click.person);
  if (!checked.ok) await refuse(deps, click.person, click.where, checked.refusal, id);
};

const textOf = (input: Input | undefined): string => (typeof input === 'string' ? input.trim() : '');

/** A verdict given in a modal: field errors in the acknowledgement, refusals in the modal itself. */
const submitVerdict = async (door: Door, submission: Submission, verdict: Verdict): Promise<Reply> => {
  const { person, meta } = submission;
  const decision = await decide(door.deps, meta.id, person, verdict, whereOf(meta));
  if (decision.ok) return undefined;
  const { refusal } = decision;
  if (refusal.code === 'wrong_count') {
    const words = speak(door, submission).t.refusals.wrong_count({ expected: String(refusal.expected) });
    if (Object.hasOwn(submission.inputs, 'count')) return { response_action: 'errors', errors: { count: words } };
  }
  return refuseView(door.deps, person, refusal, meta.id);
};

export const submitRegenerate: SubmitHandler = async (door, submission) => {
  const feedback = textOf(submission.inputs.feedback);
  const v = speak(door, submission);
  const t = v.t.modals;
  if (!feedback) return { response_action: 'errors', errors: { feedback: t.required } };
  if (feedback.length > TEXT_MAX)
    return { response_action: 'errors', errors: { feedback: t.tooLong({ max: v.count(TEXT_MAX) }) } };
  return submitVerdict(door, submission, { verdict: 'regenerate', feedback });
};

export const submitReject: SubmitHandler = async (door, submission) => {
  const reason = textOf(submission.inputs.reason);
  const feedback = textOf(submission.inputs.feedback);
  const v = speak(door, submission);
  const t = v.t.modals;
  if (!isReason(reason)) return { response_action: 'errors', errors: { reason: t.required } };
  if (feedback.length > TEXT_MAX)
    return { response_action: 'errors', errors: { feedback: t.tooLong({ max: v.count(TEXT_MAX) }) } };
  return submitVerdict(door, submission, { verdict: 'reject', reason, feedback: feedback || null });
};

const isReason = (text: string): text is RejectReason => (REJECT_REASONS as readonly string[]).includes(text);

export const submitLaunch: SubmitHandler = (door, submission) => {
  // `5,842명` is a number to a person.
  const digits = textOf(submission.inputs.count)
    .normalize('NFKC')
    .replaceAll(/[\s,.]|명|people/g, '');
  const count = /^\d{1,12}$/.test(digits) ? Number(digits) : null;
  return submitVerdict(door, submission, { verdict: 'approve', count });
};

export const submitEdit: SubmitHandler = async (door, submission) => {
  const { deps } = door;
  const { person, meta, inputs } = submission;
  const may = await mayOpen(deps, meta.id, person, 'step.edit');
  if (!may.ok) return refuseView(deps, person, may.refusal, meta.id);
  const fields = await fieldsOf(deps, may.draft, meta.part);
  const values = { ...valuesOf(fields, inputs, deps.config.timezone), ...(meta.part && { variant: meta.part }) };
  const applied = await applyEdit(deps, may.draft, values);
  if (!applied.ok) return { response_action: 'errors', errors: errorsIn(applied.errors, inputs, person.language) };
  const { content, evidence, checks } = applied;
  const saved = await saveEdit(deps, meta.id, person, { content, evidence, checks });
  return saved.ok ? undefined : refuseView(deps, person, saved.refusal, meta.id);
};

/** Slack shows an error only at a block that is there; one about the whole goes to the first. */
const errorsIn = (
  errors: Readonly<Record<string, { ko: string; en: string }>>,
  inputs: Submission['inputs'],
  language: 'ko' | 'en',
): Record<string, string> => {
  const first = Object.keys(inputs)[0] ?? 'feedback';
  return Object.fromEntries(
    Object.entries(errors).map(([id, words]) => [Object.hasOwn(inputs, id) ? id : first, words[language]]),
  );
};

/** The draft a copy button is of, whatever became of its question. */
export const draftOfRequest = async (door: Door, requestId: string) => {
  const request = await findRequest(door.deps.db, requestId);
  return request ? findDraft(door.deps.db, request.draftId) : null;
};
