import { DateTime } from 'luxon';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ingestContacts } from '../../src/audience/ingest-contacts.ts';
import { keepTemplates } from '../../src/channels/alimtalk-registry.ts';
import { sampleTemplates } from '../../src/practice/sample/templates.ts';
import { type Journey, startJourney } from '../support/journey.ts';
import { approve, launch, statusOf } from '../support/loop.ts';
import { elementOf, type Mail, type Seen } from '../support/workspace.ts';

/** One a second takes four fifths of them past nine in the evening from 20:58, and leaves minutes to ask in. */
const PEOPLE = 200;

/** Campaigns that go by telephone, from the words to the results, as a marketer in Korea runs them. */
describe('a campaign by telephone', () => {
  let journey: Journey;
  let ws: Journey['ws'];
  beforeAll(async () => {
    journey = await startJourney({ people: PEOPLE });
    ({ ws } = journey);
    const { deps } = journey.app;
    const { timezone, currency } = deps.config;
    const now = await deps.clock.business();
    const phones = Array.from({ length: PEOPLE }, (_, i) => ({
      external_id: `p${i + 1}`,
      phone: `+8210${10_000_000 + i}`,
      'consent.sms': true,
    }));
    const told = await ingestContacts(deps.db, phones, {
      now,
      timezone,
      currency,
      from: 'json',
      consentSource: 'test',
    });
    expect(told.rejected).toEqual([]);
    await keepTemplates(deps.db, sampleTemplates, { source: 'sample', at: now });
  });
  afterAll(() => journey?.stop());

  const database = () => journey.app.deps.config.databaseUrl ?? '';
  const says = async (words: string): Promise<string> => {
    const said = await ws.say('U0MARKETER', words);
    const card = await ws.card('campaign', { when: (m) => m.threadTs === said.ts });
    return card.metadata?.event_payload.campaign_id ?? '';
  };
  const whole = (m: Seen) => JSON.stringify(m.blocks);
  /** Fills in a step's form. */
  const edit = async (campaign: string, step: string, values: Record<string, unknown>, option?: string) => {
    const before = await ws.card(step, { campaign, when: (m) => elementOf(m.blocks, 'step.edit') !== null });
    await ws.click('U0MARKETER', before, 'step.edit', option);
    const view = await ws.modal('U0MARKETER', 'step.edit');
    const answer = await ws.submit('U0MARKETER', view, values);
    expect(answer).toMatchObject({ ok: true });
    const version = (before.metadata?.event_payload.version ?? 0) + 1;
    return ws.card(step, { campaign, version, when: (m) => elementOf(m.blocks, 'step.edit') !== null });
  };
  const typed = (value: string) => ({ type: 'plain_text_input', value });
  const planOf = (campaign: string, when: (m: Seen) => boolean = () => true) => ws.card('plan', { campaign, when });
  const sentTo = async (campaign: string): Promise<number> =>
    (
      await journey.app.deps.pool.query<{ n: number }>(
        "select count(*)::int as n from audience_members where campaign_id = $1 and outcome = 'send'",
        [Number(campaign.slice(2))],
      )
    ).rows[0]?.n ?? 0;
  const arrived = (campaign: string): Promise<Mail[]> =>
    ws.until('every message', async () => {
      const got = (await ws.mailbox()).filter((mail) => mail.campaignId === campaign);
      const n = await sentTo(campaign);
      return n > 0 && got.length === n ? got : null;
    });
  /** The rule of the night as the plan's card tells it, once it has failed. */
  const night = async (campaign: string): Promise<{ ko: string; en: string } | undefined> => {
    const { rows } = await journey.app.deps.pool.query<{ message: { ko: string; en: string } }>(
      `select c -> 'message' as message from drafts d, jsonb_array_elements(d.checks) c
       where d.campaign_id = $1 and d.step = 'plan' and c ->> 'id' = 'KR-NIGHT-01' and not (c ->> 'passed')::boolean`,
      [Number(campaign.slice(2))],
    );
    return rows[0]?.message;
  };
  const clockAt = async (hour: number, minute: number): Promise<void> => {
    const now = DateTime.fromJSDate(await journey.app.deps.clock.business(), { zone: 'Asia/Seoul' });
    const today = now.set({ hour, minute, second: 0, millisecond: 0 });
    const at = today > now ? today : today.plus({ days: 1 });
    await ws.forward(`PT${Math.ceil(at.diff(now, 'seconds').seconds)}S`);
  };

  it('by text: drafted for it, refused where its end would fall into the night, sent by day, measured', async () => {
    const campaign = await says(
      '@baton 60일 넘게 안 산 단골(3회 이상 구매)에게 문자로 보내서 이번 달 매출 1천만원, 지금 바로',
    );
    expect(whole(await ws.card('brief', { campaign }))).toContain('문자');
    await approve(ws, campaign, 'brief');
    expect(whole(await ws.card('segments', { campaign }))).toContain('문자 동의 기준');
    for (const step of ['segments', 'personas']) await approve(ws, campaign, step);
    expect(whole(await ws.card('copy', { campaign }))).toMatch(/장문\(LMS\) \d+\/2,000B/);
    await approve(ws, campaign, 'copy');

    await planOf(campaign, (m) => elementOf(m.blocks, 'launch.approve') !== null);
    await edit(campaign, 'plan', { rate: typed('1') });
    await clockAt(20, 58);
    await launch(ws, campaign);
    const answer = await ws.until('the refusal', async () =>
      (await ws.views('U0APPROVER1')).findLast(({ view: { callback_id } }) => callback_id !== 'launch.approve'),
    );
    expect(JSON.stringify(answer.view.blocks)).toContain('통과하지 못한 검사가 1개 있어 승인할 수 없어요');
    const why = await ws.until('the reason', async () => night(campaign));
    expect(why.ko).toMatch(/^20:5[89]에 시작하면 21:0\d에 끝나, .*더 일찍 시작하거나 속도를 올려 주세요/);
    expect(why.en).toMatch(/^Starting at 20:5[89] it ends at 21:0\d, .*Start earlier or raise the rate/);
    expect(whole(await planOf(campaign, (m) => elementOf(m.blocks, 'launch.recheck') !== null))).toContain(why.ko);
    expect(await statusOf(database(), campaign)).toBe('plan.review');
    expect(await ws.mailbox('?bodies=0')).toEqual([]);

    // Before the plan's day is over.
    await clockAt(9, 0);
    await edit(campaign, 'plan', { rate: typed('100') });
    await launch(ws, campaign);
    const texts = await arrived(campaign);
    expect(new Set(texts.map(({ to }) => to)).size).toBe(texts.length);
    for (const { channel, text, phone } of texts) {
      expect([channel, phone?.kind]).toEqual(['sms', 'lms']);
      expect(text).toMatch(/^\(광고\)\[?소리상점\]?[\s\S]*무료수신거부 080-000-1234$/);
    }
    await ws.forward('P8D');
    const final = await ws.card('results', { campaign, version: 2 });
    expect(final.text).toMatch(/증분|판단할 수 없|말하기에/);
    expect(await statusOf(database(), campaign)).toBe('learned');
  });

  it('by Alimtalk, and by text where that cannot reach: values filled in by a person, no advertisement', async () => {
    const campaign = await says(
      '@baton 최근 120일 안에 산 고객에게 알림톡으로 배송 휴무 안내, 안 되면 문자로. 이번 달 주문 50건, 지금 바로',
    );
    expect(whole(await ws.card('brief', { campaign }))).toContain('카카오, 안 되면 문자');
    await approve(ws, campaign, 'brief');
    // Nobody here agreed to advertising by Kakao, and nobody has to for information.
    expect(whole(await ws.card('segments', { campaign }))).toContain('광고가 아닌 안내라 동의 없이 셌어요');
    for (const step of ['segments', 'personas']) await approve(ws, campaign, step);
    const asks = await ws.card('copy', { campaign });
    expect(whole(asks)).toContain('#{쉬는날}, #{다시보내는날}');
    expect(elementOf(asks.blocks, 'step.approve')).toBeNull();
    const words = { value_1: typed('고객'), value_2: typed('11월 28일'), value_3: typed('11월 30일') };
    const instead = '배송이 11월 28일에 쉬고 11월 30일에 다시 시작해요.';
    await edit(campaign, 'copy', { ...words, fallback: typed(instead) });
    await approve(ws, campaign, 'copy');

    const blocked = await planOf(campaign);
    expect(elementOf(blocked.blocks, 'launch.approve')).toBeNull();
    expect(whole(blocked)).toContain('알림톡');
    await edit(campaign, 'plan', { is_ad: { type: 'checkboxes', selected_options: [] } });
    await launch(ws, campaign);
    const got = await arrived(campaign);
    const kinds = Object.groupBy(got, ({ phone }) => phone?.kind ?? '');
    expect(Object.keys(kinds).sort()).toEqual(['alimtalk', 'sms']);
    for (const { text } of kinds.alimtalk ?? [])
      expect(text).toContain('쉬는 날: 11월 28일\n다시 보내는 날: 11월 30일');
    for (const { text } of kinds.sms ?? []) expect(text).toBe(instead);
  });
});
