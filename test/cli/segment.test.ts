import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ingestContacts } from '../../src/audience/ingest-contacts.ts';
import { ingestOrders } from '../../src/audience/ingest-orders.ts';
import { Refused, UsageError } from '../../src/cli/command.ts';
import { segment } from '../../src/cli/segment.ts';
import { parseConfig } from '../../src/config.ts';
import { testDatabase } from '../support/database.ts';
import { SEOUL } from '../support/people.ts';

describe('baton segment', () => {
  let database: Awaited<ReturnType<typeof testDatabase>>;
  const folder = mkdtempSync(join(tmpdir(), 'baton-rule-'));
  beforeAll(async () => {
    database = await testDatabase();
    const opts = { ...SEOUL, now: new Date('2026-11-24T03:00:00Z'), from: 'json' as const };
    await ingestContacts(
      database.db,
      ['a', 'b', 'c'].map((id) => ({ external_id: id, email: `${id}@example.test`, created_at: '2026-01-01' })),
      opts,
    );
    const order = (order_id: string, contact_id: string, at: string) => ({ order_id, contact_id, at, amount: 10_000 });
    await ingestOrders(
      database.db,
      [order('1', 'a', '2026-09-01'), order('2', 'b', '2026-09-01'), order('3', 'b', '2026-11-20')],
      opts,
    );
  });
  afterAll(async () => {
    rmSync(folder, { recursive: true, force: true });
    await database.close();
  });

  const run = async (args: readonly string[], options: Record<string, string> = {}, locale = 'ko') => {
    const config = parseConfig({ DATABASE_URL: database.url, PRACTICE: 'none', LOCALE: locale }, segment.settings);
    try {
      const { json, text, refused, warnings } = await segment.run({ config, args, options });
      return { code: refused ? 1 : 0, text, json: json as Record<string, unknown>, warnings };
    } catch (error) {
      if (error instanceof Refused) return { code: 1, text: error.message, json: error.json as never };
      if (error instanceof UsageError) return { code: 2, text: error.message, json: null as never };
      throw error;
    }
  };
  const file = (rule: unknown): string => {
    const path = join(folder, 'rule.json');
    writeFileSync(path, JSON.stringify(rule));
    return path;
  };
  const asOf = { 'as-of': '2026-11-24' };

  it('counts a file or a ready-made rule, in exactly the keys it promises', async () => {
    const rule = file({ all: [{ metric: 'orders', is: 'gte', value: 1 }] });
    const { code, json } = await run(['count'], { rule, ...asOf });
    expect({ code, keys: Object.keys(json) }).toEqual({
      code: 0,
      keys: ['matched', 'reachable', 'excluded', 'ms', 'sentence'],
    });
    expect(json).toMatchObject({ matched: 2, excluded: { no_consent: 2 } });
    expect((await run(['count'], { ready: 'never_bought', ...asOf })).json.matched).toBe(1);
    expect((await run(['list'], { ready: 'one_and_silent', ...asOf })).text).toBe('a');
    // A date alone is its end: what b bought that day has happened.
    expect((await run(['list'], { ready: 'one_and_silent', 'as-of': '2026-11-19' })).text).toBe('a\nb');
  });

  it('says which condition failed', async () => {
    const { text, json } = await run(['explain'], { ready: 'one_and_silent', contact: 'b', ...asOf });
    expect(text).toBe('b: 조건에 맞지 않아요.\n✗ 구매가 1회인 고객\n✗ 마지막 구매 후 30일 이상 지난 고객');
    expect(json).toMatchObject({ matched: false, conditions: [{ failed: true }, { failed: true }] });
    expect((await run(['explain'], { ready: 'never_bought', contact: 'nobody', ...asOf })).code).toBe(1);
  });

  it('tells a rule that nobody can match, and a condition that changes nothing', async () => {
    const never = { metric: 'orders', is: 'eq', value: 0 };
    const late = { metric: 'days_since_last_order', is: 'gte', value: 60 };
    expect((await run(['count'], { rule: file({ all: [never, late] }) }, 'en')).warnings).toEqual([
      'Nobody can match this rule. Conditions that exclude each other: "customers who never bought", "customers whose last order was at least 60 days ago"',
    ]);
    expect((await run(['count'], { rule: file({ all: [late, { did: 'purchase' }] }) })).warnings).toEqual([
      '있으나 없으나 같은 조건: "구매한 적이 있는 고객"',
    ]);
  });

  it('counts a field or an event nobody has as nobody, and says so with what there is', async () => {
    const rule = file({ all: [{ field: 'grade', is: 'eq', value: 'VIP' }, { did: 'spin' }] });
    const { code, json, warnings } = await run(['count'], { rule }, 'en');
    expect({ code, matched: json.matched }).toEqual({ code: 0, matched: 0 });
    expect(warnings).toEqual([
      expect.stringMatching(/^all\[0\]: There is no 'grade' data yet\. You can use: .*email/),
      expect.stringMatching(/^all\[1\]: 'spin' was never recorded\. You can use: purchase, /),
    ]);
  });

  it('names the kinds of condition there are where one is of no kind, and of an any inside an any', async () => {
    const rule = file({ all: [{ any: [{ did: 'purchase' }, { any: [{ did: 'cart' }] }] }], none: [{ ordres: 1 }] });
    const kinds = 'field | did | did_not | metric | campaign | in_segment | sample';
    expect((await run(['count'], { rule })).text.split('\n')).toEqual([
      `${rule}: all.0.any.1: ${kinds}`,
      `${rule}: none.0: ${kinds}`,
    ]);
    expect((await run(['count'], { rule: file({ all: ['purchase'] }) })).text).toContain(`all.0: ${kinds} | any`);
  });

  it('reads a file with a byte-order mark, and says of one that is not there or no file what is wrong', async () => {
    const path = join(folder, 'mark.json');
    writeFileSync(path, `\uFEFF${JSON.stringify({ everyone: true })}`);
    expect((await run(['count'], { rule: path })).json.matched).toBe(3);
    expect(await run(['count'], { rule: join(folder, 'none.json') })).toMatchObject({
      code: 2,
      text: expect.stringContaining('그런 파일이 없어요'),
    });
    expect(await run(['count'], { rule: folder })).toMatchObject({ code: 2, text: expect.stringContaining('폴더') });
    expect((await run(['count', 'extra'], { rule: path })).code).toBe(2);
  });

  it('says a percentile beyond hundred as it stands', async () => {
    const rule = file({ all: [{ metric: 'revenue_percentile', is: 'gte', value: 101 }] });
    expect(JSON.stringify((await run(['count'], { rule })).json.sentence)).not.toContain('-1');
  });

  it('saves a rule under a name, keeps its versions, and uses the newest where it is named', async () => {
    const saved = await run(['save'], { ready: 'never_bought', name: '첫 구매 대상' });
    expect(saved.json).toMatchObject({ id: 'S-1', version: 1, owner: 'cli', created: true });
    expect((await run(['save'], { ready: 'never_bought', name: '첫 구매 대상' })).json).toMatchObject({
      created: false,
    });
    const rule = file({ all: [{ in_segment: 'S-1' }] });
    expect((await run(['list'], { rule, ...asOf })).text).toBe('c');
    expect((await run(['save'], { rule, name: '겹' })).json).toMatchObject({ id: 'S-2' });

    const second = file({ all: [{ metric: 'orders', is: 'eq', value: 2 }] });
    expect((await run(['save'], { rule: second, name: '첫 구매 대상' })).json).toMatchObject({ id: 'S-1', version: 2 });
    const counted = await run(['count'], { segment: 'S-2', ...asOf });
    expect(counted.json).toMatchObject({
      matched: 1,
      sentence: { ko: "저장한 세그먼트 '첫 구매 대상'(S-1, 버전 2)에 드는 고객" },
    });
    expect((await run(['versions', 'S-1'])).json).toMatchObject([{ version: 2 }, { version: 1 }]);
    expect((await run(['show', 'S-1'])).json).toMatchObject({ name: '첫 구매 대상', used_by: ['S-2'] });
    expect((await run(['show'])).text).toContain('S-2  겹  v1  cli');
  });

  it('refuses a segment that would lead back to itself, and one that is not there', async () => {
    const circle = await run(['save'], { rule: file({ all: [{ in_segment: 'S-2' }] }), name: '첫 구매 대상' });
    expect(circle.code).toBe(1);
    expect(circle.text).toContain('자기 자신');
    expect((await run(['versions', 'S-1'])).json).toHaveLength(2);
    const unknown = await run(['count'], { rule: file({ all: [{ in_segment: 'S-9' }] }) }, 'en');
    expect(unknown).toMatchObject({ code: 1 });
    expect(unknown.text).toContain("There is no saved segment 'S-9'. You can use: S-1 첫 구매 대상, S-2 겹");
  });

  it('is used wrongly without a rule, with two, and with a name nobody knows', async () => {
    expect((await run(['count'])).code).toBe(2);
    expect((await run(['count'], { ready: 'welcome', segment: 'S-1' })).code).toBe(2);
    expect(await run(['count'], { ready: 'vip' })).toMatchObject({
      code: 2,
      text: expect.stringContaining('never_bought'),
    });
    expect(await run(['save'], { ready: 'welcome' })).toMatchObject({ code: 2 });
    expect(await run(['show', 'S-99'])).toMatchObject({ code: 1 });
  });

  it('lists the ready-made rules with names in both languages', async () => {
    const { json, text } = await run(['ready']);
    expect(json).toHaveLength(20);
    expect(text).toContain(
      'lapsed_vip  60일 쉰 상위 10%\n  구매 금액 상위 10%에 들고 마지막 구매 후 60일 이상 지난 고객',
    );
  });
});
