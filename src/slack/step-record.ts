import type { Voice } from '../i18n/voice.ts';
import { actions, type Blocks, button, type Card, context, section } from './blocks.ts';
import { fitted } from './budget.ts';
import type { StepState, Verdict } from './state.ts';
import { stepBody } from './step-body.ts';
import { link, person, saidLine, stripped } from './text.ts';
import { at, authorWords } from './words.ts';

/** What became of a version: one line in place of the controls. Only an expired one can still be pressed: asked again. */
export const stepRecord = (state: StepState, v: Voice): Card => {
  const end = endOf(state);
  const name = { step: v.t.cards.steps[state.draft.step], version: state.draft.version };
  const t = v.t.cards.record;
  const id = `${state.request?.id ?? state.draft.id}.${end}`;
  const card = (line: string, rest: Blocks): Card => ({
    text: stripped(line),
    blocks: fitted([section(line, { id }), ...rest]),
  });
  switch (end) {
    case 'approved': {
      const given = state.verdicts.filter(({ verdict }) => verdict === 'approve');
      const last = given.at(-1);
      const by = last
        ? t.approvedBy({
            who: given.map(({ by }) => person(by)).join(', '),
            at: at(last.at, v),
            given: given.length,
            required: state.request?.required ?? given.length,
          })
        : '';
      return card([t.approved(name), by].filter(Boolean).join(' — '), [
        ...stepBody(state, v),
        context(authorWords(state.draft, v), state.setting.solo ? v.t.cards.who.solo : ''),
      ]);
    }
    case 'rejected':
    case 'changes':
      return card(t[end](name), [...feedback(state, v), ...successor(state, v)]);
    case 'edited':
      return card(
        t.edited({ ...name, newer: state.newer ?? state.draft.version + 1 }),
        state.newerLink ? successor(state, v) : [],
      );
    case 'superseded':
      return card(t.superseded(name), []);
    case 'expired':
      return card(t.expired(name), [
        ...actions(
          state.request ? [button('request.renew', v.t.cards.buttons.renew, state.request.id)] : [],
          `${state.request?.id}.a`,
        ),
        context(authorWords(state.draft, v), state.setting.solo ? v.t.cards.who.solo : ''),
      ]);
    case 'cancelled':
      return card(t.cancelled(name), []);
  }
};

type End = 'approved' | 'rejected' | 'changes' | 'edited' | 'superseded' | 'expired' | 'cancelled';

const endOf = ({ draft, request, newer, campaign }: StepState): End => {
  const state = request?.state;
  if (state === 'rejected' || state === 'changes') return state;
  if (draft.supersededAt !== null) return newer === null ? 'superseded' : 'edited';
  if (campaign.status === 'cancelled' && state !== 'approved') return 'cancelled';
  if (state === 'approved' || state === 'expired' || state === 'cancelled') return state;
  return 'superseded';
};

/** The words that sent it back, and by whom. */
const feedback = ({ verdicts }: StepState, v: Voice): Blocks => {
  const last: Verdict | undefined = verdicts.findLast(({ verdict }) => verdict !== 'approve');
  if (!last) return [];
  const t = v.t.cards.record;
  const reason = v.t.cards.reasons[last.reason as keyof typeof v.t.cards.reasons];
  return [
    context(
      t.by({ who: person(last.by), at: at(last.at, v) }),
      reason ? t.reason({ reason }) : '',
      last.feedback?.trim() ? t.words({ words: saidLine(last.feedback, 1_500) }) : '',
    ),
  ];
};

const successor = ({ newer, newerLink }: StepState, v: Voice): Blocks => {
  // Without a link there is nothing to add to a line that names the newer version itself.
  if (newer === null) return [];
  const label = v.t.cards.buttons.seeNewer({ version: newer });
  return [context(newerLink === null ? `→ v${newer} ↓` : link(newerLink, label))];
};
