import { sql } from 'drizzle-orm';
import type { Channel, Outgoing } from '../../src/channels/channel.ts';
import { dkimSigned } from '../../src/channels/dkim.ts';
import { emailChannel } from '../../src/channels/email.ts';
import { webhookChannel } from '../../src/channels/webhook.ts';
import { connect } from '../../src/db/client.ts';
import { makeWriter } from '../../src/delivery/compose.ts';
import { deliverSlice } from '../../src/delivery/deliver.ts';
import { loadLaunched } from '../../src/delivery/launched.ts';
import { claimRows } from '../../src/delivery/ledger/claim.ts';
import { markRows } from '../../src/delivery/ledger/mark.ts';
import { pressureCap } from '../../src/delivery/pressure.ts';
import { slicesFor } from '../../src/delivery/slices.ts';
import { makeTokens } from '../../src/delivery/tokens.ts';
import { TUNING } from '../../src/delivery/tuning.ts';
import { realClock } from '../../src/kit/clock.ts';
import { randomId } from '../../src/kit/id.ts';
import { testDeps } from '../../test/delivery/fixture.ts';
import type { Done, Task } from './task.ts';

/** One worker of the dispatch bench; the task is its argument, what came of it its output. */
const task = JSON.parse(process.argv[2] ?? '{}') as Task;
const { db, close } = connect(task.databaseUrl, () => undefined, 20);
const log = { info: () => undefined, warn: () => undefined, error: () => undefined };
const KEY = 'a key of the dispatch bench';

const channelOf = ({ provider, dkimKey }: Task): Channel => {
  if (provider.kind === 'smtp' || provider.kind === 'smtps') {
    const smtpUrl = `${provider.kind}://127.0.0.1:${provider.port}`;
    const mail = emailChannel({ smtpUrl, practice: true, log, clock: realClock });
    return (dkimKey ? dkimSigned(mail, { selector: 'bench', privateKey: dkimKey }) : mail) as Channel;
  }
  const none: Channel = {
    name: 'email',
    account: 'none',
    practice: true,
    timeoutMs: 30_000,
    batch: provider.kind === 'none' ? provider.batch : 0,
    send: async (messages) => messages.map(({ messageId }) => ({ outcome: 'accepted', providerId: messageId })),
    probe: async () => null,
    close: async () => undefined,
  };
  if (provider.kind === 'none') return none;
  // Its client and its requests; what it carries here is a mail, the dearest thing to write.
  const url = `http://127.0.0.1:${provider.port}/`;
  const http = webhookChannel(
    { url, secret: `whsec_${'c2VjcmV0'.repeat(4)}`, practice: true, log, clock: realClock },
    'sms',
  );
  return { ...none, batch: http.batch, timeoutMs: http.timeoutMs, send: (messages) => http.send(messages as never) };
};

const launched = await loadLaunched(db, task.campaignId);
if (!launched) throw new Error('nothing is launched');
const { plan, launch } = launched;
const channel: Channel = { ...channelOf(task), account: plan.channel.account };
const cap = await pressureCap(db);
const scope = (lo: number, hi: number) => ({
  campaignId: task.campaignId,
  occurrence: 1,
  lo,
  hi,
  channel: plan.channel.name,
  launch,
  isAd: true,
});
const deps = testDeps(db, channel);

const ledger = async (lo: number, hi: number): Promise<void> => {
  for (;;) {
    const went = await deliverSlice(deps, { campaignId: task.campaignId, occurrence: 1, lo, hi });
    if (went === 'done') return;
    await new Promise((go) => setTimeout(go, Math.max(0, went.again.getTime() - Date.now())));
  }
};

const bare = async (lo: number, hi: number): Promise<void> => {
  for (;;) {
    const token = randomId('cl');
    const now = new Date();
    const { rows } = await claimRows(db, scope(lo, hi), { token, most: 500, leaseMs: 60_000, cap, now });
    if (rows.length === 0) return;
    await db.execute(
      // What a hand-over would do to the row, without its checks: mark finds only what was handed over.
      sql`update deliveries set status = 'handed' where campaign_id = ${task.campaignId} and occurrence = 1 and bucket >= ${lo} and bucket < ${hi} and claim_token = ${token}`,
    );
    await markRows(db, scope(lo, hi), {
      token,
      results: rows.map(({ contactId }) => ({
        contactId,
        outcome: { outcome: 'accepted', providerId: `${contactId}` },
      })),
      at: now,
      jitter: 1,
      backoff: { baseMs: TUNING.backoffMs, capMs: TUNING.backoffCapMs, attempts: TUNING.attempts },
    });
  }
};

/** As many at once as the ledger has: its lanes, over the slices a worker works on at once. */
const loop = async (): Promise<void> => {
  const write = makeWriter({
    campaignId: task.campaignId,
    occurrence: 1,
    plan,
    tokens: makeTokens([KEY]),
    publicUrl: 'https://baton.example.test',
    practice: true,
  });
  const row = { contactId: 1, segment: 'A', variant: 'A-1' };
  const person = {
    id: 1,
    externalId: 'x',
    address: 'p@example.test',
    firstName: '이름',
    lastName: null,
    optedOut: new Set<never>(),
  };
  // Each message is its reader's own, as in any loop that somebody would write.
  const one = (): Outgoing => {
    const written = write(row, person, new Date());
    if (!written.ok) throw new Error(written.reason);
    return written.message;
  };
  let left = Math.floor(task.messages / task.of);
  const lane = async () => {
    while (left > 0) {
      const n = Math.min(channel.batch, left);
      left -= n;
      await channel.send(Array.from({ length: n }, one));
    }
  };
  const lanes = Math.max(1, Math.min(TUNING.lanes, Math.floor(TUNING.inFlight / channel.batch)));
  await Promise.all(Array.from({ length: lanes * AT_ONCE }, lane));
};

/** Slices a process works on at once (jobs/queue.ts). */
const AT_ONCE = 4;
const before = process.cpuUsage();
const began = Date.now();
let peakMb = 0;
const watch = setInterval(() => {
  peakMb = Math.max(peakMb, Math.round(process.memoryUsage.rss() / 2 ** 20));
}, 100);
if (task.mode === 'loop') await loop();
else {
  const mine = slicesFor(task.messages).filter((_, i) => i % task.of === task.share);
  const work = task.mode === 'bare' ? bare : ledger;
  await Promise.all(
    Array.from({ length: AT_ONCE }, async () => {
      for (let slice = mine.shift(); slice; slice = mine.shift()) await work(slice.lo, slice.hi);
    }),
  );
}
const ended = Date.now();
clearInterval(watch);
const { user, system } = process.cpuUsage(before);
const done: Done = { began, ended, sent: task.messages / task.of, cpuMs: (user + system) / 1000, peakMb };
process.stdout.write(JSON.stringify(done));
await channel.close();
await close();
