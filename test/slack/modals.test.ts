import { describe, expect, it } from 'vitest';
import { describeRule } from '../../src/audience/describe.ts';
import { kitInputs, writtenInputs } from '../../src/brand/form.ts';
import type { BrandKit } from '../../src/brand/kit.ts';
import { SECTION_NAMES } from '../../src/brand/sections.ts';
import type { Voice } from '../../src/i18n/voice.ts';
import { voice } from '../../src/i18n/voice.ts';
import { sampleKit } from '../../src/practice/sample/kit.ts';
import { checkView } from '../../src/practice/slack/blocks-check.ts';
import { brandModal, sectionModal } from '../../src/slack/brand-view.ts';
import { valuesOf } from '../../src/slack/form.ts';
import type { Meta } from '../../src/slack/handlers/door.ts';
import { readMeta, readSubmission, requestOf, writeMeta } from '../../src/slack/handlers/payload.ts';
import { homeView } from '../../src/slack/home-view.ts';
import {
  editModal,
  goalModal,
  launchModal,
  previewModal,
  refusedView,
  regenerateModal,
  rejectModal,
  rescheduleModal,
} from '../../src/slack/modals.ts';
import { type Refusal, refusalWords } from '../../src/slack/refusal.ts';
import { readyChosen, savedModal, saveModal, segmentsModal } from '../../src/slack/segment-modals.ts';
import { settingsModal } from '../../src/slack/settings-view.ts';
import type { Field } from '../../src/steps/field.ts';
import type { Start } from '../../src/steps/segments/start.ts';
import * as given from '../support/cards.ts';
import { expectGolden } from '../support/golden.ts';

const { campaign, draft, NOW, later, request } = given;
const account = { timezone: 'Asia/Seoul', currency: 'KRW' };
const voices: readonly Voice[] = [voice('ko', account), voice('en', account)];
const meta: Meta = { id: 'req_1', where: { channel: 'C0MARKETING', threadTs: '1.1', messageTs: '1.2' } };
const both = (text: string) => ({ ko: text, en: text });

const fields: Field[] = [
  { id: 'target', label: 'targetMoney', kind: 'number', value: 10_000_000, min: 0, max: 1e12, whole: false },
  { id: 'deadline', label: 'deadline', kind: 'date', value: '2026-12-31' },
  {
    id: 'audience',
    label: 'audience',
    kind: 'longtext',
    value: '3회 이상 구매한 고객',
    max: 500,
    hint: both('쉬운 말로'),
  },
  { id: 'offer', label: 'offer', kind: 'text', value: '', max: 300, optional: true },
  {
    id: 'key_message',
    label: 'keyMessage',
    kind: 'choice',
    value: 'hear',
    options: [
      { value: 'hear', label: both('다시 들을 음악이 있습니다') },
      { value: 'long', label: both('아주 긴 문구입니다. '.repeat(12)) },
    ],
  },
  {
    id: 'leave_out',
    label: 'leaveOut',
    kind: 'checkbox',
    value: ['A-2'],
    options: [
      { value: 'A-1', label: both('A-1') },
      { value: 'A-2', label: both('A-2') },
    ],
  },
  { id: 'send_at', label: 'sendAt', kind: 'datetime', value: '2026-11-24T14:00', of: both('A') },
];

const saved = {
  key: 'S-3',
  name: '쉬는 단골',
  owner: 'U0MARKETER',
  version: 2,
  rule: { everyone: true as const },
  at: NOW,
};
const starts: Start[] = [
  {
    id: 'lapsed_vip',
    kind: 'ready',
    name: { ko: '60일 쉰 상위 10%', en: 'Top 10%, silent for 60 days' },
    rule: saved.rule,
  },
  { id: 'S-3', kind: 'saved', name: both('쉬는 단골'), rule: saved.rule },
];
const shown = given.segments.segments.map(({ key, name, rule }) => ({ key, name, rule: describeRule(rule) }));
const ofSegments = { campaign: campaign(), draft: draft('segments'), starts };

const kit = { kit: sampleKit, version: 3, by: 'U0ADMIN' };

