import { textOfHtml } from '../../delivery/message/message.ts';
import type { Voice } from '../../i18n/voice.ts';
import { type Blocks, container, context, section } from '../../slack/blocks.ts';
import { said } from '../../slack/text.ts';
import type { Plan, PlanEvidence, Template } from '../plan/schema.ts';
import { leaves } from '../plan/view.ts';
import type { Asked, Outline } from '../view.ts';
import { clockOf, counts, outcomeWords } from '../view-words.ts';
import type { PlanNotice } from './plan.ts';
import type { NoticeEvidence } from './step.ts';

/** The plan of a legal notice as people see it: whom, the last day, the fixed words, the law. Pure. */
type NoticePlan = Plan & { notice: PlanNotice };
export const isNotice = (plan: Plan): plan is NoticePlan => plan.notice !== undefined;

const channelOf = ({ channel }: Plan, v: Voice): string => v.t.notices.message.channels[channel.name];

/** `11월 30일까지 알려야 해요`, or that it is over. @param now the moment the words are about */
export const byWords = (by: string, now: Date, v: Voice): string => {
  const t = v.t.notices;
  const day = v.day(new Date(by));
  return new Date(by) < now ? t.late({ day }) : t.by({ day });
};

export const noticeAsk = (plan: NoticePlan, evidence: PlanEvidence, v: Voice): Asked => {
  const n = v.count(evidence.audience.send);
  const question = v.t.notices.ask[plan.notice.kind]({ n, channel: channelOf(plan, v) });
  const { by } = (evidence as NoticeEvidence).notice;
  return by ? { question, scope: byWords(by, new Date(plan.notice.until), v) } : { question };
};

export const noticeBody = (plan: NoticePlan, evidence: PlanEvidence, v: Voice): Blocks => {
  const t = v.t.notices;
  const { kind, until } = plan.notice;
  const { labels } = v.t.cards.plan;
  const { granted, withdrawn } = (evidence as NoticeEvidence).notice;
  const minutes = v.count(Math.max(1, Math.round(evidence.minutes)));
  const [template] = plan.templates;
  const excluded = counts(evidence.audience.excluded, outcomeWords(plan.channel.name, v), v, ['send', 'holdout']);
  return [
    section(
      [
        t.whom[kind]({
          n: v.count(evidence.audience.send),
          granted: v.count(granted),
          withdrawn: v.count(withdrawn),
          until: v.time(new Date(until)),
        }),
        t.why[kind],
        plan.sendAt === 'now'
          ? t.when[plan.channel.name === 'email' ? 'now' : 'day']({ minutes })
          : t.when.at({ at: clockOf(plan.sendAt, v), minutes }),
        t.cost({ value: v.money({ minor: evidence.costMinor, currency: plan.prices.currency }) }),
      ].join('\n'),
    ),
    ...(excluded
      ? [
          context(
            v.t.cards.segments.excluded({
              n: v.count(evidence.audience.matched - evidence.audience.send),
              list: excluded,
            }),
          ),
        ]
      : []),
    ...(template ? [section(`${t.text}\n${quoted(wordsOf(template, v))}`)] : []),
    ...container(v.t.cards.plan.leaves, [
      section(
        leaves(plan, v)
          // What only an advertisement has.
          .filter(([label]) => ![labels.ad, labels.links, labels.window].includes(label))
          .map(([label, value]) => `*${label}* ${value}`)
          .join('\n'),
      ),
    ]),
  ];
};

const quoted = (text: string): string =>
  said(text, 1_500)
    .split('\n')
    .map((line) => `> ${line}`)
    .join('\n');

/** As its reader will read it, with a sample in the place of what is only theirs. */
const wordsOf = (template: Template, v: Voice): string => {
  const t = v.t.notices.message;
  const date = t.date({ year: '2026', month: '11', day: '20' });
  const answers = t.answer({ channel: t.channels.email, night: false, granted: true, date });
  const { firstName, lastName } = v.t.mail.sample;
  const plain = (text: string) =>
    text
      .replaceAll('{{ answers }}', answers)
      .replaceAll('{{ last_name }}', v.language === 'ko' ? lastName : '')
      .replace(/\{\{ first_name[^}]*\}\}/g, firstName)
      .replaceAll('{{ brace }}', '{')
      .replace(/ ?:? ?\{\{ unsubscribe \}\}/g, '');
  switch (template.channel) {
    case 'email':
      return plain(
        `${template.subject}\n${template.text.split('\n--\n')[0]?.split('\n').slice(3).join('\n') ?? textOfHtml(template.html)}`,
      )
        .replace(/\n{2,}/g, '\n')
        .trim();
    case 'push':
      return plain(`${template.title}\n${template.body}`);
    default:
      return plain(template.text).replace(/\n{2,}/g, '\n');
  }
};

export const noticeOutline = (plan: NoticePlan, evidence: PlanEvidence, v: Voice): Outline => {
  const t = v.t.notices.outline;
  const { labels } = v.t.cards.plan;
  return [
    [t.whom, v.count(evidence.audience.send)],
    [t.until, v.time(new Date(plan.notice.until))],
    [labels.send, plan.sendAt === 'now' ? v.t.cards.plan.now : clockOf(plan.sendAt, v)],
    [labels.sender, `${plan.sender.name} <${plan.sender.email}>`],
    [labels.content, plan.templates.map((template) => wordsOf(template, v)).join(' / ')],
  ];
};
