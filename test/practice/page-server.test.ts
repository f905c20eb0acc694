import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { pageRoutes } from '../../src/practice/page/page.ts';

const app = pageRoutes();

it('serves a page whose policy allows no inline script and nothing from elsewhere to run', async () => {
  const answer = await app.request('/');
  expect(answer.status).toBe(200);
  expect(answer.headers.get('content-type')).toMatch(/^text\/html/);
  const policy = answer.headers.get('content-security-policy') ?? '';
  expect(policy).toContain("default-src 'none'");
  expect(policy).toContain("script-src 'self';");
  const html = await answer.text();
  expect(html).toContain('<html lang="ko">');
  for (const [, attributes, inside] of html.matchAll(/<script([^>]*)>([^<]*)<\/script>/g)) {
    expect(attributes).toContain('src="/app/main.js"');
    expect(inside).toBe('');
  }
});

it('serves everything the page names, with its right type', async () => {
  const html = await (await app.request('/')).text();
  const named = [...html.matchAll(/(?:href|src)="([^"]+)"/g)].map(([, path]) => path as string);
  expect(named.length).toBeGreaterThan(10);
  for (const path of named) {
    const answer = await app.request(path);
    expect(answer.status, path).toBe(200);
    const type = answer.headers.get('content-type');
    if (/\.m?js$/.test(path)) expect(type, path).toBe('text/javascript; charset=utf-8');
    if (path.endsWith('.css')) expect(type, path).toBe('text/css; charset=utf-8');
    if (path.endsWith('.woff2')) expect(type, path).toBe('font/woff2');
    if (path.endsWith('.svg')) expect(type, path).toBe('image/svg+xml');
  }
});

it('serves every module that another one imports', async () => {
  const html = await (await app.request('/')).text();
  const modules = [...html.matchAll(/href="([^"]+\.m?js)"/g)].map(([, path]) => path as string);
  for (const path of modules) {
    const source = await (await app.request(path)).text();
    for (const [, from] of source.matchAll(/(?:\}|^import \w+|^import)\s*(?:from)?\s*["']([./][^"']+)["'];?/gm)) {
      const target = new URL(from as string, `http://page${path}`).pathname;
      expect((await app.request(target)).status, `${path} imports ${from}`).toBe(200);
    }
  }
});

it('answers 304 to who has the file already, and sends the Korean font once a week', async () => {
  const first = await app.request('/app/main.js');
  const again = await app.request('/app/main.js', { headers: { 'if-none-match': first.headers.get('etag') ?? '' } });
  expect(again.status).toBe(304);
  expect(first.headers.get('cache-control')).toBe('no-cache');
  const font = await app.request('/vendor/pretendard.woff2');
  expect(font.headers.get('cache-control')).toBe('public, max-age=604800');
  expect(
    Buffer.from(await font.arrayBuffer())
      .subarray(0, 4)
      .toString(),
  ).toBe('wOF2');
});

it('gives no other file of the machine', async () => {
  for (const path of [
    '/app/../page.ts',
    '/app/%2e%2e/page.ts',
    '/app/..%2fpage.ts',
    '/vendor/../package.json',
    '/vendor/preact/package.json',
    '/app/',
    '/app/none.js',
  ])
    expect((await app.request(path)).status, path).toBe(404);
});

it('holds the types that its browser modules state', () => {
  const root = fileURLToPath(new URL('../..', import.meta.url));
  const checked = spawnSync(join(root, 'node_modules/.bin/tsc'), ['--noEmit', '-p', 'src/practice/page/app'], {
    cwd: root,
    encoding: 'utf8',
  });
  expect(checked.stdout).toBe('');
  expect(checked.status).toBe(0);
});
