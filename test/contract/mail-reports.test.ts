import { createSign, generateKeyPairSync } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { Report } from '../../src/channels/report.ts';
import { resendReporter } from '../../src/channels/resend.ts';
import { returnPath } from '../../src/channels/return-path.ts';
import { returnedMailReporter } from '../../src/channels/returned-mail.ts';
import { sesReporter, signedText } from '../../src/channels/ses.ts';
import { makeTokens } from '../../src/delivery/tokens.ts';
import { realClock } from '../../src/kit/clock.ts';
import { signWebhook } from '../../src/kit/standard-webhook.ts';

const reference = makeTokens(['a test key of enough length']).report({
  campaignId: 7,
  occurrence: 1,
  contactId: 42,
  channel: 'email',
});
const now = realClock.system();
const inbound = (body: string, headers: Record<string, string> = {}) => ({
  header: (name: string) => headers[name] ?? null,
  body,
  now,
});

describe('SES by SNS', () => {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const TOPIC = 'arn:aws:sns:ap-northeast-2:111122223333:bounces';
  const CERT = 'https://sns.ap-northeast-2.amazonaws.com/SimpleNotificationService-1.pem';
  const fetched: string[] = [];
  const reporter = sesReporter(TOPIC, async (url) => {
    fetched.push(url);
    return publicKey.export({ type: 'spki', format: 'pem' }).toString();
  });
  const notice = (message: unknown, over: Record<string, string> = {}) => {
    const sns = {
      Type: 'Notification',
      MessageId: 'sns-1',
      TopicArn: TOPIC,
      Message: JSON.stringify(message),
      Timestamp: '2026-11-22T03:00:00.000Z',
      SignatureVersion: '2',
      SigningCertURL: CERT,
      ...over,
    };
    const hash = sns.SignatureVersion === '2' ? 'RSA-SHA256' : 'RSA-SHA1';
    return { ...sns, Signature: createSign(hash).update(signedText(sns)).sign(privateKey, 'base64') };
  };
  const read = (sns: object) => reporter.read(inbound(JSON.stringify(sns)));
  const mail = { messageId: 'ses-1', source: returnPath('bounces@mail.shop.example', reference) };
  const bounce = (bounceType: string, status: string) => ({
    notificationType: 'Bounce',
    mail,
    bounce: {
      bounceType,
      timestamp: '2026-11-22T02:59:58.000Z',
      bouncedRecipients: [{ emailAddress: 'p1@example.com', status, diagnosticCode: `smtp; 550 ${status}` }],
    },
  });

  it.each<[string, object, Partial<Report>]>([
    [
      'a permanent bounce',
      bounce('Permanent', '5.1.1'),
      { type: 'bounced', hard: true, reason: 'no_mailbox', reference },
    ],
    ['a passing one', bounce('Transient', '5.2.2'), { type: 'bounced', hard: false, reason: 'mailbox_full' }],
    [
      'a complaint, by the header where the return path is theirs',
      {
        eventType: 'Complaint',
        mail: { messageId: 'ses-2', source: 'shop@shop.example', headers: [{ name: 'X-Baton-Ref', value: reference }] },
        complaint: { complainedRecipients: [{ emailAddress: 'p1@example.com' }] },
      },
      { type: 'complained', reference, address: 'p1@example.com' },
    ],
    [
      'a delivery',
      { eventType: 'Delivery', mail, delivery: { timestamp: '2026-11-22T02:59:58Z', recipients: ['p1@example.com'] } },
      { type: 'delivered', reference, at: new Date('2026-11-22T02:59:58Z') },
    ],
  ])('%s', async (_name, event, expected) => {
    expect(await read(notice(event))).toMatchObject({ ok: true, reports: [expected] });
    expect(await read(notice(event, { SignatureVersion: '1' }))).toMatchObject({ ok: true });
  });

  it('takes nothing that Amazon did not sign, for the topic that was named, by a certificate of its own', async () => {
    const good = notice(bounce('Permanent', '5.1.1'));
    const forged = { ok: false, why: 'forged' };
    expect(await read({ ...good, Message: good.Message.replace('p1@', 'p2@') })).toEqual(forged);
    expect(await read({ ...good, Signature: 'bm8=' })).toEqual(forged);
    expect(await read(notice({}, { TopicArn: `${TOPIC}-other` }))).toEqual(forged);
    expect(await read(notice({}, { SignatureVersion: '3' }))).toEqual(forged);
    fetched.length = 0;
    for (const SigningCertURL of [
      'https://evil.example/cert.pem',
      'https://sns.ap-northeast-2.amazonaws.com.evil.example/cert.pem',
      'http://sns.ap-northeast-2.amazonaws.com/cert.pem',
      'https://user@evil.example/sns.us-east-1.amazonaws.com.pem',
    ])
      expect(await read(notice({}, { SigningCertURL }))).toEqual(forged);
    expect(fetched).toEqual([]);
    expect(await reporter.read(inbound('not json'))).toEqual({ ok: false, why: 'malformed' });
  });
});

