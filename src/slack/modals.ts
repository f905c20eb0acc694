import type { AnyBlock, ModalView } from '@slack/types';
import { mustTypeCount } from '../campaign/policy.ts';
import type { ApprovalRequest, Campaign, Draft } from '../campaign/store.ts';
import { REJECT_REASONS } from '../campaign/verdict.ts';
import { headlineOf } from '../delivery/media/index.ts';
import type { Voice } from '../i18n/voice.ts';
import { campaignKey } from '../kit/id.ts';
import { personal } from '../steps/copy/personal.ts';
import type { Copy, CopyEvidence } from '../steps/copy/schema.ts';
import { variantWhole } from '../steps/copy/view.ts';
import type { Field } from '../steps/field.ts';
import type { Plan } from '../steps/plan/schema.ts';
import { leaves } from '../steps/plan/view.ts';
import { clockOf } from '../steps/view-words.ts';
import { type Blocks, context, facts, markup, plain, section } from './blocks.ts';
import { fieldInput, input, option, TEXT_MAX, textInput, timeInput, VALUE } from './form.ts';
import type { Meta } from './handlers/door.ts';
import { writeMeta } from './handlers/payload.ts';
import { type Refusal, refusalWords } from './refusal.ts';
import { said, saidLine } from './text.ts';
import { titleOf } from './words.ts';

/** Modals in the reader's language; their callback ids equal the action that opened them. Pure. */
export const modal = (
  callback: string,
  meta: Meta,
  words: { title: string; submit?: string; close: string },
  blocks: Blocks,
): ModalView => ({
  type: 'modal',
  callback_id: callback,
  private_metadata: writeMeta(meta),
  title: plain(words.title, 24),
  ...(words.submit && { submit: plain(words.submit, 24) }),
  close: plain(words.close, 24),
  blocks: blocks.slice(0, 100),
});

/** Why a submit did nothing: in words, in the very modal, with nothing left to press. */
export const refusedView = (refusal: Refusal, v: Voice): ModalView =>
  modal(
    'refused',
    { id: '', where: { channel: null, threadTs: null, messageTs: null } },
    { title: v.t.modals.refused.title, close: v.t.modals.close },
    warning(refusalWords(refusal, v)),
  );

/** An alert holds 200 characters; longer words go on below it. */
export const warning = (text: string): Blocks =>
  text.length <= 200 ? [{ type: 'alert', level: 'warning', text: markup(text, 200) } as AnyBlock] : [section(text)];

const named = (campaign: Campaign): string => `${campaignKey(campaign.id)} ${said(titleOf(campaign))}`;

export const editModal = (
  callback: 'step.edit' | 'copy.edit',
  meta: Meta,
  about: { campaign: Campaign; draft: Draft; fields: readonly Field[] },
  v: Voice,
  timezone: string,
): ModalView => {
  const t = v.t.modals;
  const step = v.t.cards.steps[about.draft.step];
  return modal(callback, meta, { title: t.edit.title, submit: t.edit.submit, close: t.cancel }, [
    context(
      `${named(about.campaign)} · ${step} v${about.draft.version}${meta.part && about.draft.step === 'copy' ? ` · ${saidLine(meta.part)}` : ''}`,
    ),
    ...about.fields.map((field) => fieldInput(field, v, timezone)),
    context(t.edit.intro),
  ]);
};

export const regenerateModal = (meta: Meta, campaign: Campaign, draft: Draft, v: Voice): ModalView => {
  const t = v.t.modals;
  return modal('step.regenerate', meta, { title: t.regenerate.title, submit: t.regenerate.submit, close: t.cancel }, [
    context(`${named(campaign)} · ${v.t.cards.steps[draft.step]} v${draft.version}`),
    input('feedback', t.regenerate.feedback, textInput('', TEXT_MAX, true), { hint: t.regenerate.hint }),
  ]);
};

