import { escapeHtml } from '../delivery/liquid.ts';
import { type Language, strings } from '../i18n/language.ts';

/** A plain page for whoever followed a link of ours: no script, nothing from elsewhere, nothing personal. */
export type Page = { heading: string; text: string; button?: { label: string } };

export const SECURE_HEADERS = {
  'content-security-policy':
    "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; frame-ancestors 'none'",
  'referrer-policy': 'no-referrer',
  'x-robots-tag': 'noindex',
  'cache-control': 'no-store',
} as const;

export const pageHtml = (language: Language, page: Page): string => {
  const t = strings(language).mail.page;
  const other = language === 'ko' ? 'en' : 'ko';
  return `<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(t.title)}</title>
<style>
body{margin:0;background:#f3f4f6;color:#24262b;font:16px/1.7 "Apple SD Gothic Neo","Malgun Gothic",system-ui,sans-serif}
main{max-width:28rem;margin:12vh auto 0;padding:2rem;background:#fff;border-radius:12px}
h1{margin:0 0 .5rem;font-size:1.35rem;line-height:1.4}p{margin:0 0 1.25rem;color:#4a4f57}
button{font:inherit;font-weight:600;border:0;border-radius:8px;padding:.7rem 1.4rem;background:#1f6feb;color:#fff;cursor:pointer}
button:focus-visible,a:focus-visible{outline:3px solid #9cc2ff;outline-offset:2px}
nav{max-width:28rem;margin:.75rem auto;padding:0 2rem;font-size:.85rem}a{color:#4a4f57}
</style>
</head>
<body>
<main>
<h1>${escapeHtml(page.heading)}</h1>
<p>${escapeHtml(page.text)}</p>
${page.button ? `<form method="post"><button type="submit">${escapeHtml(page.button.label)}</button></form>` : ''}
</main>
<nav><a href="?lang=${other}" lang="${other}">${escapeHtml(t.other)}</a></nav>
</body>
</html>`;
};
