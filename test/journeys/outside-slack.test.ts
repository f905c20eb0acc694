import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Posted } from '../support/other-slack.ts';
import { JUNHO, MARKETING, MINA, SARAH } from '../support/other-slack-cast.ts';
import { everything, GOAL, has, type Outside, startOutside } from '../support/outside.ts';

/**
 * The whole product against a Slack that is not ours, with the sample company, over POST /slack/events. Everything is found
 * by the ids and metadata that were promised to the outside; nothing here knows how a card looks. Speeds are printed.
 */
describe('against another Slack', () => {
  let our: Outside;
  const seconds = (since: number) => `${((Date.now() - since) / 1000).toFixed(1)} s`;
  const mailsOf = async (key: string) =>
    (await our.ws.mailbox('?bodies=0')).filter(({ test, campaignId }) => !test && campaignId === key);
  const upTo = async (key: string, least: number) => {
    for (;;) {
      const now = await mailsOf(key);
      if (now.length >= least) return now.length;
      await sleep(50);
    }
  };
  const ledgerOf = async (key: string): Promise<Record<string, number>> => {
    const { rows } = await our.app.deps.pool.query<{ status: string; n: number }>(
      'select status, count(*)::int as n from deliveries where campaign_id = $1 group by 1',
      [Number(key.slice(2))],
    );
    return Object.fromEntries(rows.map(({ status, n }) => [status, n]));
  };

  beforeAll(async () => {
    const began = Date.now();
    our = await startOutside({ practice: 'llm,channels,customers,clock,data' });
    console.log(`ready with the sample company after ${seconds(began)}`);
  });
  afterAll(() => our?.stop());

  it('refuses what Slack did not sign, or signed long ago', async () => {
    const { slack, app } = our;
    const url = `http://127.0.0.1:${app.port}/slack/events`;
    const body = slack.envelope(
      { type: 'app_mention', user: MINA, text: GOAL, ts: '1.2', channel: MARKETING },
      'EvBad',
    );
    const now = Math.floor(Date.now() / 1000);
    const status = async (more: Record<string, string>) =>
      (await fetch(url, { method: 'POST', headers: { 'content-type': 'application/json', ...more }, body })).status;
    expect(await status({})).toBe(401);
    expect(await status(slack.signature(body, now, 'not the secret'))).toBe(401);
    expect(await status(slack.signature(body, now - 400, slack.secret))).toBe(401);
    expect(
      await status({ ...slack.signature(body, now, slack.secret), 'x-slack-request-timestamp': `${now - 1}` }),
    ).toBe(401);
    expect((await app.deps.pool.query('select 1 from campaigns')).rows).toEqual([]);
  });

  it('starts one campaign for one mention, however often and in whatever form Slack sends it', async () => {
    const { slack } = our;
    const ts = slack.stamp();
    const event = { user: MINA, text: GOAL, ts, channel: MARKETING, event_ts: ts };
    const body = slack.envelope({ ...event, type: 'message', channel_type: 'channel' }, 'EvSame');
    const mention = slack.envelope({ ...event, type: 'app_mention' }, 'EvOther');
    const again = { 'x-slack-retry-num': '1', 'x-slack-retry-reason': 'http_timeout' };
    const answers = await Promise.all([
      slack.send(body, 'application/json'),
      slack.send(mention, 'application/json'),
      slack.send(body, 'application/json', again),
      slack.send(mention, 'application/json', again),
      slack.send(body, 'application/json', { ...again, 'x-slack-retry-num': '2' }),
    ]);
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200]);
    expect((await our.app.deps.pool.query('select 1 from campaigns')).rows).toHaveLength(1);
    const card = await slack.until('its card', (m) => m.metadata?.event_payload.step === 'campaign');
    const key = card.metadata?.event_payload.campaign_id ?? '';
    const brief = await our.open(key, 'brief');
    await slack.click(MINA, card, 'campaign.cancel');
    await slack.until('nothing left to press', (m) => m.ts === card.ts && !has(m, 'campaign.cancel'));
    await slack.until('the brief as a record', (m) => m.ts === brief.ts && !has(m, 'step.approve'));
  });

  it('keeps a clock time, moves it on request, sends when the clock gets there, and stops for good', async () => {
    const { slack } = our;
    const { key } = await our.start();
    await our.bring(key, 'plan');
    expect(await our.launch(key)).toEqual(DONE);
    const scheduled = await our.card(key, 'campaign', (m) => has(m, 'campaign.reschedule'));
    await slack.click(MINA, scheduled, 'campaign.reschedule');
    const { now } = (await (await fetch(`${our.url}/clock`)).json()) as { now: string };
    const at = Math.ceil(new Date(now).getTime() / 60_000) * 60 + 2 * 3600;
    expect(await slack.submit(MINA, { at: String(at) })).toEqual(DONE);
    await our.card(key, 'plan', (m) => m.metadata?.event_payload.version === 2 && has(m, 'launch.approve'));
    expect(await mailsOf(key)).toEqual([]);
    expect(await our.launch(key, SARAH)).toEqual(DONE);
    await our.card(key, 'campaign', (m) => has(m, 'campaign.reschedule'));

    const moved = our.ws.forward('PT3H');
    const sending = await our.card(key, 'sending', (m) => has(m, 'send.stop'), 60_000);
    await upTo(key, 20);
    await slack.click(JUNHO, sending, 'send.stop');
    await our.card(key, 'sending', (m) => !has(m, 'send.stop'));
    await moved;
    const ledger = await ledgerOf(key);
    expect(ledger.cancelled).toBeGreaterThan(0);
    expect(Object.keys(ledger).filter((status) => ['planned', 'claimed', 'handed'].includes(status))).toEqual([]);
    expect((await mailsOf(key)).length).toBe((ledger.accepted ?? 0) + (ledger.delivered ?? 0) + (ledger.failed ?? 0));
  });

  it('drafts, takes every kind of verdict, refuses the requester, sends at once, pauses and resumes', async () => {
    const { slack } = our;
    const began = Date.now();
    const { key, thread } = await our.start(`${GOAL}, 지금 바로`);
    console.log(`campaign card after ${seconds(began)}`);

    const brief = await our.open(key, 'brief');
    await slack.click(MINA, brief, 'step.regenerate');
    expect(slack.opened.at(-1)?.view.callback_id).toBe('step.regenerate');
    expect(await slack.submit(MINA, { feedback: '쿠폰은 쓰지 말고, 목표는 800만원으로 낮추자' })).toEqual(DONE);
    const second = await our.card(key, 'brief', ({ metadata }) => metadata?.event_payload.version === 2);
    expect(everything(second)).toContain('쿠폰은 쓰지 말고');
    await slack.until('the first brief as a record', (m) => m.ts === brief.ts && !has(m, 'step.approve'));
    await our.approve(key, 'brief');

    const segments = await our.open(key, 'segments');
    await slack.click(JUNHO, segments, rejecting(segments), 'step.reject');
    expect(slack.opened.at(-1)?.view.callback_id).toBe('step.reject');
    expect(await slack.submit(JUNHO, { reason: 'audience', feedback: '한 번에 한 세그먼트만' })).toEqual(DONE);
    await our.card(key, 'segments', ({ metadata }) => metadata?.event_payload.version === 2);
    await our.approve(key, 'segments', JUNHO);
    await our.approve(key, 'personas', JUNHO);

    const copy = await our.open(key, 'copy');
    await slack.click(MINA, copy, 'step.edit');
    expect(slack.opened.at(-1)?.view.callback_id).toBe('step.edit');
    expect(await slack.submit(MINA, { subject: '다시 들을 음반을 몇 장 골라 두었어요' })).toEqual(DONE);
    const edited = await our.card(key, 'copy', ({ metadata }) => metadata?.event_payload.version === 2);
    expect(everything(edited)).toContain('몇 장 골라');
    await our.approve(key, 'copy', JUNHO);

    const plan = await our.open(key, 'plan');
    const before = slack.posted.length;
    const modals = slack.opened.length;
    await slack.click(MINA, plan, 'launch.approve');
    expect(await our.whisper(MINA, before)).toMatchObject({ threadTs: thread, metadata: null });
    expect(slack.opened).toHaveLength(modals);
    expect(await mailsOf(key)).toEqual([]);

    const launched = Date.now();
    expect(await our.launch(key, JUNHO)).toEqual(DONE);
    await upTo(key, 1);
    console.log(`first mail ${seconds(launched)} after the launch`);
    const first = Date.now();
    const sending = await our.card(key, 'sending');
    console.log(`sending card ${seconds(launched)} after the launch`);
    const counted = await upTo(key, 400);
    console.log(`${Math.round((counted * 1000) / (Date.now() - first))} mails a second`);

    await slack.click(JUNHO, sending, 'send.pause');
    const paused = await our.card(key, 'sending', (m) => has(m, 'send.resume'));
    expect(has(paused, 'send.pause')).toBe(false);
    // What was handed over before the pause may still arrive.
    let settled = -1;
    for (let now = counted; now !== settled; now = (await mailsOf(key)).length) {
      settled = now;
      await sleep(700);
    }
    await slack.click(JUNHO, paused, 'send.resume');
    await upTo(key, settled + 100);
    const going = await our.card(key, 'sending', (m) => has(m, 'send.stop') && has(m, 'send.pause'));
    await slack.click(SARAH, going, 'send.stop');
    await our.card(key, 'sending', (m) => !has(m, 'send.stop'));
    const sent = await mailsOf(key);
    expect(new Set(sent.map(({ to }) => to)).size).toBe(sent.length);
  });

  it('said everything once, where it belongs, within what Slack takes', () => {
    const { slack } = our;
    const cards = slack.posted.filter(({ metadata }) => metadata !== null);
    const names = cards.map(({ metadata }) => JSON.stringify(metadata?.event_payload));
    expect(new Set(names).size).toBe(names.length);
    expect(new Set(cards.map(({ metadata }) => metadata?.event_type))).toEqual(new Set(['baton.card']));
    expect(cards.filter(({ channel, onlyFor }) => channel.startsWith('D0') || onlyFor)).toEqual([]);
    for (const { metadata } of cards)
      expect(metadata?.event_payload).toEqual({
        campaign_id: expect.stringMatching(/^(C-\d+|digest)$/),
        step: expect.stringMatching(/^(brief|segments|personas|copy|plan|sending|results|campaign|digest)$/),
        version: expect.any(Number),
      });
    expect(slack.complaints).toEqual([]);
    const unknown = slack.calls.filter(({ error }) => error === 'unknown_method').map(({ method }) => method);
    console.log('asked for in vain:', [...new Set(unknown)].join(', ') || 'nothing');
    expect(slack.calls.filter(({ error }) => error && error !== 'unknown_method')).toEqual([]);
  });
});

const DONE = { status: 200, body: { text: '' } };
/** Reject has a button of its own, or is an option of the menu. */
const rejecting = (message: Posted): string => (has(message, 'step.reject') ? 'step.reject' : 'step.more');
