import { Readable } from 'node:stream';
import SMTPConnection from 'nodemailer/lib/smtp-connection';
import type { Clock } from '../kit/clock.ts';
import type { Log } from '../kit/log.ts';
import type { Channel, MailOut, Outcome } from './channel.ts';
import { outcomeOf, type SmtpFailure } from './smtp-answer.ts';
import { turns } from './turns.ts';

export type EmailSettings = {
  /** `smtp://` (STARTTLS where offered) or `smtps://`, with user and password inside. */
  smtpUrl: string;
  /** Asked before each connection, and used instead: the practice mailbox of another process may move. */
  whereNow?: () => Promise<string>;
  practice: boolean;
  log: Log;
  clock: Pick<Clock, 'system'>;
  /** Longest a hand-over may take. */
  timeoutMs?: number;
  connections?: number;
};

/** Most messages over one connection: some relays slow down or hang up after more. */
const USES = 100;
/** Single messages handed over together; what a crash can leave unknown is at most this many a lane. */
const BATCH = 50;

/** `stained`: a refusal has left it inside a conversation, which is set back before the next one. */
type Line = { connection: SMTPConnection; uses: number; stained: boolean };
type Sent = { ok: true } | { ok: false; failure: SmtpFailure; line: Line };

/**
 * E-mail by SMTP. nodemailer's connection, but not its pool: that one sends a message again by itself when a connection
 * drops, and after the first byte of a message only a person may do that. Envelope, body and headers come ready-made.
 */
export const emailChannel = (settings: EmailSettings): Channel<MailOut> => {
  const { log, clock, practice } = settings;
  const timeoutMs = settings.timeoutMs ?? 30_000;
  const url = new URL(settings.smtpUrl);
  const user = decodeURIComponent(url.username);
  const idle: Line[] = [];
  const open = new Set<Line>();
  const turn = turns(settings.connections ?? 10);

  const dial = async (leftMs: number): Promise<Line> => {
    const { hostname, port } = settings.whereNow ? new URL(await settings.whereNow()) : url;
    const connection = new SMTPConnection({
      host: hostname.replace(/^\[|\]$/g, ''),
      port: Number(port) || (url.protocol === 'smtps:' ? 465 : 587),
      secure: url.protocol === 'smtps:',
      ignoreTLS: practice,
      connectionTimeout: leftMs,
      greetingTimeout: leftMs,
      dnsTimeout: leftMs,
      socketTimeout: timeoutMs * 2,
    });
    const line: Line = { connection, uses: 0, stained: false };
    await new Promise<void>((done, fail) => {
      const timer = setTimeout(() => fail(new Error('handshake took too long')), leftMs);
      const settle = (error?: Error | null) => {
        clearTimeout(timer);
        if (error) fail(error);
        else done();
      };
      // Also what a line that breaks while idle ends in: nobody waits for it then.
      connection.on('error', settle);
      connection.once('end', () => {
        open.delete(line);
        const at = idle.indexOf(line);
        if (at >= 0) idle.splice(at, 1);
        settle(new Error('connection closed'));
      });
      connection.connect((error) => {
        if (error || !user || connection.authenticated) settle(error);
        else connection.login({ user, pass: decodeURIComponent(url.password) }, settle);
      });
    }).catch((error) => {
      connection.close();
      throw error;
    });
    open.add(line);
    return line;
  };

  const rest = (line: Line) => {
    if (line.connection.destroyed) return;
    if (line.uses >= USES) line.connection.quit();
    else idle.push(line);
  };

  /** One conversation on one line. Knows whether the message was begun, because the stream is read only after 354. */
  const transmit = (line: Line, message: MailOut, leftMs: number): Promise<Sent> =>
    new Promise((done) => {
      let started = false;
      const body = new Readable({
        read() {
          started = true;
          this.push(message.body);
          this.push(null);
        },
      });
      const fail = (error: unknown) => done({ ok: false, failure: failureOf(error, started), line });
      const timer = setTimeout(() => {
        line.connection.close();
        fail(new Error('no answer in time'));
      }, leftMs);
      line.uses += 1;
      const envelope = { from: message.from, to: message.to, size: Buffer.byteLength(message.body) };
      line.connection.send(envelope, body, (error) => {
        clearTimeout(timer);
        if (error) fail(error);
        else done({ ok: true });
      });
    });

  /** @returns whether the line can be used again */
  const cleanse = (line: Line, leftMs: number): Promise<boolean> =>
    new Promise((done) => {
      const timer = setTimeout(() => {
        line.connection.close();
        done(false);
      }, leftMs);
      // A line that breaks meanwhile answers no more.
      line.connection.once('end', () => done(false));
      line.connection.reset((error) => {
        clearTimeout(timer);
        if (error) line.connection.close();
        else line.stained = false;
        done(!error);
      });
    });

  const sendOne = async (message: MailOut, until: number): Promise<Outcome> => {
    for (;;) {
      const leftMs = until - clock.system().getTime();
      // Never begun, so certainly not taken: others on this account were too slow.
      if (leftMs <= 0) return { outcome: 'retry_later', reason: 'busy', afterMs: 0, whole: true };
      const used = idle.pop();
      if (used?.stained && !(await cleanse(used, leftMs))) continue;
      let line: Line;
      try {
        line = used ?? (await dial(leftMs));
      } catch (error) {
        return told(failureOf(error, false));
      }
      const sent = await transmit(line, message, Math.max(1, until - clock.system().getTime()));
      if (sent.ok) {
        rest(line);
        return { outcome: 'accepted', providerId: message.messageId };
      }
      line.stained = true;
      rest(line);
      if (used && hadHungUp(sent.failure)) continue;
      return told(sent.failure);
    }
  };

  const told = (failure: SmtpFailure): Outcome => {
    const outcome = outcomeOf(failure);
    log.warn({ ...failure, ...outcome }, 'SMTP: not accepted');
    return outcome;
  };

  return {
    name: 'email',
    account: practice ? 'practice' : `smtp:${user ? `${user}@` : ''}${url.host}`,
    practice,
    timeoutMs,
    batch: BATCH,
    send: (messages) => {
      const until = clock.system().getTime() + timeoutMs;
      return Promise.all(messages.map((message) => turn(() => sendOne(message, until))));
    },
    probe: async () => {
      try {
        const line = await dial(Math.min(timeoutMs, 5_000));
        line.connection.quit();
        return null;
      } catch (error) {
        const { code, command } = failureOf(error, false);
        return `${url.host}: ${code ?? 'no answer'} (${command})`;
      }
    },
    close: async () => {
      for (const line of open) line.connection.close();
    },
  };
};

/** The server had ended an idle line: nothing of this message was said, so another line may say it. */
const hadHungUp = ({ started, code, oversized }: SmtpFailure): boolean =>
  !started && !oversized && (code === undefined || code === 421);

const failureOf = (thrown: unknown, started: boolean): SmtpFailure => {
  const error = thrown as { responseCode?: number; response?: string; command?: string; code?: string };
  const status = /^\d{3}[ -](\d\.\d{1,3}\.\d{1,3})\b/.exec(error.response ?? '')?.[1];
  return {
    started,
    command: error.command ?? 'CONN',
    ...(error.responseCode && { code: error.responseCode }),
    ...(status && { status }),
    ...(error.code === 'EMESSAGE' && !error.responseCode && error.command === 'MAIL FROM' && { oversized: true }),
  };
};