const views: Readonly<Record<string, (v: Voice) => unknown>> = {
  'modal.edit': (v) =>
    editModal('step.edit', meta, { campaign: campaign(), draft: draft('brief'), fields }, v, 'Asia/Seoul'),
  'modal.segments': (v) => segmentsModal(meta, { ...ofSegments, segments: shown, fields: [] }, v, 'Asia/Seoul'),
  'modal.segments-put': (v) =>
    segmentsModal(
      { ...meta, part: 'A=lapsed_vip,B=S-3' },
      {
        ...ofSegments,
        segments: shown,
        fields,
      },
      v,
      'Asia/Seoul',
    ),
  'modal.segment-save': (v) => saveModal(meta, ofSegments, v),
  'modal.segment-saved': (v) => savedModal({ ...saved, fresh: true }, v),
  'modal.segment-same': (v) => savedModal({ ...saved, fresh: false }, v),
  'modal.regenerate': (v) => regenerateModal(meta, campaign(), draft('copy'), v),
  'modal.reject': (v) => rejectModal(meta, campaign(), draft('copy'), v),
  'modal.launch': (v) => launchModal(meta, { campaign: campaign(), request: request('plan'), plan: given.plan }, v),
  'modal.launch-count': (v) =>
    launchModal(
      meta,
      {
        campaign: campaign(),
        request: request('plan', { required: 2, shown: { matched: 20_000, send: 12_000, holdout: 3_000 } }),
        plan: { ...given.plan, sendAt: 'now' },
      },
      v,
    ),
  'modal.reschedule': (v) => rescheduleModal({ ...meta, id: 'C-42' }, campaign({ sendAt: later(30) }), v),
  'modal.preview': (v) => previewModal(meta, draft('copy'), 'A-2', v),
  'modal.goal': (v) => goalModal(meta, '', 'C0MARKETING', v),
  'modal.refused': (v) => refusedView({ code: 'stale', version: 2, newer: 3 }, v),
  'modal.settings': (v) =>
    settingsModal(
      meta,
      {
        approvers: { ids: ['U0APPROVER1', 'S0APPROVERS'], fixed: false },
        admins: { ids: ['U0ADMIN'], fixed: true },
        pressure: { cap: { messages: 3, days: 7 }, set: { by: 'U0ADMIN', at: NOW } },
      },
      v,
    ),
  'modal.settings-new': (v) =>
    settingsModal(
      meta,
      {
        approvers: { ids: null, fixed: false },
        admins: { ids: null, fixed: false },
        pressure: { cap: { messages: 3, days: 7 }, set: null },
      },
      v,
    ),
  'modal.brand': (v) => brandModal(meta, { ...kit, mayEdit: true }, v),
  'modal.brand-saved': (v) => brandModal(meta, { ...kit, by: 'cli', mayEdit: true, saved: true }, v),
  'modal.brand-read': (v) => brandModal(meta, { ...kit, mayEdit: false }, v),
  'modal.brand-facts': (v) => sectionModal(meta, { ...kit, section: 'facts', mayEdit: true }, v),
  'modal.brand-money': (v) => sectionModal(meta, { ...kit, section: 'money', mayEdit: true }, v),
  'modal.brand-sender-read': (v) => sectionModal(meta, { ...kit, section: 'sender', mayEdit: false }, v),
  'modal.brand-stale': (v) =>
    sectionModal(
      meta,
      {
        ...kit,
        section: 'coupons',
        mayEdit: true,
        stale: true,
        inputs: writtenInputs('coupons', { coupons: 'MINE | 내가 적은 것' }),
      },
      v,
    ),
  'home.some': (v) =>
    homeView(
      {
        mine: [
          {
            campaign: campaign({ status: 'plan.review' }),
            request: request('plan'),
            href: 'https://example.slack.com/archives/C/p1',
          },
        ],
        running: [{ campaign: campaign({ status: 'plan.review' }), href: null }],
        notices: [
          {
            kind: 'result',
            channel: 'email',
            people: 23,
            granted: 20,
            withdrawn: 4,
            by: '2026-11-30T00:00:00.000Z',
            latest: '2026-11-23T00:00:00.000Z',
          },
          {
            kind: 'confirmation',
            channel: null,
            people: 2,
            granted: 2,
            withdrawn: 0,
            by: '2026-12-30T00:00:00.000Z',
            latest: '2024-12-30T00:00:00.000Z',
          },
        ],
        coupons: [
          {
            id: 'winter',
            name: '다시 오신 분 15%',
            kind: 'single',
            discount: '15% 할인',
            condition: '3만원 이상',
            expires: '2026-12-31',
            longest: 13,
            wide: false,
            by: 'cli',
            at: new Date('2026-11-01T00:00:00Z'),
            left: 4_200,
            spoken: 1_000,
          },
        ],
        now: new Date('2026-11-24T03:00:00Z'),
        admin: true,
      },
      v,
    ),
  'home.none': (v) => homeView({ mine: [], running: [], notices: [], coupons: [], now: new Date(0), admin: false }, v),
};

