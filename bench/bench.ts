import { audience } from './audience.ts';
import { crash } from './crash.ts';
import { dispatch } from './dispatch.ts';
import { results } from './results.ts';
import { start } from './start.ts';
import { statistics } from './statistics.ts';

/** `npm run -s bench -- NAME [--json]`: figures and ratios of one run; exit 1 where a promise (not a speed) is broken. */
const BENCHES: Readonly<Record<string, { says: string; run: (flags: readonly string[]) => Promise<Result> }>> = {
  audience: {
    says: 'counting, freezing and importing a million contacts against hand-written SQL, DuckDB and COPY [--contacts N]',
    run: audience,
  },
  crash: {
    says: 'a worker killed with -9 at seeded places, ledger and provider compared [--runs N] [--seed S] [--lanes N]',
    run: crash,
  },
  dispatch: {
    says: 'messages through the ledger against the same work without it: no-op batches, SMTP, HTTP [--messages N]',
    run: dispatch,
  },
  results: {
    says: 'what a digest adds up from roll-ups and from the facts, and what keeping them costs [--events N]',
    run: results,
  },
  start: { says: 'cold and warm start to the page being up, idle memory', run: start },
  statistics: {
    says: 'false alarms, coverage, power and broken splits by simulation on the spend of a real shop',
    run: statistics,
  },
};

export type Result = { figures: Record<string, number | string>; broken: string[] };

const [name = '', ...flags] = process.argv.slice(2);
const bench = BENCHES[name];
if (!bench) {
  process.stderr.write(
    `npm run -s bench -- NAME [--json]\n${Object.entries(BENCHES)
      .map(([key, { says }]) => `  ${key}  ${says}`)
      .join('\n')}\n`,
  );
  process.exit(2);
}
const WIDTH = 44;
const { figures, broken } = await bench.run(flags);
if (flags.includes('--json')) process.stdout.write(`${JSON.stringify({ bench: name, ...figures, broken })}\n`);
else for (const [key, value] of Object.entries(figures)) process.stdout.write(`${key.padEnd(WIDTH)} ${value}\n`);
for (const line of broken) process.stderr.write(`broken: ${line}\n`);
process.exit(broken.length ? 1 : 0);
