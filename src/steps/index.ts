import type { StepName } from '../campaign/lifecycle.ts';
import { brief } from './brief/step.ts';
import { copy } from './copy/step.ts';
import { personas } from './personas/step.ts';
import { plan } from './plan/step.ts';
import { segments } from './segments/step.ts';
import type { Step, StepOf } from './step.ts';

/** The five drafts; a missing one does not compile. */
export const steps: { readonly [N in StepName]: StepOf<N> } = { brief, segments, personas, copy, plan };

/** A step whose shapes are not known here: for what is the same for all five. */
export type AnyStep = Step<StepName, unknown, unknown, unknown>;
export const stepNamed = (name: StepName): AnyStep => steps[name] as AnyStep;
