import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parseConfig } from '../../src/config.ts';
import { claimDatabase } from '../../src/db/kind.ts';
import { startIn } from '../support/child.ts';
import { testDatabase } from '../support/database.ts';

/** A start that cannot be: the real process, its settings in a `.env`, one clear error and nothing begun. */
describe('a start with wrong settings', () => {
  const refused = async (lines: readonly string[]): Promise<string> => {
    const folder = mkdtempSync(join(tmpdir(), 'baton-env-'));
    try {
      writeFileSync(join(folder, '.env'), `${['PORT=0', 'PRACTICE_PORT=0', ...lines].join('\n')}\n`);
      const child = startIn(folder);
      expect((await child.ended).code).toBe(1);
      expect(child.stdout()).toBe('');
      expect(child.stderr()).not.toMatch(/^\s+at /m);
      return child.stderr();
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  };

  it('names three mistakes in one error, in both languages', async () => {
    const said = await refused(['PORT=abc', 'TIMEZONE=Mars/Olympus', 'DIGEST_CRON=every morning']);
    expect(said).toContain('3개');
    expect(said).toContain('3 setting(s)');
    expect(said).toContain('PORT="abc"');
    expect(said).toContain('TIMEZONE="Mars/Olympus"');
    expect(said).toContain('DIGEST_CRON="every morning"');
    expect(said.match(/시작하지 않았습니다/g)).toHaveLength(1);
  });

  it('refuses practice beside a real mail relay, and does not print its password', async () => {
    const said = await refused(['SMTP_URL=smtp://user:hunter2@relay.example.com']);
    expect(said).toContain('SMTP_URL');
    expect(said).toContain('연습은 실제 사람에게 닿지 않습니다');
    expect(said).toContain('practice never reaches real people');
    expect(said).not.toContain('hunter2');
  });

  it('names everything that is missing beside a Slack token', async () => {
    const said = await refused(['SLACK_BOT_TOKEN=xoxb-1', 'DATABASE_URL=postgresql://127.0.0.1:1/none']);
    for (const name of ['SLACK_SIGNING_SECRET', 'OPENAI_API_KEY', 'SECRET_KEY']) expect(said).toContain(name);
  });

  it('does not go live on a database that was practised on', async () => {
    const database = await testDatabase();
    try {
      await claimDatabase(database.db, parseConfig({}, 'database'), new Date('2026-11-24T01:00:00Z'));
      const said = await refused([
        `DATABASE_URL=${database.url}`,
        'SECRET_KEY=a test key of enough length',
        'SLACK_BOT_TOKEN=xoxb-1',
        'SLACK_SIGNING_SECRET=x',
        'OPENAI_API_KEY=sk-1',
      ]);
      expect(said).toContain('DATABASE_URL: 연습 자료가 든 데이터베이스입니다');
      expect(said).toContain('this database holds practice data');
    } finally {
      await database.close();
    }
  });

  it('says that the database does not answer', async () => {
    const said = await refused([
      'DATABASE_URL=postgresql://127.0.0.1:1/none',
      'SECRET_KEY=a test key of enough length',
    ]);
    expect(said).toContain('데이터베이스에 연결할 수 없어');
    expect(said).toContain('DATABASE_URL');
  });
});
