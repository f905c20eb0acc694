import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { emailChannel } from '../../src/channels/email.ts';
import { connect } from '../../src/db/client.ts';
import { writeMime } from '../../src/delivery/mime.ts';
import type { Db } from '../../src/deps.ts';
import { realClock } from '../../src/kit/clock.ts';
import { type Mailbox, mailboxElsewhere, type PostedMail, startMailbox } from '../../src/practice/mailbox.ts';
import { movedClock } from '../delivery/fixture.ts';
import { testDatabase } from '../support/database.ts';

const log = { info: () => undefined, warn: () => undefined, error: () => undefined };
const DAY = 86_400_000;

describe('the practice mailbox', () => {
  let database: Awaited<ReturnType<typeof testDatabase>>;
  let mailbox: Mailbox;
  let channel: ReturnType<typeof emailChannel>;
  beforeAll(async () => {
    database = await testDatabase();
    mailbox = await startMailbox({ db: database.db, clock: movedClock(() => 30 * DAY), log });
    channel = emailChannel({ smtpUrl: mailbox.smtpUrl, practice: true, log, clock: realClock });
  });
  afterAll(async () => {
    await channel.close();
    await mailbox.close();
    await database.close();
  });

  const post = (
    n: number,
    extra: Record<string, string> = { 'X-Baton-Campaign': 'C-7', 'X-Baton-Contact': `c-${n}` },
  ) => {
    const messageId = `<m${n}@shop.example.test>`;
    const to = `p${n}@example.test`;
    return {
      channel: 'email' as const,
      messageId,
      reference: `r${n}`,
      to,
      from: 'hello@shop.example.test',
      body: writeMime({
        from: { name: '가게', email: 'hello@shop.example.test' },
        to,
        subject: `(광고) 새 음반 ${n}`,
        date: new Date(),
        messageId,
        html: `<p>안녕 ${n}</p>${'x'.repeat(5_000)}`,
        text: `안녕 ${n}`,
        unsubscribe: `http://localhost/u/${n}`,
        extra,
      }),
    };
  };
  const read = async (query = ''): Promise<PostedMail[]> =>
    (await mailbox.routes.request(`/mailbox.json${query}`)).json() as Promise<PostedMail[]>;

  it('keeps every message, doubles too, as JSON with growing ids and business time', async () => {
    expect(await read()).toEqual([]);
    await channel.send([post(1)]);
    await channel.send([post(1)]);
    await channel.send([post(2, { 'X-Baton-Test': '1' })]);
    const all = await read();
    expect(all).toHaveLength(3);
    expect(all[0]).toMatchObject({
      channel: 'email',
      to: 'p1@example.test',
      subject: '(광고) 새 음반 1',
      campaignId: 'C-7',
      contactId: 'c-1',
      test: false,
    });
    expect(all[0]?.text).toContain('안녕 1');
    expect(all[0]?.html).toContain('<p>안녕 1</p>');
    expect(new Date(all[0]!.at).getTime()).toBeGreaterThan(Date.now() + 29 * DAY);
    expect(all[2]).toMatchObject({ campaignId: null, contactId: null, test: true });
    expect(all.map((m) => m.id)).toEqual([...all.map((m) => m.id)].sort((a, b) => a - b));
    expect(await read(`?after=${all[1]!.id}`)).toEqual([all[2]]);
    const bare = await read('?bodies=0');
    expect(bare[0]).not.toHaveProperty('html');
    expect(bare[0]).not.toHaveProperty('text');
    expect(await read(`?after=${all[0]!.id}&limit=1`)).toEqual([all[1]]);
    expect(await read('?limit=2')).toEqual(all.slice(0, 2));
    for (const wrong of ['after=x', 'limit=0', 'limit=x', 'limit=1.5'])
      expect((await mailbox.routes.request(`/mailbox.json?${wrong}`)).status).toBe(400);
  });

  it('takes a whole audience and gives it back over all pages', async () => {
    const before = (await read('?bodies=0')).length;
    for (let n = 0; n < 500; n += 20) {
      const outcomes = await channel.send(Array.from({ length: 20 }, (_, i) => post(1_000 + n + i)));
      expect(outcomes.every((o) => o.outcome === 'accepted')).toBe(true);
    }
    const all = await read('?bodies=0');
    expect(all).toHaveLength(before + 500);
    expect(new Set(all.map((m) => m.id)).size).toBe(all.length);
  });

  it('keeps a message once although the answer to its commit was lost, and listens where it did before', async () => {
    const again = await startMailbox({ db: forgetful(database.db), clock: realClock, log });
    const elsewhere = emailChannel({
      smtpUrl: 'smtp://127.0.0.1',
      whereNow: () => mailboxElsewhere(database.db),
      practice: true,
      log,
      clock: realClock,
    });
    const before = (await read('?bodies=0')).length;
    expect(await elsewhere.send([post(9_001), post(9_002)])).toMatchObject([
      { outcome: 'accepted' },
      { outcome: 'accepted' },
    ]);
    expect((await read('?bodies=0')).length).toBe(before + 2);
    await elsewhere.close();
    await again.close();
    const later = await startMailbox({ db: database.db, clock: realClock, log });
    expect(later.smtpUrl).toBe(again.smtpUrl);
    await later.close();
  });

  it('answers an error, not half an array, while the database is away', async () => {
    const nowhere = connect('postgresql://nobody@127.0.0.1:1/nothing', () => undefined, 1);
    const kept = new Proxy(database.db, {
      get: (target, name) =>
        name === 'select' ? (...args: []) => (away ? nowhere.db : target).select(...args) : Reflect.get(target, name),
    });
    let away = false;
    const box = await startMailbox({ db: kept, clock: realClock, log });
    away = true;
    expect((await box.routes.request('/mailbox.json')).status).toBe(503);
    away = false;
    expect((await box.routes.request('/mailbox.json')).status).toBe(200);
    await box.close();
    await nowhere.close();
  });

  it('refuses for now what was certainly not kept', async () => {
    const broken = await startMailbox({ db: forgetful(database.db, new Error('no')), clock: realClock, log });
    const line = emailChannel({ smtpUrl: broken.smtpUrl, practice: true, log, clock: realClock });
    expect(await line.send([post(9_003)])).toMatchObject([{ outcome: 'retry_later' }]);
    await line.close();
    await broken.close();
  });
});

/** A database whose first transaction happens and is not told about; or fails for good. */
const forgetful = (db: Db, fails: Error | null = null): Db => {
  let first = true;
  return new Proxy(db, {
    get: (target, name) =>
      name !== 'transaction'
        ? Reflect.get(target, name)
        : async (work: Parameters<Db['transaction']>[0]) => {
            if (fails) throw fails;
            const done = await target.transaction(work);
            if (first) {
              first = false;
              throw Object.assign(new Error('terminating connection'), { code: '57P01' });
            }
            return done;
          },
  });
};
