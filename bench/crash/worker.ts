import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** The product itself as a worker, ended only as a power cut ends it. */
export type Worker = {
  pid: number;
  up: Promise<void>;
  kill(): Promise<void>;
  /** As a supervisor ends it; only used before and after the runs. */
  end(): Promise<void>;
  said(): string;
};

export const startWorker = (env: Record<string, string>): Worker => {
  const child = spawn(process.execPath, ['--max-semi-space-size=16', 'src/main.ts'], {
    cwd: ROOT,
    env: { PATH: process.env.PATH ?? '', TZ: 'UTC', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let out = '';
  const gone = new Promise<void>((done) => child.once('close', () => done()));
  const up = new Promise<void>((done, fail) => {
    child.stdout.on('data', (chunk) => {
      out += String(chunk);
      if (out.includes('Baton (worker)')) done();
    });
    child.stderr.on('data', (chunk) => {
      out += String(chunk);
    });
    child.once('close', (code) => fail(new Error(`the worker ended with ${code} before it was up:\n${out}`)));
  });
  // Killed before it was up: whoever waits for that hears it, nobody else has to.
  up.catch(() => undefined);
  return {
    pid: child.pid ?? 0,
    up,
    said: () => out,
    kill: () => {
      child.kill('SIGKILL');
      return gone;
    },
    end: () => {
      child.kill('SIGTERM');
      return gone;
    },
  };
};
