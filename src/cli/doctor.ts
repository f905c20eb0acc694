import { sql } from 'drizzle-orm';
import { findKit } from '../brand/store.ts';
import { named } from '../campaign/people.ts';
import { emailChannel } from '../channels/email.ts';
import { carriedBy } from '../channels/offered.ts';
import type { Config } from '../config.ts';
import { kindOf } from '../db/kind.ts';
import { secretKeys } from '../db/open.ts';
import { webhookToken } from '../http/webhooks.ts';
import { type Strings, strings } from '../i18n/language.ts';
import { randomId } from '../kit/id.ts';
import { makeLog, messageOf } from '../kit/log.ts';
import { openAiLlm } from '../llm/openai.ts';
import { type Command, type Opened, withDatabase } from './command.ts';

/**
 * One thing looked at: `practice` stands in, `missing` must be given, `failing` is given and does not answer. `next` says what
 * to do about the last two.
 */
type Doctor = Strings['cli']['doctor'];
type Finding = { name: keyof Doctor['names']; detail: string } & (
  | { state: 'ok' | 'practice'; next: null }
  | { state: 'missing' | 'failing'; next: string }
);

const ok = (name: Finding['name'], detail: string): Finding => ({ name, state: 'ok', detail, next: null });
const practised = (name: Finding['name'], detail: string): Finding => ({ name, state: 'practice', detail, next: null });
const missing = (name: Finding['name'], detail: string, next: string): Finding => ({
  name,
  state: 'missing',
  detail,
  next,
});
const failing = (name: Finding['name'], detail: string, next: string): Finding => ({
  name,
  state: 'failing',
  detail,
  next,
});

export const doctor: Command = {
  name: 'doctor',
  usage: [['doctor', 'doctor']],
  options: {},
  settings: 'database',
  async run({ config }) {
    const t = strings(config.locale).cli.doctor;
    const findings: Finding[] = [];
    try {
      await withDatabase(config, async (opened) => {
        findings.push(await database(config, opened, t), await slack(config, t), await model(config, opened, t));
        findings.push(await mail(config, opened, t), ...(await carriers(config, opened, t)));
        findings.push(await people(config, opened, t));
        findings.push(await kit(opened, t), await owed(opened, t));
      });
    } catch (error) {
      findings.push(failing('database', t.databaseDown({ why: messageOf(error) }), t.databaseNext));
    }
    const bad = findings.some(({ next }) => next !== null);
    const line = ({ name, state, detail, next }: Finding) =>
      [`${t.states[state]} · ${t.names[name]}: ${detail}`, next && `  ${t.next({ next })}`].filter(Boolean).join('\n');
    return { json: { ok: !bad, findings }, text: findings.map(line).join('\n'), refused: bad };
  },
};

const database = async (config: Config, { db }: Opened, t: Doctor): Promise<Finding> => {
  const { rows } = await db.execute<{ version: string }>(sql`select current_setting('server_version') as version`);
  const where = config.databaseUrl ? 'DATABASE_URL' : t.embedded({ dir: config.dataDir });
  const kind = await kindOf(db);
  const said = t.database({ version: rows[0]?.version ?? '', where });
  return ok('database', kind ? `${said}, ${t.holds[kind]}` : said);
};

const slack = async (config: Config, t: Doctor): Promise<Finding> => {
  if (!config.slack)
    return config.practice.has('slack')
      ? practised('slack', t.slackPractice)
      : missing('slack', t.slackMissing, t.slackMissingNext);
  try {
    const answer = await fetch(new URL('auth.test', config.slack.apiUrl), {
      method: 'POST',
      headers: { authorization: `Bearer ${config.slack.botToken}` },
      signal: AbortSignal.timeout(10_000),
    });
    const body = (await answer.json()) as { ok: boolean; team?: string; error?: string };
    return body.ok
      ? ok('slack', `${body.team}, ${config.slack.appToken ? 'Socket Mode' : 'HTTP'}`)
      : failing('slack', t.slackRefused({ why: body.error ?? 'auth.test' }), t.slackRefusedNext);
  } catch (error) {
    return failing('slack', t.slackDown({ why: messageOf(error) }), t.slackDownNext);
  }
};

