import { describe, expect, it } from 'vitest';
import type { CouponFacts } from '../../src/coupons/facts.ts';
import type { PlanCoupon, PoolNow } from '../../src/coupons/pool.ts';
import type { Form, Message } from '../../src/delivery/message/message.ts';
import { claimQuestions } from '../../src/delivery/preflight/claim.ts';
import { judgeMessage, MESSAGE_RULES, preflight, RULES } from '../../src/delivery/preflight/preflight.ts';
import type { MessageRule, PreflightInput, RuleId } from '../../src/delivery/preflight/rule.ts';
import { strings } from '../../src/i18n/language.ts';
import type { Variant } from '../../src/steps/copy/schema.ts';
import type { MailTemplate } from '../../src/steps/plan/schema.ts';
import { kit, mailOf, planOf, variant } from './fixture.ts';
import { calm, input } from './launch.ts';

/** What leaves, as an advertisement that keeps every rule of its form. */
const LAWFUL: Readonly<Record<Form, Message['fields']>> = {
  sms: { text: '(광고)[마켓A] 새 음반이 왔어요\n무료수신거부 080-123-4567' },
  lms: { subject: '새 음반', text: '(광고)[마켓A] 새 음반이 왔어요\n무료수신거부 080-123-4567' },
  mms: {
    text: '(광고)[마켓A] 새 음반이 왔어요\n무료수신거부 080-123-4567',
    images: [{ type: 'image/jpeg', bytes: 120_000, width: 1_000, height: 1_000 }],
  },
  alimtalk: { template: '#{이름}님, 주문을 보냈어요.', text: '지민님, 주문을 보냈어요.', variables: { 이름: '지민' } },
  brand: { text: '새 음반이 왔어요', buttons: [{ name: '보러 가기' }] },
  push: { title: '(광고) 마켓A', body: '새 음반이 왔어요\n수신거부: 내 정보 > 알림' },
  email: {
    subject: '(광고) 새 음반이 왔어요',
    preheader: '골라 두었어요',
    text: '마켓A 서울시 마포구 양화로 1 02-123-4567 a@shop.example.test\n수신거부 unsubscribe: https://t.example.test/u/1',
  },
};

const message = (form: Form, fields: Partial<Message['fields']> = {}, over: Partial<Message> = {}): Message => ({
  key: 'A-1',
  form,
  isAd: form !== 'alimtalk',
  fields: { ...LAWFUL[form], ...fields },
  vars: {},
  sender: { name: '마켓A' },
  optOut: form === 'email' ? 'https://t.example.test/u/1' : form === 'push' ? '내 정보 > 알림' : '080-123-4567',
  ...over,
});

const sms = (text: string, over: Partial<Message> = {}) => message('sms', { text }, over);
const jpeg = { type: 'image/jpeg', bytes: 120_000, width: 1_000, height: 1_000 };
const EXIT = '\n무료수신거부 080-123-4567';
type Pair<T> = { keeps: readonly T[]; breaks: readonly T[] };

