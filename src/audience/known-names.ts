import { sql } from 'drizzle-orm';
import type { Tx } from '../deps.ts';
import { loadTypes } from './attribute-types.ts';
import { currentCatalogue } from './catalogue-kept.ts';
import { eventNames, eventOf } from './check.ts';
import { CONTACT_FIELDS, conditionsOf, isContactField } from './fields.ts';
import { type Fault, problem, type RuleProblem } from './problem.ts';
import type { Rule } from './rule.ts';
import type { At } from './when.ts';

/**
 * Fields and events of a rule that nobody has, told and not refused: a rule may be written before its data comes in. Asked
 * of the data itself, because the catalogue leaves out what fewer than ten people have.
 */
export const unknownNames = async (db: Tx, rule: Rule, at: At): Promise<RuleProblem[]> => {
  const types = await loadTypes(db, 'contact');
  const faults: Fault[] = [];
  for (const { cond, path } of conditionsOf(rule)) {
    if ('field' in cond && !isContactField(cond.field) && !types.has(cond.field))
      faults.push({ code: 'unknown_field', path, name: cond.field, known: [] });
    const event = eventOf(cond);
    if (event !== null && !eventNames([]).includes(event) && !(await happened(db, event)))
      faults.push({ code: 'unknown_event', path, name: event, known: [] });
  }
  if (faults.length === 0) return [];
  const catalogue = await currentCatalogue(db, at);
  const fields = [...Object.keys(CONTACT_FIELDS), ...types.keys()];
  return faults.map((fault) =>
    problem({ ...fault, known: fault.code === 'unknown_field' ? fields : eventNames(catalogue.events) }),
  );
};

const happened = async (db: Tx, name: string): Promise<boolean> => {
  const { rows } = await db.execute<{ there: boolean }>(
    sql`select exists (select 1 from events where name = ${name}) as there`,
  );
  return rows[0]?.there ?? false;
};
