import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { countMatching } from '../../src/audience/count.ts';
import { saveSegment } from '../../src/audience/saved.ts';
import { voice } from '../../src/i18n/voice.ts';
import { forecast } from '../../src/results/forecast.ts';
import { expectedAttributed } from '../../src/results/history.ts';
import { wordsOf as blockWords } from '../../src/slack/plainer.ts';
import type { Brief } from '../../src/steps/brief/schema.ts';
import { briefBody } from '../../src/steps/brief/view.ts';
import { steps } from '../../src/steps/index.ts';
import { testDatabase } from '../support/database.ts';
import { type Company, company, fillShop } from './company.ts';
import { GOAL, goodBrief } from './drafts.ts';
import { contextOf, failed, judge, story, wordsOf } from './story.ts';

let connection: Awaited<ReturnType<typeof testDatabase>>;
let shop: Company;
beforeAll(async () => {
  connection = await testDatabase();
  shop = await company(connection);
  await fillShop(shop);
});
afterAll(async () => {
  await shop?.model.close();
  await connection?.close();
});

const judged = async (brief: Brief, goal = GOAL, by: 'ai' | 'person' = 'ai') => {
  const { campaignId } = await story(shop, null, goal);
  return judge(await contextOf(shop, campaignId, 'brief', by), 'brief', brief);
};
const brief = goodBrief;
const kpi = (more: Partial<Brief['kpi']>): Brief['kpi'] => ({ ...goodBrief().kpi, ...more });
const assuming = (words: string) => ({ assumptions: [words] });

describe('the channel of a brief', () => {
  const by = async (channels: string[], goal = GOAL, offered = ['email', 'sms', 'kakao', 'push']) => {
    const { campaignId } = await story(shop, null, goal);
    const ctx = await contextOf(shop, campaignId, 'brief');
    const own = new Map(offered.map((name) => [name, { name }])) as never;
    return judge({ ...ctx, deps: { ...ctx.deps, channels: own } }, 'brief', brief({ channels }));
  };
  const worst = async (...asked: Parameters<typeof by>) => {
    const found = (await by(...asked)).filter(({ id, passed }) => id.startsWith('brief.channel') && !passed);
    return found.map(({ id, severity, message }) => `${id} ${severity} ${message.ko}`);
  };

  test('is any that has settings, and Kakao with a text message behind it', async () => {
    for (const channels of [['email'], ['sms'], ['kakao'], ['kakao', 'sms'], ['push']]) {
      const checks = await by(channels);
      expect(checks.filter(({ id, passed }) => id === 'brief.channel' && !passed)).toEqual([]);
    }
  });

  test('without settings is refused, with what to set and what there is', async () => {
    const [why] = await worst(['kakao', 'sms'], GOAL, ['email', 'sms']);
    expect(why).toContain('brief.channel block 카카오 채널은 아직 설정이 없어');
    expect(why).toContain('SOLAPI_PFID');
    expect(why).toContain('지금 쓸 수 있는 채널: 이메일, 문자.');
  });

  test('asked for and not taken is said: for want of settings, for want of such a channel, or misread', async () => {
    expect(await worst(['email'], `${GOAL} 카톡으로`, ['email'])).toEqual([
      expect.stringMatching(/^brief\.channel_asked warn 카카오 채널은 아직 설정이 없어/),
    ]);
    expect(await worst(['email'], `팩스로 ${GOAL}`)).toEqual([
      expect.stringMatching(/^brief\.channel_asked warn 팩스로 보내 달라고 하셨는데 .* 이메일로 준비했어요/),
    ]);
    expect(await worst(['email'], `문자로 ${GOAL}`)).toEqual([
      expect.stringMatching(/^brief\.channel_asked warn 말씀에는 문자인데 브리프는 이메일/),
    ]);
    expect(await worst(['sms'], `문자로 ${GOAL}`)).toEqual([]);
    expect(await worst(['email'])).toEqual([]);
  });
});