/** Messages that keep and that break each rule about a message. */
const MESSAGES: Readonly<Record<string, Pair<Message>>> = {
  'KR-LABEL-01': {
    keeps: [message('sms'), message('lms'), sms(`(광고)마켓A 봄 소식${EXIT}`)],
    breaks: [
      sms(`마켓A (광고) 봄 소식${EXIT}`),
      sms(`(광고) 봄 소식${EXIT}`),
      sms(`(광고)${'가'.repeat(21)}마켓A${EXIT}`),
      message('mms', {}, { sender: { name: null } }),
    ],
  },
  'KR-LABEL-02': { keeps: [message('email')], breaks: [message('email', { subject: '새 음반 (광고)' })] },
  'KR-LABEL-03': {
    keeps: [message('push'), message('push', { title: '마켓A', body: '(광고) 새 음반' })],
    breaks: [message('push', { title: '마켓A' })],
  },
  'KR-LABEL-04': {
    keeps: [message('sms'), message('email'), sms(`(광고)마켓A 광고를 줄였어요${EXIT}`)],
    breaks: ['(광 고)', '[광고]', '(광.고)', '（광고）', '{광*고}', '<광-고>', '(AD)'].map((label) =>
      sms(`${label}마켓A 봄 소식${EXIT}`),
    ),
  },
  'KR-LABEL-05': {
    keeps: [message('alimtalk'), message('email', { subject: '주문을 보냈어요' }, { isAd: false })],
    breaks: [
      message('sms', {}, { isAd: false }),
      message('alimtalk', { text: '지민님, 20% 할인 쿠폰이 있어요.' }),
      message('email', { subject: '특가 소식' }, { isAd: false }),
    ],
  },
  'KR-OPT-01': {
    keeps: [
      message('sms'),
      sms('(광고)마켓A 봄 무료거부 0801234567'),
      sms('(광고)마켓A 봄\n무료수신거부: 080-123-4567 '),
    ],
    breaks: [
      sms('(광고)마켓A 봄 소식'),
      sms('(광고)마켓A 봄\n무료수신거부 080-999-9999'),
      sms(`(광고)마켓A${EXIT}\n그럼 안녕`),
      message('sms', {}, { optOut: null }),
      message('lms', {}, { optOut: '02-123-4567' }),
    ],
  },
  'KR-OPT-02': {
    keeps: [message('email'), message('email', { text: `${LAWFUL.email.text} $%unsubscribe%$` }, { optOut: null })],
    breaks: [
      message('email', { text: LAWFUL.email.text?.replace('unsubscribe', '거부') ?? '' }),
      message('email', { text: LAWFUL.email.text?.replace('수신거부', '') ?? '' }),
      message('email', {}, { optOut: 'https://elsewhere.example.test' }),
      message('email', { html: '<p>수신거부 unsubscribe</p>' }),
      message('email', { text: `${LAWFUL.email.text} 로그인 후 수신거부할 수 있어요` }),
    ],
  },
  'KR-OPT-03': {
    keeps: [message('push')],
    breaks: [message('push', {}, { optOut: null }), message('push', { body: '새 음반이 왔어요' })],
  },
  'KR-ID-01': {
    keeps: [message('sms'), message('push'), message('brand'), message('email')],
    breaks: [
      message('sms', {}, { sender: { name: null } }),
      message('push', { title: '(광고) 봄' }),
      message('brand', {}, { sender: { name: ' ' } }),
      message('email', { text: LAWFUL.email.text?.replace('02-123-4567', '') ?? '' }),
      message('email', { text: LAWFUL.email.text?.replace(/서울.*1 /, '') ?? '' }),
      message('email', {}, { sender: { name: '마켓A', address: '부산시 다른길 2' } }),
    ],
  },
  'TEXT-01': {
    keeps: (Object.keys(LAWFUL) as Form[]).map((form) => message(form)),
    breaks: [
      sms(' '),
      message('push', { body: '' }),
      message('email', { subject: '' }),
      message('brand', { text: '' }),
    ],
  },
  'VAR-01': {
    keeps: [sms(`(광고)마켓A #{이름}님${EXIT}`, { vars: { 이름: 5 } }), message('alimtalk')],
    breaks: [sms(`(광고)마켓A #{이름}님${EXIT}`), sms('{{ first_name | default: "고객" }}님', { vars: { name: 3 } })],
  },
  'SMS-LEN-01': {
    // 50 bytes are left between what code adds at both ends: 25 syllables, or 20 and a name of five.
    keeps: [
      sms(`(광고)[마켓A] ${'가'.repeat(25)}${EXIT}`),
      sms(`(광고)[마켓A] ${'가'.repeat(20)}#{이름}${EXIT}`, { vars: { 이름: 5 } }),
    ],
    breaks: [
      sms(`(광고)[마켓A] ${'가'.repeat(25)}.${EXIT}`),
      sms(`(광고)[마켓A] ${'가'.repeat(20)}#{이름}${EXIT}`, { vars: { 이름: 6 } }),
    ],
  },
  'SMS-LEN-02': {
    keeps: [message('lms', { subject: '가'.repeat(20), text: '가'.repeat(1_000) })],
    breaks: [message('lms', { text: '가'.repeat(1_001) }), message('mms', { subject: '가'.repeat(21) })],
  },
  'SMS-CHR-01': {
    keeps: [sms(`(광고)마켓A ―·…“”‘’￦™★♥→①～${EXIT}`)],
    breaks: ['뷁', '똠', '펲', '—', '–', '•', '₩', '©', 'é', '😀', '€', '®', '\u00a0', '\t'].map((c) => sms(`가${c}`)),
  },
  'MMS-IMG-01': {
    keeps: [message('mms')],
    breaks: [
      message('mms', { images: [] }),
      message('mms', { images: [{ ...jpeg, type: 'image/png' }] }),
      message('mms', { images: [{ ...jpeg, bytes: 204_801 }] }),
      message('mms', { images: [{ ...jpeg, height: 1_441 }] }),
      message('mms', { images: [{ type: 'image/jpeg' }] }),
      message('mms', { images: [jpeg, jpeg, jpeg, jpeg] }),
    ],
  },
  'PUSH-LEN-01': { keeps: [message('push')], breaks: [message('push', { body: '가'.repeat(1_400) })] },
  'PUSH-LEN-02': {
    keeps: [message('push', { title: `(광고) ${'가'.repeat(25)}`, body: '가'.repeat(90) })],
    breaks: [message('push', { title: '가'.repeat(31) }), message('push', { body: '가'.repeat(91) })],
  },
  'MAIL-SIZE-01': {
    keeps: [message('email', { html: 'x'.repeat(102 * 1024) })],
    breaks: [message('email', { html: 'x'.repeat(102 * 1024 + 1) }), message('email', {}, { broken: true })],
  },
  'LEN-01': {
    keeps: [message('email', { subject: '가'.repeat(50) })],
    breaks: [message('email', { subject: '가'.repeat(51) })],
  },
  'LEN-02': {
    keeps: [message('email', { preheader: '가'.repeat(90) })],
    breaks: [message('email', { preheader: '가'.repeat(91) })],
  },
  'LINK-06': {
    keeps: [sms('https://shop.example.test/a')],
    breaks: [sms('https://bit.ly/3abc'), sms('han.gl/abc 에서 보세요')],
  },
  'LINK-07': {
    keeps: [
      sms('https://shop.example.test'),
      message('brand', { buttons: [{ name: '보기', url: 'https://shop.example.test' }] }),
      message('push', { link: 'https://shop.example.test' }),
    ],
    breaks: [
      sms('http://shop.example.test/a'),
      sms('http://localhost:3000/c/1'),
      ...['url', 'linkMobile', 'linkMo', 'linkPc', 'link'].flatMap((field) =>
        (['brand', 'alimtalk'] as const).map((form) =>
          message(form, { buttons: [{ name: '보기', [field]: 'http://shop.example.test/a' }] }),
        ),
      ),
      message('push', { link: 'http://shop.example.test/a' }),
    ],
  },
  'AI-LBL-01': {
    keeps: [message('mms', { images: [{ ...jpeg, madeByAi: true }], text: '(광고)마켓A AI로 만든 이미지예요' })],
    breaks: [message('mms', { images: [{ ...jpeg, madeByAi: true }] })],
  },
  'KK-AT-01': {
    keeps: [message('alimtalk'), message('alimtalk', { status: 'approved' })],
    breaks: [
      message('alimtalk', { text: '지민 님, 주문을 보냈어요.' }),
      message('alimtalk', { text: '지민님, 주문을 보냈어요. ' }),
      message('alimtalk', { status: 'rejected' }),
      message('alimtalk', { template: undefined }),
      message('alimtalk', { template: undefined, status: 'approved' }),
    ],
  },
  'KK-AT-02': {
    keeps: [message('alimtalk'), message('alimtalk', { text: '가'.repeat(1_000), template: '가'.repeat(1_000) })],
    breaks: [
      message('alimtalk', { text: '가'.repeat(1_001) }),
      message('alimtalk', { template: '#{가}'.repeat(41) }),
      message('alimtalk', { template: '#{가} #{나}' }),
      message('alimtalk', { buttons: Array(6).fill({ name: '보기' }) }),
      message('alimtalk', { buttons: [{ name: '가'.repeat(15) }] }),
      message('alimtalk', { buttons: [{ name: '#{이름} 보기' }] }),
    ],
  },
  'KK-AT-03': {
    keeps: [message('alimtalk')],
    breaks: [
      message('alimtalk', {}, { isAd: true }),
      message('alimtalk', { text: '앱을 설치하면 적립금을 드려요' }),
      message('alimtalk', { text: '쿠폰이 도착했어요' }),
    ],
  },
  'KK-AT-04': {
    keeps: [message('alimtalk'), message('alimtalk', { variables: {} }, { vars: { 이름: 5 } })],
    breaks: [
      message('alimtalk', { variables: {} }),
      message('alimtalk', { variables: { 이름: 7 } }),
      message('alimtalk', { template: '#{고객.이름}님', variables: { '고객.이름': '지민' } }),
    ],
  },
  'KK-BM-01': {
    keeps: [
      message('brand', { text: '가'.repeat(1_300), buttons: Array(5).fill({ name: '가'.repeat(14) }) }),
      message('brand', {
        bubble: 'WIDE',
        text: '가'.repeat(76),
        header: '가'.repeat(20),
        buttons: [{ name: '보러 가기' }],
      }),
      message('brand', { bubble: 'CAROUSEL_FEED', items: [{ content: '가' }, { content: '가'.repeat(180) }] }),
    ],
    breaks: [
      message('brand', { text: '가'.repeat(1_301) }),
      message('brand', { text: '가\n'.repeat(100) }),
      message('brand', { buttons: Array(6).fill({ name: '보기' }) }),
      message('brand', { buttons: Array(5).fill({ name: '보기' }), coupon: { description: '쿠폰' } }),
      message('brand', { buttons: [{ name: '가'.repeat(15) }] }),
      message('brand', { coupon: { description: '가'.repeat(13) } }),
      message('brand', { bubble: 'WIDE', text: '가'.repeat(77) }),
      message('brand', { bubble: 'WIDE', header: '가'.repeat(21) }),
      message('brand', { bubble: 'COMMERCE', buttons: [] }),
      message('brand', { bubble: 'CAROUSEL_FEED', items: [{ content: '가' }] }),
      message('brand', { bubble: 'CAROUSEL_FEED', items: [{ content: '가' }, { content: '가'.repeat(181) }] }),
    ],
  },
  'KK-BM-02': { keeps: [message('brand', { targeting: 'I' })], breaks: [message('brand', { targeting: 'M' })] },
  'KK-BM-03': { keeps: [message('brand', { fallback: null })], breaks: [message('brand', { fallback: 'sms' })] },
  'KR-GOODS-01': { keeps: [message('sms')], breaks: [sms('(광고)마켓A 카지노 소식')] },
};

