import { describe, expect, it } from 'vitest';
import * as fixtures from './page-fixtures.ts';
import { GOAL_KO } from './page-fixtures.ts';
import { untilPosted, visits } from './page-visit.ts';

const { start, expecting } = visits();
const box = '[data-composer=channel]';

describe('a first visit', () => {
  it('says in Korean that this is practice, draws Hangul with its own font, and offers goals', async () => {
    const { page } = await start();
    expect(await page.textContent('[data-practice-line]')).toContain('실제로는 누구에게도 보내지 않아요');
    expect(await page.getAttribute('html', 'lang')).toBe('ko');
    const drawn = () => page.evaluate<string[]>('[...document.fonts].map((font) => font.family + " " + font.status)');
    await expect.poll(drawn).toContain('Pretendard loaded');
    await expect.poll(() => page.locator('[data-goal]').count()).toBe(3);
    expect(await page.locator('[data-seat]').count()).toBe(4);
  });

  it('puts a chosen goal into the box, sends it with Enter, and opens the thread once the bot answers', async () => {
    const { page, server } = await start((s) => s.post({ user: fixtures.BOT, text: '연습용 회사가 준비됐어요.' }));
    await page.click('[data-goal=lapsed]');
    expect(await page.inputValue(box)).toBe(GOAL_KO);
    expect(server.asked).toEqual([]);
    await page.press(box, 'Enter');
    const said = await untilPosted(server, 'say');
    expect(said).toEqual({ seat: fixtures.MARKETER, channel: 'C0MARKETING', text: GOAL_KO });
    await page.waitForSelector(`.channel-panel [data-user=${fixtures.MARKETER}]`);
    expect(await page.inputValue(box)).toBe('');
    const root = (await page.getAttribute(`.channel-panel [data-user=${fixtures.MARKETER}]`, 'data-ts')) as string;
    server.post({ user: fixtures.BOT, threadTs: root, text: 'card', blocks: fixtures.campaignCard });
    await page.waitForSelector(`[data-thread-open="${root}"] [data-block-type=plan]`);
    expect(await page.textContent(`[data-thread="${root}"]`)).toContain('답글 1개');
    expect(await page.locator('[data-goal]').count()).toBe(0);
  });
});

describe('writing', () => {
  it('completes @baton and /baton with the keyboard alone', async () => {
    const { page, server } = await start();
    await page.focus(box);
    await page.keyboard.type('@b');
    await page.waitForSelector('[role=listbox]');
    await page.keyboard.press('Tab');
    expect(await page.inputValue(box)).toBe('@baton ');
    await page.fill(box, '');
    await page.keyboard.type('/ba');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    expect(await page.inputValue(box)).toBe('/baton list ');
    await page.keyboard.press('Enter');
    expect(await untilPosted(server, 'command')).toEqual({
      seat: fixtures.MARKETER,
      channel: 'C0MARKETING',
      text: 'list',
    });
  });

  it('does not send while a Hangul syllable is still being composed', async () => {
    const { page, server } = await start();
    await page.fill(box, '안녕하세');
    await page.dispatchEvent(box, 'keydown', { key: 'Enter', isComposing: true, bubbles: true });
    await page.press(box, 'Shift+Enter');
    expect(await page.inputValue(box)).toBe('안녕하세\n');
    expect(server.asked).toEqual([]);
  });

  it('refuses in words what Slack would, and gives back what could not be sent', async () => {
    const { page, server } = await start((s) => s.post({ user: fixtures.MARKETER, text: '시작' }));
    await page.fill(box, '/giphy 고양이');
    await page.press(box, 'Enter');
    expect(await page.textContent('.composer-error')).toContain('/giphy 명령은 없어요');
    server.answer('say', () => ({ ok: false, error: 'not_in_channel' }));
    await page.fill(box, '안녕');
    await page.press(box, 'Enter');
    await expect.poll(() => page.textContent('.composer-error')).toContain('/invite @baton');
    expect(await page.inputValue(box)).toBe('안녕');
    await page.click('[data-reply]');
    await page.fill('[data-composer=thread]', '/baton list');
    await page.press('[data-composer=thread]', 'Enter');
    expect(await page.textContent('.thread-panel .composer-error')).toContain('스레드에서 쓸 수 없어요');
    expect(server.asked.filter(({ path }) => path === 'command')).toEqual([]);
  });

  it('in a thread says the thread, and Escape closes it', async () => {
    const { page, server } = await start((s) =>
      s.post({ user: fixtures.MARKETER, text: '시작', ts: '1795484520.000001' }),
    );
    await page.hover('[data-ts="1795484520.000001"]');
    await page.click('[data-reply]');
    await page.fill('[data-composer=thread]', '쿠폰은 빼 주세요');
    await page.press('[data-composer=thread]', 'Enter');
    expect((await untilPosted(server, 'say')).threadTs).toBe('1795484520.000001');
    await page.waitForSelector('.thread-panel [data-ts]:nth-of-type(2)');
    await page.press('[data-composer=thread]', 'Escape');
    await page.waitForSelector('.thread-panel', { state: 'detached' });
  });
});

