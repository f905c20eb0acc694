import { rmSync } from 'node:fs';
import chromium from '@sparticuz/chromium';
import { type BrowserContext, chromium as playwright } from 'playwright-core';
import { scratch } from '../support/scratch.ts';

/** A headless Chromium from npm, needing nothing of the machine, that talks to loopback only. */
export const openBrowser = async (): Promise<{ context: BrowserContext; close(): Promise<void> }> => {
  const profile = scratch('chromium');
  const context = await playwright.launchPersistentContext(profile, {
    executablePath: await chromium.executablePath(),
    headless: true,
    viewport: { width: 1360, height: 860 },
    locale: 'ko-KR',
    timezoneId: 'Asia/Seoul',
    args: [
      '--headless',
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      '--disable-dev-shm-usage',
      '--font-render-hinting=none',
      '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost',
    ],
  });
  // Nobody asserts a time.
  context.setDefaultTimeout(120_000);
  return {
    context,
    close: async () => {
      await context.close();
      rmSync(profile, { recursive: true, force: true });
    },
  };
};
