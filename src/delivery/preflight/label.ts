import { labels, spoken } from '../../steps/copy/words.ts';
import { AD_LABEL, NAME_WITHIN } from '../message/dress.ts';
import { FORMS, type Message, readable, SMS_FAMILY } from '../message/message.ts';
import type { MessageRule } from './rule.ts';

/** What only an advertisement says. */
export const PROMOTION =
  /할인|쿠폰|특가|이벤트|무료\s?(?:체험|증정|배송)|적립|증정|사은품|\d+(?:[.,]\d+)*\s?%|\bdiscounts?\b|\bcoupons?\b|\bsale\b|\bfree (?:trial|gift)\b/giu;

export const promotions = (message: Pick<Message, 'form' | 'fields'>): string[] =>
  readable(message).flatMap(({ text }) => [...spoken(text).matchAll(PROMOTION)].map(([word]) => word));

const unnamed = { ko: '보내는 사람 이름', en: 'sender name' };

/** How an advertisement says that it is one: the Network Act's annex 6, form by form. */
export const labelRules: readonly MessageRule[] = [
  {
    id: 'KR-LABEL-01',
    family: 'copy',
    severity: 'block',
    confirm: true,
    forms: SMS_FAMILY,
    concerns: ({ isAd }) => isAd,
    judge: ({ fields: { text = '' }, sender: { name } }) => {
      const at = name === null ? -1 : text.indexOf(name, AD_LABEL.length);
      const near = at >= 0 && at <= AD_LABEL.length + NAME_WITHIN;
      return {
        found: [...(text.startsWith(AD_LABEL) ? [] : [AD_LABEL]), ...(near ? [] : [name ?? unnamed])],
      };
    },
  },
  {
    id: 'KR-LABEL-02',
    family: 'copy',
    severity: 'block',
    confirm: true,
    forms: ['email'],
    concerns: ({ isAd }) => isAd,
    judge: ({ fields }) => ({ found: fields.subject?.startsWith(AD_LABEL) ? [] : [AD_LABEL] }),
  },
  {
    id: 'KR-LABEL-03',
    family: 'copy',
    severity: 'block',
    confirm: true,
    forms: ['push'],
    concerns: ({ isAd }) => isAd,
    judge: ({ fields: { title = '', body = '' } }) => ({
      found: title.startsWith(AD_LABEL) || body.startsWith(AD_LABEL) ? [] : [AD_LABEL],
    }),
  },
  {
    id: 'KR-LABEL-04',
    family: 'copy',
    severity: 'block',
    confirm: true,
    forms: FORMS,
    // What stands around the literal itself must not be read together once it is gone.
    judge: (message) => ({
      found: readable(message)
        .map(({ text }) => text.replaceAll(AD_LABEL, '|'))
        .filter(labels)
        .map((text) => `“${text.trim().slice(0, 12)}”`),
    }),
  },
  {
    id: 'KR-LABEL-05',
    family: 'copy',
    severity: 'warn',
    forms: FORMS,
    concerns: ({ isAd }) => !isAd,
    judge: (message) => ({
      found: [
        ...(readable(message).some(({ text }) => text.includes(AD_LABEL)) ? [AD_LABEL] : []),
        ...promotions(message).map((word) => `“${word}”`),
      ],
      ...(message.form === 'alimtalk' && { severity: 'block' as const }),
    }),
  },
];
