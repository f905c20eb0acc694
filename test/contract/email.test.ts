import { describe, expect, it } from 'vitest';
import type { MailOut } from '../../src/channels/channel.ts';
import { emailChannel } from '../../src/channels/email.ts';
import { outcomeOf, type SmtpFailure } from '../../src/channels/smtp-answer.ts';
import { realClock } from '../../src/kit/clock.ts';
import { channelContract, type Mood } from './channel.ts';
import { type SmtpMood, smtpVendor } from './smtp-vendor.ts';

const log = { info: () => undefined, warn: () => undefined, error: () => undefined };
const open = (smtpUrl: string, timeoutMs = 5_000) =>
  emailChannel({ smtpUrl, practice: false, log, clock: realClock, timeoutMs, connections: 5 });

const message = (n: number): MailOut => ({
  channel: 'email',
  reference: `r${n}`,
  messageId: `<m${n}@example.test>`,
  to: `p${n}@example.test`,
  from: 'shop@example.test',
  body: `Subject: ${n}\r\n\r\n.dot first\r\nbody ${n}\r\n`,
});

const MOODS: Record<Mood, SmtpMood | 'gone'> = {
  takes: {},
  'refuses for good': { rcpt: { code: 550, text: '5.1.1 no such user' } },
  'refuses for now': { rcpt: { code: 450, text: '4.2.0 greylisted' } },
  'is busy as a whole': { mail: { code: 421, text: '4.3.2 closing' } },
  'takes and says nothing': { silentAfterData: true },
  'is gone': 'gone',
};

channelContract(
  'e-mail over SMTP',
  async () => {
    const vendor = await smtpVendor();
    const channel = open(vendor.url);
    return {
      channel,
      be: (mood) => vendor.be(MOODS[mood]),
      got: () => vendor.got,
      close: async () => {
        await channel.close();
        await vendor.close();
      },
    };
  },
  message,
);

describe('SMTP that misbehaves', () => {
  const against = async (
    mood: SmtpMood,
    run: (vendor: Awaited<ReturnType<typeof smtpVendor>>, channel: ReturnType<typeof open>) => Promise<void>,
  ) => {
    const vendor = await smtpVendor();
    await vendor.be(mood);
    const channel = open(vendor.url);
    try {
      await run(vendor, channel);
    } finally {
      await channel.close();
      await vendor.close();
    }
  };

  it.each<[string, SmtpMood, object]>([
    ['421 in the greeting', { greeting: { code: 421, text: 'busy' } }, { outcome: 'retry_later', whole: true }],
    [
      '554 in the greeting',
      { greeting: { code: 554, text: 'no service' } },
      { outcome: 'retry_later', whole: true, reason: 'refused' },
    ],
    [
      'our sender refused',
      { mail: { code: 550, text: '5.7.1 not you' } },
      { outcome: 'retry_later', whole: true, reason: 'refused' },
    ],
    ['450 for the recipient', { rcpt: { code: 450, text: '4.2.1 later' } }, { outcome: 'retry_later', reason: 'busy' }],
    ['452 for a full server', { rcpt: { code: 452, text: '4.3.1 full' } }, { outcome: 'retry_later', whole: true }],
    [
      '550 for the recipient',
      { rcpt: { code: 550, text: '5.1.1 unknown' } },
      { outcome: 'rejected', reason: 'no_mailbox' },
    ],
    [
      '552 for the recipient',
      { rcpt: { code: 552, text: '5.2.2 full' } },
      { outcome: 'rejected', reason: 'mailbox_full' },
    ],
    [
      '553 for the recipient',
      { rcpt: { code: 553, text: '5.1.3 syntax' } },
      { outcome: 'rejected', reason: 'bad_address' },
    ],
    ['550 after the message', { data: { code: 550, text: '5.7.1 spam' } }, { outcome: 'rejected', reason: 'refused' }],
    [
      '451 after the message',
      { data: { code: 451, text: '4.7.1 greylisted' } },
      { outcome: 'retry_later', reason: 'busy' },
    ],
    ['421 after the message', { data: { code: 421, text: '4.3.2 closing' } }, { outcome: 'retry_later', whole: true }],
    ['a dropped line after the message', { dropAfterData: true }, { outcome: 'unknown', reason: 'no_answer' }],
  ])('%s', (_name, mood, expected) =>
    against(mood, async (_vendor, channel) => {
      expect(await channel.send([message(1)])).toMatchObject([expected]);
    }),
  );

  it('goes on over the same line after a refusal', () =>
    against({ rcpt: { code: 550, text: '5.1.1 unknown' } }, async (vendor, channel) => {
      for (let n = 0; n < 3; n += 1) await channel.send([message(n)]);
      await vendor.be({});
      expect(await channel.send([message(9)])).toMatchObject([{ outcome: 'accepted' }]);
      expect(vendor.connections()).toBe(1);
    }));

  it('uses a fresh line when the server has hung up on an idle one, and the reader gets one message', () =>
    against({}, async (vendor, channel) => {
      await channel.send([message(1)]);
      await vendor.be('gone');
      await vendor.be({});
      expect(await channel.send([message(2)])).toMatchObject([{ outcome: 'accepted' }]);
      expect(vendor.got).toHaveLength(2);
    }));

  it('does not begin what it has no time left for: such a message was certainly not taken', () =>
    against({ silentAfterData: true }, async (vendor, channel) => {
      const outcomes = await channel.send(Array.from({ length: 8 }, (_, n) => message(n)));
      expect(outcomes.filter((o) => o.outcome === 'unknown')).toHaveLength(5);
      expect(outcomes.filter((o) => o.outcome === 'retry_later')).toHaveLength(3);
      expect(vendor.got).toHaveLength(5);
    }));

  it('writes the body exactly, dots and all, and the sender as the bounce address', () =>
    against({}, async (vendor, channel) => {
      await channel.send([message(1)]);
      expect(vendor.got[0]).toBe(message(1).body);
      expect(vendor.froms).toEqual(['shop@example.test']);
    }));

  it('logs in, and waits as a whole when the login is refused', async () => {
    const vendor = await smtpVendor({ auth: { user: 'me@shop', pass: 'p:/ss' } });
    const good = open(vendor.url);
    const bad = open(vendor.url.replace('p%3A%2Fss', 'wrong'));
    try {
      expect(await good.send([message(1)])).toMatchObject([{ outcome: 'accepted' }]);
      expect(await bad.send([message(2)])).toMatchObject([{ outcome: 'retry_later', whole: true, reason: 'down' }]);
      expect(await bad.probe()).toContain('535');
      expect(vendor.got).toHaveLength(1);
    } finally {
      await good.close();
      await bad.close();
      await vendor.close();
    }
  });

  it('names its account without a password', () => {
    expect(open('smtp://me:secret@mail.example.test:2525').account).toBe('smtp:me@mail.example.test:2525');
    expect(emailChannel({ smtpUrl: 'smtp://127.0.0.1:1', practice: true, log, clock: realClock }).account).toBe(
      'practice',
    );
  });
});

