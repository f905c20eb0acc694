import { randomUUID } from 'node:crypto';
import { asc, eq, gt, sql } from 'drizzle-orm';
import { Hono } from 'hono';
import { stream } from 'hono/streaming';
import PostalMime from 'postal-mime';
import { SMTPServer } from 'smtp-server';
import { isPassing, retrying } from '../db/retry.ts';
import { practiceMail, practiceState } from '../db/schema.ts';
import type { Deps, Tx } from '../deps.ts';
import { campaignKey, parseCampaignKey } from '../kit/id.ts';
import { messageOf } from '../kit/log.ts';
import { freePort, isFree } from '../kit/port.ts';

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
    headers: { ...headers, [RECEIPT]: randomUUID() },
    messageId: mail.messageId ?? '',
    campaignId: parseCampaignKey(headers['x-baton-campaign'] ?? ''),
    contactId: headers['x-baton-contact'] || null,
    test: headers['x-baton-test'] === '1',
    at,
  }));
};

/** Tells one reception from another, also of the same message. */
const RECEIPT = 'x-practice-receipt';
/** How long a message is held on to while the database is away; the sender gives up before or after, as it likes. */
const KEEP_FOR_MS = 60_000;

/** The database went away while a message was written and stayed away: it may be there, or not. */
class NotKnown extends Error {}

/** Writes what came in meanwhile in one statement, so that hundreds a second need few commits. */
const storing = (db: Deps['db']) => {
  let waiting: { rows: Row[]; done: () => void; fail: (error: unknown) => void }[] = [];
  let busy = false;
  const drain = async () => {
    busy = true;
    while (waiting.length > 0) {
      const batch = waiting.splice(0, 100);
      try {
        await keep(
          db,
          batch.flatMap((each) => each.rows),
        );
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

/** A commit whose answer was lost may have happened: what it wrote is looked for before anything is written again. */
const keep = async (db: Deps['db'], rows: Row[]): Promise<void> => {
  let tries = 0;
  try {
    await retrying(() => {
      tries += 1;
      return db.transaction(async (tx) => {
        await tx.execute(sql`select pg_advisory_xact_lock(${LOCK})`);
        const left = tries > 1 ? await missing(tx, rows) : rows;
        if (left.length > 0) await tx.insert(practiceMail).values(left);
      });
    }, KEEP_FOR_MS);
  } catch (error) {
    throw isPassing(error) ? new NotKnown(messageOf(error)) : error;
  }
};

const receiptOf = ({ headers }: Row): string => headers[RECEIPT] ?? '';

const missing = async (tx: Tx, rows: Row[]): Promise<Row[]> => {
  const receipt = sql`${practiceMail.headers} ->> ${RECEIPT}`;
  const found = await tx
    .select({ receipt: sql<string>`${receipt}` })
    .from(practiceMail)
    .where(sql`${receipt} = any(${sql.param(rows.map(receiptOf))}::text[])`);
  const kept = new Set(found.map((row) => row.receipt));
  return rows.filter((row) => !kept.has(receiptOf(row)));
};

const mailboxRoutes = (db: Deps['db']): Hono => {
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
  const columns = { id, channel, to, subject, at, campaignId, contactId, test, ...(bodies && { text, html }) };
  const rows = await db
    .select(columns)
    .from(practiceMail)
    .where(gt(practiceMail.id, after))
    .orderBy(asc(practiceMail.id))
    .limit(Math.min(PAGE, most));
  return rows.map((row) => ({
    ...row,
    at: row.at.toISOString(),
    campaignId: row.campaignId === null ? null : campaignKey(row.campaignId),
  }));
};
