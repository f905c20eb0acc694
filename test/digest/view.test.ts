import { describe, expect, it } from 'vitest';
import { type DigestBody, digestView } from '../../src/digest/view.ts';
import type { WeekReview } from '../../src/digest/week.ts';
import type { Language } from '../../src/i18n/language.ts';
import { voice } from '../../src/i18n/voice.ts';
import { checkMessage } from '../../src/practice/slack/blocks-check.ts';
import { pooledWords } from '../../src/results/pooled-words.ts';
import { somePooled } from '../support/cards.ts';

const inTongue = (language: Language) => voice(language, { currency: 'KRW', timezone: 'Asia/Seoul' });

import { BUDGET, weigh } from '../../src/slack/budget.ts';

const quiet: DigestBody = {
  date: '2026-11-24',
  at: '2026-11-24T00:00:02.000Z',
  late: false,
  currency: 'KRW',
  yesterday: { from: '2026-11-22T15:00:00.000Z', to: '2026-11-23T15:00:00.000Z' },
  attributed: { minor: 0, orders: 0, monthMinor: 0, month: '2026-11', targetMinor: null, byCampaign: [] },
  settled: [],
  untold: [],
  waiting: [],
  running: [],
  today: [],
  anomalies: [],
  ai: { yesterdayMicros: 0, monthMicros: 0, yesterdayMinor: 0, monthMinor: 0, unknownCalls: 0 },
  simulated: false,
};
const busy: DigestBody = {
  ...quiet,
  attributed: {
    minor: 580_000,
    orders: 14,
    monthMinor: 6_410_000,
    month: '2026-11',
    targetMinor: 10_000_000,
    byCampaign: [{ campaignId: 42, minor: 580_000, orders: 14 }],
  },
  settled: [{ campaignId: 42, minor: 3_880_000, loMinor: 960_000, hiMinor: 6_800_000, n: 4_570 }],
  untold: [40],
  byGoal: [{ campaignId: 38, kind: 'proved' }],
  waiting: [
    { campaignId: 45, step: 'copy', version: 1, hours: 19, overdue: true, who: ['U2', 'U3'] },
    { campaignId: 46, step: 'plan', version: 2, hours: 1, overdue: false, who: ['U2'] },
    { campaignId: 39, step: 'wave', version: null, hours: 1, overdue: false, who: ['U2'] },
  ],
  running: [
    {
      campaignId: 44,
      title: '첫 구매 <!channel> *환영*',
      status: 'measuring',
      windowEndsAt: '2026-11-28T05:00:00.000Z',
    },
    { campaignId: 41, title: '휴면', status: 'paused', windowEndsAt: '2026-11-29T05:00:00.000Z' },
  ],
  today: [{ campaignId: 43, at: '2026-11-24T05:00:00.000Z', n: 2_300 }],
  anomalies: [
    { campaignId: 41, kind: 'unsubscribe', rate: 0.009, usual: 0.003 },
    { campaignId: 41, kind: 'paused' },
    { campaignId: 44, kind: 'unknown', n: 3 },
  ],
  ai: { yesterdayMicros: 92_000, monthMicros: 2_230_000, yesterdayMinor: 120, monthMinor: 2_899, unknownCalls: 0 },
  simulated: true,
};
const week: WeekReview = {
  from: '2026-11-16',
  to: '2026-11-22',
  currency: 'KRW',
  pooled: {
    ...somePooled,
    said: { ko: pooledWords(somePooled, inTongue('ko')), en: pooledWords(somePooled, inTongue('en')) },
  },
  settled: [
    {
      campaignId: 42,
      title: '단골 재방문',
      kind: 'proved',
      incremental: { minor: 3_880_000, loMinor: 960_000, hiMinor: 6_800_000 },
      n: 4_570,
      attributedMinor: 6_410_000,
      said: {
        ko: '증분 매출 +388만원 (95 % +96 ~ +680). A-2안이 더 나았어요.',
        en: 'Incremental revenue +₩3,880,000 (95 % +₩960,000 to +₩6,800,000). A-2 did better.',
      },
    },
    {
      campaignId: 40,
      title: '휴면 <!channel>',
      kind: 'cannot_tell',
      incremental: null,
      n: 812,
      attributedMinor: 310_000,
      said: {
        ko: '차이를 말하기에 표본이 작습니다: 필요한 대상 10.9만 명, 본 차이가 참이라면 (지금은 812명, 그중 홀드아웃 162명).',
        en: 'Too few people to tell a difference: 109,000 needed if the difference seen is the true one (now 812, 162 of them held out).',
      },
    },
    {
      campaignId: 39,
      title: '가격 인상 안내',
      kind: 'harm',
      incremental: { minor: -900_000, loMinor: -1_500_000, hiMinor: -300_000 },
      n: 9_000,
      attributedMinor: 200_000,
      said: {
        ko: '보내지 않은 쪽이 더 샀습니다: 증분 매출 −90만원 (95 % −150 ~ −30).',
        en: 'Those who got nothing bought more: incremental revenue −₩900,000 (95 % −₩1,500,000 to −₩300,000).',
      },
    },
  ],
  attributed: { minor: 6_920_000, orders: 171, beforeMinor: 6_100_000 },
  started: 2,
  verdicts: { approved: 11, rejected: 1, regenerated: 2 },
  learned: { remembered: 1, waiting: 2 },
  next: [
    {
      campaignId: 42,
      kind: 'again',
      channel: 'email',
      why: { ko: '효과가 확인됐고 A-2안이 더 나았어요', en: 'sending is proven to have worked, and A-2 did better' },
    },
    {
      campaignId: 40,
      kind: 'other_channel',
      channel: 'kakao',
      why: { ko: '이메일로는 효과를 확인하지 못했어요', en: 'no effect could be shown by e-mail' },
    },
  ],
};
const idle: WeekReview = {
  ...week,
  settled: [],
  attributed: { minor: 0, orders: 0, beforeMinor: 0 },
  started: 0,
  verdicts: { approved: 0, rejected: 0, regenerated: 0 },
  learned: { remembered: 0, waiting: 0 },
  next: [],
};
const names = { U2: '이승인' };
const states: Record<string, DigestBody> = {
  week: { ...busy, week },
  'quiet-week': { ...quiet, week: idle },
  quiet,
  busy,
  late: {
    ...busy,
    late: true,
    simulated: false,
    waiting: [{ campaignId: 39, step: 'wave', version: null, hours: 26, overdue: true, who: ['U2', 'U3'] }],
  },
  'quiet-late': { ...quiet, late: true },
};

