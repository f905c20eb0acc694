import { randomUUID } from 'node:crypto';
import { asc, eq, gt, sql } from 'drizzle-orm';
import { Hono } from 'hono';
import { stream } from 'hono/streaming';
import PostalMime from 'postal-mime';
import { SMTPServer } from 'smtp-server';
import { practiceMail, practiceState } from '../db/schema.ts';
import type { Deps } from '../deps.ts';
import { campaignKey, parseCampaignKey } from '../kit/id.ts';
import { messageOf } from '../kit/log.ts';
import { freePort, isFree } from '../kit/port.ts';
import { NotKnown, RECEIPT, type Received, receiving } from './received.ts';

/** What customers would have received, kept and shown instead: a real mail server that nobody outside can reach. */
export type Mailbox = { smtpUrl: string; routes: Hono; close(): Promise<void> };

/** One message as `GET /mailbox.json` gives it. */
export type PostedMail = {
  /** Grows; `after=N` asks for larger ones. */
  id: number;
  channel: string;
  to: string;
  subject: string;
  text?: string;
  html?: string;
  at: string;
  /** `C-7`; null for what no campaign sent. */
  campaignId: string | null;
  contactId: string | null;
  test: boolean;
  /** How a phone shows it; null for e-mail. */
  phone?: PhoneLook | null;
};

/** `kind`: sms, lms, mms, alimtalk, brand or push. `link`: where a tap on a push leads. `picture`: where it is on this server. */
export type PhoneLook = {
  kind: string;
  from: string;
  buttons: { name: string; url: string }[];
  link: string | null;
  picture: string | null;
};

type Settings = Pick<Deps, 'db' | 'clock' | 'log'>;

const LARGEST = 10 * 1024 * 1024;
const PAGE = 200;

export const startMailbox = async ({ db, clock, log }: Settings): Promise<Mailbox> => {
  const store = receiving(db);
  const server = new SMTPServer({
    disabledCommands: ['AUTH', 'STARTTLS'],
    disableReverseLookup: true,
    size: LARGEST,
    banner: 'practice mailbox',
    onData(data, session, answer) {
      const chunks: Buffer[] = [];
      data.on('data', (chunk: Buffer) => chunks.push(chunk));
      data.on('end', () => {
        const to = session.envelope.rcptTo.map((each) => each.address);
        // 250 only once it is kept: what the sender counts as delivered is here, also after a crash.
        read(Buffer.concat(chunks), to, clock)
          .then(store)
          .then(
            () => answer(),
            (error) => {
              log.error({ error: messageOf(error) }, 'practice mailbox could not keep a message');
              // Nobody knows whether it was kept: no answer says just that.
              if (error instanceof NotKnown) return;
              answer(Object.assign(new Error('try again'), { responseCode: 451 }));
            },
          );
      });
    },
  });
  server.on('error', (error) => log.warn({ error: messageOf(error) }, 'practice mailbox'));
  const port = await portOf(db);
  await new Promise<void>((done, fail) => {
    server.once('error', fail);
    server.listen(port, '127.0.0.1', () => done());
  });
  return {
    smtpUrl: urlOf(port),
    routes: mailboxRoutes(db),
    close: () => new Promise((done) => server.close(() => done())),
  };
};

const STATE = 'mailbox.port';
const urlOf = (port: number): string => `smtp://127.0.0.1:${port}`;

const keptPort = async (db: Deps['db']): Promise<number | null> => {
  const [row] = await db.select().from(practiceState).where(eq(practiceState.name, STATE));
  return row ? Number(row.value) : null;
};

/** The port it had before, where that is free; noted, because workers of other processes send there too. */
const portOf = async (db: Deps['db']): Promise<number> => {
  const before = await keptPort(db);
  const port = before !== null && (await isFree(before)) ? before : await freePort();
  await db
    .insert(practiceState)
    .values({ name: STATE, value: port })
    .onConflictDoUpdate({ target: practiceState.name, set: { value: sql`excluded.value` } });
  return port;
};

