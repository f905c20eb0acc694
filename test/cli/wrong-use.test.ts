import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { baton } from '../support/child.ts';
import { testDatabase } from '../support/database.ts';

/** The real command line in a process of its own. */
describe('a command', () => {
  let database: Awaited<ReturnType<typeof testDatabase>>;
  beforeAll(async () => {
    database = await testDatabase();
  });
  afterAll(() => database.close());

  it('is not stopped by a mistake in a setting it does not use', async () => {
    const wrong = { SMTP_URL: 'smtp-relay', PORT: '3000.5', DIGEST_CRON: 'every morning', TIMEZONE: 'Mars/Olympus' };
    const listed = await baton({ DATABASE_URL: database.url, ...wrong }, 'campaign', 'list', '--json');
    expect(listed).toMatchObject({ code: 0, stdout: '[]\n', stderr: '' });
  });

  it('is stopped by one it does use, and names no other', async () => {
    const { code, stderr } = await baton(
      { DATABASE_URL: 'mysql://x', SMTP_URL: 'smtp-relay', TIMEZONE: 'Mars/Olympus' },
      'digest',
    );
    expect(code).toBe(2);
    expect(stderr).toContain('DATABASE_URL');
    expect(stderr).toContain('TIMEZONE="Mars/Olympus"');
    expect(stderr).not.toContain('SMTP_URL');
  });

  it('says in words that the database does not answer, and in JSON that it failed', async () => {
    const nowhere = { DATABASE_URL: 'postgresql://127.0.0.1:1/none', LOCALE: 'en' };
    const { code, stdout, stderr } = await baton(nowhere, 'campaign', 'list', '--json');
    expect(code).toBe(1);
    expect(stderr).toContain('It cannot be opened');
    expect(stderr).toContain('DATABASE_URL');
    expect(Object.keys(JSON.parse(stdout) as object)).toEqual(['error']);
  });

  it('leaves out no word it was given, prints no line for nobody, and helps who asks', async () => {
    const settings = { DATABASE_URL: database.url, LOCALE: 'en' };
    const size = ['experiment', 'size', '--baseline', '.1', '--holdout', '.1'];
    const [two, nobody, help, less, forms, typo] = await Promise.all([
      baton(settings, 'import', 'orders', 'one.csv', 'two.csv'),
      baton(settings, 'segment', 'list', '--ready', 'welcome'),
      baton(settings, '--help'),
      baton(settings, ...size, '--lift', '-0.2', '--json'),
      baton(settings, 'experiment', '--help'),
      baton({ ...settings, LOCALE: 'ko' }, ...size, '--lft', '0.2', '--json'),
    ]);
    expect(two).toMatchObject({ code: 2, stdout: '', stderr: expect.stringContaining('FILE.csv') });
    expect(nobody).toMatchObject({ code: 0, stdout: '', stderr: '' });
    expect(help).toMatchObject({ code: 0, stdout: expect.stringContaining('segment count'), stderr: '' });
    expect(less).toMatchObject({ code: 0, stdout: expect.stringContaining('"lift":-0.2'), stderr: '' });
    expect(forms).toMatchObject({ code: 0, stdout: expect.stringContaining('relative to the baseline'), stderr: '' });
    expect(typo).toMatchObject({ code: 2, stdout: '', stderr: expect.stringMatching(/^없는 옵션이에요: --lft\./) });
  });

  it('takes no day that no calendar has', async () => {
    const { code, stdout, stderr } = await baton({ DATABASE_URL: database.url }, 'digest', '--date', '2026-02-30');
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toBe('--date 2026-02-30: YYYY-MM-DD로 적어 주세요.\n');
  });

  it('gives the digest of a day and the review of the week before it as one line each, with what the numbers mean', async () => {
    const asked = ['digest', '--date', '2024-11-26', '--json'];
    const [day, week] = await Promise.all(
      [asked, [...asked, '--week']].map((line) => baton({ DATABASE_URL: database.url }, ...line)),
    );
    const read = ({ code, stdout, stderr }: { code: number | null; stdout: string; stderr: string }) => {
      expect({ code, stderr, lines: stdout.split('\n').length }).toEqual({ code: 0, stderr: '', lines: 2 });
      return JSON.parse(stdout);
    };
    expect(read(day!)).toMatchObject({
      date: '2024-11-26',
      yesterday: { from: '2024-11-24T15:00:00.000Z', to: '2024-11-25T15:00:00.000Z' },
      attributed: { minor: 0, month: '2024-11', targetMinor: null },
      at: '2024-11-26T15:00:00.000Z',
      readAfter: true,
      waiting: [],
      formulas: { attributed: { ko: expect.any(String), en: expect.stringContaining('not incremental') } },
    });
    expect(read(week!)).toMatchObject({ from: '2024-11-18', to: '2024-11-24', settled: [] });
  });
});
