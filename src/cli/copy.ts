import { z } from 'zod';
import type { Check } from '../db/schema.ts';
import { dress } from '../delivery/message/dress.ts';
import { lengthOf } from '../delivery/message/length.ts';
import { FORMS, type Form, fieldsSchema, type Message } from '../delivery/message/message.ts';
import { claimQuestions } from '../delivery/preflight/claim.ts';
import { judgeMessage, MESSAGE_RULES } from '../delivery/preflight/preflight.ts';
import { type Language, strings } from '../i18n/language.ts';
import { messageOf } from '../kit/log.ts';
import { type Call, type Command, jsonIn, type Said, textOption, UsageError } from './command.ts';

/** What a file says of one message. All but the fields may be missing: a rule that needs it then fails. */
const fileSchema = z.object({
  isAd: z.boolean().default(true),
  // Kakao's own name of a brand message's text.
  fields: fieldsSchema.extend({ content: z.string().optional() }),
  vars: z.record(z.string(), z.int().min(0).max(100_000)).default({}),
  senderName: z.string().nullish(),
  optOut: z.string().nullish(),
});

export const copy: Command = {
  name: 'copy',
  usage: [[`copy check --channel ${FORMS.join('|')} --file FILE.json`, 'copyCheck']],
  options: { channel: { type: 'string' }, file: { type: 'string' } },
  settings: ['LOCALE'],
  run: async (call) => {
    const [channel, file] = [textOption(call, 'channel'), textOption(call, 'file')];
    if (call.args[0] !== 'check' || call.args.length > 1 || channel === undefined || file === undefined)
      throw new UsageError();
    if (!isForm(channel)) throw new UsageError(`--channel ${channel}: ${FORMS.join(' | ')}`);
    return said(checkCopy(readMessage(channel, file)), call);
  },
};

const isForm = (name: string): name is Form => (FORMS as readonly string[]).includes(name);

const readMessage = (form: Form, file: string): Message => {
  let json: unknown;
  try {
    json = jsonIn(file);
  } catch (error) {
    throw new UsageError(`${file}: ${messageOf(error)}`);
  }
  const read = fileSchema.safeParse(json);
  if (!read.success)
    throw new UsageError(
      read.error.issues.map(({ path, message }) => `${file}: ${path.join('.') || '{}'}: ${message}`).join('\n'),
    );
  const { isAd, vars, senderName, optOut } = read.data;
  const { content, ...rest } = read.data.fields;
  const text = rest.text ?? content;
  const body = rest.body ?? (form === 'push' ? text : undefined);
  const fields = { ...rest, ...(text !== undefined && { text }), ...(body !== undefined && { body }) };
  return { key: '', form, isAd, fields, vars, sender: { name: senderName ?? null }, optOut: optOut ?? null };
};

type Judged = Pick<Check, 'id' | 'severity' | 'passed' | 'message'> & { fix: string | null };

/** The text as given, judged by every rule of its form; nothing is added to it. `repaired` is what code would make of it. */
export const checkCopy = (message: Message) => {
  const rules = [...MESSAGE_RULES, ...claimQuestions];
  const judged = judgeMessage(message, rules);
  const { fields, added } = dress(message);
  const after = judgeMessage({ ...message, fields }, rules);
  // What code puts around an empty text is nothing to read.
  const mended = (id: string) => id !== 'TEXT-01' && after.some((check) => check.id === id && check.passed);
  const fixOf = (id: string): string => {
    const own = added.filter(({ rule }) => rule === id);
    return [...new Set((own.length > 0 ? own : added).map(({ text }) => text))].join(', ');
  };
  return {
    ok: judged.every(({ severity, passed }) => passed || severity === 'warn'),
    length: lengthOf(message),
    rules: judged.map(
      ({ id, severity, passed, message: words }): Judged => ({
        id,
        severity,
        passed,
        message: words,
        fix: !passed && mended(id) ? fixOf(id) : null,
      }),
    ),
    repaired: fields,
  };
};

const said = (checked: ReturnType<typeof checkCopy>, { config }: Call): Said => {
  const t = strings(config.locale).cli.copy;
  const { value, limit, unit } = checked.length;
  const lines = checked.rules
    .filter(({ passed }) => !passed)
    .map((rule) => ruleLine(rule, config.locale, rule.fix === null ? '' : t.fix({ fix: rule.fix })));
  return {
    json: checked,
    refused: !checked.ok,
    text: [
      checked.ok ? t.ok({ n: String(checked.rules.length) }) : t.refused,
      t.length({ value: String(value), limit: String(limit), unit: t.units[unit] }),
      ...lines,
      ...(lines.length > 0 ? [t.repaired, JSON.stringify(checked.repaired, null, 2)] : []),
    ].join('\n'),
  };
};

const ruleLine = ({ id, severity, message }: Judged, language: Language, fix: string): string =>
  [`${severity === 'block' ? '✗' : '•'} ${id} ${message[language]}`, fix].filter(Boolean).join('\n  ');
