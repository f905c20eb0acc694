import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Hono } from 'hono';

/** One file of the page: `at` is its path under the origin, `read` gives what is sent. */
type Asset = { type: string; cache: string; read: () => Uint8Array };

const TYPES: Readonly<Record<string, string>> = {
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
};

/** Always asked for again, answered 304 when unchanged: an update of Baton never meets yesterday's modules. */
const REVALIDATE = 'no-cache';
const WEEK = 'public, max-age=604800';

/**
 * No inline script and nothing from elsewhere. Styles may be inline because a mail, shown in a scriptless frame, brings
 * its own and inherits this policy, with the Korean font as data; the page itself writes none. `connect-src` keeps the page talking to its server only.
 */
const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "font-src 'self' data:",
  "img-src 'self' data: https:",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

/**
 * The page of the practice workspace: `GET /`, its own modules under `/app/*`, and what it borrows from node_modules
 * under `/vendor/*`. Nothing is bundled; only files in these two lists can be asked for. The data comes from the routes
 * mounted beside it: `/practice/*`, `/mailbox.json`, `/clock`.
 */
export const pageRoutes = (): Hono => {
  const own = ownFiles(join(dirname(fileURLToPath(import.meta.url)), 'app'));
  const assets = new Map([...own, ...vendorFiles()]);
  const index = indexPage([...own.keys()]);
  const sent = new Map<string, { body: Uint8Array; etag: string }>();
  const load = (path: string, asset: Asset) => {
    const known = sent.get(path);
    if (known) return known;
    const body = asset.read();
    const fresh = { body, etag: `"${createHash('sha256').update(body).digest('base64url').slice(0, 22)}"` };
    sent.set(path, fresh);
    return fresh;
  };

  const app = new Hono();
  app.get('/', (c) => {
    c.header('content-security-policy', POLICY);
    c.header('referrer-policy', 'no-referrer');
    c.header('cross-origin-opener-policy', 'same-origin');
    c.header('x-content-type-options', 'nosniff');
    c.header('cache-control', 'no-store');
    return c.html(index);
  });
  for (const [path, asset] of assets)
    app.get(path, (c) => {
      const { body, etag } = load(path, asset);
      c.header('cache-control', asset.cache);
      c.header('etag', etag);
      c.header('x-content-type-options', 'nosniff');
      if (c.req.header('if-none-match') === etag) return c.body(null, 304);
      c.header('content-type', asset.type);
      return c.body(Uint8Array.from(body));
    });
  return app;
};

const ownFiles = (folder: string): Map<string, Asset> =>
  new Map(
    readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .map((name) => name.replaceAll('\\', '/'))
      .sort()
      .flatMap((name): [string, Asset][] => {
        const type = TYPES[extname(name)];
        if (!type) return [];
        return [[`/app/${name}`, { type, cache: REVALIDATE, read: () => readFileSync(join(folder, name)) }]];
      }),
  );

const vendorFiles = (): [string, Asset][] => {
  const { resolve } = createRequire(import.meta.url);
  const script = (path: string, file: string): [string, Asset] => [
    path,
    { type: TYPES['.js'] as string, cache: REVALIDATE, read: () => browserModule(file) },
  ];
  return [
    script('/vendor/preact.mjs', resolve('preact')),
    script('/vendor/hooks.mjs', resolve('preact/hooks')),
    script('/vendor/htm.mjs', join(dirname(resolve('htm')), 'htm.mjs')),
    [
      // The whole variable font in one file: on loopback one request is calmer than ninety subsets swapping in.
      '/vendor/pretendard.woff2',
      {
        type: 'font/woff2',
        cache: WEEK,
        read: () => readFileSync(resolve('pretendard/dist/web/variable/woff2/PretendardVariable.woff2')),
      },
    ],
  ];
};

/**
 * A browser cannot resolve `from "preact"`, and an import map would be the inline script that the policy forbids: the
 * one bare name in these files is rewritten to where it is served.
 */
const browserModule = (file: string): Uint8Array => {
  const source = readFileSync(file, 'utf8')
    .replace(/\bfrom\s*(["'])preact\1/g, 'from"./preact.mjs"')
    .replace(/^\/\/# sourceMappingURL=.*$/m, '');
  const bare = /\bfrom\s*["']([^./"'][^"']*)["']/.exec(source);
  if (bare) throw new Error(`${file} imports ${bare[1]}, which the practice page does not serve`);
  return Buffer.from(source);
};

const indexPage = (files: readonly string[]): string => {
  const styles = files.filter((file) => file.endsWith('.css')).map((file) => `<link rel="stylesheet" href="${file}">`);
  const modules = ['/vendor/preact.mjs', '/vendor/hooks.mjs', '/vendor/htm.mjs', ...files]
    .filter((file) => /\.m?js$/.test(file))
    .map((file) => `<link rel="modulepreload" href="${file}">`);
  return `<!doctype html>
<html lang="ko">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Baton 연습 워크스페이스</title>
<link rel="icon" type="image/svg+xml" href="/app/icon.svg">
<link rel="preload" as="font" type="font/woff2" href="/vendor/pretendard.woff2" crossorigin>
${styles.join('\n')}
${modules.join('\n')}
<script type="module" src="/app/main.js"></script>
</head>
<body>
<div id="page" class="page-loading"></div>
<noscript>이 연습 공간은 자바스크립트가 있어야 열려요. · This practice workspace needs JavaScript.</noscript>
</body>
</html>
`;
};
