import type { DataTableBlock } from '@slack/types';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Language } from '../../src/i18n/language.ts';
import { voice } from '../../src/i18n/voice.ts';
import { addMs, DAY } from '../../src/kit/clock.ts';
import { checkMessage } from '../../src/practice/slack/blocks-check.ts';
import { correctionOf, firstOf } from '../../src/results/correction.ts';
import { proposedLearning } from '../../src/results/learning.ts';
import type { Readout } from '../../src/results/readout.ts';
import { suggestionsOf } from '../../src/results/suggest.ts';
import { resultCard } from '../../src/results/view.ts';
import { BUDGET, weigh } from '../../src/slack/budget.ts';
import { plainer, wordsOf } from '../../src/slack/plainer.ts';
import { someReadout } from './some-readout.ts';

/** Stopped when a fifth had left: the forecast was made for all of them. */
const stopped = (): Readout => {
  const reading = someReadout({ sendBuyers: 40, holdoutBuyers: 9 });
  const { funnel, forecast } = reading;
  return {
    ...reading,
    stopped: true,
    funnel: { ...funnel, handed: 731, accepted: 729, delivered: 729, failed: 2, bounced: 2, clicked: 88 },
    forecast: forecast && { ...forecast, error: null },
    variants: [],
  };
};

/** Three orders and a refund came in two days after. */
const corrected = (): Readout => {
  const kept = someReadout();
  const { attributed } = kept;
  const fresh = {
    ...kept,
    at: addMs(new Date(kept.at), 2 * DAY).toISOString(),
    attributed: {
      ...attributed,
      orders: attributed.orders + 2,
      refundedOrders: attributed.refundedOrders + 1,
      revenueMinor: attributed.revenueMinor + 81_000,
    },
  };
  return { ...fresh, corrected: true, correction: correctionOf(firstOf(kept), fresh) };
};

const account = { timezone: 'Asia/Seoul', currency: 'KRW' };
const states: Record<string, Readout> = {
  won: someReadout({
    variants: { 'A-1': 88, 'A-2': 150 },
    more: { capped: { capMinor: 150_000, minor: 5_512_000, loMinor: 3_704_000, hiMinor: 7_320_000 } },
  }),
  'two-segments': someReadout({ variants: { 'A-1': 40, 'A-2': 90, 'B-1': 50, 'B-2': 58 } }),
  lost: someReadout({ sendBuyers: 60, holdoutBuyers: 60 }),
  'too-small': someReadout({ send: 320, holdout: 80, sendBuyers: 22, holdoutBuyers: 3 }),
  'broken-split': someReadout({ send: 3_000, holdout: 1_500, meantHoldout: 0.2 }),
  'no-holdout': someReadout({ holdout: 0, holdoutBuyers: 0 }),
  'won-conversion': someReadout({ metric: 'conversion_rate' }),
  'nothing-sold': someReadout({ sendBuyers: 0, holdoutBuyers: 0, more: { simulated: false } }),
  'day-1': someReadout({ kind: 'day1' }),
  'day-3': someReadout({ kind: 'daily' }),
  'day-3-zero': someReadout({ kind: 'daily', sendBuyers: 120, holdoutBuyers: 24 }),
  'day-3-broken-split': someReadout({ kind: 'daily', send: 3_000, holdout: 1_500, meantHoldout: 0.2 }),
  'day-3-replaced': someReadout({ kind: 'daily', metric: 'conversion_rate' }),
  'day-1-few': someReadout({ kind: 'day1', sendBuyers: 20, holdoutBuyers: 3 }),
  'text-message': someReadout({ more: { channel: 'sms', forecast: null } }),
  corrected: corrected(),
  stopped: stopped(),
};
const suggestionsFor = (readout: Readout) =>
  suggestionsOf({
    readout,
    audience: '60일 넘게 안 산 단골',
    offered: ['email', 'kakao'],
    angles: { 'A-2': '기억' },
    daysSince: 7,
  });
