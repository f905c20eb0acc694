import { allows } from '../campaign/lifecycle.ts';
import type { DeliveryState } from '../db/schema.ts';
import type { Voice } from '../i18n/voice.ts';
import { campaignKey } from '../kit/id.ts';
import { counts, outcomeWords } from '../steps/view-words.ts';
import { actions, type Blocks, button, type Card, context, facts, section, sure } from './blocks.ts';
import { fitted } from './budget.ts';
import { problemWords } from './problem.ts';
import type { SendingState } from './state.ts';
import { said, stripped } from './text.ts';
import { at, nameOf } from './words.ts';

/** Still on their way: what Pause and Stop are about. */
const WAITING: readonly DeliveryState[] = ['planned', 'claimed', 'handed'];
/** Decided by us, not by the receiving side. */
const NOT_SENT: readonly DeliveryState[] = ['suppressed', 'expired'];

/** How the sending goes: counted from the ledger each time, updated in place, a record when it is over. */
export const sendingCard = (state: SendingState, v: Voice): Card => {
  const { campaign, counted } = state;
  const t = v.t.cards.sending;
  const of = (states: readonly DeliveryState[]) => states.reduce((n, one) => n + counted.byStatus[one], 0);
  const sent = of(['accepted', 'delivered']);
  const line = firstLine(state, sent, v);
  const failed = of(['failed']);
  const blocks: Blocks = [
    section(counted.planned === 0 ? line : `${line} · ${tail(state, failed, of(NOT_SENT), v)}`),
    ...(counted.planned > 0
      ? [
          facts([
            [t.fields.sent, v.count(sent)],
            [t.fields.waiting, v.count(of(WAITING))],
            [t.fields.failed, v.count(failed)],
            [t.fields.unknown, v.count(counted.unknown)],
          ]),
        ]
      : []),
    ...(campaign.problem
      ? [section(v.t.cards.problem.line({ words: problemWords(campaign.problem, v) }))]
      : campaign.status === 'paused'
        ? [section(pausedWords(state, v))]
        : []),
    ...(counted.unknown > 0
      ? [section((campaign.halted ? t.askedStopped : t.asked)({ n: v.count(counted.unknown) }))]
      : []),
    ...actions(controls(state, v), `${campaignKey(campaign.id)}.s`),
    context(
      said(nameOf(campaign)),
      state.holdout > 0 ? t.holdout({ n: v.count(state.holdout) }) : '',
      excludedWords(state, v),
      ['sending', 'paused'].includes(campaign.status) ? t.cannotRecall : '',
      state.setting.practiceSend ? v.t.cards.author.practiceSend : '',
    ),
  ];
  return { text: stripped(`${said(nameOf(campaign))} — ${line}`), blocks: fitted(blocks) };
};

const firstLine = ({ campaign, counted, waits }: SendingState, sent: number, v: Voice): string => {
  const t = v.t.cards.sending;
  const [done, all] = [v.count(sent), v.count(counted.planned)];
  if (waits && campaign.status === 'sending' && counted.byStatus.planned + counted.byStatus.claimed === 0)
    return waits.asked
      ? t.waitsAsked({ done, rest: v.count(waits.rest) })
      : t.waits({ done, rest: v.count(waits.rest), hours: v.count(waits.hours), at: at(waits.decideAt, v) });
  if (campaign.status === 'sending') return counted.planned === 0 ? t.freezing : t.going({ done, all });
  if (campaign.status === 'paused') return t.paused({ done, all });
  return campaign.halted
    ? t.stopped({ done, all, cancelled: v.count(counted.byStatus.cancelled) })
    : t.done({ done, all });
};

const tail = ({ counted }: SendingState, failed: number, notSent: number, v: Voice): string => {
  const t = v.t.cards.sending;
  const reasons = v.t.mail.reasons as Readonly<Record<string, string>>;
  const ours = ['suppressed', 'no_consent', 'consent_expired', 'untold', 'answered_anew', 'capped'];
  const by = (mine: boolean) =>
    Object.fromEntries(Object.entries(counted.failedByReason).filter(([reason]) => ours.includes(reason) === mine));
  return [
    t.failed({ n: v.count(failed), list: counts(by(false), reasons, v).replaceAll(' · ', ', ') }),
    ...(notSent > 0
      ? [t.notSent({ n: v.count(notSent), list: counts(by(true), reasons, v).replaceAll(' · ', ', ') })]
      : []),
    t.unknown({ n: v.count(counted.unknown) }),
  ].join(' · ');
};

/** As the segments and launch cards said before: now it is what happened. */
const excludedWords = ({ excluded, channel }: SendingState, v: Voice): string => {
  const n = Object.values(excluded).reduce((sum, one) => sum + one, 0);
  return n === 0
    ? ''
    : v.t.cards.sending.excluded({ n: v.count(n), list: counts(excluded, outcomeWords(channel, v), v) });
};

const pausedWords = ({ pause }: SendingState, v: Voice): string => {
  const t = v.t.cards.sending.pausedBy;
  if (pause === 'person') return t.person;
  if (pause === null) return t.other;
  switch (pause.rule) {
    case 'budget':
      return t.budget({ spent: v.amount(pause.spent), limit: v.amount(pause.budget) });
    case 'night':
    case 'provider':
      return t[pause.rule];
    default:
      return t[pause.rule]({ percent: v.percent(pause.percent / 100), limit: v.percent(pause.limit / 100) });
  }
};

const controls = ({ campaign, counted }: SendingState, v: Voice): Parameters<typeof actions>[0] => {
  const t = v.t.cards;
  const key = campaignKey(campaign.id);
  const may = (event: Parameters<typeof allows>[1]) => allows(campaign.status, event);
  const { no } = t.confirm;
  return [
    ...(may('pause') ? [button('send.pause', t.buttons.pause, key)] : []),
    ...(may('resume') ? [button('send.resume', t.buttons.resume, key, { style: 'primary' })] : []),
    ...(may('stop')
      ? [
          button('send.stop', t.buttons.stop, key, {
            style: 'danger',
            confirm: sure({ title: t.confirm.stopTitle, text: t.confirm.stop, yes: t.confirm.stopYes, no }, true),
          }),
        ]
      : []),
    ...(counted.unknown > 0 ? [button('unknown.leave', t.buttons.leave, key)] : []),
    ...(counted.unknown > 0 && may('resend') && !campaign.halted
      ? [
          button('unknown.resend', t.buttons.resend, key, {
            confirm: sure({
              title: t.confirm.resendTitle,
              text: t.confirm.resend({ n: v.count(counted.unknown) }),
              yes: t.confirm.resendYes,
              no,
            }),
          }),
        ]
      : []),
  ];
};
