import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { addPicture, removePicture } from '../../src/brand/pictures.ts';
import { keepTemplates } from '../../src/channels/alimtalk-registry.ts';
import { voice } from '../../src/i18n/voice.ts';
import { realClock } from '../../src/kit/clock.ts';
import { wordsOf as blockWords } from '../../src/slack/plainer.ts';
import { type Copy, type CopyEvidence, copySchema, type Variant } from '../../src/steps/copy/schema.ts';
import { copyBody, copyOutline, variantWhole } from '../../src/steps/copy/view.ts';
import type { Values } from '../../src/steps/field.ts';
import { steps } from '../../src/steps/index.ts';
import type { StepContext } from '../../src/steps/step.ts';
import { testDatabase } from '../support/database.ts';
import { jpegOf } from '../support/jpeg.ts';
import { type Company, company, fillShop } from './company.ts';
import { GOAL, goodBrief, variantOf } from './drafts.ts';
import { contextOf, failed, judge, story, wordsOf } from './story.ts';

const NOTICE = {
  id: 'KA01TP_NOTICE',
  name: '배송 휴무 안내',
  text: '#{이름}님, #{쉬는날}에는 보내지 않아요.',
  buttons: [],
  status: 'approved' as const,
};

let connection: Awaited<ReturnType<typeof testDatabase>>;
let shop: Company;
const ctxs: Record<string, StepContext> = {};
beforeAll(async () => {
  connection = await testDatabase();
  shop = await company(connection);
  await fillShop(shop);
  await keepTemplates(shop.db, [NOTICE, { ...NOTICE, id: 'KA01TP_WAITING', status: 'pending' }], {
    source: 'test',
    at: new Date('2026-11-24T00:00:00Z'),
  });
  const by = async (name: string, channels: string[], words = '', more = {}) => {
    const { campaignId } = await story(shop, 'personas', `${words} ${GOAL}`, {
      brief: goodBrief({ channels, ...more }),
    });
    ctxs[name] = await contextOf(shop, campaignId, 'copy');
  };
  await by('sms', ['sms'], '문자로');
  await by('push', ['push'], '푸시로');
  await by('kakao', ['kakao', 'sms'], '카톡으로, 안 되면 문자로');
  await by('alimtalk', ['kakao'], '알림톡으로');
  await by('offer', ['kakao'], '알림톡으로', { offer: '15% 할인 쿠폰' });
});
afterAll(async () => {
  await shop?.model.close();
  await connection?.close();
});

const SMS: Partial<Variant> = {
  channel: 'sms',
  subject: '',
  preheader: '',
  buttonLabel: '',
  link: '',
  paragraphs: ['새 음반을 골라 두었어요.'],
};
const PUSH: Partial<Variant> = { ...SMS, channel: 'push', subject: '새 음반', link: 'new' };
const KAKAO: Partial<Variant> = {
  channel: 'kakao',
  subject: '새 음반',
  preheader: '',
  fallback: '쉬는 사이 나온 음반을 골라 두었어요.',
};
const ALIMTALK: Partial<Variant> = {
  ...KAKAO,
  paragraphs: [],
  buttonLabel: '',
  link: '',
  fallback: null,
  alimtalk: {
    template: NOTICE.id,
    values: [
      { name: '이름', value: '{{ first_name | default: "고객" }}' },
      { name: '쉬는날', value: '주말' },
    ],
  },
};
const all = (base: Partial<Variant>, first: Partial<Variant> = {}): Copy => ({
  variants: ['A-1', 'A-2', 'B-1', 'B-2'].map((key, i) => variantOf(key, { ...base, ...(i === 0 ? first : {}) })),
});
const at = (name: string): StepContext => {
  const found = ctxs[name];
  if (!found) throw new Error(name);
  return found;
};
const evidenceOf = (name: string, copy: Copy): Promise<CopyEvidence> => steps.copy.evidence(copy, at(name));

