import { type CampaignEvent, isReview, mayAsk, stepOf } from '../campaign/lifecycle.ts';
import type { ApprovalRequest } from '../campaign/store.ts';
import type { Check } from '../db/schema.ts';
import type { Voice } from '../i18n/voice.ts';
import type { Copy } from '../steps/copy/schema.ts';
import { actions, type Blocks, button, type Card, container, context, overflow, section } from './blocks.ts';
import { fitted } from './budget.ts';
import { diffLines } from './diff.ts';
import type { StepState } from './state.ts';
import { shownEvidence, stepBody } from './step-body.ts';
import { stepRecord } from './step-record.ts';
import { viewOf } from './step-views.ts';
import { bold, people, person, saidLine, stripped } from './text.ts';
import { at, authorWords, named } from './words.ts';

/** One version of one draft: open with its controls, or a record without any. */
export const stepCard = (state: StepState, v: Voice): Card =>
  isOpen(state) ? openCard(state, state.request, v) : stepRecord(state, v);

type Open = StepState & { request: ApprovalRequest };

/** Still to be decided: the question is pending, about the draft that stands, in the status that waits for it. */
export const isOpen = (state: StepState): state is Open =>
  state.request?.state === 'pending' &&
  state.draft.supersededAt === null &&
  isReview(state.campaign.status) &&
  stepOf(state.campaign.status) === state.draft.step;

const blocking = (checks: readonly Check[]): Check[] =>
  checks.filter(({ severity, passed }) => severity === 'block' && !passed);

const openCard = (state: StepState, request: ApprovalRequest, v: Voice): Card => {
  const { draft, setting } = state;
  const ask = viewOf(draft.step).ask(draft.content, shownEvidence(state), v);
  const version = v.t.cards.task.version({ version: draft.version });
  const line =
    draft.step === 'plan'
      ? `${bold(ask.question)} ${ask.scope ?? ''} · ${version}`
      : [bold(ask.question), version, ask.scope].filter(Boolean).join(' · ');
  const blocks: Blocks = [
    section(line, { id: `${request.id}.t` }),
    ...checksOnTop(draft.checks, v),
    ...stepBody(state, v, request.id),
    ...diff(state, v),
    ...checksBelow(draft.checks, draft.step === 'plan', v),
    ...actions(controls(state, request, v), `${request.id}.a`),
    context(...who(state, request, v), authorWords(draft, v), setting.solo ? v.t.cards.who.solo : ''),
  ];
  return { text: stripped(`${ask.question} · ${version}`), blocks: fitted(blocks) };
};

const diff = ({ draft, previous, minded }: StepState, v: Voice): Blocks => {
  if (!previous) return [];
  const t = v.t.cards.diff;
  const { outline } = viewOf(draft.step);
  const lines = diffLines(
    outline(previous.content, previous.evidence, v),
    outline(draft.content, draft.evidence, v),
    v,
  );
  const words = minded
    .filter(({ words }) => words.trim())
    .map(({ words, by }) => `${person(by)} ${t.minded({ words: saidLine(words, 300) })}`);
  return container(
    t.title({ from: previous.version, to: draft.version }),
    [section([...(lines.length > 0 ? lines : [t.same]), ...words].join('\n'))],
    { collapsed: false },
  );
};

const messageLines = (checks: readonly Check[], mark: string, v: Voice): string =>
  checks.map(({ message }) => `${mark} ${saidLine(message[v.language], 400)}`).join('\n');

/** What stands in the way comes before everything else. */
const checksOnTop = (checks: readonly Check[], v: Voice): Blocks => {
  const failing = blocking(checks);
  const warned = checks.filter(({ severity, passed }) => severity === 'warn' && !passed);
  const t = v.t.cards.checks;
  return [
    ...(failing.length > 0
      ? [section(`${t.blocked({ n: v.count(failing.length) })}\n${messageLines(failing, '✗', v)}`)]
      : []),
    ...(warned.length > 0 ? [section(`${t.warned}\n${messageLines(warned, '•', v)}`)] : []),
  ];
};

const FAMILIES = ['condition', 'time', 'target', 'copy', 'link'] as const;

