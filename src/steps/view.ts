import type { Voice } from '../i18n/voice.ts';
import type { Blocks } from '../slack/blocks.ts';

/** First line of a card: the decision in words, and its scope. Both markup. */
export type Asked = { question: string; scope?: string };

/** A draft as labelled plain values, in order: what two versions are compared by. */
export type Outline = readonly (readonly [label: string, value: string])[];

/** How one step is shown: pure, the same for every state of its card. */
export type StepView<Content, Evidence> = {
  ask(content: Content, evidence: Evidence, v: Voice): Asked;
  body(content: Content, evidence: Evidence, v: Voice): Blocks;
  outline(content: Content, evidence: Evidence, v: Voice): Outline;
};
