import { describe, expect, it } from 'vitest';
import type { Voice } from '../../src/i18n/voice.ts';
import { voice } from '../../src/i18n/voice.ts';
import { checkMessage } from '../../src/practice/slack/blocks-check.ts';
import { wilson } from '../../src/results/proportion.ts';
import { armOfRows } from '../../src/results/samples.ts';
import { winnersOf } from '../../src/results/winner.ts';
import type { Card } from '../../src/slack/blocks.ts';
import { BUDGET, weigh } from '../../src/slack/budget.ts';
import { campaignCard } from '../../src/slack/campaign-card.ts';
import { noteCard } from '../../src/slack/note-card.ts';
import { pingCard } from '../../src/slack/ping-card.ts';
import { plainer, wordsOf } from '../../src/slack/plainer.ts';
import { sendingCard } from '../../src/slack/sending-card.ts';
import type {
  CampaignState,
  PingState,
  SegmentWave,
  SendingState,
  StepState,
  WavesState,
} from '../../src/slack/state.ts';
import { stepCard } from '../../src/slack/step-card.ts';
import { wavesCard } from '../../src/slack/waves-card.ts';
import { someReadout } from '../results/some-readout.ts';
import * as given from '../support/cards.ts';
import { expectGolden } from '../support/golden.ts';

const { campaign, draft, later, NOW, request, stepState, verdict, counted, check } = given;
const account = { timezone: 'Asia/Seoul', currency: 'KRW' };
const voices: readonly Voice[] = [voice('ko', account), voice('en', account)];

const setting = { solo: false, practiceSend: true };

const campaignState = (over: Partial<CampaignState> = {}): CampaignState => ({
  campaign: campaign({ status: 'brief.drafting', title: '' }),
  brief: null,
  steps: {},
  asked: null,
  approvers: ['U0APPROVER1', 'U0APPROVER2'],
  counted: null,
  waits: null,
  readouts: { day1: false, final: null },
  setting,
  ...over,
});

const approved = (step: Parameters<typeof draft>[0]) => ({
  draft: draft(step),
  state: 'approved' as const,
  by: 'U0APPROVER1',
  at: later(1),
});
const all = {
  brief: approved('brief'),
  segments: approved('segments'),
  personas: approved('personas'),
  copy: approved('copy'),
  plan: approved('plan'),
};
const sendAt = new Date('2026-11-24T05:00:00Z');
const sent = { sendAt, startedAt: sendAt, windowStartsAt: sendAt, windowEndsAt: new Date('2026-12-01T05:00:00Z') };

const sendingState = (over: Partial<SendingState> = {}): SendingState => ({
  campaign: campaign({ status: 'sending', ...sent }),
  counted: counted(
    { planned: 1_500, claimed: 7, accepted: 2_000, delivered: 140, failed: 9 },
    { failedByReason: { no_address: 7, mailbox_full: 2 } },
  ),
  holdout: 914,
  channel: 'email',
  excluded: { no_consent: 923, suppressed: 88 },
  pause: null,
  waits: null,
  setting,
  ...over,
});

const testFirst: WavesState['waves'] = { testPercent: 20, decideAfterHours: 12, metric: 'clicks', decide: 'rule' };
const decideAt = new Date('2026-11-24T17:05:00Z');
const tested = counted({ delivered: 1_010, failed: 4 }, { failedByReason: { mailbox_full: 4 } });
const waits = { rest: 4_056, hours: 12, decideAt, asked: false };

/** A segment whose test had 500 people a variant, so many of whom clicked. */
const waveOf = (
  key: string,
  hits: readonly number[],
  over: Partial<SegmentWave> & { isRead?: boolean; revenue?: boolean } = {},
): SegmentWave => {
  const { isRead = false, revenue = false, ...more } = over;
  const n = 500;
  const arms = [...hits, ...(hits.length === 0 ? [0, 0] : [])].map((of, i) => ({
    variant: `${key}-${i + 1}`,
    arm: {
      ...armOfRows({ outcome: Array.from({ length: n }, (_, at) => (at < of ? 30_000 + (at % 7) : 0)) }),
      amounts: [],
    },
  }));
  const basis = revenue ? 'revenue' : 'conversion';
  const shown = arms.map(({ variant, arm }) => ({
    variant,
    n,
    hits: arm.conversions,
    rate: arm.conversions / n,
    ci: wilson({ hits: arm.conversions, n }),
    revenueMinor: Math.round(arm.meanY * n),
  }));
  const [winner = null] = winnersOf(
    arms.map((one) => ({ ...one, segment: key })),
    basis,
    's',
  );
  return {
    key,
    name: key === 'A' ? '휴면 단골' : '최근 첫 구매',
    rest: 2_028,
    arms: shown,
    test: isRead ? { segment: key, arms: shown, winner, broken: false } : null,
    decision: null,
    ...more,
  };
};
const wavesState = (over: Partial<WavesState> = {}): WavesState => ({
  campaign: campaign({ status: 'sending', ...sent }),
  waves: testFirst,
  currency: 'KRW',
  decideAt,
  segments: [],
  able: ['U0APPROVER1', 'U0APPROVER2'],
  setting,
  ...over,
});