const checksBelow = (checks: readonly Check[], byFamily: boolean, v: Voice): Blocks => {
  if (checks.length === 0) return [];
  const t = v.t.cards.checks;
  const all = checks.every(({ passed }) => passed) ? t.allPassed({ n: v.count(checks.length) }) : '';
  if (byFamily) {
    const line = FAMILIES.map((family) => {
      const clear = blocking(checks.filter((one) => one.family === family)).length === 0;
      return `${t.families[family]} ${clear ? '✓' : '✗'}`;
    }).join(' · ');
    return [context([line, all].filter(Boolean).join(' ▸ ')), ...details(checks, v)];
  }
  const passed = checks.filter(({ passed }) => passed);
  if (passed.length === 0) return [];
  const names = passed.map(({ message }) => `${saidLine(message[v.language], 60)} ✓`).join(' · ');
  return [
    context(
      names.length <= 400 ? t.passed({ names }) : all || t.passed({ names: `${passed.length}/${checks.length} ✓` }),
    ),
  ];
};

/**
 * What each of the five looked at and found, with the law or standard behind it: folded, for whoever has to answer for it. Of
 * the copy only what somebody else asks for, or what is wrong: the rest is how we write.
 */
const details = (checks: readonly Check[], v: Voice): Blocks => {
  const t = v.t.cards.checks;
  const lineOf = ({ source, passed, severity, message }: Check): string => {
    const mark = passed ? '✓' : severity === 'block' ? '✗' : '•';
    return [`${mark} ${saidLine(message[v.language], 160)}`, source && `_${saidLine(source[v.language], 80)}_`]
      .filter(Boolean)
      .join(' ');
  };
  return container(
    t.details,
    FAMILIES.flatMap((family) => {
      const lines = checks
        .filter((one) => one.family === family && (family !== 'copy' || one.source || !one.passed))
        .map(lineOf);
      return lines.length > 0 ? [section([bold(t.families[family]), ...lines].join('\n'))] : [];
    }),
  );
};

const controls = (
  { campaign, draft }: StepState,
  request: ApprovalRequest,
  v: Voice,
): Parameters<typeof actions>[0] => {
  const t = v.t.cards.buttons;
  const { step } = draft;
  const stuck = blocking(draft.checks).length > 0;
  const label = (text: string) => ({ label: `${v.t.cards.steps[step]} v${draft.version} ${text}` });
  const may = (event: CampaignEvent) => mayAsk(campaign, event);
  const approve =
    request.action === 'launch'
      ? stuck
        ? button('launch.recheck', t.recheck, request.id, label(t.recheck))
        : button('launch.approve', t.launch({ n: v.count(request.shown.send ?? 0) }), request.id, { style: 'primary' })
      : stuck
        ? null
        : button('step.approve', approveLabel(step, draft.content, v), request.id, {
            style: 'primary',
            ...label(t.approve[step]),
          });
  return [
    ...(approve && may('approve') ? [approve] : []),
    ...(may('edit') ? [button('step.edit', step === 'copy' ? t.editCopy : t.edit, request.id, label(t.edit))] : []),
    ...(may('regenerate') ? [button('step.regenerate', t.regenerate, request.id, label(t.regenerate))] : []),
    ...more([
      // What cannot be asked is no segment to keep.
      ...(step === 'segments' && !stuck ? [['segment.save', t.saveSegment] as const] : []),
      ...(step === 'plan' && campaign.kind === 'campaign' && may('edit') ? [['plan.waves', t.editWaves] as const] : []),
      ...(may('reject') ? [['step.reject', t.reject] as const] : []),
    ]),
  ];
};

const more = (options: readonly (readonly [value: string, text: string])[]) =>
  options.length > 0 ? [overflow('step.more', options)] : [];

const approveLabel = (step: StepState['draft']['step'], content: unknown, v: Voice): string =>
  step === 'copy'
    ? v.t.cards.buttons.approveCopy({ n: v.count((content as Copy).variants.length) })
    : v.t.cards.buttons.approve[step];

const who = ({ able, verdicts, setting }: StepState, request: ApprovalRequest, v: Voice): string[] => {
  const t = v.t.cards.who;
  const given = verdicts.filter(({ verdict }) => verdict === 'approve');
  const expires = at(request.expiresAt, v);
  const soFar =
    given.length > 0
      ? t.given({ given: given.length, required: request.required, who: people(given.map(({ by }) => by)) })
      : '';
  if (request.action === 'step') return [t.step({ who: named(able, v) }), soFar, t.expiresStep({ at: expires })];
  return [
    able.length === 0 ? t.nobody : t.launch({ who: named(able, v), n: request.required }),
    soFar,
    setting.solo ? '' : t.launchRule,
    t.expires({ at: expires }),
    setting.practiceSend ? v.t.cards.author.practiceSend : '',
  ];
};
