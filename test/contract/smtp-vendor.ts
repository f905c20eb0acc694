import type { AddressInfo } from 'node:net';
import { SMTPServer } from 'smtp-server';

type Reply = { code: number; text: string };
export type SmtpMood = {
  greeting?: Reply;
  mail?: Reply;
  rcpt?: Reply;
  data?: Reply;
  /** Hang up after the whole message has come in, without a word. */
  dropAfterData?: boolean;
  /** Never answer after the message has come in. */
  silentAfterData?: boolean;
};

/** A real SMTP server on loopback that misbehaves as told. */
export const smtpVendor = async (options: { auth?: { user: string; pass: string } } = {}) => {
  let mood: SmtpMood = {};
  const got: string[] = [];
  const froms: string[] = [];
  let connections = 0;
  const failing = (reply: Reply | undefined) =>
    reply ? Object.assign(new Error(reply.text), { responseCode: reply.code }) : null;
  const make = () =>
    new SMTPServer({
      disabledCommands: options.auth ? ['STARTTLS'] : ['AUTH', 'STARTTLS'],
      allowInsecureAuth: true,
      authOptional: !options.auth,
      disableReverseLookup: true,
      closeTimeout: 200,
      onConnect: (_session, answer) => {
        connections += 1;
        answer(failing(mood.greeting) ?? undefined);
      },
      onAuth: (auth, _session, answer) =>
        auth.username === options.auth?.user && auth.password === options.auth?.pass
          ? answer(null, { user: auth.username })
          : answer(Object.assign(new Error('no'), { responseCode: 535 })),
      onMailFrom: (_address, _session, answer) => answer(failing(mood.mail) ?? undefined),
      onRcptTo: (_address, _session, answer) => answer(failing(mood.rcpt) ?? undefined),
      onData: (stream, session, answer) => {
        const chunks: Buffer[] = [];
        stream.on('data', (chunk: Buffer) => chunks.push(chunk));
        stream.on('end', () => {
          const refused = failing(mood.data);
          if (refused) return answer(refused);
          got.push(Buffer.concat(chunks).toString());
          if (session.envelope.mailFrom) froms.push(session.envelope.mailFrom.address);
          if (mood.silentAfterData) return;
          if (mood.dropAfterData) {
            for (const connection of server.connections as Set<{ _socket: { destroy(): void } }>)
              connection._socket.destroy();
            return;
          }
          answer(null);
        });
      },
    });
  let server = make();
  server.on('error', () => undefined);
  const listen = (port: number) => new Promise<void>((done) => server.listen(port, '127.0.0.1', () => done()));
  const stop = () => new Promise<void>((done) => server.close(() => done()));
  await listen(0);
  const { port } = server.server.address() as AddressInfo;
  let up = true;
  return {
    port,
    url: `smtp://${options.auth ? `${encodeURIComponent(options.auth.user)}:${encodeURIComponent(options.auth.pass)}@` : ''}127.0.0.1:${port}`,
    got,
    froms,
    connections: () => connections,
    be: async (next: SmtpMood | 'gone') => {
      if (next === 'gone') {
        if (up) await stop();
        up = false;
        return;
      }
      mood = next;
      if (!up) {
        server = make();
        server.on('error', () => undefined);
        await listen(port);
        up = true;
      }
    },
    close: async () => {
      if (up) await stop();
    },
  };
};