const pingState = (over: Partial<PingState> = {}): PingState => ({
  campaign: campaign({ status: 'plan.review' }),
  request: request('plan'),
  occasion: 'asked',
  href: 'https://example.slack.com/archives/C0MARKETING/p1763775725000100',
  ...over,
});

const closed = (
  state: 'approved' | 'rejected' | 'changes' | 'expired' | 'superseded' | 'cancelled',
  over: Partial<StepState> = {},
) =>
  stepState('brief', {
    campaign: campaign({ status: 'segments.drafting' }),
    request: request('brief', { state, settledAt: later(1) }),
    ...over,
  });

const cards: Readonly<Record<string, (v: Voice) => Card>> = {
  'campaign.drafting': (v) => campaignCard(campaignState(), v),
  'campaign.review': (v) =>
    campaignCard(
      campaignState({
        campaign: campaign({ status: 'segments.review' }),
        brief: given.brief,
        steps: { brief: all.brief, segments: { ...all.segments, state: 'pending', by: null, at: null } },
        asked: {
          step: 'segments',
          state: 'pending',
          able: ['U0MARKETER', 'U0APPROVER1', 'U0APPROVER2', 'U0ADMIN'],
          send: null,
          holdout: null,
        },
      }),
      v,
    ),
  'campaign.launch': (v) =>
    campaignCard(
      campaignState({
        campaign: campaign({ status: 'plan.review' }),
        brief: given.brief,
        steps: { ...all, plan: { ...all.plan, state: 'pending', by: null, at: null } },
        asked: { step: 'plan', state: 'pending', able: ['U0APPROVER1'], send: 3_656, holdout: 914 },
      }),
      v,
    ),
  'campaign.blocked': (v) =>
    campaignCard(
      campaignState({
        campaign: campaign({ status: 'plan.review' }),
        brief: given.brief,
        steps: { ...all, plan: { ...all.plan, state: 'pending', by: null, at: null } },
        asked: { step: 'plan', state: 'pending', able: [], send: 3_656, holdout: 914 },
        approvers: [],
      }),
      v,
    ),
  'campaign.problem': (v) =>
    campaignCard(
      campaignState({
        campaign: campaign({
          status: 'copy.drafting',
          problem: {
            code: 'unreachable',
            params: { detail: 'ECONNREFUSED', minutes: 10, times: 1 },
            at: NOW.toISOString(),
            retryAt: later(1).toISOString(),
          },
        }),
        brief: given.brief,
        steps: { brief: all.brief, segments: all.segments, personas: all.personas },
      }),
      v,
    ),
  'campaign.scheduled': (v) =>
    campaignCard(
      campaignState({ campaign: campaign({ status: 'scheduled', sendAt }), brief: given.brief, steps: all }),
      v,
    ),
  'campaign.sending': (v) =>
    campaignCard(
      campaignState({
        campaign: campaign({ status: 'sending', ...sent }),
        brief: given.brief,
        steps: all,
        counted: sendingState().counted,
      }),
      v,
    ),
  'campaign.measuring': (v) =>
    campaignCard(
      campaignState({
        campaign: campaign({ status: 'measuring', ...sent }),
        brief: given.brief,
        steps: all,
        counted: counted({ accepted: 3_600, delivered: 40, failed: 16 }),
        readouts: { day1: true, final: null },
      }),
      v,
    ),
  'campaign.learned': (v) =>
    campaignCard(
      campaignState({
        campaign: campaign({ status: 'learned', ...sent }),
        brief: given.brief,
        steps: all,
        counted: counted({ delivered: 3_656 }),
        readouts: { day1: true, final: someReadout({ variants: { 'A-1': 88, 'A-2': 150 } }) },
      }),
      v,
    ),
  'campaign.cancelled': (v) =>
    campaignCard(
      campaignState({ campaign: campaign({ status: 'cancelled' }), brief: given.brief, steps: { brief: all.brief } }),
      v,
    ),
  'campaign.solo': (v) => campaignCard(campaignState({ setting: { solo: true, practiceSend: false } }), v),

  'brief.open': (v) => stepCard(stepState('brief'), v),
  'brief.failing': (v) =>
    stepCard(
      stepState('brief', {
        draft: draft('brief', {
          checks: [
            check('message', {
              passed: false,
              message: { ko: "브랜드 고정 문구가 아니에요: 'x'.", en: "Not one of the brand's fixed messages: 'x'." },
            }),
            check('budget', {
              severity: 'warn',
              passed: false,
              message: { ko: '예산이 작아요.', en: 'The budget is small.' },
            }),
          ],
        }),
      }),
      v,
    ),
  'brief.v2': (v) =>
    stepCard(
      stepState('brief', {
        draft: draft('brief', { version: 2, id: 'dr_brief2' }),
        request: request('brief', { id: 'req_brief2', version: 2, draftId: 'dr_brief2' }),
        previous: draft('brief', {
          content: { ...given.brief, offer: '15% 쿠폰', kpi: { ...given.brief.kpi, target: 30_000_000 } },
        }),
        minded: [
          {
            step: 'brief',
            words: '쿠폰은 쓰지 말고, 목표는 1,000만원으로 낮추자',
            by: 'U0MARKETER',
            at: NOW.toISOString(),
          },
        ],
      }),
      v,
    ),
  'brief.approved': (v) => stepCard(closed('approved', { verdicts: [verdict()] }), v),
  'brief.rejected': (v) =>
    stepCard(
      closed('rejected', {
        verdicts: [verdict({ verdict: 'reject', reason: 'tone', feedback: '너무 <급해요> & *과장*이에요 <!channel>' })],
        newer: 2,
        newerLink: 'https://example.slack.com/archives/C0MARKETING/p2',
      }),
      v,
    ),
  'brief.changes': (v) =>
    stepCard(closed('changes', { verdicts: [verdict({ verdict: 'regenerate', feedback: '쿠폰은 빼 주세요' })] }), v),
  'brief.edited': (v) =>
    stepCard(closed('superseded', { draft: draft('brief', { supersededAt: later(1) }), newer: 2 }), v),
  'brief.superseded': (v) => stepCard(closed('approved', { draft: draft('brief', { supersededAt: later(1) }) }), v),
  'brief.expired': (v) => stepCard(closed('expired'), v),
  'brief.cancelled': (v) => stepCard(closed('cancelled', { campaign: campaign({ status: 'cancelled' }) }), v),
  'brief.by-person': (v) =>
    stepCard(
      stepState('brief', {
        draft: draft('brief', { authorKind: 'person', author: 'U0MARKETER', practice: false }),
        setting: { solo: true, practiceSend: false },
      }),
      v,
    ),
  'brief.real-model': (v) =>
    stepCard(
      stepState('brief', { draft: draft('brief', { practice: false, model: 'gpt-5-mini', costMicros: 3_140 }) }),
      v,
    ),

  'segments.open': (v) => stepCard(stepState('segments'), v),
  'segments.empty': (v) =>
    stepCard(
      stepState('segments', {
        draft: draft('segments', {
          evidence: {
            ...given.segmentsEvidence,
            counts: [
              {
                ...given.segmentsEvidence.counts[0],
                matched: 0,
                reachable: { email: 0 },
                cutMost: { sentence: { ko: '구매 30회 이상', en: '30 or more orders' }, from: 8_210, to: 0 },
              },
              given.segmentsEvidence.counts[1],
            ],
            smallestLift: null,
          },
        }),
      }),
      v,
    ),
  'personas.open': (v) => stepCard(stepState('personas'), v),
  'copy.open': (v) => stepCard(stepState('copy'), v),
  'copy.many': (v) =>
    stepCard(
      stepState('copy', {
        draft: draft('copy', {
          content: {
            variants: ['A', 'B', 'C', 'D'].flatMap((segment) =>
              [1, 2, 3, 4].map((n) => ({
                ...given.copy.variants[0],
                key: `${segment}-${n}`,
                segment,
                angle: '아주 긴 각도 이름 '.repeat(12),
                paragraphs: ['긴 문단입니다. '.repeat(60), '둘째 문단입니다. '.repeat(60)],
              })),
            ),
          },
        }),
      }),
      v,
    ),
  'plan.open': (v) => stepCard(stepState('plan'), v),
  'plan.now': (v) =>
    stepCard(
      stepState('plan', {
        draft: draft('plan', { content: { ...given.plan, sendAt: 'now', holdoutPercent: 0, isAd: false } }),
        request: request('plan', { shown: { matched: 12, send: 12, holdout: 0, costMinor: 120 } }),
      }),
      v,
    ),
  'plan.failing': (v) =>
    stepCard(
      stepState('plan', {
        draft: draft('plan', {
          checks: [
            check('night', {
              family: 'time',
              passed: false,
              message: {
                ko: '21시부터 8시 사이에는 야간 동의가 있어야 보낼 수 있어요.',
                en: 'Between 21:00 and 08:00 a night consent is needed.',
              },
            }),
            check('copy', { family: 'copy' }),
          ],
        }),
      }),
      v,
    ),
  'plan.one-of-two': (v) =>
    stepCard(
      stepState('plan', {
        request: request('plan', {
          required: 2,
          shown: { matched: 20_000, send: 12_000, holdout: 3_000, everyone: true },
        }),
        verdicts: [verdict({ requestId: 'req_plan' })],
      }),
      v,
    ),
  'plan.blocked': (v) => stepCard(stepState('plan', { able: [] }), v),
  'plan.approved': (v) =>
    stepCard(
      stepState('plan', {
        campaign: campaign({ status: 'scheduled', sendAt }),
        request: request('plan', { state: 'approved', settledAt: later(1) }),
        verdicts: [verdict({ requestId: 'req_plan' })],
      }),
      v,
    ),

  'sending.freezing': (v) => sendingCard(sendingState({ counted: counted({}), holdout: 0, excluded: {} }), v),
  'sending.going': (v) => sendingCard(sendingState(), v),
  'campaign.choose': (v) =>
    campaignCard(
      campaignState({
        campaign: campaign({ status: 'sending', ...sent }),
        steps: all,
        counted: tested,
        waits: { ...waits, asked: true },
      }),
      v,
    ),
  'sending.waits': (v) => sendingCard(sendingState({ counted: tested, waits }), v),
  'sending.waits-asked': (v) => sendingCard(sendingState({ counted: tested, waits: { ...waits, asked: true } }), v),
  'waves.waits': (v) => wavesCard(wavesState({ segments: [waveOf('A', [])] }), v),
  'waves.choose': (v) =>
    wavesCard(
      wavesState({
        waves: { ...testFirst, decide: 'person' },
        segments: [waveOf('A', [31, 58], { isRead: true }), waveOf('B', [40, 43], { isRead: true })],
      }),
      v,
    ),
  'waves.decided': (v) =>
    wavesCard(
      wavesState({
        segments: [
          waveOf('A', [31, 58], {
            isRead: true,
            decision: { variant: 'A-2', why: 'won', by: 'baton', plannedAt: null },
          }),
          waveOf('B', [40, 43, 41], {
            isRead: true,
            decision: { variant: null, why: 'even', by: 'baton', plannedAt: later(30) },
          }),
        ],
      }),
      v,
    ),
  'waves.revenue': (v) =>
    wavesCard(
      wavesState({
        waves: { ...testFirst, metric: 'revenue' },
        segments: [
          waveOf('A', [31, 58], {
            isRead: true,
            revenue: true,
            decision: { variant: 'A-1', why: 'person', by: 'U0APPROVER1', plannedAt: later(30) },
          }),
        ],
      }),
      v,
    ),
  'waves.stopped': (v) =>
    wavesCard(
      wavesState({
        campaign: campaign({ status: 'measuring', halted: true, ...sent }),
        segments: [waveOf('A', [31, 58])],
      }),
      v,
    ),
  'sending.paused': (v) =>
    sendingCard(
      sendingState({
        campaign: campaign({ status: 'paused', ...sent }),
        pause: { rule: 'bounce', percent: 6.2, limit: 5 },
      }),
      v,
    ),
  'sending.problem': (v) =>
    sendingCard(
      sendingState({
        campaign: campaign({ status: 'paused', problem: { code: 'channel_missing', at: NOW.toISOString() }, ...sent }),
      }),
      v,
    ),
  'sending.unknown': (v) =>
    sendingCard(
      sendingState({
        campaign: campaign({ status: 'measuring', ...sent }),
        counted: counted({ delivered: 3_653, unknown: 3 }),
      }),
      v,
    ),
  'sending.stopped-unknown': (v) =>
    sendingCard(
      sendingState({
        campaign: campaign({ status: 'measuring', halted: true, ...sent }),
        counted: counted({ delivered: 2_137, unknown: 3, cancelled: 1_516 }),
      }),
      v,
    ),
  'sending.done': (v) =>
    sendingCard(
      sendingState({
        campaign: campaign({ status: 'measuring', ...sent }),
        counted: counted(
          { delivered: 3_640, failed: 9, suppressed: 7 },
          { failedByReason: { no_mailbox: 9, suppressed: 7 } },
        ),
      }),
      v,
    ),
  'sending.stopped': (v) =>
    sendingCard(
      sendingState({
        campaign: campaign({ status: 'measuring', halted: true, ...sent }),
        counted: counted({ delivered: 2_140, cancelled: 1_516 }),
      }),
      v,
    ),

  'ping.asked': (v) => pingCard(pingState(), v),
  'ping.overdue': (v) => pingCard(pingState({ occasion: 'overdue', href: null }), v),
  'ping.step': (v) => pingCard(pingState({ occasion: 'remind', request: request('copy') }), v),
  'ping.settled': (v) => pingCard(pingState({ request: request('plan', { state: 'approved' }) }), v),

  'note.intent': (v) =>
    noteCard(
      {
        note: 'intent_revise',
        params: { step: 'brief', words: '쿠폰은 빼 줘 <@U0APPROVER1>' },
        buttons: [
          { action: 'intent.confirm', label: 'confirm', value: 'in_1', primary: true },
          { action: 'intent.dismiss', label: 'dismiss', value: 'in_1' },
        ],
      },
      v,
    ),
  'note.expired': (v) =>
    noteCard({ note: 'request_expired', params: { step: 'plan', requester: 'U0MARKETER' }, buttons: [] }, v),
  'note.cannot-post': (v) =>
    noteCard(
      { note: 'cannot_post', params: { key: 'C-42', channel: 'C0MARKETING', why: 'not_in_channel' }, buttons: [] },
      v,
    ),
};

