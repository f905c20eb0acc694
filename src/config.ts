import { existsSync, readFileSync } from 'node:fs';
import { BlockList } from 'node:net';
import { parseEnv } from 'node:util';
import { CronExpressionParser } from 'cron-parser';
import { type Env, type Needs, readerOf } from './env.ts';
import { addNetwork } from './kit/net.ts';
import { isRegion, type Region } from './kit/phone.ts';
import type { SettingName } from './settings.ts';
import { REAL_VENDORS, type Vendors, vendorsOf } from './vendors.ts';

export type { Needs } from './env.ts';

/**
 * The only reader of the environment; one error lists every problem at once. The settings by name: settings.ts. Its words
 * are not in i18n and in both languages at once: it speaks before anybody's language is known.
 */
export const PRACTICE_PARTS = ['slack', 'llm', 'channels', 'customers', 'clock', 'data'] as const;
export type PracticePart = (typeof PRACTICE_PARTS)[number];

/** People who are not there or a time that is not now: what comes of these is kept from real data, and never reaches real people. */
const UNREAL = ['slack', 'customers', 'clock', 'data'] as const satisfies readonly PracticePart[];

/** The unreal parts that are practised; none of them means that the data is real. */
export const unrealParts = ({ practice }: Pick<Config, 'practice'>): PracticePart[] =>
  UNREAL.filter((part) => practice.has(part));

export type Config = {
  port: number;
  publicUrl: string;
  /** Sites whose pages may send web events. */
  webOrigins: readonly string[];
  /** Days after which the links of a message lead nowhere any more; a way out never ends. */
  linkDays: number;
  /** Networks of programs that follow links, beside the published ones. */
  scannerRanges: readonly string[];
  /** null = embedded */
  databaseUrl: string | null;
  dataDir: string;
  slack: { botToken: string; signingSecret: string; appToken: string | null; apiUrl: string } | null;
  llm: { apiKey: string; baseUrl: string; model: string } | null;
  /** Millionths of a USD. */
  llmBudgetMicros: { campaign: number; day: number };
  practice: ReadonlySet<PracticePart>;
  practicePort: number;
  smtpUrl: string | null;
  /** Longest that one hand-over to a provider may take. */
  sendTimeoutMs: number;
  /** How long a worker keeps claimed rows without a sign of life. */
  sendLeaseMs: number;
  mailFrom: string | null;
  /** Who carries everything but e-mail, and who reports about e-mail. */
  vendors: Vendors;
  /** Under which name the sender's domain keeps its DKIM key; null: the common names are looked under. */
  dkimSelector: string | null;
  approvers: readonly string[] | null;
  admins: readonly string[] | null;
  fallback: readonly string[] | null;
  approvalSolo: boolean;
  /** Major units of `currency`. */
  approvalCostLimit: number;
  digestChannel: string;
  digestCron: string;
  timezone: string;
  locale: 'ko' | 'en';
  currency: string;
  /** Country of phone numbers written without one, ISO 3166. */
  defaultRegion: Region;
  /** Newest first; null = to be made in DATA_DIR. */
  secretKeys: readonly string[] | null;
  role: 'web' | 'worker' | 'all';
  metricsToken: string | null;
  logLevel: string;
};

/** Every mistake of an environment, in both languages, so that it is mended in one go. */
export class ConfigError extends Error {
  readonly problems: readonly string[];
  constructor(problems: readonly string[]) {
    super(
      `설정에 고칠 것이 ${problems.length}개 있어 시작하지 않았습니다. / Not started: ${problems.length} setting(s) to mend.\n` +
        problems.map((line) => `  - ${line}`).join('\n'),
    );
    this.name = 'ConfigError';
    this.problems = problems;
  }
}

/** `.env` beside the process, overridden by the real environment. */
export const readEnv = (env: Env = process.env, file = '.env'): Env =>
  existsSync(file) ? { ...(parseEnv(readFileSync(file, 'utf8')) as Env), ...env } : env;

