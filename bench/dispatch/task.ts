import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** What one worker process of the bench does. */
export type Task = {
  databaseUrl: string;
  campaignId: number;
  /** `ledger`: the product. `bare`: claim and mark alone. `loop`: the same messages written and sent by the same channel without a ledger. */
  mode: 'ledger' | 'bare' | 'loop';
  provider: { kind: 'none'; batch: number } | { kind: 'smtp' | 'smtps' | 'http'; port: number };
  /** Key to sign each mail with; none: mail leaves unsigned. */
  dkimKey?: string;
  /** File of the certificate that the sink has. */
  trust?: string;
  messages: number;
  /** This worker's share of the slices: those with index % of === share. */
  share: number;
  of: number;
};

/** Epoch ms; CPU of the process in ms; resident set in MB. */
export type Done = { began: number; ended: number; sent: number; cpuMs: number; peakMb: number };

const HERE = fileURLToPath(new URL('.', import.meta.url));

/** A process of its own, so that two workers are two processes and the sink costs them nothing. */
export const runTask = (task: Task): Promise<Done> =>
  new Promise((done, fail) => {
    const child = spawn(process.execPath, ['--max-semi-space-size=16', `${HERE}worker.ts`, JSON.stringify(task)], {
      stdio: ['ignore', 'pipe', 'inherit'],
      env: { ...process.env, ...(task.trust && { NODE_EXTRA_CA_CERTS: task.trust }) },
    });
    let out = '';
    child.stdout.on('data', (chunk) => {
      out += String(chunk);
    });
    child.once('close', (code) => (code === 0 ? done(JSON.parse(out) as Done) : fail(new Error(`worker: ${code}`))));
  });

export type Sink = { port: number; close(): void };

/** A provider in a process of its own that answers at once, or after so many ms. */
export const startSink = (kind: 'smtp' | 'smtps' | 'http', delayMs = 0, tls: readonly string[] = []): Promise<Sink> =>
  new Promise((done, fail) => {
    const child = spawn(process.execPath, [`${HERE}sink.ts`, kind, String(delayMs), ...tls], {
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    child.once('close', () => fail(new Error('the sink ended')));
    child.stdout.once('data', (chunk) => done({ port: Number(chunk), close: () => child.kill('SIGKILL') }));
  });