describe('copy of each channel', () => {
  test('passes its checks where it is good', async () => {
    expect(failed(await judge(at('sms'), 'copy', all(SMS)))).toEqual([]);
    expect(failed(await judge(at('push'), 'copy', all(PUSH)))).toEqual([]);
    expect(failed(await judge(at('kakao'), 'copy', all(KAKAO)))).toEqual([]);
    // It needs a person to say that it is no advertisement.
    expect(failed(await judge(at('alimtalk'), 'copy', all(ALIMTALK)))).toEqual(['copy.alimtalk_ad']);
  });

  test('is a short text where it fits one, and a long one otherwise', async () => {
    const { measured } = await evidenceOf('sms', all(SMS, { link: 'new' }));
    expect(measured['A-2']).toMatchObject({ form: 'sms', length: { limit: 90, unit: 'eucKrBytes' } });
    expect(measured['A-2']?.length?.value).toBeLessThanOrEqual(90);
    expect(measured['A-1']).toMatchObject({ form: 'lms', length: { limit: 2_000 } });
  });

  const wrong: [string, string, Partial<Variant>, Partial<Variant>, string[]][] = [
    ['sms', 'copy of another channel', SMS, { channel: 'push', subject: '새 음반', link: 'new' }, ['copy.channel']],
    ['sms', 'no text', SMS, { paragraphs: [] }, ['copy.length']],
    ['sms', 'a sign no carrier takes', SMS, { paragraphs: ['뷁 음반이 나왔어요.'] }, ['copy.signs']],
    ['sms', 'a sign that is mended', SMS, { paragraphs: ['새 음반 — 골라 두었어요.'] }, ['copy.mended']],
    [
      'sms',
      'a long title',
      SMS,
      { subject: '아주 길고 긴 제목이라 마흔 바이트를 넘어요 정말로', link: 'new' },
      ['copy.title'],
    ],
    ['push', 'no link', PUSH, { link: '' }, ['copy.links']],
    ['push', 'no title', PUSH, { subject: '' }, ['copy.length']],
    ['push', 'more than is seen', PUSH, { paragraphs: ['새 음반이 나왔어요. '.repeat(10).trim()] }, ['copy.seen']],
    ['kakao', 'no words of its own for the text message', KAKAO, { fallback: null }, ['copy.fallback']],
    ['kakao', 'a long button', KAKAO, { buttonLabel: '새로 나온 음반을 모두 보러 가기' }, ['copy.length']],
    ['kakao', 'a banned word in the text message alone', KAKAO, { fallback: '대박 음반이에요' }, ['copy.banned']],
    [
      'alimtalk',
      'a template nobody approved',
      ALIMTALK,
      { alimtalk: { template: 'KA01TP_WAITING', values: [] } },
      ['copy.alimtalk_ad', 'copy.alimtalk'],
    ],
    [
      'alimtalk',
      'a value that is missing',
      ALIMTALK,
      { alimtalk: { template: NOTICE.id, values: [{ name: '이름', value: '고객' }] } },
      ['copy.alimtalk_ad', 'copy.alimtalk'],
    ],
    [
      'alimtalk',
      'a value that some do not have',
      ALIMTALK,
      {
        alimtalk: {
          template: NOTICE.id,
          values: [
            { name: '이름', value: '{{ first_name }}' },
            { name: '쉬는날', value: '주말' },
          ],
        },
      },
      ['copy.nameless', 'copy.alimtalk_ad', 'copy.alimtalk'],
    ],
    ['offer', 'an advertisement as Alimtalk', ALIMTALK, {}, ['copy.alimtalk_ad', 'copy.alimtalk']],
    [
      'alimtalk',
      'a brand message where Alimtalk was asked for',
      { ...KAKAO, fallback: null },
      {},
      ['copy.alimtalk_asked'],
    ],
  ];
  for (const [name, what, base, first, ids] of wrong)
    test(`${name}: ${what} fails ${ids.join()}`, async () =>
      expect(failed(await judge(at(name), 'copy', all(base, first)))).toEqual(ids));

  test('tells what to do about an Alimtalk', async () => {
    const words = wordsOf(await judge(at('offer'), 'copy', all(ALIMTALK)), 'copy.alimtalk');
    expect(words.ko).toContain('브랜드 메시지로 바꾸거나');
  });

  test('from a model that knows nothing of Kakao still reads, as e-mail did', () => {
    const read = copySchema.parse({ variants: [variantOf('A-1')] });
    expect(read.variants[0]).toMatchObject({ alimtalk: null, fallback: null });
  });
});

describe('what a model is told of the room', () => {
  const limits = async (name: string) => (await steps.copy.inputs(at(name))).limits as object;

  test('is of the one channel, beside what code adds', async () => {
    // 14 bytes of label and name of four signs and brackets more, 26 of the way out.
    const { sms, channel } = (await limits('sms')) as { sms: { short: { bytes: number } }; channel: string };
    expect(channel).toBe('sms');
    expect(sms.short.bytes).toBeGreaterThan(30);
    expect(sms.short.bytes).toBeLessThan(60);
    expect(Object.keys(await limits('push'))).toEqual(['channel', 'fallback', 'push']);
    expect(await limits('kakao')).toMatchObject({ fallback: 'sms', kakao: { asked: 'brand', buttonLabel: 14 } });
    expect(await limits('kakao')).not.toHaveProperty('templates');
  });

  test('names approved templates, where Alimtalk was asked for', async () => {
    expect(await limits('alimtalk')).toMatchObject({
      kakao: { asked: 'alimtalk' },
      templates: [{ id: NOTICE.id, variables: ['이름', '쉬는날'] }],
    });
  });
});

