import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Result } from './bench.ts';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const RUNS = 3;

/** Starts the product as a person does, three times cold and three times warm; medians of seconds, memory in MB. */
export const start = async (): Promise<Result> => {
  const cold: number[] = [];
  const warm: number[] = [];
  const ready: number[] = [];
  const memory: number[] = [];
  for (let run = 0; run < RUNS; run += 1) {
    const dir = mkdtempSync(join(tmpdir(), 'baton-bench-'));
    try {
      const first = await launch(dir);
      cold.push(first.upSeconds);
      ready.push(await first.untilSample());
      await first.stop();
      const second = await launch(dir);
      warm.push(second.upSeconds);
      await new Promise((done) => setTimeout(done, 10_000));
      memory.push(second.memoryMb());
      await second.stop();
    } finally {
      rmSync(dir, { recursive: true, force: true });
    }
  }
  return {
    figures: {
      'cold start, s (median)': median(cold),
      'sample data in, s (median)': median(ready),
      'warm start, s (median)': median(warm),
      'idle memory, MB (median)': median(memory),
      runs: RUNS,
    },
    broken: [],
  };
};

const launch = async (dir: string) => {
  const began = performance.now();
  const seconds = () => Math.round((performance.now() - began) / 100) / 10;
  // Port 0 would hide the address; these are far from the defaults, so that a bench can run beside a server.
  const child = spawn(process.execPath, ['--max-semi-space-size=16', 'src/main.ts'], {
    cwd: ROOT,
    env: { ...process.env, DATA_DIR: dir, PORT: '0', PRACTICE_PORT: '0', LOG_LEVEL: 'error' },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let out = '';
  const url = await new Promise<string>((done, fail) => {
    child.once('exit', (code) => fail(new Error(`ended with ${code}`)));
    child.stdout.on('data', (chunk) => {
      out += String(chunk);
      const found = /http:\/\/localhost:\d+/.exec(out);
      if (found) done(found[0]);
    });
  });
  const page = await fetch(url);
  if (!page.ok) throw new Error(`the page answers ${page.status}`);
  return {
    upSeconds: seconds(),
    /** Seconds until the sample company is announced as ready in #marketing. */
    untilSample: async () => {
      for (;;) {
        const changes = (await (await fetch(`${url}/practice/changes?seat=U0MARKETER&after=0`)).json()) as {
          messages: { text: string }[];
        };
        if (changes.messages.some(({ text }) => /69,659/.test(text) && /✓|준비/.test(text))) return seconds();
        await new Promise((done) => setTimeout(done, 200));
      }
    },
    /** Resident set of the Node process alone. */
    memoryMb: () =>
      Math.round(Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${child.pid}/status`, 'utf8'))?.[1] ?? 0) / 1024),
    stop: async () => {
      const gone = new Promise((done) => child.once('exit', done));
      child.kill('SIGTERM');
      await gone;
    },
  };
};

const median = (values: number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
