import { type SQL, sql } from 'drizzle-orm';
import { FROM } from '../audience/candidates.ts';
import { compileRule } from '../audience/compile.ts';
import { prepareRule } from '../audience/context.ts';
import { READY_MADE_NAMES, type ReadyMade, readyMade } from '../audience/ready-made.ts';
import type { Tx } from '../deps.ts';

/** The classes of the ready-made rules, which part all buyers between them; `none` has not bought yet. */
export const RFM_CLASSES: readonly ReadyMade[] = READY_MADE_NAMES.filter((name) => name.startsWith('rfm_'));

export type Move = { from: string; to: string; contacts: number };
export type RfmReport = {
  from: string;
  to: string;
  /** Contacts of each class then and now, in the order of the classes. */
  classes: { name: string; before: number; after: number }[];
  /** Who went from one class to another, most first. */
  moves: Move[];
};

/** The same rules that segments are made of, asked at both instants in one reading of the contacts. */
export const rfmReport = async (
  tx: Tx,
  span: { from: Date; to: Date; timezone: string; currency: string },
): Promise<RfmReport> => {
  const { timezone, currency } = span;
  const classAt = async (now: Date): Promise<SQL> => {
    const at = { now, timezone, currency };
    const rules = RFM_CLASSES.map((name) => ({ name, rule: readyMade(name, at) }));
    const ctx = await prepareRule(
      tx,
      rules.map(({ rule }) => rule),
      at,
    );
    const cases = rules.map(({ name, rule }) => sql`when ${compileRule(rule, ctx)} then ${name}::text`);
    return sql`case ${sql.join(cases, sql` `)} else 'none' end`;
  };
  const [before, after] = [await classAt(span.from), await classAt(span.to)];
  const { rows } = await tx.execute<Move>(sql`
    select was as "from", is_now as "to", count(*) as contacts
    from (select ${before} as was, ${after} as is_now from ${FROM}) m group by 1, 2 order by 3 desc, 1, 2`);
  const sum = (side: 'from' | 'to', name: string) =>
    rows.reduce((total, row) => total + (row[side] === name ? row.contacts : 0), 0);
  return {
    from: span.from.toISOString(),
    to: span.to.toISOString(),
    classes: [...RFM_CLASSES, 'none'].map((name) => ({ name, before: sum('from', name), after: sum('to', name) })),
    moves: rows.filter((row) => row.from !== row.to),
  };
};
