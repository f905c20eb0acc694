import type { StepName } from '../campaign/lifecycle.ts';
import type { Brief, BriefEvidence } from '../steps/brief/schema.ts';
import { briefAsk, briefBody, briefOutline } from '../steps/brief/view.ts';
import type { Copy, CopyEvidence } from '../steps/copy/schema.ts';
import { copyAsk, copyBody, copyOutline } from '../steps/copy/view.ts';
import { isNotice, noticeAsk, noticeBody, noticeOutline } from '../steps/notice/view.ts';
import type { Personas, PersonasEvidence } from '../steps/personas/schema.ts';
import { personasAsk, personasBody, personasOutline } from '../steps/personas/view.ts';
import type { Plan, PlanEvidence } from '../steps/plan/schema.ts';
import { planAsk, planBody, planOutline } from '../steps/plan/view.ts';
import type { Segments, SegmentsEvidence } from '../steps/segments/schema.ts';
import { segmentsAsk, segmentsBody, segmentsOutline } from '../steps/segments/view.ts';
import type { StepView } from '../steps/view.ts';

const brief: StepView<Brief, BriefEvidence> = { ask: briefAsk, body: briefBody, outline: briefOutline };
const segments: StepView<Segments, SegmentsEvidence> = {
  ask: segmentsAsk,
  body: segmentsBody,
  outline: segmentsOutline,
};
const personas: StepView<Personas, PersonasEvidence> = {
  ask: personasAsk,
  body: personasBody,
  outline: personasOutline,
};
const copy: StepView<Copy, CopyEvidence> = { ask: copyAsk, body: copyBody, outline: copyOutline };
const plan: StepView<Plan, PlanEvidence> = {
  ask: (content, ...rest) => (isNotice(content) ? noticeAsk(content, ...rest) : planAsk(content, ...rest)),
  body: (content, ...rest) => (isNotice(content) ? noticeBody(content, ...rest) : planBody(content, ...rest)),
  outline: (content, ...rest) => (isNotice(content) ? noticeOutline(content, ...rest) : planOutline(content, ...rest)),
};

const all: Readonly<Record<StepName, StepView<never, never>>> = { brief, segments, personas, copy, plan };

/** A draft is stored with its step's name, and only that step's code wrote it: the one place where that is relied on. */
export const viewOf = (step: StepName): StepView<unknown, unknown> => all[step] as StepView<unknown, unknown>;
