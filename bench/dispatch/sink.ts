import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { smtpSink } from '../crash/smtp.ts';

/** `node sink.ts smtp|smtps|http DELAY_MS [KEY CERTIFICATE]`: prints its port and takes everything. */
// Ends with whoever started it.
process.stdin.once('end', () => process.exit(0)).resume();

const [kind = 'smtp', delay = '0', key = '', cert = ''] = process.argv.slice(2);
if (kind === 'smtps')
  process.stdout.write(`${(await smtpSink(undefined, { key: readFileSync(key), cert: readFileSync(cert) })).port}\n`);
else if (kind === 'smtp') process.stdout.write(`${(await smtpSink()).port}\n`);
else {
  let taken = 0;
  const server = createServer((request, response) => {
    request.resume();
    request.once('end', () => {
      const answer = () => response.writeHead(200, { 'content-type': 'application/json' }).end(`{"id":"${++taken}"}`);
      if (Number(delay) > 0) setTimeout(answer, Number(delay));
      else answer();
    });
  });
  server.keepAliveTimeout = 60_000;
  server.listen(0, '127.0.0.1', () => {
    const address = server.address();
    process.stdout.write(`${typeof address === 'object' && address ? address.port : 0}\n`);
  });
}
