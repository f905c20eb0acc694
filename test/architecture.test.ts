import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { outdated } from '../docs/generate.ts';
import {
  drawers,
  forbiddenImports,
  longFiles,
  type SourceFile,
  sourceFiles,
  strayEffects,
} from './support/architecture.ts';

const files = sourceFiles();
const file = (path: string, text: string): SourceFile => ({
  path,
  text,
  lines: text.split('\n').length,
  imports: [...text.matchAll(/from '([^']+)'/g)].map((m) => m[1] ?? ''),
});

describe('the architecture', () => {
  it('keeps the import table', () => expect(forbiddenImports(files)).toEqual([]));
  it('keeps files short', () => expect(longFiles(files)).toEqual([]));
  it('keeps time, chance and settings at the edge', () => expect(strayEffects(files)).toEqual([]));
  it('has no drawers', () => expect(drawers(files)).toEqual([]));
  it('has its generated documents up to date', () => expect(outdated(false)).toEqual([]));

  it('names a test that exists for each of the ten promises', () => {
    const page = readFileSync(new URL('../ARCHITECTURE.md', import.meta.url), 'utf8');
    const rows = page.split('\n').filter((line) => /^\| \d+ /.test(line));
    expect(rows.map((row) => Number(/\d+/.exec(row)?.[0]))).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
    for (const row of rows) {
      const named = [...row.matchAll(/`(test\/[^`]+\.test\.ts)`/g)].map((found) => found[1] ?? '');
      expect(named.length).toBeGreaterThan(0);
      for (const path of named)
        expect({ path, exists: existsSync(new URL(`../${path}`, import.meta.url)) }).toEqual({ path, exists: true });
    }
  });

  it('would notice a forbidden import, a long file, a stray effect and a drawer', () => {
    expect(forbiddenImports([file('kit/a.ts', "import { b } from '../slack/b.ts'")])).toHaveLength(1);
    expect(forbiddenImports([file('campaign/a.ts', "import x from '@slack/bolt'")])).toHaveLength(1);
    expect(longFiles([file('kit/a.ts', '\n'.repeat(300))])).toHaveLength(1);
    expect(strayEffects([file('kit/a.ts', 'process.env.X; Math.random()')])).toHaveLength(2);
    expect(drawers([file('kit/utils.ts', '')])).toHaveLength(1);
  });
});
