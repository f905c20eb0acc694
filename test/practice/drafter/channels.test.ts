import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { measureVariants } from '../../../src/delivery/measure.ts';
import { mend, outside, smsBytes } from '../../../src/kit/ks-x-1001.ts';
import { sampleKit } from '../../../src/practice/sample/kit.ts';
import { sampleTemplates } from '../../../src/practice/sample/templates.ts';
import { wayOf } from '../../../src/steps/brief/channel.ts';
import type { Brief } from '../../../src/steps/brief/schema.ts';
import { spoken } from '../../../src/steps/copy/words.ts';
import { BRAND, briefInputs, type Drafter, startDrafter } from '../../support/drafter.ts';
import { ENGLISH, KOREAN } from './goals.ts';

let drafter: Drafter;
beforeAll(async () => {
  drafter = await startDrafter();
});
afterAll(() => drafter.close());

const hears = (goal: string, over: Parameters<typeof briefInputs>[0] = {}): Promise<Brief> =>
  drafter.ask('brief', briefInputs({ goal, ...over }));

describe('a brief by the practice drafter', () => {
  it.each([
    ['60일 안 산 단골에게 문자로 이번 달 매출 1천만원', 'sms'],
    ['60일 안 산 단골에게 카톡으로, 안 되면 문자로 이번 달 매출 1천만원', 'kakao+sms'],
    ['단골에게 앱 푸시로 주문 300건', 'push'],
    ['문자 수신 동의한 단골에게 주문 300건', 'email'],
    ['Text the regulars who have not bought for 60 days, 300 orders this month', 'sms'],
  ])('%s: goes by %s', async (goal, way) => {
    const brief = await hears(goal, { language: /[가-힣]/.test(goal) ? 'ko' : 'en' });
    expect([brief.unclear, wayOf(brief)]).toEqual([null, way]);
  });

  it('says what nobody can send by, and what has no settings', async () => {
    const fax = await hears('팩스로 단골에게 주문 300건');
    expect([wayOf(fax), fax.assumptions.join()]).toEqual(['email', expect.stringContaining('팩스로는 보낼 수 없어')]);
    const kakao = await hears('카톡으로 단골에게 주문 300건', { channels: [['email'], ['sms']] });
    expect([wayOf(kakao), kakao.assumptions.join()]).toEqual([
      'email',
      expect.stringContaining('카카오로 보낼 설정이 아직 없어 이메일로'),
    ]);
  });

  it('changes its way when it is told to, and only then', async () => {
    const previous = await hears('단골에게 카톡으로 주문 300건');
    const said = (words: string) => hears('단골에게 카톡으로 주문 300건', { previous, said: [{ words }] });
    expect(wayOf(await said('안 되면 문자로 보내 줘'))).toBe('kakao+sms');
    expect(wayOf(await said('이메일로 바꿔 줘'))).toBe('email');
    expect(wayOf(await said('목표는 500건으로'))).toBe('kakao');
  });
});

/** One goal of each theme. */
const goals = (table: typeof KOREAN): string[] => [
  ...new Map(Object.entries(table).map(([goal, { theme }]) => [theme, goal])).values(),
];
const SMS = { short: { bytes: 44 }, long: { titleBytes: 40 } };
const LIMITS = {
  short: { channel: 'sms', fallback: null, sms: { asked: 'short', ...SMS } },
  long: { channel: 'sms', fallback: null, sms: { asked: 'long', ...SMS } },
  kakao: {
    channel: 'kakao',
    fallback: 'sms',
    kakao: { asked: 'brand', buttonLabel: 14 },
    sms: { asked: 'long', ...SMS },
  },
  push: { channel: 'push', fallback: null, push: { title: 20, text: 74 } },
};

describe('copy by the practice drafter', () => {
  const written = async (goal: string, language: 'ko' | 'en', limits: unknown, said = '') => {
    const brief = await hears(`${goal}${said}`, { language });
    const { variants } = await drafter.ask('copy', {
      language,
      constraints: [],
      previous: null,
      brief,
      personas: [],
      segments: ['A', 'B'].map((key) => ({ key, name: key, reason: '', rule: { everyone: true } })),
      brand: BRAND,
      limits,
      worked: [],
    });
    const kit = { ...sampleKit, links: BRAND.links };
    const how = { keyMessage: 'again', kit, isAd: true, language, publicUrl: 'https://baton.example.test' };
    return { variants, measured: await measureVariants({ variants, ...how, alimtalk: sampleTemplates }) };
  };

  it.each([...goals(KOREAN).map((goal) => [goal, 'ko']), ...goals(ENGLISH).map((goal) => [goal, 'en'])] as [
    string,
    'ko' | 'en',
  ][])('fits every channel for: %s', async (goal, language) => {
    for (const [name, limits] of Object.entries(LIMITS)) {
      const { variants, measured } = await written(goal, language, limits);
      expect(variants).toHaveLength(4);
      for (const variant of variants) {
        const { form, length, preview, fallback } = measured[variant.key] ?? {};
        const about = { name, key: variant.key, form, ...length };
        expect(about).toEqual({ ...about, form: { short: 'sms', long: 'lms', kakao: 'brand', push: 'push' }[name] });
        expect((length?.value ?? 0) <= (length?.limit ?? 0), JSON.stringify(about)).toBe(true);
        const texts = [name === 'long' ? variant.subject : '', ...variant.paragraphs, variant.fallback ?? ''].map(
          spoken,
        );
        if (name !== 'push') expect(texts.flatMap((text) => outside(mend(text)))).toEqual([]);
        if (name === 'long') expect(smsBytes(variant.subject)).toBeLessThanOrEqual(40);
        if (name === 'kakao') {
          expect(variant.buttonLabel.length).toBeLessThanOrEqual(14);
          expect(fallback?.form).toMatch(/^[sl]ms$/);
        }
        if (name === 'push') expect(preview?.subject.length).toBeLessThanOrEqual(40);
      }
    }
  });

  it('takes the approved Alimtalk that has the name of what is said, once a segment, and leaves open what it cannot know', async () => {
    const templates = sampleTemplates.map(({ id, name, text }) => ({
      id,
      name,
      variables: [...text.matchAll(/#\{([^}]+)\}/g)].map(([, variable]) => variable),
      named: name === '배송 휴무 안내',
    }));
    const limits = { channel: 'kakao', fallback: null, kakao: { asked: 'alimtalk', buttonLabel: 14 } };
    const brief = await hears('최근 30일 안에 산 고객에게 알림톡으로 배송 휴무 안내, 주문 50건');
    const ask = (more: object) =>
      drafter.ask('copy', {
        language: 'ko',
        constraints: [],
        previous: null,
        brief,
        personas: [],
        segments: [{ key: 'A', name: 'A', reason: '', rule: { everyone: true } }],
        brand: BRAND,
        limits: { ...limits, ...more },
        worked: [],
      });
    const { variants } = await ask({ templates });
    expect(variants.map(({ alimtalk }) => alimtalk?.template)).toEqual(['KA01TP_PRACTICE_PAUSE']);
    expect(variants[0]?.alimtalk?.values.map(({ value }) => value)).toEqual([
      '{{ first_name | default: "고객" }}',
      '',
      '',
    ]);
    const instead = await ask({ templates: templates.map((one) => ({ ...one, named: false })) });
    expect(instead.variants.map(({ alimtalk }) => alimtalk)).toEqual([null, null]);
    expect(instead.variants[0]?.reason).toContain('브랜드 메시지로 썼어요');
  });
});
