import { outdated } from '../../docs/generate.ts';
import { drawers, forbiddenImports, longFiles, sourceFiles, strayEffects } from './architecture.ts';

/** `npm run check` after types and lint: import table, file sizes, stray effects, generated documents. */
const files = sourceFiles();
const problems = [
  ...forbiddenImports(files),
  ...longFiles(files),
  ...strayEffects(files),
  ...drawers(files),
  ...outdated(false).map((name) => `${name} is out of date: npm run docs`),
];
for (const problem of problems) process.stderr.write(`${problem}\n`);
process.stdout.write(
  problems.length ? `${problems.length} problem(s)\n` : `${files.length} source files: structure and documents hold\n`,
);
process.exit(problems.length ? 1 : 0);
