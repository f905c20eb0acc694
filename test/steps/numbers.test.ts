import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { mentions, numbersIn, sameNumber, squeezed } from '../../src/steps/numbers.ts';

const values = (text: string) => numbersIn(text).map(({ value }) => value);

describe('numbers in sentences', () => {
  const read: [string, number[]][] = [
    ['60일 넘게 안 산 단골(3회 이상)을 이번 달 매출 1천만원', [60, 3, 10_000_000]],
    ['무조건, 조건 없이, 조회수, 은은한 조명, 실적 만회', []],
    ['3천5백만원, 1억 2천만 원, 2.5만원, 백만원', [35_000_000, 120_000_000, 25_000, 1_000_000]],
    ['10 만원과 10 만족', [100_000, 10]],
    ['3만 8천원', [38_000]],
    ['lapsed 60 days, 10k, 1.5 million won, 2bn', [60, 10_000, 1_500_000, 2e9]],
    ['₩10,000,000 by 12/31', [10_000_000, 12, 31]],
    ['추천 상품 만족, 추천명단', []],
    ['삼백만원, 1천5백만원, 2억 3천만 원, 이억 삼천오백만 원', [3_000_000, 15_000_000, 230_000_000, 235_000_000]],
    ['1만 5천 명, 매출 1억 100명', [15_000, 100_000_000, 100]],
    ['쿠폰 삼십 퍼센트, 오백 통, 일 잘하는 이 사람', [30, 500]],
    ['１０％ 할인', [10]],
  ];
  for (const [text, expected] of read) test(text, () => expect(values(text)).toEqual(expected));

  test('a percentage is also its share', () => {
    expect(numbersIn('15% off')[0]).toMatchObject({ percent: true, values: [15, 0.15] });
    expect(mentions('15 퍼센트', 0.15)).toBe(true);
    expect(mentions('15원', 0.15)).toBe(false);
  });

  test('every whole number is read back from letters, from digits and from any mixture of both', () => {
    const digit = ['', '일', '이', '삼', '사', '오', '육', '칠', '팔', '구'];
    /** Below 10,000: each place in letters or digits, 일 said or not. */
    const section = (n: number, how: readonly number[]): string =>
      ['천', '백', '십', '']
        .map((unit, i) => {
          const d = Math.floor(n / 10 ** (3 - i)) % 10;
          if (d === 0) return '';
          if (unit && d === 1 && how[i] === 2) return unit;
          // A digit after letters (삼천5) nobody writes.
          return `${how.includes(1) ? d : digit[d]}${unit}`;
        })
        .join('');
    const way = fc.array(fc.constantFrom(0, 1, 2), { minLength: 4, maxLength: 4 });
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 9_999 }),
        fc.integer({ min: 0, max: 9_999 }),
        way,
        way,
        fc.constantFrom('', ' '),
        (eok, man, first, second, gap) => {
          const said = `${section(eok, first)}억${man ? `${gap}${section(man, second)}만` : ''}${gap}원`;
          expect(values(`매출 ${said} 만들기`)).toEqual([eok * 1e8 + man * 1e4]);
        },
      ),
    );
  });

  test('every whole number is read back from the way Koreans write it', () => {
    const written = (n: number) => {
      const eok = Math.floor(n / 1e8);
      const man = Math.floor((n % 1e8) / 1e4);
      const rest = n % 1e4;
      return [eok ? `${eok}억` : '', man ? `${man}만` : '', rest || n === 0 ? `${rest}` : ''].filter(Boolean).join(' ');
    };
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 999_999_999_999 }),
        (n) => void expect(values(`매출 ${written(n)}원`)).toEqual([n]),
      ),
    );
  });

  test('thousands commas change nothing', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 1e12 }),
        (n) => void expect(values(`목표 ${n.toLocaleString('en-US')}원`)).toEqual([n]),
      ),
    );
  });

  test('the same number in another form is the same, another number is not', () => {
    expect(sameNumber(5, 0.05)).toBe(true);
    expect(sameNumber(0, 0)).toBe(true);
    expect(sameNumber(0, 5)).toBe(false);
    expect(sameNumber(10_000_000, 1_000_000)).toBe(false);
  });

  test('spelling people vary freely does not count', () =>
    expect(squeezed('1 천만 원, Ａ')).toBe(squeezed('1천만원A')));
});
