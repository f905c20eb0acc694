import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Posted } from '../support/other-slack.ts';
import { DIGEST, JUNHO, MARKETING, MINA } from '../support/other-slack-cast.ts';
import { everything, GOAL, has, type Outside, startOutside } from '../support/outside.ts';

/** Slack that is away, or does not let us in: nothing is lost, nothing is said twice, and somebody who can help is told. */
describe('Slack', () => {
  let our: Outside;
  beforeAll(async () => {
    our = await startOutside({
      practice: 'llm,channels,clock',
      people: 60,
      env: { DIGEST_CHANNEL: 'no-such-channel' },
    });
  });
  afterAll(() => our?.stop());

  const statusIs = async (key: string, wanted: string): Promise<void> => {
    for (let tries = 0; ; tries += 1) {
      const { rows } = await our.app.deps.pool.query('select status from campaigns where id = $1', [
        Number(key.slice(2)),
      ]);
      if (rows[0]?.status === wanted) return;
      if (tries > 2_400) throw new Error(`${rows[0]?.status}, not ${wanted}`);
      await sleep(50);
    }
  };
  const cardsOf = (key: string): string[] =>
    our.slack.posted
      .filter(({ metadata }) => metadata?.event_payload.campaign_id === key)
      .map(({ metadata }) => `${metadata?.event_payload.step} v${metadata?.event_payload.version}`)
      .sort();

  it('down for a while: people go on with what they see, and the cards catch up', async () => {
    const { slack } = our;
    const { key } = await our.start(`${GOAL}, 지금 바로`);
    const brief = await our.open(key, 'brief');
    // Known people are kept for an hour: a click needs no Slack.
    await slack.command(MINA, 'list');
    await slack.command(JUNHO, 'list');
    slack.goDown('503');
    expect((await slack.click(MINA, brief, 'step.approve')).status).toBe(200);
    await statusIs(key, 'segments.review');
    expect(cardsOf(key)).toEqual(['brief v1', 'campaign v1']);
    // A window cannot open now: the click fails in Slack's own words, and nothing has happened.
    const refused = await slack.click(MINA, brief, 'step.edit');
    expect([200, 500]).toContain(refused.status);
    await sleep(1_500);
    slack.up();
    await slack.until('the brief as a record', (m) => m.ts === brief.ts && !has(m, 'step.approve'));
    await our.approve(key, 'segments');
    await our.approve(key, 'personas');
    await our.approve(key, 'copy');
    const plan = await our.open(key, 'plan');

    slack.goDown('cut');
    const modals = slack.opened.length;
    expect((await slack.click(JUNHO, plan, 'launch.approve')).status).not.toBe(200);
    expect(slack.opened).toHaveLength(modals);
    await statusIs(key, 'plan.review');
    slack.up();
    expect((await our.launch(key)).body).toEqual({ text: '' });
    await our.card(key, 'sending', (m) => !has(m, 'send.stop'));
    expect(cardsOf(key)).toEqual([
      'brief v1',
      'campaign v1',
      'copy v1',
      'personas v1',
      'plan v1',
      'segments v1',
      'sending v1',
    ]);
  });

  it('not letting the bot into a channel: the one who asked hears of it, and it goes on once invited', async () => {
    const { slack } = our;
    slack.dropBot(MARKETING);
    const from = slack.posted.length;
    const answer = await slack.command(MINA, `new ${GOAL.replace(/^<[^>]*> /, '')}`);
    expect(String(answer.body.text)).toMatch(/를 시작했어요/);
    const told = await slack.until(
      'a direct message',
      (m) => m.channel === 'D0MINA' && slack.posted.indexOf(m) >= from,
    );
    expect(told.text).toMatch(
      /^C-\d+ 카드를 <#C0CAMPAIGNS>에 올리지 못했어요\. .*초대되어 있지 않아요.*`\/invite @baton`.*캠페인은 그대로 있고, 아무것도 보내지 않았어요/,
    );
    expect(told.metadata).toBeNull();
    const key = /C-\d+/.exec(told.text)?.[0] ?? '';
    await statusIs(key, 'brief.review');
    await slack.takeBotIn(MARKETING);
    await our.open(key, 'brief');
    expect(cardsOf(key)).toEqual(['brief v1', 'campaign v1']);
  });

  it('without the channel of the daily summary: the admins are told once, and where to find it', async () => {
    const { slack } = our;
    const told = (m: Posted) => m.channel === 'D0BOSS' && /일간 요약/.test(m.text);
    await our.ws.forward('P1D');
    const message = await slack.until('words to the admin', told);
    expect(message.text).toMatch(
      /일간 요약을 #no-such-channel에 올리지 못했어요\. .*채널을 찾지 못했거나.*`\/invite @baton`.*`baton digest`/,
    );
    expect(slack.posted.filter(told)).toHaveLength(1);
    expect(slack.posted.filter(({ channel }) => channel === DIGEST)).toEqual([]);
  });

  it('was never told more than it takes', () => {
    expect(our.slack.complaints).toEqual([]);
    expect(our.slack.posted.filter((m) => everything(m).includes('undefined'))).toEqual([]);
  });
});
