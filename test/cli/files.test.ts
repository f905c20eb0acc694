import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { afterAll, describe, expect, it } from 'vitest';
import { type Call, type Command, Refused, UsageError } from '../../src/cli/command.ts';
import { experiment } from '../../src/cli/experiment.ts';
import { ltv } from '../../src/cli/ltv.ts';
import { parseConfig } from '../../src/config.ts';
import { baton } from '../support/child.ts';

const dir = mkdtempSync(join(tmpdir(), 'baton-files-'));
afterAll(() => rmSync(dir, { recursive: true, force: true }));
const file = (name: string, content: string | Buffer): string => {
  const path = join(dir, name);
  writeFileSync(path, content);
  return path;
};
const cdnow = fileURLToPath(new URL('../../data/cdnow-sample.txt.gz', import.meta.url));

/** The command itself, as `run` calls it. */
const call = (command: Command, language: 'ko' | 'en', args: string[], options: Call['options']) =>
  command.run({ config: parseConfig({ LOCALE: language }, command.settings), args, options });

const rows = Array.from({ length: 4_000 }, (_, i) => {
  const treated = i % 2 === 0;
  const buys = i % 40 < (treated ? 8 : 3);
  return `${treated ? 'mail' : 'none'},${buys ? 1 : 0},${buys ? 20_000 + 1_000 * (i % 7) : 0},${i % 11}`;
});
const shop = file('shop.csv.gz', gzipSync(`arm,bought,spent,before\n${rows.join('\n')}\n`));
const asked = { file: shop, arm: 'arm', control: 'none', conversion: 'bought', revenue: 'spent' };
const options = (given: Record<string, string>): string[] => Object.entries(given).flatMap(([k, x]) => [`--${k}`, x]);

