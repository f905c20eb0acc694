import { existsSync, readFileSync } from 'node:fs';
import { parseEnv } from 'node:util';
import { CronExpressionParser } from 'cron-parser';

/**
 * The only reader of the environment. Every setting is one row of `SETTINGS`: name, default, meaning in both languages.
 * The tables of the READMEs are generated from it; one error lists every problem at once.
 */
export const PRACTICE_PARTS = ['slack', 'llm', 'channels', 'customers', 'clock', 'data'] as const;
export type PracticePart = (typeof PRACTICE_PARTS)[number];

export type Setting = { name: string; default: string; en: string; ko: string; secret?: true };

export const SETTINGS: readonly Setting[] = [
  {
    name: 'PORT',
    default: '3000',
    en: 'HTTP port: Slack requests, tracking links, webhooks',
    ko: 'HTTP 포트: Slack 요청, 추적 링크, 웹훅',
  },
  {
    name: 'PUBLIC_URL',
    default: 'http://localhost:$PORT',
    en: 'address customers and Slack reach this server by',
    ko: '고객과 Slack이 이 서버에 닿는 주소',
  },
  {
    name: 'DATABASE_URL',
    default: 'embedded',
    en: 'any PostgreSQL 15 or newer; without it an embedded one (for trial and small teams)',
    ko: 'PostgreSQL 15 이상. 없으면 내장 데이터베이스 (시험용, 작은 팀용)',
    secret: true,
  },
  {
    name: 'DATA_DIR',
    default: '.data',
    en: 'where the embedded database and the made secret live',
    ko: '내장 데이터베이스와 만들어진 비밀 키가 있는 곳',
  },
  {
    name: 'SLACK_BOT_TOKEN',
    default: 'practice workspace',
    en: 'bot token (xoxb-...)',
    ko: '봇 토큰 (xoxb-...)',
    secret: true,
  },
  {
    name: 'SLACK_SIGNING_SECRET',
    default: 'practice workspace',
    en: 'signing secret; needed unless Socket Mode is used',
    ko: '서명 비밀. Socket Mode가 아니면 필요',
    secret: true,
  },
  {
    name: 'SLACK_APP_TOKEN',
    default: '',
    en: 'app-level token (xapp-...): its presence means Socket Mode',
    ko: '앱 토큰 (xapp-...). 있으면 Socket Mode',
    secret: true,
  },
  {
    name: 'SLACK_API_URL',
    default: 'https://slack.com/api/',
    en: 'another Slack-like API (tests, proxies)',
    ko: '다른 Slack 호환 API (시험, 프록시)',
  },
  {
    name: 'OPENAI_API_KEY',
    default: 'practice drafter',
    en: 'key of the model server',
    ko: '모델 서버의 키',
    secret: true,
  },
  {
    name: 'OPENAI_BASE_URL',
    default: 'https://api.openai.com/v1',
    en: 'any OpenAI-compatible server',
    ko: 'OpenAI 호환 서버의 주소',
  },
  { name: 'OPENAI_MODEL', default: 'gpt-5-mini', en: 'model name', ko: '모델 이름' },
  {
    name: 'LLM_BUDGET_CAMPAIGN',
    default: '2',
    en: 'most a campaign may spend on the model, USD',
    ko: '캠페인 하나가 모델에 쓸 수 있는 최대 금액 (USD)',
  },
  {
    name: 'LLM_BUDGET_DAY',
    default: '20',
    en: 'most a day may spend on the model, USD',
    ko: '하루에 모델에 쓸 수 있는 최대 금액 (USD)',
  },
  {
    name: 'PRACTICE',
    default: 'all without a Slack token, none with one',
    en: 'stand-ins: any of slack,llm,channels,customers,clock,data, or none',
    ko: '연습용 대역: slack,llm,channels,customers,clock,data 중에서, 또는 none',
  },
  {
    name: 'PRACTICE_PORT',
    default: '3030',
    en: 'port of the practice workspace, mailbox and clock (loopback only)',
    ko: '연습 워크스페이스, 메일함, 시계의 포트 (이 컴퓨터에서만)',
  },
  {
    name: 'SMTP_URL',
    default: 'practice mailbox',
    en: 'smtp(s)://user:pass@host:port of the mail relay',
    ko: '메일 서버 주소 smtp(s)://user:pass@host:port',
    secret: true,
  },
  { name: 'MAIL_FROM', default: "the brand kit's e-mail", en: 'From address', ko: '보내는 주소' },
  {
    name: 'APPROVERS',
    default: 'set in Slack',
    en: 'Slack user or user-group ids, comma separated',
    ko: '승인자: Slack 사용자·그룹 id, 쉼표로 구분',
  },
  {
    name: 'ADMINS',
    default: "set in Slack; before that the workspace's own admins",
    en: 'who may change settings, import and make keys',
    ko: '설정, 가져오기, 키를 다루는 사람. 정하기 전에는 워크스페이스 관리자',
  },
  {
    name: 'APPROVAL_SOLO',
    default: 'false',
    en: 'true lets a requester approve the own launch; every card then says so',
    ko: 'true면 요청자가 스스로 발송을 승인할 수 있고, 모든 카드가 그렇게 말합니다',
  },
  {
    name: 'APPROVAL_COST_LIMIT',
    default: '1000000',
    en: 'cost of a launch above which two approvers are needed',
    ko: '이 금액을 넘는 발송은 승인자 2명',
  },
  {
    name: 'DIGEST_CHANNEL',
    default: 'marketing-digest',
    en: 'channel name or id of the daily digest',
    ko: '일간 요약을 올릴 채널',
  },
  {
    name: 'DIGEST_CRON',
    default: '0 9 * * *',
    en: 'when the digest is posted, in TIMEZONE',
    ko: '요약을 올리는 시각 (TIMEZONE 기준 cron)',
  },
  { name: 'TIMEZONE', default: 'Asia/Seoul', en: "the account's zone", ko: '계정의 시간대' },
  {
    name: 'LOCALE',
    default: 'ko',
    en: 'language of channels: ko or en; direct messages follow the reader',
    ko: '채널의 언어 ko 또는 en. 개인 메시지는 읽는 사람을 따름',
  },
  { name: 'CURRENCY', default: 'KRW', en: "the account's one currency", ko: '계정의 통화' },
  {
    name: 'SECRET_KEY',
    default: 'made once, kept in DATA_DIR (embedded only)',
    en: 'signs links; "new,old" while rotating keeps old links valid',
    ko: '링크에 서명하는 키. 바꿀 때 "새키,옛키"로 두면 옛 링크도 유효',
    secret: true,
  },
  { name: 'ROLE', default: 'all', en: 'web, worker or all', ko: 'web, worker 또는 all' },
  {
    name: 'METRICS_TOKEN',
    default: '',
    en: 'bearer that may read /metrics from elsewhere',
    ko: '다른 곳에서 /metrics를 읽는 bearer',
    secret: true,
  },
  { name: 'LOG_LEVEL', default: 'info', en: 'debug, info, warn, error', ko: 'debug, info, warn, error' },
];

