import { banned, spoken, textsOf, unoffered, unproven } from '../../steps/copy/words.ts';
import { none, type PreflightInput, type Rule } from './rule.ts';

/** Others by name or as "others": comparing needs proof and a lawyer. */
const RIVALS = /타사|경쟁사|경쟁\s?업체|다른\s?(?:브랜드|쇼핑몰)보다|\bcompetitors?\b|\bother brands\b/giu;
/** Goods that may not be advertised by mail at all, or not to everybody. */
const BARRED =
  /도박|카지노|바카라|토토|불법\s?대출|무등록\s?대부|작업\s?대출|처방\s?없이|전문의약품|성인\s?용품|\bcasino\b|\bgambling\b|\bpayday loan\b/giu;
const PROMOTION = /할인|쿠폰|특가|이벤트|무료\s?체험|적립|\d\s?%|\bdiscount\b|\bcoupon\b|\bsale\b/iu;

const found = ({ variants }: PreflightInput, find: (text: string) => readonly string[]): string[] =>
  variants.flatMap((variant) =>
    textsOf(variant).flatMap(({ text }) => find(text).map((word) => `${variant.key} “${word}”`)),
  );
const all = (pattern: RegExp) => (text: string) => [...spoken(text).matchAll(pattern)].map(([word]) => word);

/** Words that need a source, and words that are never used. */
export const claimRules: readonly Rule[] = [
  {
    id: 'WORD-01',
    family: 'copy',
    severity: 'block',
    looksAt: 'variants',
    judge: (input) => none(found(input, (text) => banned(text, input.kit))),
  },
  {
    id: 'CLAIM-01',
    family: 'copy',
    severity: 'block',
    looksAt: 'variants',
    judge: (input) => none(found(input, (text) => unproven(text, input.kit))),
  },
  {
    id: 'CLAIM-02',
    family: 'copy',
    severity: 'block',
    looksAt: 'variants',
    judge: (input) => none(found(input, (text) => unoffered(text, { offer: input.offer }, input.kit))),
  },
  {
    id: 'CLAIM-03',
    family: 'copy',
    severity: 'block',
    looksAt: 'variants',
    judge: (input) => none(found(input, all(RIVALS))),
  },
  {
    id: 'KR-GOODS-01',
    family: 'copy',
    severity: 'block',
    looksAt: 'variants',
    judge: (input) => none(found(input, all(BARRED))),
  },
  {
    id: 'KR-LABEL-05',
    family: 'copy',
    severity: 'warn',
    looksAt: 'variants',
    concerns: ({ plan }) => !plan.isAd,
    judge: (input) =>
      none(found(input, (text) => (PROMOTION.test(spoken(text)) ? [spoken(text).match(PROMOTION)?.[0] ?? ''] : []))),
  },
];
