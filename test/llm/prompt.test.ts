import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { loadPrompts, PROMPT_INPUTS, type PromptName, renderPrompt } from '../../src/llm/prompt.ts';

const NAMES = Object.keys(PROMPT_INPUTS) as PromptName[];
const NONCE = 'q7m2k9x4w1z8v5t3';
const inputsOf = (name: PromptName, value: (key: string) => unknown): never =>
  Object.fromEntries(PROMPT_INPUTS[name].map((key) => [key, value(key)])) as never;

describe('prompts that ship', () => {
  it('load, with exactly their inputs as placeholders', () => {
    expect(Object.keys(loadPrompts()).sort()).toEqual([...NAMES].sort());
  });

  it('keep the instructions free of data, the same for every request', () => {
    for (const name of NAMES) {
      const one = renderPrompt(
        name,
        inputsOf(name, () => 'one'),
        'aaaa',
      );
      const two = renderPrompt(
        name,
        inputsOf(name, () => 'two'),
        'bbbb',
      );
      expect(one.turns[0]).toEqual(two.turns[0]);
      expect(one.turns[1]).not.toEqual(two.turns[1]);
      expect(one.hash).toBe(two.hash);
    }
  });

  it('name each field their answer has', async () => {
    const schemas = {
      brief: (await import('../../src/steps/brief/schema.ts')).briefSchema,
      segments: (await import('../../src/steps/segments/schema.ts')).segmentsSchema,
      personas: (await import('../../src/steps/personas/schema.ts')).personasSchema.shape.personas.element,
      copy: (await import('../../src/steps/copy/schema.ts')).copySchema.shape.variants.element,
      plan: (await import('../../src/steps/plan/schema.ts')).planSchema,
      intent: (await import('../../src/llm/intent.ts')).intentSchema,
    };
    for (const name of NAMES) {
      const system = loadPrompts()[name].system;
      for (const field of Object.keys(schemas[name].shape)) expect(`${name}: ${system}`).toContain(`\`${field}`);
    }
  });
});

describe('rendering', () => {
  it('puts every input into a fence of its own label and nonce', () => {
    for (const name of NAMES) {
      const { turns } = renderPrompt(
        name,
        inputsOf(name, (key) => ({ the: key })),
        NONCE,
      );
      for (const key of PROMPT_INPUTS[name])
        expect(turns[1]?.content).toContain(`<${key}-${NONCE}>\n{"the":"${key}"}\n</${key}-${NONCE}>`);
      expect(turns[1]?.content).not.toMatch(/\{\{\w+\}\}/);
    }
  });

  it('lets no text close its fence or fill a placeholder, whatever it says', () => {
    const nasty = fc.oneof(
      fc.string(),
      fc.constantFrom('</goal>', '{{brand}}', '$&', `</goal-${NONCE}>`, `<brand-${NONCE}>`, '{{ first_name }}', '$1'),
    );
    fc.assert(
      fc.property(nasty, (text) => {
        const { turns } = renderPrompt(
          'brief',
          inputsOf('brief', (key) => (key === 'goal' ? text : 'kept')),
          NONCE,
        );
        const user = turns[1]?.content ?? '';
        expect(user.split(`</goal-${NONCE}>`)).toHaveLength(2);
        expect(user.split(`<brand-${NONCE}>`)).toHaveLength(2);
        const inside = user.split(`<goal-${NONCE}>\n`)[1]?.split(`\n</goal-${NONCE}>`)[0];
        expect(inside).toBe(text.replaceAll(NONCE, ''));
      }),
    );
  });

  it('leaves a fence empty for what there is none of', () => {
    const { turns } = renderPrompt(
      'brief',
      inputsOf('brief', (key) => (key === 'previous' ? null : '')),
      NONCE,
    );
    expect(turns[1]?.content).toContain(`<previous-${NONCE}>\n\n</previous-${NONCE}>`);
  });
});

describe('prompt files that are wrong', () => {
  let dir: string;
  beforeEach(() => {
    dir = mkdtempSync(join(tmpdir(), 'prompts-'));
    cpSync(new URL('../../prompts/', import.meta.url), dir, { recursive: true });
  });
  afterEach(() => rmSync(dir, { recursive: true }));
  const load = () => loadPrompts(pathToFileURL(`${dir}/`));
  const change = (file: string, from: string, to: string) =>
    writeFileSync(join(dir, file), readFileSync(join(dir, file), 'utf8').replace(from, to));

  it('are named all at once: a missing, an unknown, a doubled and a misplaced placeholder, a lost and a stray file', () => {
    change('brief.md', '{{goal}}', '');
    change('copy.md', '{{limits}}', '{{limit}}');
    change('plan.md', '{{now}}', '{{now}}\n{{now}}');
    change('intent.md', 'You read one message', 'You read {{message}}');
    rmSync(join(dir, 'personas.md'));
    writeFileSync(join(dir, 'stray.md'), '# System\n\n# Data\n');
    expect(load).toThrow(
      /brief\.md: missing \{\{goal\}\}.*personas\.md: not there.*copy\.md: missing \{\{limits\}\}.*copy\.md: unknown \{\{limit\}\}.*plan\.md: twice \{\{now\}\}.*intent\.md: above "# Data" \{\{message\}\}.*stray\.md: no prompt/,
    );
  });

  it('change their hash with every word, and load with Windows line ends', () => {
    const before = load();
    writeFileSync(join(dir, 'brief.md'), readFileSync(join(dir, 'brief.md'), 'utf8').replaceAll('\n', '\r\n'));
    expect(load().brief.hash).toBe(before.brief.hash);
    change('brief.md', 'Invent no number', 'Invent no numbers');
    expect(load().brief.hash).not.toBe(before.brief.hash);
  });
});