/** Claims in a text for which no brand kit is at hand. */
const QUESTIONS: Readonly<Record<string, Pair<Message>>> = {
  'CLAIM-01': { keeps: [message('sms')], breaks: [sms('업계 최고')] },
  'CLAIM-02': { keeps: [message('sms')], breaks: [sms('전 상품 할인')] },
  'CLAIM-03': { keeps: [message('sms')], breaks: [sms('타사보다 빨라요')] },
  'CLAIM-04': { keeps: [message('sms')], breaks: [sms('면역력이 좋아져요')] },
};

type Launch = { over?: Partial<PreflightInput>; variants?: readonly Variant[]; plan?: Parameters<typeof planOf>[0] };
const base = await input();
const { plan, evidence } = base;
const copy = (over: Partial<Variant>): Launch => ({ variants: [variant(over)] });
const facts = (over: Partial<typeof calm>): Launch => ({ over: { facts: { ...calm, ...over } } });
const audience = (over: Partial<(typeof evidence)['audience']>): Launch => ({
  over: { evidence: { ...evidence, audience: { ...evidence.audience, ...over } } },
});
const told = (over: Partial<typeof evidence>): Launch => ({ over: { evidence: { ...evidence, ...over } } });
const sender = (over: Partial<(typeof kit)['sender']>) => ({ ...kit, sender: { ...kit.sender, ...over } });
const leaving = (form: Form, at: string, minutes: number, over: Partial<PreflightInput> = {}): Launch => ({
  plan: { sendAt: at },
  over: { messages: [message(form)], evidence: { ...evidence, minutes }, ...over },
});
const network = (over: Partial<PreflightInput['network']>): Launch => ({
  over: { network: { ...base.network, ...over } },
});
const asSms = (over: Partial<PreflightInput> = {}): Launch => ({ over: { messages: [message('sms')], ...over } });
const template = (over: Partial<MailTemplate>): Launch => ({
  plan: { templates: [{ ...mailOf(plan), ...over }] },
});
const abroad = (region: string, over: Partial<PreflightInput> = {}): Launch => ({ over: { region, ...over } });
const LAWFUL_LAUNCH: Launch = {};
const pool = {
  kind: 'single' as const,
  discount: '15% 할인',
  condition: '3만원 이상',
  expires: '2026-12-31',
  longest: 12,
  wide: false,
};
/** A launch that promises a code to everybody it writes to. */
const couponed = (
  over: Partial<PlanCoupon> = {},
  kept: Partial<PoolNow> = {},
  named: CouponFacts['named'] = [],
): Launch => ({
  plan: { coupon: { pool: 'winter', ...pool, ...over } },
  over: {
    offer: '15% 할인, 3만원 이상',
    coupon: {
      pool: { id: 'winter', name: 'Winter', by: 'cli', at: new Date(0), left: 1_000, spoken: 0, ...pool, ...kept },
      named,
    },
  },
});

