import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect } from 'vitest';
import { openBrowser } from './browser.ts';
import { type StandIn, standIn } from './page-stand-in.ts';

export type Visit = { page: Page; server: StandIn };

/**
 * One browser for the file, one page and one server for the test. After each test nothing may have gone wrong unseen:
 * no error of the page, nothing refused by its own policy, unless the test expects it.
 */
export const visits = () => {
  let browser: Awaited<ReturnType<typeof openBrowser>>;
  let open: { page: Page; server: StandIn; errors: string[]; expected: RegExp[] } | null = null;
  beforeAll(async () => {
    browser = await openBrowser();
  });
  afterAll(() => browser.close());
  afterEach(async () => {
    const visit = open;
    open = null;
    if (!visit) return;
    await visit.page.close();
    await visit.server.close();
    expect(visit.errors.filter((error) => !visit.expected.some((one) => one.test(error)))).toEqual([]);
  });
  return {
    start: async (prepare: (server: StandIn) => void = () => undefined, hash = ''): Promise<Visit> => {
      const server = await standIn();
      prepare(server);
      const page = await browser.context.newPage();
      await page.setViewportSize({ width: 1360, height: 860 });
      const errors: string[] = [];
      open = { page, server, errors, expected: [] };
      page.on('pageerror', (error) => errors.push(error.message));
      page.on('console', (message) => {
        if (message.type() === 'error') errors.push(message.text());
      });
      await page.goto(server.url + hash);
      await page.waitForSelector('[data-seen-by]', { state: 'attached' });
      // What was posted before the visit stands there: not every question a test asks of the page waits for its answer.
      const newest = hash === '' ? server.newest() : null;
      if (newest) await page.waitForSelector(`[data-ts="${newest}"]`, { state: 'attached' });
      return { page, server };
    },
    /** Errors that this test brings about on purpose. */
    expecting: (...patterns: RegExp[]) => open?.expected.push(...patterns),
  };
};

/** What the page posted to one route, newest last. */
export const posted = (server: StandIn, path: string) =>
  server.asked.filter((one) => one.path === path).map(({ body }) => body);

/** Waits until the page has posted to a route, and gives what. */
export const untilPosted = async (server: StandIn, path: string, count = 1) => {
  await expect.poll(() => posted(server, path).length, { timeout: 10_000 }).toBeGreaterThanOrEqual(count);
  return posted(server, path).at(-1) as Record<string, unknown>;
};

/** An answer that is given only when the test says so. */
export const held = (answer: Record<string, unknown>) => {
  let release: () => void = () => undefined;
  const gate = new Promise<void>((resolve) => {
    release = resolve;
  });
  return { release: () => release(), answer: async () => gate.then(() => answer) };
};
