import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { checkLiquid, leavesHole } from '../../../src/delivery/liquid.ts';
import { repairTurns } from '../../../src/llm/repair.ts';
import { sampleKit } from '../../../src/practice/sample/kit.ts';
import type { Brief } from '../../../src/steps/brief/schema.ts';
import type { Copy } from '../../../src/steps/copy/schema.ts';
import {
  banned,
  hangul,
  haste,
  labels,
  markup,
  spoken,
  strangeNumbers,
  textsOf,
  unoffered,
  unproven,
} from '../../../src/steps/copy/words.ts';
import { BRAND, briefInputs, type Drafter, GOAL, startDrafter } from '../../support/drafter.ts';
import { ENGLISH, KOREAN } from './goals.ts';

let drafter: Drafter;
beforeAll(async () => {
  drafter = await startDrafter();
});
afterAll(() => drafter.close());

type Over = {
  goal?: string;
  language?: string;
  said?: { words: string; step?: string; rejectedFor?: string }[];
  previous?: Copy | null;
  brand?: unknown;
  brief?: Partial<Brief>;
  keys?: string[];
  limits?: unknown;
};
const write = async (over: Over = {}): Promise<Copy & { brief: Brief }> => {
  const language = over.language ?? 'ko';
  const brief = { ...(await drafter.ask('brief', briefInputs({ goal: over.goal ?? GOAL, language }))), ...over.brief };
  const copy = await drafter.ask('copy', {
    language,
    constraints: (over.said ?? []).map((each) => ({ step: 'copy', ...each })),
    previous: over.previous ?? null,
    brief,
    personas: [],
    segments: (over.keys ?? ['A', 'B']).map((key) => ({ key, name: key, reason: '', rule: { everyone: true } })),
    brand: over.brand ?? BRAND,
    limits: over.limits ?? { email: { subject: 46, preheader: 90 } },
    worked: [],
  });
  return { ...copy, brief };
};
const whole = ({ variants }: Copy) =>
  variants
    .map((v) =>
      textsOf(v)
        .map(({ text }) => text)
        .join('\n'),
    )
    .join('\n');

describe('a coupon', () => {
  it('has its place once in every variant, and only where the brief promises one', async () => {
    const offer = '15% 할인, 3만원 이상';
    const places = async (coupon: string | null) =>
      (await write({ brief: { offer, coupon } })).variants.map(
        (variant) => whole({ variants: [variant] }).split('{{ coupon }}').length - 1,
      );
    expect(new Set(await places('winter'))).toEqual(new Set([1]));
    expect(new Set(await places(null))).toEqual(new Set([0]));
  });
});

describe('e-mail copy', () => {
  it('has two ideas for each segment, none of them twice in one', async () => {
    const { variants } = await write();
    expect(variants.map(({ key }) => key)).toEqual(['A-1', 'A-2', 'B-1', 'B-2']);
    for (const segment of ['A', 'B']) {
      const own = variants.filter((v) => v.segment === segment);
      expect(new Set(own.map(({ angle }) => angle)).size).toBe(2);
      expect(new Set(own.map(({ subject }) => subject)).size).toBe(2);
    }
    // Those who stayed away longer are written to in other words.
    expect(variants[0]?.subject).not.toBe(variants[2]?.subject);
  });

  it('quotes a fact and links where the brand allows', async () => {
    const copy = await write();
    expect(whole(copy)).toContain(BRAND.facts[0]?.text);
    expect(new Set(copy.variants.map(({ link }) => link))).toEqual(new Set(['new']));
    const other = await write({ brand: { ...BRAND, links: [{ id: 'somewhere', url: 'https://x.example.test' }] } });
    expect(other.variants[0]?.link).toBe('somewhere');
  });

  it.each([...Object.keys(KOREAN).map((goal) => [goal, 'ko']), ...Object.keys(ENGLISH).map((goal) => [goal, 'en'])] as [
    string,
    'ko' | 'en',
  ][])('keeps every rule of copy for: %s', async (goal, language) => {
    const { variants, brief } = await write({ goal, language });
    const kit = {
      ...sampleKit,
      facts: BRAND.facts,
      coupons: BRAND.coupons,
      bannedWords: BRAND.bannedWords,
      name: BRAND.name,
    };
    for (const variant of variants) {
      for (const { text } of textsOf(variant)) {
        expect(checkLiquid(text)).toBeNull();
        expect(leavesHole(text)).toBe(false);
        expect(labels(text)).toBe(false);
        expect(markup(text)).toBe(false);
        expect([
          banned(text, kit),
          unproven(text, kit),
          unoffered(text, brief, kit),
          haste(text),
          strangeNumbers(text, brief, kit),
        ]).toEqual([[], [], [], [], []]);
        expect(spoken(text)).not.toMatch(/[{}]/);
      }
      expect(variant.subject.replace(/\{\{.*?\}\}/, '가'.repeat(20)).length).toBeLessThanOrEqual(46);
      expect(variant.preheader.length).toBeLessThanOrEqual(90);
      expect(variant.buttonLabel.length).toBeLessThanOrEqual(24);
      const share = hangul([variant.subject, ...variant.paragraphs].join(' ')) ?? 0;
      if (language === 'ko') expect(share).toBeGreaterThan(0.9);
      else expect(share).toBeLessThan(0.05);
    }
  });
});

