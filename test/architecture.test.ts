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

  it('would notice a forbidden import, a long file, a stray effect and a drawer', () => {
    expect(forbiddenImports([file('kit/a.ts', "import { b } from '../slack/b.ts'")])).toHaveLength(1);
    expect(forbiddenImports([file('campaign/a.ts', "import x from '@slack/bolt'")])).toHaveLength(1);
    expect(longFiles([file('kit/a.ts', '\n'.repeat(300))])).toHaveLength(1);
    expect(strayEffects([file('kit/a.ts', 'process.env.X; Math.random()')])).toHaveLength(2);
    expect(drawers([file('kit/utils.ts', '')])).toHaveLength(1);
  });
});