describe('the checks of a brief', () => {
  test('a good one passes all of them', async () => expect(failed(await judged(brief()))).toEqual([]));

  test('only what there was to judge gets a tick', async () => {
    const shown = async (more: Partial<Brief>, goal = GOAL) => (await judged(brief(more), goal)).map(({ id }) => id);
    const some = ['brief.send_time', 'brief.budget', 'brief.now'];
    const plain = await shown({ budget: null, sendAt: null });
    expect(some.filter((id) => plain.includes(id))).toEqual([]);
    expect(await shown({ sendWhen: 'now' }, `${GOAL} 지금 바로 보내 줘`)).toContain('brief.now');
    expect(await shown({ sendAt: '2026-11-25T14:00' })).toContain('brief.send_time');
    expect(await shown({ budget: 300_000, ...assuming('예산은 30만원으로 두었어요') })).toContain('brief.budget');
  });

  const wrong: [string, Partial<Brief>, string[]][] = [
    ['a target of nothing', { kpi: kpi({ target: 0 }) }, ['brief.kpi']],
    ['a target that is no number', { kpi: kpi({ target: Number.NaN }) }, ['brief.kpi']],
    ['a conversion above 100 %', { kpi: kpi({ metric: 'conversion_rate', target: 3 }) }, ['brief.kpi']],
    ['a deadline that is over', { kpi: kpi({ deadline: '2026-11-23' }) }, ['brief.kpi']],
    ['a day that does not exist', { kpi: kpi({ deadline: '2026-11-31' }) }, ['brief.kpi']],
    ['a key message that is not the brand’s', { keyMessage: 'mine' }, ['brief.message']],
    ['orders counted for no day', { windowDays: 0 }, ['brief.window']],
    ['orders counted for half a day', { windowDays: 1.5 }, ['brief.window']],
    ['a channel that is not there', { channels: ['sms'] }, ['brief.channel']],
    ['no channel', { channels: [] }, ['brief.channel']],
    ['a channel nobody has', { channels: ['fax'] }, ['brief.channel']],
    ['two channels that are not one message', { channels: ['email', 'push'] }, ['brief.channel']],
    ['a send time that is over', { sendAt: '2026-11-24T09:00' }, ['brief.send_time']],
    ['a send time that is none', { sendAt: 'tomorrow' }, ['brief.send_time']],
    ['no title', { title: '' }, ['brief.length']],
    ['a line nobody reads', { guardrails: ['가'.repeat(301)] }, ['brief.length']],
    ['twenty questions', { questions: Array(20).fill('왜요?') }, ['brief.length']],
    [
      'a reading of words nobody said',
      { readings: [...goodBrief().readings, { text: '90일', value: 90, unit: '일' }] },
      ['brief.numbers'],
    ],
    ['a number read wrong', { readings: [{ text: '1천만원', value: 30_000_000, unit: 'KRW' }] }, ['brief.numbers']],
    ['a discount nobody offered', { offer: '25 % 할인' }, ['brief.numbers']],
    ['an audience with a number of its own', { audience: '90일 쉰 고객' }, ['brief.numbers']],
    ['a target nobody named', { kpi: kpi({ target: 77_000_000 }) }, ['brief.target']],
    ['a budget nobody named', { budget: 250_000 }, ['brief.budget']],
    ['a negative budget', { budget: -3 }, ['brief.budget']],
    ['sending at once though nobody said so', { sendWhen: 'now' }, ['brief.now']],
  ];
  for (const [name, more, ids] of wrong)
    test(`${name} fails ${ids.join()}`, async () => {
      const checks = await judged(brief(more));
      expect(failed(checks)).toEqual(ids);
      for (const id of ids) {
        const { ko, en } = wordsOf(checks, id);
        expect(ko).toMatch(/[가-힣]/);
        expect(en).toMatch(/[a-z]/);
        expect(en).not.toBe(ko);
      }
    });

  const right: [string, Partial<Brief>, string?][] = [
    ['today as the deadline', { kpi: kpi({ deadline: '2026-11-24' }) }],
    ['a send time ahead', { sendAt: '2026-11-25T14:00' }],
    ['sending at once when asked for', { sendWhen: 'now' }, `${GOAL} 지금 바로 보내 줘`],
    ['the coupon the brand has', { offer: '15% 할인 쿠폰 AGAIN15' }],
    [
      'a target that is owned up to',
      { kpi: kpi({ target: 30_000_000 }), ...assuming('목표는 3천만원으로 두었어요. 단골은 3회 이상') },
    ],
    ['a budget that is owned up to', { budget: 300_000, ...assuming('예산 말씀이 없어 30만원으로 두었어요') }],
    [
      'a number written in words, read and used',
      { audience: '3번 넘게 산 분', readings: [...goodBrief().readings, { text: '세 번', value: 3, unit: '회' }] },
      `${GOAL} 세 번`,
    ],
    [
      'an English goal',
      {
        kpi: kpi({ metric: 'orders', target: 100 }),
        audience: 'bought 3 times, lapsed 60 days',
        assumptions: [],
        readings: [
          { text: '60 days', value: 60, unit: 'days' },
          { text: '100 orders', value: 100, unit: 'orders' },
          { text: '3 times', value: 3, unit: 'times' },
        ],
      },
      'win back buyers of 3 times lapsed 60 days, 100 orders this month',
    ],
    [
      'a rate said as a percentage',
      { kpi: kpi({ metric: 'conversion_rate', target: 0.05 }), readings: [{ text: '5%', value: 0.05, unit: '%' }] },
      `${GOAL} 전환율 5%`,
    ],
  ];
  for (const [name, more, goal] of right)
    test(`${name} passes`, async () => expect(failed(await judged(brief(more), goal ?? GOAL))).toEqual([]));

  test('what a person typed needs no source', async () => {
    const typed = brief({
      kpi: kpi({ target: 77_000_000 }),
      budget: 250_000,
      sendWhen: 'now',
      audience: '90일 쉰 고객',
    });
    expect(failed(await judged(typed, GOAL, 'person'))).toEqual([]);
  });
});

