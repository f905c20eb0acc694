import { CONTACT_FIELDS, isContactField, PURCHASE } from '../audience/fields.ts';
import { type Said, said } from './said.ts';
import type { StepContext } from './step.ts';

/** Names a person can ask by: what the card offers in the place of what does not exist. */
export const availableNames = async (ctx: StepContext): Promise<Said> => {
  const { fields, events, metrics } = await ctx.catalogue();
  return said(ctx.deps.config, ({ t }) => {
    const label = (names: Readonly<Record<string, string>>, name: string) => names[name] ?? name;
    const own = fields.filter(
      ({ name, coverage }) => coverage > 0 && !(isContactField(name) && CONTACT_FIELDS[name].personal),
    );
    const all = [
      ...metrics.filter(({ deciles }) => deciles.length > 0).map(({ name }) => t.steps.segments.names[name]),
      ...events
        .filter(({ name, contacts }) => contacts > 0 && name !== PURCHASE)
        .map(({ name }) => label(t.audience.rule.events, name)),
      ...own.map(({ name }) => label(t.audience.rule.fields, name)),
    ];
    return [...new Set(all)].slice(0, 20).join(', ');
  });
};