/** Launches that keep and that break each rule about a launch. */
const LAUNCHES: Readonly<Record<string, Pair<Launch>>> = {
  'APPR-01': { keeps: [LAWFUL_LAUNCH], breaks: [{ over: { approval: { approved: 'h', current: 'x' } } }] },
  'KR-CONS-01': { keeps: [LAWFUL_LAUNCH], breaks: [facts({ consented: 999 })] },
  'KR-CONS-02': { keeps: [LAWFUL_LAUNCH], breaks: [facts({ refused: 4_001 }), audience({ matched: 1_201 })] },
  'KR-CONS-03': { keeps: [LAWFUL_LAUNCH], breaks: [facts({ overdue: 1 }), facts({ soon: 1 })] },
  'KR-CONS-04': {
    keeps: [facts({ answers: { known: 3, due: 0, overdue: 0 } })],
    breaks: [facts({ answers: { known: 3, due: 1, overdue: 0 } })],
  },
  'KR-CONS-05': {
    keeps: [{ over: { kind: 'notice', messages: [message('email', { subject: '수신동의 확인' })] } }],
    breaks: [{ over: { kind: 'notice', messages: [message('email', { subject: '수신동의하면 쿠폰' })] } }],
  },
  'KR-ID-02': { keeps: [asSms()], breaks: [asSms({ kit: sender({ numbers: [] }) })] },
  'KR-DEALER-01': {
    keeps: [asSms({ kit: sender({ dealerUntil: '2026-11-24' }) })],
    breaks: [asSms({ kit: sender({ dealerUntil: '2026-11-23' }) }), asSms({ kit: sender({ dealerUntil: null }) })],
  },
  'KK-BM-04': {
    keeps: [{ over: { messages: [message('brand')] } }],
    breaks: [{ over: { messages: [message('brand')], facts: { ...calm, lastDay: 7 } } }],
  },
  'MAIL-DNS-01': {
    keeps: [LAWFUL_LAUNCH],
    breaks: [network({ domain: { name: 'shop.example.test', missing: ['DMARC'] } })],
  },
  'MAIL-REP-01': {
    keeps: [facts({ week: { answered: 10_000, bounced: 0, complained: 9 } })],
    breaks: [facts({ week: { answered: 1_000, bounced: 0, complained: 1 } })],
  },
  'MAIL-BNC-01': { keeps: [LAWFUL_LAUNCH], breaks: [facts({ week: { answered: 100, bounced: 3, complained: 0 } })] },
  'COUPON-EXPIRY': { keeps: [couponed()], breaks: [couponed({ expires: '2026-11-25' })] },
  'COUPON-QUANTITY': { keeps: [couponed()], breaks: [couponed({}, { left: 799 }), couponed({}, { spoken: 201 })] },
  'COUPON-TERMS': {
    keeps: [couponed()],
    breaks: [couponed({ discount: '20% 할인' }), couponed({}, { condition: '없음' })],
  },
  'COUPON-CODE': {
    keeps: [couponed()],
    breaks: [couponed({}, {}, [{ where: 'A-1', shown: 'W***', problem: 'unknown' }])],
  },
  'BUDGET-01': { keeps: [LAWFUL_LAUNCH], breaks: [told({ costMinor: 300_001 })] },
  'CHAN-01': { keeps: [LAWFUL_LAUNCH], breaks: [{ over: { channel: null } }] },
  'SCHED-01': {
    keeps: [LAWFUL_LAUNCH, { plan: { sendAt: '2026-11-24T12:02' } }],
    breaks: [{ plan: { sendAt: '2026-11-24T12:01' } }],
  },
  'SCHED-02': { keeps: [LAWFUL_LAUNCH], breaks: [told({ minutes: 1_441 })] },
  'KR-NIGHT-01': {
    keeps: [
      leaving('sms', '2026-11-24T20:58', 1),
      leaving('push', '2026-11-25T08:00', 1),
      leaving('sms', '2026-11-24T22:00', 1, {
        evidence: { ...evidence, audience: { ...evidence.audience, excluded: { night: 3 } } },
      }),
    ],
    breaks: [
      // Begun at 20:59, its tail would be night.
      leaving('sms', '2026-11-24T20:59', 1),
      leaving('push', '2026-11-25T07:59', 0.5),
      leaving('lms', '2026-11-24T12:00', 13 * 60),
      leaving('mms', '2026-11-24T12:00', 24 * 60),
    ],
  },
  'KR-NIGHT-02': { keeps: [LAWFUL_LAUNCH], breaks: [{ plan: { sendAt: '2026-11-24T21:00' } }] },
  'KR-NIGHT-03': {
    keeps: [leaving('brand', '2026-11-24T20:48', 1)],
    breaks: [leaving('brand', '2026-11-24T20:49', 1), leaving('brand', '2026-11-25T07:50', 1)],
  },
  'US-TCPA-01': {
    keeps: [leaving('sms', '2026-11-24T20:00', 1, { region: 'US', timezone: 'America/New_York' })],
    breaks: [leaving('sms', '2026-11-24T21:00', 1, { region: 'US', timezone: 'America/New_York' })],
  },
  'TGT-01': { keeps: [LAWFUL_LAUNCH], breaks: [audience({ send: 0 })] },
  'DUP-01': { keeps: [LAWFUL_LAUNCH], breaks: [{ plan: { segments: [] } }] },
  'EVERY-01': { keeps: [LAWFUL_LAUNCH], breaks: [told({ everyone: true })] },
  'FREQ-01': { keeps: [LAWFUL_LAUNCH], breaks: [{ over: { recentlyContacted: 1 } }] },
  'HOLD-01': { keeps: [LAWFUL_LAUNCH], breaks: [told({ smallestLift: null })] },
  'MAIL-HDR-01': { keeps: [LAWFUL_LAUNCH], breaks: [{ over: { publicUrl: 'http://t.shop.example.test' } }] },
  'KEY-01': { keeps: [LAWFUL_LAUNCH], breaks: [{ over: { keyMessage: 'gone' } }] },
  'LIQ-01': { keeps: [LAWFUL_LAUNCH], breaks: [copy({ preheader: '{% include "x" %}' })] },
  'LIQ-02': { keeps: [LAWFUL_LAUNCH], breaks: [copy({ preheader: 'TODO' })] },
  'LIQ-03': { keeps: [LAWFUL_LAUNCH], breaks: [copy({ preheader: '{{ first_name }}님' })] },
  'EMPTY-01': { keeps: [LAWFUL_LAUNCH], breaks: [copy({ buttonLabel: '' })] },
  'CHAR-01': { keeps: [LAWFUL_LAUNCH], breaks: [copy({ preheader: '가\u202e나' })] },
  'EMOJI-01': { keeps: [LAWFUL_LAUNCH], breaks: [copy({ subject: '🎵🎵' })] },
  'PII-01': { keeps: [LAWFUL_LAUNCH], breaks: [copy({ preheader: '010-1234-5678로 연락해 주세요' })] },
  'WORD-01': { keeps: [LAWFUL_LAUNCH], breaks: [copy({ subject: '대박' })] },
  'CLAIM-01': { keeps: [LAWFUL_LAUNCH, copy({ subject: '국내 최초' })], breaks: [copy({ subject: '업계 최고' })] },
  'CLAIM-02': {
    keeps: [{ over: { offer: '10% 할인' }, ...copy({ subject: '할인' }) }],
    breaks: [copy({ subject: '할인' })],
  },
  'CLAIM-03': { keeps: [LAWFUL_LAUNCH], breaks: [copy({ subject: '타사보다' })] },
  'CLAIM-04': {
    keeps: [
      LAWFUL_LAUNCH,
      {
        over: { kit: { ...kit, facts: [{ id: 'f', text: '면역력에 도움', evidence: '심의필 2026-1' }] } },
        ...copy({ subject: '면역력에 도움' }),
      },
    ],
    breaks: [copy({ subject: '면역력에 도움' })],
  },
  'LINK-01': {
    keeps: [LAWFUL_LAUNCH],
    breaks: [{ plan: { links: [{ id: 'home', url: 'http://shop.example.test/' }] } }],
  },
  'LINK-02': { keeps: [LAWFUL_LAUNCH], breaks: [{ plan: { links: [{ id: 'x', url: 'https://x.example.test/' }] } }] },
  'LINK-03': { keeps: [LAWFUL_LAUNCH], breaks: [copy({ preheader: 'www.shop.com' })] },
  'LINK-04': { keeps: [LAWFUL_LAUNCH], breaks: [template({ html: '<a href="https://evil.example">x</a>' })] },
  'LINK-05': {
    keeps: [LAWFUL_LAUNCH],
    breaks: [network({ links: plan.links.map((link) => ({ ...link, problem: '404' })) }), network({ links: [] })],
  },
  'US-MAIL-01': {
    keeps: [abroad('US')],
    breaks: [abroad('US', { messages: [message('email', { text: '수신거부' })] })],
  },
  'EU-01': {
    keeps: [abroad('DE')],
    breaks: [
      abroad('DE', { facts: { ...calm, consented: 10 } }),
      abroad('FR', { messages: [message('email', {}, { optOut: null })] }),
    ],
  },
};

