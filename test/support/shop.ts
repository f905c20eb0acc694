import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sampleKit } from '../../src/practice/sample/kit.ts';
import { baton } from './child.ts';

/** A shop of people who all bought four times, the last time 90 days before `now`, brought in by the command line as a user would. */
export const openShop = async (env: Record<string, string>, people: number, now: Date): Promise<void> => {
  const dir = mkdtempSync(join(tmpdir(), 'baton-shop-'));
  const file = (name: string, lines: readonly string[]): string => {
    writeFileSync(join(dir, name), `${lines.join('\n')}\n`);
    return join(dir, name);
  };
  const run = async (...args: string[]): Promise<void> => {
    const { code, stderr } = await baton(env, ...args);
    if (code !== 0) throw new Error(`${args.slice(0, 2).join(' ')}: ${stderr}`);
  };
  const day = (ago: number): string => new Date(now.getTime() - ago * 24 * 3600_000).toISOString();
  const ids = Array.from({ length: people }, (_, i) => `p${i + 1}`);
  try {
    await run('brand', 'set', file('kit.json', [JSON.stringify(sampleKit)]));
    const contacts = file('contacts.csv', [
      'external_id,email,first_name,last_name,created_at,consent.email',
      ...ids.map((id) => `${id},${id}@example.test,하나,김,${day(400)},true`),
    ]);
    await run('import', 'contacts', contacts, '--consent-source', 'test');
    const orders = file('orders.csv', [
      'order_id,contact_id,at,amount,currency',
      ...ids.flatMap((id) => [300, 200, 120, 90].map((ago) => `${id}-${ago},${id},${day(ago)},30000,KRW`)),
    ]);
    await run('import', 'orders', orders);
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
};
