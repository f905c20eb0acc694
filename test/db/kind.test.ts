import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ingestOrders } from '../../src/audience/ingest-orders.ts';
import { ConfigError, parseConfig } from '../../src/config.ts';
import { oneCurrency } from '../../src/db/currency.ts';
import { claimDatabase, kindOf } from '../../src/db/kind.ts';
import { contacts, practiceState } from '../../src/db/schema.ts';
import { testDatabase } from '../support/database.ts';

const AT = new Date('2026-11-24T01:00:00Z');
const settings = (practice: string) =>
  parseConfig({ PRACTICE: practice, DATABASE_URL: 'postgresql://127.0.0.1/x' }, 'database');

describe('what a database is for', () => {
  let database: Awaited<ReturnType<typeof testDatabase>>;
  beforeEach(async () => {
    database = await testDatabase();
  });
  afterEach(() => database.close());
  const start = (practice: string) => claimDatabase(database.db, settings(practice), AT);

  it('is decided by the first server that starts on it, and stays', async () => {
    expect(await kindOf(database.db)).toBeNull();
    await start('slack,llm,channels,customers,clock,data');
    await start('data');
    expect(await kindOf(database.db)).toBe('practice');
  });

  it('keeps a live start out of what was practised, in both languages', async () => {
    await start('slack');
    await expect(start('none')).rejects.toThrow(ConfigError);
    await expect(start('none')).rejects.toThrow(/DATABASE_URL: 연습 자료가 .* \/ this database holds practice data/);
    expect(await kindOf(database.db)).toBe('practice');
  });

  it('keeps practice out of what is real; a stand-in for the model or the mailbox alone is no practice data', async () => {
    await start('none');
    await start('llm,channels');
    await expect(start('llm,clock')).rejects.toThrow(/PRACTICE=clock .*실제 자료.* \/ this database holds real data/);
    expect(await kindOf(database.db)).toBe('real');
  });

  it('knows a practised database without a mark by the sample company in it', async () => {
    await database.db.insert(practiceState).values({ name: 'sample', value: {} });
    await expect(start('none')).rejects.toThrow(/practice data/);
  });

  it('lets one of two different starts at once have it', async () => {
    const both = await Promise.allSettled([start('none'), start('data')]);
    expect(both.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect(await kindOf(database.db)).not.toBeNull();
  });

  it('has orders of one currency, which the account keeps', async () => {
    const { db } = database;
    await oneCurrency(db, { currency: 'USD' });
    await db.insert(contacts).values({ externalId: 'a', createdAt: AT });
    await ingestOrders(db, [{ order_id: '1', contact_id: 'a', at: '2026-11-02', amount: '10' }], {
      now: AT,
      timezone: 'Asia/Seoul',
      currency: 'KRW',
      from: 'file',
    });
    await oneCurrency(db, { currency: 'KRW' });
    await expect(oneCurrency(db, { currency: 'USD' })).rejects.toThrow(/CURRENCY=USD: .*KRW.* \/ the orders .* in KRW/);
  });
});
