import { advance } from '../../src/campaign/advance.ts';
import { decide } from '../../src/campaign/decide.ts';
import { STEPS, type StepName } from '../../src/campaign/lifecycle.ts';
import { saveDraft } from '../../src/campaign/revise.ts';
import { startCampaign } from '../../src/campaign/start.ts';
import { type Campaign, loadCampaign, pendingRequest } from '../../src/campaign/store.ts';
import type { Deps } from '../../src/deps.ts';
import type { Plan } from '../../src/steps/plan/schema.ts';
import { someone } from './deps.ts';

/** A plan small enough to read in a test, whole enough to be launched. */
export const planOf = (more: Partial<Plan> = {}): Plan => ({
  sendAt: 'now',
  ratePerSecond: 100,
  holdoutPercent: 20,
  budget: 100_000,
  stop: { bouncePercent: 5, complaintPercent: 1, failurePercent: 20 },
  reason: 'test',
  channel: { name: 'email', account: 'practice' },
  isAd: true,
  templates: [
    {
      variant: 'A-1',
      segment: 'A',
      channel: 'email',
      subject: '(광고) 하나',
      html: '<p>하나 {{ link_1 }}</p>',
      text: '하나 {{ link_1 }}',
      preheader: '',
    },
    {
      variant: 'A-2',
      segment: 'A',
      channel: 'email',
      subject: '(광고) 둘',
      html: '<p>둘 {{ link_1 }}</p>',
      text: '둘 {{ link_1 }}',
      preheader: '',
    },
  ],
  links: [{ id: 'home', url: 'https://shop.example.test/' }],
  sender: { name: '가게', email: 'shop@example.test', address: '서울', phone: '02-000-0000' },
  segments: [{ key: 'A', ruleHash: 'x', rule: { everyone: true } }],
  salt: 'salt',
  windowDays: 7,
  prices: { perMessageMinor: 10, currency: 'KRW' },
  ...more,
});

let utterances = 0;

/** A new campaign of U1, its brief being drafted. */
export const newCampaign = (
  deps: Deps,
  words = '60일 넘게 안 산 단골을 다시 오게 해서 이번 달 매출 1천만원',
): Promise<Campaign> =>
  deps.db.transaction(async (tx) => {
    utterances += 1;
    const started = await startCampaign(tx, deps, {
      words,
      by: 'U1',
      channel: 'C1',
      threadTs: '1.0',
      requestKey: `test:${utterances}`,
      language: 'ko',
    });
    if ('duplicate' in started) throw new Error('duplicate');
    return started.campaign;
  });

/** What the model would do: a draft of the step that is being drafted, put to people. */
export const draftStep = (deps: Deps, campaignId: number, step: StepName, content: unknown = { step }): Promise<void> =>
  deps.db.transaction(async (tx) => {
    await saveDraft(tx, deps, {
      campaignId,
      step,
      content,
      evidence: {},
      checks: [],
      author: 'model',
      authorKind: 'ai',
    });
    const moved = await advance(tx, deps, campaignId, 'drafted', { by: 'baton' });
    if (!moved.ok) throw new Error(`cannot draft ${step} in ${moved.status}`);
  });

/** The open question's id. */
export const openId = async (deps: Deps, campaignId: number): Promise<string> => {
  const request = await pendingRequest(deps.db, campaignId);
  if (!request) throw new Error('no open request');
  return request.id;
};

/** Brings a campaign to the review of `step`, every earlier step approved by U2. */
export const campaignAt = async (deps: Deps, step: StepName, plan: Plan = planOf()): Promise<Campaign> => {
  const { id } = await newCampaign(deps);
  for (const name of STEPS) {
    await draftStep(deps, id, name, name === 'plan' ? plan : { step: name });
    if (name === step) break;
    const decided = await decide(deps, await openId(deps, id), someone('U2'), { verdict: 'approve' });
    if (!decided.ok) throw new Error(decided.refusal.code);
  }
  return loadCampaign(deps.db, id);
};
