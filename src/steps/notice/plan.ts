import type { NoticeKind } from '../../audience/answers.ts';
import { NOTICE } from '../../audience/eligibility.ts';
import type { Carrier } from '../../audience/notice.ts';
import type { BrandKit } from '../../brand/kit.ts';
import { literal } from '../../delivery/liquid.ts';
import { mediumOf } from '../../delivery/media/index.ts';
import { senderOf } from '../../delivery/media/sender.ts';
import { strings } from '../../i18n/language.ts';
import { priceOf, toMajor, unitPrice } from '../../kit/money.ts';
import type { Variant } from '../copy/schema.ts';
import type { Plan } from '../plan/schema.ts';
import type { StepContext } from '../step.ts';

/** What a notice tells of, part of what is approved: `until` (ISO) is the last answer it is about. */
export type PlanNotice = { kind: NoticeKind; until: string; language: 'ko' | 'en'; timezone: string };

export type NoticeOrder = Pick<PlanNotice, 'kind' | 'until'> & { channel: Carrier; sendAt: string; people: number };

/** Slow on purpose: nobody waits for it, and the account's reputation is worth more than an hour. */
const PER_SECOND = 20;
/** More people than were counted may be owed one when it is sent. */
const MARGIN = 1.2;
const STOP = { bouncePercent: 20, complaintPercent: 1, failurePercent: 30 };

/**
 * A legal notice as a plan: its words are fixed and written by no model, it is no advertisement, nobody is held out, and
 * nothing in it is tracked. Whom it is for is asked by code (audience/notice.ts).
 */
export const noticePlan = async (
  order: NoticeOrder,
  ctx: Pick<StepContext, 'deps' | 'kit' | 'language'>,
): Promise<Plan> => {
  const { config, channels } = ctx.deps;
  const { kit, language } = ctx;
  const { kind, until, channel, sendAt, people } = order;
  const template = await mediumOf(channel).template(variantOf(order, kit, language), [], {
    variants: [],
    keyMessage: '',
    kit,
    isAd: false,
    isNotice: true,
    language,
    publicUrl: config.publicUrl,
    alimtalk: [],
  });
  const prices = mediumOf(channel)
    .forms(template)
    .map((form) => unitPrice(kit.prices[form] ?? 0, config.currency));
  const perMessageMinor = Math.max(...prices);
  const { currency } = config;
  return {
    sendAt,
    ratePerSecond: PER_SECOND,
    holdoutPercent: 0,
    budget: Math.ceil(toMajor({ minor: priceOf(Math.ceil(people * MARGIN) + 10, perMessageMinor), currency })),
    stop: STOP,
    reason: '',
    channel: { name: channel, account: channels.get(channel)?.account ?? '' },
    isAd: false,
    notice: { kind, until, language, timezone: config.timezone },
    templates: [template],
    links: [],
    sender: senderOf(kit, channel, config),
    segments: [{ key: NOTICE, ruleHash: `${kind} ${until}`, rule: { all: [] } }],
    salt: NOTICE,
    // No order is ever counted as its doing.
    windowDays: 0,
    prices: { perMessageMinor, currency },
  };
};

/** Without label, button or promotion; a reader's own answers stand in `answers`. */
const variantOf = ({ kind, channel }: NoticeOrder, kit: BrandKit, language: 'ko' | 'en'): Variant => {
  const t = strings(language).notices.message;
  const { name, phone, optOutNumber, appSettings } = kit.sender;
  const out = {
    email: t.wayOut.email,
    sms: t.wayOut.sms({ number: literal(optOutNumber ?? phone), phone: literal(phone) }),
    push: t.wayOut.push({ where: literal(appSettings ?? phone) }),
  }[channel];
  const words = t[kind];
  return {
    key: 'notice',
    segment: NOTICE,
    channel,
    angle: '',
    reason: '',
    // A telephone has little room for a title; who sends it stands in the text.
    subject: channel === 'email' ? words.subject({ brand: literal(name) }) : strings(language).notices.kinds[kind],
    preheader: '',
    paragraphs: [
      ...words.paragraphs({
        sender: literal(name),
        answers: '{{ answers }}',
        name: `{{ last_name }}{{ first_name | default: '${t.customer}' }}`,
      }),
      out,
    ],
    buttonLabel: '',
    link: '',
  };
};