describe('an experiment in a file', () => {
  it('is read by the command line without any database', async () => {
    const data = join(dir, 'data');
    const env = { DATA_DIR: data, DATABASE_URL: 'postgresql://127.0.0.1:1/none' };
    const { code, stdout, stderr } = await baton(
      env,
      'experiment',
      'read',
      ...options(asked),
      '--pre',
      'before',
      '--json',
    );
    expect({ code, stderr, made: existsSync(data) }).toEqual({ code: 0, stderr: '', made: false });
    const json = JSON.parse(stdout) as Record<string, Record<string, Record<string, unknown>>>;
    expect(json.srm).toEqual({ chi2: 0, df: 1, p: 1, ok: true });
    expect(Object.keys(json.arms?.mail ?? {})).toEqual(['n', 'conversions', 'rate', 'revenue', 'mean']);
    expect(Object.keys(json.comparisons?.mail ?? {})).toEqual(['conversion', 'revenue', 'cuped', 'verdict']);
    expect(Object.keys(json.comparisons?.mail?.revenue ?? {})).toEqual(
      'diff ci welchP bootstrapCi incremental incrementalCi'.split(' '),
    );
  });

  it('is refused with the arms there are when the control is none of them', async () => {
    const refused = call(experiment, 'en', ['read'], { ...asked, control: 'nobody' });
    await expect(refused).rejects.toThrow(Refused);
    await expect(refused).rejects.toThrow(
      'no row was assigned to "nobody", so nothing was computed. Arms found: mail, none.',
    );
  });

  const of = (name: string, lines: string, given: Record<string, string> = {}) =>
    call(experiment, 'en', ['read'], {
      ...{ file: file(name, lines), arm: 'arm', control: 'none', conversion: 'bought', revenue: 'spent' },
      ...given,
    });
  const twenty = (row: (treated: boolean, i: number) => string) =>
    Array.from({ length: 20 }, (_, i) => row(i % 2 === 0, i)).join('\n');

  it('has a difference and no interval where nothing varies, and says why nothing was adjusted', async () => {
    const flat = twenty((treated) => `${treated ? 'mail' : 'none'},1,${treated ? 9.99 : 0.1},0.1`);
    const { json, warnings } = await of('flat.csv', `arm,bought,spent,before\n${flat}\n`, { pre: 'before', cap: '5' });
    const revenue = { ci: null, welchP: null, bootstrapCi: null, incrementalCi: null };
    expect(json).toMatchObject({
      comparisons: {
        mail: {
          conversion: { diff: 0, relative: 0, p: null },
          revenue: { diff: 9.99 - 0.1, incremental: (9.99 - 0.1) * 10, ...revenue },
          capped: { diff: 5 - 0.1, ...revenue },
          cuped: null,
          verdict: { en: 'Too few people to tell a difference' },
        },
      },
    });
    expect(warnings).toEqual([expect.stringContaining('every value of column "before" is the same')]);
    const known = twenty((treated, i) => `${treated ? 'mail' : 'none'},1,${i / 7},${i / 7}`);
    const told = await of('known.csv', `arm,bought,spent,before\n${known}\n`, { pre: 'before' });
    expect(told).toMatchObject({
      json: { comparisons: { mail: { cuped: { theta: 1, diff: expect.closeTo(0, 12), ci: null } } } },
      warnings: [],
    });
  });

  it('is read with one contact in an arm, and with names as a spreadsheet or a Mac writes them', async () => {
    const name = '대조, "없음"'.normalize('NFD');
    const lines = `spent,arm,bought\n5,"mail, men",TRUE\n0,"${name.replaceAll('"', '""')}",0.0\n`;
    const given = { control: ' 대조, "없음"', shares: 'mail, men=50%, 대조, "없음" = 50%' };
    expect((await of('one.csv', lines, given)).json).toMatchObject({
      srm: { ok: true },
      comparisons: { 'mail, men': { conversion: { diff: 1 }, revenue: { diff: 5, ci: null } } },
    });
  });

  it('does not prove revenue by its interval alone where visits stand for conversions and few bought', async () => {
    const visits = Array.from({ length: 400 }, (_, i) => {
      const treated = i % 2 === 0;
      return `${treated ? 'mail' : 'none'},1,${treated && i < 60 ? 100 : 0}`;
    }).join('\n');
    const { json } = await of('visits.csv', `arm,bought,spent\n${visits}\n`);
    const { mail } = (json as { comparisons: Record<string, { revenue: { ci: number[] }; verdict: { en: string } }> })
      .comparisons;
    expect(mail?.revenue.ci[0]).toBeGreaterThan(0);
    expect(mail?.verdict.en).toBe('Too few people to tell a difference');
  });

  it('is said to be no gzip file where only its name says so', async () => {
    const refused = of('plain.csv.gz', 'arm,bought,spent\nmail,1,1\nnone,0,0\n');
    await expect(refused).rejects.toThrow('plain.csv.gz: named .gz, but not a gzip file.');
  });

  it.each([
    ['arm,bought,spent\nmail,1,1,000\nnone,0,0\n', 'row 2 has 4 cells, more than the header (3)'],
    ['arm,bought,spent,spent\nmail,1,1,2\nnone,0,0,1\n', 'more than one column is called "spent"'],
    ['arm,bought,spent\nmail,2,1\nnone,0,0\n', 'row 2, column "bought" must be 0 or 1: "2"'],
    ['arm,bought,spent\nmail,1,\nnone,0,0\n', 'row 2, column "spent" is not a number: ""'],
  ])('is refused rather than misread: %j', async (lines, said) => {
    const refused = of('wrong.csv', lines);
    await expect(refused).rejects.toThrow(Refused);
    await expect(refused).rejects.toThrow(said);
  });

  it('tells no difference as 0 that it calls proved', async () => {
    const rare = (name: string, buyers: number) =>
      Array.from({ length: 40_000 }, (_, i) => `${name},${i < buyers ? 1 : 0},0`).join('\n');
    const { json } = await of('rare.csv', `arm,bought,spent\n${rare('mail', 26)}\n${rare('none', 2)}\n`, {
      kpi: 'conversion',
    });
    expect(json).toMatchObject({
      comparisons: {
        mail: { verdict: { en: expect.stringMatching(/ \+0\.06 pp \(95 % \+0\.0[34] to \+0\.0[89]\)\s*$/) } },
      },
    });
  });

  it('tells small amounts per contact, and a p beyond a number, as more than 0', async () => {
    const small = (name: string, each: number) =>
      Array.from({ length: 2_000 }, (_, i) => `${name},${name === 'mail' ? 1 : 0},${i % 40 === 0 ? each : 0}`).join(
        '\n',
      );
    const lines = `arm,bought,spent\n${small('mail', 121)}\n${small('none', 125)}\n`;
    const { text } = await of('small.csv', lines, { currency: 'KRW' });
    expect(text).toContain('₩3.03');
    expect(text).toMatch(/ −₩0\.1 \(−₩1\.\d+ to \+₩1\.\d+\)/);
    expect(text).toMatch(/\(Newcombe 95 %\) .* < 1e-300\n/);
    const { text: ko } = await call(experiment, 'ko', ['read'], {
      ...asked,
      file: join(dir, 'small.csv'),
      currency: 'KRW',
    });
    expect(ko).toMatch(/ −0\.1원 \(−1\.\d+원 ~ \+1\.\d+원\)/);
  });

  it('is told with the verdict first, then in tables', async () => {
    const ko = await call(experiment, 'ko', ['read'], { ...asked, currency: 'KRW', cap: '22000' });
    expect(ko.text).toMatch(/^mail \(none 대비\): 증분 매출 \+\S+만원 \(95 % \+\S+ ~ \+\S+\)\n\n배정 {2}/);
    expect(ko.text).toContain('상한 적용 1인당 (95 %)');
    const en = await call(experiment, 'en', ['read'], { ...asked, kpi: 'conversion' });
    expect(en.text).toMatch(/^mail \(against none\): Incremental conversion \+\d+ pp/);
    expect(en.text).toContain('split check: χ² 0, p 1.0000 passed');
  });

  it('gives the same answer to the same question', async () => {
    expect(await call(experiment, 'ko', ['read'], asked)).toEqual(await call(experiment, 'ko', ['read'], asked));
  });

  it('is withheld with nothing but counts when the split is not the one meant', async () => {
    const { json, text } = await call(experiment, 'ko', ['read'], { ...asked, shares: 'mail=0.6,none=0.4' });
    expect(json).toMatchObject({ srm: { ok: false }, comparisons: { mail: { conversion: null, revenue: null } } });
    expect(text).toContain('배정 비율이 깨져 결과를 보류합니다');
    expect(text).not.toContain('증분 매출');
  });

  it.each([
    [{ shares: 'mail=0.6' }, '--shares'],
    [{ cap: '-5' }, '--cap'],
    [{ kpi: 'clicks' }, '--kpi'],
    [{ currency: 'WON' }, '--currency'],
  ])('is not read with %j', async (wrong, said) => {
    const failed = call(experiment, 'ko', ['read'], { ...asked, ...wrong });
    await expect(failed).rejects.toThrow(UsageError);
    await expect(failed).rejects.toThrow(said);
  });

  it('names what is missing of the question', async () => {
    const failed = call(experiment, 'en', ['read'], { file: shop, arm: 'arm' });
    await expect(failed).rejects.toThrow(UsageError);
    await expect(failed).rejects.toThrow('Also needed: --control, --conversion, --revenue. Nothing was computed.');
  });

  it('is planned by its size, or by what an audience can show', async () => {
    const size = (given: Record<string, string>) => call(experiment, 'en', ['size'], given);
    // The table of the peers: normal approximation, both arms together.
    expect((await size({ baseline: '0.02', lift: '0.2', holdout: '0.1' })).json).toEqual({
      baseline: 0.02,
      lift: 0.2,
      holdout: 0.1,
      power: 0.8,
      alpha: 0.05,
      n: 108_917,
      treated: 98_025,
      control: 10_892,
      nNewcombe: 120_463,
      nHalf: 42_212,
    });
    expect((await size({ baseline: '2%', lift: '20%', holdout: '10%' })).text).toContain('takes 108,917 people in all');
    expect((await size({ baseline: '0.02', holdout: '0.1', audience: '108917' })).json).toMatchObject({
      smallestRelative: expect.closeTo(0.2, 4),
    });
    await expect(size({ baseline: '2', lift: '0.2', holdout: '0.1' })).rejects.toThrow('--baseline 2');
    await expect(size({ baseline: '0.5', lift: '1.5', holdout: '0.1' })).rejects.toThrow('--lift 1.5');
    await expect(size({ baseline: '0.5', lift: '-1.1', holdout: '0.1' })).rejects.toThrow('from 0 to 100 %');
    await expect(size({ baseline: '1e-2', lift: '0.2', holdout: '0.1', power: '0.05' })).rejects.toThrow(
      '--power 0.05',
    );
    await expect(size({ baseline: '0.5' })).rejects.toThrow('Also needed: --holdout, --lift.');
  });
});

