import { fileSource } from '../audience/import.ts';
import { ImportError } from '../audience/import-error.ts';
import { type Language, strings } from '../i18n/language.ts';
import { voice } from '../i18n/voice.ts';
import { readExperiment } from '../results/experiment.ts';
import { armsOfFile, type ExperimentColumns, nameOf } from '../results/experiment-file.ts';
import { experimentJson } from '../results/experiment-json.ts';
import type { VerdictBasis } from '../results/lift.ts';
import type { Arm } from '../results/samples.ts';
import { type Call, type Command, Refused, type Said, textOption, UsageError } from './command.ts';
import { experimentText } from './experiment-text.ts';
import { amountOption, currencyOption, fraction, neededOptions } from './number-options.ts';
import { size } from './size.ts';

/** What anybody can check on data of their own: no database is opened and nothing is kept. */
export const experiment: Command = {
  name: 'experiment',
  usage: [
    [
      'experiment read --file F.csv[.gz] --arm COL --control NAME --conversion COL --revenue COL [--pre COL] [--currency C] [--shares NAME=SHARE,...] [--kpi revenue|conversion] [--cap AMOUNT] [--planned N]',
      'experimentRead',
    ],
    ['experiment size --baseline P --lift P --holdout P [--power 0.8] [--audience N]', 'experimentSize'],
  ],
  options: {
    file: { type: 'string' },
    arm: { type: 'string' },
    control: { type: 'string' },
    conversion: { type: 'string' },
    revenue: { type: 'string' },
    pre: { type: 'string' },
    currency: { type: 'string' },
    shares: { type: 'string' },
    kpi: { type: 'string' },
    cap: { type: 'string' },
    planned: { type: 'string' },
    baseline: { type: 'string' },
    lift: { type: 'string' },
    holdout: { type: 'string' },
    power: { type: 'string' },
    audience: { type: 'string' },
  },
  settings: ['LOCALE'],
  async run(call) {
    const [what, ...more] = call.args;
    if (more.length > 0) throw new UsageError();
    if (what === 'read') return read(call);
    if (what === 'size') return size(call, experiment);
    throw new UsageError();
  },
};

const read = async (call: Call): Promise<Said> => {
  const { locale } = call.config;
  const needed = ['file', 'arm', 'control', 'conversion', 'revenue'] as const;
  const { file, arm, conversion, revenue, ...given } = neededOptions(call, experiment, needed);
  const control = nameOf(given.control);
  const pre = textOption(call, 'pre');
  const columns: ExperimentColumns = { arm, control, conversion, revenue, ...(pre !== undefined && { pre }) };
  const currency = currencyOption(call);
  const basis = basisOf(call);
  const [cap, planned] = [amountOption(call, 'cap'), amountOption(call, 'planned')];
  try {
    const source = fileSource(file, locale, strings(locale).files.errors);
    const arms = await armsOfFile(source, columns, locale);
    const shares = sharesOf(call, [...arms.keys()]);
    const declared = { basis, control, currency, ...(cap !== null && { cap }) };
    const found = readExperiment(arms, {
      ...declared,
      ...(shares && { shares }),
      ...(planned !== null && { planned }),
      // Chance hangs on what was asked alone: the same question gives the same answer.
      seed: [arm, control, conversion, revenue].join(':'),
    });
    const v = voice(locale, { timezone: 'UTC', currency: currency ?? 'KRW' });
    return {
      json: experimentJson(arms, found, declared),
      text: experimentText(arms, found, declared, v),
      warnings: pre === undefined ? [] : constantWords(arms, { file, pre }, locale),
    };
  } catch (error) {
    if (error instanceof ImportError) throw new Refused(error.message);
    throw error;
  }
};

const basisOf = (call: Call): VerdictBasis => {
  const given = textOption(call, 'kpi') ?? 'revenue';
  if (given === 'revenue' || given === 'conversion') return given;
  throw new UsageError(strings(call.config.locale).files.options.kpi({ given }));
};

/** What was asked for and cannot be done, beside what can. */
const constantWords = (
  arms: ReadonlyMap<string, Arm>,
  { file, pre }: { file: string; pre: string },
  language: Language,
): string[] => {
  const first = [...arms.values()][0]?.meanX;
  const same = [...arms.values()].every(({ m2x, meanX }) => m2x === 0 && meanX === first);
  return same ? [strings(language).files.experiment.constantPre({ file, column: pre })] : [];
};

/** An arm and its share; a comma in a name is part of it, a comma behind a number is not. */
const SHARE = /\s*(.+?)\s*=\s*([\d.]+%?)\s*(?:,|$)/gy;

/** @throws UsageError unless every arm of the file is given a share, and none besides */
const sharesOf = (call: Call, arms: readonly string[]): Record<string, number> | null => {
  const given = textOption(call, 'shares');
  if (given === undefined) return null;
  const parts = [...given.matchAll(SHARE)];
  const shares = new Map(parts.map(([, name = '', share = '']) => [nameOf(name), fraction(share) ?? 0]));
  const whole = parts.reduce((length, [part]) => length + part.length, 0) === given.length;
  const known = arms.every((name) => (shares.get(name) ?? 0) > 0);
  if (whole && known && parts.length === arms.length) return Object.fromEntries(shares);
  const form = arms.map((name) => `${name}=${Math.round(100 / arms.length) / 100}`).join(',');
  throw new UsageError(strings(call.config.locale).files.options.shares({ given, form }));
};
