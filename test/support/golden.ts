import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect } from 'vitest';

const FOLDER = new URL('../golden/', import.meta.url);

/** Compares with the file that a person read and approved; `UPDATE_GOLDEN=1` writes what is to be read next. */
export const expectGolden = (name: string, value: unknown): void => {
  const file = fileURLToPath(new URL(`${name}.json`, FOLDER));
  const text = `${JSON.stringify(value, null, 2)}\n`;
  if (process.env.UPDATE_GOLDEN) {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
  }
  expect(existsSync(file), `${name}.json is missing: run once with UPDATE_GOLDEN=1 and read it`).toBe(true);
  expect(JSON.parse(text)).toEqual(JSON.parse(readFileSync(file, 'utf8')));
};
