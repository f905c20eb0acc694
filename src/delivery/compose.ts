import { type SQL, sql } from 'drizzle-orm';
import { isFinal } from '../audience/answers.ts';
import type { ChannelName, Outgoing } from '../channels/channel.ts';
import type { Reason } from '../channels/reason.ts';
import { REFERENCE_HEADER, returnPath } from '../channels/return-path.ts';
import type { Db } from '../deps.ts';
import { sha256 } from '../kit/hash.ts';
import { campaignKey } from '../kit/id.ts';
import type { Plan } from '../steps/plan/schema.ts';
import type { Claimed } from './ledger/claim.ts';
import { ids } from './ledger/guards.ts';
import { mediumOf } from './media/index.ts';
import type { Envelope, Medium } from './media/medium.ts';
import type { Addresses, Reader } from './render.ts';
import type { Tokens } from './tokens.ts';

/** The one reader of a message, read just before it is written. */
export type Recipient = Reader & {
  id: number;
  externalId: string;
  /** What the channel writes to: e-mail address, telephone number, device. */
  address: string | null;
  /** Channels that the address opted out of, whoever it belonged to when the audience was frozen. */
  optedOut: ReadonlySet<ChannelName>;
};

/** Where each channel writes to, and which opt-outs of that address matter: a text message may step in for Kakao. */
const READS: Readonly<Record<ChannelName, { column: SQL; optOuts: readonly ChannelName[] }>> = {
  email: { column: sql`c.email`, optOuts: ['email'] },
  sms: { column: sql`c.phone`, optOuts: ['sms'] },
  kakao: { column: sql`c.phone`, optOuts: ['kakao', 'sms'] },
  push: { column: sql`c.push_token`, optOuts: ['push'] },
};
const NONE: ReadonlySet<ChannelName> = new Set();
type Own = ReadonlyMap<number, string> | undefined;

export const readRecipients = async (
  db: Db,
  channel: ChannelName,
  rows: readonly Claimed[],
  /** What is only theirs: codes of a coupon; what a legal notice tells them of. */
  { codes, answers }: { codes?: Own; answers?: Own } = {},
): Promise<Map<number, Recipient>> => {
  const { column, optOuts } = READS[channel];
  const found = await db.execute<{
    id: number;
    external_id: string;
    address: string | null;
    first_name: string | null;
    last_name: string | null;
  }>(sql`
    select c.id, c.external_id, ${column} as address, c.first_name, c.last_name from contacts c
    where c.id = any(${ids(rows.map((row) => row.contactId))})`);
  const addresses = found.rows.flatMap((row) => (row.address ? [row.address] : []));
  // Two look-ups, not a join: opted-out addresses are not kept by contact.
  const out = await db.execute<{ channel: ChannelName; address: string }>(sql`
    select a.channel, a.address from suppressed_addresses a
    where ${answers ? isFinal(sql.raw('a')) : sql`true`} and a.channel = any(${sql.param([...optOuts])}::text[]) and a.address = any(${sql.param(addresses)}::text[])`);
  const gone = new Map<string, Set<ChannelName>>();
  for (const row of out.rows) gone.set(row.address, (gone.get(row.address) ?? new Set()).add(row.channel));
  return new Map(
    found.rows.map((row) => [
      row.id,
      {
        id: row.id,
        externalId: row.external_id,
        address: row.address,
        firstName: row.first_name,
        lastName: row.last_name,
        coupon: codes?.get(row.id) ?? null,
        ...(answers && { values: { answers: answers.get(row.id) ?? '' } }),
        optedOut: (row.address !== null && gone.get(row.address)) || NONE,
      },
    ]),
  );
};

export type Sending = {
  campaignId: number;
  occurrence: number;
  plan: Pick<Plan, 'templates' | 'links' | 'sender' | 'isAd' | 'channel' | 'coupon'>;
  tokens: Tokens;
  publicUrl: string;
  /** Where bounces return to, tagged with the message they are of; null: to the sender. */
  bounceAddress?: string | null;
  /** Bytes of the plan's pictures, by hash; absent where it has none. */
  pictures?: ReadonlyMap<string, Uint8Array>;
  /** The practice mailbox is told whose message it is; a real one never is. */
  practice: boolean;
};

