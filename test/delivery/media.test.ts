import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { measureVariants } from '../../src/delivery/measure.ts';
import { headlineOf, mediumOf } from '../../src/delivery/media/index.ts';
import type { BuildInput, Envelope } from '../../src/delivery/media/medium.ts';
import { lengthOf } from '../../src/delivery/message/length.ts';
import { messagesOf } from '../../src/delivery/preflight/messages.ts';
import { judgeMessage, MESSAGE_RULES } from '../../src/delivery/preflight/preflight.ts';
import type { Addresses, Reader } from '../../src/delivery/render.ts';
import { TOKEN_CHARS } from '../../src/delivery/render.ts';
import { buildTemplates } from '../../src/delivery/templates.ts';
import { makeTokens } from '../../src/delivery/tokens.ts';
import { outside, smsBytes } from '../../src/kit/ks-x-1001.ts';
import { sampleTemplates } from '../../src/practice/sample/templates.ts';
import type { Variant } from '../../src/steps/copy/schema.ts';
import type { Template } from '../../src/steps/plan/schema.ts';
import { buildInput, kit, variant } from './fixture.ts';

const shop = { ...kit, name: '마켓A', sender: { ...kit.sender, name: '마켓A' } };
const input: Omit<BuildInput, 'variants'> = {
  ...buildInput,
  kit: shop,
  publicUrl: 'https://b.kr',
  alimtalk: sampleTemplates,
};
const nobody: Reader = { firstName: null, lastName: null };
const addresses: Addresses = { links: ['https://b.kr/c/x'], unsubscribe: '', pixel: '' };
const envelope: Envelope = {
  to: '+821000000001',
  id: 'id',
  reference: 'ref',
  date: new Date(0),
  sender: { name: '마켓A', email: 'a@b.kr', address: '', phone: '', number: '02-123-4567', optOut: '080-123-4567' },
  isAd: true,
  unsubscribe: null,
  returnTo: null,
  headers: {},
  pictures: new Map(),
  noFallback: false,
};

const sms = (over: Partial<Variant> = {}) => variant({ channel: 'sms', preheader: '', buttonLabel: '', ...over });
const built = async (one: Variant, over: Partial<BuildInput> = {}) => {
  const { templates, links } = await buildTemplates({ ...input, ...over, variants: [one] });
  const plan = { templates, links, isAd: over.isAd ?? true };
  return { template: templates[0]!, links, messages: messagesOf(plan, { ...input, ...over }) };
};
const written = (template: Template, reader: Reader = nobody, more: Partial<Envelope> = {}) =>
  mediumOf(template.channel).writer(template)(reader, addresses, { ...envelope, ...more });
const broken = (messages: Awaited<ReturnType<typeof built>>['messages']): string[] =>
  messages.flatMap((one) =>
    judgeMessage(one, MESSAGE_RULES)
      .filter(({ passed, severity }) => !passed && severity === 'block')
      .map(({ id }) => id),
  );

