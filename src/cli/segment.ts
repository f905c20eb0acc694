import { readFileSync } from 'node:fs';
import { RuleError } from '../audience/problem.ts';
import type { Rule } from '../audience/rule.ts';
import { readRule, segmentCount, segmentExplain, segmentList } from '../audience/segment.ts';
import { type At, asOf, WHEN_FORMS } from '../audience/when.ts';
import { messageOf } from '../kit/log.ts';
import {
  type Call,
  type Command,
  DATABASE,
  type Opened,
  Refused,
  type Said,
  textOption,
  UsageError,
  withDatabase,
} from './command.ts';

export const segment: Command = {
  name: 'segment',
  usage: [
    'segment count --rule FILE.json [--as-of DATE]            how many match, are reachable, are excluded and why',
    'segment list --rule FILE.json [--as-of DATE]             contact ids, one a line',
    'segment explain --rule FILE.json --contact ID [--as-of DATE]   which condition holds',
  ],
  options: { rule: { type: 'string' }, 'as-of': { type: 'string' }, contact: { type: 'string' } },
  settings: [...DATABASE, 'LOCALE', 'TIMEZONE', 'CURRENCY'],
  async run(call) {
    const form = FORMS[call.args[0] ?? ''];
    const file = textOption(call, 'rule');
    if (!form || !file) throw new UsageError(segment.usage.join('\n'));
    const rule = read(file);
    return withDatabase(call.config, async (opened) => {
      try {
        return await form(opened, rule, await atOf(call, opened), call);
      } catch (error) {
        if (!(error instanceof RuleError)) throw error;
        const lines = error.problems.map(({ path, message }) => `${file}: ${path}: ${message[call.config.locale]}`);
        throw new Refused(lines.join('\n'), { problems: error.problems });
      }
    });
  },
};

const FORMS: Readonly<Record<string, (opened: Opened, rule: Rule, at: At, call: Call) => Promise<Said>>> = {
  async count({ db, clock }, rule, at, { config }) {
    const counted = await segmentCount(db, rule, { ...at, elapsed: () => clock.system().getTime() });
    const list = (counts: Record<string, number>) =>
      Object.entries(counts)
        .map(([name, n]) => `${name} ${n}`)
        .join(', ') || '—';
    return {
      json: counted,
      text: [
        counted.sentence[config.locale],
        `matched   ${counted.matched}`,
        `reachable ${list(counted.reachable)}`,
        `excluded  ${list(counted.excluded)}`,
        `${counted.ms} ms`,
      ].join('\n'),
    };
  },

  async list({ db }, rule, at) {
    const ids: string[] = [];
    for await (const page of segmentList(db, rule, at)) ids.push(...page);
    return { json: ids, text: ids.length ? ids.join('\n') : '' };
  },

  async explain({ db }, rule, at, call) {
    const contact = textOption(call, 'contact');
    if (!contact) throw new UsageError(segment.usage.join('\n'));
    const explained = await segmentExplain(db, rule, contact, at);
    const lines = explained.conditions.map(
      ({ part, holds, sentence }) =>
        `${holds ? '✓' : '✗'} ${part === 'none' ? 'none: ' : ''}${sentence[call.config.locale]}`,
    );
    return {
      json: explained,
      text: [
        `${contact}: ${explained.found ? (explained.matched ? 'matches' : 'does not match') : 'no such contact'}`,
        ...lines,
      ].join('\n'),
      refused: !explained.found,
    };
  },
};

const read = (file: string): Rule => {
  let json: unknown;
  try {
    json = JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    throw new UsageError(`${file}: ${messageOf(error)}`);
  }
  const found = readRule(json);
  if ('rule' in found) return found.rule;
  throw new Refused(found.issues.map((issue) => `${file}: ${issue}`).join('\n'), { problems: found.issues });
};

/** Now; or the given instant, a date alone meaning its end (24:00 in the account's zone). */
const atOf = async (call: Call, { clock }: Opened): Promise<At> => {
  const { timezone, currency } = call.config;
  const asked = textOption(call, 'as-of');
  if (asked === undefined) return { now: await clock.business(), timezone, currency };
  const now = asOf(asked, timezone);
  if (!now) throw new UsageError(`--as-of ${asked}: ${WHEN_FORMS}`);
  return { now, timezone, currency };
};