describe('every view', () => {
  for (const [name, draw] of Object.entries(views))
    for (const v of voices)
      it(`${name} in ${v.language} reads as approved, and Slack would open it`, () => {
        const view = draw(v);
        expect(checkView(view)).toEqual([]);
        expectGolden(`${name}.${v.language}`, view);
      });

  it('of four segments with a hundred saved ones fits into Slack', () => {
    const long = (n: number) => '가'.repeat(n);
    const segments = ['A', 'B', 'C', 'D'].map((key) => ({ key, name: long(40), rule: both(long(5_000)) }));
    const many = Array.from({ length: 120 }, (_, i) => ({
      ...(starts[1] as Start),
      id: `S-${i}`,
      name: both('라'.repeat(80)),
    }));
    const part = 'A=rfm_potential_loyalists,B=rfm_potential_loyalists,C=rfm_potential_loyalists,D=S-123456';
    const about = { ...ofSegments, starts: [...starts, ...many], segments, fields };
    for (const v of voices) expect(checkView(segmentsModal({ ...meta, part }, about, v, 'Asia/Seoul'))).toEqual([]);
  });

  it('of segments says which rules were put in so far, and a choice adds one or takes it back', () => {
    const blockId = 'req_1.A.B=S-3';
    expect(readyChosen({ blockId, value: 'lapsed_vip' })).toBe('B=S-3,A=lapsed_vip');
    expect(readyChosen({ blockId: 'req_1.B.B=S-3,A=lapsed_vip', value: 'own' })).toBe('A=lapsed_vip');
    expect(requestOf({ blockId, value: 'lapsed_vip' })).toBe('req_1');
  });

  it('of the largest brand kit fits into Slack, each section whole, to edit and to read', () => {
    const long = (n: number) => `${n}${'가'.repeat(297)}`;
    const rows = <T>(n: number, make: (n: number) => T) => Array.from({ length: n }, (_, i) => make(i));
    const largest: BrandKit = {
      ...sampleKit,
      messages: rows(20, (n) => ({ id: long(n), ko: long(n), en: long(n) })),
      facts: rows(50, (n) => ({ id: long(n), text: long(n), evidence: long(n) })),
      bannedWords: rows(200, long),
      links: rows(20, (n) => ({ id: long(n), url: `https://shop.example.test/${'a'.repeat(250)}${n}` })),
      coupons: rows(20, (n) => ({ code: long(n), text: long(n) })),
    };
    for (const v of voices)
      for (const mayEdit of [true, false]) {
        expect(checkView(brandModal(meta, { ...kit, kit: largest, mayEdit }, v))).toEqual([]);
        for (const section of SECTION_NAMES) {
          const view = sectionModal(meta, { ...kit, kit: largest, section, mayEdit }, v);
          expect(checkView(view)).toEqual([]);
          expect(view.blocks.length).toBeLessThan(100);
          for (const { text } of kitInputs(section, largest, v.count))
            if (mayEdit && text) expect(JSON.stringify(view)).toContain(JSON.stringify(text));
        }
      }
  });

  it("names its inputs after the fields and every input's action value", () => {
    for (const draw of Object.values(views)) {
      const { blocks } = draw(voices[0] as Voice) as {
        blocks: { type: string; block_id?: string; element?: { action_id: string } }[];
      };
      for (const { type, element, block_id } of blocks)
        if (type === 'input') {
          expect(element?.action_id).toBe('value');
          expect(block_id).toMatch(/^[a-z_]+$/);
        }
    }
  });
});

