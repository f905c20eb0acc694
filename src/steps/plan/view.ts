import { headlineOf } from '../../delivery/media/index.ts';
import { SMS_BYTES } from '../../delivery/message/length.ts';
import { SMS_FAMILY } from '../../delivery/message/message.ts';
import type { Voice } from '../../i18n/voice.ts';
import { type Blocks, container, context, section } from '../../slack/blocks.ts';
import { bold, said, saidLine } from '../../slack/text.ts';
import type { Asked, Outline } from '../view.ts';
import { clockOf, counts, outcomeWords, sum } from '../view-words.ts';
import { forecastWords } from './forecast-words.ts';
import { planFormulas } from './formulas.ts';
import { liftWords } from './lift-words.ts';
import { formsOf } from './price.ts';
import type { FormUse, Plan, PlanEvidence } from './schema.ts';
import { wavesOf } from './waves.ts';

const NOT_EXCLUDED = ['send', 'holdout'];

export const planAsk = (content: Plan, { audience, everyone }: PlanEvidence, v: Voice): Asked => {
  const t = v.t.cards.plan;
  const send = v.count(audience.send);
  const what = t.what[content.channel.name];
  // send + holdout comes first: it is the number that an approval is bound to, and that is typed for everyone.
  const all = v.count(audience.send + audience.holdout);
  if (audience.holdout === 0)
    return { question: everyone ? t.askEveryone({ all, send, what }) : t.askAll({ send, what }), scope: t.noHoldout };
  return {
    question: everyone ? t.askEveryone({ all, send, what }) : t.ask({ all, send, what }),
    scope: t.holdout({ n: v.count(audience.holdout), share: v.percent(content.holdoutPercent / 100) }),
  };
};

export const planBody = (content: Plan, evidence: PlanEvidence, v: Voice): Blocks => {
  const t = v.t.cards.plan;
  const minutes = v.count(Math.max(1, Math.round(evidence.minutes)));
  const excluded = counts(evidence.audience.excluded, outcomeWords(content.channel.name, v), v, NOT_EXCLUDED);
  const lines = [
    ...forecastWords(evidence.forecast, evidence.costMinor, content, v),
    content.sendAt === 'now'
      ? t.whenNow({ minutes, ...howWords(content, v) })
      : t.when({ at: clockOf(content.sendAt, v), minutes, ...howWords(content, v) }),
    wavesWords(content, evidence, v),
    liftWords(content, evidence, v),
    content.reason.trim() ? t.reason({ text: said(content.reason, 600) }) : '',
  ];
  return [
    section(lines.filter(Boolean).join('\n')),
    ...(excluded
      ? [
          context(
            v.t.cards.segments.excluded({
              n: v.count(sum(evidence.audience.excluded, NOT_EXCLUDED)),
              list: excluded,
            }),
          ),
        ]
      : []),
    ...container(t.leaves, [
      section(
        [...leaves(content, v), ...formLines(content, evidence, v)]
          .map(([label, value]) => `*${label}* ${value}`)
          .join('\n'),
      ),
    ]),
    ...container(v.t.results.formulasTitle, [
      section(
        Object.values(planFormulas(content, evidence, v))
          .map((line) => `• ${line}`)
          .join('\n'),
      ),
    ]),
  ];
};

const howWords = (content: Plan, v: Voice): { how: string; choice: string } => {
  const { how, noChoice } = v.t.cards.plan;
  const variants = v.count(content.templates.length);
  return wavesOf(content)
    ? { how: how.test({ variants }), choice: '' }
    : { how: how.once({ variants }), choice: noChoice };
};

/** Who is tested, when the rest leaves and who says with what. */
const wavesWords = (content: Plan, { audience }: PlanEvidence, v: Voice): string => {
  const waves = wavesOf(content);
  if (!waves) return '';
  const t = v.t.cards.plan;
  const test = Math.round((audience.send * waves.testPercent) / 100);
  return t.waves[waves.decide]({
    test: v.count(test),
    rest: v.count(audience.send - test),
    share: v.percent(waves.testPercent / 100),
    hours: v.count(waves.decideAfterHours),
    metric: t.metrics[waves.metric],
  });
};

const wavesLine = (content: Plan, v: Voice): string => {
  const waves = wavesOf(content);
  const t = v.t.cards.plan;
  return waves
    ? t.wavesLine({
        share: v.percent(waves.testPercent / 100),
        hours: v.count(waves.decideAfterHours),
        metric: t.metrics[waves.metric],
        who: t.deciders[waves.decide],
      })
    : t.noWaves;
};

const stopWords = ({ stop }: Plan, v: Voice): string =>
  v.t.cards.plan.stop({
    bounce: v.percent(stop.bouncePercent / 100),
    complaint: v.percent(stop.complaintPercent / 100),
    failure: v.percent(stop.failurePercent / 100),
  });

