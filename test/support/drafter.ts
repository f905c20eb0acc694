import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { getRequestListener } from '@hono/node-server';
import { realClock } from '../../src/kit/clock.ts';
import { intentSchema } from '../../src/llm/intent.ts';
import type { Turn } from '../../src/llm/llm.ts';
import { openAiLlm } from '../../src/llm/openai.ts';
import { type PromptInputs, type PromptName, renderPrompt } from '../../src/llm/prompt.ts';
import { drafterRoutes } from '../../src/practice/drafter/drafter.ts';
import type { Brief } from '../../src/steps/brief/schema.ts';
import { briefSchema } from '../../src/steps/brief/schema.ts';
import { copySchema } from '../../src/steps/copy/schema.ts';
import { personasSchema } from '../../src/steps/personas/schema.ts';
import { planSchema } from '../../src/steps/plan/schema.ts';
import { segmentsSchema } from '../../src/steps/segments/schema.ts';
import { silent } from './chat.ts';

export const SCHEMAS = {
  brief: briefSchema,
  segments: segmentsSchema,
  personas: personasSchema,
  copy: copySchema,
  plan: planSchema,
  intent: intentSchema,
};
type Shape<N extends PromptName> = (typeof SCHEMAS)[N]['_output'];

/** The practice drafter on a real port, asked by the product's own client. */
export const startDrafter = async (timeoutMs = 30_000) => {
  const server = createServer(getRequestListener(drafterRoutes().fetch));
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const llm = openAiLlm({
    apiKey: 'practice',
    baseUrl: `${url}/v1`,
    model: 'practice-drafter',
    practice: true,
    clock: realClock,
    log: silent,
    timeoutMs,
  });
  const complete = <N extends PromptName>(name: N, inputs: PromptInputs<N>, extra: readonly Turn[] = []) => {
    const { turns } = renderPrompt(name, inputs, 'n0nce5n0nce5n0nc');
    return llm.complete<Shape<N>>({
      name,
      turns: [...turns, ...extra],
      schema: SCHEMAS[name] as never,
      cacheKey: `test:${name}`,
    });
  };
  return {
    url,
    llm,
    complete,
    /** The value of an answer that must be one. */
    ask: async <N extends PromptName>(
      name: N,
      inputs: PromptInputs<N>,
      extra: readonly Turn[] = [],
    ): Promise<Shape<N>> => {
      const answer = await complete(name, inputs, extra);
      if (!answer.ok) throw new Error(`${name}: ${answer.outcome} ${answer.detail}`);
      return answer.value;
    },
    misbehave: (order: Record<string, unknown>) =>
      fetch(`${url}/practice/drafter`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(order),
      }),
    close: () =>
      new Promise<void>((done) => {
        server.close(() => done());
        server.closeAllConnections();
      }),
  };
};
export type Drafter = Awaited<ReturnType<typeof startDrafter>>;

export const BRAND = {
  name: '들숨 레코드',
  voice: '다정하고 담백하게',
  messages: [
    { id: 'near', text: '좋은 음악은 가까이에' },
    { id: 'again', text: '다시 들을 음악이 있습니다' },
  ],
  facts: [{ id: 'checked', text: '모든 음반은 보내기 전에 표면을 확인해요.', evidence: '검수 기록' }],
  bannedWords: ['대박'],
  links: [
    { id: 'home', url: 'https://shop.example.test/' },
    { id: 'new', url: 'https://shop.example.test/new' },
  ],
  coupons: [{ code: 'AGAIN15', text: '15% 쿠폰 AGAIN15' }],
  monthTarget: 50_000_000,
};

export const CATALOGUE = {
  contacts: 23_570,
  fields: [
    { name: 'created_at', type: 'date', coverage: 1 },
    {
      name: 'city',
      type: 'text',
      coverage: 0.9,
      top: [
        { value: '서울', share: 0.4 },
        { value: '부산', share: 0.1 },
      ],
    },
  ],
  events: [
    { name: 'purchase', contacts: 23_570, last30d: 900 },
    { name: 'cart', contacts: 900, last30d: 120 },
  ],
  metrics: [
    { name: 'orders', deciles: [1, 1, 1, 1, 1, 2, 3, 4, 6] },
    { name: 'days_since_last_order', deciles: [30, 60, 120, 200, 300, 400, 450, 480, 500] },
    { name: 'revenue_percentile', deciles: [10, 20, 30, 40, 50, 60, 70, 80, 90] },
  ],
  reachable: { email: 19_000, kakao: 0, sms: 0, push: 0 },
};

export const GOAL = '60일 넘게 안 산 단골(3회 이상 구매)을 다시 오게 해서 이번 달 매출 1천만원';
export const NOW = '2026-11-21T10:42';

type Words = { words: string; step?: string; rejectedFor?: string };
export const briefInputs = (
  over: {
    goal?: string;
    said?: Words[];
    previous?: Brief | null;
    language?: string;
    today?: string;
    catalogue?: unknown;
    coupons?: unknown;
    channels?: string[][];
    brand?: unknown;
    learnings?: string[];
    currency?: string;
  } = {},
) => ({
  language: over.language ?? 'ko',
  constraints: (over.said ?? []).map((each) => ({ step: 'brief', ...each })),
  previous: over.previous ?? null,
  goal: over.goal ?? GOAL,
  today: over.today ?? '2026-11-21',
  currency: over.currency ?? 'KRW',
  timezone: 'Asia/Seoul',
  channels: over.channels ?? [['email'], ['sms'], ['kakao'], ['kakao', 'sms'], ['push']],
  brand: over.brand ?? BRAND,
  learnings: over.learnings ?? [],
  history: {},
  catalogue: over.catalogue ?? CATALOGUE,
  coupons: over.coupons ?? [],
});
