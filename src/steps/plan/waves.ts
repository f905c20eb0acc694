import { z } from 'zod';

/**
 * A test share first, then the rest to the variant that did better. Asked for in words or set by a person, never by
 * default. Approved with the plan, whose hash covers it: which variants there are and who may choose among them when.
 */
export const wavesSchema = z.object({
  /** Share of those who are to be sent to, drawn like the holdout; the variants share it equally. */
  testPercent: z.number(),
  /** Counted from the last message of the test. */
  decideAfterHours: z.number(),
  metric: z.enum(['conversion', 'clicks', 'revenue']),
  /** `rule`: the winner, where there is one, else equal shares. `person`: whoever may approve the launch clicks. */
  decide: z.enum(['person', 'rule']),
});
export type Waves = z.infer<typeof wavesSchema>;

export const METRICS = wavesSchema.shape.metric.options;
export const DECIDERS = wavesSchema.shape.decide.options;
export const TEST_PERCENT = { min: 1, max: 50 } as const;
export const DECIDE_AFTER = { min: 1, max: 168 } as const;

/** What a person begins with who asks for a test in the form. */
export const USUAL: Omit<Waves, 'decide'> = { testPercent: 10, decideAfterHours: 24, metric: 'clicks' };

/** Plans stored before there were waves have no such field. */
export const wavesOf = (plan: { waves?: Waves | null }): Waves | null => plan.waves ?? null;
