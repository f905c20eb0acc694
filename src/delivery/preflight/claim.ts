import { banned, spoken, textsOf, unoffered, unproven } from '../../steps/copy/words.ts';
import { EXIT_LINE } from '../message/dress.ts';
import { FORMS, type Message, readable } from '../message/message.ts';
import { type MessageRule, none, type PreflightInput, type Rule } from './rule.ts';

/** Others by name or as "others": comparing needs proof and a lawyer. */
const RIVALS = /타사|경쟁사|경쟁\s?업체|다른\s?(?:브랜드|쇼핑몰)보다|\bcompetitors?\b|\bother brands\b/giu;
/** Goods that may not be advertised by mail at all, or not to everybody. */
const BARRED =
  /도박|카지노|바카라|토토|불법\s?대출|무등록\s?대부|작업\s?대출|처방\s?없이|전문의약품|성인\s?용품|\bcasino\b|\bgambling\b|\bpayday loan\b/giu;
/** Fields in which the law has a word of its own: what they promise is reviewed before it is said. */
const SECTORS =
  /치료|완화\s?효과|예방\s?효과|항암|당뇨|혈압|체지방\s?감소|다이어트\s?효과|면역력|주름\s?개선|미백|탈모\s?방지|디톡스|원금\s?보장|수익률|연\s?이율|대출|\bclinically proven\b|\bweight loss\b|\banti-?aging\b|\bimmun(?:e|ity)\b|\bguaranteed returns?\b|\bloans?\b/giu;

const found = ({ variants }: PreflightInput, find: (text: string) => readonly string[]): string[] =>
  variants.flatMap((variant) =>
    textsOf(variant).flatMap(({ text }) => find(text).map((word) => `${variant.key} “${word}”`)),
  );
const all = (pattern: RegExp) => (text: string) => [...spoken(text).matchAll(pattern)].map(([word]) => word);

const reviewed = (kit: PreflightInput['kit'], word: string): boolean =>
  kit.facts.some((fact) => fact.text.toLowerCase().includes(word.toLowerCase()));

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
    confirm: true,
    looksAt: 'variants',
    judge: (input) => none(found(input, (text) => unproven(text, input.kit))),
  },
  {
    id: 'CLAIM-02',
    family: 'copy',
    severity: 'block',
    confirm: true,
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
    id: 'CLAIM-04',
    family: 'copy',
    severity: 'block',
    confirm: true,
    looksAt: 'variants',
    judge: (input) => none(found(input, (text) => all(SECTORS)(text).filter((word) => !reviewed(input.kit, word)))),
  },
];

export const goodsRules: readonly MessageRule[] = [
  {
    id: 'KR-GOODS-01',
    family: 'copy',
    severity: 'block',
    forms: FORMS,
    judge: (message) => ({ found: read(message, all(BARRED)) }),
  },
];

const quoted = (words: readonly string[]): string[] => words.map((word) => `“${word}”`);
const read = (message: Message, find: (text: string) => readonly string[]): string[] =>
  quoted(readable(message).flatMap(({ text }) => find(text.replace(EXIT_LINE, ''))));
const NO_PROOF = { facts: [] };

/**
 * The same claims where no brand kit is at hand to prove them, as for a file: pointed out, and left to whoever knows the
 * proof.
 */
export const claimQuestions: readonly MessageRule[] = (
  [
    ['CLAIM-01', (text) => unproven(text, NO_PROOF)],
    ['CLAIM-02', (text) => unoffered(text, { offer: null }, NO_PROOF)],
    ['CLAIM-03', all(RIVALS)],
    ['CLAIM-04', all(SECTORS)],
  ] as const satisfies readonly (readonly [MessageRule['id'], (text: string) => string[]])[]
).map(([id, find]) => ({
  id,
  family: 'copy',
  severity: 'warn',
  confirm: true,
  forms: FORMS,
  judge: (message) => ({ found: read(message, find) }),
}));
