import { describe, expect, it } from 'vitest';
import type { Language } from '../../src/i18n/language.ts';
import { voice } from '../../src/i18n/voice.ts';
import { hear, namesSomeone } from '../../src/practice/drafter/heard/hear.ts';
import type { Readout } from '../../src/results/readout.ts';
import { type About, goalOf, suggestionsOf } from '../../src/results/suggest.ts';
import { someReadout } from './some-readout.ts';

const about = (readout: Readout, more: Partial<About> = {}): About => ({
  readout,
  audience: '60일 넘게 안 산 단골',
  offered: ['email'],
  angles: { 'A-2': '기억' },
  daysSince: 9,
  ...more,
});
const kinds = (readout: Readout, more?: Partial<About>) => suggestionsOf(about(readout, more)).map(({ kind }) => kind);
const goals = (language: Language, all: About): string[] => {
  const v = voice(language, { timezone: 'Asia/Seoul', currency: 'KRW' });
  return suggestionsOf(all).map((one) => goalOf(all, one, v.t.results.next.day('2026-12-31'), v));
};

const NOW = { today: '2026-12-02', currency: 'KRW' };
const won = someReadout({ variants: { 'A-1': 88, 'A-2': 150 } });
const segments = someReadout({ variants: { 'A-1': 100, 'A-2': 70, 'B-1': 40, 'B-2': 28 } });
const small = someReadout({ send: 160, holdout: 40, sendBuyers: 11, holdoutBuyers: 1 });

describe('what a result suggests', () => {
  it('builds on what was learned, and suggests nothing where nothing was', () => {
    expect(kinds(won)).toEqual(['again', 'clickers']);
    expect(kinds(segments, { offered: ['email', 'sms', 'kakao'] })).toEqual(['again', 'clickers', 'other_channel']);
    expect(kinds(small, { offered: ['email', 'sms'] })).toEqual(['more_holdout', 'other_channel']);
    expect(kinds(someReadout({ holdout: 0, holdoutBuyers: 0 }))).toEqual(['clickers', 'more_holdout']);
    expect(kinds(someReadout({ kind: 'day1' }))).toEqual([]);
    expect(kinds(someReadout({ send: 3_000, holdout: 1_500, meantHoldout: 0.2 }))).toEqual([]);
    expect(kinds({ ...won, stopped: true })).toEqual([]);
  });

  it('never writes by another way to those whom sending put off', () => {
    const lost = someReadout({ sendBuyers: 60, holdoutBuyers: 60 });
    expect(kinds(lost, { offered: ['email', 'sms', 'kakao', 'push'] })).toEqual(['more_holdout']);
  });

  it('is written as a marketer would write it', () => {
    const all = { offered: ['email', 'kakao'] as const };
    expect([
      ...goals('ko', about(segments, all)),
      ...goals('en', about(won)),
      ...goals('ko', about(small)),
    ]).toMatchInlineSnapshot(`
      [
        "60일 넘게 안 산 단골에게 이메일을 보내서 12월 31일까지 매출 950만원",
        "C-42에서 클릭한 고객 중 최근 9일 동안 안 산 고객에게 이메일을 보내서 12월 31일까지 매출 83만원",
        "120일 넘게 쉰 단골 <!here>에게 카카오톡을 보내서 12월 31일까지 매출 ○○만원",
        "Send an e-mail to 60일 넘게 안 산 단골 (with the approach of A-2 that did better: '기억') to reach ₩9,500,000 in revenue by December 31",
        "Send an e-mail to customers who clicked in C-42 and have not bought in the last 9 days to reach ₩830,000 in revenue by December 31",
        "60일 넘게 안 산 단골에게 이메일을 보내서 12월 31일까지 매출 40만원, 홀드아웃 50%",
      ]
    `);
  });

  it.each(['ko', 'en'] as Language[])(
    'reads as whom, by when and how much in %s: the model has nothing to guess',
    (language) => {
      const audience = language === 'ko' ? '60일 넘게 안 산 단골' : 'regulars who have not bought for 60 days';
      const targets = goals(language, about(won, { audience })).map((goal) => hear(goal, NOW).figure?.target);
      expect(targets).toEqual([9_500_000, 830_000]);
      expect(goals(language, about(small, { audience })).map((goal) => hear(goal, NOW).holdoutPercent)).toEqual([50]);
      const other = goals(language, about(segments, { audience, offered: ['kakao'] })).at(-1) ?? '';
      expect(hear(other, NOW).by?.way).toEqual(['kakao']);
      const cases = [won, segments, small].flatMap((readout) => goals(language, about(readout, { audience })));
      expect(cases.length).toBeGreaterThan(3);
      for (const goal of cases) {
        const heard = hear(goal, NOW);
        expect({ goal, some: (heard.figure?.target ?? 0) > 0 }).toEqual({ goal, some: true });
        expect({ goal, day: heard.deadline?.day }).toEqual({ goal, day: '2026-12-31' });
        expect({ goal, someone: namesSomeone(heard) }).toEqual({ goal, someone: true });
      }
    },
  );

  it('of a goal in conversions aims at conversions', () => {
    const conversions = someReadout({ metric: 'conversion_rate' });
    expect(goals('ko', about(conversions))[0]).toMatch(/전환율 6\.5%$/);
  });
});
