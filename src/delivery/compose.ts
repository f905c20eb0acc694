import { sql } from 'drizzle-orm';
import type { Outgoing } from '../channels/channel.ts';
import type { Reason } from '../channels/reason.ts';
import { REFERENCE_HEADER, returnPath } from '../channels/return-path.ts';
import type { Db } from '../deps.ts';
import { sha256 } from '../kit/hash.ts';
import { campaignKey } from '../kit/id.ts';
import type { Plan } from '../steps/plan/schema.ts';
import type { Claimed } from './ledger/claim.ts';
import { ids } from './ledger/guards.ts';
import { mailable, writeMime } from './mime.ts';
import { compileTemplate, type Renderer } from './render.ts';
import type { Tokens } from './tokens.ts';

/** The one reader of a message, read just before it is written. */
export type Recipient = {
  id: number;
  externalId: string;
  email: string | null;
  firstName: string | null;
  lastName: string | null;
  /** The address opted out, whoever it belonged to when the audience was frozen. */
  optedOut: boolean;
};

export const readRecipients = async (db: Db, rows: readonly Claimed[]): Promise<Map<number, Recipient>> => {
  const found = await db.execute<{
    id: number;
    external_id: string;
    email: string | null;
    first_name: string | null;
    last_name: string | null;
  }>(sql`
    select c.id, c.external_id, c.email, c.first_name, c.last_name from contacts c
    where c.id = any(${ids(rows.map((row) => row.contactId))})`);
  const addresses = found.rows.flatMap((row) => (row.email ? [row.email] : []));
  // Two look-ups, not a join: opted-out addresses are not kept by contact.
  const out = await db.execute<{ address: string }>(sql`
    select a.address from suppressed_addresses a where a.channel = 'email' and a.address = any(${sql.param(addresses)}::text[])`);
  const gone = new Set(out.rows.map((row) => row.address));
  return new Map(
    found.rows.map((row) => [
      row.id,
      {
        id: row.id,
        externalId: row.external_id,
        email: row.email,
        firstName: row.first_name,
        lastName: row.last_name,
        optedOut: row.email !== null && gone.has(row.email),
      },
    ]),
  );
};

export type Sending = {
  campaignId: number;
  occurrence: number;
  plan: Pick<Plan, 'templates' | 'links' | 'sender' | 'isAd'>;
  tokens: Tokens;
  publicUrl: string;
  /** Where bounces return to, tagged with the message they are of; null: to the sender. */
  bounceAddress?: string | null;
  /** The practice mailbox is told whose message it is; a real one never is. */
  practice: boolean;
};

export type Written = { ok: true; message: Outgoing } | { ok: false; status: 'failed' | 'suppressed'; reason: Reason };
export type Writer = (row: Claimed, recipient: Recipient | undefined, now: Date) => Written;

/** Compiles each variant once and writes one message a call. */
export const makeWriter = (sending: Sending): Writer => {
  const renderers = new Map<string, Renderer>();
  const rendererOf = (variant: string): Renderer | null => {
    const known = renderers.get(variant);
    if (known) return known;
    const template = sending.plan.templates.find((each) => each.variant === variant);
    if (!template) return null;
    const made = compileTemplate(template);
    renderers.set(variant, made);
    return made;
  };
  return (row, recipient, now) => {
    if (!recipient) return { ok: false, status: 'failed', reason: 'no_address' };
    if (recipient.optedOut) return { ok: false, status: 'suppressed', reason: 'suppressed' };
    if (!recipient.email) return { ok: false, status: 'failed', reason: 'no_address' };
    const to = mailable(recipient.email);
    if (!to) return { ok: false, status: 'failed', reason: 'bad_address' };
    try {
      const render = rendererOf(row.variant);
      return render
        ? { ok: true, message: write(sending, render, row, { ...recipient, email: to }, now) }
        : { ok: false, status: 'failed', reason: 'render' };
    } catch {
      // One name the template cannot take must not stop everybody else.
      return { ok: false, status: 'failed', reason: 'render' };
    }
  };
};

const write = (
  sending: Sending,
  render: Renderer,
  row: Claimed,
  recipient: Recipient & { email: string },
  now: Date,
): Outgoing => {
  const { plan, tokens, publicUrl, campaignId, occurrence } = sending;
  const key = { campaignId, occurrence, contactId: row.contactId };
  const unsubscribe = `${publicUrl}/u/${tokens.unsubscribe(key)}`;
  const { subject, html, text } = render(recipient, {
    links: plan.links.map((_, i) => `${publicUrl}/c/${tokens.click({ ...key, link: i + 1 })}`),
    unsubscribe,
    pixel: `${publicUrl}/o/${tokens.open(key)}.gif`,
  });
  const messageId = messageIdOf(key, plan.sender.email);
  const reference = tokens.report({ ...key, channel: 'email' });
  const body = writeMime({
    from: plan.sender,
    to: recipient.email,
    subject,
    date: now,
    messageId,
    html,
    text,
    unsubscribe: plan.isAd ? unsubscribe : null,
    extra: sending.practice
      ? { 'X-Baton-Campaign': campaignKey(campaignId), 'X-Baton-Contact': recipient.externalId }
      : { [REFERENCE_HEADER]: reference },
  });
  const { bounceAddress } = sending;
  const from = bounceAddress ? returnPath(bounceAddress, reference) : plan.sender.email;
  return { channel: 'email', messageId, reference, to: recipient.email, from, body };
};

/** From the ledger's key and nothing else: the same delivery has the same id however often it is written. */
export const messageIdOf = (
  key: { campaignId: number; occurrence: number; contactId: number },
  senderEmail: string,
): string =>
  `<${sha256(`email:${key.campaignId}:${key.occurrence}:${key.contactId}`).slice(0, 32)}@${senderEmail.split('@').pop()}>`;