describe('orders in a file', () => {
  const of = (given: Record<string, string>, language: 'ko' | 'en' = 'en') =>
    call(ltv, language, [], { orders: cdnow, 'calibration-end': '1997-09-30', 'horizon-days': '273', ...given });

  it('give the value of a lifetime, its horizon and margin stated', async () => {
    const { json, text } = await of({ format: 'cdnow', margin: '40%', currency: 'USD' });
    expect(json).toMatchObject({
      n: 2_357,
      bgnbd: { r: expect.closeTo(0.2426, 4), logLikelihood: expect.closeTo(-9582.43, 2), unit: 'week' },
      gammaGamma: { n: 946, q: expect.closeTo(3.744, 3) },
      expectedTransactions: expect.closeTo(1653.4087, 3),
      alive: expect.closeTo(1917.2777, 3),
      ltv: {
        horizonDays: 273,
        margin: 0.4,
        discountRate: 0,
        currency: 'USD',
        total: expect.closeTo(59931.6262 * 0.4, 2),
      },
    });
    expect(text).toMatch(/^What 2,357 customers up to 1997-09-30 are expected to do in the 273 days after\n/);
    expect(text).toContain('margin 40%, not discounted');
  });

  it('are doubted, and read all the same, where they end long before the calibration does', async () => {
    const late = await of({ 'calibration-end': '2000-01-01' });
    expect(late.warnings).toEqual([expect.stringContaining('long after the last order (1998-06-30)')]);
    expect(late.json).toMatchObject({ n: 2_357 });
    expect((await of({ 'calibration-end': '1998-12-31' })).warnings).toEqual([]);
  });

  it.each([
    [{ 'horizon-days': '0' }, '--horizon-days 0', UsageError],
    [{ 'calibration-end': '1997-02-30' }, '--calibration-end 1997-02-30', UsageError],
    [{ format: 'xlsx' }, '--format xlsx', UsageError],
    [{ margin: '2' }, '--margin 2', UsageError],
    [{ 'calibration-end': '1996-01-01' }, 'no order up to 1996-01-01', Refused],
    [{ orders: '/no/such.txt' }, '/no/such.txt: no such file. Nothing was computed.', Refused],
    [{ orders: dir, format: 'csv' }, 'a folder', Refused],
  ] as const)('are refused with %j', async (wrong, said, kind) => {
    const failed = of(wrong);
    await expect(failed).rejects.toThrow(kind);
    await expect(failed).rejects.toThrow(said);
  });

  it('of people who never came back settle nothing, and it is said', async () => {
    const once = file(
      'once.csv',
      `contact_id,at,amount\n${Array.from({ length: 40 }, (_, i) => `c${i},2026-01-0${(i % 9) + 1},5`).join('\n')}\n`,
    );
    await expect(of({ orders: once, 'calibration-end': '2026-06-30' }, 'ko')).rejects.toThrow(
      /고객 40명 가운데 .* 모형을 맞출 수 없어요/,
    );
  });
});
