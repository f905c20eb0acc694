import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ingestConsents } from '../../src/audience/ingest-consents.ts';
import { GOAL, type Journey, startJourney } from '../support/journey.ts';
import { elementOf } from '../support/workspace.ts';

/** The main job from goal to digest, through the workspace as people use it, on a small shop. */
describe('one campaign from goal to revenue', () => {
  let journey: Journey;
  beforeAll(async () => {
    journey = await startJourney({ people: 300 });
  });
  afterAll(() => journey?.stop());

  it('is drafted, approved step by step, launched, sent, measured and reported', async () => {
    const { ws } = journey;
    const said = await ws.say('U0MARKETER', `${GOAL}, 지금 바로`);
    expect(said.ok).toBe(true);

    const card = await ws.card('campaign');
    expect(card.threadTs).toBe(said.ts);
    for (const step of ['brief', 'segments', 'personas', 'copy']) {
      await ws.card(step);
      await ws.approve('U0MARKETER', step);
    }

    const plan = await ws.card('plan', { when: (m) => elementOf(m.blocks, 'launch.approve') !== null });
    await ws.click('U0MARKETER', plan, 'launch.approve');
    const refusal = await ws.until('the refusal', async () => (await ws.ephemerals('U0MARKETER')).at(-1));
    expect(refusal.text).toMatch(/직접|요청/);
    expect(await ws.mailbox('?bodies=0')).toEqual([]);

    expect(await ws.launch('U0APPROVER1')).toMatchObject({ ok: true });
    await ws.card('sending');
    const mails = await ws.until('every mail', async () => {
      const got = await ws.mailbox('?bodies=0');
      const { rows } = await journey.app.deps.pool.query<{ n: number }>(
        "select count(*)::int as n from audience_members where outcome = 'send'",
      );
      return (rows[0]?.n ?? 0) > 0 && got.length === rows[0]?.n ? got : null;
    });
    expect(new Set(mails.map(({ to }) => to)).size).toBe(mails.length);
    expect(mails.length).toBeGreaterThan(200);
    expect(mails.every(({ subject }) => subject.startsWith('(광고)'))).toBe(true);

    const { ran } = await ws.forward('P1D');
    expect(ran).toBeGreaterThan(3);
    const early = await ws.card('results', { version: 1 });
    expect(early.text).toMatch(/일러요/);
    const digest = await ws.card('digest', { seat: 'U0MARKETER' });
    expect(digest.channel).toBe('C0DIGEST');
    expect(digest.text).toMatch(/^\d{1,2}\/\d{1,2}\(/);

    await ws.forward('P7D');
    const final = await ws.card('results', { version: 2 });
    expect(final.text).toMatch(/증분|판단할 수 없|말하기에/);
    const { rows } = await journey.app.deps.pool.query<{ status: string }>('select status from campaigns');
    expect(rows).toEqual([{ status: 'learned' }]);
    const digests = (await ws.messages()).filter(({ metadata }) => metadata?.event_payload.step === 'digest');
    expect(new Set(digests.map(({ text }) => text.split(' ')[0])).size).toBe(digests.length);
  });

  it('tells whoever agreed or refused since what became of it, once a person has approved that', async () => {
    const { ws, app } = journey;
    const { db, clock } = app.deps;
    const now = await clock.business();
    const said = { channel: 'email', at: now.toISOString(), source: 'shop sign-up', text_version: '2026-1' };
    const { rejected } = await ingestConsents(
      db,
      [
        { contact_id: 'p1', purpose: 'night', state: 'granted', ...said },
        { contact_id: 'p2', state: 'withdrawn', ...said },
      ],
      { now, from: 'json', timezone: 'Asia/Seoul', currency: 'KRW' },
    );
    expect(rejected).toEqual([]);
    const before = (await ws.mailbox('?bodies=0')).length;
    await ws.forward('P1D');
    const card = await ws.card('plan', {
      when: (m) => m.channel === 'C0DIGEST' && elementOf(m.blocks, 'launch.approve') !== null,
    });
    expect(card.text).toContain('2명에게 수신 동의·거부를 처리한 결과를');
    const words = JSON.stringify(card.blocks);
    for (const part of ['까지 알려야 해요', '제50조 제7항', 'AI가 쓰지 않은 정해진 글', '동의 1건, 거부·철회 1건'])
      expect(words).toContain(part);
    for (const action of ['step.regenerate', 'step.more']) expect(elementOf(card.blocks, action)).toBeNull();
    expect((await ws.mailbox('?bodies=0')).length).toBe(before);
    expect(await ws.launch('U0APPROVER1')).toMatchObject({ ok: true });
    const told = await ws.until('both mails', async () => {
      const got = (await ws.mailbox()).filter(({ subject }) => subject.startsWith('[소리상점]'));
      return got.length === 2 ? got : null;
    });
    expect(told.map(({ to }) => to).sort()).toEqual(['p1@example.test', 'p2@example.test']);
    for (const { subject, text } of told) {
      expect(subject).toBe('[소리상점] 수신 동의·거부 처리 결과 안내');
      expect(text).toMatch(/이메일 (야간\(오후 9시~오전 8시\) 광고 수신 동의|광고 수신 거부)\(20\d\d년/);
      expect(text).toMatch(/수신거부: http/);
    }
    await ws.until('what came of it', async () =>
      (await ws.messages()).find(({ text }) => text.includes('2명 가운데 2명에게 보냈어요')),
    );
    await ws.forward('P1D');
    const digest = await ws.card('digest', {
      when: ({ blocks }) => JSON.stringify(blocks).includes('법정 알림을 받은 고객 2명'),
    });
    expect(digest.channel).toBe('C0DIGEST');
    const { rows } = await app.deps.pool.query<{ status: string; n: string }>(
      "select status, (select count(*) from readouts r where r.campaign_id = c.id) as n from campaigns c where kind = 'notice'",
    );
    expect(rows).toEqual([{ status: 'learned', n: 0 }]);
  });
});
