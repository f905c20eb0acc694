import { describe, expect, it } from 'vitest';
import * as fixtures from './page-fixtures.ts';
import type { StandIn } from './page-stand-in.ts';
import { held, posted, untilPosted, visits } from './page-visit.ts';

const { start, expecting } = visits();

describe('seats', () => {
  it('are switched with one click, and it is plain whose eyes one sees through', async () => {
    const { page } = await start((s) => {
      s.post({ user: fixtures.BOT, text: '마케터에게만 온 글', channel: `D${fixtures.MARKETER}` });
      s.post({ user: fixtures.BOT, text: '승인자에게만 온 글', channel: `D${fixtures.APPROVER}` });
    });
    expect(await page.getAttribute('[data-seen-by]', 'data-seen-by')).toBe(fixtures.MARKETER);
    await page.click(`[data-channel=D${fixtures.MARKETER}]`);
    await page.waitForSelector('.message:has-text("마케터에게만")');
    await page.click(`[data-seat=${fixtures.APPROVER}]`);
    await page.waitForSelector('.message:has-text("승인자에게만")');
    expect(await page.locator('.message:has-text("마케터에게만")').count()).toBe(0);
    expect(await page.textContent('[data-seen-by]')).toContain('이승인의 화면');
    expect(await page.getAttribute(`[data-seat=${fixtures.APPROVER}]`, 'aria-pressed')).toBe('true');
    expect(await page.getAttribute('[data-composer=channel]', 'placeholder')).toContain('이승인');
    await page.reload();
    await page.waitForSelector(`[data-seen-by=${fixtures.APPROVER}]`);
    await page.waitForSelector('.message:has-text("승인자에게만")');
  });

  it('have channels that tell of something unread until it is seen', async () => {
    const { page, server } = await start();
    server.post({ user: fixtures.BOT, text: '어제의 성과', channel: 'C0DIGEST' });
    await page.waitForSelector('[data-channel=C0DIGEST].unread');
    await page.click('[data-channel=C0DIGEST]');
    await page.click('[data-channel=C0MARKETING]');
    await page.waitForSelector('.unread', { state: 'detached' });
  });
});

describe('the language', () => {
  it('is one switch that changes every word of the page and tells the workspace', async () => {
    const { page, server } = await start((s) => s.mail({ test: true }));
    await page.click('[data-language=en]');
    await page.waitForSelector('html[lang=en]');
    expect(await untilPosted(server, 'language')).toEqual({ language: 'en' });
    for (const at of ['[data-channel=C0DIGEST]', '[data-place=mailbox]', '[data-channel=C0MARKETING]']) {
      await page.click(at);
      const own = page.locator('.rail, .practice-line, .seen-by, .panel-head, .start, .goals, .composer, .mail-filter');
      expect((await own.allInnerTexts()).join('\n')).not.toMatch(/[가-힣]/);
    }
    await page.reload();
    await page.waitForSelector('html[lang=en]');
  });
});

