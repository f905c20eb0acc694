import { Hono } from 'hono';
import { z } from 'zod';
import { PRACTICE_MODEL } from '../../llm/cost.ts';
import { draftBrief } from './brief.ts';
import { draftCopy } from './copy.ts';
import { type Request, readRequest } from './inputs.ts';
import { readIntent } from './intent.ts';
import { exceeding, lying, makeMood, type Order, orderSchema, WAYS } from './misbehave.ts';
import { draftPersonas } from './personas.ts';
import { draftPlan } from './plan.ts';
import { draftSegments } from './segments.ts';

const bodySchema = z.object({
  model: z.string().optional(),
  messages: z.array(z.object({ role: z.string(), content: z.string() })).min(1),
  response_format: z.object({ type: z.string(), json_schema: z.object({ name: z.string() }).optional() }).optional(),
});
type Body = z.infer<typeof bodySchema>;

const draft = (request: Request): Record<string, unknown> => {
  switch (request.name) {
    case 'brief':
      return draftBrief(request);
    case 'segments':
      return draftSegments(request);
    case 'personas':
      return draftPersonas(request);
    case 'copy':
      return draftCopy(request);
    case 'plan':
      return draftPlan(request);
    case 'intent':
      return readIntent(request);
  }
};

const error = (message: string, code: string, type = 'invalid_request_error') => ({
  error: { message, type, param: null, code },
});

/** About what a tokenizer would count; nothing is paid for it. */
const tokens = (text: string): number => Math.ceil(text.length / 3);

const completion = (
  id: number,
  body: Body,
  content: string | null,
  over: { finish?: string; refusal?: string } = {},
) => {
  const asked = body.messages.reduce((sum, { content: text }) => sum + tokens(text), 0);
  return {
    id: `chatcmpl-practice-${id}`,
    object: 'chat.completion',
    created: 0,
    model: PRACTICE_MODEL,
    choices: [
      {
        index: 0,
        message: { role: 'assistant', content, refusal: over.refusal ?? null },
        finish_reason: over.finish ?? 'stop',
        logprobs: null,
      },
    ],
    usage: {
      prompt_tokens: asked,
      completion_tokens: tokens(content ?? ''),
      total_tokens: asked + tokens(content ?? ''),
      prompt_tokens_details: { cached_tokens: 0 },
    },
  };
};

const nameOf = (body: Body): string =>
  body.response_format?.json_schema?.name ??
  // Asked without a schema to enforce, the name stands in the words.
  /JSON schema, named (\w+):/.exec(body.messages[0]?.content ?? '')?.[1] ??
  '';

const wait = (ms: number, signal: AbortSignal): Promise<void> =>
  new Promise((done) => {
    const timer = setTimeout(done, ms);
    signal.addEventListener('abort', () => {
      clearTimeout(timer);
      done();
    });
  });

/** Refusals by status, before any words are made. */
const refused: Partial<
  Record<string, readonly [429 | 500 | 401 | 400, ReturnType<typeof error>, Record<string, string>?]>
> = {
  '429': [
    429,
    error('Rate limit reached for practice-drafter', 'rate_limit_exceeded', 'requests'),
    { 'retry-after': '1' },
  ],
  '500': [500, error('The server had an error while processing your request', 'server_error', 'server_error')],
  quota: [
    429,
    error('You exceeded your current quota, please check your plan', 'insufficient_quota', 'insufficient_quota'),
  ],
  unauthorized: [401, error('Incorrect API key provided', 'invalid_api_key')],
};

/** What is done to the words of an answer. */
const spoiled = (way: Order['misbehave'], request: Request, made: Record<string, unknown>, id: number, body: Body) => {
  const whole = JSON.stringify(made);
  switch (way) {
    case 'refuse':
      return completion(id, body, null, { refusal: "I'm sorry, but I can't help with that request." });
    case 'truncate':
      return completion(id, body, whole.slice(0, Math.floor(whole.length / 2)), { finish: 'length' });
    case 'filter':
      return completion(id, body, whole.slice(0, 20), { finish: 'content_filter' });
    case 'invalid_json':
      return completion(id, body, `Sure! Here is what I drafted: ${whole.slice(0, -1)}`);
    case 'fence':
      return completion(id, body, `\`\`\`json\n${whole}\n\`\`\``);
    case 'schema':
      return completion(id, body, JSON.stringify({ ...made, [Object.keys(made)[0] ?? 'x']: 42 }));
    case 'lie':
      return completion(id, body, JSON.stringify(lying(request.name, made)));
    case 'exceed':
      return completion(id, body, JSON.stringify(exceeding(request.name, made)));
    default:
      return completion(id, body, whole);
  }
};

/**
 * The practice drafter: a server that speaks OpenAI's Chat Completions and drafts by rule, called over HTTP by the same
 * client as a real model. `POST /practice/drafter {"misbehave":"refuse","times":1}` or the header `x-baton-misbehave` makes
 * it fail on demand.
 */
export const drafterRoutes = (): Hono => {
  const mood = makeMood();
  let count = 0;
  const app = new Hono();

  app.get('/v1/models', (c) =>
    c.json({ object: 'list', data: [{ id: PRACTICE_MODEL, object: 'model', created: 0, owned_by: 'baton' }] }),
  );

  app.get('/practice/drafter', (c) => c.json({ ok: true, order: mood.order(), ways: WAYS }));
  app.post('/practice/drafter', async (c) => {
    const order = orderSchema.safeParse(await c.req.json().catch(() => null));
    if (!order.success) return c.json({ ok: false, error: z.prettifyError(order.error) }, 400);
    mood.set(order.data);
    return c.json({ ok: true, order: mood.order(), ways: WAYS });
  });

  app.post('/v1/chat/completions', async (c) => {
    const body = bodySchema.safeParse(await c.req.json().catch(() => null));
    if (!body.success) return c.json(error(z.prettifyError(body.error), 'invalid_request'), 400);
    const name = nameOf(body.data);
    const request = readRequest(name, body.data.messages);
    if (!request) return c.json(error(`no prompt named "${name}"`, 'unknown_prompt'), 400);
    const header = orderSchema.safeParse({ misbehave: c.req.header('x-baton-misbehave') });
    const order = header.success ? header.data : mood.next(name);
    const way = order?.misbehave ?? null;
    count += 1;
    if (way === 'no_schema' && body.data.response_format?.type === 'json_schema')
      return c.json(error("'response_format' of type 'json_schema' is not supported", 'unsupported_value'), 400);
    const said = way ? refused[way] : undefined;
    if (said) return c.json(said[1], said[0], said[2]);
    if (order && (way === 'slow' || way === 'hang'))
      await wait(way === 'hang' ? 600_000 : order.delayMs, c.req.raw.signal);
    return c.json(spoiled(way, request, draft(request), count, body.data));
  });
  return app;
};
