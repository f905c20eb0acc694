import { Worker } from 'node:worker_threads';
import type { Customer, Models } from './ltv.ts';

/** The fit in a thread of its own: it takes a second or more, and clicks are to be answered within three. */
export const fitApart = (customers: readonly Customer[]): Promise<Models | null> =>
  new Promise((resolve, reject) => {
    const thread = new Worker(new URL('./fit-thread.ts', import.meta.url), { workerData: customers });
    thread.once('message', resolve);
    thread.once('error', reject);
    thread.once('exit', (code) => reject(new Error(`the fit ended without an answer (${code})`)));
  });
