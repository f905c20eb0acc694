import { writeFileSync } from 'node:fs';
import { sql } from 'drizzle-orm';
import { prepareRule } from '../../src/audience/context.ts';
import { matchingIds } from '../../src/audience/count.ts';
import { readyMade } from '../../src/audience/ready-made.ts';
import { ACCOUNT, NOW } from './data.ts';
import { REFERENCES } from './segments.ts';
import type { World } from './world.ts';

/** Writes docs/explain.md: the plan of each reference segment on the bench's data, with a sentence on why it is that. */
export const explain = async (world: World, contacts: number, file: string): Promise<void> => {
  const at = { ...ACCOUNT, now: NOW };
  const parts: string[] = [];
  for (const { name, why } of REFERENCES) {
    const rule = readyMade(name, at);
    const query = matchingIds(rule, await prepareRule(world.db, rule, at));
    const { rows } = await world.db.execute<{ 'QUERY PLAN': string }>(
      sql`explain (analyze, timing off, costs off, buffers off, summary off) select count(*) from (${query}) m`,
    );
    const plan = rows.map((row) => row['QUERY PLAN']).join('\n');
    parts.push(`## ${name}\n\n${why}\n\n\`\`\`json\n${JSON.stringify(rule)}\n\`\`\`\n\n\`\`\`\n${plan}\n\`\`\`\n`);
  }
  writeFileSync(file, `${head(contacts)}\n${parts.join('\n')}`);
};

const head = (contacts: number): string =>
  `# How the six reference segments are asked

Written by \`npm run bench -- audience --explain docs/explain.md\` over ${contacts.toLocaleString('en-US')} contacts, five orders and five events a
contact. The rules are the first six ready-made ones (\`src/audience/ready-made.ts\`); the statements are what
\`segment count\` sends, with \`EXPLAIN (ANALYZE, TIMING OFF, COSTS OFF, BUFFERS OFF, SUMMARY OFF)\` before them.
`;