type Acting = { action_id?: string; value?: string; options?: { value: string }[] };
const acting = ({ blocks }: Card): Acting[] => {
  const found: Acting[] = [];
  const walk = (value: unknown): void => {
    if (Array.isArray(value)) {
      for (const one of value) walk(one);
      return;
    }
    if (typeof value !== 'object' || value === null) return;
    if ('action_id' in value) found.push(value as Acting);
    Object.values(value).forEach(walk);
  };
  walk(blocks);
  return found;
};
const ids = (card: Card): string[] => acting(card).map(({ action_id }) => action_id ?? '');

describe('every card', () => {
  for (const [name, draw] of Object.entries(cards))
    for (const v of voices)
      it(`${name} in ${v.language} reads as approved, and Slack would take it and its plainer form`, () => {
        const card = draw(v);
        expect(checkMessage(card)).toBeNull();
        expect(weigh(card.blocks)).toBeLessThanOrEqual(BUDGET);
        const simple = { text: card.text, blocks: plainer(card.blocks) };
        expect(checkMessage(simple)).toBeNull();
        expect(ids(simple)).toEqual(ids(card));
        expect(wordsOf(card.blocks).length).toBeGreaterThan(10);
        expectGolden(`${name}.${v.language}`, card);
      });

  it('has no more than one primary button', () => {
    for (const draw of Object.values(cards))
      for (const v of voices)
        expect(
          acting(draw(v)).filter((one) => (one as { style?: string }).style === 'primary').length,
        ).toBeLessThanOrEqual(1);
  });

  it('never lets words by people or the model mention, link or format', () => {
    const text = JSON.stringify(cards['brief.rejected']?.(voices[0] as Voice).blocks);
    expect(text).not.toContain('<!channel>');
    expect(text).toContain('&lt;급해요&gt;');
    expect(JSON.stringify(cards['note.intent']?.(voices[0] as Voice))).not.toContain('빼 줘 <@U0APPROVER1>');
  });

  it('says of a practice draft that it is one', () => {
    for (const step of ['brief', 'segments', 'personas', 'copy', 'plan'] as const)
      expect(JSON.stringify(stepCard(stepState(step), voices[0] as Voice).blocks)).toContain('연습용 규칙 기반');
    expect(JSON.stringify(stepCard(stepState('plan'), voices[0] as Voice).blocks)).toContain(
      '연습: 실제 고객에게 보내지 않아요',
    );
  });
});

