import { sql } from 'drizzle-orm';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { propose } from '../../src/audience/columns.ts';
import { masked } from '../../src/audience/mask.ts';
import { contacts, imports } from '../../src/db/schema.ts';
import { voice } from '../../src/i18n/voice.ts';
import { checkMessage, checkView } from '../../src/practice/slack/blocks-check.ts';
import { importCard } from '../../src/slack/import-card.ts';
import { importModal, readChoices } from '../../src/slack/import-modal.ts';
import type { ImportRow } from '../../src/slack/import-state.ts';
import { type Bot, startBot, textOf } from '../support/bot.ts';
import { forgetPeople } from '../support/people.ts';

const account = { timezone: 'Asia/Seoul', currency: 'KRW' };
const HEADER = '회원번호,이름,이메일,휴대폰,등급,이메일 수신동의';
const CSV = `${HEADER}\n1,김하나,hana@example.test,010-1234-5678,gold,Y\n2,이두리,duri@example.test,8.21012E+11,vip,N\n3,박세찌,세찌,,,\n`;

describe('what a column of a stranger’s file looks like', () => {
  it('is a consent to a channel however it is put, and not when, at night or a refusal', () => {
    const of = (header: string) => propose('contacts', [header]).get(header);
    for (const header of [
      '마케팅동의(이메일)',
      '이메일 광고 수신',
      'Agreed to e-mail',
      'E-Mail Subscription',
      'email opt-in',
    ])
      expect(of(header), header).toBe('consent.email');
    expect(of('광고 수신동의(문자)')).toBe('consent.sms');
    expect(of('카톡 소식 수신 동의')).toBe('consent.kakao');
    for (const header of [
      '이메일 수신동의 일시',
      '야간 이메일 수신동의',
      '이메일 수신거부',
      'email opt-out',
      '마케팅 동의',
      'E-mail',
    ])
      expect(of(header), header).not.toBe('consent.email');
  });
});

describe('a CSV dropped into the direct messages', () => {
  let bot: Bot;
  beforeAll(async () => {
    bot = await startBot();
  });
  afterAll(() => bot.close());
  afterEach(async () => {
    await forgetPeople(bot.deps.db);
    await bot.deps.db.delete(imports);
  });

  const drop = async (seat: string, name: string, content: string | Buffer, channel = `D${seat}`) => {
    const answer = await bot.ws.ask('/upload', {
      seat,
      channel,
      name,
      content: Buffer.from(content).toString('base64'),
    });
    await bot.run();
    return answer as { ok: boolean };
  };
  const last = async (seat = 'U0APPROVER1') =>
    (await bot.messages(`D${seat}`)).at(-1) as Awaited<ReturnType<Bot['card']>>;
  /** The message as it is once its redrawing has waited long enough for Slack. */
  const settled = async () => {
    bot.ws.clock.ahead += 10_000;
    await bot.run();
    return textOf(await last());
  };
  const choose = (value: string) => ({ value: { type: 'static_select', selected_option: { value } } });
  const source = { consent_source: { value: { type: 'plain_text_input', value: '쇼핑몰 회원 내보내기' } } };
  const meant = (over: Record<string, string> = {}) => {
    const columns = HEADER.split(',');
    const proposed = propose('contacts', columns);
    return Object.fromEntries(
      columns.map((name, i) => [`column_${i}`, choose(over[name] ?? proposed.get(name) ?? '=')]),
    );
  };

  it('is asked about, shown masked, imported and told about in one message', async () => {
    expect(await drop('U0APPROVER1', '회원.csv', CSV)).toMatchObject({ ok: true });
    expect(textOf(await last())).toContain('아직 아무것도 가져오지 않았어요');
    await bot.click('U0APPROVER1', await last(), 'import.contacts', (await bot.deps.db.select().from(imports))[0]?.id);
    const [open] = await bot.views('U0APPROVER1');
    expect(open?.view.callback_id).toBe('import.contacts');
    const shown = JSON.stringify(open?.view);
    expect(shown).toContain('h***@example.test');
    expect(shown).toContain('010-****-**78');
    for (const secret of ['hana@', '김하나', '1234-5678', '두리']) expect(shown).not.toContain(secret);

    const twice = await bot.submit('U0APPROVER1', { ...meant({ 등급: 'email' }), ...source });
    expect(twice.errors).toMatchObject({ column_4: expect.stringContaining('이메일') });
    expect((await bot.submit('U0APPROVER1', meant())).errors).toHaveProperty('consent_source');
    expect((await bot.submit('U0APPROVER1', { ...meant({ 회원번호: '-' }), ...source })).errors).toMatchObject({
      column_0: expect.stringContaining('고객 번호'),
    });
    expect(await bot.submit('U0APPROVER1', { ...meant(), ...source })).toMatchObject({ ok: true });
    const said = await settled();
    expect(said).toContain('다 가져왔어요');
    expect(said).toContain('읽은 행 3 · 새로 들어옴 1');
    expect(said).toMatch(/3행, 휴대폰: ‘8\.21012E\+11’ — 엑셀이/);
    expect(said).toMatch(/4행, 이메일: ‘세찌’ — 쓸 수 있는 값/);
    expect(await bot.deps.db.select({ email: contacts.email, attributes: contacts.attributes }).from(contacts)).toEqual(
      [{ email: 'hana@example.test', attributes: { 등급: 'gold' } }],
    );
    const { rows } = await bot.deps.db.execute(sql`select channel, state, source from consents`);
    expect(rows).toEqual([{ channel: 'email', state: 'granted', source: '쇼핑몰 회원 내보내기' }]);
    // The card is gone as a question, and an old window does nothing.
    await bot.click('U0APPROVER1', await last(), 'import.orders', (await bot.deps.db.select().from(imports))[0]?.id);
    expect(JSON.stringify((await bot.views('U0APPROVER1')).at(-1)?.view)).toContain('이미 가져왔거나');
  });

  it('is refused in words from whoever may not import, and nothing of it is kept', async () => {
    await drop('U0MARKETER', '회원.csv', CSV);
    expect(textOf(await last('U0MARKETER'))).toContain('관리자(');
    expect(await bot.deps.db.select().from(imports)).toEqual([]);
  });

  it('is asked about in direct messages only', async () => {
    await drop('U0APPROVER1', '회원.csv', CSV, 'C0MARKETING');
    expect(await bot.deps.db.select().from(imports)).toEqual([]);
  });

  it.each([
    ['an Excel workbook', '회원.xlsx', Buffer.from('PK\u0003\u0004...'), '엑셀 파일이에요'],
    ['no table at all', '목록.pdf', '%PDF', '목록.pdf: 읽을 수 있는 파일이 아니라'],
    ['an empty file', '빈.csv', '\n', '머리글 행이 없어요'],
  ])('that is %s is said to be', async (_, name, content, words) => {
    await drop('U0APPROVER1', name, content);
    expect(await settled()).toContain(words);
  });

  it('that Slack has lost meanwhile is said to be', async () => {
    await drop('U0APPROVER1', '회원.csv', CSV);
    await bot.deps.db.execute(sql`delete from practice_files`);
    await bot.click('U0APPROVER1', await last(), 'import.contacts', (await bot.deps.db.select().from(imports))[0]?.id);
    await bot.submit('U0APPROVER1', { ...meant(), ...source });
    expect(await settled()).toContain('Slack에 더 없어요');
  });
});