describe('what arrives', () => {
  it('appears, is edited with a mark, and goes when deleted', async () => {
    const { page, server } = await start();
    const ts = server.post({ user: fixtures.BOT, text: '처음 *말*' });
    await page.waitForSelector(`[data-ts="${ts}"] strong:text("말")`);
    server.update(ts, { text: '고친 말', edited: true });
    await page.waitForSelector(`[data-ts="${ts}"]:has-text("고친 말"):has-text("(편집됨)")`);
    server.update(ts, { deleted: true });
    await page.waitForSelector(`[data-ts="${ts}"]`, { state: 'detached' });
  });

  it('marks what only one person sees, and shows a broadcast reply in the channel too', async () => {
    const { page, server } = await start();
    const root = server.post({ user: fixtures.MARKETER, text: '시작' });
    server.post({ user: fixtures.BOT, threadTs: root, text: '성과', broadcast: true });
    server.post({
      user: fixtures.BOT,
      threadTs: root,
      text: '직접 요청한 발송은 승인할 수 없어요.',
      onlyFor: fixtures.MARKETER,
    });
    await page.waitForSelector('.channel-panel .message:has-text("스레드에 단 답글")');
    await page.click(`[data-thread="${root}"]`);
    const note = page.locator('.thread-panel [data-only-for]');
    expect(await note.textContent()).toContain('나에게만 보임');
    await page.click(`[data-seat=${fixtures.APPROVER}]`);
    await page.waitForSelector(`[data-thread-open="${root}"] .message:has-text("성과")`);
    expect(await note.count()).toBe(0);
  });

  it('keeps the end in sight, but never pulls a reader down', async () => {
    let last = '';
    const { page, server } = await start((s) => {
      for (let n = 0; n < 60; n += 1)
        last = s.post({ user: fixtures.BOT, text: `줄 ${n}`, blocks: fixtures.campaignCard });
    });
    const gap = () =>
      page.evaluate<number>(
        "(({ scrollHeight, scrollTop, clientHeight }) => scrollHeight - scrollTop - clientHeight)(document.querySelector('.channel-panel .scroll'))",
      );
    const away = "document.querySelector('.channel-panel .scroll').scrollTop = 0;";
    await page.waitForSelector(`.channel-panel [data-ts="${last}"]`);
    await expect.poll(gap).toBeLessThan(2);
    await page.evaluate(away);
    expect(await gap()).toBeGreaterThan(1000);
    server.post({ user: fixtures.BOT, text: '새 글' });
    await page.click('.newest');
    await expect.poll(gap).toBeLessThan(2);
    await page.waitForSelector('.newest', { state: 'detached' });
    // Content that grows before the browser has said that a hand scrolled.
    const grown = "document.querySelector('.channel-panel .message').style.minHeight = '600px';";
    const frame = 'new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)))';
    await page.evaluate(`${away} ${grown} ${frame}`);
    expect(await gap()).toBeGreaterThan(1000);
    server.post({ user: fixtures.BOT, text: '또 새 글' });
    await page.waitForSelector('.newest');
    expect(await gap()).toBeGreaterThan(1000);
  });

  it('keeps the end in sight also while cards above grow and shrink', async () => {
    const { page, server } = await start();
    const gap = () =>
      page.evaluate<number>(
        "(({ scrollHeight, scrollTop, clientHeight }) => scrollHeight - scrollTop - clientHeight)(document.querySelector('.channel-panel .scroll'))",
      );
    const ts = server.post({ user: fixtures.BOT, text: 'x', blocks: [...fixtures.resultCard, ...fixtures.stepCard] });
    await page.waitForSelector(`[data-ts="${ts}"]`);
    for (const blocks of [fixtures.campaignCard, fixtures.resultCard, fixtures.stepCard, fixtures.resultCard]) {
      server.update(ts, { blocks });
      const next = server.post({ user: fixtures.BOT, text: 'y', blocks: fixtures.campaignCard });
      await page.waitForSelector(`[data-ts="${next}"]`);
      await expect.poll(gap).toBeLessThan(2);
    }
    expect(await page.locator('.newest').count()).toBe(0);
  });

  it('is waited for when the connection is lost, and comes when it is back', async () => {
    const { page, server } = await start();
    expecting(/ERR_INTERNET_DISCONNECTED|Failed to load resource/);
    await page.context().setOffline(true);
    server.post({ user: fixtures.BOT, text: '끊긴 사이의 글' });
    await page.waitForSelector('.note-bar:has-text("다시 연결하고 있어요")');
    await page.context().setOffline(false);
    await page.waitForSelector('.message:has-text("끊긴 사이의 글")');
    await page.waitForSelector('.note-bar', { state: 'detached' });
  });
});
