import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { MINA } from '../support/other-slack-cast.ts';
import { everything, GOAL, has, type Outside, startOutside } from '../support/outside.ts';

/** A Slack-like server that can do next to nothing: messages, updates and windows, classic blocks. The loop must not need more. */
describe('a Slack without newer blocks, direct messages, ephemerals and profiles', () => {
  let our: Outside;
  beforeAll(async () => {
    our = await startOutside({ practice: 'llm,channels,clock', people: 60 });
    our.slack.beSmall(['users.info', 'conversations.open', 'chat.postEphemeral', 'views.update']);
  });
  afterAll(() => our?.stop());

  it('still takes a goal to mails, and a refusal to the one it is for', async () => {
    const { slack } = our;
    const { key } = await our.start(`${GOAL}, 지금 바로`);
    const plan = await our.bring(key, 'plan');
    const from = slack.posted.length;
    await slack.click(MINA, plan, 'launch.approve');
    const refusal = await slack.until('a refusal', (m) => slack.posted.indexOf(m) >= from && m.channel === MINA);
    expect(refusal).toMatchObject({ channel: MINA, metadata: null, text: expect.stringMatching(/^직접 요청한 발송/) });
    expect((await our.launch(key)).body).toEqual({ text: '' });
    const sending = await our.card(key, 'sending', (m) => !has(m, 'send.stop'), 60_000);
    expect(sending.text).toMatch(/발송 완료/);
    expect((await our.ws.mailbox('?bodies=0')).length).toBeGreaterThan(20);
    const cards = slack.posted.filter(({ metadata }) => metadata);
    expect(new Set(cards.map(({ metadata }) => JSON.stringify(metadata))).size).toBe(cards.length);
    // What a newer block says is said all the same.
    expect(everything(await our.card(key, 'copy'))).toMatch(/A-1.*제목/);
    expect(slack.complaints).toEqual([]);
  });
});