describe('controls', () => {
  const [ko] = voices as [Voice, Voice];

  it('open: approve, edit, regenerate and reject, each with the request as its value', () => {
    const card = stepCard(stepState('brief'), ko);
    expect(ids(card)).toEqual(['step.approve', 'step.edit', 'step.regenerate', 'step.more']);
    const [approve, , , more] = acting(card);
    expect(approve?.value).toBe('req_brief');
    expect(more?.options?.map(({ value }) => value)).toEqual(['step.reject']);
    // The menu carries no request of its own: its block is named after it.
    expect(JSON.stringify(card.blocks)).toContain('"block_id":"req_brief.a"');
  });

  it('a launch is approved by launch.approve, and only re-checked while a check fails', () => {
    expect(ids(stepCard(stepState('plan'), ko))).toContain('launch.approve');
    const failing = ids(cards['plan.failing']?.(ko) as Card);
    expect(failing).toContain('launch.recheck');
    expect(failing).not.toContain('launch.approve');
  });

  it('the launch names in its folds the law behind a check, in the language of the card', () => {
    const fold = (v: Voice) =>
      JSON.stringify(cards['plan.open']?.(v).blocks.filter(({ type }) => type === 'container'));
    expect(fold(voices[0] as Voice)).toContain('✓ 제목이 (광고)로 시작해요. _정보통신망법 시행령 별표 6_');
    expect(fold(voices[1] as Voice)).toContain('_Network Act Decree annex 6_');
  });

  it('an inner step with a failing check cannot be approved', () => {
    expect(ids(cards['brief.failing']?.(ko) as Card)).not.toContain('step.approve');
  });

  it('a record has none, but for an expired one', () => {
    for (const state of ['approved', 'rejected', 'changes', 'edited', 'superseded', 'cancelled'])
      expect(ids(cards[`brief.${state}`]?.(ko) as Card)).toEqual([]);
    expect(ids(cards['brief.expired']?.(ko) as Card)).toEqual(['request.renew']);
  });

  it('a pending request in a status that does not wait for it has none', () => {
    expect(ids(stepCard(stepState('brief', { campaign: campaign({ status: 'segments.review' }) }), ko))).toEqual([]);
  });

  it('the campaign card offers what the life allows', () => {
    const of = (name: string) => ids(cards[`campaign.${name}`]?.(ko) as Card);
    expect(of('drafting')).toEqual(['campaign.cancel']);
    expect(of('problem')).toEqual(['job.retry', 'campaign.cancel']);
    expect(of('scheduled')).toEqual(['campaign.reschedule', 'campaign.cancel']);
    for (const name of ['sending', 'measuring', 'learned', 'cancelled']) expect(of(name)).toEqual([]);
  });

  it('the sending card offers what the life allows', () => {
    const of = (name: string) => ids(cards[`sending.${name}`]?.(ko) as Card);
    expect(of('going')).toEqual(['send.pause', 'send.stop']);
    expect(of('paused')).toEqual(['send.resume', 'send.stop']);
    expect(of('unknown')).toEqual(['unknown.leave', 'unknown.resend']);
    expect(of('stopped-unknown')).toEqual(['unknown.leave']);
    expect(of('done')).toEqual([]);
  });

  it('the sending card calls an address what it is by the channel', () => {
    const said = (channel: SendingState['channel']) =>
      JSON.stringify(sendingCard(sendingState({ channel, excluded: { no_address: 3 } }), voice('ko', account)).blocks);
    expect(said('email')).toContain('주소 없음 3');
    expect(said('sms')).toContain('전화번호 없음 3');
    expect(said('push')).toContain('앱 알림을 받을 기기 없음 3');
  });

  it('the first number on the launch card is send + holdout', () => {
    expect(/[\d,]+/.exec(stepCard(stepState('plan'), ko).text)?.[0]).toBe('4,570');
  });
});
