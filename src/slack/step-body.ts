import { allows } from '../campaign/lifecycle.ts';
import type { Voice } from '../i18n/voice.ts';
import type { Copy, CopyEvidence } from '../steps/copy/schema.ts';
import { copyBody } from '../steps/copy/view.ts';
import type { PlanEvidence } from '../steps/plan/schema.ts';
import { type Blocks, button } from './blocks.ts';
import type { StepState } from './state.ts';
import { viewOf } from './step-views.ts';

/** Counts were taken anew when the question was put: those are what an approval is bound to. */
export const shownEvidence = ({ draft, request }: StepState): unknown => {
  if (draft.step !== 'plan' || request?.shown.send === undefined) return draft.evidence;
  const evidence = draft.evidence as PlanEvidence;
  const { matched = evidence.audience.matched, send, holdout = 0, costMinor = evidence.costMinor } = request.shown;
  return { ...evidence, costMinor, audience: { ...evidence.audience, matched, send, holdout } };
};

/** The draft itself. @param requestId with it, each copy variant has its own buttons */
export const stepBody = (state: StepState, v: Voice, requestId?: string): Blocks => {
  const { draft } = state;
  if (draft.step !== 'copy' || !requestId) return viewOf(draft.step).body(draft.content, shownEvidence(state), v);
  const t = v.t.cards.buttons;
  return copyBody(draft.content as Copy, draft.evidence as CopyEvidence, v, ({ key }) => {
    const value = `${requestId}:${key}`;
    return [
      ...(allows(state.campaign.status, 'edit') ? [button('copy.edit', t.editVariant({ key }), value)] : []),
      button('copy.preview', t.preview, value, { label: `${key} ${t.preview}` }),
      button('copy.test', t.test, value, { label: `${key} ${t.test}` }),
    ];
  });
};
