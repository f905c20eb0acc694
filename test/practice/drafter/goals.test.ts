import { describe, expect, it } from 'vitest';
import { hear, overheard } from '../../../src/practice/drafter/heard/hear.ts';
import { NOBODY } from '../../../src/practice/drafter/heard/who.ts';
import { themeOf } from '../../../src/practice/drafter/theme.ts';
import { ENGLISH, KOREAN, type Reading } from './goals.ts';

const at = { today: '2026-11-21', currency: 'KRW' };

const check = (goal: string, expected: Reading): void => {
  const heard = hear(goal, at);
  const { asked, ...who } = expected.who;
  expect({ ...heard.who, asked: heard.who.asked?.map(({ name }) => name) ?? null }).toEqual({
    ...NOBODY,
    ...who,
    asked: asked ?? null,
  });
  expect(heard.figure ? [heard.figure.metric, heard.figure.target] : null).toEqual(expected.kpi);
  expect(themeOf(heard.who)).toBe(expected.theme);
  expect(heard.deadline?.day).toBe(expected.by);
  expect(heard.sendWhen === 'now' ? 'now' : heard.sendAt?.at).toBe(expected.send);
  expect(heard.budget?.value).toBe(expected.budget);
  expect(heard.offer?.kind).toBe(expected.offer);
  expect(heard.windowDays).toBe(expected.window ?? null);
};

describe('goals are read as a person would read them', () => {
  it('on at least forty Korean and twenty English ones', () => {
    expect(Object.keys(KOREAN).length).toBeGreaterThanOrEqual(40);
    expect(Object.keys(ENGLISH).length).toBeGreaterThanOrEqual(20);
  });
  it.each(Object.entries(KOREAN))('%s', check);
  it.each(Object.entries(ENGLISH))('%s', check);

  it.each(Object.keys({ ...KOREAN, ...ENGLISH }))('and every reading quotes the words: %s', (goal) => {
    for (const { text } of hear(goal, at).readings) expect(goal).toContain(text);
  });
});

describe('words that are no goal, or half of one', () => {
  it.each([
    '',
    '   ',
    '안녕',
    'ㅋㅋㅋㅋ',
    '점심 뭐 먹지?',
    'hello there',
    '1천만 마리 고양이를 모으자',
    '🎉🎉',
    '화성에 가자',
  ])('"%s" names neither people nor a figure', (words) => {
    const heard = hear(words, at);
    expect(heard.figure).toBeNull();
    expect(heard.who).toEqual(NOBODY);
  });

  it('a rise in percent is no figure', () => {
    for (const words of ['단골 매출 10% 올리기', 'regulars, increase revenue by 10%']) {
      const heard = hear(words, at);
      expect(heard.figure).toBeNull();
      expect(heard.relative?.value).toBe(10);
    }
  });

  it('money of another currency is no figure either', () => {
    const heard = hear('regulars, $5k this month', at);
    expect(heard.figure).toBeNull();
    expect(heard.foreign).toMatchObject({ value: 5_000, currency: 'USD' });
    expect(hear('regulars, $5k this month', { ...at, currency: 'USD' }).figure?.target).toBe(5_000);
  });

  it('a number nobody can place is said back', () => {
    expect(hear('단골 2,000명에게만, 매출 1천만원', at).unread).toEqual(['2,000명']);
  });

  it('a day that is over is no deadline', () => {
    expect(hear('단골 매출 1천만원, 2026-11-01까지', at).deadline).toBeNull();
  });
});

describe('later words are laid over earlier ones', () => {
  const goal = '60일 넘게 안 산 단골(3회 이상 구매)을 다시 오게 해서 이번 달 매출 3천만원, 내일 14시 발송';
  const said = (...words: string[]) => [goal, ...words].map((text) => hear(text, at)).reduce(overheard);

  it('a lower target and no coupons', () => {
    const heard = said('쿠폰은 쓰지 말고, 목표는 1,000만원으로 낮추자');
    expect(heard.figure?.target).toBe(10_000_000);
    expect(heard.offer).toEqual({ kind: 'none' });
    expect(heard.who).toMatchObject({ lapsedDays: 60, minOrders: 3 });
    expect(heard.readings.map(({ text }) => text)).toEqual(['60일', '3회', '3천만원', '1,000만원']);
  });

  it('the amount kept of two', () => {
    for (const words of ['3천만원 말고 1천만원으로', '3,000만원에서 1,000만원으로 낮춰 줘', 'make it 10m won instead'])
      expect(said(words).figure?.target).toBe(10_000_000);
  });

  it('another span opens the range again', () => {
    expect(said('60~90일로', '90일 넘게 안 산 사람으로').who).toMatchObject({ lapsedDays: 90, lapsedBefore: null });
  });

  it('now takes back a time, and a time takes back now', () => {
    expect(said('지금 바로 보내자')).toMatchObject({ sendWhen: 'now', sendAt: null });
    expect(said('지금 바로 보내자', '아니, 내일 오전 10시에 보내자')).toMatchObject({
      sendWhen: 'later',
      sendAt: { at: '2026-11-22T10:00' },
    });
  });

  it('everyone takes back every condition', () => {
    expect(said('그냥 전체 고객에게 보내자').who).toMatchObject({ everyone: true, lapsedDays: null, minOrders: null });
  });
});