describe('feedback', () => {
  it('makes it shorter', async () => {
    const before = await write();
    const after = await write({ previous: before, said: [{ words: '더 짧게 써 주세요' }] });
    expect(whole(after).length).toBeLessThan(whole(before).length * 0.8);
  });

  it('makes it warmer', async () => {
    const after = await write({ said: [{ words: '더 따뜻하게' }] });
    expect(after.variants[0]?.paragraphs[0]).toContain('어떻게 지내세요');
    expect((await write({ language: 'en', said: [{ words: 'warmer, please' }] })).variants[0]?.paragraphs[0]).toContain(
      'How have you been',
    );
  });

  it('leaves the name out, and a word in quotes', async () => {
    expect(whole(await write({ said: [{ words: '이름은 빼 주세요' }] }))).not.toContain('first_name');
    expect(whole(await write({ language: 'en', said: [{ words: 'without the name' }] }))).not.toContain('first_name');
    expect(whole(await write({ said: [{ words: '"취향"이라는 말은 쓰지 말아 주세요' }] }))).not.toContain('취향');
  });

  it('writes a line as it was given, in the variant it was given for', async () => {
    const one = await write({ said: [{ words: 'A-1 제목은 "다시 만나서 반가워요"로 해 주세요' }] });
    expect(one.variants.map(({ subject }) => subject === '다시 만나서 반가워요')).toEqual([true, false, false, false]);
    const all = await write({ said: [{ words: '버튼은 "지금 보기"로' }] });
    expect(new Set(all.variants.map(({ buttonLabel }) => buttonLabel))).toEqual(new Set(['지금 보기']));
  });

  it('about one variant leaves the others as they are', async () => {
    const before = await write();
    const hand = {
      ...before,
      variants: before.variants.map((v) => (v.key === 'B-2' ? { ...v, subject: '손으로 고친 제목' } : v)),
    };
    const after = await write({ previous: hand, said: [{ words: 'A-1을 더 짧게' }] });
    expect(after.variants.slice(1)).toEqual(hand.variants.slice(1));
    expect(after.variants[0]).not.toEqual(hand.variants[0]);
  });

  it('no rule knows still brings something else', async () => {
    const before = await write();
    const after = await write({ previous: before, said: [{ words: '뭔가 다른 느낌으로요' }] });
    expect(after.variants[0]?.subject).not.toBe(before.variants[0]?.subject);
  });

  it('asks for three, and gets three', async () => {
    expect((await write({ said: [{ words: '세 안으로 써 주세요' }] })).variants.map(({ key }) => key)).toEqual([
      'A-1',
      'A-2',
      'A-3',
      'B-1',
      'B-2',
      'B-3',
    ]);
  });
});

describe('offers', () => {
  it('stand in it only when the brief has one', async () => {
    expect(whole(await write())).not.toMatch(/쿠폰|할인/);
    const offered = await write({ brief: { offer: '15% 쿠폰 AGAIN15' } });
    for (const { paragraphs } of offered.variants) expect(paragraphs.join('\n')).toContain('15% 쿠폰 AGAIN15');
  });
  it('do not stand in it once somebody refused them', async () => {
    expect(whole(await write({ brief: { offer: '15% 쿠폰' }, said: [{ words: '쿠폰은 빼자' }] }))).not.toContain(
      '쿠폰',
    );
    expect(
      whole(await write({ brief: { offer: '15% 쿠폰' }, said: [{ step: 'brief', words: '쿠폰은 쓰지 말자' }] })),
    ).not.toContain('쿠폰');
  });
});

describe('what the brand forbids', () => {
  it('is left out, and a letter remains', async () => {
    const bannedWords = ['골라', '오랜만', '천천히', '새 '];
    const copy = await write({ brand: { ...BRAND, bannedWords } });
    for (const word of bannedWords)
      expect(whole(copy).replaceAll(' ', '')).not.toContain(word.trim() === '새' ? '새음반' : word);
    for (const { paragraphs, subject } of copy.variants)
      expect([paragraphs.length > 0, subject.length > 0]).toEqual([true, true]);
  });
  it('limits that are tight are kept', async () => {
    const copy = await write({ limits: { email: { subject: 18, preheader: 30 } } });
    for (const { subject, preheader } of copy.variants) {
      expect(subject.replace(/\{\{.*?\}\}/, '가'.repeat(20)).length).toBeLessThanOrEqual(18);
      expect(preheader.length).toBeLessThanOrEqual(30);
    }
  });
});

describe('a repair', () => {
  it('of a claim or a number leaves the quoted fact out', async () => {
    const brief = await drafter.ask('brief', briefInputs());
    const inputs = {
      language: 'ko',
      constraints: [],
      previous: null,
      brief,
      personas: [],
      segments: [{ key: 'A', name: 'A', rule: {} }],
      brand: BRAND,
      limits: {},
      worked: [],
    };
    const turns = repairTurns('{}', [{ id: 'copy.claims', message: 'A-1 본문: 최초' }]);
    expect(whole(await drafter.ask('copy', inputs, turns))).not.toContain(BRAND.facts[0]?.text);
  });

  it('of a subject that is too long makes it short', async () => {
    const inputs = {
      language: 'ko',
      constraints: [],
      previous: null,
      brief: await drafter.ask('brief', briefInputs()),
      personas: [],
      segments: [{ key: 'A', name: 'A', rule: {} }],
      brand: BRAND,
      limits: {},
      worked: [],
    };
    const first = await drafter.ask('copy', inputs);
    const mended = await drafter.ask('copy', inputs, [
      { role: 'assistant', content: JSON.stringify(first) },
      { role: 'user', content: '- copy.subject: A-2 제목 41자 > 40자' },
    ]);
    expect(whole(mended).length).toBeLessThan(whole(first).length);
    expect(mended.variants[1]?.subject).not.toContain('first_name');
  });
});
