import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { repairTurns } from '../../../src/llm/repair.ts';
import { steps } from '../../../src/steps/index.ts';
import { masked } from '../../../src/steps/masked.ts';
import { type Company, company, fillShop } from '../../steps/company.ts';
import { contextOf, failed, judge } from '../../steps/story.ts';
import { newCampaign } from '../../support/campaigns.ts';
import { testDatabase } from '../../support/database.ts';
import { type Drafter, startDrafter } from '../../support/drafter.ts';
import { ENGLISH, KOREAN } from './goals.ts';

/** The brief of every goal, judged by the product's own checks against a real database: none may need a repair. */
let connection: Awaited<ReturnType<typeof testDatabase>>;
let shop: Company;
let drafter: Drafter;
beforeAll(async () => {
  drafter = await startDrafter();
  connection = await testDatabase();
  shop = await company(connection);
  await fillShop(shop);
});
afterAll(async () => {
  await shop?.model.close();
  await connection?.close();
  await drafter?.close();
});

/** Read at the shop's own clock, and by checks that know no amounts in letters alone: these may take one repair. */
const MAY_REPAIR = /오늘|tomorrow|삼백만원|발송|launch|2026-/;

describe('the brief the drafter writes', () => {
  it.each([...Object.keys(KOREAN), ...Object.keys(ENGLISH)])('passes every check: %s', async (goal) => {
    const { id } = await newCampaign(shop, goal);
    const ctx = await contextOf(shop, id, 'brief');
    const inputs = masked(await steps.brief.inputs(ctx));
    const first = await drafter.ask('brief', inputs);
    expect(first.unclear).toBeNull();
    const all = await judge(ctx, 'brief', first);
    const faults = all.filter(({ passed, severity }) => !passed && severity === 'block');
    // How many is known of every audience but those that ask for what is no order.
    const unknown = all.some(({ id, message }) => id === 'brief.audience' && /아직 몰라/.test(message.ko));
    expect(unknown).toBe(/기준|\(by |가입|signed up|joined/.test(first.audience));
    if (!MAY_REPAIR.test(goal)) expect(faults.map(({ id }) => id)).toEqual([]);
    if (faults.length === 0) return;
    const told = faults.map(({ id, message }) => ({ id, message: message.ko }));
    const second = await drafter.ask('brief', inputs, repairTurns(JSON.stringify(first), told));
    expect(failed(await judge(ctx, 'brief', second))).toEqual([]);
  });
});
