import { verifyWebhook } from '../kit/standard-webhook.ts';
import { bounceReason } from './bounce-reason.ts';
import { jsonIn, type Report, type Reporter, timeOf } from './report.ts';
import { REFERENCE_HEADER } from './return-path.ts';

type ResendEvent = {
  type?: string;
  created_at?: string;
  data?: {
    email_id?: string;
    to?: string[];
    headers?: { name: string; value: string }[];
    bounce?: { type?: string; message?: string };
  };
};
const RESEND: Readonly<Record<string, Report['type']>> = {
  'email.sent': 'accepted',
  'email.delivered': 'delivered',
  'email.bounced': 'bounced',
  'email.complained': 'complained',
  'email.failed': 'failed',
};

/** Resend, signed by Svix as Standard Webhooks are. */
export const resendReporter = (secret: string): Reporter => ({
  source: 'resend',
  read: async ({ header, body, now }) => {
    const id = verifyWebhook(secret, header, body, now);
    if (!id) return { ok: false, why: 'forged' };
    const event = jsonIn<ResendEvent>(body);
    if (!event?.data) return { ok: false, why: 'malformed' };
    const type = RESEND[event.type ?? ''];
    if (!type) return { ok: true, reports: [] };
    const { email_id, to, headers, bounce } = event.data;
    const report: Report = {
      id: `resend:${email_id ?? id}:${type}`,
      type,
      reference: headers?.find(({ name }) => name.toLowerCase() === REFERENCE_HEADER.toLowerCase())?.value ?? null,
      address: to?.[0] ?? null,
      channel: 'email',
      at: timeOf(event.created_at),
      ...(type === 'bounced' && {
        hard: bounce?.type !== 'Transient',
        reason: bounceReason(undefined, bounce?.message),
      }),
      ...(type === 'failed' && { reason: 'other' as const }),
    };
    return { ok: true, reports: [report] };
  },
});
