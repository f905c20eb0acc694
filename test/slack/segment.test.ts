import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ingestContacts } from '../../src/audience/ingest-contacts.ts';
import { findSegment, saveSegment, segmentVersionsOf } from '../../src/audience/saved.ts';
import { saveKit } from '../../src/brand/store.ts';
import { liveDrafts } from '../../src/campaign/store.ts';
import { sampleKit } from '../../src/practice/sample/kit.ts';
import type { Segments } from '../../src/steps/segments/schema.ts';
import { type Bot, startBot, startedAt, textOf } from '../support/bot.ts';
import * as given from '../support/cards.ts';

let bot: Bot;
beforeEach(async () => {
  bot = await startBot();
  await saveKit(bot.deps, sampleKit, 'test');
});
afterEach(() => bot.close());

const text = (value: string) => ({ value: { type: 'plain_text_input', value } });
const radio = (value: string) => ({ value: { type: 'radio_buttons', selected_option: { value } } });
const rulesOf = async (id: number) =>
  ((await liveDrafts(bot.deps.db, id)).segments?.content as Segments | undefined)?.segments;
/** As Slack sends the choice of an option of a list. */
const choose = (seat: string, where: object, action: string, block: string, value: string) =>
  bot.ws.ask('/action', { seat, ...where, action: { action_id: action, block_id: block, selected_option: { value } } });
const put = async (seat: string, key: string, rule: string) => {
  const open = await modal(seat);
  const block = open?.view.blocks.find((one) => String(one.block_id).split('.')[1] === key);
  expect(await choose(seat, { viewId: open?.id }, 'segment.ready', String(block?.block_id), rule)).toEqual({
    ok: true,
  });
};
const more = async (seat: string, value: string) => {
  const card = await bot.card('segments');
  const block = card.blocks?.find((one) => (one as { type: string }).type === 'actions') as { block_id: string };
  await choose(seat, { channel: card.channel, ts: card.ts }, 'step.more', block.block_id, value);
  await bot.run();
};
const modal = async (user: string) => (await bot.views(user))[0];

describe('a ready-made rule', () => {
  it('is put in from the edit form, its numbers are edited, and the other segment stays', async () => {
    const { id } = await startedAt(bot, 'segments');
    await bot.click('U0MARKETER', await bot.card('segments'), 'step.edit');
    await put('U0MARKETER', 'A', 'lapsed_vip');
    const inputs = ((await modal('U0MARKETER'))?.view.blocks ?? []).flatMap((block) =>
      block.type === 'input' ? [block.block_id] : [],
    );
    expect(inputs).toEqual([
      'name_A=lapsed_vip',
      'A=lapsed_vip:all/0/value',
      'A=lapsed_vip:all/1/value',
      'name_B',
      'B:all/0/value',
      'B:all/1/value',
      'include',
    ]);
    // Nothing is kept before the form is saved.
    expect((await liveDrafts(bot.deps.db, id)).segments?.version).toBe(1);
    expect(await bot.submit('U0MARKETER', { 'A=lapsed_vip:all/1/value': text('90') })).toEqual({ ok: true });
    const [a, b] = (await rulesOf(id)) ?? [];
    expect(a).toMatchObject({
      name: '60일 쉰 상위 10%',
      rule: {
        all: [
          { metric: 'revenue_percentile', is: 'gte', value: 90 },
          { metric: 'days_since_last_order', is: 'gte', value: 90 },
        ],
      },
    });
    expect(b).toEqual(given.segments.segments[1]);
  });

  it('is offered only where the data can answer it, beside what people saved, which goes on being named', async () => {
    const { db } = bot.deps;
    await ingestContacts(db, [{ external_id: 'a', created_at: '2026-01-01' }], {
      timezone: 'Asia/Seoul',
      currency: 'KRW',
      now: new Date(),
      from: 'json',
    });
    const rule = { all: [{ metric: 'orders' as const, is: 'gte' as const, value: 3 }] };
    await saveSegment(db, { name: '단골', rule, by: 'U0MARKETER', at: new Date() });
    const { id } = await startedAt(bot, 'segments');
    await bot.click('U0MARKETER', await bot.card('segments'), 'step.edit');
    const offered = JSON.stringify((await modal('U0MARKETER'))?.view.blocks);
    expect(offered).toContain('"lapsed_vip"');
    expect(offered).not.toContain('"birthday_month"');
    await put('U0MARKETER', 'B', 'S-1');
    expect(await bot.submit('U0MARKETER', {})).toEqual({ ok: true });
    expect((await rulesOf(id))?.[1]).toMatchObject({ name: '단골', rule: { all: [{ in_segment: 'S-1' }] } });
    const answer = await bot.command('U0MARKETER', 'segment S-1');
    expect(answer).toContain('쓰이는 곳: C-');
  });
});

describe('saving a segment from its card', () => {
  const save = async (user: string, values: Parameters<Bot['submit']>[1]) => {
    await more(user, 'segment.save');
    expect((await modal(user))?.view.callback_id).toBe('segment.save');
    return bot.submit(user, values);
  };

  it('keeps name, owner and version, and says where to find it', async () => {
    const { id } = await startedAt(bot, 'segments');
    expect(await save('U0MARKETER', { segment: radio('B'), name: text('') })).toEqual({ ok: true });
    expect(textOf({ text: '', blocks: (await modal('U0MARKETER'))?.view.blocks } as never)).toContain('S-1');
    expect(await findSegment(bot.deps.db, 'S-1')).toMatchObject({
      name: '120일 넘게 쉰 단골',
      owner: 'U0MARKETER',
      version: 1,
      rule: given.segments.segments[1]?.rule,
    });
    await save('U0APPROVER1', { segment: radio('A'), name: text('120일 넘게 쉰 단골') });
    const saved = await findSegment(bot.deps.db, 'S-1');
    expect(saved).toMatchObject({ owner: 'U0MARKETER', version: 2 });
    expect((await segmentVersionsOf(bot.deps.db, 'S-1')).map(({ by }) => by)).toEqual(['U0APPROVER1', 'U0MARKETER']);
    expect(await bot.command('U0MARKETER', 'segment S-1')).toMatch(/v2 · .* · <@U0APPROVER1>/);
    // Nothing about the draft changed.
    expect((await liveDrafts(bot.deps.db, id)).segments?.version).toBe(1);
  });

  it('is for those who may edit', async () => {
    await startedAt(bot, 'segments');
    await more('U0SALES', 'segment.save');
    expect(await bot.views('U0SALES')).toEqual([]);
    expect(await findSegment(bot.deps.db, 'S-1')).toBeNull();
  });
});
