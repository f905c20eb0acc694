import { isDrafting, type Status } from '../campaign/lifecycle.ts';
import type { Voice } from '../i18n/voice.ts';
import { campaignKey } from '../kit/id.ts';
import { type NoticeEvidence, noticeOf } from '../steps/notice/step.ts';
import { byWords } from '../steps/notice/view.ts';
import type { Plan } from '../steps/plan/schema.ts';
import { actions, type Blocks, type Card, context, facts, header, section } from './blocks.ts';
import { fitted } from './budget.ts';
import { controls } from './campaign-controls.ts';
import { problemWords } from './problem.ts';
import type { CampaignState } from './state.ts';
import { bold, said, stripped } from './text.ts';
import { at, named, nameOf } from './words.ts';

const OVER: readonly Status[] = ['measuring', 'learned'];

/** A legal notice's card: no goal, no drafts, no results; whom it tells, by when, and whether it has. */
export const noticeCard = (state: CampaignState, v: Voice): Card => {
  const { campaign } = state;
  const { line } = noticeWords(state, v);
  const { kind } = noticeOf(campaign);
  const t = v.t.notices;
  const plan = state.steps.plan?.draft;
  const evidence = plan?.evidence as NoticeEvidence | undefined;
  const by = evidence?.notice.by;
  const people = state.asked?.send ?? evidence?.audience.send;
  const blocks: Blocks = [
    header(nameOf(campaign)),
    section(bold(line)),
    facts([
      ...(people === undefined ? [] : [[t.facts.whom, v.count(people)] as const]),
      ...(by && plan && !OVER.includes(campaign.status)
        ? [[t.facts.by, byWords(by, new Date((plan.content as Plan).notice?.until ?? by), v)] as const]
        : []),
      [t.facts.law, t.law[kind]],
    ]),
    ...(campaign.problem ? [section(v.t.cards.problem.line({ words: problemWords(campaign.problem, v) }))] : []),
    ...actions(controls(state, t.cancel, v), `${campaignKey(campaign.id)}.a`),
    context(
      `${v.t.cards.now.title}: ${noticeWords(state, v).now}`,
      state.setting.practiceSend ? v.t.cards.author.practiceSend : '',
      v.t.cards.updated({ at: at(campaign.updatedAt, v) }),
    ),
  ];
  return { text: stripped(`${said(nameOf(campaign))} — ${line}`), blocks: fitted(blocks) };
};

/** Where it stands, and what a person should do. */
export const noticeWords = (state: CampaignState, v: Voice): { line: string; now: string } => {
  const { campaign, asked, counted } = state;
  const { status, next, told } = v.t.notices;
  const done = counted ? told({ n: v.count(counted.byStatus.accepted + counted.byStatus.delivered) }) : '';
  if (isDrafting(campaign.status)) return { line: status.writing, now: next.wait };
  switch (campaign.status) {
    case 'plan.review': {
      if (asked?.state === 'expired')
        return { line: status.waiting, now: v.t.cards.now.expired({ step: v.t.cards.steps.plan }) };
      const able = asked?.able ?? [];
      return { line: status.waiting, now: able.length > 0 ? next.launch({ who: named(able, v) }) : next.blocked };
    }
    case 'scheduled':
      return { line: status.scheduled({ at: campaign.sendAt ? at(campaign.sendAt, v) : '' }), now: next.wait };
    case 'sending':
      return { line: status.sending, now: next.wait };
    case 'paused':
      return { line: status.paused, now: next.resume };
    case 'cancelled':
      return { line: status.cancelled, now: next.wait };
    default:
      return { line: [status.done, done].filter(Boolean).join(' · '), now: next.wait };
  }
};
