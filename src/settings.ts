/**
 * Every setting as a row: name, default, meaning in both languages. The tables of the READMEs are generated from it; what a
 * value may be is in config.ts. The meanings are not in i18n: they speak before anybody's language is known.
 */
export type Setting = { name: string; default: string; en: string; ko: string; secret?: true };

const ROWS = [
  {
    name: 'PORT',
    default: '3000',
    en: 'HTTP port: Slack requests, tracking links, orders API, health',
    ko: 'HTTP 포트: Slack 요청, 추적 링크, 주문 API, 상태 확인',
  },
  {
    name: 'PUBLIC_URL',
    default: 'http://localhost:$PORT',
    en: 'address customers and Slack reach this server by',
    ko: '고객과 Slack이 이 서버에 닿는 주소',
  },
  {
    name: 'WEB_ORIGINS',
    default: '',
    en: "the shop's own sites (https://shop.example, comma separated) that may send web events by baton.js; none without it",
    ko: 'baton.js로 웹 이벤트를 보낼 수 있는 쇼핑몰 주소 (https://shop.example, 쉼표로 구분). 없으면 받지 않음',
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
    en: 'key of the model server; given without PRACTICE it takes the place of the practice drafter',
    ko: '모델 서버의 키. PRACTICE 없이 주면 연습용 초안 작성기 대신 이 모델이 씁니다',
    secret: true,
  },
  {
    name: 'OPENAI_BASE_URL',
    default: 'https://api.openai.com/v1',
    en: 'any OpenAI-compatible server',
    ko: 'OpenAI 호환 서버의 주소',
  },
  { name: 'OPENAI_MODEL', default: 'gpt-5.4-mini', en: 'model name', ko: '모델 이름' },
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
    default: 'all without a Slack token (llm only without OPENAI_API_KEY), none with one',
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
  {
    name: 'SEND_TIMEOUT',
    default: '30',
    en: 'seconds a provider may take to answer one hand-over; what has no answer by then is unknown',
    ko: '보낸 메시지 한 묶음에 업체가 답할 때까지 기다리는 시간(초). 그때까지 답이 없으면 결과 모름',
  },
  {
    name: 'SEND_LEASE',
    default: '10',
    en: 'seconds after which the messages of a worker that is gone are taken over by another',
    ko: '멈춘 워커가 맡았던 메시지를 다른 워커가 이어받기까지의 시간(초)',
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
    name: 'FALLBACK_APPROVERS',
    default: '',
    en: 'who may approve a launch too, once nine tenths of its time have passed unanswered',
    ko: '발송 승인이 기한의 90%까지 답이 없을 때부터 함께 승인할 수 있는 사람',
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
  {
    name: 'DEFAULT_REGION',
    default: 'KR',
    en: 'country that phone numbers written without one are read in (ISO 3166)',
    ko: '국가 번호 없이 적힌 전화번호를 읽을 나라 (ISO 3166)',
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
] as const satisfies readonly Setting[];

export type SettingName = (typeof ROWS)[number]['name'];
export const SETTINGS: readonly Setting[] = ROWS;
