import { strings } from '../i18n/language.ts';
import { type Call, type Command, textOption, UsageError, usageOf } from './command.ts';

/**
 * Text options that a command cannot do without, in the order asked for.
 *
 * @throws UsageError naming those that are not there, with the forms of the command
 */
export const neededOptions = <N extends string>(
  call: Call,
  command: Command,
  names: readonly N[],
): Record<N, string> => {
  const { locale } = call.config;
  const missing = names.filter((name) => !textOption(call, name));
  if (missing.length > 0) {
    const words = strings(locale).files.options.missing({ options: missing.map((name) => `--${name}`).join(', ') });
    throw new UsageError([words, '', ...usageOf(command, locale)].join('\n'));
  }
  return Object.fromEntries(names.map((name) => [name, textOption(call, name)])) as Record<N, string>;
};

/** A number or a percentage, 0.02 or 2%; null for anything else. */
export const fraction = (text: string): number | null => {
  const found = /^([+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?)\s*(%?)$/i.exec(text.trim());
  if (!found) return null;
  return found[2] ? Number(found[1]) / 100 : Number(found[1]);
};

/** @throws UsageError unless it lies between 0 and 1, both excluded; null when it is not given */
export const shareOption = (call: Call, option: string): number | null => {
  const given = textOption(call, option);
  if (given === undefined) return null;
  const share = fraction(given);
  if (share !== null && share > 0 && share < 1) return share;
  throw new UsageError(strings(call.config.locale).files.options.share({ option, given }));
};

/** @throws UsageError unless it is above 0; null when it is not given */
export const amountOption = (call: Call, option: string): number | null => {
  const given = textOption(call, option);
  if (given === undefined) return null;
  const x = Number(given);
  if (given.trim() !== '' && Number.isFinite(x) && x > 0) return x;
  throw new UsageError(strings(call.config.locale).files.options.amount({ option, given }));
};

/** @throws UsageError for what is no currency; null when it is not given: amounts are plain numbers then */
export const currencyOption = (call: Call): string | null => {
  const given = textOption(call, 'currency');
  if (given === undefined) return null;
  const code = given.trim().toUpperCase();
  if (/^[A-Z]{3}$/.test(code) && Intl.supportedValuesOf('currency').includes(code)) return code;
  throw new UsageError(strings(call.config.locale).files.options.currency({ given }));
};
