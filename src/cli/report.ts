import { isReadyMade } from '../audience/ready-made.ts';
import { dateOf, parseWhen } from '../audience/when.ts';
import { type Strings, strings } from '../i18n/language.ts';
import { type Voice, voice } from '../i18n/voice.ts';
import { addMs, DAY } from '../kit/clock.ts';
import { dayBounds } from '../kit/zone.ts';
import { type CohortReport, cohortReport } from '../results/cohorts.ts';
import { type FunnelReport, type FunnelStep, funnelReport } from '../results/funnel.ts';
import { type PooledReport, pooledReport } from '../results/pooled.ts';
import { periodLines, pooledWords } from '../results/pooled-words.ts';
import { type RfmReport, rfmReport } from '../results/rfm.ts';
import { type Call, type Command, DATABASE, textOption, UsageError, withDatabase } from './command.ts';
import { tableText } from './table.ts';

type Kind = keyof Strings['cli']['report']['formulas'];
const KINDS: readonly Kind[] = ['funnel', 'cohorts', 'rfm', 'holdout'];
const DAYS = 28;
const MONTHS = { usual: 12, most: 60 };

/** What the shop's visitors and buyers do over time. Days are the account's, both included; nothing is written. */
export const report: Command = {
  name: 'report',
  usage: [
    ['report funnel [--from D] [--to D]', 'reportFunnel'],
    ['report cohorts [--months N]', 'reportCohorts'],
    ['report rfm [--from D] [--to D]', 'reportRfm'],
    ['report holdout', 'reportHoldout'],
  ],
  options: { from: { type: 'string' }, to: { type: 'string' }, months: { type: 'string' } },
  settings: [...DATABASE, 'LOCALE', 'TIMEZONE', 'CURRENCY'],
  async run(call) {
    const { config, args } = call;
    const kind = KINDS.find((name) => name === args[0]);
    if (!kind || args.length > 1) throw new UsageError();
    const [from, to, months] = [dayOption(call, 'from'), dayOption(call, 'to'), monthsOption(call)];
    const { timezone, currency } = config;
    return withDatabase(config, async ({ db, clock }) => {
      const now = await clock.business();
      const lastDay = to ?? dateOf(now, timezone);
      const end = new Date(Math.min(now.getTime(), dayBounds(lastDay, timezone).to.getTime()));
      const begin = dayBounds(from ?? dateOf(addMs(end, -DAYS * DAY), timezone), timezone).from;
      if (begin >= end) throw new UsageError(strings(config.locale).cli.report.order);
      const v = voice(config.locale, config);
      const formulas = { ko: strings('ko').cli.report.formulas[kind], en: strings('en').cli.report.formulas[kind] };
      const said = <R extends object>(found: R, text: string) => ({
        json: { ...found, formulas },
        text: `${text}\n\n${formulas[config.locale]}`,
      });
      if (kind === 'funnel') {
        const found = await funnelReport(db, { from: begin, to: end, currency });
        return said(found, funnelText(found, v));
      }
      if (kind === 'cohorts') {
        const found = await cohortReport(db, { now, timezone, currency, months });
        return said(found, cohortText(found, v, months));
      }
      if (kind === 'holdout') {
        const found = await pooledReport(db, { now, currency });
        return said(found, pooledText(found, v));
      }
      const found = await rfmReport(db, { from: begin, to: end, timezone, currency });
      return said(found, rfmText(found, v));
    });
  },
};

const dayOption = (call: Call, name: 'from' | 'to'): string | undefined => {
  const given = textOption(call, name);
  if (given !== undefined && !(/^\d{4}-\d{2}-\d{2}$/.test(given) && parseWhen(given, call.config.timezone)))
    throw new UsageError(strings(call.config.locale).cli.report.day({ option: name, given }));
  return given;
};

const monthsOption = (call: Call): number => {
  const given = textOption(call, 'months');
  const months = given === undefined ? MONTHS.usual : Number(given);
  if (!(Number.isInteger(months) && months >= 1 && months <= MONTHS.most))
    throw new UsageError(
      strings(call.config.locale).cli.report.months({ given: given ?? '', most: String(MONTHS.most) }),
    );
  return months;
};

const funnelText = ({ total, by, currency }: FunnelReport, v: Voice): string => {
  const t = v.t.cli.report;
  const percent = (share: number | null): string => (share === null ? v.t.results.none : v.percent(share));
  const row = (name: string, step: FunnelStep): string[] => [
    name,
    v.count(step.visitors),
    v.count(step.carts),
    percent(step.lost.visitToCart.value),
    v.count(step.orders),
    percent(step.lost.cartToOrder.value),
    v.count(step.ordersWithoutCart),
    v.money({ minor: step.revenueMinor, currency }),
  ];
  const named = ({ source, campaign }: FunnelStep) => (campaign ? `${source} / ${campaign}` : source);
  return tableText([[...t.funnel], row(t.all, total), ...by.map((step) => row(named(step), step))]);
};

const cohortText = ({ cohorts }: CohortReport, v: Voice, asked: number): string => {
  const t = v.t.cli.report;
  if (cohorts.length === 0) return t.noCohorts({ months: v.count(asked) });
  const widest = Math.max(0, ...cohorts.map(({ months }) => months.length));
  const later = Array.from({ length: Math.max(0, widest - 1) }, (_, i) => i + 1);
  return tableText([
    [...t.cohorts, ...later.map((after) => `+${after}`)],
    ...cohorts.map(({ month, contacts, months }) => [
      month,
      v.count(contacts),
      ...later.map((after) => (months[after] ? v.percent(months[after].share) : '')),
    ]),
  ]);
};

const rfmText = ({ classes, moves }: RfmReport, v: Voice): string => {
  const t = v.t.cli.report;
  const named = (name: string) => (isReadyMade(name) ? v.t.ready[name].name : t.none);
  return [
    tableText([[...t.classes], ...classes.map((one) => [named(one.name), v.count(one.before), v.count(one.after)])]),
    '',
    ...moves.map(({ from, to, contacts }) => `${named(from)} → ${named(to)}: ${v.count(contacts)}`),
  ].join('\n');
};

const pooledText = (found: PooledReport, v: Voice): string => {
  const t = v.t.cli.report;
  const { arms, percent, currency, verdict } = found;
  if (verdict === null) return t.nobodyHeld({ percent: v.count(percent) });
  const money = (minor: number | null) =>
    minor === null ? v.t.results.none : v.money({ minor: Math.round(minor), currency });
  const row = (name: string, arm: PooledReport['arms']['held']) => [
    name,
    v.count(arm.n),
    arm.conversions === null ? v.t.results.none : v.count(arm.conversions),
    money(arm.revenueMinor),
    money(arm.perContactMinor),
  ];
  return [
    pooledWords(found, v),
    ...periodLines(found, v),
    '',
    tableText([[...t.arms], row(t.treated, arms.treated), row(t.held, arms.held)]),
  ].join('\n');
};
