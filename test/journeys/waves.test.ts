import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseCampaignKey } from '../../src/kit/id.ts';
import { campaignJson, loadCampaignFacts } from '../../src/results/campaign-json.ts';
import { GOAL, type Journey, startJourney } from '../support/journey.ts';
import { launch, upToLaunch } from '../support/loop.ts';
import { elementOf } from '../support/workspace.ts';

/** A test share first, as people ask for it, through the workspace: once an approver chooses, once the rule does. */
describe('먼저 시험하고 나머지에게', () => {
  let journey: Journey;
  beforeAll(async () => {
    journey = await startJourney({ people: 500, practice: 'slack,llm,channels,clock' });
  });
  afterAll(() => journey?.stop());

  const counted = async (campaign: string) => {
    const { rows } = await journey.app.deps.pool.query<{ send: number; test: number }>(
      "select count(*)::int as send, count(variant)::int as test from audience_members where outcome = 'send' and campaign_id = $1",
      [parseCampaignKey(campaign)],
    );
    return rows[0] ?? { send: 0, test: 0 };
  };
  const json = async (campaign: string) => {
    const facts = await loadCampaignFacts(journey.app.deps.db, parseCampaignKey(campaign) ?? 0);
    if (!facts) throw new Error(`no ${campaign}`);
    return campaignJson(facts);
  };
  const sentTo = (campaign: string, of: 'send' | 'test') =>
    journey.ws.until(`${of} of ${campaign}`, async () => {
      const { rows } = await journey.app.deps.pool.query<{ n: number }>(
        "select count(*)::int as n from deliveries where status not in ('planned', 'claimed', 'handed') and campaign_id = $1",
        [parseCampaignKey(campaign)],
      );
      const all = await counted(campaign);
      return all[of] > 0 && rows[0]?.n === all[of] ? all : null;
    });
  const said = (words: string) =>
    journey.ws.until(words, async () => (await journey.ws.messages()).find(({ text }) => text.includes(words)));

  it('by an approver’s click, and by rule: nothing more leaves before, and then all of the rest does', async () => {
    const { ws } = journey;
    const { campaign } = await upToLaunch(
      ws,
      `${GOAL}, 지금 바로. 먼저 30%에 시험하고 12시간 뒤 제가 고를게요, 나머지는 그다음에`,
    );
    const plan = await ws.card('plan', { campaign });
    expect(JSON.stringify(plan.blocks)).toContain('시험 먼저');
    await launch(ws, campaign);
    const { send, test } = await sentTo(campaign, 'test');
    expect(test).toBeGreaterThan(0.15 * send);
    expect(test).toBeLessThan(0.45 * send);
    await said('12시간 뒤에 정해요');
    const ruled = (await upToLaunch(ws, `${GOAL}, 지금 바로. 먼저 20%에 시험하고 이긴 쪽을 나머지에게`)).campaign;
    await launch(ws, ruled);
    await sentTo(ruled, 'test');
    await said('24시간 뒤에 정해요');

    await ws.forward('P1DT1H');
    await sentTo(ruled, 'send');
    await said('차이를 말할 수 없어요');
    const { waves: read, window } = await json(ruled);
    expect(read).toMatchObject({ testPercent: 20, decideAfterHours: 24, metric: 'clicks', decide: 'rule' });
    for (const { decision, test: shown } of read?.segments ?? []) {
      expect(decision).toMatchObject({ why: 'even', variant: null, by: 'baton' });
      expect(shown).toMatchObject({ metric: 'clicks', broken: false });
    }
    const released = Math.max(...(read?.segments ?? []).map(({ decision }) => Date.parse(decision?.releasedAt ?? '')));
    expect(Date.parse(window?.endsAt ?? '') - released).toBe(7 * 86_400_000);

    await said('시험 결과가 나왔어요');
    expect(await json(campaign)).toMatchObject({ status: 'sending', waves: { testPercent: 30, decide: 'person' } });
    expect((await sentTo(campaign, 'test')).send).toBe(send);
    const asking = async () => (await ws.messages()).find(({ blocks }) => elementOf(blocks, 'wave.send'));
    const card = await ws.until('the buttons', asking);
    await ws.click('U0MARKETER', card, 'wave.send');
    const refusal = await ws.until('the refusal', async () => (await ws.ephemerals('U0MARKETER')).at(-1));
    expect(refusal.text).toMatch(/직접|요청/);
    for (let open = await asking(); open; open = await asking()) {
      const value = String(elementOf(open.blocks, 'wave.send')?.value);
      expect(await ws.click('U0APPROVER1', open, 'wave.send')).toMatchObject({ ok: true });
      await ws.until(
        'the choice',
        async () => String(elementOf((await asking())?.blocks, 'wave.send')?.value) !== value,
      );
    }
    await sentTo(campaign, 'send');
    const after = await ws.until('measuring', async () => {
      const now = await json(campaign);
      return now.status === 'measuring' ? now : null;
    });
    for (const { decision } of after.waves?.segments ?? [])
      expect(decision).toMatchObject({ why: 'person', by: 'U0APPROVER1' });
    expect((await ws.mailbox('?bodies=0')).length).toBe(send + (await counted(ruled)).send);
  });
});