/** Where the mailbox of another process listens. @throws while there is none */
export const mailboxElsewhere = async (db: Deps['db']): Promise<string> => {
  const port = await keptPort(db);
  if (port === null) throw new Error('no practice mailbox yet: it runs with ROLE=web or all');
  return urlOf(port);
};

/** Every message a row, also one that came before: a double must be seen. */
const read = async (raw: Buffer, to: readonly string[], clock: Deps['clock']): Promise<Received[]> => {
  const mail = await PostalMime.parse(raw);
  const headers = Object.fromEntries(mail.headers.map(({ key, value }) => [key, value]));
  const at = await clock.business();
  return to.map((address) => ({
    channel: 'email',
    to: address,
    subject: mail.subject ?? '',
    text: mail.text ?? '',
    html: mail.html ?? '',
    headers: { ...headers, [RECEIPT]: randomUUID() },
    messageId: mail.messageId ?? '',
    campaignId: parseCampaignKey(headers['x-baton-campaign'] ?? ''),
    contactId: headers['x-baton-contact'] || null,
    test: headers['x-baton-test'] === '1',
    at,
  }));
};

export const mailboxRoutes = (db: Deps['db']): Hono => {
  const app = new Hono();
  app.get('/mailbox.json', async (c) => {
    const after = Number(c.req.query('after') ?? 0);
    const limit = Number(c.req.query('limit') ?? Number.MAX_SAFE_INTEGER);
    const bodies = c.req.query('bodies') !== '0';
    if (!Number.isSafeInteger(after) || after < 0)
      return c.json({ error: 'after: a whole number, the id of the last message already seen' }, 400);
    if (!Number.isSafeInteger(limit) || limit < 1)
      return c.json({ error: 'limit: a whole number of 1 or more, how many messages at most' }, 400);
    // Asked before the answer begins: what cannot be read is an error, not half an array.
    const begin = await pageOf(db, after, bodies, limit).catch(() => null);
    if (begin === null) return c.json({ error: 'the database does not answer' }, 503);
    c.header('content-type', 'application/json; charset=utf-8');
    // Page by page: a mailbox of a whole audience does not fit into one string.
    return stream(c, async (out) => {
      let page = begin;
      let left = limit;
      await out.write('[');
      for (let first = true; ; ) {
        for (const row of page) {
          await out.write(`${first ? '' : ','}${JSON.stringify(row)}`);
          first = false;
        }
        const last = page.at(-1);
        left -= page.length;
        if (!last || page.length < PAGE || left === 0) break;
        page = await pageOf(db, last.id, bodies, left);
      }
      await out.write(']');
    });
  });
  return app;
};

const pageOf = async (db: Deps['db'], after: number, bodies: boolean, most: number): Promise<PostedMail[]> => {
  const { id, channel, to, subject, text, html, at, campaignId, contactId, test } = practiceMail;
  const columns = {
    id,
    channel,
    to,
    subject,
    at,
    campaignId,
    contactId,
    test,
    ...(bodies && { text, html, headers: practiceMail.headers }),
  };
  const rows = await db
    .select(columns)
    .from(practiceMail)
    .where(gt(practiceMail.id, after))
    .orderBy(asc(practiceMail.id))
    .limit(Math.min(PAGE, most));
  return rows.map(({ headers, ...row }) => ({
    ...row,
    ...(headers && { phone: lookOf(row.channel, headers) }),
    at: row.at.toISOString(),
    campaignId: row.campaignId === null ? null : campaignKey(row.campaignId),
  }));
};

const lookOf = (channel: string, headers: Record<string, string>): PhoneLook | null =>
  channel === 'email'
    ? null
    : {
        kind: headers.kind ?? channel,
        from: headers.from ?? '',
        buttons: JSON.parse(headers.buttons ?? '[]'),
        link: headers.link ?? null,
        picture: headers.picture ? `/phone/picture/${headers.picture}` : null,
      };
