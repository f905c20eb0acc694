import { createVerify } from 'node:crypto';
import { bounceReason } from './bounce-reason.ts';
import { ask } from './http.ts';
import { jsonIn, type Report, type Reporter, timeOf } from './report.ts';
import { REFERENCE_HEADER, referenceIn } from './return-path.ts';

type Sns = Partial<
  Record<
    | 'Type'
    | 'MessageId'
    | 'Message'
    | 'Subject'
    | 'Timestamp'
    | 'TopicArn'
    | 'Token'
    | 'SubscribeURL'
    | 'Signature'
    | 'SignatureVersion'
    | 'SigningCertURL',
    string
  >
>;
type SesEvent = {
  notificationType?: string;
  eventType?: string;
  mail?: { messageId?: string; source?: string; headers?: { name: string; value: string }[] };
  bounce?: {
    bounceType?: string;
    timestamp?: string;
    bouncedRecipients?: { emailAddress?: string; status?: string; diagnosticCode?: string }[];
  };
  complaint?: { timestamp?: string; complainedRecipients?: { emailAddress?: string }[] };
  delivery?: { timestamp?: string; recipients?: string[] };
};

const SNS_HOST = /^sns\.[a-z0-9-]+\.amazonaws\.com(?:\.cn)?$/;

/**
 * Amazon SES by SNS. A topic's report is taken only with Amazon's signature, from the one topic that was named; asked to
 * confirm that topic's subscription, we do. `certificate` fetches the signer's, from Amazon's own hosts alone.
 */
export const sesReporter = (
  topicArn: string,
  certificate: (url: string, now: Date) => Promise<string> = certificates(),
): Reporter => ({
  source: 'ses',
  read: async ({ body, now }) => {
    const sns = jsonIn<Sns>(body);
    if (!sns?.Type || !sns.MessageId) return { ok: false, why: 'malformed' };
    if (sns.TopicArn !== topicArn || !(await isSigned(sns, certificate, now))) return { ok: false, why: 'forged' };
    if (sns.Type === 'SubscriptionConfirmation') {
      await confirm(sns.SubscribeURL ?? '', now);
      return { ok: true, reports: [] };
    }
    const event = sns.Type === 'Notification' ? jsonIn<SesEvent>(sns.Message ?? '') : {};
    return event ? { ok: true, reports: sesReports(event, sns.MessageId) } : { ok: false, why: 'malformed' };
  },
});

const FIELDS = {
  Notification: ['Message', 'MessageId', 'Subject', 'Timestamp', 'TopicArn', 'Type'],
  other: ['Message', 'MessageId', 'SubscribeURL', 'Timestamp', 'Token', 'TopicArn', 'Type'],
} as const;

/** The text that Amazon signs: names and values, a line each, in this order. */
export const signedText = (sns: Sns): string =>
  (sns.Type === 'Notification' ? FIELDS.Notification : FIELDS.other)
    .filter((name) => sns[name] !== undefined)
    .map((name) => `${name}\n${sns[name]}\n`)
    .join('');

const isSigned = async (
  sns: Sns,
  certificate: (url: string, now: Date) => Promise<string>,
  now: Date,
): Promise<boolean> => {
  const { SigningCertURL: url = '', Signature: signature = '', SignatureVersion: version = '' } = sns;
  if (!isAmazon(url) || !url.endsWith('.pem') || (version !== '1' && version !== '2')) return false;
  try {
    const verify = createVerify(version === '2' ? 'RSA-SHA256' : 'RSA-SHA1').update(signedText(sns));
    return verify.verify(await certificate(url, now), signature, 'base64');
  } catch {
    return false;
  }
};

const isAmazon = (url: string): boolean =>
  URL.canParse(url) && new URL(url).protocol === 'https:' && SNS_HOST.test(new URL(url).host);

/** Each fetched once. */
const certificates = () => {
  const known = new Map<string, string>();
  return async (url: string, now: Date): Promise<string> => {
    const kept = known.get(url);
    if (kept) return kept;
    const answer = await ask(url, { method: 'GET', headers: {}, timeoutMs: 5_000 }, now);
    if (answer.got === 'nothing' || answer.status !== 200) throw new Error('no certificate');
    known.set(url, answer.text);
    return answer.text;
  };
};

const confirm = async (url: string, now: Date): Promise<void> => {
  if (!isAmazon(url)) return;
  const answer = await ask(url, { method: 'GET', headers: {}, timeoutMs: 5_000 }, now);
  if (answer.got === 'nothing' || answer.status !== 200) throw new Error('SNS did not take the confirmation');
};

const sesReports = (event: SesEvent, messageId: string): Report[] => {
  const { mail, bounce, complaint, delivery } = event;
  const header = mail?.headers?.find(({ name }) => name.toLowerCase() === REFERENCE_HEADER.toLowerCase())?.value;
  const about = { reference: referenceIn(mail?.source ?? '') ?? header ?? null, channel: 'email' as const };
  const id = (address: string) => `ses:${mail?.messageId ?? messageId}:${address}`;
  if (bounce)
    return (bounce.bouncedRecipients ?? []).map(({ emailAddress = '', status, diagnosticCode }) => ({
      ...about,
      id: `${id(emailAddress)}:bounced`,
      type: 'bounced',
      address: emailAddress || null,
      at: timeOf(bounce.timestamp),
      hard: bounce.bounceType === 'Permanent',
      reason: bounceReason(status, diagnosticCode),
      ...(status && { code: status }),
    }));
  if (complaint)
    return (complaint.complainedRecipients ?? []).map(({ emailAddress = '' }) => ({
      ...about,
      id: `${id(emailAddress)}:complained`,
      type: 'complained',
      address: emailAddress || null,
      at: timeOf(complaint.timestamp),
    }));
  return (delivery?.recipients ?? []).map((address) => ({
    ...about,
    id: `${id(address)}:delivered`,
    type: 'delivered',
    address,
    at: timeOf(delivery?.timestamp),
  }));
};
