import { describeClause, describeRule } from '../audience/describe.ts';
import { unknownNames } from '../audience/known-names.ts';
import { RuleError } from '../audience/problem.ts';
import { isReadyMade, READY_MADE_NAMES, readyMade } from '../audience/ready-made.ts';
import type { Clause, Rule } from '../audience/rule.ts';
import { findSegment } from '../audience/saved.ts';
import { readRule, segmentCount, segmentExplain, segmentList } from '../audience/segment.ts';
import { senseOf } from '../audience/sense.ts';
import { type At, asOf, WHEN_FORMS } from '../audience/when.ts';
import { pressureCap } from '../delivery/pressure.ts';
import { type Language, strings } from '../i18n/language.ts';
import { messageOf } from '../kit/log.ts';
import {
  type Call,
  type Command,
  DATABASE,
  jsonIn,
  type Opened,
  Refused,
  type Said,
  textOption,
  UsageError,
  withDatabase,
} from './command.ts';
import { saveForm, showForm, versionsForm } from './segment-saved.ts';

const WHICH = '(--rule FILE.json | --ready NAME | --segment S-3)';

export const segment: Command = {
  name: 'segment',
  usage: [
    [`segment count ${WHICH} [--as-of DATE]`, 'segmentCount'],
    [`segment list ${WHICH} [--as-of DATE]`, 'segmentList'],
    [`segment explain ${WHICH} --contact ID [--as-of DATE]`, 'segmentExplain'],
    ['segment ready', 'segmentReady'],
    ['segment save (--rule FILE.json | --ready NAME) --name TEXT', 'segmentSave'],
    ['segment show [S-3]', 'segmentShow'],
    ['segment versions S-3', 'segmentVersions'],
  ],
  options: {
    rule: { type: 'string' },
    ready: { type: 'string' },
    segment: { type: 'string' },
    'as-of': { type: 'string' },
    contact: { type: 'string' },
    name: { type: 'string' },
  },
  settings: [...DATABASE, 'LOCALE', 'TIMEZONE', 'CURRENCY'],
  async run(call) {
    const [what = '', key = ''] = call.args;
    const form = FORMS[what];
    if (!form && !['ready', 'show', 'versions'].includes(what)) throw new UsageError();
    if (what === 'versions' && !key) throw new UsageError();
    if (call.args.length > (form || what === 'ready' ? 1 : 2)) throw new UsageError();
    const given = form ? ruleGiven(call, what) : null;
    return withDatabase(call.config, async (opened) => {
      const at = await atOf(call, opened);
      if (what === 'ready') return readyForm(call, at);
      if (what === 'show') return showForm(opened, key, call);
      if (what === 'versions') return versionsForm(opened, key, call);
      if (!form || !given) throw new UsageError();
      try {
        const rule = await given.rule(opened, at);
        return { ...(await form(opened, rule, at, call)), warnings: await warningsOf(opened, rule, at, call) };
      } catch (error) {
        if (!(error instanceof RuleError)) throw error;
        const lines = error.problems.map(
          ({ path, message }) => `${given.name}: ${path}: ${message[call.config.locale]}`,
        );
        throw new Refused(lines.join('\n'), { problems: error.problems });
      }
    });
  },
};

/** What can be asked and is hardly meant: told beside the answer, also where only the JSON is read. */
const warningsOf = async ({ db }: Opened, rule: Rule, at: At, { config }: Call): Promise<string[]> => {
  const t = strings(config.locale).cli.segment;
  const said = (clauses: readonly Clause[]) =>
    clauses.map((clause) => `"${describeClause(clause, at)[config.locale]}"`).join(', ');
  const { never, idle } = senseOf(rule, at);
  return [
    ...(await unknownNames(db, rule, at)).map(({ path, message }) => `${path}: ${message[config.locale]}`),
    ...(never ? [t.never({ list: said(never) })] : []),
    ...(idle.length > 0 ? [t.idle({ list: said(idle) })] : []),
  ];
};

