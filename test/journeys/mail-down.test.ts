import { setTimeout as sleep } from 'node:timers/promises';
import { SMTPServer } from 'smtp-server';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { standingNet } from '../support/net.ts';
import { MINA } from '../support/other-slack-cast.ts';
import { everything, GOAL, has, type Outside, startOutside } from '../support/outside.ts';

/** A mail server of our own on loopback that can be switched off with everything on its way. It never takes one mail twice without showing it. */
const mailServer = async () => {
  const taken: string[] = [];
  const make = () =>
    new SMTPServer({
      disabledCommands: ['AUTH', 'STARTTLS'],
      disableReverseLookup: true,
      onData(data, session, answer) {
        data.on('end', () => {
          taken.push(...session.envelope.rcptTo.map(({ address }) => address));
          // Time enough for some to be kept and not yet answered when the server is cut off.
          setTimeout(() => answer(), 20);
        });
        data.resume();
      },
    });
  const listen = (server: SMTPServer, port: number): Promise<number> =>
    new Promise((done) => {
      server.on('error', () => undefined);
      const inner = server.listen(port, '127.0.0.1', () => {
        const address = inner.address();
        done(typeof address === 'object' && address ? address.port : 0);
      });
    });
  let server = make();
  const port = await listen(server, 0);
  const off = () =>
    new Promise<void>((done) => {
      for (const each of server.connections) (each as { _socket: { destroy(): void } })._socket.destroy();
      server.close(() => done());
    });
  return {
    taken,
    url: `smtp://127.0.0.1:${port}`,
    off,
    on: async () => {
      server = make();
      await listen(server, port);
    },
  };
};

describe('the mail server', () => {
  let our: Outside;
  let smtp: Awaited<ReturnType<typeof mailServer>>;
  beforeAll(async () => {
    smtp = await mailServer();
    our = await startOutside({
      practice: 'llm',
      people: 500,
      env: { SMTP_URL: smtp.url, PUBLIC_URL: 'https://baton.example.test' },
      // The shop of the sample kit is nowhere in the real world.
      overrides: { net: standingNet },
    });
  });
  afterAll(async () => {
    await our?.stop();
    await smtp?.off();
  });

  it('goes down in the middle and comes back: the card says so, the rest is sent, nobody gets two', async () => {
    const { key } = await our.start(`${GOAL}, 지금 바로`);
    await our.bring(key, 'plan');
    expect((await our.launch(key)).body).toEqual({ text: '' });
    while (smtp.taken.length < 100) await sleep(10);
    await smtp.off();
    const before = smtp.taken.length;

    const waiting = await our.card(key, 'sending', (m) => /보내는 서버가 답하지 않/.test(everything(m)));
    expect(everything(waiting)).toMatch(
      /남은 [\d,]+통은 그대로 있고, 서버가 돌아오면 이어서 보내요\. 두 번 보내지 않아요/,
    );
    expect(has(waiting, 'send.stop')).toBe(true);
    expect(smtp.taken.length).toBe(before);

    await smtp.on();
    const done = await our.card(key, 'sending', (m) => !has(m, 'send.stop'));
    expect(everything(done)).not.toMatch(/보내는 서버가 답하지 않/);
    const { rows } = await our.app.deps.pool.query<{ email: string; status: string }>(
      'select c.email, d.status from deliveries d join contacts c on c.id = d.contact_id where d.campaign_id = $1',
      [Number(key.slice(2))],
    );
    expect(rows.length).toBeGreaterThan(350);
    expect(new Set(smtp.taken).size).toBe(smtp.taken.length);
    const open = rows.filter(({ status }) => status !== 'accepted');
    console.log(`${smtp.taken.length} of ${rows.length} taken, ${open.length} whose outcome is not known`);
    // Cut off between the message and its answer: not known, said on the card, and left to a person.
    expect(new Set(open.map(({ status }) => status))).toEqual(new Set(open.length > 0 ? ['unknown'] : []));
    expect(has(done, 'unknown.leave')).toBe(open.length > 0);
    const missing = rows.filter(({ email }) => !smtp.taken.includes(email));
    expect(missing.every(({ status }) => status === 'unknown')).toBe(true);
    if (open.length === 0) return;
    expect(everything(done)).toMatch(/통의 결과를 알 수 없어요\.\*.*다시 보내면 두 번 받을 수 있어요/);
    await our.slack.click(MINA, done, 'unknown.leave');
    await our.slack.until('nothing left to decide', (m) => m.ts === done.ts && !has(m, 'unknown.leave'));
    expect(smtp.taken.length).toBe(new Set(smtp.taken).size);
  });
});