describe('what comes back', () => {
  it('is read as the step wants it: numbers and words as typed, times on the wall clock, nothing for what was left empty', () => {
    const values = {
      target: { value: { type: 'plain_text_input', value: '2천만' } },
      deadline: { value: { type: 'datepicker', selected_date: '2026-12-25' } },
      offer: { value: { type: 'plain_text_input', value: null } },
      key_message: { value: { type: 'static_select', selected_option: { value: 'long' } } },
      leave_out: { value: { type: 'checkboxes', selected_options: [] } },
      send_at: { value: { type: 'datetimepicker', selected_date_time: 1_795_496_400 } },
    };
    const { inputs, meta: kept } = readSubmission({ view: { private_metadata: writeMeta(meta), state: { values } } });
    expect(kept).toEqual(meta);
    expect(valuesOf(fields, inputs, 'Asia/Seoul')).toEqual({
      target: '2천만',
      deadline: '2026-12-25',
      offer: null,
      key_message: 'long',
      leave_out: [],
      send_at: '2026-11-24T14:00',
    });
  });

  it('is nothing when it is no payload of ours', () => {
    for (const strange of [null, 1, 'x', [], {}, { view: { private_metadata: '{', state: { values: { a: null } } } }])
      expect(() => readSubmission(strange)).not.toThrow();
    expect(readMeta('not json')).toEqual({ id: '', where: { channel: null, threadTs: null, messageTs: null } });
    expect(requestOf({ value: 'step.reject', blockId: 'req_7.a' })).toBe('req_7');
    expect(requestOf({ value: 'req_7:A-1', blockId: 'v' })).toBe('req_7');
  });
});

const refusals: readonly Refusal[] = [
  { code: 'guest' },
  { code: 'stranger' },
  { code: 'bot' },
  { code: 'not_eligible', who: ['U0APPROVER1'] },
  { code: 'not_eligible', who: [] },
  { code: 'own_request', who: ['U0APPROVER1', 'U0APPROVER2'] },
  { code: 'own_request', who: [] },
  { code: 'own_edit', who: ['U0APPROVER1'] },
  { code: 'own_edit', who: [] },
  { code: 'no_policy', who: [] },
  { code: 'unknown_request' },
  { code: 'already', state: 'approved', by: 'U0APPROVER1', at: NOW, version: 1 },
  { code: 'already', state: 'changes', by: 'U0APPROVER1', at: NOW, version: 1 },
  { code: 'already', state: 'rejected', by: 'U0APPROVER1', at: NOW, version: 1 },
  { code: 'already', state: 'cancelled', by: null, at: null, version: 1 },
  { code: 'stale', version: 2, newer: 3 },
  { code: 'stale', version: 2, newer: null },
  { code: 'expired', at: NOW },
  { code: 'again' },
  { code: 'failing_checks', checks: ['a', 'b'] },
  { code: 'wrong_count', expected: 15_000 },
  { code: 'not_now', status: 'sending' },
  { code: 'unknown_campaign' },
  { code: 'nothing_to_retry' },
  { code: 'no_email' },
  { code: 'no_phone' },
  { code: 'no_device' },
  { code: 'admins_only', who: ['U0ADMIN'] },
  { code: 'admins_only', who: [] },
  { code: 'environment', name: 'APPROVERS' },
  { code: 'too_slow' },
  { code: 'no_kit' },
  { code: 'not_understood' },
];

describe('every refusal', () => {
  for (const v of voices)
    it(`has its own words in ${v.language}`, () => {
      const words = refusals.map((refusal) => refusalWords(refusal, v));
      expect(new Set(words).size).toBe(words.length);
      expectGolden(`refusals.${v.language}`, words);
    });

  it('reads the same from a row, where instants became text', () => {
    for (const refusal of refusals)
      expect(refusalWords(JSON.parse(JSON.stringify(refusal)), voices[0] as Voice)).toBe(
        refusalWords(refusal, voices[0] as Voice),
      );
  });
});
