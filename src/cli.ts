import { leanly } from './kit/leanly.ts';

/**
 * The command line: `npm run -s baton -- <command> [--json]`. Exit 0 done, 1 refused or partly rejected, 2 wrong use. With
 * `--json` exactly one line of JSON on stdout and nothing else, whatever the exit code; errors in words go to stderr.
 */
const { run } = await leanly(() => import('./cli/run.ts'));
process.exitCode = await run(process.argv.slice(2));
