import { z } from 'zod';

export const personasSchema = z.object({
  personas: z.array(
    z.object({
      segment: z.string(),
      name: z.string(),
      summary: z.string(),
      claims: z.array(
        z.object({
          text: z.string(),
          /** Name of the aggregate it rests on, and the value it was given with. */
          aggregate: z.string(),
          value: z.number(),
        }),
      ),
    }),
  ),
});
export type Personas = z.infer<typeof personasSchema>;

/** Numbers about one segment, each over 10 or more contacts. */
export type Aggregate = {
  name: string;
  value: number;
  unit: 'count' | 'share' | 'money' | 'days' | 'number';
  n: number;
  label: { ko: string; en: string };
};
export type PersonasEvidence = { aggregates: Record<string, Aggregate[]> };
