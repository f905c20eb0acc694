import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ingestContacts } from '../../src/audience/ingest-contacts.ts';
import { ingestEvents } from '../../src/audience/ingest-events.ts';
import { auditLog, contacts } from '../../src/db/schema.ts';
import { voice } from '../../src/i18n/voice.ts';
import { checkMessage, checkView } from '../../src/practice/slack/blocks-check.ts';
import { exportAnswer } from '../../src/slack/contact-answer.ts';
import { eraseModal } from '../../src/slack/contact-modals.ts';
import { type Bot, startBot } from '../support/bot.ts';
import { expectGolden } from '../support/golden.ts';

const account = { timezone: 'Asia/Seoul', currency: 'KRW' };
let bot: Bot;
beforeAll(async () => {
  bot = await startBot();
  const { db } = bot.deps;
  const opts = { ...account, now: await bot.deps.clock.business(), from: 'json' as const };
  await ingestContacts(db, [{ external_id: 'kim', email: 'kim@example.test', first_name: '지우' }], opts);
  await ingestEvents(db, [{ event_id: 'e1', contact_id: 'kim', name: 'visit', at: '2026-01-02' }], opts);
});
afterAll(() => bot.close());

const baton = async (seat: string, text: string) => {
  expect(await bot.ws.ask('/command', { seat, channel: 'C0MARKETING', text })).toEqual({ ok: true });
  await bot.run();
};
const heard = async (seat: string) => JSON.stringify((await bot.whispers(seat)).at(-1));
const there = async () => (await bot.deps.db.select().from(contacts).where(eq(contacts.externalId, 'kim'))).length;
const logged = () => bot.deps.db.select({ what: auditLog.what, by: auditLog.by }).from(auditLog);
const typed = (value: string) => ({ contact: { value: { type: 'plain_text_input', value } } });

describe('one contact, for admins', () => {
  it('is exported to the asker alone, and the log says who asked', async () => {
    await baton('U0APPROVER1', 'contact export kim');
    const answer = await heard('U0APPROVER1');
    expect(answer).toContain('kim@example.test');
    expect(answer).toContain('visit');
    expect(await logged()).toEqual([{ what: 'contact.exported', by: 'U0APPROVER1' }]);
    await baton('U0APPROVER1', 'contact export nobody');
    expect(await heard('U0APPROVER1')).toContain('찾지 못해');
    await baton('U0APPROVER1', 'contact kim');
    expect(await heard('U0APPROVER1')).toContain('contact export 고객ID');
  });

  it('is nobody else’s to see or erase: refused in words of its own, and nothing is logged', async () => {
    const before = await logged();
    for (const what of ['export kim', 'erase kim']) {
      await baton('U0MARKETER', `contact ${what}`);
      expect(await heard('U0MARKETER')).toContain('고객 한 사람의 기록은 <@U0APPROVER1>만');
    }
    expect(await heard('U0MARKETER')).not.toContain('example.test');
    expect(await bot.views('U0MARKETER')).toEqual([]);
    expect(await logged()).toEqual(before);
    expect(await there()).toBe(1);
  });

  it('is erased only once the id is typed, and the log says who did it', async () => {
    await baton('U0APPROVER1', 'contact erase kim');
    expect((await bot.views('U0APPROVER1'))[0]?.view.callback_id).toBe('contact.erase');
    expect(await bot.submit('U0APPROVER1', typed('kin'))).toMatchObject({
      ok: false,
      errors: { contact: expect.stringContaining('kim') },
    });
    expect(await there()).toBe(1);
    expect(await bot.submit('U0APPROVER1', typed(' kim '))).toEqual({ ok: true });
    expect(JSON.stringify(await bot.views('U0APPROVER1'))).toContain('이벤트 1건도 지웠고');
    expect(await there()).toBe(0);
    expect(await logged()).toContainEqual({ what: 'contact.erased', by: 'U0APPROVER1' });
  });
});

describe('what is said of one contact', () => {
  const events = Array.from({ length: 400 }, (_, i) => ({
    event_id: `e${i}`,
    name: 'visit',
    properties: { page: `<${i}>` },
  }));
  it.each(['ko', 'en'] as const)(
    'in %s fits into a message whatever is held, and says what was left out',
    (language) => {
      const v = voice(language, account);
      const small = exportAnswer(
        'kim',
        { contact: { email: 'kim@example.test' }, orders: [], events: events.slice(0, 2) },
        v,
      );
      const large = exportAnswer('kim', { contact: { email: 'kim@example.test' }, orders: [], events }, v);
      const huge = exportAnswer('kim', { contact: { note: 'x'.repeat(50_000) }, orders: [] }, v);
      for (const answer of [small, large, huge]) {
        expect(checkMessage(answer)).toBeNull();
        expect(JSON.stringify(answer.blocks).length).toBeLessThan(13_000);
      }
      const said = (answer: typeof small) => JSON.stringify(answer.blocks);
      expect(said(small)).not.toContain('npm run');
      // The newest stay.
      expect(said(large)).toContain('e399');
      expect(said(large)).not.toContain('e0\\\\');
      expect(said(large)).toContain('contact export kim --json');
      expect(said(huge)).toContain('contact export kim --json');
      const view = eraseModal(
        { id: 'contact', part: 'kim', where: { channel: null, threadTs: null, messageTs: null } },
        v,
      );
      expect(checkView(view)).toEqual([]);
      expectGolden(`modal.contact-erase.${language}`, view);
    },
  );
});
