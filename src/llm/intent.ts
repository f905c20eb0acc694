import { z } from 'zod';
import { STEPS } from '../campaign/lifecycle.ts';

export const INTENTS = ['revise', 'results', 'status', 'pause', 'cancel', 'new_goal', 'small_talk'] as const;

/** How a reply in the thread is read: one of a closed set. What changes something still needs the rights of its button. */
export const intentSchema = z.object({
  intent: z.enum(INTENTS),
  /** Which draft the words are about; null when the intent is not `revise`. */
  step: z.enum(STEPS).nullable(),
  /** The marketer's words as they bind later drafts, for `revise`; empty otherwise. */
  feedback: z.string(),
});
export type Intent = z.infer<typeof intentSchema>;
