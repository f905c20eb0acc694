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
import { attributeTypes, consents, contacts, orders } from '../../src/db/schema.ts';
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
    const lines = Array.from({ length: 1_100 }, (_, i) => `${i},c${i % 50},2026-02-01,${i === 987 ? 'x' : i}`);
    const progress: number[] = [];
    const totals = await run('orders', `order_id,contact_id,at,amount\n${lines.join('\n')}\n`, {
      batch: 500,
      onProgress: ({ read }) => {
        progress.push(read);
      },
    });
    expect(totals).toMatchObject({ read: 1_100, inserted: 1_099, rejected: 1, report: [{ row: 989 }] });
    expect(progress).toEqual([500, 1_000, 1_100]);
  });

  it('has its columns connected by --map', async () => {
    const map = { 주문번호: 'order_id', 고객: 'contact_id', 일시: 'at', 금액: 'amount' };
    expect(await run('orders', '주문번호,고객,일시,금액\n1,a,2026-02-01,100\n', { map })).toMatchObject({
      inserted: 1,
    });
    await expect(run('orders', 'order_id,contact_id,at,amount\n', { map: { nope: 'at' } })).rejects.toThrow(
      "--map names 'nope'",
    );
    await expect(run('orders', 'order_id,contact_id,at,sum\n', { map: { sum: 'amout' } })).rejects.toThrow(
      "'amout', which is no column of ours. Allowed are: order_id",
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

  it('that breaks off in the middle says what came in before', async () => {
    const rows = Array.from({ length: 20_000 }, (_, i) => `${i},c${i % 50},2026-02-01,1`);
    const half = gzipSync(`order_id,contact_id,at,amount\n${rows.join('\n')}\n`).subarray(0, 20_000);
    const refused = (await run('orders', half).catch((error: unknown) => error)) as ImportError;
    expect(refused).toBeInstanceOf(ImportError);
    const done = refused.done as { read: number; inserted: number };
    expect(refused.message).toContain(`on from row ${done.read + 2} `);
    const { rows: stored } = await db.execute(sql`select count(*)::int as n from orders`);
    expect([done.read, done.inserted]).toEqual([stored[0]?.n, stored[0]?.n]);
    expect(done.read).toBeGreaterThan(0);
  });

  it.each([
    ['a letter behind a closing quote', '1,"a"b,2026-02-01,5\n', ['"a"b']],
    ['spaces around quotes', '1, "a, b" ,2026-02-01,5\n', ['a, b']],
    ['quotes inside a cell', '1,a "b" c,2026-02-01,5\n2,"""d"" e",2026-02-01,5\n', ['a "b" c', '"d" e']],
  ])('with %s loses no row', async (_, body, names) => {
    const csv = `order_id,contact_id,at,amount\n${body}9,z,2026-02-01,5\n`;
    expect(await run('orders', csv)).toMatchObject({ inserted: names.length + 1, rejected: 0 });
    const { rows } = await db.execute(sql`select external_id as name from contacts`);
    expect(rows.map(({ name }) => name).sort()).toEqual([...names, 'z'].sort());
  });

  it('has an amount that may be a thousand or one refused in words', async () => {
    const csv = (amounts: string[]) =>
      `order_id,contact_id,at,amount\n${amounts.map((amount, i) => `${i},a,2026-02-01,${amount}\n`).join('')}`;
    const { report } = await run('orders', csv(['1.000', '12.500', '1000.000', '"1,000"', '10.0']));
    expect(report).toMatchObject([
      { row: 2, value: '1.000', message: expect.stringContaining('either a thousand or one') },
      { row: 3, value: '12.500' },
    ]);
    expect((await db.select({ amount: orders.amount }).from(orders)).map(({ amount }) => amount).sort()).toEqual([
      10, 1_000, 1_000,
    ]);
  });

  it('that is not there, or is a folder, is said so', async () => {
    await expect(importCsv(db, 'orders', fileSource(dir, 'en'), { ...SEOUL, now, language: 'en' })).rejects.toThrow(
      'is a folder',
    );
    await expect(
      importCsv(db, 'orders', fileSource('/no/such.csv', 'ko'), { ...SEOUL, now, language: 'ko' }),
    ).rejects.toThrow('파일을 찾지 못했어요');
  });

  describe('as shops export it', () => {
    const attributesOf = async () =>
      Object.fromEntries(
        (await db.select({ id: contacts.externalId, a: contacts.attributes }).from(contacts)).map(({ id, a }) => [
          id,
          a,
        ]),
      );
    beforeEach(() => db.delete(attributeTypes));

    it('is read in CP949, as Korean Excel saves it, and in UTF-16, wherever its first Korean letter stands', async () => {
      // 똠 is in CP949 alone, not in EUC-KR proper.
      const cp949 = Buffer.concat([
        Buffer.from('external_id,city\n1,'),
        Buffer.from('bcadbfef', 'hex'),
        Buffer.from('\n2,'),
        Buffer.from('8c63', 'hex'),
        Buffer.from('\n'),
      ]);
      const late = Buffer.concat([
        Buffer.from(`external_id,city\n${`0,${'x'.repeat(800)}\n`.repeat(100)}`),
        cp949.subarray(17),
      ]);
      const told: string[] = [];
      await run('contacts', late, { onEncoding: (encoding) => told.push(encoding) });
      expect(await attributesOf()).toMatchObject({ '1': { city: '서울' }, '2': { city: '똠' } });
      await run('contacts', Buffer.from('\uFEFFexternal_id\tcity\n3\t부산\n', 'utf16le'), {
        onEncoding: (encoding) => told.push(encoding),
      });
      expect(await attributesOf()).toMatchObject({ '3': { city: '부산' } });
      expect(told).toEqual(['cp949', 'utf-16le']);
    });

    it.each([
      ['letters of no encoding', Buffer.from('65787465726e616c5f69640a80ff80ff0a', 'hex'), 'UTF-8'],
      ['an Excel workbook', Buffer.from('PK\u0003\u0004'), 'Excel workbook'],
      ['UTF-16 that does not say so', Buffer.from('external_id,city\n1,x\n', 'utf16le'), 'row 1 cannot be read'],
      ['half a gzip', gzipSync('external_id\n1\n').subarray(0, 20), 'cannot read the CSV'],
    ])('with %s is refused in words', async (_, content, words) => {
      await expect(run('contacts', content)).rejects.toThrow(words);
    });

    it('has its Korean columns connected by name, and tells which', async () => {
      const told: string[] = [];
      const totals = await run(
        'orders',
        '주문번호,고객 번호,주문일시,결제금액(원),주문상태\nA1,k,2026-02-01 09:30,"12,900",환불완료\n',
        {
          onHeader: ({ proposed }) => told.push(...proposed.map(({ theirs, ours }) => `${theirs}=${ours}`)),
        },
      );
      expect(totals).toMatchObject({ read: 1, inserted: 1 });
      expect(told).toEqual([
        '주문번호=order_id',
        '고객 번호=contact_id',
        '주문일시=at',
        '결제금액(원)=amount',
        '주문상태=status',
      ]);
      expect(await db.select({ amount: orders.amount, status: orders.status }).from(orders)).toEqual([
        { amount: 12_900, status: 'refunded' },
      ]);
    });

    it('says which columns would be one, and leaves out what --map leaves out', async () => {
      const two = 'external_id,email,메일\n1,a@example.test,b@example.test\n';
      expect(await run('contacts', two, { map: { 메일: '-' } })).toMatchObject({ inserted: 1 });
      expect(await attributesOf()).toEqual({ '1': {} });
      await expect(run('contacts', two, { map: { 메일: 'email', email: 'email' } })).rejects.toThrow(
        "several columns would be 'email'",
      );
    });

    it('counts empty rows as a spreadsheet does, takes quoted line breaks, and forgives empty cells at the end', async () => {
      const totals = await run('contacts', 'external_id,note,\n\n1,"two\nlines",\n,,\n2,x,,\n3\n');
      expect(totals).toMatchObject({
        read: 3,
        inserted: 2,
        rejected: 1,
        report: [{ row: 6, value: '1', allowed: '3' }],
      });
      expect(await attributesOf()).toEqual({ '1': { note: 'two\nlines' }, '2': { note: 'x' } });
    });

    it('has a phone number that Excel made a figure refused in words, and others as E.164 of the region', async () => {
      const totals = await run(
        'contacts',
        'external_id,phone\n1,8.21012E+11\n2,010-1234-5678\n3,+1 212 555 0123\n4,12\n',
      );
      expect(totals.report).toEqual([
        expect.objectContaining({
          row: 2,
          column: 'phone',
          value: '8.21012E+11',
          message: expect.stringContaining('spreadsheet'),
        }),
        expect.objectContaining({
          row: 5,
          column: 'phone',
          value: '12',
          message: expect.stringContaining('DEFAULT_REGION'),
        }),
      ]);
      await run('contacts', 'external_id,phone\n5,(212) 555-0123\n', { region: 'US' });
      const phones = await db.select({ phone: contacts.phone }).from(contacts);
      expect(phones.map(({ phone }) => phone).sort()).toEqual(['+12125550123', '+12125550123', '+821012345678']);
    });

    it('gives a column one type, whichever file comes later', async () => {
      await run('contacts', 'external_id,zip,points,vip,seen\n1,06236,3,true,2026-02-01\n2,16236,,false,\n');
      const later = await run('contacts', 'external_id,zip,points,seen\n3,16236,4.5,2026-02-02\n4,1,many,\n5,,,soon\n');
      expect(await attributesOf()).toEqual({
        '1': { zip: '06236', points: 3, vip: true, seen: '2026-02-01' },
        '2': { zip: '16236', vip: false },
        '3': { zip: '16236', points: 4.5, seen: '2026-02-02' },
      });
      expect(later.report).toMatchObject([
        {
          row: 3,
          column: 'points',
          value: 'many',
          allowed: '123.45',
          message: expect.stringContaining('another type'),
        },
        { row: 4, column: 'seen', value: 'soon' },
      ]);
      // Who knows better makes it text, also what is stored; never the other way round.
      expect(await run('contacts', 'external_id,points\n4,many\n', { map: { points: 'points:text' } })).toMatchObject({
        inserted: 1,
      });
      expect(await attributesOf()).toMatchObject({
        '1': { points: '3' },
        '3': { points: '4.5' },
        '4': { points: 'many' },
      });
      await expect(run('contacts', 'external_id,zip\n1,1\n', { map: { zip: 'zip:number' } })).rejects.toThrow(
        'cannot become number',
      );
    });

    it('changes nothing in a dry run, and says what it would do', async () => {
      const csv = 'external_id,email,points\n1,a@example.test,3\n2,nobody,\n';
      expect(await run('contacts', csv, { dryRun: true })).toMatchObject({ read: 2, inserted: 1, rejected: 1 });
      expect(await db.select().from(contacts)).toEqual([]);
      expect(await db.select().from(attributeTypes)).toEqual([]);
      await run('contacts', csv);
      expect(await run('contacts', csv, { dryRun: true })).toMatchObject({ unchanged: 1, rejected: 1 });
    });

    it('counts in a dry run as the run itself would, where ids come again in later batches', async () => {
      const orders = [
        'a,c1,2026-02-01,5',
        'b,c2,2026-02-01,5',
        'a,c1,2026-02-01,5',
        'b,c2,2026-02-01,6',
        'a,c2,2026-02-01,5',
        'd,c3,2026-02-01,5',
        'd,c3,2026-02-01,7',
        'b,c2,2026-02-01,6',
      ];
      const csv = `order_id,contact_id,at,amount\n${orders.join('\n')}\n`;
      const rehearsed = [];
      for (const batch of [2, 3, 8]) rehearsed.push(await run('orders', csv, { dryRun: true, batch }));
      const done = await run('orders', csv, { batch: 2 });
      expect(done).toMatchObject({ read: 8, inserted: 3, updated: 2, unchanged: 2, rejected: 1 });
      expect(rehearsed).toEqual([done, done, done]);
    });

    it('never turns a no into a yes by a word without a time, and changes nothing the second time', async () => {
      const opts = { consentSource: 'export' };
      const state = async () => (await db.select({ state: consents.state }).from(consents)).map((row) => row.state);
      const yes = 'external_id,created_at,이메일 수신동의\n1,2026-01-01,Y\n';
      expect(await run('contacts', yes, opts)).toMatchObject({ inserted: 1 });
      expect(await run('contacts', yes, opts)).toMatchObject({ unchanged: 1 });
      expect(await run('contacts', yes.replace(',Y', ',N'), opts)).toMatchObject({ updated: 1 });
      expect(await run('contacts', yes, opts)).toMatchObject({ unchanged: 1 });
      expect(await state()).toEqual(['withdrawn']);
      const dated = 'external_id,consent.email,consent.email.at\n1,Y,2027-01-01\n';
      expect(await run('contacts', dated, opts)).toMatchObject({ updated: 1 });
      expect(await state()).toEqual(['granted']);
    });
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
      const cities = (value: unknown) => readRule({ all: [{ field: 'city', is: 'in', value }] });
      expect(cities(Array.from({ length: 1_000 }, (_, i) => `c${i}`))).toHaveProperty('rule');
      expect(cities(Array.from({ length: 1_001 }, (_, i) => `c${i}`))).toEqual({
        issues: [expect.stringMatching(/^all\.0\.value: .*1000/)],
      });
      expect(cities(['a', 'b\0'])).toEqual({ issues: ['all.0.value.1: Unicode, no U+0000'] });
      const misspelled = readRule({ all: [{ metric: 'orderz', is: 'gte', value: 1 }] });
      expect('issues' in misspelled ? misspelled.issues : []).toEqual([
        expect.stringMatching(/^all\.0\.metric: .*"orders"/),
      ]);
    });
  });
});
