import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The import table of ARCHITECTURE.md and the file budget, as data; held by `npm run check` and by a test. */
const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const SRC = join(ROOT, 'src');

/** Who may import which of our folders. `.` is what lies directly in src: config.ts and deps.ts may be read by all. */
const EVERYWHERE = ['.', 'kit', 'i18n', 'db'];
const TABLE: Readonly<Record<string, readonly string[]>> = {
  kit: [],
  i18n: ['kit'],
  db: ['.', 'kit', 'campaign/lifecycle', 'audience/rule', 'steps'],
  channels: [...EVERYWHERE],
  connectors: [...EVERYWHERE],
  llm: [...EVERYWHERE, 'brand/kit', 'campaign/lifecycle'],
  brand: [...EVERYWHERE],
  coupons: [...EVERYWHERE, 'audience', 'steps'],
  audience: [...EVERYWHERE, 'channels', 'coupons', 'steps', 'campaign/lifecycle'],
  results: [
    ...EVERYWHERE,
    'coupons',
    'campaign',
    'audience',
    'brand',
    'steps',
    'channels',
    'delivery',
    'slack/blocks',
    'slack/budget',
    'slack/text',
    'llm',
  ],
  delivery: [
    ...EVERYWHERE,
    'coupons',
    'campaign',
    'audience',
    'brand',
    'channels',
    'steps',
    'results',
    'http/tokens',
    'jobs/job',
    'llm/guard',
  ],
  steps: [
    ...EVERYWHERE,
    'coupons',
    'campaign',
    'audience',
    'brand',
    'channels',
    'delivery',
    'llm',
    'results',
    'slack/blocks',
    'slack/text',
  ],
  campaign: [...EVERYWHERE, 'audience', 'brand', 'channels', 'coupons', 'delivery', 'jobs/job', 'steps'],
  digest: [
    ...EVERYWHERE,
    'campaign',
    'audience',
    'brand',
    'results',
    'slack/blocks',
    'slack/budget',
    'slack/text',
    'llm',
  ],
  slack: [
    ...EVERYWHERE,
    'campaign',
    'audience',
    'brand',
    'coupons',
    'delivery',
    'digest',
    'jobs/job',
    'llm',
    'results',
    'steps',
  ],
  http: [...EVERYWHERE, 'audience', 'brand', 'campaign', 'channels', 'delivery', 'results', 'steps'],
  jobs: [...EVERYWHERE, 'campaign', 'delivery', 'digest', 'results', 'slack/owed', 'steps', 'audience'],
  cli: [
    ...EVERYWHERE,
    'audience',
    'coupons',
    'brand',
    'campaign/people',
    'channels',
    'delivery',
    'digest',
    'http/keys',
    'http/visitor',
    'http/webhooks',
    'llm',
    'practice/clock',
    'results',
    'slack/blocks',
    'slack/plainer',
    'slack/text',
  ],
  practice: [...EVERYWHERE, 'audience', 'brand', 'campaign', 'coupons', 'channels', 'http', 'llm', 'results', 'steps'],
};

/** Packages that belong to one place. */
const ONLY_IN: Readonly<Record<string, RegExp>> = {
  '@slack/': /^(?:slack|practice\/slack)\//,
  openai: /^llm\//,
  nodemailer: /^(?:channels|delivery)\//,
  'pg-boss': /^jobs\//,
  'node-cron': /^jobs\//,
  'smtp-server': /^practice\//,
};

export type SourceFile = { path: string; text: string; lines: number; imports: string[] };

export const sourceFiles = (): SourceFile[] =>
  readdirSync(SRC, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .map((path) => {
      const text = readFileSync(join(SRC, path), 'utf8');
      return {
        path,
        text,
        lines: text.split('\n').length,
        imports: [...text.matchAll(/(?:from|import)\s*\(?\s*'([^']+)'/g)].map((found) => found[1] ?? ''),
      };
    });

/** @returns one line per import that the table does not allow */
export const forbiddenImports = (files: readonly SourceFile[]): string[] =>
  files.flatMap((file) =>
    file.imports.flatMap((name) => {
      if (!name.startsWith('.')) {
        const rule = Object.entries(ONLY_IN).find(
          ([owner]) => name === owner || (owner.endsWith('/') ? name.startsWith(owner) : name.startsWith(`${owner}/`)),
        );
        return rule && !rule[1].test(file.path) ? [`${file.path}: ${name} belongs to ${rule[1].source}`] : [];
      }
      const folder = folderOf(file.path);
      if (folder === '.') return [];
      const target = relative(SRC, resolve(SRC, dirname(file.path), name));
      if (target.startsWith('..')) return [];
      const into = folderOf(target);
      if (into === folder) return [];
      const allowed = TABLE[folder]?.some((entry) =>
        entry.includes('/')
          ? target.startsWith(entry)
          : entry === into && (into !== '.' || /^(?:config|deps|settings)\.ts$/.test(target)),
      );
      return allowed ? [] : [`${file.path} imports ${target}: not in the import table`];
    }),
  );

const folderOf = (path: string): string => (path.includes('/') ? (path.split('/')[0] ?? '.') : '.');

const MOST_LINES = 250;
/** A file over the budget says why in its first comment, with these words. */
const REASON = /(?:over|[Ll]onger than) 250 lines (?:because|on purpose)/;

export const longFiles = (files: readonly SourceFile[]): string[] =>
  files
    .filter(
      ({ path, lines, text }) => lines > MOST_LINES && !path.startsWith('i18n/') && !REASON.test(text.slice(0, 1_000)),
    )
    .map(
      ({ path, lines }) =>
        `${path}: ${lines} lines, at most ${MOST_LINES} (or "over 250 lines because …" in the first comment)`,
    );

/** Settings are read in one place, and time and chance come in from outside. */
export const strayEffects = (files: readonly SourceFile[]): string[] =>
  files.flatMap(({ path, text }) => [
    ...(/process\.env/.test(text) && path !== 'config.ts' ? [`${path}: process.env belongs to config.ts`] : []),
    ...(/Math\.random\(/.test(text) ? [`${path}: chance is injected`] : []),
    ...(/\b(?:Date\.now\(\)|new Date\(\))/.test(text) &&
    !/^(?:kit\/clock|practice\/|db\/embedded|http\/server)/.test(path)
      ? [`${path}: time comes from Deps.clock`]
      : []),
  ]);

const DRAWERS = /(?:^|\/)(?:utils?|helpers?|types|misc|common)\.ts$/;
export const drawers = (files: readonly SourceFile[]): string[] =>
  files.filter(({ path }) => DRAWERS.test(path)).map(({ path }) => `${path}: no drawers`);