const model = async (config: Config, { clock }: Opened, t: Doctor): Promise<Finding> => {
  if (config.practice.has('llm')) return practised('model', t.modelPractice);
  if (!config.llm) return missing('model', t.modelMissing, t.modelMissingNext);
  const problem = await openAiLlm({ ...config.llm, practice: false, clock, log: makeLog('silent') }).probe();
  return problem
    ? failing('model', t.modelDown({ why: problem }), t.modelDownNext)
    : ok('model', t.model({ model: config.llm.model, host: new URL(config.llm.baseUrl).host }));
};

const mail = async (config: Config, { clock }: Opened, t: Doctor): Promise<Finding> => {
  if (!config.smtpUrl)
    return config.practice.has('channels')
      ? practised('e-mail', t.mailPractice)
      : missing('e-mail', t.mailMissing, t.mailMissingNext);
  const channel = emailChannel({ smtpUrl: config.smtpUrl, practice: false, log: makeLog('silent'), clock });
  try {
    const problem = await channel.probe();
    return problem
      ? failing('e-mail', t.mailDown({ why: problem }), t.mailDownNext)
      : ok('e-mail', new URL(config.smtpUrl).host);
  } finally {
    await channel.close();
  }
};

/** Text, Kakao and push, each asked whether it would take a message; and where their vendors are to report. */
const carriers = async (config: Config, { clock }: Opened, t: Doctor): Promise<Finding[]> => {
  if (config.practice.has('channels')) return [practised('carriers', t.carriersPractice)];
  const world = { log: makeLog('silent'), clock, newId: randomId, phone: null, onDead: async () => undefined };
  const { channels, reporters } = carriedBy(config, world);
  const found = await Promise.all(
    [...channels.values()].map(async ({ name, account, probe }): Promise<Finding> => {
      const problem = await probe();
      const medium = t.media[name];
      return problem
        ? failing('carriers', t.carrierDown({ medium, why: problem }), t.carrierDownNext)
        : ok('carriers', `${medium} (${account.split(':')[0]})`);
    }),
  );
  const [key = ''] = secretKeys(config);
  const doors = reporters.map(({ source }) => `${config.publicUrl}/webhooks/${source}/${webhookToken(key, source)}`);
  return [...(found.length > 0 ? found : [ok('carriers', t.carriersNone)]), ok('reports', doors.join(' · '))];
};

const people = async (config: Config, { db }: Opened, t: Doctor): Promise<Finding> => {
  const approvers = (await named({ config }, db, 'approvers')) ?? [];
  const words = [
    ...(approvers.length > 0 ? [t.approvers({ n: String(approvers.length) })] : []),
    ...(config.approvalSolo ? [t.solo] : []),
  ];
  return words.length > 0
    ? ok('approvers', words.join(', '))
    : missing('approvers', t.approversMissing, t.approversNext);
};

const kit = async ({ db }: Opened, t: Doctor): Promise<Finding> => {
  const found = await findKit(db);
  return found
    ? ok('brand kit', t.kit({ name: found.kit.name, version: String(found.version) }))
    : missing('brand kit', t.kitMissing, t.kitNext);
};

const owed = async ({ db }: Opened, t: Doctor): Promise<Finding> => {
  const { rows } = await db.execute<{ owed: number; failed: string | null }>(
    sql`select count(*) filter (where wanted > drawn and failed is null)::int as owed, string_agg(distinct failed, ', ') as failed from messages`,
  );
  const failed = rows[0]?.failed;
  return failed
    ? failing('messages', t.owedFailed({ why: failed }), t.owedNext)
    : ok('messages', t.owed({ n: String(rows[0]?.owed ?? 0) }));
};