describe('Resend', () => {
  const SECRET = 'whsec_c2VjcmV0c2VjcmV0';
  const read = (event: object, signed = true) => {
    const body = JSON.stringify(event);
    const headers = signWebhook(signed ? SECRET : 'whsec_b3RoZXI=', 'msg_1', now, body);
    const svix = Object.fromEntries(
      Object.entries(headers).map(([name, value]) => [name.replace('webhook', 'svix'), value]),
    );
    return resendReporter(SECRET).read(inbound(body, svix));
  };
  const data = { email_id: 'e1', to: ['p1@example.com'], headers: [{ name: 'X-Baton-Ref', value: reference }] };

  it('tells of bounces, complaints and deliveries under the Svix headers, and nobody else does', async () => {
    const bounce = { type: 'Permanent', message: '550 5.1.1 no such user' };
    const bounced = { type: 'email.bounced', created_at: '2026-11-22T03:00:00Z', data: { ...data, bounce } };
    expect(await read(bounced)).toMatchObject({
      ok: true,
      reports: [{ id: 'resend:e1:bounced', type: 'bounced', hard: true, reason: 'no_mailbox', reference }],
    });
    const soft = { ...bounced, data: { ...data, bounce: { type: 'Transient', message: 'full' } } };
    expect(await read(soft)).toMatchObject({ ok: true, reports: [{ hard: false }] });
    expect(await read({ type: 'email.complained', data })).toMatchObject({
      ok: true,
      reports: [{ type: 'complained' }],
    });
    expect(await read({ type: 'email.opened', data })).toEqual({ ok: true, reports: [] });
    expect(await read(bounced, false)).toEqual({ ok: false, why: 'forged' });
    expect(await read({ type: 'email.bounced' })).toEqual({ ok: false, why: 'malformed' });
  });
});

describe('mail that came back', () => {
  const returned = (parts: string, to = returnPath('bounces@mail.shop.example', reference)) =>
    [
      `To: <${to}>`,
      'From: MAILER-DAEMON@mx.example',
      'Message-ID: <dsn1@mx.example>',
      'Date: Sun, 22 Nov 2026 03:00:00 +0000',
      'MIME-Version: 1.0',
      'Content-Type: multipart/report; report-type=delivery-status; boundary="b"',
      '',
      '--b',
      'Content-Type: text/plain',
      '',
      'It came back.',
      ...parts.split('\n'),
      '--b--',
      '',
    ].join('\r\n');
  const dsn = (action: string, status: string) =>
    `--b\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; mx.example\n\nFinal-Recipient: rfc822; P1@example.com\nAction: ${action}\nStatus: ${status}\nDiagnostic-Code: smtp; 550 ${status}`;
  const read = (body: string) => returnedMailReporter().read(inbound(body));

  it.each<[string, string, object[]]>([
    ['failed', '5.1.1', [{ type: 'bounced', hard: true, reason: 'no_mailbox', reference, address: 'p1@example.com' }]],
    ['failed', '5.2.2', [{ type: 'failed', reason: 'mailbox_full', reference }]],
    ['delayed', '4.4.1', []],
    ['delivered', '2.0.0', [{ type: 'delivered', reference }]],
  ])('says that it was %s (%s)', async (action, status, reports) => {
    expect(await read(returned(dsn(action, status)))).toMatchObject({ ok: true, reports });
  });

  it('is told apart by the header of the mail it returns, where the address says nothing', async () => {
    const original = `${dsn('failed', '5.1.1')}\n--b\nContent-Type: message/rfc822\n\nSubject: hello\nX-Baton-Ref: ${reference}\n\nbody`;
    expect(await read(returned(original, 'bounces@mail.shop.example'))).toMatchObject({
      ok: true,
      reports: [{ type: 'bounced', reference }],
    });
  });

  it('may be a complaint', async () => {
    const feedback =
      '--b\nContent-Type: message/feedback-report\n\nFeedback-Type: abuse\nOriginal-Rcpt-To: <p1@example.com>';
    expect(await read(returned(feedback))).toMatchObject({
      ok: true,
      reports: [{ type: 'complained', reference, address: 'p1@example.com' }],
    });
  });

  it('is nothing when it is an ordinary mail', async () => {
    expect(await read('From: a@b.c\r\nTo: d@e.f\r\n\r\nOut of office')).toEqual({ ok: false, why: 'malformed' });
  });
});
