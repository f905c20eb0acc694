import type { Voice } from '../i18n/voice.ts';
import type { Outline } from '../steps/view.ts';
import { bold, gone, said, saidLine } from './text.ts';

/** More changes than this a card does not hold; the rest is on the card of the older version. */
const MOST = 12;
/** Longer words are compared word by word. */
const LONG = 60;

/** What changed between two versions, one line of markup a label: `*목표* ~3,000만원~ → *1,000만원*`. */
export const diffLines = (before: Outline, after: Outline, v: Voice): string[] => {
  const older = new Map(before);
  const newer = new Map(after);
  const labels = [...new Set([...newer.keys(), ...older.keys()])];
  return labels
    .flatMap((label) => {
      const [a, b] = [older.get(label)?.trim() ?? '', newer.get(label)?.trim() ?? ''];
      return a === b ? [] : [`${saidLine(label)}: ${change(a, b, v)}`];
    })
    .slice(0, MOST);
};

const change = (a: string, b: string, v: Voice): string => {
  if (a && b && Math.max(a.length, b.length) > LONG) return wordDiff(a, b);
  const none = v.t.cards.diff.none;
  return `${gone(saidLine(a || none))} → ${bold(saidLine(b || none))}`;
};

/** Two long texts as one: what went struck through, what came in bold, what stayed cut short. */
export const wordDiff = (a: string, b: string): string => {
  const [from, to] = [words(a), words(b)];
  const runs: { kind: 'same' | 'gone' | 'new'; words: string[] }[] = [];
  const add = (kind: 'same' | 'gone' | 'new', word: string) => {
    const last = runs.at(-1);
    if (last?.kind === kind) last.words.push(word);
    else runs.push({ kind, words: [word] });
  };
  const common = longestCommon(from, to);
  let [i, j] = [0, 0];
  for (const [x, y] of [...common, [from.length, to.length] as const]) {
    while (i < x) add('gone', from[i++] ?? '');
    while (j < y) add('new', to[j++] ?? '');
    if (i < from.length && j < to.length) {
      add('same', to[j] ?? '');
      i += 1;
      j += 1;
    }
  }
  return runs
    .map(({ kind, words: run }) => {
      const text = run.join(' ');
      return kind === 'gone' ? gone(said(text, 300)) : kind === 'new' ? bold(said(text, 300)) : said(shortened(run));
    })
    .join(' ');
};

const words = (text: string): string[] => text.split(/\s+/).filter(Boolean).slice(0, 300);

const shortened = (run: readonly string[]): string =>
  run.length <= 8 ? run.join(' ') : `${run.slice(0, 3).join(' ')} … ${run.slice(-3).join(' ')}`;

/** Index pairs of a longest common subsequence. */
const longestCommon = (a: readonly string[], b: readonly string[]): (readonly [number, number])[] => {
  const size: number[][] = Array.from({ length: a.length + 1 }, () => new Array<number>(b.length + 1).fill(0));
  const at = (i: number, j: number) => size[i]?.[j] ?? 0;
  for (let i = a.length - 1; i >= 0; i -= 1)
    for (let j = b.length - 1; j >= 0; j -= 1)
      (size[i] as number[])[j] = a[i] === b[j] ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1));
  const pairs: [number, number][] = [];
  let [i, j] = [0, 0];
  while (i < a.length && j < b.length) {
    if (a[i] === b[j]) pairs.push([i++, j++]);
    else if (at(i + 1, j) >= at(i, j + 1)) i += 1;
    else j += 1;
  }
  return pairs;
};
