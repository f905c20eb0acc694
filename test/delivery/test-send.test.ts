import { eq, sql } from 'drizzle-orm';
import PostalMime from 'postal-mime';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { saveKit } from '../../src/brand/store.ts';
import type { Outcome, Outgoing } from '../../src/channels/channel.ts';
import { campaigns, drafts, messages, testSends } from '../../src/db/schema.ts';
import { sendTest } from '../../src/delivery/test-send.ts';
import type { Person } from '../../src/deps.ts';
import { voice } from '../../src/i18n/voice.ts';
import { randomId } from '../../src/kit/id.ts';
import { noteCard } from '../../src/slack/note-card.ts';
import type { NoteState } from '../../src/slack/state.ts';
import { testDatabase } from '../support/database.ts';
import { someone, testDeps } from '../support/deps.ts';
import { countingChannel, kit, seedCampaign, variant } from './fixture.ts';

const OK: Outcome = { outcome: 'accepted', providerId: 'p' };

describe('a test message', () => {
  let database: Awaited<ReturnType<typeof testDatabase>>;
  beforeAll(async () => {
    database = await testDatabase();
    await saveKit(testDeps(database), kit, 'test');
  });
  afterAll(() => database.close());

  /** U9 asked for one variant of a campaign's plan; the provider answers as given. */
  const asked = async (answer: (message: Outgoing) => Outcome | Promise<Outcome>, more: Partial<Person> = {}) => {
    const { channel, got } = countingChannel(answer);
    const deps = testDeps(database, {
      newId: randomId,
      channels: new Map([['email', channel]]),
      directory: { person: async (id) => someone(id, more), group: async () => [] },
    });
    const { campaignId } = await seedCampaign(database.db, { contacts: 1 });
    await database.db.update(campaigns).set({ threadTs: '1.5' }).where(eq(campaigns.id, campaignId));
    const [plan] = await database.db.select().from(drafts).where(eq(drafts.campaignId, campaignId));
    const id = randomId('ts');
    const row = { id, campaignId, draftId: plan!.id, variant: 'A-1', channel: 'email', by: 'U9' };
    await database.db.insert(testSends).values({ ...row, state: 'planned', at: new Date() });
    const told = () => database.db.select().from(messages).where(eq(messages.campaignId, campaignId));
    const words = async (language: 'ko' | 'en') =>
      (await told()).map(
        ({ subject }) =>
          noteCard({ buttons: [], ...(subject as Omit<NoteState, 'buttons'>) }, voice(language, deps.config)).text,
      );
    return { deps, id, campaignId, got, told, words };
  };

  it('that was taken is told in the thread, to the asker only, once', async () => {
    const one = await asked(() => OK);
    expect(await sendTest(one.deps, one.id)).toBe('accepted');
    expect(await sendTest(one.deps, one.id)).toBe('accepted');
    expect(one.got.size).toBe(1);
    expect(await one.told()).toMatchObject([
      { kind: 'note', channel: 'C1', threadTs: '1.5', onlyFor: 'U9', wanted: 1, subject: { note: 'test_accepted' } },
    ]);
    expect(await one.words('ko')).toEqual([
      'A-1 테스트 메시지가 u9@example.test로 나갔어요. 받은 것을 확인해 주세요. 고객에게는 보내지 않았어요.',
    ]);
    expect(await one.words('en')).toEqual([
      'The test of A-1 has left for u9@example.test. Please look at it there. Customers got nothing.',
    ]);
  });

  it('that failed is told with the reason in words and what to do', async () => {
    const one = await asked(() => ({ outcome: 'rejected', reason: 'no_mailbox', permanent: true }));
    expect(await sendTest(one.deps, one.id)).toBe('failed');
    expect((await one.words('ko'))[0]).toMatch(/A-1 테스트 메시지를 보내지 못했어요 \(없는 주소\)/);
    expect((await one.words('en'))[0]).toMatch(/The test of A-1 was not sent \(no such address\)/);
  });

  it('that cannot be addressed, or whose variant is gone, is told too', async () => {
    const one = await asked(() => OK, { email: null });
    expect(await sendTest(one.deps, one.id)).toBe('failed');
    expect((await one.words('ko'))[0]).toContain('(주소 없음)');
    const gone = await asked(() => OK);
    await database.db.update(testSends).set({ variant: 'Z-9' }).where(eq(testSends.id, gone.id));
    expect(await sendTest(gone.deps, gone.id)).toBe('failed');
    expect((await gone.words('ko'))[0]).toContain('(내용을 만들지 못함)');
    expect([one.got.size, gone.got.size]).toEqual([0, 0]);
  });

  it('of which nobody knows whether it arrived is told as that', async () => {
    const one = await asked(() => ({ outcome: 'unknown', reason: 'no_answer' }));
    expect(await sendTest(one.deps, one.id)).toBe('unknown');
    expect((await one.words('ko'))[0]).toMatch(/A-1 테스트 메시지가 나갔는지 알 수 없어요 \(보낸 뒤 답을 못 받음\)/);
    expect((await one.words('en'))[0]).toMatch(/Whether the test of A-1 left is not known \(no answer after sending\)/);
  });

  it('that a crash cut off is told as unknown by the next run, once, and not sent again', async () => {
    const one = await asked(() => OK);
    await database.db.update(testSends).set({ state: 'unknown' }).where(eq(testSends.id, one.id));
    expect(await sendTest(one.deps, one.id)).toBe('unknown');
    expect(await sendTest(one.deps, one.id)).toBe('unknown');
    expect(one.got.size).toBe(0);
    expect(await one.told()).toMatchObject([{ wanted: 1, subject: { note: 'test_unknown' } }]);
    expect((await one.words('ko'))[0]).toContain('(보내는 중에 끊김)');
  });

  it('is tried again, and not called unknown, when it broke before anything could leave', async () => {
    const one = await asked(() => OK);
    const away = { person: () => Promise.reject(new Error('Slack is away')), group: async () => [] };
    await expect(sendTest({ ...one.deps, directory: away }, one.id)).rejects.toThrow('Slack is away');
    expect(await one.told()).toEqual([]);
    expect(await sendTest(one.deps, one.id)).toBe('accepted');
  });

  it('by text, Kakao or push goes to the asker’s own number or device, or is told that there is none', async () => {
    const ask = async (channel: 'sms' | 'kakao' | 'push', more: Partial<Person>) => {
      const sent: Outgoing[] = [];
      const one = await asked(() => OK, more);
      const { channel: vendor } = countingChannel(
        (message) => {
          sent.push(message);
          return OK;
        },
        { name: channel },
      );
      const id = randomId('dr');
      const by = { parents: {}, authorKind: 'ai' as const, author: 'model', createdAt: new Date() };
      const copy = { id, campaignId: one.campaignId, version: 1, evidence: {}, checks: [], hash: 'h', ...by };
      const text = variant({ channel, subject: '새 음반', paragraphs: ['쉬는 동안 나온 음반이에요.'] });
      await database.db.insert(drafts).values({ ...copy, step: 'copy', content: { variants: [text] } });
      await database.db.update(testSends).set({ draftId: id, channel }).where(eq(testSends.id, one.id));
      const state = await sendTest({ ...one.deps, channels: new Map([[channel, vendor]]) }, one.id);
      return { state, sent, words: (await one.words('ko'))[0] };
    };
    const own = { phone: '+821000000009' };
    const text = await ask('sms', own);
    expect(text.sent).toMatchObject([{ channel: 'sms', to: '+821000000009', from: '021234567', isAd: true }]);
    expect(text.sent[0]?.body).toMatch(/^\(광고\).*utm_medium=sms.*무료수신거부 080-123-4567$/s);
    expect(text.words).toContain('+821000000009');
    expect((await ask('kakao', own)).sent).toMatchObject([
      { to: '+821000000009', form: { kind: 'brand', buttons: [{ url: expect.stringContaining('utm_medium=kakao') }] } },
    ]);
    expect((await ask('sms', { phone: null })).words).toContain('(주소 없음)');
    expect(await ask('push', own)).toMatchObject({ state: 'failed', sent: [] });
    await database.db.execute(
      sql`insert into contacts (external_id, email, push_token, created_at) values ('own', 'u9@example.test', 'device-9', now())`,
    );
    const push = await ask('push', own);
    expect(push.sent).toMatchObject([{ channel: 'push', to: 'device-9', title: '(광고) 다시, 음반 새 음반' }]);
    expect(push.words).not.toContain('device-9');
  });

  it('of copy without a plan is written in the language of the campaign, as the plan would be', async () => {
    const bodies: string[] = [];
    const one = await asked((message) => {
      bodies.push(String(message.body));
      return OK;
    });
    await database.db.update(campaigns).set({ locale: 'en' }).where(eq(campaigns.id, one.campaignId));
    const copy = { id: randomId('dr'), campaignId: one.campaignId, version: 1, evidence: {}, checks: [], hash: 'h' };
    const by = { parents: {}, authorKind: 'ai' as const, author: 'model', createdAt: new Date() };
    await database.db.insert(drafts).values([
      { ...copy, ...by, step: 'copy', content: { variants: [variant()] } },
      { ...copy, ...by, id: randomId('dr'), step: 'brief', content: { keyMessage: 'again' } },
    ]);
    await database.db.update(testSends).set({ draftId: copy.id }).where(eq(testSends.id, one.id));
    expect(one.deps.config.locale).toBe('ko');
    expect(await sendTest(one.deps, one.id)).toBe('accepted');
    const { text } = await PostalMime.parse(bodies[0]!);
    expect(text).toContain('There is music to hear again');
    expect(text).not.toContain('다시 들을 음악이 있습니다');
  });
});
