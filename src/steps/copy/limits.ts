import type { BrandKit } from '../../brand/kit.ts';
import { variablesOf } from '../../channels/alimtalk.ts';
import { listTemplates } from '../../channels/alimtalk-registry.ts';
import { AD_LABEL, dress } from '../../delivery/message/dress.ts';
import { BUBBLE_LIMITS, lengthOf, SUBJECT_BYTES } from '../../delivery/message/length.ts';
import type { Fields, Form } from '../../delivery/message/message.ts';
import { longestLinks } from '../../delivery/render.ts';
import { smsBytes } from '../../kit/ks-x-1001.ts';
import { channelOf, fallbackOf } from '../brief/channel.ts';
import { askedWay } from '../brief/channel-words.ts';
import { isNamed } from '../brief/informs.ts';
import { earlier, type StepContext, wordsOf } from '../step.ts';
import { approved } from './alimtalk.ts';
import { LIMITS } from './shape.ts';

/** What the brief's channel has room for, beside what code adds: the model's to spend. */
export const limitsForModel = async (ctx: StepContext) => {
  const brief = earlier(ctx, 'brief');
  const channel = channelOf(brief);
  const fallback = fallbackOf(brief);
  return {
    channel,
    fallback,
    ...(channel === 'email' && { email: mailRoom }),
    ...((channel === 'sms' || fallback === 'sms') && { sms: textRoom(ctx) }),
    ...(channel === 'kakao' && { kakao: kakaoRoom(ctx), ...(await templatesAsked(ctx)) }),
    ...(channel === 'push' && { push: pushRoom(ctx) }),
  };
};

const mailRoom = {
  subject: LIMITS.subject.limit - AD_LABEL.length - 1,
  preheader: LIMITS.preheader.limit,
  paragraphs: LIMITS.paragraphs,
  paragraph: LIMITS.paragraph,
  buttonLabel: LIMITS.button.email,
};

/** What an advertisement becomes around a text of one letter. */
const around = (form: Form, fields: Fields, { sender }: Pick<BrandKit, 'sender'>): Fields => {
  const optOut = form === 'push' ? sender.appSettings : sender.optOutNumber;
  return dress({ key: '', form, isAd: true, fields, vars: {}, sender: { name: sender.name }, optOut }).fields;
};

/** A message of one breath, by the names marketers have for it. */
const SHORT = /단문|짧은\s?문자|\bsms\b|short texts?\b/iu;

const textRoom = (ctx: StepContext) => {
  const { kit, deps } = ctx;
  const room = (form: 'sms' | 'lms'): number => {
    const fields = around(form, { text: '-' }, kit);
    const { value, limit } = lengthOf({ form, fields, vars: {} });
    return limit - value + 1;
  };
  const link = smsBytes(longestLinks(1, deps.config.publicUrl).links[0] ?? '') + 1;
  const most = (bytes: number) => Math.max(0, bytes);
  return {
    asked: SHORT.test(wordsOf(ctx)) ? 'short' : 'long',
    short: { bytes: most(room('sms')), bytesWithLink: most(room('sms') - link) },
    // The brand's fixed message stands first where there is room for it, and an empty line after it.
    long: { titleBytes: SUBJECT_BYTES, bytes: most(room('lms') - link - 2 * LIMITS.keyMessage) },
    paragraphs: LIMITS.paragraphs,
  };
};

const kakaoRoom = (ctx: StepContext) => ({
  asked: askedWay(wordsOf(ctx)).alimtalk ? 'alimtalk' : 'brand',
  characters: BUBBLE_LIMITS.TEXT.content - LIMITS.keyMessage,
  paragraphs: LIMITS.paragraphs,
  buttonLabel: LIMITS.button.kakao,
});

/** Only approved ones, and only where one was asked for: what nobody asked for is not offered to a model. */
const templatesAsked = async (ctx: StepContext) =>
  askedWay(wordsOf(ctx)).alimtalk
    ? {
        templates: approved(await listTemplates(ctx.db)).map(({ id, name, text, buttons }) => ({
          id,
          name,
          text,
          variables: variablesOf(text),
          buttons: buttons.map((button) => button.name),
          named: isNamed({ name }, wordsOf(ctx)),
        })),
      }
    : {};

const pushRoom = ({ kit }: StepContext) => {
  const { title = '', body = '' } = around('push', { title: '-', body: '-' }, kit);
  return {
    title: Math.max(0, LIMITS.push.title - title.length + 1),
    text: Math.max(0, LIMITS.push.body - body.length + 1),
  };
};