const learning = { id: 'le_1', state: 'proposed' as const, sentence: { ko: '배운 것', en: 'learned' } };

describe.each(['ko', 'en'] as Language[])('the result card in %s', (language) => {
  const v = voice(language, account);

  it.each(Object.keys(states))('%s', async (name) => {
    const card = resultCard(
      states[name]!,
      v,
      name === 'won' ? learning : undefined,
      suggestionsFor(states[name]!),
      name.endsWith('replaced'),
    );
    await expect(`${JSON.stringify(card, null, 1)}\n`).toMatchFileSnapshot(
      `../golden/results/${name}.${language}.json`,
    );
    expect(checkMessage(card)).toBeNull();
    expect(weigh(card.blocks)).toBeLessThanOrEqual(BUDGET);
  });

  it('starts with the verdict, also where blocks are not drawn', () => {
    const card = resultCard(states.won!, v);
    const verdict =
      language === 'ko' ? '증분 매출 +574만원 (95 % +376 ~ +771).' : 'Incremental revenue +₩5,737,000 (95 %';
    expect(wordsOf(card.blocks).startsWith(verdict)).toBe(true);
    expect(card.text.startsWith(`C-42: ${verdict}`)).toBe(true);
  });

  it('shows no difference and no interval when the split is broken or buyers are too few; before the end no fixed one', () => {
    for (const name of ['broken-split', 'day-1-few', 'no-holdout']) {
      const words = JSON.stringify(resultCard(states[name]!, v).blocks);
      expect(words).not.toContain('data_visualization');
      expect(words).not.toMatch(/95 % (?:구간|interval) [+−\-\d₩]/);
    }
    const early = JSON.stringify(resultCard(states['day-1']!, v).blocks);
    expect(early).not.toContain('data_visualization');
    expect(early).toContain(language === 'ko' ? '언제 봐도 맞는 95 % 구간' : 'holds at every look');
    expect(JSON.stringify(resultCard(states.won!, v).blocks)).not.toContain(v.t.results.formulas.earlyInterval);
  });

  it('names what was simulated in practice, and only there', () => {
    const said = v.t.customers.result;
    expect(wordsOf(resultCard(states.won!, v).blocks)).toContain(said);
    expect(wordsOf(resultCard(states['nothing-sold']!, v).blocks)).not.toContain(said);
  });

  it('names no winner where a test wave chose before, and says where its numbers are', () => {
    const card = resultCard({ ...states.won!, winners: [], chosenBefore: true }, v);
    expect(wordsOf(card.blocks)).toContain(v.t.results.winner.chosenBefore);
  });

  it('lets nobody be called by a title', () => {
    expect(JSON.stringify(resultCard(states.won!, v))).not.toContain('<!channel>');
  });

  it('fits with the longest window, many variants and an empty account', () => {
    const long = someReadout();
    const day = long.byDay[0]!;
    const variant = long.variants[0]!;
    const card = resultCard(
      {
        ...long,
        title: '가'.repeat(300),
        byDay: Array.from({ length: 14 }, () => day),
        variants: Array.from({ length: 16 }, (_, i) => ({ ...variant, variant: `D-${i}` })),
        corrected: true,
      },
      v,
      learning,
    );
    expect(checkMessage(card)).toBeNull();
    expect(weigh(card.blocks)).toBeLessThanOrEqual(BUDGET);
    const empty = someReadout({
      send: 0,
      holdout: 0,
      sendBuyers: 0,
      holdoutBuyers: 0,
      more: { variants: [], kpi: null },
    });
    expect(checkMessage(resultCard(empty, v))).toBeNull();
    // What has no denominator is a dash, and no number is made of nothing.
    const words = wordsOf(resultCard({ ...empty, attributed: { ...empty.attributed, orders: 0 } }, v).blocks);
    expect(words).not.toMatch(/NaN|Infinity|∞|undefined|null/);
  });
});

