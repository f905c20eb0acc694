import { isDrafting, STEPS, type StepName, stepOf } from '../campaign/lifecycle.ts';
import type { Voice } from '../i18n/voice.ts';
import { campaignKey } from '../kit/id.ts';
import { inShort } from '../results/breakdown.ts';
import type { Brief } from '../steps/brief/schema.ts';
import { briefTarget } from '../steps/brief/view.ts';
import type { Copy } from '../steps/copy/schema.ts';
import type { Personas } from '../steps/personas/schema.ts';
import type { Plan, PlanEvidence } from '../steps/plan/schema.ts';
import type { Segments, SegmentsEvidence } from '../steps/segments/schema.ts';
import { clockOf } from '../steps/view-words.ts';
import { actions, type Blocks, type Card, context, facts, header, type Part, plan, section, task } from './blocks.ts';
import { fitted } from './budget.ts';
import { controls } from './campaign-controls.ts';
import { noticeCard, noticeWords } from './notice-card.ts';
import { problemWords } from './problem.ts';
import type { CampaignState, StepFact } from './state.ts';
import { bold, person, said, stripped, unmarked } from './text.ts';
import { at, named, nameOf } from './words.ts';

/** Five drafts and the results: what (n/6) counts. */
const ALL = STEPS.length + 1;

/** The one card of a campaign's whole life: what is going on, what was decided, what a person should do now. */
export const campaignCard = (state: CampaignState, v: Voice): Card => {
  const { campaign } = state;
  if (campaign.kind === 'notice') return noticeCard(state, v);
  const line = statusLine(state, v);
  const blocks: Blocks = [
    header(nameOf(campaign)),
    section(bold(line)),
    facts([
      [v.t.cards.fields.owner, person(campaign.requester)],
      [v.t.cards.fields.approver, state.approvers.length > 0 ? named(state.approvers, v) : v.t.cards.noApprover],
      [v.t.cards.fields.goal, state.brief ? briefTarget(state.brief, v) : said(campaign.goal, 150)],
      [v.t.cards.fields.audience, audienceWords(state, v)],
    ]),
    plan(unmarked(line), tasks(state, v)),
    ...problem(state, v),
    ...actions(controls(state, cancelWords(v), v), `${campaignKey(campaign.id)}.a`),
    context(
      `${v.t.cards.now.title}: ${toDo(state, v)}`,
      state.setting.solo ? v.t.cards.who.solo : '',
      state.setting.practiceSend ? v.t.cards.author.practiceSend : '',
      v.t.cards.updated({ at: at(campaign.updatedAt, v) }),
    ),
  ];
  return { text: stripped(`${said(nameOf(campaign))} — ${line}`), blocks: fitted(blocks) };
};

/** The same two sentences for a note: where it stands, and what a person should do. */
export const campaignWords = (state: CampaignState, v: Voice): { line: string; now: string } =>
  state.campaign.kind === 'notice' ? noticeWords(state, v) : { line: statusLine(state, v), now: toDo(state, v) };

const statusLine = ({ campaign, ...state }: CampaignState, v: Voice): string => {
  const t = v.t.cards;
  if (campaign.problem) return t.stuck;
  const when = campaign.sendAt ? at(campaign.sendAt, v) : '';
  const line = t.status[campaign.status]({ at: when });
  const step = stepOf(campaign.status);
  const n = step
    ? STEPS.indexOf(step) + 1
    : ['sending', 'paused', 'scheduled'].includes(campaign.status)
      ? STEPS.length
      : 0;
  if (campaign.status === 'measuring') return t.of({ line, n: ALL, all: ALL });
  const counted = state.counted && campaign.status === 'sending' ? ` ${doneOf(state.counted, v)}` : '';
  return n > 0 ? t.of({ line: `${line}${counted}`, n, all: ALL }) : line;
};

const doneOf = (counted: NonNullable<CampaignState['counted']>, v: Voice): string =>
  `${v.count(counted.byStatus.accepted + counted.byStatus.delivered)} / ${v.count(counted.planned)}`;

const audienceWords = ({ steps, asked }: CampaignState, v: Voice): string => {
  const t = v.t.cards;
  if (steps.plan) {
    const { audience } = steps.plan.draft.evidence as PlanEvidence;
    return t.audience({
      send: v.count(asked?.send ?? audience.send),
      holdout: v.count(asked?.holdout ?? audience.holdout),
    });
  }
  if (steps.segments) {
    const people = matchedIn(steps.segments.draft.evidence as SegmentsEvidence);
    return people === null ? t.undecided : t.audienceMatched({ n: v.count(people) });
  }
  return t.undecided;
};

/** Null where the rules could not be asked: that is no zero. */
const matchedIn = (evidence: SegmentsEvidence): number | null =>
  evidence.counts.length > 0 ? evidence.total.matched : null;

const tasks = (state: CampaignState, v: Voice): Parameters<typeof plan>[1] => [
  task('goal', v.t.cards.goalTaken, state.campaign.status === 'goal.asking' ? 'in_progress' : 'complete'),
  ...STEPS.map((step) => stepTask(state, step, v)),
  resultsTask(state, v),
];