export type Written = { ok: true; message: Outgoing } | { ok: false; status: 'failed' | 'suppressed'; reason: Reason };
export type Writer = (row: Claimed, recipient: Recipient | undefined, now: Date) => Written;

type Fill = { medium: Medium; write: ReturnType<Medium['writer']> };
const REFUSED = (status: 'failed' | 'suppressed', reason: Reason): Written => ({ ok: false, status, reason });

/** Compiles each variant once and writes one message a call. */
export const makeWriter = (sending: Sending): Writer => {
  const known = new Map<string, Fill>();
  const fillOf = (variant: string): Fill | null => {
    const found = known.get(variant);
    if (found) return found;
    const template = sending.plan.templates.find((each) => each.variant === variant);
    if (!template) return null;
    const medium = mediumOf(template.channel);
    const made = { medium, write: medium.writer(template) };
    known.set(variant, made);
    return made;
  };
  const { name } = sending.plan.channel;
  return (row, recipient, now) => {
    if (!recipient) return REFUSED('failed', 'no_address');
    if (recipient.optedOut.has(name)) return REFUSED('suppressed', 'suppressed');
    if (!recipient.address) return REFUSED('failed', 'no_address');
    const to = mediumOf(name).address(recipient.address);
    if (!to) return REFUSED('failed', 'bad_address');
    // A promise with a hole where the code should stand is worse than no message.
    if (sending.plan.coupon && !recipient.coupon) return REFUSED('failed', 'no_coupon');
    try {
      const fill = fillOf(row.variant);
      if (!fill) return REFUSED('failed', 'render');
      const { addresses, envelope } = enclose(sending, row, { ...recipient, address: to }, now);
      return { ok: true, message: fill.write(recipient, addresses, envelope) };
    } catch {
      // One name the template cannot take must not stop everybody else.
      return REFUSED('failed', 'render');
    }
  };
};

/** What only this one message carries: its links, its ids, its way out. */
const enclose = (
  sending: Sending,
  row: Claimed,
  recipient: Recipient & { address: string },
  date: Date,
): { addresses: Addresses; envelope: Envelope } => {
  const { plan, tokens, publicUrl, campaignId, occurrence, bounceAddress } = sending;
  const channel = plan.channel.name;
  const key = { campaignId, occurrence, contactId: row.contactId };
  const unsubscribe = `${publicUrl}/u/${tokens.unsubscribe(key)}`;
  const reference = tokens.report({ ...key, channel });
  return {
    addresses: {
      links: plan.links.map((_, i) => `${publicUrl}/c/${tokens.click({ ...key, link: i + 1 })}`),
      unsubscribe,
      pixel: `${publicUrl}/o/${tokens.open(key)}.gif`,
    },
    envelope: {
      to: recipient.address,
      id: idOf(channel, key),
      reference,
      date,
      sender: plan.sender,
      isAd: plan.isAd,
      unsubscribe: plan.isAd ? unsubscribe : null,
      returnTo: bounceAddress ? returnPath(bounceAddress, reference) : null,
      headers: sending.practice
        ? { 'X-Baton-Campaign': campaignKey(campaignId), 'X-Baton-Contact': recipient.externalId }
        : { [REFERENCE_HEADER]: reference },
      pictures: sending.pictures ?? NO_PICTURES,
      noFallback: recipient.optedOut.has('sms'),
    },
  };
};

const NO_PICTURES: ReadonlyMap<string, Uint8Array> = new Map();

/** From the ledger's key and nothing else: the same delivery has the same id however often it is written. */
const idOf = (channel: ChannelName, key: { campaignId: number; occurrence: number; contactId: number }): string =>
  sha256(`${channel}:${key.campaignId}:${key.occurrence}:${key.contactId}`).slice(0, 32);
