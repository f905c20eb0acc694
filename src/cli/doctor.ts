import { sql } from 'drizzle-orm';
import { findKit } from '../brand/store.ts';
import { named } from '../campaign/people.ts';
import { emailChannel } from '../channels/email.ts';
import type { Config } from '../config.ts';
import { kindOf } from '../db/kind.ts';
import { makeLog, messageOf } from '../kit/log.ts';
import { openAiLlm } from '../llm/openai.ts';
import { type Command, type Opened, withDatabase } from './command.ts';

/** One thing looked at: `practice` stands in, `missing` must be given, `failing` is given and does not answer. */
type Finding = { name: string; state: 'ok' | 'practice' | 'missing' | 'failing'; detail: string };

export const doctor: Command = {
  name: 'doctor',
  usage: ['doctor                                    what is configured, reachable, missing'],
  options: {},
  settings: 'database',
  async run({ config }) {
    const findings: Finding[] = [];
    try {
      await withDatabase(config, async (opened) => {
        findings.push(
          await database(config, opened),
          await slack(config),
          await model(config, opened),
          await mail(config, opened),
        );
        findings.push(await people(config, opened), await kit(opened), await owed(opened));
      });
    } catch (error) {
      findings.push({ name: 'database', state: 'failing', detail: messageOf(error) });
    }
    const bad = findings.some(({ state }) => state === 'missing' || state === 'failing');
    return {
      json: { ok: !bad, findings },
      text: findings.map(({ name, state, detail }) => `${state.padEnd(9)} ${name.padEnd(12)} ${detail}`).join('\n'),
      refused: bad,
    };
  },
};

const database = async (config: Config, { db }: Opened): Promise<Finding> => {
  const { rows } = await db.execute<{ version: string }>(sql`select current_setting('server_version') as version`);
  const where = config.databaseUrl ? 'DATABASE_URL' : `embedded, in ${config.dataDir} (for trial and small teams)`;
  const holds = { practice: ', holds practice data', real: ', holds real data' };
  const kind = await kindOf(db);
  return {
    name: 'database',
    state: 'ok',
    detail: `PostgreSQL ${rows[0]?.version}, ${where}${kind ? holds[kind] : ''}`,
  };
};

const slack = async (config: Config): Promise<Finding> => {
  if (!config.slack)
    return config.practice.has('slack')
      ? { name: 'slack', state: 'practice', detail: 'practice workspace' }
      : { name: 'slack', state: 'missing', detail: 'SLACK_BOT_TOKEN' };
  try {
    const answer = await fetch(new URL('auth.test', config.slack.apiUrl), {
      method: 'POST',
      headers: { authorization: `Bearer ${config.slack.botToken}` },
      signal: AbortSignal.timeout(10_000),
    });
    const body = (await answer.json()) as { ok: boolean; team?: string; error?: string };
    return body.ok
      ? { name: 'slack', state: 'ok', detail: `${body.team}, ${config.slack.appToken ? 'Socket Mode' : 'HTTP'}` }
      : { name: 'slack', state: 'failing', detail: body.error ?? 'auth.test failed' };
  } catch (error) {
    return { name: 'slack', state: 'failing', detail: messageOf(error) };
  }
};

const model = async (config: Config, { clock }: Opened): Promise<Finding> => {
  if (config.practice.has('llm'))
    return { name: 'model', state: 'practice', detail: 'practice drafter (rules, no language model)' };
  if (!config.llm) return { name: 'model', state: 'missing', detail: 'OPENAI_API_KEY' };
  const problem = await openAiLlm({ ...config.llm, practice: false, clock, log: makeLog('silent') }).probe();
  return {
    name: 'model',
    state: problem ? 'failing' : 'ok',
    detail: problem ?? `${config.llm.model} at ${new URL(config.llm.baseUrl).host}`,
  };
};

const mail = async (config: Config, { clock }: Opened): Promise<Finding> => {
  if (!config.smtpUrl)
    return config.practice.has('channels')
      ? { name: 'e-mail', state: 'practice', detail: 'practice mailbox' }
      : { name: 'e-mail', state: 'missing', detail: 'SMTP_URL: no channel is offered without it' };
  const channel = emailChannel({ smtpUrl: config.smtpUrl, practice: false, log: makeLog('silent'), clock });
  try {
    const problem = await channel.probe();
    return { name: 'e-mail', state: problem ? 'failing' : 'ok', detail: problem ?? new URL(config.smtpUrl).host };
  } finally {
    await channel.close();
  }
};

const people = async (config: Config, { db }: Opened): Promise<Finding> => {
  const approvers = (await named({ config }, db, 'approvers')) ?? [];
  return approvers.length > 0
    ? {
        name: 'approvers',
        state: 'ok',
        detail: `${approvers.length} named${config.approvalSolo ? ', APPROVAL_SOLO' : ''}`,
      }
    : {
        name: 'approvers',
        state: config.approvalSolo ? 'ok' : 'missing',
        detail: 'no launch can be approved: APPROVERS, or /baton approvers in Slack',
      };
};

const kit = async ({ db }: Opened): Promise<Finding> => {
  const found = await findKit(db);
  return found
    ? { name: 'brand kit', state: 'ok', detail: `${found.kit.name}, version ${found.version}` }
    : { name: 'brand kit', state: 'missing', detail: 'nothing can be drafted: baton brand set FILE.json' };
};

const owed = async ({ db }: Opened): Promise<Finding> => {
  const { rows } = await db.execute<{ owed: number; failed: string | null }>(
    sql`select count(*) filter (where wanted > drawn and failed is null)::int as owed, string_agg(distinct failed, ', ') as failed from messages`,
  );
  const failed = rows[0]?.failed;
  return failed
    ? { name: 'messages', state: 'failing', detail: `Slack will not take some: ${failed}` }
    : { name: 'messages', state: 'ok', detail: `${rows[0]?.owed ?? 0} owed to Slack` };
};