describe('the mailbox', () => {
  const fill = (s: StandIn) => {
    for (let n = 0; n < 130; n += 1)
      s.mail({ to: `someone${n}@example.test`, campaignId: n % 2 ? 'C-7' : 'C-12', test: n === 5 });
    s.mail({
      channel: 'sms',
      to: '010-0000-0000',
      subject: '',
      html: '',
      text: '(광고)[소리가게] 다시 들을 음악',
      campaignId: null,
    });
  };

  it('lists the newest first, marks tests, and is filtered by campaign and by words', async () => {
    const { page, server } = await start(fill, '#/U0MARKETER/mailbox');
    await page.waitForSelector('[data-mail-total="131"]');
    expect(await page.getAttribute('[data-mail-id]', 'data-mail-id')).toBe('131');
    expect(await page.locator('[data-filter=campaign] option').allTextContents()).toEqual([
      '모든 캠페인',
      '캠페인 없음',
      'C-7',
      'C-12',
    ]);
    await page.selectOption('[data-filter=campaign]', 'C-7');
    await page.waitForSelector('[data-mail-total]:text-is("131통 중 65통")');
    await page.check('[data-filter=test]');
    await expect.poll(() => page.locator('[data-mail-id]').count()).toBe(1);
    expect(await page.textContent('[data-mail-id="6"]')).toContain('테스트');
    await page.uncheck('[data-filter=test]');
    await page.fill('[data-filter=search]', 'someone77@');
    await expect.poll(() => page.locator('[data-mail-id]').count()).toBe(1);
    server.mail({ to: 'someone77@example.test', campaignId: 'C-7' });
    await expect.poll(() => page.locator('[data-mail-id]').count()).toBe(2);
  });

  it('shows a mail as the customer sees it, while nothing in it can run, load or reach the page', async () => {
    const { page, server } = await start(fill, '#/U0MARKETER/mailbox');
    expecting(/Blocked script execution/, /violates the following Content Security Policy directive: "img-src/);
    await page.click('[data-mail-id="130"]');
    const frame = page.frameLocator('iframe.mail-frame');
    await frame.locator('h1').waitFor();
    expect(await frame.locator('h1').textContent()).toBe('두 달 사이 나온 음반을 골라 두었어요');
    const sandbox = (await page.getAttribute('iframe.mail-frame', 'sandbox')) ?? '';
    expect(sandbox).not.toMatch(/allow-scripts|allow-same-origin|allow-forms|allow-top-navigation/);
    expect(await page.title()).toBe('Baton 연습 워크스페이스');
    expect(posted(server, 'open')).toEqual([]);
    expect(await page.textContent('.mail-head')).toContain('cdnow-00017');
    await page.click('[data-tab=text]');
    expect(await page.textContent('.mail-text')).toContain('두 달 사이 나온 음반');
    await page.click('[data-mail-id="131"]');
    expect(await page.textContent('.phone')).toContain('다시 들을 음악');
  });

  it('shows an Alimtalk, an LMS and a push as a phone does, with links that open apart', async () => {
    const url = 'https://shop.example/c/x';
    const { page } = await start((s) => {
      const phone = { from: '0212345678', buttons: [], link: null };
      const to = '+821012345678';
      s.mail({
        channel: 'kakao',
        to,
        subject: '주문 접수',
        html: '',
        text: '길동님, 주문하신 음반을 보낼 준비를 하고 있어요.\n\n주문번호: A-1024',
        phone: {
          ...phone,
          kind: 'alimtalk',
          buttons: [
            { name: '주문 보기', url },
            { name: '안전하지 않음', url: 'javascript:1' },
          ],
        },
      });
      const text = `(광고)소리가게 두 달 사이 나온 음반을 골라 두었어요.\n${url}\n무료수신거부 080-123-4567`;
      s.mail({ channel: 'sms', to, subject: '다시 들을 음악', html: '', text, phone: { ...phone, kind: 'lms' } });
      const words = { subject: '(광고) 소리가게', text: '두 달 사이 나온 음반을 골라 두었어요' };
      s.mail({
        channel: 'push',
        to: 'device-1',
        html: '',
        ...words,
        phone: { ...phone, from: '', kind: 'push', link: url },
      });
    }, '#/U0MARKETER/mailbox');
    await page.click('[data-mail-id="1"]');
    const kakao = page.locator('[data-look=alimtalk]');
    expect(await kakao.textContent()).toContain('알림톡 도착');
    expect(await kakao.textContent()).toContain('주문번호: A-1024');
    const buttons = await kakao
      .locator('a')
      .evaluateAll((all) => all.map((a) => [a.textContent, a.getAttribute('href'), a.getAttribute('target')]));
    expect(buttons).toEqual([
      ['주문 보기', url, '_blank'],
      ['안전하지 않음', null, '_blank'],
    ]);
    await page.click('[data-mail-id="2"]');
    expect(await page.textContent('[data-look=lms] .bubble-title')).toBe('다시 들을 음악');
    expect(await page.locator('[data-look=lms] a').getAttribute('href')).toBe(url);
    await page.click('[data-mail-id="3"]');
    expect(await page.textContent('a[data-look=push]')).toContain('(광고) 소리가게');
    expect(await page.getAttribute('a[data-look=push]', 'href')).toBe(url);
  });
});

describe('the clock', () => {
  it('shows the business time and moves it by an hour, a day, or to the next nine o’clock', async () => {
    const { page, server } = await start();
    await page.waitForSelector('.clock-now:has-text("10:42")');
    const slow = held({ now: '2026-11-25T00:00:00.000Z', ran: 4 });
    server.answer('clock', slow.answer);
    await page.click('[data-clock=morning]');
    await page.waitForSelector('.clock[aria-busy=true]');
    expect(await page.textContent('[data-clock-said]')).toContain('시간을 옮기는 중');
    expect(await page.locator('[data-clock]:disabled').count()).toBe(3);
    slow.release();
    await page.waitForSelector('.clock-now:has-text("09:00")');
    expect(await page.textContent('[data-clock-said]')).toBe('그 사이에 일 4개를 했어요.');
    expect(posted(server, 'clock')[0]?.advance).toMatch(/^PT22H1[78]M(\d+S)?$/);
    server.answer('clock', null);
    await page.click('[data-clock=day]');
    await expect.poll(() => posted(server, 'clock').at(-1)).toEqual({ advance: 'P1D' });
    await page.waitForSelector('[data-clock=hour]:not(:disabled)');
    await page.click('[data-clock=hour]');
    await expect.poll(() => posted(server, 'clock').at(-1)).toEqual({ advance: 'PT1H' });
  });

  it('says that it did not move when it did not', async () => {
    const { page, server } = await start();
    expecting(/500/);
    await page.waitForSelector('[data-clock=day]:not(:disabled)');
    server.answer('clock', () => ({ ok: false, error: 'busy' }));
    await page.click('[data-clock=day]');
    await page.waitForSelector('[data-clock-said]:has-text("시계를 옮기지 못했어요")');
    expect(await page.textContent('.clock-now')).toContain('11월 24일');
  });
});

describe('a narrow window', () => {
  it('of 900 pixels has room for everything, without a sideways scroll', async () => {
    const { page, server } = await start();
    await page.setViewportSize({ width: 900, height: 720 });
    const root = server.post({ user: fixtures.MARKETER, text: '시작' });
    server.post({
      user: fixtures.BOT,
      threadTs: root,
      text: 'x',
      blocks: [...fixtures.stepCard, ...fixtures.resultCard],
    });
    await page.click(`[data-thread="${root}"]`);
    await page.waitForSelector('.thread-panel [data-chart=line] svg path');
    for (const at of ['.thread-panel', '[data-composer=thread]', '[data-clock=day]', '[data-language=en]']) {
      const found = await page.locator(at).boundingBox();
      expect(found && found.x >= 0 && found.x + found.width <= 900 && found.y + found.height <= 720, at).toBe(true);
    }
    expect(await page.evaluate<number>('document.documentElement.scrollWidth')).toBe(900);
    expect(
      await page.evaluate<number>("document.querySelector('.thread-panel .scroll').scrollWidth"),
    ).toBeLessThanOrEqual(690);
  });
});
