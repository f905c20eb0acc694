import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { campaigns } from '../../src/db/schema.ts';
import { testDatabase } from '../support/database.ts';

describe('the test database', () => {
  let db: Awaited<ReturnType<typeof testDatabase>>;
  beforeAll(async () => {
    db = await testDatabase();
  });
  afterAll(() => db.close());

  it('is migrated and empty', async () => {
    expect(await db.db.select().from(campaigns)).toEqual([]);
  });
});
