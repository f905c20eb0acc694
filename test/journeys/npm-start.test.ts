import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { pageModule } from '../practice/page-module.ts';
import { baton, npmStart, type Product, processesNaming, startProduct } from '../support/child.ts';
import { account, approve, expectBalanced, INNER, launch, sayGoal, statusOf, withSql } from '../support/loop.ts';
import { scratch } from '../support/scratch.ts';
import { elementOf } from '../support/workspace.ts';

/** The real `npm start`, as a child process, on the real sample company; the tests follow one another on one product. */
describe('npm start', () => {
  let product: Product;
  let goal: Record<string, string>;
  beforeAll(async () => {
    const { GOALS } = await pageModule('goals.js');
    goal = Object.fromEntries(GOALS.ko.map(({ id, text }: { id: string; text: string }) => [id, text]));
    product = await startProduct();
  });
  const numbers = async (text: string): Promise<number[]> =>
    withSql(product.databaseUrl(), async (query) => Object.values((await query(text))[0] ?? {}).map(Number));
  afterAll(() => product?.remove());

  it('loads the sample company once, also when it is ended and killed meanwhile', async () => {
    const half = () =>
      product.ws.until(
        'a part of the company',
        async () => ((await numbers('select count(*) as n from contacts'))[0] ?? 0) > 0,
      );
    await half();
    expect(await product.child.terminate()).toEqual({ code: 0, signal: null });
    await product.again();
    await half();
    await product.child.kill();
    await product.again();
    await product.ws.until(
      'the whole company',
      async () => (await product.ws.messages()).some(({ text }) => text.includes('연습용 회사가 준비됐어요')),
      240_000,
    );
    expect(
      await numbers('select (select count(*) from contacts) as people, (select count(*) from orders) as orders'),
    ).toEqual([23_570, 69_659]);
  });

  const sent = (campaign: string) =>
    product.ws.until(
      `the end of sending ${campaign}`,
      async () => (await statusOf(product.databaseUrl(), campaign)) === 'measuring',
      240_000,
    );
  const books = async (campaign: string) =>
    account(product.databaseUrl(), campaign, await product.ws.mailbox('?bodies=0'));

  it('plays the default goal from the first words to the last mail', async () => {
    const { ws } = product;
    const { campaign, cardMs } = await sayGoal(ws, `${goal.lapsed}, 지금 바로`);
    console.info(`campaign card after ${cardMs} ms`);
    expect(campaign).toBe('C-1');
    for (const step of INNER) await approve(ws, campaign, step);

    const plan = await ws.card('plan', { campaign, when: (m) => elementOf(m.blocks, 'launch.approve') !== null });
    await ws.click('U0MARKETER', plan, 'launch.approve');
    const refusal = await ws.until('the refusal', async () => (await ws.ephemerals('U0MARKETER')).at(-1));
    expect(refusal.text).toMatch(/직접|요청/);
    expect(await ws.mailbox('?bodies=0')).toEqual([]);

    const approvedAt = performance.now();
    await launch(ws, campaign);
    await ws.until('the first mail', async () => (await ws.mailbox('?bodies=0')).length > 0);
    console.info(`first mail ${Math.round(performance.now() - approvedAt)} ms after the approval`);
    await sent(campaign);
    const counted = await books(campaign);
    console.info(`all sent after ${Math.round(performance.now() - approvedAt)} ms: ${JSON.stringify(counted)}`);
    expectBalanced(counted);
    expect(counted.send).toBeGreaterThan(2_000);
    expect(counted.mails).toBe(counted.byStatus.accepted);
  }, 600_000);

  it('plays the small goal beside it, with a plan that a person rewrote', async () => {
    const { ws } = product;
    const { campaign } = await sayGoal(ws, `${goal.small}, 지금 바로`);
    expect(campaign).toBe('C-2');
    for (const step of INNER) await approve(ws, campaign, step);
    const drafted = await ws.card('plan', { campaign, version: 1 });
    await ws.click('U0MARKETER', drafted, 'step.edit');
    const modal = await ws.modal('U0MARKETER', 'step.edit');
    const budget = { type: 'number_input', value: '50000' };
    expect(await ws.submit('U0MARKETER', modal, { budget })).toMatchObject({ ok: true });
    await ws.card('plan', { campaign, version: 2 });
    await launch(ws, campaign);
    await sent(campaign);
    const counted = await books(campaign);
    expectBalanced(counted);
    expect(counted.send).toBeGreaterThan(0);
    expect(counted.send).toBeLessThan(50);
  });

  it('reads both in the end: a verdict on the default goal, an honest "cannot tell" on the small one', async () => {
    const { ws } = product;
    await ws.forward('P1D');
    await ws.card('results', { campaign: 'C-1', version: 1 });
    await ws.forward('P7D');
    const small = await ws.card('results', { campaign: 'C-2', version: 2 });
    expect(small.text).toMatch(/판단할 수 없|말하기에|알 수 없/);
    await ws.card('results', { campaign: 'C-1', version: 2 });
    const verdicts = await Promise.all(
      ['C-1', 'C-2'].map(async (campaign) => {
        const { stdout } = await baton(product.env, 'campaign', 'show', campaign, '--json');
        const shown = JSON.parse(stdout) as { status: string; results: { final: { verdict: { kind: string } } } };
        return [shown.status, shown.results.final.verdict.kind];
      }),
    );
    expect(verdicts).toEqual([
      ['learned', 'proved'],
      ['learned', 'cannot_tell'],
    ]);
    const digests = (await ws.messages()).filter(({ metadata }) => metadata?.event_payload.step === 'digest');
    const dates = digests.map(({ text }) => text.split(' ')[0]);
    expect(dates.length).toBeGreaterThanOrEqual(8);
    expect(new Set(dates).size).toBe(dates.length);
    expect(digests.every(({ channel }) => channel === 'C0DIGEST')).toBe(true);
  }, 600_000);

  it('is joined by commands, which say one line and end with the code that fits', async () => {
    const { env } = product;
    const dir = mkdtempSync(join(tmpdir(), 'baton-rule-'));
    try {
      const rule = (name: string, content: unknown) => {
        writeFileSync(join(dir, name), JSON.stringify(content));
        return join(dir, name);
      };
      const lapsed = rule('lapsed.json', { all: [{ metric: 'days_since_last_order', is: 'gte', value: 60 }] });
      const nonsense = rule('nonsense.json', { all: [{ metric: 'happiness', is: 'roughly', value: 7 }] });
      const cases: [args: string[], code: number, line: unknown][] = [
        [['campaign', 'list', '--json'], 0, [{ id: 'C-2' }, { id: 'C-1', status: 'learned' }]],
        [['campaign', 'show', 'C-1', '--json'], 0, { id: 'C-1', status: 'learned' }],
        [['campaign', 'show', 'C-99', '--json'], 1, { error: expect.stringMatching(/C-99/) }],
        [['campaign', 'show', 'tomorrow', '--json'], 2, null],
        [['segment', 'count', '--rule', lapsed, '--json'], 0, { matched: expect.any(Number) }],
        [['segment', 'count', '--rule', nonsense, '--json'], 1, { problems: expect.any(Array) }],
        [['segment', 'count', '--json'], 2, null],
        [['digest', '--json'], 0, { date: expect.stringMatching(/^\d{4}-\d{2}-\d{2}$/) }],
        [['digest', '--date', '2026-13-40', '--json'], 2, null],
      ];
      const said = await Promise.all(cases.map(([args]) => baton(env, ...args)));
      for (const [i, [args, code, line]] of cases.entries()) {
        const { code: got, stdout, stderr } = said[i] as (typeof said)[number];
        expect(got, `${args.join(' ')}: ${stderr}`).toBe(code);
        expect(stdout.split('\n').length, args.join(' ')).toBe(line === null ? 1 : 2);
        if (line !== null) expect(JSON.parse(stdout)).toMatchObject(line as object);
        if (code !== 0) expect(stderr).not.toBe('');
      }
    } finally {
      rmSync(dir, { recursive: true, force: true });
    }
    expect(product.child.hasEnded()).toBe(false);
  });

  it('says which port is taken, in both languages, and ends with 1', async () => {
    for (const [taken, free] of [
      ['PORT', 'PRACTICE_PORT'],
      ['PRACTICE_PORT', 'PORT'],
    ] as const) {
      const dir = scratch('port');
      try {
        const child = npmStart({ ...product.env, DATA_DIR: dir, [free]: '0' });
        const { code } = await child.ended;
        expect(code).toBe(1);
        expect(child.stderr()).toContain(`포트 ${product.env[taken]}을(를) 다른 프로그램이 쓰고 있어`);
        expect(child.stderr()).toContain(`port ${product.env[taken]} is taken`);
        expect(processesNaming(dir)).toEqual([]);
      } finally {
        rmSync(dir, { recursive: true, force: true });
      }
    }
    expect(product.child.hasEnded()).toBe(false);
  });

  it('ends cleanly when asked to, leaves no database running, and comes back with everything said', async () => {
    const before = await product.ws.messages();
    expect(await product.child.terminate()).toEqual({ code: 0, signal: null });
    expect(product.child.stderr()).not.toMatch(/"level":(?:50|60)/);
    expect(processesNaming(product.dataDir)).toEqual([]);
    await product.again();
    const after = await product.ws.messages();
    expect(after.map(({ ts, text }) => `${ts} ${text}`)).toEqual(
      expect.arrayContaining(before.map(({ ts, text }) => `${ts} ${text}`)),
    );
    expect(after.filter(({ metadata }) => metadata?.event_payload.step === 'campaign')).toHaveLength(2);
    expect(await product.ws.mailbox('?bodies=0')).not.toEqual([]);
  });
});
