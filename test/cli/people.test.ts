import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import nock from 'nock';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { exampleKit } from '../../src/brand/example.ts';
import { alimtalk } from '../../src/cli/alimtalk.ts';
import { brand } from '../../src/cli/brand.ts';
import { campaign } from '../../src/cli/campaign.ts';
import { type Command, Refused, UsageError, usageOf } from '../../src/cli/command.ts';
import { digest } from '../../src/cli/digest.ts';
import { doctor } from '../../src/cli/doctor.ts';
import { key } from '../../src/cli/key.ts';
import { migrate } from '../../src/cli/migrate.ts';
import { parseConfig } from '../../src/config.ts';
import { brandVersions, messages } from '../../src/db/schema.ts';
import { readOut } from '../../src/results/readout.ts';
import { sentCampaign } from '../results/sent-campaign.ts';
import { testDatabase } from '../support/database.ts';
import { useNock } from '../support/nock.ts';

/** What a person reads of a command, in LOCALE's language; the same code as in a process of its own. */
describe('the command line', () => {
  let database: Awaited<ReturnType<typeof testDatabase>>;
  const folder = mkdtempSync(join(tmpdir(), 'baton-cli-'));
  useNock();
  beforeAll(async () => {
    database = await testDatabase();
  });
  afterAll(async () => {
    rmSync(folder, { recursive: true, force: true });
    await database.close();
  });
  beforeEach(() => database.db.delete(brandVersions));

  const run = async (command: Command, args: readonly string[], env: Record<string, string> = {}, options = {}) => {
    const config = parseConfig({ DATABASE_URL: database.url, PRACTICE: 'none', ...env }, command.settings);
    try {
      const { json, text, refused } = await command.run({ config, args, options });
      return { code: refused ? 1 : 0, text, json };
    } catch (error) {
      if (error instanceof Refused) return { code: 1, text: error.message, json: error.json };
      if (error instanceof UsageError) return { code: 2, text: error.message, json: null };
      throw error;
    }
  };
  const kitFile = (kit: unknown): string => {
    const file = join(folder, 'kit.json');
    writeFileSync(file, JSON.stringify(kit));
    return file;
  };
  const ENGLISH = { LOCALE: 'en' };

  it('takes no Alimtalk template that Kakao would not have approved: says which and why, and keeps nothing', async () => {
    const order = {
      id: 'T1',
      name: '주문',
      text: '#{이름}님, 주문이 접수됐어요.',
      buttons: [{ type: 'WL', name: '보기', url: 'https://shop.example/o/#{번호}' }],
      status: 'approved',
    };
    const button = (over: object) => ({ buttons: [{ ...order.buttons[0], ...over }] });
    const set = (over: object, env = {}) =>
      run(alimtalk, ['set', kitFile([order, { ...order, id: 'T2', ...over }])], env);
    for (const [over, why, reason] of [
      [{ text: '#{고객.이름}님, 접수됐어요.' }, 'dotted', '점을 쓸 수 없어요: #{고객.이름}'],
      [button({ url: 'https://shop.example/#{a.b}' }), 'dotted', '점을 쓸 수 없어요: #{a.b}'],
      [{ text: '#{이름} #{번호}' }, 'onlyVariables', '변수로만'],
      [{ text: `안내 ${'#{가}'.repeat(41)}` }, 'tooMany', '40개를 넘어요: 41개'],
      [button({ name: '#{이름} 보기' }), 'buttonName', '버튼 이름에 변수를'],
      [button({ url: 'ftp://shop.example' }), 'address', 'https://로 시작해야 해요: ftp://shop.example'],
      [button({ url: 'javascript:alert(1)' }), 'address', 'javascript:alert(1)'],
      [button({ url: 'shop.example' }), 'address', 'shop.example'],
      [button({ url: '#{주소}' }), 'address', '#{주소}'],
      [button({ url: '' }), 'address', '보기'],
      [button({ type: 'AL', url: 'javascript:alert(1)' }), 'address', 'javascript:alert(1)'],
      [button({ type: 'AL', url: 'javascript://x%0aalert(1)' }), 'address', 'javascript://x%0aalert(1)'],
      [button({ type: 'AL', url: 'ftp://host/file' }), 'address', 'ftp://host/file'],
    ] as const) {
      const refused = await set(over);
      expect(refused).toMatchObject({ code: 1, json: { problems: [{ id: 'T2', why }] } });
      expect(refused.text).toContain(`T2: `);
      expect(refused.text).toContain(reason);
      expect(refused.text).toContain('아무것도 넣지 않았어요');
    }
    expect((await set({ text: '#{이름}' }, ENGLISH)).text).toContain(
      'nothing but variables: #{이름}\nNothing was kept',
    );
    expect(await run(alimtalk, ['list'])).toMatchObject({ json: { templates: [] } });
    for (const over of [
      { text: `안내 ${'#{가}'.repeat(40)}` },
      button({ type: 'AC', url: '' }),
      button({ type: 'AL', url: 'marketa://order' }),
      button({ url: 'http://shop.example' }),
    ])
      expect(await set(over)).toMatchObject({ code: 0, json: { templates: 2 } });
  });

  it('gives a template of the brand kit that can be set as it is', async () => {
    const { text } = await run(brand, ['template']);
    expect(JSON.parse(text)).toEqual(exampleKit);
    expect(await run(brand, ['show'])).toMatchObject({ code: 1, text: expect.stringContaining('brand template') });
    expect(await run(brand, ['set', kitFile(JSON.parse(text))])).toMatchObject({ code: 0, json: { version: 1 } });
    expect(JSON.parse((await run(brand, ['show'])).text)).toEqual(exampleKit);
  });

  it('says of a wrong brand kit field by field what is wrong, and that nothing was saved', async () => {
    const { coupons: _, ...rest } = exampleKit;
    const file = kitFile({ ...rest, links: [{ id: 'home', url: 'shop' }], monthTarget: -1, extra: true });
    const { code, text } = await run(brand, ['set', file]);
    expect(code).toBe(1);
    for (const line of ['links.0.url: http(s) 주소가 아니에요.', 'monthTarget: 0 이상', 'coupons: 꼭 필요', 'extra: '])
      expect(text).toContain(`${file}: ${line}`);
    expect(text).toContain('저장하지 않았어요');
    expect((await run(brand, ['set', file], ENGLISH)).text).toContain('Not saved');
    writeFileSync(file, '{ no json');
    expect(await run(brand, ['set', file])).toMatchObject({
      code: 2,
      text: expect.stringContaining('저장하지 않았어요'),
    });
    expect(await database.db.select().from(brandVersions)).toEqual([]);
  });

  it('does not set a kit over a version that is no longer the newest, where it is told which one was meant', async () => {
    const file = kitFile(exampleKit);
    for (const version of [1, 2]) expect(await run(brand, ['set', file])).toMatchObject({ json: { version } });
    expect(await run(brand, ['set', file], {}, { over: '1' })).toMatchObject({
      code: 1,
      text: expect.stringContaining('저장하지 않았어요. 버전 1 뒤에 버전 2'),
      json: { error: 'stale', newest: 2 },
    });
    expect(await run(brand, ['set', file], {}, { over: '2' })).toMatchObject({ code: 0, json: { version: 3 } });
    expect(await run(brand, ['set', file], {}, { over: 'x' })).toMatchObject({ code: 2 });
  });

  it('doctor says of everything that is wrong what to do next, in either language', async () => {
    await database.db.insert(messages).values(UNDRAWABLE);
    const korean = await run(doctor, []);
    expect(korean.code).toBe(1);
    const { findings } = korean.json as { findings: { name: string; state: string; next: string | null }[] };
    expect(findings.map(({ name, state }) => [name, state])).toEqual([
      ['database', 'ok'],
      ['slack', 'missing'],
      ['model', 'missing'],
      ['e-mail', 'missing'],
      ['carriers', 'ok'],
      ['reports', 'ok'],
      ['approvers', 'missing'],
      ['brand kit', 'missing'],
      ['messages', 'failing'],
    ]);
    for (const { state, next } of findings) expect(next === null).toBe(state === 'ok');
    for (const words of ['SMTP_URL을 smtps://', '/baton approvers @누구', 'brand template', '/invite @baton'])
      expect(korean.text).toContain(words);
    const { text } = await run(doctor, [], ENGLISH);
    expect(text).not.toMatch(/[가-힣]/);
    expect(text).toContain('missing · e-mail: Without SMTP_URL');
    await database.db.delete(messages);
  });

  it('doctor names a service that does not answer, and asks for its settings to be looked at', async () => {
    const away = { SMTP_URL: 'smtp://127.0.0.1:1', OPENAI_API_KEY: 'sk-1', OPENAI_BASE_URL: 'http://127.0.0.1:1/v1' };
    const slack = { SLACK_BOT_TOKEN: 'xoxb-1', SLACK_SIGNING_SECRET: 's', SLACK_API_URL: 'http://127.0.0.1:1/api/' };
    const { json } = await run(doctor, [], { ...away, ...slack, SECRET_KEY: 'a test key of enough length' });
    const { findings } = json as { findings: { name: string; state: string; next: string | null }[] };
    const failing = findings.filter(({ state }) => state === 'failing');
    expect(failing.map(({ name }) => name)).toEqual(['slack', 'model', 'e-mail']);
    for (const { next } of failing) expect(next).toMatch(/SLACK_API_URL|OPENAI_API_KEY|SMTP_URL/);
  });

  it('doctor asks each vendor of text and push, and shows where they report', async () => {
    nock('https://api.solapi.com')
      .get(/^\/cash\/v1\/balance/)
      .reply(401, { errorCode: 'InvalidAPIKey' });
    const env = { SOLAPI_API_KEY: 'k', SOLAPI_API_SECRET: 'very secret', SMS_FROM: '0212345678', PRACTICE: 'none' };
    const { json, text } = await run(doctor, [], { ...env, SECRET_KEY: 'a test key of enough length' });
    const { findings } = json as { findings: { name: string; state: string; detail: string }[] };
    expect(findings.find(({ name }) => name === 'carriers')).toMatchObject({
      state: 'failing',
      detail: '문자: Solapi: 401 InvalidAPIKey',
    });
    expect(findings.find(({ name }) => name === 'reports')?.detail).toMatch(/\/webhooks\/solapi\/[\w-]{43}/);
    expect(text).not.toContain('very secret');
    nock.cleanAll();
  });

  it('tells a day and a week in words, in either language, and refuses a day that is yet to come', async () => {
    const none = '아직 오지 않은 날';
    for (const week of [false, true])
      expect(await run(digest, [], {}, { week, date: '9000-01-01' })).toMatchObject({
        code: 2,
        text: expect.stringContaining(none),
      });
    const { text } = await run(digest, [], {}, { date: '2020-01-01' });
    expect(text).toContain('진행 중인 캠페인도');
    expect(text).toContain('나중에 읽었어요');
    const week = await run(digest, [], ENGLISH, { week: true, date: '2020-01-01' });
    expect(week.text).toContain('nothing was sent');
  });

  it('speaks the language of LOCALE', async () => {
    expect((await run(campaign, ['list'])).text).toBe('아직 캠페인이 없어요.');
    expect((await run(campaign, ['list'], ENGLISH)).text).toBe('There are no campaigns yet.');
    expect((await run(campaign, ['show', 'C-9'])).text).toContain('C-9');
    expect((await run(key, ['list'])).text).toBe('아직 키가 없어요.');
    const made = await run(key, ['create'], {}, { name: 'shop' });
    expect(made.text).toContain('지금 적어 두세요');
    const { id } = made.json as { id: string };
    expect((await run(key, ['list'], ENGLISH)).text).toContain('last used never');
    expect((await run(key, ['revoke', id])).text).toContain('막았어요');
    expect(await run(key, ['revoke', id])).toMatchObject({ code: 1 });
    expect((await run(migrate, [], ENGLISH)).text).toBe('The database is up to date.');
    for (const command of [brand, campaign, digest, doctor, key, migrate]) {
      expect(usageOf(command, 'ko').every((line) => /[가-힣]/.test(line))).toBe(true);
      expect(usageOf(command, 'en').join('\n')).not.toMatch(/[가-힣]/);
    }
  });

  it('shows a campaign in a few lines of words, its figures as the result card has them', async () => {
    const { campaign: sent } = await sentCampaign(database.db, { send: 200, holdout: 50 });
    const id = `C-${sent.id}`;
    expect((await run(campaign, ['show', id])).text).toContain('아직 읽은 결과가 없어요');
    const account = { config: parseConfig({ PRACTICE: 'none' }, campaign.settings) };
    await readOut(account, database.db, sent.id, 'final', new Date('2026-12-02T00:00:00Z'));
    const { text } = await run(campaign, ['show', id], ENGLISH);
    expect(text.split('\n').length).toBeLessThan(30);
    for (const words of [`${id} `, 'Status: ', 'Attributed revenue', 'ROI: ', `campaign show ${id} --json`])
      expect(text).toContain(words);
    expect(text).not.toMatch(/[*<>{}]/);
  });
});

const UNDRAWABLE = {
  key: 'x',
  kind: 'note',
  channel: 'C1',
  failed: 'not_in_channel',
  createdAt: new Date('2026-11-24T01:00:00Z'),
};
