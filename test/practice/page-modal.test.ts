import { describe, expect, it } from 'vitest';
import * as views from './page-fixture-views.ts';
import * as fixtures from './page-fixtures.ts';
import { held, posted, untilPosted, visits } from './page-visit.ts';

const { start } = visits();
const modal = (id: string, view: fixtures.Block, depth = 0) => ({
  id,
  kind: 'modal' as const,
  view,
  depth,
  seat: fixtures.MARKETER,
});

describe('a modal', () => {
  it('opens with its fields filled, and names every wrong one before the bot is asked', async () => {
    const { page, server } = await start();
    server.show(modal('V1', views.editModal));
    await page.waitForSelector('dialog[open][data-callback-id="step.edit"]');
    expect(await page.inputValue('[data-block-id=name] input')).toBe('60–120일 쉰 단골');
    expect(await page.inputValue('[data-block-id=when] input')).toBe('2026-11-24T10:42');
    expect(await page.textContent('[data-block-id=count] .hint')).toBe('5,842');
    await page.fill('[data-block-id=mail] input', '메일 아님');
    await page.click('[data-submit]');
    expect(await page.textContent('[data-error-for=count]')).toBe('비워 둘 수 없어요.');
    expect(await page.textContent('[data-error-for=mail]')).toContain('메일 주소');
    expect(await page.textContent('.dialog-trouble')).toBe('고칠 곳이 2개 있어요.');
    expect(await page.getAttribute('[data-block-id]:focus', 'data-block-id')).toBe('count');
    expect(posted(server, 'submit')).toEqual([]);
  });

  it('sends what was put in, waits visibly, and shows the bot’s field errors beside the fields', async () => {
    const { page, server } = await start();
    server.show(modal('V1', views.editModal));
    await page.fill('[data-block-id=count] input', '5842');
    await page.check('[data-block-id=keep] input[data-value=b]');
    await page.selectOption('[data-block-id=period] select', '14');
    const slow = held({ ok: false, errors: { count: '대상 수가 5,842명이 아니라 5,790명이에요.' } });
    server.answer('submit', slow.answer);
    await page.press('[data-block-id=count] input', 'Enter');
    await page.waitForSelector('[data-submit]:disabled');
    slow.release();
    await page.waitForSelector('[data-error-for=count]:has-text("5,790명")');
    expect(posted(server, 'submit')).toHaveLength(1);
    expect(posted(server, 'submit')[0]).toMatchObject({
      seat: fixtures.MARKETER,
      viewId: 'V1',
      state: {
        values: {
          name: { value: { value: '60–120일 쉰 단골' } },
          count: { value: { value: '5842' } },
          period: { value: { selected_option: { value: '14' } } },
          keep: { value: { selected_options: [{ value: 'b' }] } },
          when: { value: { selected_date_time: fixtures.START } },
        },
      },
    });
    server.answer('submit', () => ({ ok: false, error: '문제가 생겼어요. 다시 시도해 주세요' }));
    await page.click('[data-submit]');
    await page.waitForSelector('.dialog-trouble:has-text("문제가 생겼어요")');
    server.answer('submit', null);
    await page.click('[data-submit]');
    await untilPosted(server, 'submit', 3);
    server.closeView('V1');
    await page.waitForSelector('dialog', { state: 'detached' });
  });

  it('is closed by Escape, and the bot is told', async () => {
    const { page, server } = await start();
    server.show(modal('V1', views.rejectModal));
    await page.waitForSelector('dialog[open]');
    await page.keyboard.press('Escape');
    await page.waitForSelector('dialog', { state: 'detached' });
    expect(await untilPosted(server, 'close')).toEqual({ seat: fixtures.MARKETER, viewId: 'V1' });
  });

  it('pushed onto another leaves what was typed below', async () => {
    const { page, server } = await start();
    server.show(modal('V1', views.rejectModal));
    await page.fill('[data-block-id=feedback] textarea', '톤이 딱딱해요');
    server.show(modal('V2', views.editModal, 1));
    await page.waitForSelector('[data-view-id=V2][open]');
    expect(await page.locator('[data-view-id=V1]').isVisible()).toBe(false);
    await page.click('[data-view-id=V2] [data-view-close]');
    await page.waitForSelector('[data-view-id=V2]', { state: 'detached' });
    expect(await page.inputValue('[data-block-id=feedback] textarea')).toBe('톤이 딱딱해요');
  });

  it('that loads first is replaced in place, without the errors of before', async () => {
    const { page, server } = await start();
    const loading = {
      ...views.rejectModal,
      blocks: [{ type: 'section', block_id: 'w', text: { type: 'mrkdwn', text: '여는 중…' } }],
      submit: undefined,
    };
    server.show(modal('V1', loading));
    await page.waitForSelector('dialog:has-text("여는 중")');
    expect(await page.locator('[data-submit]').count()).toBe(0);
    server.show(modal('V1', views.rejectModal));
    await page.waitForSelector('[data-block-id=reason]');
    await page.click('[data-submit]');
    await page.waitForSelector('[data-error-for=reason]');
    server.show(modal('V1', { ...views.rejectModal, title: { type: 'plain_text', text: '새 제목' } }));
    await page.waitForSelector('dialog:has-text("새 제목")');
    expect(await page.locator('[data-error-for]').count()).toBe(0);
  });
});

describe('the home tab', () => {
  it('tells the bot that it was opened and shows what it publishes', async () => {
    const { page, server } = await start();
    await page.click(`[data-channel=D${fixtures.MARKETER}]`);
    await page.click('[data-tab=home]');
    expect(await untilPosted(server, 'home')).toEqual({ seat: fixtures.MARKETER });
    await page.click('[data-action-id="home.open"]');
    expect(await untilPosted(server, 'action')).toMatchObject({
      viewId: `V0HOME${fixtures.MARKETER}`,
      action: { value: 'req_1' },
    });
  });

  it('asks anew when the language has changed', async () => {
    const { page, server } = await start(undefined, `#/${fixtures.MARKETER}/home`);
    await untilPosted(server, 'home');
    const before = posted(server, 'home').length;
    await page.click('[data-language=en]');
    await untilPosted(server, 'home', before + 1);
    expect(server.asked.findIndex(({ path }) => path === 'language')).toBeLessThan(
      server.asked.findLastIndex(({ path }) => path === 'home'),
    );
  });
});
