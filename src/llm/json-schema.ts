import { type ZodType, z } from 'zod';

export type JsonSchema = { [keyword: string]: unknown };

/**
 * Keywords every engine that enforces a schema knows. Lengths, ranges and patterns are left out on purpose: servers
 * differ in which they refuse, and our own zod parse checks them anyway.
 */
const KNOWN = new Set([
  'type',
  'properties',
  'required',
  'additionalProperties',
  'items',
  'enum',
  'const',
  'anyOf',
  'description',
  '$ref',
  '$defs',
]);

/** Keywords that only narrow a value: dropping them never changes the shape that is asked for. */
const NARROWING = new Set([
  '$schema',
  'default',
  'format',
  'pattern',
  'minLength',
  'maxLength',
  'minimum',
  'maximum',
  'exclusiveMinimum',
  'exclusiveMaximum',
  'multipleOf',
  'minItems',
  'maxItems',
]);

const isObject = (value: unknown): value is JsonSchema =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** `properties` and `$defs` hold names of ours, not keywords. */
const named = (value: unknown): [string, JsonSchema][] =>
  isObject(value) ? Object.entries(value).filter((entry): entry is [string, JsonSchema] => isObject(entry[1])) : [];

const clean = (node: JsonSchema): JsonSchema =>
  Object.fromEntries(
    Object.entries(node)
      .filter(([keyword]) => !NARROWING.has(keyword))
      .map(([keyword, value]) => {
        if (keyword === 'properties' || keyword === '$defs')
          return [keyword, Object.fromEntries(named(value).map(([name, child]) => [name, clean(child)]))];
        if (keyword === 'items' && isObject(value)) return [keyword, clean(value)];
        if (keyword === 'anyOf' && Array.isArray(value)) return [keyword, value.filter(isObject).map(clean)];
        return [keyword, value];
      }),
  );

/** @returns what a strict engine would refuse, as `path: reason`; empty when it is fine */
export const strictProblems = (node: JsonSchema, path = '$'): string[] => {
  const problems = Object.keys(node)
    .filter((keyword) => !KNOWN.has(keyword))
    .map((keyword) => `${path}: keyword ${keyword}`);
  if (path === '$' && (node.type !== 'object' || node.anyOf)) problems.push('$: the root must be one object');
  const properties = named(node.properties);
  if (node.type === 'object') {
    if (node.additionalProperties !== false) problems.push(`${path}: additionalProperties must be false`);
    const required = new Set(Array.isArray(node.required) ? node.required : []);
    for (const [name] of properties) if (!required.has(name)) problems.push(`${path}.${name}: must be required`);
  }
  if (node.type === 'array' && !isObject(node.items)) problems.push(`${path}: items missing`);
  if (!('type' in node || 'anyOf' in node || '$ref' in node || 'enum' in node || 'const' in node))
    problems.push(`${path}: says nothing`);
  for (const [name, child] of properties) problems.push(...strictProblems(child, `${path}.${name}`));
  for (const [name, child] of named(node.$defs)) problems.push(...strictProblems(child, `${path}#${name}`));
  if (isObject(node.items)) problems.push(...strictProblems(node.items, `${path}[]`));
  if (Array.isArray(node.anyOf))
    node.anyOf.filter(isObject).forEach((child, i) => {
      problems.push(...strictProblems(child, `${path}|${i}`));
    });
  return problems;
};

/**
 * The JSON schema a model server is asked to enforce.
 *
 * @throws on a zod schema no strict engine takes (optional, record, tuple, root union): our mistake, never user input
 */
export const strictSchema = (schema: ZodType): JsonSchema => {
  const wire = clean(z.toJSONSchema(schema, { unrepresentable: 'any' }) as JsonSchema);
  const problems = strictProblems(wire);
  if (problems.length > 0) throw new Error(`not a strict JSON schema: ${problems.join('; ')}`);
  return wire;
};
