import type { Turn } from './llm.ts';

/**
 * What is said to a model whose answer did not pass: its own words back, then each thing that is wrong. At most two such
 * rounds, then a person decides.
 */
export const repairTurns = (raw: string, failures: readonly { id: string; message: string }[]): Turn[] => [
  { role: 'assistant', content: raw },
  {
    role: 'user',
    content: [
      'This answer was checked by code and did not pass:',
      ...failures.map(({ id, message }) => `- ${id}: ${message.replaceAll(/\s+/g, ' ')}`),
      'Answer again in full, in the same form. Mend exactly these points and leave everything else as it is.',
    ].join('\n'),
  },
];
