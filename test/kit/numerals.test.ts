import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { numeralsIn } from '../../src/kit/numerals.ts';
import { quantitiesIn } from '../../src/practice/drafter/heard/quantity.ts';

const DIGITS = ['', '일', '이', '삼', '사', '오', '육', '칠', '팔', '구'];

/** 1234 -> 천이백삼십사: the way a section below 10,000 is written in letters. */
const sectionInLetters = (n: number): string =>
  (
    [
      [1000, '천'],
      [100, '백'],
      [10, '십'],
      [1, ''],
    ] as const
  )
    .map(([unit, name]) => {
      const digit = Math.floor(n / unit) % 10;
      if (digit === 0) return '';
      return `${digit === 1 && unit > 1 ? '' : DIGITS[digit]}${name}`;
    })
    .join('');
const inLetters = (n: number): string =>
  [
    [1e8, '억'],
    [1e4, '만'],
    [1, ''],
  ]
    .map(([unit, name]) => {
      const section = Math.floor(n / Number(unit)) % 10_000;
      return section === 0 ? '' : `${sectionInLetters(section)}${name}`;
    })
    .join('');
/** 12345678 -> 1,234만 5,678 */
const mixed = (n: number, space: string): string =>
  [
    [1e8, '억'],
    [1e4, '만'],
    [1, ''],
  ]
    .map(([unit, name]) => {
      const section = Math.floor(n / Number(unit)) % 10_000;
      return section === 0 ? '' : `${section.toLocaleString('en-US')}${name}`;
    })
    .filter(Boolean)
    .join(space);
/** 25000000 -> 2천5백만, where it has such a form. */
const digitsAndUnits = (n: number): string => {
  const man = Math.floor(n / 1e4);
  const thousands = Math.floor(man / 1000);
  const hundreds = Math.floor(man / 100) % 10;
  return `${thousands > 0 ? `${thousands}천` : ''}${hundreds > 0 ? `${hundreds}백` : ''}만`;
};

const money = (text: string) => quantitiesIn(text).filter(({ kind }) => kind === 'money');

