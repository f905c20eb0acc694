import { and, eq, sql } from 'drizzle-orm';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Rule } from '../../src/audience/rule.ts';
import { saveSegment } from '../../src/audience/saved.ts';
import { decide } from '../../src/campaign/decide.ts';
import { STEPS, type StepName } from '../../src/campaign/lifecycle.ts';
import { runSend } from '../../src/campaign/send-due.ts';
import { liveDrafts, loadCampaign } from '../../src/campaign/store.ts';
import { campaignHistory, drafts, dues } from '../../src/db/schema.ts';
import { recheck } from '../../src/steps/edit.ts';
import { stepNamed } from '../../src/steps/index.ts';
import type { Plan } from '../../src/steps/plan/schema.ts';
import type { Segments } from '../../src/steps/segments/schema.ts';
import { draftStep, newCampaign, openId } from '../support/campaigns.ts';
import { testDatabase } from '../support/database.ts';
import { someone } from '../support/deps.ts';
import { type Company, company, fillShop } from './company.ts';
import { GOAL } from './drafts.ts';
import { contextOf, failed, goodAnswer } from './story.ts';

let connection: Awaited<ReturnType<typeof testDatabase>>;
let shop: Company;
beforeAll(async () => {
  connection = await testDatabase();
  const made = await company(connection);
  shop = { ...made, judge: (draft) => recheck(shop, draft) };
  await fillShop(shop);
  shop.clock.set('2026-11-24T01:00:00Z');
});
afterAll(async () => {
  await shop?.model.close();
  await connection?.close();
});

/** A campaign whose plan is in review, every earlier step approved. */
const asked = async (rule?: Rule): Promise<number> => {
  const { id } = await newCampaign(shop, GOAL);
  for (const name of STEPS) {
    const ctx = await contextOf(shop, id, name);
    const made = await stepNamed(name).complete(await goodAnswer(ctx, name), ctx);
    if (!made.ok) throw new Error(name);
    if (rule && name === 'segments') {
      const { segments, ...rest } = made.content as Segments;
      made.content = { ...rest, segments: segments.map((one) => (one.key === 'B' ? { ...one, rule } : one)) };
    }
    await draftStep(shop, id, name, made.content);
    if (name !== 'plan') await decide(shop, await openId(shop, id), someone('U2'), { verdict: 'approve' });
  }
  return id;
};
const approve = async (id: number) => decide(shop, await openId(shop, id), someone('U2'), { verdict: 'approve' });
/** What no code does: the stored words of a step changed behind everybody's back. @returns how to undo it */
const tamper = async (id: number, step: StepName) => {
  const draft = (await liveDrafts(shop.db, id))[step];
  if (!draft) throw new Error(`no ${step}`);
  const write = (content: unknown) => shop.db.update(drafts).set({ content }).where(eq(drafts.id, draft.id));
  await write({ ...(draft.content as object), reason: 'another' });
  return () => write(draft.content);
};
const rulesNow = async (id: number) => {
  const plan = (await liveDrafts(shop.db, id)).plan;
  if (!plan) throw new Error('no plan');
  return (await recheck(shop, plan)).checks;
};

/** What the timetable does once the campaign's send is due. */
const sendWhenDue = async (id: number): Promise<void> => {
  const [due] = await shop.db
    .select()
    .from(dues)
    .where(and(eq(dues.kind, 'send'), eq(dues.campaignId, id)));
  if (!due) throw new Error('nothing due');
  shop.clock.set(due.at.toISOString());
  await runSend(shop, { ...due, kind: 'send' });
};

test('a launch is not approved when what would leave is not what was shown, in any of the five steps', async () => {
  const id = await asked();
  for (const step of STEPS) {
    const undo = await tamper(id, step);
    expect(await approve(id), step).toMatchObject({ ok: false, refusal: { code: 'failing_checks' } });
    expect(failed(await rulesNow(id)), step).toContain('APPR-01');
    await undo();
  }
  const checks = await rulesNow(id);
  expect(checks.find((check) => check.id === 'APPR-01')).toMatchObject({ passed: true, severity: 'block' });
  // An earlier step whose approval is gone is not approved.
  await shop.db.execute(
    sql`update approval_requests set state = 'rejected' where campaign_id = ${id} and step = 'copy'`,
  );
  expect(failed(await rulesNow(id))).toContain('APPR-01');
});

test('a launch that is due does not begin when its words were changed after the approval', async () => {
  const id = await asked();
  expect(await approve(id)).toMatchObject({ ok: true, settled: true });
  await tamper(id, 'copy');
  await sendWhenDue(id);
  expect((await loadCampaign(shop.db, id)).status).toBe('plan.review');
  const lines = await shop.db.select().from(campaignHistory).where(eq(campaignHistory.campaignId, id));
  expect(lines.find(({ event }) => event === 'drifted')?.detail.rules).toContain('APPR-01');
});

test('a launch that is due asks again when a saved segment it uses has another rule since, with a plan by that rule', async () => {
  const save = (value: number) =>
    shop.db.transaction((tx) =>
      saveSegment(tx, {
        name: '산 분들',
        rule: { all: [{ metric: 'orders', is: 'gte', value }] },
        by: 'U1',
        at: new Date(0),
      }),
    );
  shop.clock.set('2026-11-24T01:00:00Z');
  const { key } = await save(1);
  const id = await asked({ all: [{ in_segment: key }] });
  const before = (await liveDrafts(shop.db, id)).plan?.content as Plan;
  expect(await approve(id)).toMatchObject({ ok: true, settled: true });
  await save(2);
  await sendWhenDue(id);
  expect((await loadCampaign(shop.db, id)).status).toBe('plan.review');
  const lines = await shop.db.select().from(campaignHistory).where(eq(campaignHistory.campaignId, id));
  expect(lines.find(({ event }) => event === 'drifted')?.detail).toEqual({ segments: 'B' });
  const after = (await liveDrafts(shop.db, id)).plan?.content as Plan;
  expect(after.segments[1]?.ruleHash).not.toBe(before.segments[1]?.ruleHash);
});
