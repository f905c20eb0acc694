import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openBrowser } from '../practice/browser.ts';
import { GOAL, type Journey, startJourney } from '../support/journey.ts';

/** Where to keep what was seen; nowhere unless asked: SCREENSHOTS=dir npm test -- test/journeys/page-walk.test.ts */
const SCREENSHOTS = process.env.SCREENSHOTS;

/** The main job as a new user does it: in the page, in Korean, with a mouse. */
describe('a walk of the page from goal to digest', () => {
  let journey: Journey;
  let browser: Awaited<ReturnType<typeof openBrowser>>;
  let page: Page;
  const failures: string[] = [];
  beforeAll(async () => {
    journey = await startJourney({ people: 120 });
    browser = await openBrowser();
    page = await browser.context.newPage();
    page.on('pageerror', (error) => failures.push(error.message));
    await page.goto(journey.url);
  });
  afterAll(async () => {
    await browser?.close();
    await journey?.stop();
  });

  const shot = async (name: string) => {
    if (!SCREENSHOTS) return;
    mkdirSync(SCREENSHOTS, { recursive: true });
    await page.screenshot({ path: join(SCREENSHOTS, `${name}.png`) });
  };
  const button = (action: string) => page.locator(`[data-thread-open] [data-action-id="${action}"]`).last();

  it('goes all the way', async () => {
    const composer = page.locator('[data-composer="channel"]');
    await composer.fill(`${GOAL}, 지금 바로`);
    await composer.press('Enter');
    await page.locator('[data-thread]').last().click();
    for (const step of ['브리프', '세그먼트', '페르소나', '카피']) {
      const approve = button('step.approve');
      await approve.waitFor();
      await page
        .getByText(new RegExp(`${step}.*(확인해|골라) 주세요|${step} \\d+개`))
        .last()
        .waitFor();
      await shot(step);
      // By its own request: the next step's question may come before this one is drawn as answered.
      const request = await approve.getAttribute('data-value');
      await approve.click();
      await page
        .locator(`[data-thread-open] [data-action-id="step.approve"][data-value="${request}"]`)
        .waitFor({ state: 'detached' });
    }

    await button('launch.approve').click();
    await page.getByText('직접 요청한 발송은 승인할 수 없어요.').last().waitFor();
    await shot('refused');

    await page.locator('[data-seat="U0APPROVER1"]').click();
    await button('launch.approve').click();
    const dialog = page.locator('[data-callback-id="launch.approve"]');
    await dialog.waitFor();
    await shot('launch');
    await dialog.locator('[data-submit]').click();
    await page
      .getByText(/발송 (중|완료|끝)/)
      .last()
      .waitFor();
    await page
      .getByText(/발송 (완료|끝)|모두 보냈/)
      .last()
      .waitFor();
    await shot('sent');

    await page.locator('[data-place="mailbox"]').click();
    await page.locator('[data-mail-id]').first().click();
    await page.locator('iframe').first().waitFor();
    await shot('mailbox');
    await expect.poll(() => page.locator('[data-mail-id]').count()).toBeGreaterThan(10);

    await page.locator('[data-channel="C0DIGEST"]').click();
    await page.locator('[data-clock="day"]').click();
    await page
      .getByText(/어제 귀속 매출/)
      .last()
      .waitFor();
    await shot('digest');
    await page.locator('[data-channel="C0MARKETING"]').click();
    await page.locator('[data-thread]').last().click();
    await page
      .getByText(/일러요/)
      .last()
      .waitFor();
    await shot('day1');
    expect(failures).toEqual([]);
  });
});
