import { z } from 'zod';
import { answer, MAX_ROWS, type PROBLEMS, problem, ROWS, refusal } from './api-schema.ts';
import { SCOPES, type Scope } from './keys.ts';

type Json = Readonly<Record<string, unknown>>;

const SAYS: Record<Scope, string> = {
  contacts: 'Add or change people',
  consents: 'Record consents given and taken back',
  orders: 'Add orders, and what became of them',
  events: 'Add what people did',
};

const WHAT: Record<keyof typeof PROBLEMS, string> = {
  400: 'Not a JSON array of objects. Nothing was stored.',
  401: 'No key, or none that lives. Nothing was stored.',
  403: 'The key may not write this. Nothing was stored.',
  413: 'Too many rows or bytes. Nothing was stored.',
  415: 'Not application/json. Nothing was stored.',
  429: 'Too many requests; Retry-After says when to come back. Nothing was stored.',
  500: 'Whether it was stored is not known: send the same again, rows stored already are not stored twice.',
};

/** The OpenAPI 3.1 document of `/api/v1`, made of the schemas that the server itself asks. */
export const openApi = (publicUrl: string): Json => ({
  openapi: '3.1.0',
  info: {
    title: 'Baton',
    version: '1',
    summary: 'Customers, consents, orders and events in',
    license: { name: 'MIT', identifier: 'MIT' },
  },
  servers: [{ url: publicUrl }],
  security: [{ key: [] }],
  paths: Object.fromEntries(SCOPES.map((kind) => [`/api/v1/${kind}`, { post: operation(kind) }])),
  components: {
    securitySchemes: {
      key: {
        type: 'http',
        scheme: 'bearer',
        description: 'Made by `baton key create`; it may write what its scopes name.',
      },
    },
    schemas: schemas(),
  },
});

const operation = (kind: Scope): Json => ({
  operationId: `post_${kind}`,
  summary: SAYS[kind],
  description: `An array of up to ${MAX_ROWS} rows. The same rows again change nothing. A row that is refused does not stop the others: \`results\` says for each what became of it.`,
  requestBody: {
    required: true,
    content: json({ type: 'array', maxItems: MAX_ROWS, items: ref(nameOf(ROWS[kind])) }),
  },
  responses: {
    200: { description: 'Some rows were taken, or there were none.', content: json(ref(nameOf(answer))) },
    422: { description: 'No row could be taken: `results` names row and field.', content: json(ref(nameOf(refusal))) },
    ...Object.fromEntries(
      Object.entries(WHAT).map(([status, description]) => [
        status,
        {
          description,
          ...(status === '429' && {
            headers: {
              'Retry-After': { description: 'seconds', required: true, schema: { type: 'integer', minimum: 1 } },
            },
          }),
          content: json(ref(nameOf(problem))),
        },
      ]),
    ),
  },
});

const json = (schema: Json): Json => ({ 'application/json': { schema } });
const ref = (name: string): Json => ({ $ref: `#/components/schemas/${name}` });
const nameOf = (schema: z.ZodType): string => {
  const name = schema.meta()?.id;
  if (!name) throw new Error('a schema of the API has no name');
  return name;
};

/** Each named schema once; they point at one another by the document's own addresses. */
const schemas = (): Json => {
  const { schemas: all } = z.toJSONSchema(z.globalRegistry, {
    target: 'draft-2020-12',
    io: 'input',
    uri: (name) => `#/components/schemas/${name}`,
  });
  const wanted = reached(all, [...Object.values(ROWS), answer, refusal, problem].map(nameOf));
  return Object.fromEntries(
    [...wanted].sort().map((name) => {
      const { $schema: _, $id: __, id: ___, ...schema } = all[name] as Json;
      return [name, schema];
    }),
  );
};

/** Other parts name schemas of their own: only what the API's lead to is its. */
const reached = (all: Readonly<Record<string, unknown>>, from: readonly string[]): Set<string> => {
  const found = new Set<string>(from);
  for (const name of found)
    for (const [, next] of JSON.stringify(all[name]).matchAll(/"#\/components\/schemas\/(\w+)"/g))
      if (next) found.add(next);
  return found;
};
