import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Refused, UsageError } from '../../src/cli/command.ts';
import { coupon } from '../../src/cli/coupon.ts';
import { parseConfig } from '../../src/config.ts';
import { couponCodes } from '../../src/db/schema.ts';
import { testDatabase } from '../support/database.ts';

const TERMS = { discount: '15% 할인', condition: '3만원 이상', expires: '2099-12-31' };

describe('codes from a file', () => {
  let database: Awaited<ReturnType<typeof testDatabase>>;
  const folder = mkdtempSync(join(tmpdir(), 'baton-coupon-'));
  beforeAll(async () => {
    database = await testDatabase();
  });
  afterAll(async () => {
    rmSync(folder, { recursive: true, force: true });
    await database.close();
  });

  const run = async (args: readonly string[], options: Record<string, string | boolean> = {}, locale = 'ko') => {
    const config = parseConfig({ DATABASE_URL: database.url, PRACTICE: 'none', LOCALE: locale }, coupon.settings);
    try {
      const { json, text, refused, warnings } = await coupon.run({ config, args, options });
      return { code: refused ? 1 : 0, text, json: json as Record<string, unknown>, warnings: warnings ?? [] };
    } catch (error) {
      const code = error instanceof Refused ? 1 : error instanceof UsageError ? 2 : 3;
      return { code, text: (error as Error).message, json: {}, warnings: [] };
    }
  };
  const file = (name: string, content: string | Buffer) => {
    const path = join(folder, name);
    writeFileSync(path, content);
    return path;
  };
  const bring = (content: string | Buffer, pool: string, more: Record<string, string | boolean> = {}, locale = 'ko') =>
    run(['import', file(`${pool}.csv`, content)], { pool, ...TERMS, ...more }, locale);

  it('go into a pool once, whatever the file is brought how often', async () => {
    const content = gzipSync('순번,쿠폰 번호\n1,WIN-0001\n2,WIN-0002\n3,win-0003\n');
    expect((await bring(content, '겨울 쿠폰')).json).toMatchObject({
      pool: '겨울 쿠폰',
      inserted: 3,
      unchanged: 0,
      left: 3,
    });
    expect(await bring(content, ' 겨울  쿠폰')).toMatchObject({
      code: 0,
      json: { inserted: 0, unchanged: 3, left: 3 },
    });
    // What was given out since stays given out.
    await database.db
      .update(couponCodes)
      .set({ campaignId: 1, occurrence: 1, contactId: 1 })
      .where(eq(couponCodes.key, 'WIN-0001'));
    expect((await bring(content, '겨울 쿠폰')).json).toMatchObject({ unchanged: 3, left: 2 });
    const listed = await run(['list']);
    expect(listed.json).toMatchObject({
      pools: [{ id: '겨울 쿠폰', codes: 3, left: 2, given: 1, redeemed: 0, expired: false }],
    });
    expect(JSON.stringify(listed)).not.toContain('WIN-');
  });

  it.each([
    [
      'ko',
      [
        /:3: good-1: 2행과 같은 코드예요/,
        /:4: : 빈 칸/,
        /:5: 1\.23E\+12: 글자, 숫자/,
        /:6: TAKEN-1: 파일에 이미 발급/,
        /:7: OTHER-1: ‘first’ 쿠폰에 이미/,
      ],
    ],
    [
      'en',
      [
        /:3: good-1: the same code as row 2/,
        /:4: : empty/,
        /:5: 1\.23E\+12: 2 to 40 letters/,
        /:6: TAKEN-1: the file says/,
        /:7: OTHER-1: the coupon "first"/,
      ],
    ],
  ])('are told row by row where they cannot be a code of their own (%s)', async (locale, words) => {
    await bring('code\nOTHER-1\n', 'first');
    const name = `bad-${locale}`;
    const { code, json, warnings } = await bring(
      `code,used\nGOOD-1,N\n good-1 ,\n,N\n1.23E+12,\nTAKEN-1,2026-11-01\nOTHER-1,\nGOOD-${locale},미사용\n`,
      name,
      {},
      locale,
    );
    if (locale === 'ko') expect({ code, json }).toMatchObject({ code: 1, json: { read: 7, inserted: 2, rejected: 5 } });
    // The second time the first good code is the other pool's.
    else expect({ code, json }).toMatchObject({ code: 1, json: { read: 7, inserted: 1, rejected: 6 } });
    for (const each of words)
      expect(
        warnings.some((line) => each.test(line)),
        `${each}\n${warnings.join('\n')}`,
      ).toBe(true);
  });

  it.each([
    ['ko', /더 읽지 못했어요.*아무것도 넣지 않았어요/, /코드가 없어요\. 아무것도 넣지/],
    ['en', /could not be read beyond row.*Nothing was added/, /no code below the header\. Nothing was added/],
  ])('of a file that breaks off, or has none, leave nothing behind and say so (%s)', async (locale, broken, none) => {
    const name = `cut-${locale}`;
    expect(await bring('code\nCUT-1\n"CUT-2', name, {}, locale)).toMatchObject({ text: expect.stringMatching(broken) });
    expect(await bring('code\n', name, {}, locale)).toMatchObject({ text: expect.stringMatching(none) });
    expect(JSON.stringify((await run(['list'])).json)).not.toContain(name);
  });

  it.each([
    ['ko', /코드가 든 열을 찾지 못했어요/, /코드가 하나여야/, /이미 있고 조건이 달라요/, /이미 지난 날/],
    ['en', /no column with codes/, /has one code/, /exists with other terms/, /that day is over/],
  ])(
    'are refused as a whole where the file or the terms are not right (%s)',
    async (locale, column, one, differs, over) => {
      expect((await bring('AAAA1\nAAAA2\n', `none-${locale}`, {}, locale)).text).toMatch(column);
      expect((await bring('code\nAA-1\nAA-2\n', `many-${locale}`, { shared: true }, locale)).text).toMatch(one);
      await bring(`code\nT-${locale}\n`, `terms-${locale}`);
      expect((await bring('code\nT-NEW\n', `terms-${locale}`, { discount: '20% 할인' }, locale)).text).toMatch(differs);
      expect((await bring('code\nP-1\n', `past-${locale}`, { expires: '2020-01-01' }, locale)).text).toMatch(over);
      expect((await bring('code\nP-1\n', `day-${locale}`, { expires: '2020-02-30' }, locale)).code).toBe(2);
      expect(await database.db.select().from(couponCodes).where(eq(couponCodes.key, 'T-NEW'))).toEqual([]);
      expect(await database.db.select().from(couponCodes).where(eq(couponCodes.key, 'AA-1'))).toEqual([]);
    },
  );

  it('need terms for a new pool, and none for one that is there', async () => {
    const path = file('another.csv', 'coupon\nMORE-1\n');
    expect((await run(['import', path], { pool: 'more' })).text).toMatch(/--discount/);
    await bring('code\nMORE-0\n', 'more');
    expect((await run(['import', path], { pool: 'more' })).json).toMatchObject({ inserted: 1, left: 2 });
    expect((await run(['import', path])).code).toBe(2);
    expect((await run(['export'])).code).toBe(2);
  });
});