const stepTask = (state: CampaignState, step: StepName, v: Voice): ReturnType<typeof task> => {
  const { campaign } = state;
  const t = v.t.cards;
  const fact = state.steps[step];
  const current = stepOf(campaign.status) === step;
  const failed = current && campaign.problem !== null;
  const approved = fact?.state === 'approved' && !current;
  const status = failed ? 'error' : approved ? 'complete' : current ? 'in_progress' : 'pending';
  return task(step, t.steps[step], status, {
    output: fact && (approved || current) ? outcome(state, fact, v) : undefined,
    details: fact ? details(state, step, fact, v) : undefined,
  });
};

/** `v2 · 승인 @이승인 · 오늘 10:42` */
const outcome = ({ campaign }: CampaignState, { draft, state, by, at: when }: StepFact, v: Voice): Part[] => {
  const t = v.t.cards.task;
  const version = t.version({ version: draft.version });
  if (state === 'approved' && by && when)
    return [`${version} · ${t.approved} `, { user: by }, ' · ', { at: when, fallback: v.time(when) }];
  const word = isDrafting(campaign.status) ? t.rewriting : state === 'expired' ? t.expired : t.waiting;
  return [`${version} · ${word}`];
};

const details = (state: CampaignState, step: StepName, { draft }: StepFact, v: Voice): Part[] => {
  const t = v.t.cards.task;
  switch (step) {
    case 'brief':
      return [unmarked(briefTarget(draft.content as Brief, v))];
    case 'segments': {
      const matched = matchedIn(draft.evidence as SegmentsEvidence);
      const n = v.count((draft.content as Segments).segments.length);
      return [matched === null ? t.segmentsUncounted({ n }) : t.segments({ n, people: v.count(matched) })];
    }
    case 'personas':
      return [t.personas({ n: v.count((draft.content as Personas).personas.length) })];
    case 'copy':
      return [t.variants({ n: v.count((draft.content as Copy).variants.length) })];
    case 'plan':
      return planDetails(state, draft.content as Plan, v);
  }
};

const planDetails = ({ campaign, counted }: CampaignState, content: Plan, v: Voice): Part[] => {
  const t = v.t.cards.task;
  if (counted && counted.planned > 0)
    return [
      t.sent({ done: v.count(counted.byStatus.accepted + counted.byStatus.delivered), all: v.count(counted.planned) }),
    ];
  if (campaign.sendAt) return [t.sendAt({ at: v.time(campaign.sendAt) })];
  return [content.sendAt === 'now' ? t.sendNow : t.sendAt({ at: clockOf(content.sendAt, v) })];
};

const resultsTask = ({ campaign, readouts }: CampaignState, v: Voice): ReturnType<typeof task> => {
  const t = v.t.cards;
  const status =
    readouts.final || campaign.status === 'learned'
      ? 'complete'
      : campaign.status === 'measuring'
        ? 'in_progress'
        : 'pending';
  const ends = campaign.windowEndsAt;
  return task('results', t.resultsTask, status, {
    output: readouts.final ? [t.task.done] : undefined,
    details: readouts.final
      ? [unmarked(inShort(readouts.final, v))]
      : ends
        ? [t.task.final({ at: v.time(ends) })]
        : undefined,
  });
};

const problem = ({ campaign }: CampaignState, v: Voice): Blocks =>
  campaign.problem ? [section(v.t.cards.problem.line({ words: problemWords(campaign.problem, v) }))] : [];

const cancelWords = ({ t: { cards } }: Voice) => ({
  title: cards.confirm.cancelTitle,
  text: cards.confirm.cancel,
  yes: cards.confirm.cancelYes,
});

const toDo = ({ campaign, asked, approvers, waits }: CampaignState, v: Voice): string => {
  const t = v.t.cards.now;
  const step = stepOf(campaign.status);
  if (step && campaign.problem) return campaign.problem.retryAt ? t.problem : t.problemHere;
  if (step && !isDrafting(campaign.status)) {
    const name = v.t.cards.steps[step];
    if (asked?.state === 'expired') return t.expired({ step: name });
    const able = asked?.able ?? [];
    if (step !== 'plan') return t.review({ step: name, who: named(able, v) });
    return able.length === 0 ? t.blocked : t.launch({ who: named(able, v) });
  }
  if (step) return t.drafting;
  switch (campaign.status) {
    case 'goal.asking':
      return t.asking;
    case 'scheduled':
      return campaign.sendAt ? t.scheduled({ at: at(campaign.sendAt, v) }) : t.sending;
    case 'sending':
      if (!waits) return t.sending;
      if (!waits.asked) return t.waits({ at: at(waits.decideAt, v) });
      return approvers.length === 0 ? t.blocked : t.choose({ who: named(approvers, v) });
    case 'paused':
      return t.paused;
    case 'measuring':
      return campaign.windowEndsAt ? t.measuring({ at: at(campaign.windowEndsAt, v) }) : t.sending;
    default:
      return t.ended;
  }
};