/** What a reader sees of who sends it, and how they are left alone where that is no link. */
const senderWords = ({ channel, sender, templates }: Plan, v: Voice): string => {
  const t = v.t.cards.plan;
  const { name, number = t.missing, optOut = t.missing } = sender;
  const hasText = templates.some((each) => each.channel === 'sms' || (each.channel === 'kakao' && each.fallback));
  const parts: Record<typeof channel.name, string[]> = {
    email: [`${name} <${sender.email}>`, sender.address, sender.phone],
    sms: [name, t.number({ number }), t.freeExit({ number: optOut })],
    kakao: [
      name,
      t.kakaoChannel({ channel: channel.account.split(':').at(-1) || t.missing }),
      ...(hasText ? [t.number({ number })] : []),
    ],
    push: [name, t.appExit({ where: optOut })],
  };
  return parts[channel.name].join(', ');
};

/** As what it leaves and why, where a channel has several forms. */
const formLines = (content: Plan, { forms = [] }: PlanEvidence, v: Voice): [label: string, value: string][] => {
  const t = v.t.cards.plan;
  if (content.channel.name === 'email' || forms.length === 0) return [];
  const line = ({ form, variants, length }: FormUse): string =>
    [
      t.form({
        form: v.t.channels.forms[form],
        n: v.count(variants),
        value: v.count(length.value),
        limit: v.count(length.limit),
        unit: v.t.channels.units[length.unit],
      }),
      form === 'lms' ? t.tooLongForSms({ limit: v.count(SMS_BYTES) }) : '',
      content.channel.name === 'kakao' && SMS_FAMILY.includes(form) ? t.instead : '',
    ]
      .filter(Boolean)
      .join(', ');
  return [[t.labels.form, forms.map(line).join(' · ')]];
};

const priceWords = ({ prices, templates }: Plan, v: Voice): string => {
  const price = v.money({ minor: prices.perMessageMinor, currency: prices.currency });
  return formsOf(templates).length > 1 ? `${price} (${v.t.cards.plan.dearest})` : price;
};

/** Everything that leaves the house, by name. Values are markup. */
export const leaves = (content: Plan, v: Voice): [label: string, value: string][] => {
  const t = v.t.cards.plan;
  const { labels } = t;
  return [
    [labels.sender, saidLine(senderWords(content, v), 400)],
    [labels.ad, content.isAd ? t.isAd : bold(t.notAd)],
    ...couponLeaves(content, v),
    [labels.links, content.links.map(({ url }) => saidLine(url, 120)).join(' · ') || v.t.cards.brief.none],
    [labels.rate, t.rate({ n: v.count(content.ratePerSecond) })],
    [labels.budget, v.amount(content.budget)],
    [labels.price, priceWords(content, v)],
    [labels.stop, stopWords(content, v)],
    [labels.window, v.t.cards.brief.days({ n: v.count(content.windowDays) })],
  ];
};

/** What each reader is promised: the terms, never a code. */
const couponLeaves = ({ coupon = null }: Plan, v: Voice): [label: string, value: string][] => {
  if (coupon === null) return [];
  const t = v.t.coupons;
  const { pool: name, discount, condition, expires: until, kind } = coupon;
  return [[t.home, saidLine(`${t.promise({ name, discount, condition, until })} · ${t.kinds[kind]}`, 400)]];
};

/** Subjects only: a changed body shows as a changed copy, the step before. */
export const planOutline = (content: Plan, _evidence: PlanEvidence, v: Voice): Outline => {
  const t = v.t.cards.plan;
  const { labels } = t;
  const { sender } = content;
  return [
    [labels.send, content.sendAt === 'now' ? t.now : clockOf(content.sendAt, v)],
    [labels.rate, t.rate({ n: v.count(content.ratePerSecond) })],
    [labels.holdout, v.percent(content.holdoutPercent / 100)],
    [labels.budget, v.amount(content.budget)],
    [labels.stop, stopWords(content, v)],
    [labels.waves, wavesLine(content, v)],
    [labels.ad, content.isAd ? t.isAd : t.notAd],
    [labels.sender, content.channel.name === 'email' ? `${sender.name} <${sender.email}>` : senderWords(content, v)],
    [labels.account, content.channel.account],
    [labels.links, content.links.map(({ url }) => url).join(' · ')],
    [labels.window, v.t.cards.brief.days({ n: v.count(content.windowDays) })],
    [
      labels.content,
      t.templates({
        n: v.count(content.templates.length),
        changed: content.templates.map(headlineOf).join(' / '),
      }),
    ],
    [labels.reason, content.reason],
  ];
};
