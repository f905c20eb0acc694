import { createServer, type Socket } from 'node:net';
import { createServer as createTlsServer, type TlsOptions } from 'node:tls';

/**
 * A mail server on loopback that counts what it took, by recipient, and asks before each mail whether to take it and
 * whether to say so. It speaks as little SMTP as a relay may, so that it costs little beside what is measured.
 */
export type Sink = {
  port: number;
  /** Recipient to how often a mail to it was taken. */
  taken: Map<string, number>;
  close(): Promise<void>;
};
/** `count`: is it taken. `answer`: does the sender hear of it. */
export type Verdict = { count: boolean; answer: boolean };

const YES: Verdict = { count: true, answer: true };

export const smtpSink = async (judge: (to: string) => Verdict = () => YES, tls?: TlsOptions): Promise<Sink> => {
  const taken = new Map<string, number>();
  const open = new Set<Socket>();
  const serve = (socket: Socket) => {
    open.add(socket);
    socket.setNoDelay(true);
    let to = '';
    let text = '';
    let inMail = false;
    const say = (line: string) => socket.writable && socket.write(`${line}\r\n`);
    const mail = () => {
      const { count, answer } = judge(to);
      if (count) taken.set(to, (taken.get(to) ?? 0) + 1);
      if (answer) say('250 2.0.0 taken');
    };
    const command = (line: string) => {
      const word = line.slice(0, 4).toUpperCase();
      if (word === 'EHLO') say('250-sink\r\n250-8BITMIME\r\n250-PIPELINING\r\n250 SIZE 10000000');
      else if (word === 'RCPT') {
        to = /<([^>]*)>/.exec(line)?.[1] ?? '';
        say('250 2.1.5 ok');
      } else if (word === 'DATA') {
        inMail = true;
        say('354 go on');
      } else if (word === 'QUIT') socket.end('221 2.0.0 bye\r\n');
      else say('250 2.0.0 ok');
    };
    socket.setEncoding('latin1');
    socket.on('data', (chunk: string) => {
      text += chunk;
      for (;;) {
        const end = text.indexOf(inMail ? '\r\n.\r\n' : '\r\n');
        if (end < 0) return;
        if (inMail) {
          text = text.slice(end + 5);
          inMail = false;
          mail();
        } else {
          const line = text.slice(0, end);
          text = text.slice(end + 2);
          command(line);
        }
      }
    });
    socket.on('error', () => undefined);
    socket.on('close', () => open.delete(socket));
    say('220 sink ESMTP');
  };
  const server = tls ? createTlsServer(tls, serve) : createServer(serve);
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const address = server.address();
  return {
    port: typeof address === 'object' && address ? address.port : 0,
    taken,
    close: () =>
      new Promise((done) => {
        for (const socket of open) socket.destroy();
        server.close(() => done());
      }),
  };
};