type Form = (opened: Opened, rule: Rule, at: At, call: Call) => Promise<Said>;

const FORMS: Readonly<Record<string, Form>> = {
  async count({ db, clock }, rule, at, { config }) {
    const t = strings(config.locale).cli.segment;
    const elapsed = () => clock.system().getTime();
    const counted = await segmentCount(db, rule, { ...at, elapsed, cap: await pressureCap(db) });
    const list = (counts: Record<string, number>) =>
      Object.entries(counts)
        .map(([name, n]) => `${name} ${n}`)
        .join(', ') || '—';
    return {
      json: counted,
      text: [
        counted.sentence[config.locale],
        t.matched({ n: String(counted.matched) }),
        t.reachable({ list: list(counted.reachable) }),
        t.excluded({ list: list(counted.excluded) }),
        t.ms({ n: String(counted.ms) }),
      ].join('\n'),
    };
  },

  async list({ db }, rule, at) {
    const ids: string[] = [];
    for await (const page of segmentList(db, rule, at)) for (const id of page) ids.push(id);
    return { json: ids, text: ids.join('\n') };
  },

  async explain({ db }, rule, at, call) {
    const contact = textOption(call, 'contact');
    if (!contact) throw new UsageError();
    const { locale } = call.config;
    const t = strings(locale).cli.segment;
    const explained = await segmentExplain(db, rule, contact, at);
    const lines = explained.conditions.map(({ part, failed, sentence }) => {
      const words = sentence[locale];
      return `${failed ? '✗' : '✓'} ${part === 'none' ? t.exception({ sentence: words }) : words}`;
    });
    const verdict = explained.matched ? t.matches({ contact }) : t.differs({ contact });
    return {
      json: explained,
      text: explained.found ? [verdict, ...lines].join('\n') : t.nobody({ contact }),
      refused: !explained.found,
    };
  },

  save: saveForm,
};

const readyForm = ({ config }: Call, at: At): Said => {
  const all = READY_MADE_NAMES.map((name) => {
    const rule = readyMade(name, at);
    const titled = { ko: strings('ko').ready[name].name, en: strings('en').ready[name].name };
    return { name, title: titled, rule, sentence: describeRule(rule, at) };
  });
  const lines = all.map(
    ({ name, title, sentence }) => `${name}  ${title[config.locale]}\n  ${sentence[config.locale]}`,
  );
  return { json: all, text: lines.join('\n') };
};

type Given = { name: string; rule(opened: Opened, at: At): Promise<Rule> };

/** Which rule is meant, by exactly one of three ways; a file is read before a database is opened. */
const ruleGiven = (call: Call, what: string): Given => {
  const t = strings(call.config.locale).cli.segment;
  const [file, ready, saved] = ['rule', 'ready', 'segment'].map((name) => textOption(call, name));
  if ([file, ready, saved].filter((one) => one !== undefined).length !== 1) throw new UsageError();
  if (file !== undefined) {
    const rule = read(file, call.config.locale);
    return { name: file, rule: async () => rule };
  }
  if (ready !== undefined) {
    if (!isReadyMade(ready)) throw new UsageError(t.ready({ name: ready, known: READY_MADE_NAMES.join(', ') }));
    return { name: ready, rule: async (_, at) => readyMade(ready, at) };
  }
  if (saved === undefined || what === 'save') throw new UsageError();
  const find = async ({ db }: Opened) => {
    const found = await findSegment(db, saved);
    if (!found) throw new Refused(t.unknown({ key: saved }));
    return found.rule;
  };
  return { name: saved, rule: find };
};

const read = (file: string, language: Language): Rule => {
  let json: unknown;
  try {
    json = jsonIn(file);
  } catch (error) {
    const code = (error as { code?: string }).code ?? '';
    const t = strings(language).cli.segment;
    const why = code === 'ENOENT' ? t.noFile : code === 'EISDIR' ? t.folder : messageOf(error);
    throw new UsageError(`${file}: ${why}`);
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
