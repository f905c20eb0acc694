import { afterAll, beforeAll, describe, expect, it } from 'vitest';
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

    for (let day = 0; day < 7; day += 1) await ws.forward('P1D');
    const final = await ws.card('results', { version: 2 });
    expect(final.text).toMatch(/증분|판단할 수 없|말하기에/);
    const { rows } = await journey.app.deps.pool.query<{ status: string }>('select status from campaigns');
    expect(rows).toEqual([{ status: 'learned' }]);
    const digests = (await ws.messages()).filter(({ metadata }) => metadata?.event_payload.step === 'digest');
    expect(new Set(digests.map(({ text }) => text.split(' ')[0])).size).toBe(digests.length);
  });
});
