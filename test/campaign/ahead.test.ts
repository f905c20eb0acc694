import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { aheadOf } from '../../src/campaign/ahead.ts';
import type { Status } from '../../src/campaign/lifecycle.ts';
import { campaigns, drafts, launches } from '../../src/db/schema.ts';
import type { Db } from '../../src/deps.ts';
import { planOf } from '../support/campaigns.ts';
import { testDatabase } from '../support/database.ts';

const now = new Date('2026-11-24T03:00:00Z');
const inDays = (n: number): Date => new Date(now.getTime() + n * 86_400_000);
const CAP = { messages: 1, days: 7 };

describe('campaigns ahead of one', () => {
  let connection: Awaited<ReturnType<typeof testDatabase>>;
  let db: Db;
  beforeAll(async () => {
    connection = await testDatabase();
    db = connection.db;
  });
  afterAll(() => connection.close());
  beforeEach(async () => {
    await db.delete(launches);
    await db.delete(drafts);
    await db.delete(campaigns);
  });

  /** @returns its number; its plan's salt is its name */
  const approved = async (name: string, sendAt: Date, status: Status = 'scheduled', frozen: Date | null = null) => {
    const [row] = await db
      .insert(campaigns)
      .values({
        status,
        goal: 'g',
        locale: 'ko',
        requester: 'U1',
        channel: 'C1',
        requestKey: name,
        sendAt,
        windowStartsAt: frozen,
        createdAt: now,
        updatedAt: now,
      })
      .returning();
    const campaignId = row?.id ?? 0;
    await db.insert(drafts).values({
      id: `dr_${name}`,
      campaignId,
      step: 'plan',
      version: 1,
      content: planOf({ salt: name }),
      evidence: {},
      checks: [],
      hash: 'h',
      parents: {},
      authorKind: 'ai',
      author: 'model',
      createdAt: now,
    });
    await db.insert(launches).values({ id: `la_${name}`, campaignId, hash: 'h', draftId: `dr_${name}`, at: now });
    return campaignId;
  };
  const names = async (campaignId: number, sendAt: Date | null, cap: typeof CAP | null = CAP) =>
    (await aheadOf(db, campaignId, sendAt, cap, now)).map(({ salt }) => salt).sort();

  it('are those scheduled before it within the days of the cap, and not frozen yet', async () => {
    await approved('before', inDays(1));
    await approved('due', inDays(-0.01), 'sending');
    await approved('after', inDays(3));
    await approved('long before', inDays(-6));
    await approved('frozen', inDays(0.5), 'sending', now);
    await approved('back in review', inDays(1), 'plan.review');
    const own = await approved('own', inDays(2));
    expect(await names(own, inDays(2))).toEqual(['before', 'due']);
    expect(await names(own, inDays(2), null)).toEqual([]);
  });

  it('are all that are scheduled while nobody knows when it will be sent', async () => {
    await approved('soon', inDays(1));
    await approved('later', inDays(6));
    await approved('far off', inDays(8));
    const own = await approved('own', inDays(2), 'segments.review');
    expect(await names(own, null)).toEqual(['later', 'soon']);
  });

  it('make way in one direction only, when two are sent at the same moment', async () => {
    const first = await approved('first', inDays(1));
    const second = await approved('second', inDays(1));
    expect(await names(first, inDays(1))).toEqual([]);
    expect(await names(second, inDays(1))).toEqual(['first']);
  });
});