describe('numbers as Koreans write them', () => {
  const amount = fc.integer({ min: 1, max: 999_999_999_999 });

  it.each([
    ['with commas', (n: number) => `${n.toLocaleString('en-US')}원`],
    ['with commas and a space', (n: number) => `${n.toLocaleString('en-US')} 원`],
    ['in plain digits', (n: number) => `${n}원`],
    ['as 1억 2,345만 6,789', (n: number) => `${mixed(n, ' ')}원`],
    ['as 1억2,345만6,789', (n: number) => `${mixed(n, '')}원`],
  ])('are read back %s', (_, write) => {
    fc.assert(
      fc.property(amount, (n) => {
        expect(money(`이번 달 매출 ${write(n)} 만들자`).map(({ value }) => value)).toEqual([n]);
      }),
    );
  });

  it('are read back in letters alone, from ten up', () => {
    fc.assert(
      fc.property(fc.integer({ min: 10, max: 999_999_999_999 }), (n) => {
        expect(money(`매출 ${inLetters(n)}원`).map(({ value }) => value)).toEqual([n]);
      }),
    );
  });

  it('are read back as 2천5백만', () => {
    const parts = fc.tuple(fc.integer({ min: 1, max: 9 }), fc.integer({ min: 0, max: 9 }));
    fc.assert(
      fc.property(parts, ([thousands, hundreds]) => {
        const n = (thousands * 1000 + hundreds * 100) * 1e4;
        expect(money(`매출 ${digitsAndUnits(n)}원`).map(({ value }) => value)).toEqual([n]);
        expect(money(`매출 ${digitsAndUnits(n)}`).map(({ value }) => value)).toEqual([n]);
      }),
    );
  });

  it.each([
    ['1억', 100_000_000],
    ['1천만', 10_000_000],
    ['천만원', 10_000_000],
    ['천만 원', 10_000_000],
    ['일천만원', 10_000_000],
    ['3백만', 3_000_000],
    ['삼백만원', 3_000_000],
    ['3천5백만원', 35_000_000],
    ['1천5백만원', 15_000_000],
    ['1천 5백만원', 15_000_000],
    ['3천 만원', 30_000_000],
    ['천오백만 원', 15_000_000],
    ['매출삼백만원', 3_000_000],
    ['2억 3천만', 230_000_000],
    ['2억 3천5백만원', 235_000_000],
    ['이억 삼천만 원', 230_000_000],
    ['2억 삼천만원', 230_000_000],
    ['2천 500만원', 25_000_000],
    ['1억 5천만', 150_000_000],
    ['1억5000만원', 150_000_000],
    ['1.5억', 150_000_000],
    ['0.5억원', 50_000_000],
    ['500 만 원', 5_000_000],
    ['1,000만원', 10_000_000],
    ['１０００만원', 10_000_000],
    ['10,000,000원', 10_000_000],
    ['만원', 10_000],
    ['₩10,000,000', 10_000_000],
    ['10 million won', 10_000_000],
    ['10M KRW', 10_000_000],
    ['KRW 10m', 10_000_000],
    ['1.5 billion won', 1_500_000_000],
    ['300k won', 300_000],
  ])('%s is %i won', (text, value) => {
    expect(money(text)).toMatchObject([{ value, currency: 'KRW' }]);
  });

  it.each([
    ['$5k', 5_000, 'USD'],
    ['USD 5,000', 5_000, 'USD'],
    ['5천 달러', 5_000, 'USD'],
    ['€300', 300, 'EUR'],
  ])('%s stays in its own currency', (text, value, currency) => {
    expect(money(text)).toMatchObject([{ value, currency }]);
  });

  it.each([
    '이만큼만 해도',
    '번역만 백업하고',
    '백화점 조건 일부',
    '오늘 사과만 천천히',
    '구매 이후 이메일',
    '만들고 싶은 만족',
    '삼성 이사 사은품',
    '비용만 원하시면 추천명단으로 실적 만회',
  ])('sees no number in "%s"', (text) => {
    expect(numeralsIn(text)).toEqual([]);
  });

  it('tells names from numbers', () => {
    expect(numeralsIn('v3 C-42 A-1 U0B123').every(({ name }) => name)).toBe(true);
    expect(quantitiesIn('v3 C-42 A-1 U0B123')).toEqual([]);
  });

  it('slices exactly what was written', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 60 }), (text) => {
        for (const { at, end, text: said } of numeralsIn(text)) expect(said).toBe(text.slice(at, end));
      }),
    );
  });
});

describe('quantities', () => {
  it.each([
    ['60일', 'days', 60],
    ['두 달', 'days', 60],
    ['2개월', 'days', 60],
    ['석 달', 'days', 90],
    ['일주일', 'days', 7],
    ['2주', 'days', 14],
    ['반년', 'days', 180],
    ['일 년', 'days', 365],
    ['1년', 'days', 365],
    ['two months', 'days', 60],
    ['60-day', 'days', 60],
    ['half a year', 'days', 180],
    ['a week', 'days', 7],
    ['3회', 'times', 3],
    ['세 번', 'times', 3],
    ['three times', 'times', 3],
    ['twice', 'times', 2],
    ['300건', 'orders', 300],
    ['3+ orders', 'orders', 3],
    ['1만 명', 'people', 10_000],
    ['10%', 'percent', 10],
    ['12.5 퍼센트', 'percent', 12.5],
    ['1천만 마리', 'plain', 10_000_000],
  ])('%s is %s %d', (text, kind, value) => {
    expect(quantitiesIn(text)).toMatchObject([{ kind, value }]);
  });

  it.each(['두 번째', '3번째', '이번 주', '2026 v2', '첫 구매'])('counts nothing in "%s"', (text) => {
    expect(quantitiesIn(text).filter(({ kind }) => kind !== 'plain')).toEqual([]);
  });
});