describe('the table of SMTP answers', () => {
  const at = (more: Partial<SmtpFailure>): SmtpFailure => ({ started: false, command: 'CONN', ...more });
  it.each<[SmtpFailure, object]>([
    [at({}), { outcome: 'retry_later', reason: 'down', whole: true }],
    [at({ started: true }), { outcome: 'unknown', reason: 'no_answer' }],
    [at({ started: true, code: 250 }), { outcome: 'unknown' }],
    [at({ code: 421 }), { outcome: 'retry_later', reason: 'busy', whole: true }],
    [at({ started: true, code: 421 }), { outcome: 'retry_later', reason: 'busy', whole: true }],
    [at({ command: 'AUTH PLAIN', code: 535 }), { outcome: 'retry_later', reason: 'down', whole: true }],
    [at({ command: 'AUTH LOGIN', code: 454 }), { outcome: 'retry_later', reason: 'down', whole: true }],
    [at({ command: 'MAIL FROM', code: 451 }), { outcome: 'retry_later', reason: 'busy', whole: true }],
    [at({ command: 'MAIL FROM', code: 530 }), { outcome: 'retry_later', reason: 'refused', whole: true }],
    [at({ command: 'MAIL FROM', code: 552 }), { outcome: 'rejected', reason: 'too_big' }],
    [at({ command: 'MAIL FROM', oversized: true }), { outcome: 'rejected', reason: 'too_big' }],
    [at({ command: 'RCPT TO', code: 451, status: '4.3.0' }), { outcome: 'retry_later', whole: true }],
    [at({ command: 'RCPT TO', code: 550 }), { outcome: 'rejected', reason: 'no_mailbox' }],
    [at({ command: 'RCPT TO', code: 551 }), { outcome: 'rejected', reason: 'no_mailbox' }],
    [at({ command: 'RCPT TO', code: 553 }), { outcome: 'rejected', reason: 'bad_address' }],
    [at({ command: 'RCPT TO', code: 550, status: '5.7.1' }), { outcome: 'rejected', reason: 'refused' }],
    [at({ command: 'RCPT TO', code: 550, status: '5.2.1' }), { outcome: 'rejected', reason: 'no_mailbox' }],
    [at({ command: 'RCPT TO', code: 599 }), { outcome: 'rejected', reason: 'other' }],
    [at({ command: 'DATA', code: 554 }), { outcome: 'rejected', reason: 'refused' }],
    [at({ command: 'DATA', started: true, code: 552 }), { outcome: 'rejected', reason: 'too_big' }],
    [at({ command: 'DATA', started: true, code: 451 }), { outcome: 'retry_later', reason: 'busy' }],
  ])('%j', (failure, expected) => {
    expect(outcomeOf(failure)).toMatchObject(expected);
  });
});