describe('the KPI tree of a brief', () => {
  test('counts a saved segment that the words name, with what else they say', async () => {
    const rule = { all: [{ metric: 'orders' as const, is: 'gte' as const, value: 3 }] };
    const at = new Date('2026-01-01T00:00:00Z');
    await shop.db.transaction((tx) => saveSegment(tx, { name: '한 번 산 분', rule, by: 'cli', at }));
    const { campaignId } = await story(shop, null);
    const ctx = await contextOf(shop, campaignId, 'brief');
    const counted = async (audience: string) =>
      (await steps.brief.evidence(goodBrief({ audience }), ctx)).tree.audience;
    expect(await counted("지난 세그먼트 '한 번 산 분' 고객")).toBe(1_000);
    expect(await counted('saved segment S-1')).toBe(1_000);
    expect(await counted("세그먼트 '한 번 산 분' 고객 (9회 이상 구매)")).toBe(0);
    expect(await counted("세그먼트 '없는 것' 고객")).toBeNull();
  });

  test('counts whom the words mean, so that the segments say the same of the same words', async () => {
    const { campaignId } = await story(shop, null);
    const ctx = await contextOf(shop, campaignId, 'brief');
    const { tree } = await steps.brief.evidence(
      goodBrief({ audience: '60일 넘게 사지 않은 단골 (3회 이상 구매)' }),
      ctx,
    );
    const all = [
      { metric: 'days_since_last_order' as const, is: 'gte' as const, value: 60 },
      { metric: 'orders' as const, is: 'gte' as const, value: 3 },
    ];
    const { timezone, currency } = shop.config;
    expect(tree.audience).toBe(await countMatching(shop.db, { all }, { now: ctx.now, timezone, currency }));
    const everyone = await steps.brief.evidence(goodBrief({ audience: '우리 고객' }), ctx);
    expect(everyone.tree.audience).toBe(2_000);
  });

  test('multiplies to exactly what it prints, and says how far the target is', async () => {
    const { campaignId } = await story(shop, null);
    const ctx = await contextOf(shop, campaignId, 'brief');
    const { tree, gapTimes, keyMessageText, basis } = await steps.brief.evidence(goodBrief(), ctx);
    const buys = tree.ctr * tree.cvr + tree.anyway;
    expect(tree.expectedMajor).toBeCloseTo((tree.audience ?? 0) * tree.reach * buys * (tree.aovMajor ?? 0), 6);
    expect(tree.anyway).toBeGreaterThan(0);
    expect(tree.audience).toBeGreaterThan(100);
    expect(tree.audience).toBeLessThan(1_500);
    expect(tree.reach).toBeGreaterThan(0.5);
    expect(tree.aovMajor).toBeGreaterThan(19_000);
    expect(gapTimes).toBeCloseTo(10_000_000 / (tree.expectedMajor ?? 0), 6);
    expect(keyMessageText).toBe('다시 들을 음악이 있습니다');
    expect(basis).toBe('prior');
  });

  test('expects what the launch card will forecast for the same people, those who buy anyway included', async () => {
    const { campaignId } = await story(shop, null);
    const ctx = await contextOf(shop, campaignId, 'brief');
    const history = await ctx.history();
    for (const windowDays of [7, 28]) {
      const { tree, anywayBasis } = await steps.brief.evidence(goodBrief({ windowDays }), ctx);
      const send = ((tree.audience ?? 0) * tree.reach) / history.reach;
      expect(tree.expectedMajor).toBeCloseTo(expectedAttributed(history, { send, windowDays }) ?? 0, 6);
      expect(tree.windowDays).toBe(windowDays);
      expect(anywayBasis).toBe(history.baselineBasis);
      const costs = { aiMajor: 0, labourMajor: 0, savedLabourMajor: 0 };
      const { revenueMajor } = forecast({
        send: Math.round(send),
        windowDays,
        history,
        targetMajor: null,
        costs,
        seed: 's',
      });
      // The mean of a lopsided forecast lies above its middle, well inside its range.
      expect(tree.expectedMajor).toBeGreaterThan(revenueMajor?.p50 ?? Number.NaN);
      expect(tree.expectedMajor).toBeLessThan(revenueMajor?.p90 ?? Number.NaN);
    }
  });

  test('says that money is not known where nobody knows what an order is worth, and still counts buyers', async () => {
    const { campaignId } = await story(shop, null);
    const ctx = await contextOf(shop, campaignId, 'brief');
    const bare = { ...ctx, history: async () => ({ ...(await ctx.history()), aovMajor: null }) };
    const evidence = await steps.brief.evidence(goodBrief(), bare);
    expect(evidence).toMatchObject({ tree: { aovMajor: null, expectedMajor: null }, gapTimes: null });
    const orders = await steps.brief.evidence(brief({ kpi: kpi({ metric: 'orders', target: 50 }) }), bare);
    expect(orders.gapTimes).toBeGreaterThan(0);
    for (const [language, unknown] of [
      ['ko', '아직 몰라요'],
      ['en', 'not known yet'],
    ] as const) {
      const said = blockWords(briefBody(goodBrief(), evidence, voice(language, shop.config)));
      expect(said).toContain(unknown);
      expect(said).not.toMatch(/NaN|null|₩0|× 객단가 0/);
    }
  });

  test.each([
    ['고객 (최근 본 상품 기준)', '최근 본 상품', /대상 \*?아직 몰라요/, /쓸 수 있는 것: 구매 횟수/],
    [
      'customers (by recently viewed products)',
      'recently viewed products',
      /Audience \*?not known/,
      /number of orders/,
    ],
  ])('never counts everybody for an audience nobody can express: %s', async (audience, words, tells, known) => {
    const { campaignId } = await story(shop, null);
    const ctx = await contextOf(shop, campaignId, 'brief');
    const draft = brief({ audience });
    const evidence = await steps.brief.evidence(draft, ctx);
    expect(evidence).toMatchObject({
      tree: { audience: null, expectedMajor: null },
      gapTimes: null,
      unread: [words],
    });
    const language = /[가-힣]/.test(audience) ? 'ko' : 'en';
    const shown = blockWords(briefBody(draft, evidence, voice(language, shop.config)));
    expect(shown).toMatch(tells);
    expect(shown).not.toMatch(/2,000|목표에 닿아요|reach the target/);
    const checks = await judge(ctx, 'brief', draft);
    expect(failed(checks)).toEqual(['brief.audience']);
    expect(wordsOf(checks, 'brief.audience')[language]).toContain(words);
    expect(wordsOf(checks, 'brief.audience')[language]).toMatch(known);
  });

  test('says 0 where nobody fits, with the condition that cut most', async () => {
    const { campaignId } = await story(shop, null, `${GOAL} 500일 300회`);
    const ctx = await contextOf(shop, campaignId, 'brief');
    const draft = brief({ audience: '60일 넘게 사지 않은 단골 (300회 이상 구매)' });
    const evidence = await steps.brief.evidence(draft, ctx);
    expect(evidence).toMatchObject({ tree: { audience: 0 }, gapTimes: null, cutMost: { from: 1_500, to: 0 } });
    expect(blockWords(briefBody(draft, evidence, voice('ko', shop.config)))).toMatch(/0명/);
    const checks = await judge(ctx, 'brief', draft);
    expect(failed(checks)).toEqual(['brief.audience']);
    expect(wordsOf(checks, 'brief.audience').ko).toMatch(/'구매가 300회 이상인 고객' \(1,500명 → 0명\)/);
    expect(wordsOf(checks, 'brief.audience').en).toContain('at least 300 times');
  });

  test('measures orders and conversion by the same people', async () => {
    const { campaignId } = await story(shop, null);
    const ctx = await contextOf(shop, campaignId, 'brief');
    const gap = async (metric: Brief['kpi']['metric'], target: number) => {
      const { tree, gapTimes } = await steps.brief.evidence(brief({ kpi: kpi({ metric, target }) }), ctx);
      const buys = tree.ctr * tree.cvr + tree.anyway;
      return { gapTimes, orders: (tree.audience ?? 0) * tree.reach * buys, buys };
    };
    const orders = await gap('orders', 50);
    expect(orders.gapTimes).toBeCloseTo(50 / orders.orders, 6);
    const share = await gap('conversion_rate', 0.2);
    expect(share.gapTimes).toBeCloseTo(0.2 / share.buys, 6);
    expect((await gap('signups', 10)).gapTimes).toBeNull();
  });
});
