import { isTellable } from '../../audience/catalogue.ts';
import { describeRule } from '../../audience/describe.ts';
import { type PastCampaign, pastCampaigns } from '../../audience/past-campaigns.ts';
import { listSegments } from '../../audience/saved.ts';
import { toWire, type WireRule } from '../../audience/wire.ts';
import type { StepContext } from '../step.ts';
import type { Segments } from './schema.ts';
import { readyStarts } from './start.ts';

/** What a draft may start from: rules that every shop knows and that this data can answer, and segments people saved. */
export const readyPoints = async (ctx: StepContext): Promise<{ name: string; rule: unknown }[]> =>
  (await readyStarts(ctx)).map(({ name, rule }) => ({ name: name[ctx.language], rule: shortened(toWire(rule)) }));

/** The segments being replaced, in the form in which they are to be written again. */
export const previousPoints = ({ previous }: StepContext): unknown => {
  const content = previous?.content as Segments | undefined;
  return content
    ? { ...content, segments: content.segments.map((one) => ({ ...one, rule: shortened(toWire(one.rule)) })) }
    : null;
};

/** Without the keys that say nothing: they would be half of the prompt. */
const shortened = (rule: WireRule): unknown =>
  JSON.parse(JSON.stringify(rule, (_, value) => (value === null ? undefined : value)));

/** At most as many as a prompt can hold; the newest are what people mean. A name that could be somebody's is left out. */
const SAVED = 40;

export const savedPoints = async (ctx: StepContext): Promise<{ id: string; name: string; chooses: string }[]> =>
  (await listSegments(ctx.db))
    .slice(-SAVED)
    .filter(({ name }) => isTellable('segment', name))
    .map(({ key, name, rule }) => ({ id: key, name, chooses: describeRule(rule, ctx.deps.config)[ctx.language] }));

const SENT = 20;

/** Campaigns whose readers may be asked for. */
export const sentPoints = async (ctx: StepContext): Promise<PastCampaign[]> => {
  const { timezone, currency } = ctx.deps.config;
  const all = await pastCampaigns(ctx.db, { now: ctx.now, timezone, currency }, SENT);
  return all.filter(({ title }) => isTellable('campaign', title));
};
