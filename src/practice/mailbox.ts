import { asc, gt, sql } from 'drizzle-orm';
import { Hono } from 'hono';
import { stream } from 'hono/streaming';
import PostalMime from 'postal-mime';
import { SMTPServer } from 'smtp-server';
import { practiceMail } from '../db/schema.ts';
import type { Deps } from '../deps.ts';
import { campaignKey, parseCampaignKey } from '../kit/id.ts';
import { messageOf } from '../kit/log.ts';

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
};

type Row = typeof practiceMail.$inferInsert;
type Settings = Pick<Deps, 'db' | 'clock' | 'log'>;

const LARGEST = 10 * 1024 * 1024;
const PAGE = 200;
/** Any number that is only ours: ids become visible in order, so that `after=N` never passes one by. */
const LOCK = 7_218_431;

export const startMailbox = async ({ db, clock, log }: Settings): Promise<Mailbox> => {
  const store = storing(db);
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
              answer(Object.assign(new Error('try again'), { responseCode: 451 }));
            },
          );
      });
    },
  });
  server.on('error', (error) => log.warn({ error: messageOf(error) }, 'practice mailbox'));
  await new Promise<void>((done, fail) => {
    server.once('error', fail);
    server.listen(0, '127.0.0.1', () => done());
  });
  const address = server.server.address();
  if (address === null || typeof address === 'string') throw new Error('practice mailbox has no port');
  return {
    smtpUrl: `smtp://127.0.0.1:${address.port}`,
    routes: mailboxRoutes(db),
    close: () => new Promise((done) => server.close(() => done())),
  };
};

/** Every message a row, also one that came before: a double must be seen. */
const read = async (raw: Buffer, to: readonly string[], clock: Deps['clock']): Promise<Row[]> => {
  const mail = await PostalMime.parse(raw);
  const headers = Object.fromEntries(mail.headers.map(({ key, value }) => [key, value]));
  const at = await clock.business();
  return to.map((address) => ({
    channel: 'email',
    to: address,
    subject: mail.subject ?? '',
    text: mail.text ?? '',
    html: mail.html ?? '',
    headers,
    messageId: mail.messageId ?? '',
    campaignId: parseCampaignKey(headers['x-baton-campaign'] ?? ''),
    contactId: headers['x-baton-contact'] || null,
    test: headers['x-baton-test'] === '1',
    at,
  }));
};

/** Writes what came in meanwhile in one statement, so that hundreds a second need few commits. */
const storing = (db: Deps['db']) => {
  let waiting: { rows: Row[]; done: () => void; fail: (error: unknown) => void }[] = [];
  let busy = false;
  const drain = async () => {
    busy = true;
    while (waiting.length > 0) {
      const batch = waiting.splice(0, 100);
      try {
        await db.transaction(async (tx) => {
          await tx.execute(sql`select pg_advisory_xact_lock(${LOCK})`);
          await tx.insert(practiceMail).values(batch.flatMap((each) => each.rows));
        });
        for (const { done } of batch) done();
      } catch (error) {
        for (const { fail } of batch) fail(error);
      }
    }
    busy = false;
  };
  return (rows: Row[]): Promise<void> =>
    new Promise((done, fail) => {
      waiting = [...waiting, { rows, done, fail }];
      if (!busy) void drain();
    });
};

const mailboxRoutes = (db: Deps['db']): Hono => {
  const app = new Hono();
  app.get('/mailbox.json', (c) => {
    const after = Number(c.req.query('after') ?? 0);
    const bodies = c.req.query('bodies') !== '0';
    if (!Number.isSafeInteger(after) || after < 0)
      return c.json({ error: 'after: a whole number, the id of the last message already seen' }, 400);
    c.header('content-type', 'application/json; charset=utf-8');
    // Page by page: a mailbox of a whole audience does not fit into one string.
    return stream(c, async (out) => {
      let last = after;
      let first = true;
      await out.write('[');
      for (;;) {
        const rows = await pageOf(db, last, bodies);
        for (const row of rows) {
          await out.write(`${first ? '' : ','}${JSON.stringify(row)}`);
          first = false;
        }
        if (rows.length < PAGE) break;
        last = rows.at(-1)?.id ?? last;
      }
      await out.write(']');
    });
  });
  return app;
};

const pageOf = async (db: Deps['db'], after: number, bodies: boolean): Promise<PostedMail[]> => {
  const { id, channel, to, subject, text, html, at, campaignId, contactId, test } = practiceMail;
  const columns = { id, channel, to, subject, at, campaignId, contactId, test, ...(bodies && { text, html }) };
  const rows = await db
    .select(columns)
    .from(practiceMail)
    .where(gt(practiceMail.id, after))
    .orderBy(asc(practiceMail.id))
    .limit(PAGE);
  return rows.map((row) => ({
    ...row,
    at: row.at.toISOString(),
    campaignId: row.campaignId === null ? null : campaignKey(row.campaignId),
  }));
};