export const rejectModal = (meta: Meta, campaign: Campaign, draft: Draft, v: Voice): ModalView => {
  const t = v.t.modals;
  const { reject } = t;
  return modal('step.reject', meta, { title: reject.title, submit: reject.submit, close: t.cancel }, [
    context(`${named(campaign)} · ${v.t.cards.steps[draft.step]} v${draft.version}`),
    { type: 'alert', level: 'info', text: markup(reject.intro, 200) } as AnyBlock,
    input('reason', reject.reason, {
      type: 'radio_buttons',
      action_id: VALUE,
      options: REJECT_REASONS.map((reason) => option(reason, reject.reasons[reason])),
    }),
    input('feedback', reject.feedback, textInput('', TEXT_MAX, true), { hint: reject.hint, optional: true }),
  ]);
};

/** A last look at what leaves; above 10,000 people or for everyone the number has to be typed. */
export const launchModal = (
  meta: Meta,
  about: { campaign: Campaign; request: ApprovalRequest; plan: Plan },
  v: Voice,
): ModalView => {
  const t = v.t.modals.launch;
  const { request, plan } = about;
  const { send = 0, holdout = 0 } = request.shown;
  const subjects = plan.templates.map(
    (template) => `• ${saidLine(template.variant, 20)} ${saidLine(personal(headlineOf(template), v), 200)}`,
  );
  const when = plan.sendAt === 'now' ? v.t.cards.plan.now : clockOf(plan.sendAt, v);
  return modal(
    'launch.approve',
    meta,
    { title: t.title, submit: t.submit({ n: v.count(send) }), close: v.t.modals.cancel },
    [
      section(
        [
          t[request.shown.everyone === true ? 'leadEveryone' : 'lead']({
            all: v.count(send + holdout),
            send: v.count(send),
            holdout: v.count(holdout),
            what: v.t.cards.plan.what[plan.channel.name],
          }),
          request.required > 1 ? t.second : '',
        ]
          .filter(Boolean)
          .join('\n'),
      ),
      section(`*${t.subjects}*\n${subjects.join('\n')}`),
      facts([[v.t.cards.plan.labels.send, saidLine(when)], ...leaves(plan, v).slice(0, 9)]),
      context(named(about.campaign), t.irreversible),
      // The hint is the number alone: what has to be typed, and nothing to be misread.
      ...(mustTypeCount(request.shown)
        ? [input('count', t.count, textInput('', 20), { hint: String(send + holdout) })]
        : []),
    ],
  );
};

export const rescheduleModal = (meta: Meta, campaign: Campaign, v: Voice): ModalView => {
  const t = v.t.modals.reschedule;
  return modal('campaign.reschedule', meta, { title: t.title, submit: t.submit, close: v.t.modals.cancel }, [
    context(named(campaign), t.intro),
    input('at', t.at, timeInput(campaign.sendAt)),
  ]);
};

export const previewModal = (meta: Meta, draft: Draft, key: string, v: Voice): ModalView | null => {
  const variant = (draft.content as Copy).variants.find((one) => one.key === key);
  return variant
    ? modal(
        'copy.preview',
        meta,
        { title: v.t.modals.preview.title, close: v.t.modals.close },
        variantWhole(variant, draft.evidence as CopyEvidence, v),
      )
    : null;
};

export const goalModal = (meta: Meta, wordsSoFar: string, channel: string | null, v: Voice): ModalView => {
  const t = v.t.modals.goal;
  return modal('campaign.new', meta, { title: t.title, submit: t.submit, close: v.t.modals.cancel }, [
    input('goal', t.words, textInput(wordsSoFar, TEXT_MAX, true), { hint: t.hint }),
    input('channel', t.channel, {
      type: 'conversations_select',
      action_id: VALUE,
      ...(channel ? { initial_conversation: channel } : { default_to_current_conversation: true }),
      filter: { include: ['public', 'private', 'im'], exclude_bot_users: false },
    }),
  ]);
};
