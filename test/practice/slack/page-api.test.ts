import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type TestWorkspace, testWorkspace } from '../../support/slack.ts';

const C = 'C0MARKETING';
let ws: TestWorkspace;
beforeAll(async () => {
  ws = await testWorkspace({ tries: [0] });
});
afterAll(() => ws.close());

type Message = { channel: string; ts: string; text: string; onlyFor: string | null; deleted: boolean; seq: number };
const seen = async (seat: string, after = 0): Promise<{ seq: number; messages: Message[] }> =>
  ws.ask(`/changes?seat=${seat}&after=${after}`);

describe('the page', () => {
  test('knows its seats and channels', async () => {
    expect(await ws.ask('/seats')).toMatchObject({
      seats: [
        { id: 'U0MARKETER', name: '김마케터', role: 'marketer', locale: 'ko-KR' },
        { id: 'U0APPROVER1', role: 'approver' },
        { id: 'U0APPROVER2', role: 'approver' },
        { id: 'U0SALES', role: 'sales' },
      ],
      bot: { id: 'U0BATON', name: 'baton' },
      language: 'ko',
    });
    expect(await ws.ask('/channels?seat=U0SALES')).toEqual([
      { id: 'C0DIGEST', name: 'marketing-digest', kind: 'channel' },
      { id: C, name: 'marketing', kind: 'channel' },
      { id: 'DU0SALES', name: 'baton', kind: 'dm' },
    ]);
  });

  test('says in words what cannot be done', async () => {
    const cases: [string, unknown, string][] = [
      ['/say', { seat: 'U0NOBODY', channel: C, text: 'x' }, 'user_not_found'],
      ['/say', { seat: 'U0GONE', channel: C, text: 'x' }, 'user_not_found'],
      ['/say', { seat: 'U0SALES', channel: 'C0NONE', text: 'x' }, 'channel_not_found'],
      ['/say', { seat: 'U0SALES', channel: 'DU0MARKETER', text: 'x' }, 'not_in_channel'],
      ['/say', { seat: 'U0SALES', channel: C, text: '   ' }, 'no_text'],
      ['/say', { seat: 'U0SALES', channel: C, text: 'x', threadTs: '1.000000' }, 'thread_not_found'],
      ['/say', { seat: 'U0SALES' }, 'invalid_arguments'],
      ['/action', { seat: 'U0SALES', channel: C, ts: '1.000000', action: { action_id: 'a' } }, 'message_not_found'],
      ['/submit', { seat: 'U0SALES', viewId: 'Vnone', state: { values: {} } }, 'not_found'],
    ];
    for (const [path, body, code] of cases)
      expect(await ws.ask(path, body)).toEqual({ ok: false, code, error: expect.stringMatching(/[가-힣]/) });
  });

  test('nobody clicks another person’s ephemeral message or direct message', async () => {
    const ephemeral = await ws.client.chat.postEphemeral({ channel: C, user: 'U0MARKETER', text: 'only you' });
    const dm = await ws.client.chat.postMessage({ channel: 'DU0MARKETER', text: 'you too' });
    const click = (channel: string, ts: unknown) =>
      ws.ask('/action', { seat: 'U0SALES', channel, ts, action: { action_id: 'a' } });
    expect((await click(C, ephemeral.message_ts)).code).toBe('message_not_found');
    expect((await click('DU0MARKETER', dm.ts)).code).toBe('not_in_channel');
  });

  test('a long poll sleeps until something it may see happens', async () => {
    const { seq } = await seen('U0SALES');
    let woken = false;
    const poll = seen('U0SALES', seq).then((found) => {
      woken = true;
      return found;
    });
    await ws.client.chat.postEphemeral({ channel: C, user: 'U0MARKETER', text: 'not for sales' });
    await seen('U0SALES');
    expect(woken).toBe(false);
    await ws.client.chat.postMessage({ channel: C, text: 'for all' });
    expect((await poll).messages.map(({ text }) => text)).toEqual(['for all']);
  });

  test('a restart loses nothing', async () => {
    const before = await seen('U0MARKETER');
    await ws.restart();
    const after = await seen('U0MARKETER');
    expect(after.messages).toEqual(before.messages);
    const next = await ws.client.chat.postMessage({ channel: C, text: 'later' });
    expect(Number(next.ts)).toBeGreaterThan(Math.max(...before.messages.map(({ ts }) => Number(ts))));
  });
});

test('with the database gone the page still gets an answer in words', async () => {
  await ws.database.pool.query('alter table practice_state rename to away');
  expect(await ws.ask('/seats')).toEqual({
    ok: false,
    code: 'internal_error',
    error: expect.stringMatching(/[가-힣]/),
  });
  await ws.database.pool.query('alter table away rename to practice_state');
  expect((await ws.ask('/seats')).ok).toBe(true);
});

const SEATS = ['U0MARKETER', 'U0APPROVER1', 'U0SALES'] as const;
const step = fc.oneof(
  fc.record({
    do: fc.constant('post' as const),
    channel: fc.constantFrom(C, 'C0DIGEST', ...SEATS.map((seat) => `D${seat}`)),
  }),
  fc.record({ do: fc.constant('whisper' as const), to: fc.constantFrom(...SEATS) }),
  fc.record({ do: fc.constant('update' as const), which: fc.nat(20) }),
  fc.record({ do: fc.constant('delete' as const), which: fc.nat(20) }),
  fc.record({ do: fc.constant('look' as const), seat: fc.constantFrom(...SEATS) }),
);

test('following the changes shows each seat the same as looking afresh, and never what is not for it', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 25 }), async (steps) => {
      const pages = new Map(SEATS.map((seat) => [seat, { seq: 0, shown: new Map<string, Message>() }]));
      const look = async (seat: (typeof SEATS)[number]) => {
        const page = pages.get(seat)!;
        // Something for everybody, so that no poll has to sleep.
        if (page.seq > 0) await ws.client.chat.postMessage({ channel: C, text: 'tick' });
        const found = await seen(seat, page.seq);
        expect(found.seq).toBeGreaterThanOrEqual(page.seq);
        page.seq = found.seq;
        for (const each of found.messages) {
          expect([null, seat]).toContain(each.onlyFor);
          if (each.channel.startsWith('D')) expect(each.channel).toBe(`D${seat}`);
          if (each.deleted) page.shown.delete(`${each.channel}/${each.ts}`);
          else page.shown.set(`${each.channel}/${each.ts}`, each);
        }
      };
      const posted: { channel: string; ts: string }[] = [];
      for (const one of steps) {
        const target = 'which' in one ? posted[one.which % Math.max(1, posted.length)] : undefined;
        if (one.do === 'post') {
          const { ts } = await ws.client.chat.postMessage({ channel: one.channel, text: 'p' });
          posted.push({ channel: one.channel, ts: ts as string });
        } else if (one.do === 'whisper') await ws.client.chat.postEphemeral({ channel: C, user: one.to, text: 'w' });
        else if (one.do === 'look') await look(one.seat);
        else if (target && one.do === 'update') await ws.client.chat.update({ ...target, text: `u${one.which}` });
        else if (target && one.do === 'delete') {
          await ws.client.chat.delete(target);
          posted.splice(posted.indexOf(target), 1);
        }
      }
      for (const seat of SEATS) {
        await look(seat);
        const fresh = (await seen(seat)).messages;
        expect([...pages.get(seat)!.shown.values()].sort((a, b) => (a.ts < b.ts ? -1 : 1))).toEqual(fresh);
      }
    }),
    { numRuns: 8 },
  );
});