describe('however large a campaign is', () => {
  const base = corrected();
  const [variant, segment] = [base.variants[0]!, base.segments![0]!];
  const winner = { ...base.winners![0]!, among: 4 };
  const money = 987_654_321_000;
  const coupon = {
    name: '',
    kind: 'single' as const,
    issued: 99_999,
    redeemed: 9_999,
    refunded: 99,
    byOthers: 9,
    rate: 0.1,
    revenueMinor: money,
  };
  const sizes = fc.record({
    segments: fc.integer({ min: 1, max: 12 }),
    each: fc.integer({ min: 1, max: 8 }),
    days: fc.integer({ min: 1, max: 14 }),
    wide: fc.boolean(),
    /** The words that grow most on their way into markup and JSON. */
    filler: fc.constantFrom('가', 'W', '&', '"', '<', '*', '\u{1f600}', 'https://a ', '\n'),
    coupon: fc.boolean(),
    learnt: fc.boolean(),
    suggested: fc.boolean(),
  });
  const made = (size: typeof sizes extends fc.Arbitrary<infer T> ? T : never) => {
    const long = size.filler.repeat(700);
    const named = Array.from({ length: size.segments }, (_, s) => ({ ...segment, segment: `S${s}`, name: long }));
    const keys = named.flatMap((one) => Array.from({ length: size.each }, (_, i) => [one.segment, i] as const));
    const readout: Readout = {
      ...base,
      title: long,
      attributed: { ...base.attributed, revenueMinor: money, refundedMinor: money },
      byDay: Array.from({ length: size.days }, () => ({ ...base.byDay[0]!, days: size.wide ? 7 : 1 })),
      segments: named,
      variants: keys.map(([key, i]) => ({
        ...variant,
        segment: key,
        variant: `${key}-${i}-${long}`.slice(0, 60),
        credit: { ...variant.credit, revenueMinor: money },
      })),
      winners: named.map((one) => ({ ...winner, segment: one.segment, best: long, runnerUp: long })),
      ...(size.coupon && { coupon: { ...coupon, name: long } }),
    };
    const about = { readout, audience: long, offered: ['email' as const, 'kakao' as const], angles: {}, daysSince: 7 };
    return {
      readout,
      suggestions: size.suggested ? suggestionsOf(about) : [],
      learnt: size.learnt ? { ...learning, sentence: { ko: long, en: long } } : undefined,
    };
  };

  it.each(['ko', 'en'] as const)(
    'its card fits a message by construction and names what is left out, in %s',
    (language) => {
      const v = voice(language, account);
      fc.assert(
        fc.property(sizes, (size) => {
          const { readout, suggestions, learnt } = made(size);
          const { text, blocks } = resultCard(readout, v, learnt, suggestions);
          expect(weigh(blocks)).toBeLessThanOrEqual(BUDGET);
          expect(checkMessage({ text, blocks })).toBeNull();
          expect(checkMessage({ text, blocks: plainer(blocks) })).toBeNull();
          const drawn = JSON.stringify(blocks);
          const rows = blocks.flatMap((one) =>
            one.type === 'data_table' ? (one as DataTableBlock).rows.slice(1) : [],
          );
          const all = readout.variants.length + (readout.segments!.length > 1 ? readout.segments!.length : 0);
          if (rows.length < all) expect(drawn).toContain(v.t.results.cutParts.rows({ n: v.count(all - rows.length) }));
          if (!drawn.includes(v.t.results.formulas.ctr)) {
            expect(drawn).toContain(v.t.results.cutParts.formulas);
            expect(drawn).toContain('result.formulas');
          }
          if (!drawn.includes(v.t.results.chart.table)) expect(drawn).toContain(v.t.results.cutParts.days);
        }),
        { numRuns: 40 },
      );
    },
  );
});