it('names one whom it waits for, and mentions nobody but the one who is late', () => {
  const v = voice('ko', { timezone: 'Asia/Seoul', currency: 'KRW' });
  const waiting = JSON.stringify(digestView(busy, v, names).blocks);
  expect(waiting).toContain(
    'C-45 카피 (이승인 외 1명, 19시간), C-46 발송 계획 (이승인, 1시간), C-39 나머지에 보낼 안 (이승인, 1시간)',
  );
  expect(waiting.match(/<@/g)).toHaveLength(1);
  expect(JSON.stringify(digestView(busy, v).blocks)).toContain('C-45 카피 (승인자 2명 중 1명, 19시간)');
});

describe.each(['ko', 'en'] as Language[])('the digest in %s', (language) => {
  const v = voice(language, { timezone: 'Asia/Seoul', currency: 'KRW' });

  it.each(Object.entries(states))('%s', async (name, body) => {
    const card = digestView(body, v, names);
    await expect(`${JSON.stringify(card, null, 1)}\n`).toMatchFileSnapshot(`../golden/digest/${name}.${language}.json`);
    expect(checkMessage(card)).toBeNull();
    expect(card.text.startsWith(language === 'ko' ? '11/24(화)' : 'Tue 24 Nov')).toBe(true);
    expect(JSON.stringify(card)).not.toContain('<!channel>');
  });

  it('stays short and whole with fifty of everything', () => {
    const many = <T>(list: T[]): T[] => Array.from({ length: 50 }, (_, i) => list[i % list.length]!);
    const card = digestView(
      {
        ...busy,
        settled: many(busy.settled),
        waiting: many(busy.waiting),
        running: many(busy.running),
        anomalies: many(busy.anomalies),
      },
      v,
    );
    expect(checkMessage(card)).toBeNull();
    expect(JSON.stringify(card.blocks).length).toBeLessThan(4_000);
  });

  it('fits a message with the week after a busy one, whatever the campaigns are called, and counts who has no line', () => {
    const settled = Array.from({ length: 50 }, (_, i) => {
      const one = week.settled[i % 3]!;
      const long = '&<"'.repeat(200);
      return { ...one, title: long, said: { ko: `${one.said.ko} ${long}`, en: `${one.said.en} ${long}` } };
    });
    const card = digestView({ ...busy, week: { ...week, settled } }, v, names);
    expect(checkMessage(card)).toBeNull();
    expect(weigh(card.blocks)).toBeLessThanOrEqual(BUDGET);
    const lines = JSON.stringify(card.blocks).match(/• C-/g)?.length ?? 0;
    expect(lines).toBeGreaterThanOrEqual(3);
    expect(JSON.stringify(card.blocks).match(language === 'ko' ? /그 밖에/g : /• and /g)).toHaveLength(3);
  });

  it('says dollars where there is no rate into the account’s currency', () => {
    const euros = voice(language, { timezone: 'Asia/Seoul', currency: 'EUR' });
    const card = digestView(
      { ...busy, currency: 'EUR', ai: { ...busy.ai, yesterdayMinor: null, monthMinor: null } },
      euros,
    );
    expect(JSON.stringify(card)).toContain('0.09 USD');
  });
});
