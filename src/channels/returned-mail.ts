import PostalMime from 'postal-mime';
import { bounceReason } from './bounce-reason.ts';
import { type Report, type Reporter, timeOf } from './report.ts';
import { REFERENCE_HEADER, referenceIn } from './return-path.ts';

/**
 * A mail server hands us what came back to the return path, as it is (RFC 3464 for bounces, RFC 5965 for complaints). The
 * body of the request is the mail; what is no report is nothing.
 */
export const returnedMailReporter = (): Reporter => ({
  source: 'mail',
  read: async ({ body }) => {
    const mail = await PostalMime.parse(body, { attachmentEncoding: 'utf8', forceRfc822Attachments: true });
    const part = (type: string) => String(mail.attachments.find(({ mimeType }) => mimeType === type)?.content ?? '');
    const status = part('message/delivery-status');
    const feedback = part('message/feedback-report');
    if (!status && !feedback) return { ok: false, why: 'malformed' };
    const original = `${part('message/rfc822')}\n${part('text/rfc822-headers')}`;
    const returned = [mail.headers.find(({ key }) => key === 'x-original-to')?.value, ...addressed(mail)];
    const reference =
      returned.map((each) => referenceIn(each ?? '')).find((each) => each !== null) ??
      new RegExp(`^${REFERENCE_HEADER}: *(\\S+)`, 'im').exec(original)?.[1] ??
      null;
    const about = { reference, channel: 'email' as const, at: timeOf(mail.date) };
    const id = `mail:${mail.messageId ?? reference ?? ''}`;
    if (feedback)
      return {
        ok: true,
        reports: [{ ...about, id, type: 'complained', address: recipient(feedback, 'Original-Rcpt-To') }],
      };
    return { ok: true, reports: perRecipient(status).flatMap((block, i) => dsnReport(block, `${id}:${i}`, about)) };
  },
});

const addressed = ({ to, deliveredTo }: Awaited<ReturnType<typeof PostalMime.parse>>): string[] => [
  ...(to ?? []).flatMap((each) => (each.address ? [each.address] : [])),
  ...(deliveredTo ? [deliveredTo] : []),
];

/** One block a recipient, after the one about the message. */
const perRecipient = (status: string): string[] =>
  status
    .split(/\r?\n\r?\n/)
    .map((block) => block.replace(/\r?\n[ \t]+/g, ' '))
    .filter((block) => /^Final-Recipient:/im.test(block));

const field = (block: string, name: string): string =>
  new RegExp(`^${name}: *(.*)$`, 'im').exec(block)?.[1]?.trim() ?? '';
const recipient = (block: string, name: string): string | null =>
  /([^\s;<>]+@[^\s;<>]+)/.exec(field(block, name))?.[1]?.toLowerCase() ?? null;

const dsnReport = (block: string, id: string, about: Pick<Report, 'reference' | 'channel' | 'at'>): Report[] => {
  const action = field(block, 'Action').toLowerCase();
  const status = field(block, 'Status');
  const address = recipient(block, 'Original-Recipient') ?? recipient(block, 'Final-Recipient');
  if (action === 'delivered') return [{ ...about, id, type: 'delivered', address }];
  // A delay is not an end: the server tries on.
  if (action !== 'failed') return [];
  const reason = bounceReason(status, field(block, 'Diagnostic-Code'));
  const hard = reason === 'no_mailbox' || reason === 'bad_address';
  // Given up for good, also where the address is good: the message failed, the address stays.
  return [{ ...about, id, type: hard ? 'bounced' : 'failed', address, reason, ...(hard && { hard }), code: status }];
};