describe('what is shown of a file', () => {
  const row: ImportRow = {
    id: 'imp_1',
    fileId: 'F1',
    fileName: 'a & <b>.csv',
    by: 'U1',
    status: 'offered',
    columns: ['회원번호', '', '긴 이름 '.repeat(60), ...Array.from({ length: 120 }, (_, i) => `c${i}`)],
    sample: [['1', '', 'x'.repeat(500)]],
    kind: 'contacts',
    map: {},
    consentSource: null,
    read: 1_234_567,
    inserted: 1,
    updated: 0,
    unchanged: 0,
    rejected: 2,
    report: [{ row: 2, column: '*', value: '', allowed: '4' }],
    failure: null,
    at: new Date(0),
    finishedAt: null,
  };
  const meta = { id: 'imp_1', where: { channel: null, threadTs: null, messageTs: null } };

  it.each(['ko', 'en'] as const)('is what Slack takes, whatever the file is like, in %s', (language) => {
    const v = voice(language, account);
    for (const status of ['reading', 'offered', 'running', 'done', 'failed'] as const)
      expect(checkMessage(importCard({ ...row, status }, v))).toBeNull();
    for (const kind of ['contacts', 'consents', 'orders', 'events'] as const)
      expect(checkView(importModal(meta, row, kind, v))).toEqual([]);
  });

  it('keeps a column that is none of ours under its own name, and leaves out what is left out', () => {
    const chosen = readChoices(
      { ...row, columns: ['a', 'b', 'c'] },
      'contacts',
      { column_0: 'external_id', column_1: '=', column_2: '-' },
      voice('ko', account),
    );
    expect(chosen).toEqual({ ok: true, map: { a: 'external_id', b: 'b', c: '-' }, consentSource: null });
  });

  it('tells nobody by a cell', () => {
    for (const [cell, as] of [
      ['hana@example.test', 'h***@example.test'],
      ['+82 10-1234-5678', '+82 1*-****-**78'],
      ['통화 010-1234-5678로, 안 되면 hana@example.test에', '통화 010-****-**78로, 안 되면 h***@example.test에'],
      ['주문 20261124번, 01:00', '주문 20261124번, 01:00'],
      ['2026-01-01', '2026-01-01'],
      ['12000', '12000'],
      ['', ''],
    ] as const)
      expect(masked(cell, 'other')).toBe(as);
    expect(masked('김하나', 'name')).toBe('김**');
  });
});
