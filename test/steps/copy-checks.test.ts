import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Copy, CopyEvidence, Variant } from '../../src/steps/copy/schema.ts';
import {
  addresses,
  banned,
  emoji,
  hangul,
  haste,
  labels,
  markup,
  unoffered,
  unproven,
} from '../../src/steps/copy/words.ts';
import type { StepContext } from '../../src/steps/step.ts';
import { testDatabase } from '../support/database.ts';
import { type Company, company, fillShop, kit } from './company.ts';
import { goodBrief, variantOf } from './drafts.ts';
import { contextOf, failed, judge, story, told, wordsOf } from './story.ts';

let connection: Awaited<ReturnType<typeof testDatabase>>;
let shop: Company;
let ctx: StepContext;
let typed: StepContext;
let offering: StepContext;
beforeAll(async () => {
  connection = await testDatabase();
  shop = await company(connection);
  await fillShop(shop);
  const { campaignId } = await story(shop, 'personas');
  ctx = await contextOf(shop, campaignId, 'copy');
  typed = await contextOf(shop, campaignId, 'copy', 'person');
  const other = await story(shop, 'personas', undefined, { brief: goodBrief({ offer: '15% 할인 쿠폰' }) });
  offering = await contextOf(shop, other.campaignId, 'copy');
});
afterAll(async () => {
  await shop?.model.close();
  await connection?.close();
});

/** Four good variants, the first one changed. */
const withFirst = (more: Partial<Variant>): Copy => ({
  variants: [variantOf('A-1', more), variantOf('A-2'), variantOf('B-1'), variantOf('B-2')],
});
const body = (text: string): Partial<Variant> => ({ paragraphs: [text, '천천히 둘러보세요.'] });