describe('a text message', () => {
  it('leaves 50 bytes for the copy of an advertisement, and is an SMS as long as it keeps to them', async () => {
    const fits = await built(sms({ paragraphs: ['가'.repeat(25)], link: '' }));
    expect(fits.template).toMatchObject({
      kind: 'sms',
      subject: '',
      text: `(광고)[마켓A] ${'가'.repeat(25)}\n무료수신거부 080-123-4567`,
    });
    expect(lengthOf(fits.messages[0]!)).toEqual({ value: 90, limit: 90, unit: 'eucKrBytes' });
    const over = await built(sms({ subject: '봄 세일', paragraphs: [`${'가'.repeat(25)}a`], link: '' }));
    expect(over.template).toMatchObject({ kind: 'lms', subject: '봄 세일' });
    expect([broken(fits.messages), broken(over.messages)]).toEqual([[], []]);
  });

  it('counts names and links at their longest', async () => {
    const named = await built(sms({ paragraphs: ['{{ first_name | default: "고객" }}님'], link: '' }), { isAd: false });
    expect(lengthOf(named.messages[0]!).value).toBe(42);
    const linked = await built(sms({ paragraphs: ['가'], link: 'home' }), { isAd: false });
    expect(linked.template).toMatchObject({ kind: 'sms', text: '가\n{{ link_1 }}' });
    expect(lengthOf(linked.messages[0]!).value).toBe(2 + 1 + 'https://b.kr/c/'.length + TOKEN_CHARS);
    const token = { campaignId: 2 ** 21 - 1, occurrence: 2 ** 14 - 1, contactId: 2 ** 35 - 1, link: 127 };
    expect(makeTokens(['a key of some length']).click(token).length).toBeLessThanOrEqual(TOKEN_CHARS);
  });

  it('as an LMS has the fixed message on its own line, label and sender before it, link and way out behind', async () => {
    const { template } = await built(
      sms({ subject: '새 음반', paragraphs: ['쉬는 동안 나온 음반을 골라 두었어요.', '둘러봐 주세요.'] }),
    );
    expect(written(template)).toEqual({
      channel: 'sms',
      messageId: 'id',
      reference: 'ref',
      to: '+821000000001',
      kind: 'lms',
      from: '021234567',
      subject: '새 음반',
      isAd: true,
      body: '(광고)[마켓A] 다시 들을 음악이 있습니다\n\n쉬는 동안 나온 음반을 골라 두었어요.\n\n둘러봐 주세요.\n\nhttps://b.kr/c/x\n무료수신거부 080-123-4567',
    });
    expect(headlineOf(template)).toBe('새 음반');
  });

  it('carries only what a carrier takes: copy is mended, a name that cannot be is left out', async () => {
    const greeting = '{{ first_name | default: "고객" }}님 — 새 음반 🎵';
    const { template } = await built(sms({ paragraphs: [greeting], link: '' }), { isAd: false });
    const write = mediumOf('sms').writer(template);
    const body = (firstName: string) => write({ ...nobody, firstName }, addresses, envelope).body;
    expect(body('지민')).toBe('지민님 - 새 음반 ');
    expect(body('뷁')).toBe('고객님 - 새 음반 ');
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 30 }), (name) => {
        expect(outside(body(name))).toEqual([]);
        expect(smsBytes(body(name))).toBeLessThanOrEqual(90);
      }),
      { numRuns: 100 },
    );
  });

  it('is told by whom also where only a reader’s name comes before it, and keeps braces of a name as they are', async () => {
    const { template } = await built(sms({ paragraphs: ['{{ first_name }}님, 마켓A예요.'], link: '' }));
    expect(written(template).body).toMatch(/^\(광고\)\[마켓A\] /);
    const wild = { ...shop, sender: { ...shop.sender, name: '{{ x }}' } };
    const { template: odd, messages } = await built(sms({ link: '' }), { kit: wild });
    expect(written(odd).body).toMatch(/^\(광고\)\[\{\{ x \}\}\] /);
    expect(broken(messages)).not.toContain('KR-LABEL-01');
  });

  it('says itself where number, way out or a template are missing', async () => {
    const without = { ...shop, sender: { ...shop.sender, optOutNumber: null } };
    expect(broken((await built(sms(), { kit: without })).messages)).toContain('KR-OPT-01');
    const bad = await built(sms({ paragraphs: ['{{ first_name'] }));
    expect(bad.messages[0]).toMatchObject({ form: 'lms', broken: true });
    expect(broken(bad.messages)).toContain('SMS-LEN-02');
  });
});