describe('what is proposed to be remembered', () => {
  it('is one sentence in both languages, with its n', () => {
    const final = Object.entries(states).filter(([, { kind }]) => kind === 'final');
    expect(Object.fromEntries(final.map(([name, r]) => [name, proposedLearning(r)]))).toMatchInlineSnapshot(`
      {
        "broken-split": {
          "en": ""단골 재방문 <!channel>": the split was broken, so the effect was not read",
          "ko": ""단골 재방문 <!channel>": 배정 비율이 깨져 효과를 읽지 못했다",
        },
        "corrected": {
          "en": ""단골 재방문 <!channel>": sending by e-mail raised revenue per contact by ₩1,569 (95 % interval ₩1,030 to ₩2,109, n=4,570)",
          "ko": ""단골 재방문 <!channel>": 이메일 발송이 1인당 매출을 1,569원 올렸다 (95 % 구간 1,030원에서 2,109원, n=4,570)",
        },
        "lost": {
          "en": ""단골 재방문 <!channel>": sending by e-mail lowered revenue per contact, −₩1,933 (95 % interval −₩2,617 to −₩1,250, n=4,570)",
          "ko": ""단골 재방문 <!channel>": 이메일 발송이 1인당 매출을 낮췄다, −1,933원 (95 % 구간 −2,617원에서 −1,250원, n=4,570)",
        },
        "no-holdout": {
          "en": ""단골 재방문 <!channel>": sent without a holdout, so the effect is unknown",
          "ko": ""단골 재방문 <!channel>": 홀드아웃 없이 보내서 효과를 알 수 없다",
        },
        "nothing-sold": {
          "en": ""단골 재방문 <!channel>": too few people to tell the effect (n=4,570)",
          "ko": ""단골 재방문 <!channel>": 효과를 판단하기에 표본이 작았다 (n=4,570)",
        },
        "stopped": {
          "en": ""단골 재방문 <!channel>": too few people to tell the effect (n=4,570, about 408,000 needed if the difference seen is the true one)",
          "ko": ""단골 재방문 <!channel>": 효과를 판단하기에 표본이 작았다 (n=4,570, 본 차이가 참이라면 필요한 대상 약 40.8만명)",
        },
        "text-message": {
          "en": ""단골 재방문 <!channel>": sending by text message raised revenue per contact by ₩1,569 (95 % interval ₩1,030 to ₩2,109, n=4,570)",
          "ko": ""단골 재방문 <!channel>": 문자 발송이 1인당 매출을 1,569원 올렸다 (95 % 구간 1,030원에서 2,109원, n=4,570)",
        },
        "too-small": {
          "en": ""단골 재방문 <!channel>": too few people to tell the effect (n=400, about 2,090 needed if the difference seen is the true one)",
          "ko": ""단골 재방문 <!channel>": 효과를 판단하기에 표본이 작았다 (n=400, 본 차이가 참이라면 필요한 대상 약 2,090명)",
        },
        "two-segments": {
          "en": ""단골 재방문 <!channel>": sending by e-mail raised revenue per contact by ₩1,569 (95 % interval ₩1,030 to ₩2,109, n=4,570)",
          "ko": ""단골 재방문 <!channel>": 이메일 발송이 1인당 매출을 1,569원 올렸다 (95 % 구간 1,030원에서 2,109원, n=4,570)",
        },
        "won": {
          "en": ""단골 재방문 <!channel>": sending by e-mail raised revenue per contact by ₩1,569 (95 % interval ₩1,030 to ₩2,109, n=4,570)",
          "ko": ""단골 재방문 <!channel>": 이메일 발송이 1인당 매출을 1,569원 올렸다 (95 % 구간 1,030원에서 2,109원, n=4,570)",
        },
        "won-conversion": {
          "en": ""단골 재방문 <!channel>": sending by e-mail raised conversion by +3.9 pp (95 % interval +2.4 pp to +5.1 pp, n=4,570)",
          "ko": ""단골 재방문 <!channel>": 이메일 발송이 전환을 +3.9 %p 올렸다 (95 % 구간 +2.4 %p에서 +5.1 %p, n=4,570)",
        },
      }
    `);
  });
});
