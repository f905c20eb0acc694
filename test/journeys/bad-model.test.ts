import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { PromptName } from '../../src/llm/prompt.ts';
import type { Way } from '../../src/practice/drafter/misbehave.ts';
import { MINA, SARAH } from '../support/other-slack-cast.ts';
import { everything, has, type Outside, startOutside } from '../support/outside.ts';

/**
 * A model that refuses, lies, breaks off or is not there: the card says what happened, that the campaign is kept and what
 * to do, in the reader's language; and what it offers really goes on.
 */
describe('a model that does not do its work', () => {
  let our: Outside;
  beforeAll(async () => {
    our = await startOutside({ people: 60 });
  });
  afterAll(() => our?.stop());
  afterEach(() => misbehave(null));

  const misbehave = async (way: Way | null, prompt?: PromptName, times = -1): Promise<void> => {
    const order = { misbehave: way, times, ...(prompt && { prompt }), delayMs: 1_000 };
    const response = await fetch(`${our.url}/practice/drafter`, { method: 'POST', body: JSON.stringify(order) });
    expect(response.status).toBe(200);
  };
  const stuck = (key: string) => our.card(key, 'campaign', (m) => has(m, 'job.retry'));
  let sofar = 0;
  /** Until as many more campaigns stand still. */
  const noted = async (more: number) => {
    sofar += more;
    for (;;) {
      const { rows } = await our.app.deps.pool.query('select 1 from campaigns where problem is not null');
      if (rows.length >= sofar) return;
      await sleep(20);
    }
  };
  const inEnglish = async () => {
    const from = our.slack.posted.length;
    await our.slack.say(SARAH, 'Win back regulars silent for 60 days: 10 million won revenue this month', {
      channel: 'D0SARAH',
    });
    const { metadata } = await our.slack.until(
      'the card',
      (m) => our.slack.posted.indexOf(m) >= from && m.metadata?.event_payload.step === 'campaign',
    );
    return metadata?.event_payload.campaign_id ?? '';
  };

  const WORDS: readonly [Way, RegExp, RegExp][] = [
    [
      'refuse',
      /쓰지 않겠다고 했어요: “I'm sorry.*그대로 있어요\. 스레드에/,
      /declined to write this draft.*kept\. Write in the thread/,
    ],
    [
      'truncate',
      /중간에 끊겨서 쓰지 않았어요\. 캠페인은 그대로 있어요\. \[지금 다시\]/,
      /.*kept\. Press Try Again Now/,
    ],
    [
      'filter',
      /내용 필터가 답을 막았어요\. 캠페인은 그대로/,
      /content filter blocked the answer\. The campaign is kept/,
    ],
    ['invalid_json', /답을 읽을 수 없어서 쓰지 않았어요.*그대로 있어요\. \[지금 다시\]/, /kept\. Press Try Again Now/],
    ['schema', /약속한 모양과 달라서 쓰지 않았어요.*\[지금 다시\]/, /agreed shape.*not used\. The campaign is kept/],
    ['429', /요청이 몰려 있어요\. 캠페인은 그대로 있고, 1분 뒤 다시/, /kept, and the next try is in 1 min/],
    [
      '500',
      /답하지 않아요\. 캠페인은 그대로 있고, 10분 뒤 다시/,
      /does not answer\. The campaign is kept, and the next try is in 10 min/,
    ],
    [
      'quota',
      /사용량 한도가 다 찼어요\. 캠페인은 그대로 있고, 10분 뒤.*한도를 늘린 뒤 \[지금 다시\]/,
      /quota is used up\. The campaign is kept/,
    ],
    [
      'unauthorized',
      /요청을 받지 않았어요 \(401.*그대로 있어요\. 관리자가 키와 모델/,
      /did not accept the request \(401.*admin/,
    ],
  ];

  describe('says so, and the button tries again', () => {
    const keys = new Map<Way, { korean: string; english: string }>();
    // One after the other, because the model has one mood; the cards are looked at when all are there.
    beforeAll(async () => {
      for (const [way] of WORDS) {
        await misbehave(way, 'brief');
        const korean = (await our.start()).key;
        const english = await inEnglish();
        keys.set(way, { korean, english });
        await noted(2);
      }
      await misbehave(null);
    });

    it.each(WORDS)('%s', async (way, inKorean, english) => {
      const { korean = '', english: other = '' } = keys.get(way) ?? {};
      const card = await stuck(korean);
      expect(everything(card).replaceAll('\\"', '"')).toMatch(inKorean);
      expect(card.text).toContain('멈춰 있어요');
      expect(everything(await stuck(other))).toMatch(english);
      await our.slack.click(MINA, card, 'job.retry');
      await our.open(korean, 'brief');
    });
  });

  it('what passes with time goes on by itself, at the time that was said', async () => {
    await misbehave('quota', 'brief', 1);
    const { key } = await our.start();
    await stuck(key);
    await our.ws.forward('PT9M');
    expect(has(await our.card(key, 'campaign'), 'job.retry')).toBe(true);
    await our.ws.forward('PT2M');
    await our.open(key, 'brief');
    await our.card(key, 'campaign', (m) => !has(m, 'job.retry'));
  });

  it('what the model declines can be said differently in the thread', async () => {
    await misbehave('refuse', 'brief');
    const { key, thread } = await our.start();
    await stuck(key);
    await misbehave(null);
    await our.slack.say(MINA, '할인 말은 빼고 다시 써 줘', { threadTs: thread });
    const asked = await our.slack.until('a question', (m) => m.threadTs === thread && has(m, 'intent.confirm'));
    expect(asked.text).toMatch(/^브리프 초안을 다시 쓸까요\? 의견: “할인 말은 빼고 다시 써 줘”/);
    await our.slack.click(MINA, asked, 'intent.confirm');
    expect(everything(await our.open(key, 'brief'))).toContain('할인 말은 빼고 다시 써 줘');
  });

  it('a slow answer is waited for, a fenced one read, a wrong one mended without a word', async () => {
    await misbehave('slow', 'brief', 1);
    const { key } = await our.start();
    await our.open(key, 'brief');
    await misbehave('fence', 'segments', 1);
    await our.approve(key, 'brief');
    await our.open(key, 'segments');
    await misbehave('lie', 'personas', 2);
    await our.approve(key, 'segments');
    await our.open(key, 'personas');
    const { rows } = await our.app.deps.pool.query<{ prompt: string; attempt: number; outcome: string }>(
      "select prompt, attempt, outcome from llm_calls where campaign_id = $1 and prompt = 'personas' order by attempt",
      [Number(key.slice(2))],
    );
    expect(rows.map(({ attempt }) => attempt)).toEqual([1, 2, 3]);
  });

  it('a lie that stays is shown with what is wrong, and nobody can approve it', async () => {
    await misbehave('lie', 'brief');
    const { key } = await our.start();
    const brief = await our.card(key, 'brief');
    expect(everything(brief)).toMatch(/승인 전에 고쳐야 해요.*no-such-message.*요청한 말에 없는 목표예요: 987,654,321/);
    expect(has(brief, 'step.approve')).toBe(false);
    await misbehave(null);
    await our.slack.click(MINA, brief, 'step.regenerate');
    await our.slack.submit(MINA, { feedback: '말한 목표로' });
    await our.approve(key, 'brief');

    await our.open(key, 'segments');
    await misbehave('lie', 'segments');
    await our.slack.click(MINA, await our.open(key, 'segments'), 'step.regenerate');
    await our.slack.submit(MINA, { feedback: '한 번 더' });
    const segments = await our.card(key, 'segments', (m) => m.metadata?.event_payload.version === 2);
    expect(everything(segments)).toMatch(
      /'secret_vip_score' 데이터는 아직 없어요\. 쓸 수 있는 것: 구매 횟수.*'secret_vip_score' 값이 9 이상인 고객 \(아직 세지 못했어요\)/,
    );
    expect(everything(segments)).not.toMatch(/(?<!\d)0명/);
    expect(has(segments, 'step.approve')).toBe(false);
  });

  it('what was said in the thread while the model is away is answered, and nothing is lost', async () => {
    const { key, thread } = await our.start();
    await our.open(key, 'brief');
    await misbehave('500', 'intent');
    const from = our.slack.posted.length;
    await our.slack.say(MINA, '쿠폰은 빼 줘', { threadTs: thread });
    expect((await our.whisper(MINA, from)).text).toMatch(/말씀을 읽지 못했어요\. 바뀐 것은 없습니다\..*\[수정\]/);
    expect(has(await our.open(key, 'brief'), 'step.approve')).toBe(true);
  });

  it('never said more than Slack takes', () => {
    expect(our.slack.complaints).toEqual([]);
  });
});