describe('a Kakao message', () => {
  const brand = (over: Partial<Variant> = {}) => variant({ channel: 'kakao', preheader: '', ...over });
  const order = (over: Partial<Variant> = {}) =>
    variant({
      channel: 'kakao',
      paragraphs: [],
      buttonLabel: '',
      link: '',
      alimtalk: {
        template: 'KA01TP_PRACTICE_ORDER',
        values: [
          { name: '이름', value: '{{ first_name | default: "고객" }}' },
          { name: '주문번호', value: 'A-1' },
        ],
      },
      ...over,
    });
  const approved = '고객님, 주문이 접수됐어요.\n\n주문번호: A-1\n\n보낼 준비가 되면 다시 알려 드릴게요.';

  it('of a brand is fixed message, paragraphs and one button, which the app labels by itself', async () => {
    const { template, messages } = await built(brand({ paragraphs: ['안녕하세요.', '새 음반이에요.'] }));
    expect(written(template)).toMatchObject({
      channel: 'kakao',
      body: '다시 들을 음악이 있습니다\n\n안녕하세요.\n\n새 음반이에요.',
      form: { kind: 'brand', buttons: [{ name: '보러 가기', url: 'https://b.kr/c/x' }] },
      fallback: null,
    });
    expect(messages.map(({ form }) => form)).toEqual(['brand']);
    expect(broken(messages)).toEqual([]);
    // Solapi sends none in its place, whatever it is asked: a text message is one of its own.
    expect(broken((await built(brand({ fallback: '문자예요.' }))).messages)).toContain('KK-BM-03');
  });

  it('by an approved template is its text byte for byte, filled; text behind it has words of its own', async () => {
    const { template, messages } = await built(order({ fallback: '주문이 접수됐어요. 주문번호 A-1' }), { isAd: false });
    expect(written(template)).toMatchObject({
      body: approved,
      form: { kind: 'alimtalk', template: 'KA01TP_PRACTICE_ORDER', variables: { 이름: '고객', 주문번호: 'A-1' } },
      fallback: { kind: 'sms', from: '021234567', subject: '', body: '주문이 접수됐어요. 주문번호 A-1' },
    });
    expect(written(template, nobody, { noFallback: true })).toMatchObject({ fallback: null });
    expect(messages.map(({ form }) => form)).toEqual(['alimtalk', 'sms']);
    expect(broken(messages)).toEqual([]);
    expect(mediumOf('kakao').forms(template)).toEqual(['alimtalk', 'sms']);
  });

  it('that Kakao did not approve, is an advertisement or has a hole does not pass, and is not written', async () => {
    const alimtalk = { template: 'KA01TP_NOWHERE', values: [] };
    expect(broken((await built(order({ alimtalk }), { isAd: false })).messages)).toContain('KK-AT-01');
    expect(broken((await built(order())).messages)).toContain('KK-AT-03');
    const hole = { template: 'KA01TP_PRACTICE_ORDER', values: [{ name: '이름', value: '{{ first_name }}' }] };
    const { template, messages } = await built(order({ alimtalk: hole }), { isAd: false });
    expect(broken(messages)).toContain('KK-AT-04');
    expect(() => written(template)).toThrow('variable is empty');
  });
});

describe('a push message', () => {
  it('has label and sender in the title, the way out in the body, and one link behind a tap', async () => {
    const one = variant({ channel: 'push', subject: '새 음반이 왔어요', paragraphs: ['들어 보러 오세요.'] });
    const { template, messages } = await built(one);
    expect(written(template, nobody, { to: 'device' })).toEqual({
      channel: 'push',
      messageId: 'id',
      reference: 'ref',
      to: 'device',
      title: '(광고) 마켓A 새 음반이 왔어요',
      body: '들어 보러 오세요.\n수신거부: 내 정보 > 알림',
      link: 'https://b.kr/c/x',
    });
    expect(broken(messages)).toEqual([]);
    const nowhere = { ...shop, sender: { ...shop.sender, appSettings: null } };
    expect(broken((await built(one, { kit: nowhere })).messages)).toEqual(['KR-OPT-03']);
    expect(broken((await built({ ...one, paragraphs: ['가'.repeat(1_400)] })).messages)).toEqual(['PUSH-LEN-01']);
  });
});

it('every form is measured at its longest and shown as a sample reader would see it', async () => {
  const variants = [
    sms({ key: 'A-1', subject: '새 음반', paragraphs: ['가'.repeat(60)] }),
    variant({ key: 'A-2', channel: 'kakao', paragraphs: ['{{ first_name }}님'], fallback: '문자예요.' }),
    variant({ key: 'A-3', channel: 'push', subject: '{{ first_name }}님', paragraphs: ['안녕'] }),
  ];
  const measured = await measureVariants({ ...input, variants });
  expect(measured['A-1']).toMatchObject({ form: 'lms', length: { limit: 2_000 }, preview: { subject: '새 음반' } });
  expect(measured['A-2']).toMatchObject({
    form: 'brand',
    // Twenty characters of a name, each as dear as a pair.
    length: { value: '다시 들을 음악이 있습니다\n\n님'.length + 40, limit: 1_300, unit: 'utf16' },
    preview: { text: '다시 들을 음악이 있습니다\n\n지민님' },
    fallback: { form: 'lms', preview: { text: expect.stringContaining('문자예요.') } },
  });
  expect(measured['A-3']).toMatchObject({ form: 'push', preview: { subject: '(광고) 마켓A 지민님' } });
});
