import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { keepTemplates } from '../../src/channels/alimtalk-registry.ts';
import type { Channel, ChannelName } from '../../src/channels/channel.ts';
import { voice } from '../../src/i18n/voice.ts';
import { sampleTemplates } from '../../src/practice/sample/templates.ts';
import type { Variant } from '../../src/steps/copy/schema.ts';
import { steps } from '../../src/steps/index.ts';
import type { Plan, PlanEvidence } from '../../src/steps/plan/schema.ts';
import { leaves, planAsk, planBody } from '../../src/steps/plan/view.ts';
import type { StepContext } from '../../src/steps/step.ts';
import { testDatabase } from '../support/database.ts';
import { type Company, company, email, fillShop, kit } from './company.ts';
import { goodPlan, variantOf } from './drafts.ts';
import { contextOf, type Story, story } from './story.ts';

const named = (name: ChannelName): [ChannelName, Channel] => [name, { ...email, name, account: `practice:${name}` }];

let connection: Awaited<ReturnType<typeof testDatabase>>;
let shop: Company;
let base: Story;
beforeAll(async () => {
  connection = await testDatabase();
  shop = await company(connection, { channels: new Map((['email', 'sms', 'kakao', 'push'] as const).map(named)) });
  await fillShop(shop);
  await keepTemplates(connection.db, sampleTemplates, { source: 'test', at: new Date(0) });
  base = await story(shop, 'copy');
});
afterAll(async () => {
  await shop?.model.close();
  await connection?.close();
});
beforeEach(() => shop.clock.set('2026-11-24T01:00:00Z'));

/** The same campaign as if brief and copy had been of another channel. */
const by = async (channels: ChannelName[], words: Partial<Variant>, over: Partial<StepContext> = {}) => {
  const ctx = await contextOf(shop, base.campaignId, 'plan');
  const variants = ['A-1', 'A-2', 'B-1', 'B-2'].map((key) => variantOf(key, { channel: channels[0]!, ...words }));
  const { brief, copy } = ctx.live;
  const live = {
    ...ctx.live,
    brief: { ...brief!, content: { ...(brief!.content as object), channels } },
    copy: { ...copy!, content: { variants } },
  };
  const here = { ...ctx, ...over, live };
  const made = await steps.plan.complete(goodPlan(), here);
  if (!made.ok) throw new Error('no plan');
  const plan = made.content as Plan;
  const evidence = (await steps.plan.evidence(plan, here)) as PlanEvidence;
  const checks = await steps.plan.checks(plan, evidence, here);
  const v = voice('ko', shop.config);
  const lines = Object.fromEntries(leaves(plan, v));
  const card = JSON.stringify(planBody(plan, evidence, v));
  const blocked = checks.filter(({ passed, severity }) => !passed && severity === 'block').map(({ id }) => id);
  return { plan, evidence, blocked, lines, card, question: planAsk(plan, evidence, v).question, here };
};

describe('a plan by another channel', () => {
  test('text: as SMS or LMS and why, from which number, at its price; who has no consent to text is not counted', async () => {
    const { plan, evidence, lines, card, question, blocked } = await by(['sms'], { subject: '새 음반', preheader: '' });
    expect(plan).toMatchObject({
      channel: { name: 'sms', account: 'practice:sms' },
      prices: { perMessageMinor: 45 },
      sender: { number: '02-123-4567', optOut: '080-123-4567' },
    });
    expect(evidence.forms).toMatchObject([{ form: 'lms', variants: 4, length: { limit: 2_000, unit: 'eucKrBytes' } }]);
    expect(lines['보내는 사람']).toBe('다시, 음반, 발신번호 02-123-4567, 무료수신거부 080-123-4567');
    expect(card).toContain('단문에 드는 90B를 넘어 장문으로 나가요');
    expect(question).toContain('문자를 보내도');
    expect(evidence.audience.send).toBe(0);
    expect(blocked).toEqual(['TGT-01']);
  });

  test('Alimtalk with text behind it costs the dearer of the two, and is no advertisement', async () => {
    const alimtalk = {
      template: 'KA01TP_PRACTICE_ORDER',
      values: [
        { name: '이름', value: '고객' },
        { name: '주문번호', value: 'A' },
      ],
    };
    const words = { alimtalk, paragraphs: [], link: '', fallback: '주문이 접수됐어요.' };
    const { plan, evidence, lines, card, blocked, here } = await by(['kakao', 'sms'], words);
    expect(plan.prices.perMessageMinor).toBe(18);
    expect(lines['메시지 한 통']).toContain('가장 비싼 값');
    expect(lines['보내는 사람']).toBe('다시, 음반, 카카오 채널 kakao, 발신번호 02-123-4567');
    expect(evidence.forms?.map(({ form }) => form)).toEqual(['alimtalk', 'sms']);
    expect(card).toContain('카카오로 안 되는 사람에게만');
    expect(blocked).toContain('KK-AT-03');
    const info = await steps.plan.edit(plan, { is_ad: [] }, here);
    if (!info.ok) throw new Error('not edited');
    const told = (await steps.plan.evidence(info.content, here)) as PlanEvidence;
    const checks = await steps.plan.checks(info.content, told, here);
    expect(checks.filter(({ id, passed }) => id.startsWith('KK-') && !passed)).toEqual([]);
  });

  test('push says where the app turns it off; a price that nobody said is asked for', async () => {
    const words = { subject: '새 음반', paragraphs: ['들어 보러 오세요.'] };
    const { lines, blocked } = await by(['push'], words);
    expect(lines['보내는 사람']).toBe('다시, 음반, 앱에서 끄는 곳: 내 정보 &gt; 알림');
    expect(blocked).toEqual(['TGT-01']);
    const unpriced = await by(['push'], words, { kit: { ...kit, prices: { ...kit.prices, push: null } } });
    expect(unpriced.blocked).toContain('plan.price');
  });
});
