import { describe, expect, it } from 'vitest';
import { type DigestBody, digestView } from '../../src/digest/view.ts';
import type { Language } from '../../src/i18n/language.ts';
import { voice } from '../../src/i18n/voice.ts';
import { checkMessage } from '../../src/practice/slack/blocks-check.ts';

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
  waiting: [
    { campaignId: 45, step: 'copy', version: 1, hours: 19, overdue: true, who: ['U2', 'U3'] },
    { campaignId: 46, step: 'plan', version: 2, hours: 1, overdue: false, who: ['U2'] },
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
const states = { quiet, busy, late: { ...busy, late: true, simulated: false }, 'quiet-late': { ...quiet, late: true } };

describe.each(['ko', 'en'] as Language[])('the digest in %s', (language) => {
  const v = voice(language, { timezone: 'Asia/Seoul', currency: 'KRW' });

  it.each(Object.entries(states))('%s', async (name, body) => {
    const card = digestView(body, v);
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

  it('says dollars where there is no rate into the account’s currency', () => {
    const euros = voice(language, { timezone: 'Asia/Seoul', currency: 'EUR' });
    const card = digestView(
      { ...busy, currency: 'EUR', ai: { ...busy.ai, yesterdayMinor: null, monthMinor: null } },
      euros,
    );
    expect(JSON.stringify(card)).toContain('0.09 USD');
  });
});