/** @throws ConfigError naming every wrong setting */
export const parseConfig = (env: Env, needs: Needs = 'server'): Config => {
  const reader = readerOf(env, needs);
  const { problems, problem, bad, missing, text, list, oneOf, number, port, url } = reader;

  const botToken = text('SLACK_BOT_TOKEN');
  const apiKey = text('OPENAI_API_KEY');
  const practice = new Set<PracticePart>();
  const asked = text('PRACTICE');
  if (asked === null) {
    if (!botToken) for (const part of PRACTICE_PARTS) practice.add(part);
    // Who gives a key wants the real model, also among stand-ins nobody asked for by name.
    if (apiKey) practice.delete('llm');
  } else if (asked !== 'none') {
    for (const part of list('PRACTICE') ?? []) {
      if ((PRACTICE_PARTS as readonly string[]).includes(part)) practice.add(part as PracticePart);
      else if (part === 'all') for (const each of PRACTICE_PARTS) practice.add(each);
      else bad('PRACTICE', part, `${PRACTICE_PARTS.join(',')} | none`);
    }
  }

  const role = oneOf('ROLE', ['web', 'worker', 'all'], 'all');
  const httpPort = port('PORT', 3000);
  const practicePort = port('PRACTICE_PORT', 3030);
  if (httpPort === practicePort && httpPort !== 0 && practice.size > 0 && role !== 'worker')
    problem(
      ['PORT', 'PRACTICE_PORT'],
      `PORT=${httpPort} + PRACTICE_PORT=${practicePort}: 두 포트는 달라야 합니다 / these two must differ`,
    );
  const appToken = text('SLACK_APP_TOKEN');
  const signingSecret = text('SLACK_SIGNING_SECRET');
  if (!botToken && !practice.has('slack'))
    missing('SLACK_BOT_TOKEN: 필요합니다 (또는 PRACTICE에 slack) / needed, or PRACTICE with slack');
  if (botToken && !appToken && !signingSecret)
    missing(
      'SLACK_SIGNING_SECRET: 필요합니다 (Socket Mode는 SLACK_APP_TOKEN) / needed, or SLACK_APP_TOKEN for Socket Mode',
    );
  if (!apiKey && !practice.has('llm'))
    missing('OPENAI_API_KEY: 필요합니다 (또는 PRACTICE에 llm) / needed, or PRACTICE with llm');
  if (botToken && practice.has('slack'))
    problem(
      ['PRACTICE', 'SLACK_BOT_TOKEN'],
      'PRACTICE: slack은 SLACK_BOT_TOKEN과 함께 쓸 수 없습니다 / slack does not go with SLACK_BOT_TOKEN',
    );
  if (apiKey && practice.has('llm'))
    problem(
      ['PRACTICE', 'OPENAI_API_KEY'],
      'PRACTICE=llm + OPENAI_API_KEY: 초안은 한 곳에서만 씁니다. 둘 중 하나를 빼 주세요 / only one of them can draft: remove one',
    );

  const smtpUrl = url('SMTP_URL', ['smtp:', 'smtps:']);
  const neverReal = unrealParts({ practice });
  const real: SettingName[] = ['SMTP_URL', ...REAL_VENDORS];
  for (const name of real.filter((each) => text(each) !== null)) {
    if (neverReal.length > 0)
      problem(
        ['PRACTICE', name],
        `PRACTICE=${neverReal.join(',')} + ${name}: 연습은 실제 사람에게 닿지 않습니다. 둘 중 하나를 빼 주세요 / practice never reaches real people: remove one of them`,
      );
    if (practice.has('channels'))
      problem(
        ['PRACTICE', name],
        `PRACTICE=channels + ${name}: 메시지를 두 곳으로 보낼 수 없습니다 / messages cannot go to both: remove one of them`,
      );
  }

  const timezone = text('TIMEZONE') ?? 'Asia/Seoul';
  if (!isZone(timezone)) bad('TIMEZONE', timezone, 'Asia/Seoul, Europe/Berlin, …');
  const digestCron = text('DIGEST_CRON') ?? '0 9 * * *';
  if (!isCron(digestCron)) bad('DIGEST_CRON', digestCron, '0 9 * * *');
  const currency = text('CURRENCY') ?? 'KRW';
  if (!Intl.supportedValuesOf('currency').includes(currency)) bad('CURRENCY', currency, 'ISO 4217: KRW, USD, …');
  const region = text('DEFAULT_REGION')?.toUpperCase() ?? 'KR';
  if (!isRegion(region)) bad('DEFAULT_REGION', region, 'ISO 3166: KR, US, …');
  const databaseUrl = url('DATABASE_URL', ['postgres:', 'postgresql:']);
  const secretKeys = list('SECRET_KEY');
  if (databaseUrl && !secretKeys) missing('SECRET_KEY: DATABASE_URL을 쓰면 필요합니다 / needed with DATABASE_URL');
  if (secretKeys?.some((key) => key.length < 16))
    problem(['SECRET_KEY'], 'SECRET_KEY: 16자 이상 / at least 16 characters');
  const publicUrl = url('PUBLIC_URL', ['http:', 'https:']);
  const webOrigins = list('WEB_ORIGINS') ?? [];
  for (const origin of webOrigins)
    if (!/^https?:/.test(origin) || !URL.canParse(origin) || new URL(origin).origin !== origin)
      bad('WEB_ORIGINS', origin, 'https://shop.example, …');
  const scannerRanges = list('SCANNER_RANGES') ?? [];
  for (const range of scannerRanges)
    if (!addNetwork(new BlockList(), range)) bad('SCANNER_RANGES', range, '192.0.2.0/24, 2001:db8::/32, …');
  const apiUrl = url('SLACK_API_URL', ['http:', 'https:']);
  const baseUrl = url('OPENAI_BASE_URL', ['http:', 'https:']);

  const config: Config = {
    port: httpPort,
    publicUrl: (publicUrl ?? `http://localhost:${httpPort}`).replace(/\/$/, ''),
    webOrigins,
    linkDays: number('LINK_DAYS', 400, 1, 3_650),
    scannerRanges,
    databaseUrl,
    dataDir: text('DATA_DIR') ?? '.data',
    slack: botToken
      ? { botToken, signingSecret: signingSecret ?? '', appToken, apiUrl: apiUrl ?? 'https://slack.com/api/' }
      : null,
    llm: apiKey
      ? {
          apiKey,
          baseUrl: baseUrl ?? 'https://api.openai.com/v1',
          model: text('OPENAI_MODEL') ?? 'gpt-5.4-mini',
        }
      : null,
    llmBudgetMicros: {
      campaign: Math.round(number('LLM_BUDGET_CAMPAIGN', 2, 0, 1e6) * 1e6),
      day: Math.round(number('LLM_BUDGET_DAY', 20, 0, 1e6) * 1e6),
    },
    practice,
    practicePort,
    smtpUrl,
    sendTimeoutMs: number('SEND_TIMEOUT', 30, 1, 300) * 1_000,
    sendLeaseMs: number('SEND_LEASE', 10, 1, 600) * 1_000,
    mailFrom: text('MAIL_FROM'),
    vendors: vendorsOf(reader),
    dkimSelector: text('DKIM_SELECTOR'),
    approvers: list('APPROVERS'),
    admins: list('ADMINS'),
    fallback: list('FALLBACK_APPROVERS'),
    approvalSolo: oneOf('APPROVAL_SOLO', ['true', 'false'], 'false') === 'true',
    approvalCostLimit: number('APPROVAL_COST_LIMIT', 1_000_000, 0, Number.MAX_SAFE_INTEGER),
    digestChannel: (text('DIGEST_CHANNEL') ?? 'marketing-digest').replace(/^#/, ''),
    digestCron,
    timezone,
    locale: oneOf('LOCALE', ['ko', 'en'], 'ko'),
    currency,
    defaultRegion: isRegion(region) ? region : 'KR',
    secretKeys,
    role,
    metricsToken: text('METRICS_TOKEN'),
    logLevel: oneOf('LOG_LEVEL', ['debug', 'info', 'warn', 'error', 'silent'], 'info'),
  };
  if (problems.length > 0) throw new ConfigError(problems);
  return config;
};

const isZone = (zone: string): boolean => {
  try {
    new Intl.DateTimeFormat('en', { timeZone: zone });
    return true;
  } catch {
    return false;
  }
};

const isCron = (expression: string): boolean => {
  try {
    CronExpressionParser.parse(expression);
    return true;
  } catch {
    return false;
  }
};