describe('editing copy of a channel', () => {
  const edit = async (name: string, copy: Copy, values: Values) => {
    const edited = await steps.copy.edit(copy, { variant: 'A-1', ...values }, at(name));
    if (!edited.ok) throw new Error(JSON.stringify(edited.errors));
    return edited.content.variants[0];
  };
  const ids = async (name: string, copy: Copy) => (await steps.copy.fields(copy, at(name), 'A-1')).map(({ id }) => id);

  test('shows the fields it has', async () => {
    expect(await ids('sms', all(SMS))).toEqual(['subject', 'body', 'link', 'leave_out']);
    expect(await ids('push', all(PUSH))).toEqual(['subject', 'body', 'link', 'leave_out']);
    expect(await ids('kakao', all(KAKAO))).toEqual(['template', 'body', 'button', 'link', 'fallback', 'leave_out']);
    expect(await ids('alimtalk', all(ALIMTALK))).toEqual(['template', 'value_1', 'value_2', 'link', 'leave_out']);
  });

  test('picks a template, fills its values, and goes back to a brand message', async () => {
    const picked = await edit('alimtalk', all({ ...KAKAO, fallback: null }), { template: NOTICE.id });
    expect(picked).toMatchObject({ alimtalk: { template: NOTICE.id, values: [] }, paragraphs: [] });
    const filled = await edit('alimtalk', all(ALIMTALK), { value_2: '11월 28일' });
    expect(filled?.alimtalk?.values[1]).toEqual({ name: '쉬는날', value: '11월 28일' });
    expect((await edit('alimtalk', all(ALIMTALK), { template: '-' }))?.alimtalk).toBeNull();
  });

  test('leaves the link of a text message out, and changes the words behind Kakao', async () => {
    expect((await edit('sms', all(SMS, { link: 'new' }), { link: '-' }))?.link).toBe('');
    expect((await edit('kakao', all(KAKAO), { fallback: '새 소식이에요.' }))?.fallback).toBe('새 소식이에요.');
  });
});

describe('a picture in a text message', () => {
  const pictured = all(SMS, { picture: 'spring' });

  test('is chosen by a person among those there are, taken out again, and kept by a model that writes anew', async () => {
    const jpeg = jpegOf(640, 480, '');
    await addPicture({ db: shop.db, clock: realClock }, { name: 'spring', jpeg, madeByAi: false, by: 'cli' });
    const edited = async (copy: Copy, picture: string) => {
      const made = await steps.copy.edit(copy, { variant: 'A-1', picture }, at('sms'));
      return made.ok ? made.content.variants[0]?.picture : made.errors;
    };
    expect(await edited(all(SMS), 'spring')).toBe('spring');
    expect(await edited(pictured, '-')).toBeUndefined();
    expect(await evidenceOf('sms', pictured)).toMatchObject({ measured: { 'A-1': { form: 'mms' } } });
    const before = { ...at('sms'), previous: { content: pictured, by: 'person' } } as unknown as StepContext;
    const again = await steps.copy.complete(copySchema.parse(all(SMS)), before);
    expect(again).toMatchObject({ ok: true, content: { variants: [{ key: 'A-1', picture: 'spring' }, {}, {}, {}] } });
  });

  test('that is gone holds the copy up and says what to do', async () => {
    await removePicture(shop.db, 'spring', new Date());
    const evidence = await evidenceOf('sms', pictured);
    const found = (await steps.copy.checks(pictured, evidence, at('sms'))).find(({ id }) => id === 'copy.picture');
    expect(found).toMatchObject({ passed: false, severity: 'block' });
    expect(found?.message.ko).toContain('다른 사진을 고르거나 빼 주세요');
  });
});

describe('the card', () => {
  test.each(['ko', 'en'] as const)('shows what a phone shows and how long it is, in %s', async (language) => {
    const v = voice(language, shop.config);
    const shown = async (name: string, copy: Copy) =>
      blockWords(copyBody(copy, await evidenceOf(name, copy), v)).replaceAll(/\s+/g, ' ');
    const n = language === 'ko' ? '단문(SMS)' : 'short text (SMS)';
    expect(await shown('sms', all(SMS))).toMatch(new RegExp(`${n.replace(/[()]/g, '\\$&')} \\d\\d/90 ?B`));
    expect(await shown('kakao', all(KAKAO))).toMatch(
      language === 'ko' ? /브랜드 메시지 .*대체 장문/ : /brand message .*else long text/,
    );
    const whole = variantWhole(all(KAKAO).variants[0] as Variant, await evidenceOf('kakao', all(KAKAO)), v);
    expect(blockWords(whole)).toContain('080-123-4567');
    expect(copyOutline(all(ALIMTALK), { measured: {} }, v).map(([, text]) => text)).toContain(NOTICE.id);
  });
});
