import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, describe, expect, it, vi } from 'vitest';
import { checkCopy } from '../../src/cli/copy.ts';
import { run } from '../../src/cli/run.ts';
import type { Form, Message } from '../../src/delivery/message/message.ts';

const folder = mkdtempSync(join(tmpdir(), 'copy-check-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** The command as it is called, without a process of its own. */
const check = async (channel: string, content: unknown, ...more: string[]) => {
  const file = join(folder, 'message.json');
  writeFileSync(file, typeof content === 'string' ? content : JSON.stringify(content));
  const out: string[] = [];
  const err: string[] = [];
  const spies = [
    vi.spyOn(process.stdout, 'write').mockImplementation((text) => out.push(String(text)) > 0),
    vi.spyOn(process.stderr, 'write').mockImplementation((text) => err.push(String(text)) > 0),
  ];
  try {
    const code = await run(['copy', 'check', '--channel', channel, '--file', file, ...more]);
    return { code, out: out.join(''), err: err.join('') };
  } finally {
    for (const spy of spies) spy.mockRestore();
  }
};
const json = async (channel: string, content: unknown) => {
  const { code, out } = await check(channel, content, '--json');
  expect(out.split('\n')).toHaveLength(2);
  return { code, ...(JSON.parse(out) as ReturnType<typeof checkCopy>) };
};
const failing = ({ rules }: Pick<ReturnType<typeof checkCopy>, 'rules'>) =>
  rules.filter(({ passed, severity }) => !passed && severity === 'block').map(({ id }) => id);

const SPRING = '무신사 봄 세일 최대 50% 할인! 지금 확인하기';
const names = { senderName: '무신사', optOut: '0801234567' };

describe('baton copy check', () => {
  it('judges the text as given, and adds nothing to it', async () => {
    const whole = await json('sms', { fields: { text: `(광고)${SPRING} 무료거부 0801234567` }, ...names });
    expect(whole).toMatchObject({ code: 0, ok: true, length: { value: 69, limit: 90, unit: 'eucKrBytes' } });
    const bare = await json('sms', { fields: { text: SPRING }, ...names });
    expect(bare).toMatchObject({ code: 1, ok: false });
    expect(failing(bare)).toEqual(['KR-LABEL-01', 'KR-OPT-01']);
    expect(bare.repaired.text).toBe(`(광고)${SPRING}\n무료수신거부 0801234567`);
    expect(bare.rules.find(({ id }) => id === 'KR-LABEL-01')).toMatchObject({
      fix: '(광고)',
      message: { ko: expect.any(String), en: expect.any(String) },
    });
  });

  it('counts what is missing as a rule that failed, not as wrong use', async () => {
    const alone = await json('sms', { fields: { text: `(광고)${SPRING} #{이름} 무료거부 0801234567` } });
    expect(alone.code).toBe(1);
    expect(failing(alone)).toEqual(['KR-LABEL-01', 'KR-OPT-01', 'KR-ID-01', 'VAR-01']);
    const text = '주문을 보냈어요.';
    expect(failing(await json('alimtalk', { fields: { text } }))).toEqual(['KK-AT-01', 'KK-AT-03']);
    // Byte for byte what, nobody said.
    const unknown = await json('alimtalk', { isAd: false, fields: { text, templateId: 'T1' } });
    expect({ code: unknown.code, failing: failing(unknown) }).toEqual({ code: 1, failing: ['KK-AT-01'] });
    const approved = { isAd: false, fields: { text, template: text } };
    expect(await json('alimtalk', approved)).toMatchObject({ code: 0 });
    expect(failing(await json('mms', { fields: { text: `(광고)무신사 봄\n무료거부 0801234567` }, ...names }))).toEqual([
      'MMS-IMG-01',
    ]);
    expect(failing(await json('push', { fields: {} }))).toContain('TEXT-01');
    expect((await json('email', { fields: {} })).code).toBe(1);
  });

  it('lets no open address pass, wherever it stands: a file is no practice', async () => {
    const text = '(광고)무신사 http://localhost:3000/c/1\n무료거부 0801234567';
    expect(failing(await json('sms', { fields: { text }, ...names }))).toEqual(['LINK-07']);
    const button = { name: '보기', linkMobile: 'http://shop.example/a' };
    expect(failing(await json('brand', { fields: { content: '봄', buttons: [button] }, ...names }))).toEqual([
      'LINK-07',
    ]);
  });

  it('reads a file with a byte-order mark, as Notepad writes it', async () => {
    const content = JSON.stringify({ isAd: false, fields: { text: '안내' } });
    expect((await check('sms', `\ufeff${content}`)).code).toBe(0);
  });

  it('quotes the whole number', async () => {
    const said = async (text: string) => {
      const { rules } = await json('sms', { isAd: false, fields: { text } });
      return rules.find(({ id }) => id === 'KR-LABEL-05')?.message.ko;
    };
    expect(await said('50% 할인')).toContain('“50%”');
    expect(await said('12.5 % 더')).toContain('“12.5 %”');
  });

  it('has no mend for a text that is not there', async () => {
    const { rules } = await json('sms', { fields: { text: '' }, ...names });
    expect(rules.find(({ id }) => id === 'TEXT-01')).toMatchObject({ passed: false, fix: null });
    const mail = await json('email', { fields: { text: '봄' }, ...names });
    expect(mail.rules.find(({ id }) => id === 'TEXT-01')).toMatchObject({ passed: false, fix: null });
  });

  it('counts each variable at its longest, by the width that is dearest in the channel', async () => {
    const value = async (form: string, fields: object) =>
      (await json(form, { fields, vars: { 이름: 10 }, ...names })).length.value;
    expect(await value('sms', { text: '#{이름}님' })).toBe(22);
    expect(await value('lms', { text: '{{ 이름 | default: "고객" }}님' })).toBe(22);
    expect(await value('alimtalk', { text: '#{이름}님' })).toBe(11);
    expect(await value('brand', { content: '#{이름}님' })).toBe(21);
    expect(await value('email', { html: '#{이름}' })).toBe(40);
  });

  it('is wrong use without a channel, a file or a message, and says which', async () => {
    expect(await check('fax', {})).toMatchObject({ code: 2, err: expect.stringContaining('alimtalk') });
    expect(await check('sms', '{')).toMatchObject({ code: 2, err: expect.stringContaining('message.json') });
    expect(await check('sms', {})).toMatchObject({ code: 2, err: expect.stringContaining('fields') });
    expect(await check('sms', { fields: { text: 1 } })).toMatchObject({
      code: 2,
      err: expect.stringContaining('fields.text'),
    });
    expect(await check('sms', { fields: {}, vars: { a: -1 } })).toMatchObject({
      code: 2,
      err: expect.stringContaining('vars.a'),
    });
  });

  it('tells a person what is wrong and what it would mend', async () => {
    const { code, out } = await check('sms', { fields: { text: `${SPRING} — 😀` }, ...names });
    expect(code).toBe(1);
    expect(out).toContain('✗ SMS-CHR-01');
    expect(out).toContain('—→-, 😀→∅');
    expect(out).toContain('무료수신거부 0801234567');
  });

  const word = fc.constantFrom(
    '봄',
    ' ',
    '소식',
    '—',
    '•',
    '😀',
    '\u00a0',
    '(광고)',
    '[광고]',
    '무신사',
    '080',
    'a',
    '\n',
    '₩1,000',
  );
  const text = fc.array(word, { maxLength: 12 }).map((words) => words.join(''));
  const one = (form: Form, fields: Message['fields']): Message => ({
    key: '',
    form,
    isAd: true,
    fields,
    vars: {},
    sender: { name: '무신사' },
    optOut: form === 'push' ? '내 정보 > 알림' : '080-123-4567',
  });

  it('property: what code mends is lawful where code can mend it, and is not mended twice', () => {
    const lawful: Partial<Record<Form, readonly string[]>> = {
      lms: ['KR-LABEL-01', 'KR-LABEL-04', 'KR-OPT-01', 'KR-ID-01', 'SMS-CHR-01', 'SMS-LEN-02'],
      push: ['KR-LABEL-03', 'KR-OPT-03', 'KR-ID-01'],
    };
    fc.assert(
      fc.property(fc.constantFrom<Form>('lms', 'push'), text, (form, given) => {
        const { repaired } = checkCopy(one(form, { text: given, title: given, body: `봄 ${given}` }));
        const again = checkCopy(one(form, repaired));
        expect(again.repaired).toEqual(repaired);
        // A label that somebody wrote in the middle is for a person to take out.
        const own = /\S\s*[([]광고/su.test(given) ? ['KR-LABEL-04'] : [];
        const wrong = again.rules.filter(({ id, passed }) => !passed && lawful[form]?.includes(id)).map(({ id }) => id);
        expect([given, wrong.filter((id) => !own.includes(id))]).toEqual([given, []]);
      }),
      { numRuns: 300 },
    );
  });
});
