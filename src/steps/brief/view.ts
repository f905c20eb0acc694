import type { Voice } from '../../i18n/voice.ts';
import { FEWEST, ORDERS_DAYS } from '../../results/history.ts';
import { type Blocks, container, facts, section } from '../../slack/blocks.ts';
import { bold, said, saidLine } from '../../slack/text.ts';
import type { Asked, Outline } from '../view.ts';
import { clockOf, dayOf, listed, numbered } from '../view-words.ts';
import { wayOf } from './channel.ts';
import { couponLine } from './coupon.ts';
import type { Brief, BriefEvidence } from './schema.ts';

const kpiValue = ({ kpi }: Brief, v: Voice): string =>
  kpi.metric === 'attributed_revenue'
    ? v.amount(kpi.target)
    : kpi.metric === 'conversion_rate'
      ? v.percent(kpi.target)
      : v.count(kpi.target);

/** `매출 1,000만원, 12/31까지`: the target as the campaign card and the first line say it. */
export const briefTarget = (content: Brief, v: Voice): string =>
  v.t.cards.brief.scope({
    kpi: v.t.cards.brief.target[content.kpi.metric]({ value: kpiValue(content, v) }),
    by: dayOf(content.kpi.deadline, v),
  });

export const briefAsk = (content: Brief, _evidence: BriefEvidence, v: Voice): Asked => ({
  question: v.t.cards.brief.ask,
  scope: briefTarget(content, v),
});

const sendWords = (content: Brief, v: Voice): string => {
  const t = v.t.cards.brief;
  if (content.sendWhen === 'now') return t.sendNow;
  return content.sendAt ? clockOf(content.sendAt, v) : t.sendLater;
};

/** A way nobody knows is shown as it stands: its check says what there is. */
const wayWords = (content: Brief, v: Voice): string => {
  const way = wayOf(content);
  return way ? v.t.channels.ways[way] : saidLine(content.channels.join(', '), 100);
};

const treeWords = (evidence: BriefEvidence, v: Voice): string => {
  const t = v.t.cards.brief;
  const { tree, gapTimes } = evidence;
  if (tree.audience === null)
    return t.treeWho({ list: evidence.unread.map((words) => `“${saidLine(words, 60)}”`).join(', ') });
  // Which condition cut most stands with the checks.
  if (tree.audience === 0) return t.treeNobody;
  const causes = tree.ctr * tree.cvr;
  const buyers = tree.audience * tree.reach * Math.min(1, causes + tree.anyway);
  if (buyers <= 0) return t.noTree;
  const factors = {
    audience: v.count(tree.audience),
    reach: v.percent(tree.reach),
    ctr: v.percent(tree.ctr),
    cvr: v.percent(tree.cvr),
    anyway: v.percent(tree.anyway),
    days: v.count(tree.windowDays),
  };
  const { aovMajor, expectedMajor } = tree;
  const clicked = (expectedMajor ?? 0) * (causes / (causes + tree.anyway));
  const line =
    aovMajor === null || expectedMajor === null
      ? t.treeUnknown({
          ...factors,
          people: v.count(FEWEST),
          orderDays: v.count(ORDERS_DAYS),
          orders: v.count(Math.round(buyers)),
        })
      : t.tree({
          ...factors,
          aov: v.amount(aovMajor),
          total: v.amount(expectedMajor),
          fromClicks: v.amount(clicked),
          fromAnyway: v.amount(expectedMajor - clicked),
        });
  const gap =
    gapTimes === null ? '' : gapTimes <= 1 ? t.enough : t.gap({ times: v.count(Math.round(gapTimes * 10) / 10) });
  const basis = `_(${t.basis[evidence.basis]}, ${t.anywayBasis[evidence.anywayBasis]})_`;
  return [line, gap, basis].filter(Boolean).join(' ');
};

const couponFact = ({ coupon }: BriefEvidence, v: Voice): [string, string][] =>
  coupon ? [[v.t.steps.fields.coupon, saidLine(couponLine(coupon, v), 300)]] : [];

export const briefBody = (content: Brief, evidence: BriefEvidence, v: Voice): Blocks => {
  const t = v.t.cards.brief;
  const goal = t.goal({
    objective: t.objective[content.objective],
    kpi: `${t.metric[content.kpi.metric]} ${bold(kpiValue(content, v))}`,
    days: v.count(content.windowDays),
  });
  const lines = [
    goal,
    content.kpi.metric === 'attributed_revenue' ? t.attributed : '',
    treeWords(evidence, v),
    t.keyMessage({ text: said(evidence.keyMessageText || content.keyMessage, 300) }),
  ];
  const more = [
    content.constraints.length > 0 ? `*${t.labels.constraints}* ${listed(content.constraints)}` : '',
    content.guardrails.length > 0 ? `*${t.labels.guardrails}* ${listed(content.guardrails)}` : '',
    content.readings.length > 0
      ? t.readings({
          list: content.readings
            .map(({ text, value, unit }) => `“${saidLine(text, 60)}” = ${v.count(value)} ${saidLine(unit, 20)}`)
            .join(' · '),
        })
      : '',
  ].filter(Boolean);
  return [
    section(lines.filter(Boolean).join('\n')),
    facts([
      [t.labels.audience, saidLine(content.audience, 300)],
      [t.labels.offer, content.offer ? saidLine(content.offer, 300) : t.none],
      ...couponFact(evidence, v),
      [t.labels.budget, content.budget === null ? t.noBudget : v.amount(content.budget)],
      [t.labels.channels, wayWords(content, v)],
      [t.labels.send, sendWords(content, v)],
    ]),
    ...(content.assumptions.length > 0 ? [section(t.assumptions({ list: listed(content.assumptions) }))] : []),
    ...(content.questions.length > 0 ? [section(t.questions({ list: numbered(content.questions) }))] : []),
    ...container(t.more, more.length > 0 ? [section(more.join('\n'))] : []),
  ];
};

export const briefOutline = (content: Brief, evidence: BriefEvidence, v: Voice): Outline => {
  const { labels, none, noBudget, metric, objective, days } = v.t.cards.brief;
  return [
    [labels.title, content.title],
    [labels.objective, objective[content.objective]],
    [labels.kpi, `${metric[content.kpi.metric]} ${kpiValue(content, v)}`],
    [labels.deadline, dayOf(content.kpi.deadline, v)],
    [labels.audience, content.audience],
    [labels.offer, content.offer ?? none],
    ...couponFact(evidence, v),
    [labels.budget, content.budget === null ? noBudget : v.amount(content.budget)],
    [labels.send, sendWords(content, v)],
    [labels.channels, wayWords(content, v)],
    [labels.keyMessage, evidence.keyMessageText || content.keyMessage],
    [labels.window, days({ n: v.count(content.windowDays) })],
    [labels.constraints, content.constraints.join(' · ')],
    [labels.guardrails, content.guardrails.join(' · ')],
    [labels.assumptions, content.assumptions.join(' · ')],
  ];
};