describe('the checks of copy', () => {
  test('good copy passes all of them', async () => expect(failed(await judge(ctx, 'copy', withFirst({})))).toEqual([]));

  test('what could not be rendered has no tick for its length, and nothing written has none at all', async () => {
    const ids = async (copy: Copy) => (await judge(ctx, 'copy', copy)).map(({ id }) => id);
    const broken = await ids(withFirst({ subject: '{{ first_name 쉬는 동안 새로 나온 음반' }));
    for (const id of ['copy.length', 'copy.subject', 'copy.preheader', 'copy.size']) expect(broken).not.toContain(id);
    expect(await ids({ variants: [] })).toEqual(['copy.variants']);
  });

  const wrong: [string, Partial<Variant>, string[]][] = [
    ['a label the model wrote', { subject: '(광고) 쉬는 사이 나온 음반' }, ['copy.label']],
    ['a label in disguise', body('( 광.고 ) 새 음반이에요'), ['copy.label']],
    ['a file tag', body('{% include "secrets" %} 안녕하세요'), ['copy.liquid']],
    ['a value that is not personal', { subject: '{{ phone }} 새 음반' }, ['copy.liquid']],
    ['an open brace', { subject: '{{ first_name 쉬는 동안 새로 나온 음반' }, ['copy.liquid']],
    ['a name without a default', { subject: '{{ first_name }}님의 새 음반' }, ['copy.nameless']],
    ['a banned word', body('이번 음반은 대 박이에요'), ['copy.banned']],
    ['a superlative', body('국내 최고의 음반을 모았어요'), ['copy.claims']],
    ['a guarantee', { subject: '만족을 보장하는 음반' }, ['copy.claims']],
    ['a discount without an offer', body('지금 할인 중이에요'), ['copy.offer']],
    ['a number from nowhere', body('벌써 3,000장이 나갔어요'), ['copy.numbers']],
    ['haste', body('마지막 기회예요, 천천히 보세요'), ['copy.haste']],
    ['a link off the list', { link: 'evil' }, ['copy.links']],
    ['an address in the text', body('www.shop.kr 에서 만나요'), ['copy.links']],
    ['a phone number', body('전화 02-123-4567 로 주세요'), ['copy.numbers', 'copy.personal']],
    ['HTML', body('<b>새 음반</b>이에요'), ['copy.markup']],
    [
      'another language',
      { subject: 'New records picked for you', paragraphs: ['Come and see them.'] },
      ['copy.language'],
    ],
    ['an emoji in the subject', { subject: '새 음반이에요 🎵' }, ['copy.emoji']],
    ['an empty subject', { subject: '' }, ['copy.length']],
    ['an empty text', { paragraphs: [] }, ['copy.length']],
    ['a long button', { buttonLabel: '새로 나온 음반을 지금 모두 한꺼번에 보러 가기 버튼' }, ['copy.length']],
    ['a subject over the advised length', { subject: '음반 '.repeat(20) }, ['copy.subject']],
    ['a subject nobody can read', { subject: '음반 '.repeat(60) }, ['copy.length', 'copy.subject']],
    [
      'a subject too long only for a long name',
      { subject: '{{ first_name | default: "고객" }}님이 조용한 저녁에 천천히 들으실 음반을 몇 장 골라 두었어요' },
      ['copy.subject'],
    ],
    ['a long preheader', { preheader: '조용한 저녁 '.repeat(14) }, ['copy.preheader']],
    ['a key that is not the segment’s', { key: 'B-9' }, ['copy.variants']],
    ['a segment that is not there', { key: 'Z-1', segment: 'Z' }, ['copy.variants']],
  ];
  for (const [name, more, ids] of wrong)
    test(`${name} fails ${ids.join()}`, async () => {
      const checks = await judge(ctx, 'copy', withFirst(more));
      expect(failed(checks)).toEqual(ids);
      for (const id of ids) {
        const { ko, en } = wordsOf(checks, id);
        expect(ko).toMatch(/[가-힣]/);
        expect(en).not.toBe(ko);
      }
    });

  test('one variant, five, or two of one name are refused', async () => {
    const of = (...keys: string[]): Copy => ({ variants: keys.map((key) => variantOf(key)) });
    expect(failed(await judge(ctx, 'copy', of('A-1', 'B-1', 'B-2')))).toEqual(['copy.variants']);
    expect(failed(await judge(ctx, 'copy', of('A-1', 'A-2', 'A-3', 'A-4', 'A-5', 'B-1', 'B-2')))).toEqual([
      'copy.variants',
    ]);
    expect(failed(await judge(ctx, 'copy', of('A-1', 'A-1', 'B-1', 'B-2')))).toEqual(['copy.variants']);
  });

  test('what the brief offers and the kit proves may be said', async () => {
    const said = withFirst(body('국내 최초 당일 배송에 15% 할인 쿠폰까지 드려요'));
    expect(failed(await judge(offering, 'copy', said))).toEqual([]);
    expect(failed(await judge(ctx, 'copy', said))).toEqual(['copy.offer']);
    expect(failed(await judge(offering, 'copy', withFirst(body('20% 할인 쿠폰을 드려요'))))).toEqual(['copy.numbers']);
  });

  test('a person may leave one variant and write a number, but not a claim or a label', async () => {
    const alone: Copy = { variants: [variantOf('A-1', body('벌써 3,000장이 나갔어요')), variantOf('B-1')] };
    const checks = await judge(typed, 'copy', alone);
    expect(failed(checks)).toEqual(['copy.numbers']);
    expect(checks.find(({ id }) => id === 'copy.numbers')?.severity).toBe('warn');
    const claim = await judge(typed, 'copy', withFirst({ subject: '국내 최고 음반' }));
    expect(claim.find(({ id }) => id === 'copy.claims')).toMatchObject({ passed: false, severity: 'block' });
  });

  test('a message too big for mail programs is refused', async () => {
    const { steps } = await import('../../src/steps/index.ts');
    const content = withFirst({});
    const evidence = await steps.copy.evidence(content, ctx);
    const big: CopyEvidence = {
      measured: { ...evidence.measured, 'A-1': { ...evidence.measured['A-1']!, htmlBytes: 110_000 } },
    };
    expect(failed(await steps.copy.checks(content, big, ctx))).toEqual(['copy.size']);
  });

  test('every variant is measured, and looked at as somebody will read it', async () => {
    const { measured } = told(await story(shop, 'copy'), 'copy').evidence as CopyEvidence;
    expect(Object.keys(measured)).toEqual(['A-1', 'A-2', 'B-1', 'B-2']);
    expect(measured['A-1']?.preview.subject).toMatch(/^\(광고\) 쉬는 사이/);
    expect(measured['A-1']?.preview.text).toContain('다시 들을 음악이 있습니다');
    expect(measured['A-1']?.htmlBytes).toBeGreaterThan(1_000);
  });
});

describe('words', () => {
  test('labels are seen through what hides them, and 광고 by itself is a word', () => {
    for (const text of ['(광고)', '[광고]', '（광고）', '( 광 고 )', '(광-고)', '[AD] sale'])
      expect(labels(text), text).toBe(true);
    for (const text of ['광고를 그만 받기', '광고', '(공지)']) expect(labels(text), text).toBe(false);
  });
  test('Liquid is not read as words', () => {
    expect(markup('{{ first_name | default: "고객" }}')).toBe(false);
    expect(addresses('{{ first_name | default: "a.com" }}')).toBe(false);
    expect(emoji('{{ "🎵" }}')).toBe(0);
  });
  test('a claim stands when a fact makes it in the same word', () => {
    expect(unproven('국내 최초 당일 배송', kit)).toEqual([]);
    expect(unproven('세계 최고', kit)).toEqual(['최고']);
    expect(unproven('the best records, guaranteed', kit)).toEqual(['the best', 'guaranteed']);
  });
  test('an offer is known in both languages', () => {
    expect(unoffered('free shipping and 20% off', { offer: null }, kit)).toEqual(['free shipping', '20% off']);
    expect(unoffered('feel free to look', { offer: null }, kit)).toEqual([]);
    expect(unoffered('쿠폰', { offer: '쿠폰' }, kit)).toEqual([]);
  });
  test('haste, banned words and letters', () => {
    expect(haste('today only, hurry')).toEqual(['today only', 'hurry']);
    expect(banned('대 박', kit)).toEqual(['대박']);
    expect(hangul('가나 ab')).toBe(0.5);
    expect(hangul('123')).toBeNull();
  });
});
