import { localDay } from '../../kit/zone.ts';
import { type Field, isDay, readValues, type Values } from '../field.ts';
import { said } from '../said.ts';
import type { Edited, StepContext } from '../step.ts';
import { channelsOf, offeredWays, type WayName, wayOf } from './channel.ts';
import { LINE_MAX, TARGET_MAX } from './checks.ts';
import type { Brief } from './schema.ts';

/** What a person most often knows better than a draft; the rest is said in words with "regenerate". */
export const fieldsOfBrief = (brief: Brief, ctx: StepContext): Field[] => [
  {
    id: 'target',
    label:
      brief.kpi.metric === 'conversion_rate'
        ? 'targetPercent'
        : brief.kpi.metric === 'attributed_revenue'
          ? 'targetMoney'
          : 'targetCount',
    kind: 'number',
    value: brief.kpi.metric === 'conversion_rate' ? round(brief.kpi.target * 100) : brief.kpi.target,
    min: 0,
    max: brief.kpi.metric === 'conversion_rate' ? 100 : TARGET_MAX,
    whole: false,
  },
  { id: 'deadline', label: 'deadline', kind: 'date', value: brief.kpi.deadline },
  { id: 'audience', label: 'audience', kind: 'longtext', value: brief.audience, max: LINE_MAX },
  { id: 'offer', label: 'offer', kind: 'text', value: brief.offer ?? '', max: LINE_MAX, optional: true },
  {
    id: 'key_message',
    label: 'keyMessage',
    kind: 'choice',
    value: brief.keyMessage,
    options: ctx.kit.messages.map(({ id, ko, en }) => ({ value: id, label: { ko, en } })),
  },
  ...channelField(brief, ctx),
  {
    id: 'budget',
    label: 'budget',
    kind: 'number',
    value: brief.budget,
    min: 0,
    max: TARGET_MAX,
    whole: false,
    optional: true,
  },
];

export const editBrief = (brief: Brief, values: Values, ctx: StepContext): Edited<Brief> => {
  const say = (make: Parameters<typeof said>[1]) => said(ctx.deps.config, make);
  const form = readValues(fieldsOfBrief(brief, ctx), values, (make) => say((v) => make(v.t.steps.edit, v)));
  const percent = brief.kpi.metric === 'conversion_rate';
  const target = form.number('target', percent ? round(brief.kpi.target * 100) : brief.kpi.target);
  const deadline = form.text('deadline', brief.kpi.deadline);
  if (form.has('target') && target <= 0) form.errors.target = say((v) => v.t.steps.brief.target());
  const today = localDay(ctx.now, ctx.deps.config.timezone);
  if (form.has('deadline') && !isDay(deadline)) form.errors.deadline = say((v) => v.t.steps.edit.notDay());
  else if (form.has('deadline') && deadline < today)
    form.errors.deadline = say((v) => v.t.steps.brief.deadline({ date: deadline, today }));
  const content: Brief = {
    ...brief,
    kpi: { ...brief.kpi, target: percent ? round(target / 100) : target, deadline },
    audience: form.text('audience', brief.audience),
    offer: form.optionalText('offer', brief.offer),
    keyMessage: form.text('key_message', brief.keyMessage),
    channels: form.has('channel') ? channelsOf(form.text('channel', '') as WayName) : brief.channels,
    budget: form.optionalNumber('budget', brief.budget),
  };
  return Object.keys(form.errors).length > 0 ? { ok: false, errors: form.errors } : { ok: true, content };
};

/** A select without options is none: where nothing is connected, the check says so. */
const channelField = (brief: Brief, { deps }: StepContext): Field[] => {
  const offered = offeredWays(deps.channels);
  if (offered.length === 0) return [];
  const options = offered.map((way) => ({ value: way, label: said(deps.config, (v) => v.t.channels.ways[way]) }));
  return [{ id: 'channel', label: 'channel', kind: 'choice', value: wayOf(brief) ?? '', options }];
};

/** A share and its percentage without what floating point adds. */
const round = (n: number): number => Number(n.toPrecision(12));
