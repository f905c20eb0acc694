import { describe, expect, it } from 'vitest';
import * as samples from './page-fixture-blocks.ts';
import * as fixtures from './page-fixtures.ts';
import { held, posted, untilPosted, visits } from './page-visit.ts';

const { start, expecting } = visits();

describe('the blocks of a bot', () => {
  it('are all drawn with their words, and what cannot be drawn says so without harm to the rest', async () => {
    const { page, server } = await start();
    expecting(/head\.map is not a function/);
    const cards = [
      fixtures.campaignCard,
      fixtures.stepCard,
      fixtures.copyCards,
      fixtures.resultCard,
      samples.allText,
      samples.controls,
    ];
    const all = cards.map((blocks) => ({ blocks, ts: server.post({ user: fixtures.BOT, text: 'x', blocks }) }));
    for (const { blocks, ts } of all)
      for (const block of blocks) {
        const drawn = page.locator(`[data-ts="${ts}"] [data-block="${block.block_id}"]`);
        await drawn.waitFor();
        const shown = await drawn.evaluate((node) => ({
          text: (node.textContent ?? '').trim(),
          height: node.getBoundingClientRect().height,
          drawing: node.querySelector('hr, img') !== null,
        }));
        expect(shown.height, String(block.type)).toBeGreaterThan(0);
        expect(shown.text.length > 0 || shown.drawing, String(block.type)).toBe(true);
        expect(shown.text, String(block.type)).not.toMatch(/\[object|undefined|NaN|null/);
      }
    expect(await page.textContent('[data-block="t.10"]')).toContain('hologram');
    expect(await page.textContent('[data-block="t.11"]')).toContain('table');
    expect(await page.textContent('[data-block="a.1"]')).toContain('mystery_box');
  });

  it('read text as Slack does', async () => {
    const { page } = await start((s) => s.post({ user: fixtures.BOT, text: 'x', blocks: samples.allText }));
    expecting(/head\.map is not a function/);
    const first = page.locator('[data-block="t.1"]');
    expect(await first.locator('strong').allTextContents()).toEqual(['굵게']);
    expect(await first.textContent()).toContain('*굵게*은 그대로 <b> &');
    expect(await first.locator('a').getAttribute('href')).toBe('https://example.test/a?b=1&c=2');
    expect(await page.textContent('[data-block="t.3"]')).toContain('@이승인');
    expect(await page.textContent('[data-block="t.3"]')).toContain('2026-11-24 오전 10:42');
    await first.locator('.mention.link').click();
    await page.waitForSelector('[data-channel=C0DIGEST][aria-current=page]');
  });

  it('have charts with a table behind each, for eyes and for readers', async () => {
    const { page } = await start((s) => s.post({ user: fixtures.BOT, text: 'x', blocks: fixtures.resultCard }));
    for (const kind of ['line', 'bar', 'area', 'pie']) {
      const chart = page.locator(`[data-chart=${kind}]`);
      expect(await chart.locator('[role=img]').getAttribute('aria-label')).toMatch(/그래프/);
      await expect.poll(() => chart.locator('svg path, svg rect').count()).toBeGreaterThan(0);
      expect(await chart.locator('table caption').count()).toBe(1);
    }
    await page.click('[data-chart=line] [data-chart-table]');
    await page.locator('[data-chart=line] table').waitFor();
    expect(await page.textContent('[data-chart=line] tbody tr:last-child')).toBe('11/301,754702');
  });

  it('page through a long table without a jump', async () => {
    const { page } = await start((s) => s.post({ user: fixtures.BOT, text: 'x', blocks: fixtures.resultCard }));
    const table = page.locator('[data-block="r.table"]');
    const before = await table.boundingBox();
    expect(await table.locator('caption').textContent()).toBe('변형별 성과, 매출 순');
    expect(await table.textContent()).toContain('5행 중 1–3');
    await table.locator('[data-page=next]').click();
    expect(await table.locator('tbody th').allTextContents()).toEqual(['B-1', 'B-2']);
    expect((await table.boundingBox())?.height).toBe(before?.height);
  });

  it('fold and unfold', async () => {
    const { page } = await start((s) => s.post({ user: fixtures.BOT, text: 'x', blocks: fixtures.stepCard }));
    const why = page.locator('[data-block="s.why"]');
    expect(await why.textContent()).not.toContain('8,210');
    await why.locator('[data-fold=closed]').press('Enter');
    expect(await why.textContent()).toContain('8,210');
    expect(await why.locator('[data-fold]').getAttribute('aria-expanded')).toBe('true');
  });
});

describe('the controls of a message', () => {
  it('tell the bot of a click once, and wait visibly', async () => {
    const { page, server } = await start();
    const ts = server.post({ user: fixtures.BOT, text: 'x', blocks: fixtures.stepCard });
    const slow = held({ ok: true });
    server.answer('action', slow.answer);
    await page.click('[data-action-id="step.approve"][data-value=req_1]');
    await page.waitForSelector('[data-action-id="step.approve"][aria-busy=true]:disabled');
    slow.release();
    await page.waitForSelector('[data-action-id="step.approve"]:not([aria-busy])');
    expect(posted(server, 'action')).toEqual([
      {
        seat: fixtures.MARKETER,
        channel: 'C0MARKETING',
        ts,
        action: {
          type: 'button',
          action_id: 'step.approve',
          block_id: 's.a',
          text: { type: 'plain_text', text: '세그먼트 승인', emoji: false },
          value: 'req_1',
        },
        state: { values: {} },
      },
    ]);
  });

  it('say in words that the bot did not take it', async () => {
    const { page, server } = await start((s) => s.post({ user: fixtures.BOT, text: 'x', blocks: fixtures.stepCard }));
    server.answer('action', () => ({ ok: false, error: '문제가 생겼어요. 다시 시도해 주세요.' }));
    await page.click('[data-action-id="step.approve"]');
    expect(await page.textContent('.message-error')).toContain('문제가 생겼어요. 다시 시도해 주세요.');
    server.answer('action', null);
    await page.click('[data-action-id="step.approve"]');
    await page.waitForSelector('.message-error', { state: 'detached' });
  });

  it('ask first where the element says so', async () => {
    const { page, server } = await start((s) => s.post({ user: fixtures.BOT, text: 'x', blocks: samples.controls }));
    await page.click('[data-action-id="send.stop"]');
    expect(await page.textContent('[data-confirm="send.stop"]')).toContain('되돌릴 수 없어요');
    // Drawn is not yet open: Escape before that closes nothing.
    await page.waitForSelector('dialog[open]');
    await page.keyboard.press('Escape');
    await page.waitForSelector('[data-confirm]', { state: 'detached' });
    expect(posted(server, 'action')).toEqual([]);
    await page.click('[data-action-id="send.stop"]');
    await page.click('[data-confirm-answer=confirm]');
    expect(((await untilPosted(server, 'action')).action as { value: string }).value).toBe('req_9');
  });

  it('open the overflow menu with the keyboard and send the option', async () => {
    const { page, server } = await start((s) => s.post({ user: fixtures.BOT, text: 'x', blocks: fixtures.stepCard }));
    await page.press('[data-overflow]', 'Enter');
    await page.waitForSelector('[role=menuitem]:focus');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowUp');
    await page.keyboard.press('Enter');
    const { action } = (await untilPosted(server, 'action')) as { action: Record<string, unknown> };
    expect(action).toMatchObject({
      type: 'overflow',
      action_id: 'step.more',
      selected_option: { value: 'step.reject' },
    });
  });

  it('send each choice with the state of all', async () => {
    const { page, server } = await start((s) => s.post({ user: fixtures.BOT, text: 'x', blocks: samples.controls }));
    const last = async (count: number) =>
      (await untilPosted(server, 'action', count)) as {
        action: Record<string, unknown>;
        state: { values: Record<string, Record<string, unknown>> };
      };
    await page.selectOption('select[data-action-id=pick]', '14');
    expect((await last(1)).action).toMatchObject({ type: 'static_select', selected_option: { value: '14' } });
    await page.selectOption('select[data-action-id=who]', fixtures.APPROVER);
    expect((await last(2)).action).toMatchObject({ type: 'users_select', selected_user: fixtures.APPROVER });
    await page.click('details[data-action-id=many] summary');
    await page.check('details[data-action-id=many] input[data-value=sms]');
    expect((await last(3)).action).toMatchObject({ selected_options: [{ value: 'sms' }] });
    await page.fill('input[data-action-id=day]', '2026-12-01');
    expect((await last(4)).action).toMatchObject({ type: 'datepicker', selected_date: '2026-12-01' });
    await page.check('input[data-action-id=one][data-value=b]');
    expect((await last(5)).action).toMatchObject({ type: 'radio_buttons', selected_option: { value: 'b' } });
    await page.check('input[data-action-id=some][data-value=y]');
    const { state } = await last(6);
    expect(state.values['a.1']).toMatchObject({
      pick: { selected_option: { value: '14' } },
      who: { selected_user: fixtures.APPROVER },
      day: { selected_date: '2026-12-01' },
      time: { selected_time: '14:00' },
      some: { selected_options: [{ value: 'y' }] },
    });
  });

  it('follow a link to a message here instead of leaving', async () => {
    const { page, server } = await start((s) => {
      s.post({ user: fixtures.MARKETER, text: '카드', ts: `${fixtures.START}.000100` });
      s.post({ user: fixtures.BOT, text: 'x', blocks: samples.controls });
    });
    await page.click('[data-action-id=see]');
    await page.waitForSelector(`[data-thread-open="${fixtures.START}.000100"]`);
    await untilPosted(server, 'action');
  });
});