const judged = async (id: RuleId, { over = {}, variants = [variant()], plan: about = {} }: Launch) => {
  const given = { plan: await planOf(about, variants), ...over };
  return preflight(await input(given, variants)).find((check) => check.id === id);
};

describe('every rule of the preflight', () => {
  it('has launches or messages that keep it and that break it', () => {
    const cases = { ...MESSAGES, ...LAUNCHES };
    expect(Object.keys(cases).sort()).toEqual(RULES.map(({ id }) => id).sort());
    expect(Object.keys(MESSAGES).sort()).toEqual(MESSAGE_RULES.map(({ id }) => id).sort());
    expect(Object.keys(QUESTIONS).sort()).toEqual(claimQuestions.map(({ id }) => id).sort());
    for (const [id, { keeps, breaks }] of Object.entries({ ...cases, ...QUESTIONS }))
      expect([id, keeps.length > 0, breaks.length > 0]).toEqual([id, true, true]);
    expect(Object.keys(strings('ko').preflight.rules).sort()).toEqual(
      Object.keys(strings('en').preflight.rules).sort(),
    );
  });

  const about = (rules: readonly MessageRule[], cases: typeof MESSAGES) =>
    rules.map((rule) => [rule.id, rule, cases[rule.id]!] as const);

  it.each([...about(MESSAGE_RULES, MESSAGES), ...about(claimQuestions, QUESTIONS)])(
    '%s judges a message',
    (id, rule, { keeps, breaks }) => {
      for (const each of keeps)
        expect([each.fields, judgeMessage(each, [rule])]).toMatchObject([each.fields, [{ id, passed: true }]]);
      for (const each of breaks) {
        const [check] = judgeMessage(each, [rule]);
        expect([each.fields, check]).toMatchObject([each.fields, { id, passed: false }]);
        for (const said of [check?.message.ko, check?.message.en]) expect(said).toMatch(/[^\s:]\.$/);
      }
    },
  );

  it.each(Object.entries(LAUNCHES))('%s judges a launch', async (name, { keeps, breaks }) => {
    const id = name as RuleId;
    for (const each of keeps) expect(await judged(id, each)).toMatchObject({ id, passed: true });
    for (const each of breaks) {
      const check = await judged(id, each);
      expect(check).toMatchObject({ id, passed: false });
      for (const said of [check?.message.ko, check?.message.en]) expect(said).not.toMatch(/undefined|NaN|\[object/);
    }
  });

  it('says of what was not read at its source that it has to be confirmed', async () => {
    const [check] = judgeMessage(
      sms('봄 소식'),
      MESSAGE_RULES.filter(({ id }) => id === 'KR-LABEL-01'),
    );
    expect(check?.message).toMatchObject({
      ko: expect.stringContaining('확인 필요'),
      en: expect.stringContaining('confirm'),
    });
    expect((await judged('TGT-01', {}))?.message.ko).not.toContain('확인 필요');
  });

  it('refuses at 20:59 what would still be leaving at night, in both languages', async () => {
    const check = await judged('KR-NIGHT-01', leaving('sms', '2026-11-24T20:59', 12));
    expect(check).toMatchObject({ severity: 'block', family: 'time', passed: false });
    expect(check?.message.ko).toContain('20:59에 시작하면 21:11에 끝나');
    expect(check?.message.en).toContain('Starting at 20:59 it ends at 21:11');
  });

  it('sharpens what is a duty of bulk senders only', async () => {
    const many = {
      over: {
        ...network({ domain: { name: 'a.test', missing: ['SPF'] } }).over,
        facts: { ...calm, consented: 90_000, bigMailboxes: 5_001 },
      },
    };
    const crowd = { ...evidence, audience: { ...evidence.audience, send: 5_001 } };
    expect(await judged('MAIL-DNS-01', { over: { ...many.over, evidence: crowd } })).toMatchObject({
      severity: 'block',
    });
    expect(await judged('MAIL-DNS-01', many)).toMatchObject({ severity: 'warn', passed: false });
  });
});
