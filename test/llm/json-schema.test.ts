import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { intentSchema } from '../../src/llm/intent.ts';
import { strictProblems, strictSchema } from '../../src/llm/json-schema.ts';
import { briefSchema } from '../../src/steps/brief/schema.ts';
import { copySchema } from '../../src/steps/copy/schema.ts';
import { personasSchema } from '../../src/steps/personas/schema.ts';
import { planSchema } from '../../src/steps/plan/schema.ts';
import { segmentsSchema } from '../../src/steps/segments/schema.ts';

const all = {
  brief: briefSchema,
  segments: segmentsSchema,
  personas: personasSchema,
  copy: copySchema,
  plan: planSchema,
  intent: intentSchema,
};

/** Walked by hand, so that the checker itself is not what is believed. */
const walk = (node: unknown, visit: (node: Record<string, unknown>) => void): void => {
  if (Array.isArray(node)) for (const child of node) walk(child, visit);
  else if (typeof node === 'object' && node !== null) {
    visit(node as Record<string, unknown>);
    for (const child of Object.values(node)) walk(child, visit);
  }
};

describe('the JSON schema a server is asked to enforce', () => {
  it.each(Object.entries(all))('of %s obeys the strict rules', (_, schema) => {
    const wire = strictSchema(schema);
    expect(wire.type).toBe('object');
    walk(wire, (node) => {
      if (node.type !== 'object' || typeof node.properties !== 'object') return;
      expect(node.additionalProperties).toBe(false);
      expect(node.required).toEqual(Object.keys(node.properties as object));
    });
    expect(JSON.stringify(wire)).not.toMatch(/"(pattern|format|minLength|maxLength|minimum|maximum|\$schema|default)"/);
  });

  it('stays far below the size and depth a server takes', () => {
    for (const schema of Object.values(all)) expect(JSON.stringify(strictSchema(schema)).length).toBeLessThan(6_000);
  });

  it('drops what only narrows a value and keeps the shape', () => {
    expect(strictSchema(z.object({ a: z.string().min(1).max(5), b: z.number().int().nullable() }))).toEqual({
      type: 'object',
      properties: { a: { type: 'string' }, b: expect.anything() },
      required: ['a', 'b'],
      additionalProperties: false,
    });
  });

  it.each([
    ['an optional key', z.object({ a: z.string().optional() })],
    ['a record', z.object({ a: z.record(z.string(), z.number()) })],
    ['a tuple', z.object({ a: z.tuple([z.string(), z.number()]) })],
    ['a root union', z.union([z.object({ a: z.string() }), z.object({ b: z.string() })])],
    ['a root list', z.array(z.string())],
    ['anything at all', z.object({ a: z.any() })],
  ])('refuses %s when it is built, not when it is sent', (_, schema) => {
    expect(() => strictSchema(schema)).toThrow('not a strict JSON schema');
  });

  it('lets a property be called like a keyword', () => {
    expect(strictSchema(z.object({ pattern: z.string(), format: z.string() })).required).toEqual(['pattern', 'format']);
    expect(strictProblems(strictSchema(z.object({ minimum: z.number() })))).toEqual([]);
  });
});