export type Config = {
  port: number;
  publicUrl: string;
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
  mailFrom: string | null;
  approvers: readonly string[] | null;
  admins: readonly string[] | null;
  approvalSolo: boolean;
  /** Major units of `currency`. */
  approvalCostLimit: number;
  digestChannel: string;
  digestCron: string;
  timezone: string;
  locale: 'ko' | 'en';
  currency: string;
  /** Newest first; null = to be made in DATA_DIR. */
  secretKeys: readonly string[] | null;
  role: 'web' | 'worker' | 'all';
  metricsToken: string | null;
  logLevel: string;
};

export type Env = Readonly<Record<string, string | undefined>>;

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

/**
 * Which settings a start needs: `server` all of them, `database` those of a command-line command that only talks to the
 * database (Slack, model and channels may be missing or half set).
 *
 * @throws ConfigError naming every wrong setting
 */
export const parseConfig = (env: Env, needs: 'server' | 'database' = 'server'): Config => {
  const problems: string[] = [];
  const bad = (name: string, got: string, allowed: string) =>
    problems.push(`${name}=${JSON.stringify(got)}: ${allowed}`);
  const text = (name: string): string | null => env[name]?.trim() || null;
  const oneOf = <T extends string>(name: string, allowed: readonly T[], fallback: T): T => {
    const value = text(name);
    if (value === null) return fallback;
    if ((allowed as readonly string[]).includes(value)) return value as T;
    bad(name, value, allowed.join(' | '));
    return fallback;
  };
  const number = (name: string, fallback: number, min: number, max: number): number => {
    const value = text(name);
    if (value === null) return fallback;
    const parsed = Number(value);
    if (Number.isFinite(parsed) && parsed >= min && parsed <= max) return parsed;
    bad(name, value, `${min} … ${max}`);
    return fallback;
  };
  const url = (name: string, protocols: readonly string[]): string | null => {
    const value = text(name);
    if (value === null) return null;
    if (URL.canParse(value) && protocols.includes(new URL(value).protocol)) return value;
    // A secret may sit inside the address: never print it back.
    bad(
      name,
      SETTINGS.find((s) => s.name === name)?.secret ? '…' : value,
      `${protocols.map((p) => `${p}//`).join(' | ')}…`,
    );
    return null;
  };
  const list = (name: string): readonly string[] | null =>
    text(name)
      ?.split(',')
      .map((part) => part.trim())
      .filter(Boolean) ?? null;

  const botToken = text('SLACK_BOT_TOKEN');
  const practice = new Set<PracticePart>();
  const asked = text('PRACTICE');
  if (asked === null) {
    if (!botToken) for (const part of PRACTICE_PARTS) practice.add(part);
  } else if (asked !== 'none') {
    for (const part of list('PRACTICE') ?? []) {
      if ((PRACTICE_PARTS as readonly string[]).includes(part)) practice.add(part as PracticePart);
      else if (part === 'all') for (const each of PRACTICE_PARTS) practice.add(each);
      else bad('PRACTICE', part, `${PRACTICE_PARTS.join(',')} | none`);
    }
  }

  const port = number('PORT', 3000, 0, 65_535);
  const practicePort = number('PRACTICE_PORT', 3030, 0, 65_535);
  const appToken = text('SLACK_APP_TOKEN');
  const signingSecret = text('SLACK_SIGNING_SECRET');
  if (needs === 'server') {
    if (!botToken && !practice.has('slack'))
      problems.push('SLACK_BOT_TOKEN: 필요합니다 (또는 PRACTICE에 slack) / needed, or PRACTICE with slack');
    if (botToken && !appToken && !signingSecret)
      problems.push(
        'SLACK_SIGNING_SECRET: 필요합니다 (Socket Mode는 SLACK_APP_TOKEN) / needed, or SLACK_APP_TOKEN for Socket Mode',
      );
    if (!text('OPENAI_API_KEY') && !practice.has('llm'))
      problems.push('OPENAI_API_KEY: 필요합니다 (또는 PRACTICE에 llm) / needed, or PRACTICE with llm');
  }
  if (botToken && practice.has('slack'))
    problems.push('PRACTICE: slack은 SLACK_BOT_TOKEN과 함께 쓸 수 없습니다 / slack does not go with SLACK_BOT_TOKEN');

  const smtpUrl = url('SMTP_URL', ['smtp:', 'smtps:']);
  const neverReal = (['slack', 'customers', 'clock', 'data'] as const).filter((part) => practice.has(part));
  if (smtpUrl && neverReal.length > 0)
    problems.push(
      `PRACTICE=${neverReal.join(',')} + SMTP_URL: 연습은 실제 사람에게 닿지 않습니다. 둘 중 하나를 빼 주세요 / practice never reaches real people: remove one of them`,
    );
  if (smtpUrl && practice.has('channels'))
    problems.push(
      'PRACTICE=channels + SMTP_URL: 메일을 두 곳으로 보낼 수 없습니다 / mail cannot go to both: remove one of them',
    );

  const timezone = text('TIMEZONE') ?? 'Asia/Seoul';
  if (!isZone(timezone)) bad('TIMEZONE', timezone, 'Asia/Seoul, Europe/Berlin, …');
  const digestCron = text('DIGEST_CRON') ?? '0 9 * * *';
  if (!isCron(digestCron)) bad('DIGEST_CRON', digestCron, '0 9 * * *');
  const currency = text('CURRENCY') ?? 'KRW';
  if (!Intl.supportedValuesOf('currency').includes(currency)) bad('CURRENCY', currency, 'ISO 4217: KRW, USD, …');
  const databaseUrl = url('DATABASE_URL', ['postgres:', 'postgresql:']);
  const secretKeys = list('SECRET_KEY');
  if (databaseUrl && !secretKeys && needs === 'server')
    problems.push('SECRET_KEY: DATABASE_URL을 쓰면 필요합니다 / needed with DATABASE_URL');
  if (secretKeys?.some((key) => key.length < 16)) problems.push('SECRET_KEY: 16자 이상 / at least 16 characters');
  const publicUrl = url('PUBLIC_URL', ['http:', 'https:']);
  const apiUrl = url('SLACK_API_URL', ['http:', 'https:']);
  const baseUrl = url('OPENAI_BASE_URL', ['http:', 'https:']);

  const config: Config = {
    port,
    publicUrl: (publicUrl ?? `http://localhost:${port}`).replace(/\/$/, ''),
    databaseUrl,
    dataDir: text('DATA_DIR') ?? '.data',
    slack: botToken
      ? { botToken, signingSecret: signingSecret ?? '', appToken, apiUrl: apiUrl ?? 'https://slack.com/api/' }
      : null,
    llm: text('OPENAI_API_KEY')
      ? {
          apiKey: text('OPENAI_API_KEY') ?? '',
          baseUrl: baseUrl ?? 'https://api.openai.com/v1',
          model: text('OPENAI_MODEL') ?? 'gpt-5-mini',
        }
      : null,
    llmBudgetMicros: {
      campaign: Math.round(number('LLM_BUDGET_CAMPAIGN', 2, 0, 1e6) * 1e6),
      day: Math.round(number('LLM_BUDGET_DAY', 20, 0, 1e6) * 1e6),
    },
    practice,
    practicePort,
    smtpUrl,
    mailFrom: text('MAIL_FROM'),
    approvers: list('APPROVERS'),
    admins: list('ADMINS'),
    approvalSolo: oneOf('APPROVAL_SOLO', ['true', 'false'], 'false') === 'true',
    approvalCostLimit: number('APPROVAL_COST_LIMIT', 1_000_000, 0, Number.MAX_SAFE_INTEGER),
    digestChannel: (text('DIGEST_CHANNEL') ?? 'marketing-digest').replace(/^#/, ''),
    digestCron,
    timezone,
    locale: oneOf('LOCALE', ['ko', 'en'], 'ko'),
    currency,
    secretKeys,
    role: oneOf('ROLE', ['web', 'worker', 'all'], 'all'),
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
