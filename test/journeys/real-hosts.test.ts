import nock from 'nock';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { drafterRoutes } from '../../src/practice/drafter/drafter.ts';
import { everything, type Outside, startOutside } from '../support/outside.ts';

/**
 * No address given: the product goes to Slack's and OpenAI's own hosts. Nothing leaves this machine: nock hands what is sent
 * there to the other Slack and to the drafter, and refuses every other host.
 */
describe('with the addresses of the real services', () => {
  let our: Outside;
  const asked: { body: string; key: string | null }[] = [];
  const drafter = drafterRoutes();

  beforeAll(async () => {
    if (!nock.isActive()) nock.activate();
    nock.disableNetConnect();
    nock.enableNetConnect(/^(127\.0\.0\.1|localhost)/);
    nock('https://api.openai.com')
      .persist()
      .post('/v1/chat/completions')
      .reply(async (request: Request) => {
        const body = await request.text();
        asked.push({ body, key: request.headers.get('authorization') });
        const answer = await drafter.request('/v1/chat/completions', { method: 'POST', body });
        const { model } = JSON.parse(body) as { model: string };
        return [answer.status, { ...((await answer.json()) as object), model }];
      });
    let slack = '';
    nock('https://slack.com')
      .persist()
      .post(/^\/api\//)
      .reply(async (request: Request) => {
        const { pathname } = new URL(request.url);
        const response = await fetch(`${slack}${pathname.replace('/api/', '')}`, {
          method: 'POST',
          headers: {
            'content-type': request.headers.get('content-type') ?? '',
            authorization: request.headers.get('authorization') ?? '',
          },
          body: await request.text(),
        });
        return [response.status, (await response.json()) as nock.Body];
      });
    our = await startOutside({
      practice: 'channels,clock',
      people: 60,
      env: { SLACK_API_URL: '', OPENAI_API_KEY: 'sk-test-4711' },
    });
    slack = our.slack.address;
  });
  afterAll(async () => {
    await our?.stop();
    nock.cleanAll();
    nock.enableNetConnect();
    nock.restore();
  });

  it('drafts and posts by them, with the key, an enforced schema, a price, and nobody in it', async () => {
    const { key } = await our.start();
    const plan = await our.bring(key, 'plan');
    expect(everything(plan)).toContain('60명 가운데');
    expect(asked.map(({ body }) => JSON.parse(body).response_format.json_schema.name)).toEqual([
      'brief',
      'segments',
      'personas',
      'copy',
      'plan',
    ]);
    for (const { body, key: bearer } of asked) {
      const request = JSON.parse(body);
      expect(bearer).toBe('Bearer sk-test-4711');
      expect(request.response_format.json_schema.strict).toBe(true);
      expect(request.store).not.toBe(true);
      // Nobody of the sixty: no address, no name, no number of theirs.
      expect(body).not.toMatch(/p\d+@example\.test|\bp\d{1,2}-\d{2,3}\b|"하나"|김하나/);
      expect(body).not.toMatch(/"tools"|"functions"/);
    }
    // The price of the calls is on the card, and it is not nothing.
    expect(everything(plan)).toMatch(/AI 초안 \(gpt-[^)]+\) · \$0\.00\d/);
    const { rows } = await our.app.deps.pool.query('select model, cost_micros from llm_calls');
    expect(rows).toHaveLength(5);
    for (const { cost_micros: cost } of rows) expect(Number(cost)).toBeGreaterThan(0);
  });
});
