import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { saveKit } from '../../src/brand/store.ts';
import { type Draft, liveDrafts, loadCampaign, pendingRequest } from '../../src/campaign/store.ts';
import { launches } from '../../src/db/schema.ts';
import type { Deps } from '../../src/deps.ts';
import { sampleKit } from '../../src/practice/sample/kit.ts';
import type { Brief } from '../../src/steps/brief/schema.ts';
import type { Copy } from '../../src/steps/copy/schema.ts';
import { recheck } from '../../src/steps/edit.ts';
import type { Plan } from '../../src/steps/plan/schema.ts';
import { actionsIn, type Bot, startBot, startedAt, textOf } from '../support/bot.ts';
import * as given from '../support/cards.ts';

let bot: Bot;
beforeEach(async () => {
  bot = await startBot();
  await saveKit(bot.deps, sampleKit, 'test');
});
afterEach(() => bot.close());

const text = (value: string) => ({ value: { type: 'plain_text_input', value } });
const live = async (id: number) => liveDrafts(bot.deps.db, id);
const soon = async () => {
  bot.ws.clock.ahead += 4_000;
  await bot.run();
};

describe('editing', () => {
  it('makes a new version in a new message, shows what changed, and makes the editor unfit for the launch', async () => {
    const { id } = await startedAt(bot, 'brief');
    await bot.click('U0APPROVER1', await bot.card('brief'), 'step.edit');
    const [open] = await bot.views('U0APPROVER1');
    expect(open?.view.callback_id).toBe('step.edit');
    const blocks = open?.view.blocks ?? [];
    expect(blocks.filter(({ type }) => type === 'input').map(({ block_id }) => block_id)).toContain('target');
    expect(await bot.submit('U0APPROVER1', { target: text('2천만') })).toEqual({ ok: true });
    const { brief } = await live(id);
    expect(brief).toMatchObject({ version: 2, authorKind: 'person', author: 'U0APPROVER1' });
    expect((brief?.content as Brief | undefined)?.kpi.target).toBe(20_000_000);
    const card = await bot.card('brief', 2);
    expect(textOf(card)).toContain('v1 → v2 바뀐 점');
    expect(textOf(card)).toContain('<@U0APPROVER1> 수정');
    await soon();
    expect(textOf(await bot.card('brief', 1))).toContain('v2로 바뀌었어요');
    expect(actionsIn(await bot.card('brief', 1))).toEqual([]);
  });

  it('says at the field what cannot be kept, in the acknowledgement, and keeps nothing', async () => {
    const { id } = await startedAt(bot, 'brief');
    await bot.click('U0MARKETER', await bot.card('brief'), 'step.edit');
    expect(await bot.submit('U0MARKETER', { target: text('아주 많이') })).toMatchObject({
      ok: false,
      errors: { target: expect.stringContaining('숫자') },
    });
    expect((await live(id)).brief?.version).toBe(1);
  });

  it('takes one copy variant at a time', async () => {
    const { id } = await startedAt(bot, 'copy');
    const card = await bot.card('copy');
    const value = /"value":"(req_[a-z0-9]+:B-2)"/.exec(JSON.stringify(card.blocks))?.[1] ?? '';
    await bot.click('U0MARKETER', card, 'copy.edit', value);
    expect((await bot.views('U0MARKETER'))[0]?.view.callback_id).toBe('copy.edit');
    expect(await bot.submit('U0MARKETER', { subject: text('빠진 한 장') })).toEqual({ ok: true });
    const edited = (await live(id)).copy?.content as Copy | undefined;
    expect(edited?.variants.map(({ key, subject }) => [key, subject === '빠진 한 장'])).toEqual([
      ['A-1', false],
      ['A-2', false],
      ['B-1', false],
      ['B-2', true],
    ]);
  });
});

describe('the plan', () => {
  const later = () => new Date('2026-11-30T05:00:00Z');

  it('at another time voids the launch and asks anew, whoever rescheduled being its editor', async () => {
    const sendAt = later();
    const { id } = await startedAt(bot, 'plan', { ...given.plan, sendAt: '2099-01-05T14:00' });
    await bot.click('U0APPROVER2', await bot.card('plan'), 'launch.approve');
    await bot.submit('U0APPROVER2', {});
    expect((await loadCampaign(bot.deps.db, id)).status).toBe('scheduled');
    await soon();
    await bot.click('U0MARKETER', await bot.card('campaign'), 'campaign.reschedule');
    const at = (seconds: number) => ({ at: { value: { type: 'datetimepicker', selected_date_time: seconds } } });
    expect(await bot.submit('U0MARKETER', at(1_000_000_000))).toMatchObject({
      ok: false,
      errors: { at: expect.any(String) },
    });
    expect((await loadCampaign(bot.deps.db, id)).status).toBe('scheduled');
    expect(await bot.submit('U0MARKETER', at(Math.floor(sendAt.getTime() / 60_000) * 60))).toEqual({ ok: true });
    expect((await loadCampaign(bot.deps.db, id)).status).toBe('plan.review');
    expect(await bot.deps.db.select().from(launches)).toEqual([]);
    const { plan } = await live(id);
    expect(plan).toMatchObject({ version: 2, authorKind: 'person', author: 'U0MARKETER' });
    expect((plan?.content as Plan | undefined)?.sendAt).not.toBe('2099-01-05T14:00');
    expect((await pendingRequest(bot.deps.db, id))?.version).toBe(2);
  });

  it('is checked again as of now', async () => {
    const { id } = await startedAt(bot, 'copy');
    await bot.click('U0APPROVER1', await bot.card('copy'), 'step.approve');
    await bot.drafted(id, 'plan', {
      content: { ...given.plan, sendAt: '2099-01-05T14:00' },
      checks: [given.check('made_up', { passed: false, family: 'time' })],
    });
    const before = (await live(id)).plan;
    Object.assign(bot.deps, { judge: (draft: Draft) => recheck(bot.deps, draft) } satisfies Partial<Deps>);
    await bot.click('U0MARKETER', await bot.card('plan'), 'launch.recheck');
    const after = (await live(id)).plan;
    expect(after?.hash).toBe(before?.hash);
    expect(after?.checks.map((one) => one.id)).not.toContain('made_up');
    await soon();
    expect(actionsIn(await bot.card('plan')).some((one) => one === 'launch.recheck' || one === 'launch.approve')).toBe(
      true,
    );
  });
});
