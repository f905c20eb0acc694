import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { BOT, MINA, SARAH } from '../support/other-slack-cast.ts';
import { everything, GOAL, has, type Outside, startOutside } from '../support/outside.ts';

/** What people write that is no goal, no number, no data and no plain text: asked about in their own language, never drafted from. */
describe('what a marketer writes', () => {
  let our: Outside;
  beforeAll(async () => {
    our = await startOutside({ people: 60 });
  });
  afterAll(() => our?.stop());

  const DM = 'D0SARAH';
  /** What is said to some words, in the channel or, in English, in Sarah's direct messages. */
  const answerTo = async (words: string, user = MINA) => {
    const from = our.slack.posted.length;
    const ts = await our.slack.say(user, words, user === SARAH ? { channel: DM } : {});
    const answer = await our.slack.until('an answer', (m) => our.slack.posted.indexOf(m) >= from && !m.metadata);
    return { answer, ts };
  };
  const asked = async (): Promise<number> =>
    Number((await our.app.deps.pool.query('select count(*)::int as n from llm_calls')).rows[0]?.n);

  it('that is empty is answered with how to begin, and nothing is drafted', async () => {
    const { answer, ts } = await answerTo(`<@${BOT}>`);
    expect(answer).toMatchObject({ threadTs: ts, text: expect.stringMatching(/^목표를 한 문장으로 적어 주시면/) });
    expect(await asked()).toBe(0);
    expect((await our.app.deps.pool.query('select 1 from campaigns')).rows).toEqual([]);
  });

  it.each([
    [
      'a laugh',
      'ㅋㅋㅋㅋ',
      MINA,
      /읽지 못했어요.*적어 주세요.*이 스레드에 답해.*초안은 쓰지 않았고, 아무것도 보내지 않아요/,
    ],
    ['lunch', '오늘 점심 뭐 먹지?', MINA, /읽지 못했어요.*초안은 쓰지 않았고, 아무것도 보내지 않아요/],
    [
      'lunch in English',
      "What's for lunch?",
      SARAH,
      /could not read that.*Answer in this thread.*No draft was written, and nothing is sent/,
    ],
    ['no number', '단골을 다시 오게 해 줘', MINA, /얼마나, 언제까지인지 알려 주세요.*이 스레드에 답해/],
    ['no number in English', 'Win back lapsed regulars', SARAH, /How much, and by when\?.*[Aa]nswer/],
    [
      'a loss',
      '매출 -500만원 만들어줘',
      MINA,
      /목표는 0보다 커야 해요.*“-500만원”.*예:.*이 스레드에 답해.*초안은 쓰지 않았고/,
    ],
    [
      'a loss in English',
      '-50 orders',
      SARAH,
      /target has to be above zero.*“-50 orders”.*example.*No draft was written/,
    ],
    [
      'over',
      '2020년 1월 1일까지 매출 500만원',
      MINA,
      /기한이 이미 지났어요.*“2020년 1월 1일까지”.*예:.*초안은 쓰지 않았고/,
    ],
    [
      'over in English',
      '50 orders by yesterday',
      SARAH,
      /deadline is over.*“by yesterday”.*example.*No draft was written/,
    ],
  ])('that is %s gets a question and no draft', async (_what, words, user, says) => {
    const { answer } = await answerTo(user === MINA ? `<@${BOT}> ${words}` : words, user);
    expect(answer.text).toMatch(says);
    expect(await asked()).toBe(0);
  });

  it('that names nobody to write to is asked about by the model, on the card too, and goes on from the answer', async () => {
    const { key, thread } = await our.start(`<@${BOT}> 로또 1등 되게 해 줘 ㅋㅋ 매출 100조원`);
    const question = await our.slack.until('the question', (m) => m.threadTs === thread && !m.metadata);
    expect(question.text).toMatch(/목표를 이렇게 읽다가 멈췄어요.*누구에게 보낼까요\?.*이 스레드에 답해 주시면/);
    await our.card(key, 'campaign', (m) => everything(m).includes('스레드에서 질문에 답해 주세요'));
    await our.slack.say(MINA, '60일 넘게 안 산 단골에게, 매출 1천만원', { threadTs: thread });
    await our.open(key, 'brief');
  });

  it.each([
    [
      'Korean',
      `<@${BOT}> 키가 180cm 넘는 고객에게 이번 달 매출 500만원`,
      /키가 180cm 넘는”에 맞는 데이터.*3회 이상 구매한 고객/,
    ],
  ])('that names people no data is known for is told so, with what there is, in %s', async (_language, words, says) => {
    const { thread } = await our.start(words);
    const question = await our.slack.until('the question', (m) => m.threadTs === thread && !m.metadata);
    expect(question.text).toMatch(says);
  });

  it('without a number is drafted as soon as the number is given in the thread, by the one who asked', async () => {
    const { ts } = await answerTo(`<@${BOT}> 안 산 지 오래된 단골을 다시 오게 해 줘`);
    await our.slack.say(SARAH, '이번 달 매출 2천만원이요?', { threadTs: ts });
    await our.slack.say(MINA, '이번 달 매출 1천만원', { threadTs: ts });
    const card = await our.slack.until('the card', (m) => m.threadTs === ts && m.metadata);
    const brief = await our.open(card.metadata?.event_payload.campaign_id ?? '', 'brief');
    expect(everything(brief)).toContain('1,000만원');
    expect(everything(brief)).not.toContain('2,000만원');
  });

  it('that nobody can reach is drafted once the answer takes it back', async () => {
    const { ts } = await answerTo(`<@${BOT}> 60일 넘게 안 산 단골을 다시 오게 해서 매출 -500만원`);
    await our.slack.say(MINA, '아, 이번 달 매출 500만원이요', { threadTs: ts });
    const card = await our.slack.until('the card', (m) => m.threadTs === ts && m.metadata);
    const brief = await our.open(card.metadata?.event_payload.campaign_id ?? '', 'brief');
    expect(everything(brief)).toContain('500만원');
    expect(everything(brief)).not.toContain('-500만원');
  });

  it.each([
    [
      MINA,
      `<@${BOT}> 최근 본 상품이 있는 고객을 다시 오게 해서 이번 달 매출 1천만원`,
      /'최근 본 상품' 데이터는 아직 없어요\. 쓸 수 있는 것: 구매 횟수/,
    ],
    [
      SARAH,
      'Customers who recently viewed products: 10 million won revenue this month',
      /no data on \\"recently viewed products\\" yet\. What can be used: number of orders/,
    ],
  ])('that asks for data nobody has (%s) is told what there is', async (user, words, says) => {
    const key = await begun(user, words);
    const brief = everything(await our.open(key, 'brief'));
    expect(brief).toMatch(/대상 \*아직 몰라요|Audience \*not known yet/);
    expect(brief).not.toMatch(/바로 발송|send at once|목표에 닿아요|reach the target/);
    await our.approve(key, 'brief', user);
    const segments = await our.open(key, 'segments');
    expect(everything(segments)).toMatch(says);
  });

  it.each([
    [
      MINA,
      `<@${BOT}> 60일 넘게 안 산, 500회 이상 구매한 단골에게 이번 달 매출 1천만원`,
      /0명이에요\. 가장 많이 줄인 조건: '구매가 500회 이상인 고객' \(60명 → 0명\)/,
    ],
    [
      SARAH,
      'Customers who bought 500 times or more: 10 million won revenue this month',
      /nobody matches\. The condition that cut most: \\"customers who bought at least 500 times\\" \(60 → 0\)/,
    ],
  ])('that nobody fits (%s) names the condition that cut most, and cannot be approved', async (user, words, says) => {
    const key = await begun(user, words);
    expect(everything(await our.open(key, 'brief'))).toMatch(
      /0명이에요\. 가장 많이 줄인 조건.*500회|Nobody matches.*cut most.*500 times/,
    );
    await our.approve(key, 'brief', user);
    const segments = await our.card(key, 'segments');
    expect(everything(segments)).toMatch(says);
    expect(['step.approve', 'step.edit', 'step.regenerate'].map((action) => has(segments, action))).toEqual([
      false,
      true,
      true,
    ]);
    // Three thousand characters and not one more, and none of them pings or formats.
    await our.slack.click(user, segments, 'step.regenerate');
    const long = '3회 이상으로 낮춰 주세요, at least 3 orders <!channel> <@U0BOSS> *굵게* {{ email }} '.padEnd(
      3_001,
      '가',
    );
    expect((await our.slack.submit(user, { feedback: long })).body).toMatchObject({
      response_action: 'errors',
      errors: { feedback: expect.stringMatching(/3,000/) },
    });
    expect((await our.slack.submit(user, { feedback: long.slice(0, 3_000) })).body).toEqual({ text: '' });
    const second = await our.card(key, 'segments', (m) => m.metadata?.event_payload.version === 2);
    expect(everything(second)).toContain('&lt;!channel&gt; &lt;@U0BOSS&gt;');
    expect(everything(second)).not.toMatch(/<!channel>|<@U0BOSS> \*/);
    expect(has(second, 'step.approve')).toBe(true);
  });

  it('with emoji, right-to-left, mentions, markup and Liquid in it is read as words: nothing pings, breaks or runs', async () => {
    const odd = `🎉👨‍👩‍👧 <!channel> <!here> *굵게* \`code\` שלום \u202Eعالم {{ email }} {% include '/etc/passwd' %} {{ 7 | times: 191 }}`;
    const { key, thread } = await our.start(`${GOAL} ${odd} <https://evil.example/x|눌러>`);
    await our.approve(key, 'brief');
    await our.approve(key, 'segments');
    await our.approve(key, 'personas');
    const copy = await our.open(key, 'copy');
    const said = our.slack.posted
      .filter((m) => m.threadTs === thread || m.ts === thread)
      .map(everything)
      .join('\n');
    expect(said).not.toMatch(/1337|root:|<!(?!date)|evil\.example\/x>|<https:\/\/evil/);

    await our.slack.click(MINA, copy, 'step.edit');
    for (const body of ["{% include '/etc/passwd' %}", '{{ constructor.constructor }} 안녕하세요', '{{ email }}님'])
      expect((await our.slack.submit(MINA, { body })).body).toMatchObject({
        response_action: 'errors',
        errors: { body: expect.stringMatching(/[가-힣]{2}/) },
      });
  });

  it('never made the bot say more than Slack takes, or ping anybody', () => {
    expect(our.slack.complaints).toEqual([]);
    expect(our.slack.calls.filter(({ error }) => error && error !== 'unknown_method')).toEqual([]);
  });

  const begun = async (user: string, words: string): Promise<string> => {
    if (user === MINA) return (await our.start(words)).key;
    const from = our.slack.posted.length;
    await our.slack.say(user, words, { channel: DM });
    const card = await our.slack.until(
      'the card',
      (m) => our.slack.posted.indexOf(m) >= from && m.metadata?.event_payload.step === 'campaign',
    );
    return card.metadata?.event_payload.campaign_id ?? '';
  };
});
