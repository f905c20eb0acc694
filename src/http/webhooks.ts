import { createHmac } from 'node:crypto';
import { inArray } from 'drizzle-orm';
import { Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { suppressAddress } from '../audience/suppress.ts';
import type { Report, Reporter } from '../channels/report.ts';
import { contacts } from '../db/schema.ts';
import { makeTokens, reportedChannel } from '../delivery/tokens.ts';
import type { Deps } from '../deps.ts';
import { sameSecret } from '../kit/hash.ts';
import { messageOf } from '../kit/log.ts';
import { type DeliveryFact, recordEvents } from '../results/events.ts';

type Door = Pick<Deps, 'db' | 'clock' | 'log' | 'secretKeys' | 'reporters'>;

/** A returned mail brings the message it returns. */
const LARGEST = 12 * 1024 * 1024;

/** 256 bits that only we and the vendor know; it follows from the key, so that no table has to keep it. */
export const webhookToken = (secretKey: string, source: string): string =>
  createHmac('sha256', secretKey).update(`baton.webhook.1:${source}`).digest('base64url');

/**
 * What vendors report: `POST /webhooks/:source/:token`. The token is asked of everybody, signed or not. A report moves a
 * message of ours, by the reference it carries; without one it can only take an address off. Answered 200 when it is
 * kept; anything else, and the vendor tells again.
 */
export const webhookRoutes = (deps: Door): Hono => {
  const app = new Hono();
  const reporters = new Map((deps.reporters ?? []).map((each) => [each.source, each]));
  const isToken = (source: string, given: string) =>
    deps.secretKeys.map((key) => sameSecret(webhookToken(key, source), given)).includes(true);

  app.post('/webhooks/:source/:token', bodyLimit({ maxSize: LARGEST }), async (c) => {
    const { source, token } = c.req.param();
    const reporter = reporters.get(source);
    if (!isToken(source, token) || !reporter) return c.json({ error: 'not found' }, 404);
    try {
      const header = (name: string) => c.req.header(name) ?? null;
      const read = await reporter.read({ header, body: await c.req.text(), now: deps.clock.system() });
      if (!read.ok) {
        deps.log.warn({ source, why: read.why }, 'report not taken');
        return c.json({ error: read.why }, read.why === 'forged' ? 401 : 400);
      }
      return c.json({ recorded: await record(deps, reporter, read.reports) });
    } catch (error) {
      deps.log.warn({ source, error: messageOf(error) }, 'report not taken: it will come again');
      return c.json({ error: 'later' }, 503);
    }
  });
  return app;
};

const record = async (deps: Door, { source }: Reporter, reports: readonly Report[]): Promise<number> => {
  const tokens = makeTokens(deps.secretKeys);
  const now = await deps.clock.business();
  const ahead = now.getTime() - deps.clock.system().getTime();
  /** The vendor's time in business time; what lies ahead is its clock going fast. */
  const timeOf = ({ at }: Report) => new Date(at ? Math.min(at.getTime() + ahead, now.getTime()) : now.getTime());
  const facts: DeliveryFact[] = [];
  const apart: Report[] = [];
  for (const report of reports) {
    const signed = report.reference ? tokens.verify('report', report.reference) : null;
    const channel = signed && reportedChannel(signed);
    // Nobody in particular is the reader of a test.
    if (signed?.contactId === 0) continue;
    if (!signed || !channel || (channel !== report.channel && report.type === 'unsubscribed')) apart.push(report);
    if (!signed || !channel) continue;
    const { campaignId, occurrence, contactId } = signed;
    const { id: eventId, type, hard, reason, code } = report;
    const detail = { source, ...(code && { code }) };
    const fact = { eventId, type, campaignId, occurrence, contactId, channel, at: timeOf(report), detail };
    facts.push({ ...fact, ...(hard !== undefined && { hard }), ...(reason && { reason }) });
  }
  for (const report of apart) await takeOff(deps, source, report, timeOf(report));
  return recordEvents(deps.db, facts);
};

/** Without a message to move, an opt-out, a complaint or a dead address still holds for the address. */
const takeOff = async (deps: Door, source: string, report: Report, at: Date): Promise<void> => {
  const { type, channel, address, hard } = report;
  const reason =
    type === 'unsubscribed' || type === 'complained' ? type : type === 'bounced' && hard ? ('bounced' as const) : null;
  if (!address || !reason || channel === 'push') return;
  const stored = channel === 'email' ? address.toLowerCase() : address;
  await deps.db.transaction((tx) => suppressAddress(tx, { channel, address: stored, reason, source, at }));
};

export type Owner = { campaignId: number; contactId: string | null; test: boolean };

/** Whose messages these references are of: the practice phone shows it. What we did not sign is nobody's. */
export const ownersOf = async (
  { db, secretKeys }: Pick<Deps, 'db' | 'secretKeys'>,
  references: readonly string[],
): Promise<Map<string, Owner>> => {
  const tokens = makeTokens(secretKeys);
  const signed = references.flatMap((reference) => {
    const token = tokens.verify('report', reference);
    return token ? [{ reference, token }] : [];
  });
  if (signed.length === 0) return new Map();
  const ids = [...new Set(signed.map(({ token }) => token.contactId))];
  const rows = await db
    .select({ id: contacts.id, externalId: contacts.externalId })
    .from(contacts)
    .where(inArray(contacts.id, ids));
  const names = new Map(rows.map((row) => [row.id, row.externalId]));
  return new Map(
    signed.map(({ reference, token: { campaignId, contactId } }) => [
      reference,
      { campaignId, contactId: names.get(contactId) ?? null, test: contactId === 0 },
    ]),
  );
};
