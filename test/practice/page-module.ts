/**
 * A module of the page that draws nothing, run here as the browser would run it. Untyped on this side: its own types are
 * checked where it lives (see page-server.test.ts).
 */
// biome-ignore lint/suspicious/noExplicitAny: the browser's modules are JavaScript, outside this compilation
export const pageModule = (name: string): Promise<any> =>
  import(/* @vite-ignore */ new URL(`../../src/practice/page/app/${name}`, import.meta.url).href);
