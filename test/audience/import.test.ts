import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Rejection } from '../../src/audience/cells.ts';
import type { ImportKind } from '../../src/audience/columns.ts';
import { fileSource, type ImportOptions, importCsv } from '../../src/audience/import.ts';
import { ImportError } from '../../src/audience/import-error.ts';
import { readRule, segmentCount, segmentExplain, segmentList } from '../../src/audience/segment.ts';
import type { Db } from '../../src/deps.ts';
import { testDatabase } from '../support/database.ts';
import { forgetPeople, SEOUL } from '../support/people.ts';

const now = new Date('2026-11-24T03:00:00Z');

describe('a CSV file', () => {
  let connection: Awaited<ReturnType<typeof testDatabase>>;
  let db: Db;
  const dir = mkdtempSync(join(tmpdir(), 'baton-import-'));
  beforeAll(async () => {
    connection = await testDatabase();
    db = connection.db;
  });
  afterAll(async () => {
    await connection.close();
    rmSync(dir, { recursive: true, force: true });
  });
  beforeEach(() => forgetPeople(db));

  let files = 0;
  const file = (content: string | Buffer): string => {
    const path = join(dir, `${++files}.csv`);
    writeFileSync(path, content);
    return path;
  };
  const run = (kind: ImportKind, content: string | Buffer, over: Partial<ImportOptions> = {}) =>
    importCsv(db, kind, fileSource(file(content), 'en'), { ...SEOUL, now, language: 'en', ...over });

  it('is taken plain and gzipped, with a byte-order mark, quotes and Windows lines', async () => {
    const csv = '\uFEFForder_id,contact_id,at,amount\r\n1,"a, b",2026-02-01,100\r\n2,c,2026-02-01,200\r\n';
    expect(await run('orders', csv)).toMatchObject({ read: 2, inserted: 2, rejected: 0 });
    expect(await run('orders', gzipSync(csv))).toMatchObject({ read: 2, inserted: 0, unchanged: 2 });
    const { rows } = await db.execute(sql`select external_id from contacts order by 1`);
    expect(rows.map((r) => r.external_id)).toEqual(['a, b', 'c']);
  });

  it('counts rows as a spreadsheet does and goes on after a bad one', async () => {
    const refused: Rejection[] = [];
    const totals = await run(
      'orders',
      'order_id,contact_id,at,amount\n1,a,2026-02-01,ten\n2,a,2026-02-01\n3,a,2026-02-01,5\n',
      {
        onRejected: (r) => refused.push(r),
      },
    );
    expect(totals).toMatchObject({ read: 3, inserted: 1, updated: 0, unchanged: 0, rejected: 2 });
    expect(totals.report).toEqual([
      { row: 2, column: 'amount', value: 'ten', allowed: '12345 (KRW)' },
      { row: 3, column: '*', value: '3', allowed: '4', message: expect.stringContaining('number of cells') },
    ]);
    expect(refused).toEqual(totals.report);
  });

  it('keeps row numbers right over many batches', async () => {
    const lines = Array.from({ length: 11_000 }, (_, i) => `${i},c${i % 50},2026-02-01,${i === 9_876 ? 'x' : i}`);
    const progress: number[] = [];
    const totals = await run('orders', `order_id,contact_id,at,amount\n${lines.join('\n')}\n`, {
      onProgress: ({ read }) => {
        progress.push(read);
      },
    });
    expect(totals).toMatchObject({ read: 11_000, inserted: 10_999, rejected: 1, report: [{ row: 9_878 }] });
    expect(progress).toEqual([5_000, 10_000, 11_000]);
  });

  it('has its columns connected by --map', async () => {
    const map = { 주문번호: 'order_id', 고객: 'contact_id', 일시: 'at', 금액: 'amount' };
    expect(await run('orders', '주문번호,고객,일시,금액\n1,a,2026-02-01,100\n', { map })).toMatchObject({
      inserted: 1,
    });
    await expect(run('orders', 'order_id,contact_id,at,amount\n', { map: { nope: 'at' } })).rejects.toThrow(
      "--map names 'nope'",
    );
  });

  it.each([
    ['a missing column', 'order_id,at\n1,2026-02-01\n', 'missing columns: contact_id, amount'],
    ['an empty file', '', 'no header row'],
    ['quotes that never end', 'order_id,contact_id,at,amount\n1,"a,2026-02-01,100\n', 'cannot read the CSV'],
  ])('with %s is refused whole, in words', async (_, content, words) => {
    const refused = await run('orders', content).catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(ImportError);
    expect((refused as Error).message).toContain(words);
  });

  it('that is not there is said so', async () => {
    await expect(
      importCsv(db, 'orders', fileSource('/no/such.csv', 'ko'), { ...SEOUL, now, language: 'ko' }),
    ).rejects.toThrow('파일을 찾지 못했어요');
  });

  describe('asked about by the command line', () => {
    const at = { ...SEOUL, now, elapsed: () => 5 };
    beforeEach(async () => {
      await run('contacts', 'external_id,email,consent.email\na,a@example.test,Y\nb,,Y\nc,c@example.test,N\n', {
        consentSource: 'export',
      });
      await run(
        'orders',
        'order_id,contact_id,at,amount\n1,a,2026-02-01,100\n2,a,2026-03-01,100\n3,b,2026-02-01,100\n4,c,2026-02-01,100\n',
      );
    });
    const buyers = readRule({ all: [{ metric: 'orders', is: 'gte', value: 1 }] });
    if ('issues' in buyers) throw new Error('a good rule was refused');

    it('is counted with reasons that sum to the matched', async () => {
      expect(await segmentCount(db, buyers.rule, at)).toEqual({
        matched: 3,
        reachable: { email: 1, kakao: 0, sms: 0, push: 0 },
        excluded: { no_address: 1, no_consent: 1 },
        ms: 0,
        sentence: { ko: '구매가 1회 이상인 고객', en: 'customers who bought at least once' },
      });
    });

    it('is listed by outside names', async () => {
      const pages: string[][] = [];
      for await (const page of segmentList(db, buyers.rule, at)) pages.push(page);
      expect(pages).toEqual([['a', 'b', 'c']]);
    });

    it('is explained condition by condition', async () => {
      const rule = readRule({
        all: [{ metric: 'orders', is: 'gte', value: 2 }],
        none: [{ field: 'email', is: 'not_exists' }],
      });
      if ('issues' in rule) throw new Error('a good rule was refused');
      const explained = await segmentExplain(db, rule.rule, 'b', at);
      expect(explained).toMatchObject({ contact_id: 'b', found: true, matched: false });
      expect(explained.conditions.map((c) => [c.part, c.holds, c.sentence.en])).toEqual([
        ['all', false, 'customers who bought at least twice'],
        ['none', true, 'customers whose e-mail is not known'],
      ]);
      expect(await segmentExplain(db, rule.rule, 'nobody', at)).toMatchObject({ found: false, matched: false });
    });

    it('refuses what is no rule', () => {
      expect(readRule({ all: [] })).toEqual({ issues: ['all: all: [] is refused; everyone is {"everyone": true}'] });
      expect(readRule({ everyone: false })).toHaveProperty('issues');
      const misspelled = readRule({ all: [{ metric: 'orderz', is: 'gte', value: 1 }] });
      expect('issues' in misspelled ? misspelled.issues : []).toEqual([
        expect.stringMatching(/^all\.0\.metric: .*"orders"/),
      ]);
    });
  });
});
