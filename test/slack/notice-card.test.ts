import { describe, expect, it } from 'vitest';
import type { NoticeKind } from '../../src/audience/answers.ts';
import type { Carrier } from '../../src/audience/notice.ts';
import { type Voice, voice } from '../../src/i18n/voice.ts';
import { checkMessage } from '../../src/practice/slack/blocks-check.ts';
import type { Card } from '../../src/slack/blocks.ts';
import { campaignCard } from '../../src/slack/campaign-card.ts';
import { stepCard } from '../../src/slack/step-card.ts';
import { noticePlan } from '../../src/steps/notice/plan.ts';
import { kit } from '../delivery/fixture.ts';
import { campaign, counted, draft, planEvidence, request, stepState } from '../support/cards.ts';
import { testDeps } from '../support/deps.ts';
import { expectGolden } from '../support/golden.ts';

const account = { timezone: 'Asia/Seoul', currency: 'KRW' };
const voices: readonly Voice[] = [voice('ko', account), voice('en', account)];
const UNTIL = '2026-11-24T00:00:00.000Z';

/** The open launch card of a notice, and the card of its whole life. */
const shown = async (kind: NoticeKind, channel: Carrier, by: string, v: Voice): Promise<[string, Card][]> => {
  const deps = testDeps({ db: null as never, pool: null as never });
  const content = await noticePlan(
    { kind, channel, until: UNTIL, sendAt: 'now', people: 23 },
    { deps, kit, language: v.language },
  );
  const evidence = {
    ...planEvidence,
    audience: { matched: 24, send: 23, holdout: 0, excluded: { invalid_address: 1 } },
    costMinor: 230,
    minutes: 0.1,
    notice: { granted: 20, withdrawn: 4, by },
  };
  const own = campaign({
    kind: 'notice',
    status: 'plan.review',
    title: v.t.notices.title[kind]({ channel: v.t.notices.message.channels[channel] }),
    requester: 'baton',
    requestKey: `notice:${kind}:${channel}:2026-11-24`,
  });
  const asked = request('plan', { shown: { matched: 24, send: 23, holdout: 0, costMinor: 230, everyone: false } });
  const version = draft('plan', { content, evidence, checks: [] });
  const state = stepState('plan', { campaign: own, draft: version, request: asked });
  const life = {
    campaign: own,
    brief: null,
    steps: { plan: { draft: version, state: 'pending' as const, by: null, at: null } },
    asked: { step: 'plan' as const, state: 'pending' as const, able: ['U0APPROVER1'], send: 23, holdout: 0 },
    approvers: ['U0APPROVER1'],
    counted: null,
    waits: null,
    readouts: { day1: false, final: null },
    setting: { solo: false, practiceSend: true },
  };
  const told = { ...life, campaign: { ...own, status: 'measuring' as const }, counted: counted({ accepted: 23 }) };
  return [
    ['launch', stepCard(state, v)],
    ['campaign', campaignCard(life as Parameters<typeof campaignCard>[0], v)],
    ['told', campaignCard(told as Parameters<typeof campaignCard>[0], v)],
  ];
};

describe('the cards of a legal notice', () => {
  it('show whom, the last day, the words and the law, and nothing to draft anew', async () => {
    for (const v of voices) {
      const cards = [
        ...(await shown('result', 'email', '2026-11-30T00:00:00.000Z', v)),
        ...(await shown('confirmation', 'sms', '2026-11-20T00:00:00.000Z', v)).map(
          ([name, card]) => [`sms-${name}`, card] as [string, Card],
        ),
      ];
      for (const [name, card] of cards) {
        expect(checkMessage(card)).toBeNull();
        expectGolden(`notice.${name}.${v.language}`, card);
        const words = JSON.stringify(card);
        expect(words).not.toMatch(/undefined|\{\{|\[object|step\.regenerate|<@baton>/);
      }
    }
  });
});
