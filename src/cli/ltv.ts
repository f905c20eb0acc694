import { fileSource } from '../audience/import.ts';
import { ImportError } from '../audience/import-error.ts';
import { parseWhen } from '../audience/when.ts';
import { type Language, strings } from '../i18n/language.ts';
import { voice } from '../i18n/voice.ts';
import { DAY } from '../kit/clock.ts';
import { amountIn } from '../results/experiment-json.ts';
import { customerOf, type Days, type Ltv, readLtv } from '../results/ltv.ts';
import { dayNumber, type OrdersFormat, purchasesOfFile } from '../results/orders-file.ts';
import { type Call, type Command, Refused, textOption, UsageError } from './command.ts';
import { currencyOption, fraction, neededOptions } from './number-options.ts';
import { tableText } from './table.ts';

export const ltv: Command = {
  name: 'ltv',
  usage: [
    ['ltv --orders F [--format cdnow|csv] --calibration-end DATE --horizon-days N [--margin 1] [--currency C]', 'ltv'],
  ],
  options: {
    orders: { type: 'string' },
    format: { type: 'string' },
    'calibration-end': { type: 'string' },
    'horizon-days': { type: 'string' },
    margin: { type: 'string' },
    currency: { type: 'string' },
  },
  settings: ['LOCALE', 'TIMEZONE'],
  async run(call) {
    const { locale, timezone } = call.config;
    const t = strings(locale).files;
    if (call.args.length > 0) throw new UsageError();
    const needed = ['orders', 'calibration-end', 'horizon-days'] as const;
    const { orders: file, 'calibration-end': end, 'horizon-days': horizon } = neededOptions(call, ltv, needed);
    if (!/^\d{4}-\d{2}-\d{2}$/.test(end) || !parseWhen(end, 'UTC'))
      throw new UsageError(t.options.date({ given: end }));
    const days = Number(horizon);
    if (!/^\d+$/.test(horizon) || days < 1 || days > LONGEST) throw new UsageError(t.options.days({ given: horizon }));
    const margin = marginOf(call);
    const currency = currencyOption(call);
    const format = formatOf(call);
    try {
      const contacts = await purchasesOfFile(fileSource(file, locale, t.errors), format, {
        timezone,
        currency,
        language: locale,
      });
      const customers = [...contacts.values()].flatMap((one) => customerOf(one, dayNumber(end)) ?? []);
      if (customers.length === 0) throw new ImportError(t.errors.noneBefore({ file, end }));
      const found = readLtv(customers, days / 7, margin);
      if (!found) throw new ImportError(t.errors.noRepeat({ file, n: String(customers.length), end }));
      const asked = { end, days, margin, currency };
      return {
        json: ltvJson(found, asked),
        text: ltvText(found, asked, call),
        warnings: [...lateEnd(contacts, end, locale), ...doubts(found, call)],
      };
    } catch (error) {
      if (error instanceof ImportError) throw new Refused(error.message);
      throw error;
    }
  },
};

const LONGEST = 3_650;

/** Mostly a slip of the year: longer after the last order than all orders together span. Nothing is changed by it. */
const lateEnd = (contacts: ReadonlyMap<string, Days>, end: string, language: Language): string[] => {
  let [first, last] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const days of contacts.values())
    for (const day of days.keys()) {
      first = Math.min(first, day);
      last = Math.max(last, day);
    }
  if (dayNumber(end) - last <= last - first) return [];
  return [strings(language).files.ltv.lateEnd({ end, last: new Date(last * DAY).toISOString().slice(0, 10) })];
};

/** What the numbers cannot bear, beside them: the text says of a missing value in its own line. */
const doubts = ({ bgnbd, gammaGamma, value }: Ltv, { config, options }: Call): string[] => {
  const t = strings(config.locale).files.ltv;
  return [
    ...(bgnbd.settled === false ? [t.unsettled] : []),
    ...(gammaGamma?.settled === false ? [t.alike] : []),
    ...(value === null && options.json === true ? [t.noValue] : []),
  ];
};

type Asked = { end: string; days: number; margin: number; currency: string | null };

const ltvJson = ({ n, bgnbd, gammaGamma, expectedTransactions, alive, value }: Ltv, asked: Asked) => ({
  n,
  bgnbd: { ...bgnbd, unit: 'week' },
  gammaGamma,
  expectedTransactions,
  alive,
  ltv: {
    calibrationEnd: asked.end,
    horizonDays: asked.days,
    margin: asked.margin,
    discountRate: 0,
    currency: asked.currency,
    total: value?.total ?? null,
    perContact: value?.perContact ?? null,
    meanOrder: value?.meanOrder ?? null,
  },
});

const ltvText = (found: Ltv, { end, days, margin, currency }: Asked, call: Call): string => {
  const v = voice(call.config.locale, { timezone: 'UTC', currency: currency ?? 'KRW' });
  const t = v.t.files.ltv;
  const amount = amountIn(v, currency);
  const { n, bgnbd, gammaGamma, value } = found;
  const tenth = (x: number): string => v.count(Math.round(x * 10) / 10);
  const digits = (x: number): string => x.toPrecision(5);
  return [
    t.title({ n: v.count(n), end, days: v.count(days) }),
    `- ${t.transactions({ x: tenth(found.expectedTransactions) })}`,
    `- ${t.alive({ x: tenth(found.alive), share: v.percent(found.alive / n) })}`,
    `- ${value ? t.value({ total: amount(value.total), each: amount(value.perContact), margin: v.percent(margin) }) : t.noValue}`,
    '',
    tableText([
      [t.head.name, t.head.value],
      ...(['r', 'alpha', 'a', 'b'] as const).map((name) => [`BG/NBD ${name}`, digits(bgnbd[name])]),
      ['BG/NBD log-likelihood', bgnbd.logLikelihood.toFixed(1)],
      ...(gammaGamma
        ? [
            ['gamma-gamma n', v.count(gammaGamma.n)],
            ...(['p', 'q', 'gamma'] as const).map((name) => [`gamma-gamma ${name}`, digits(gammaGamma[name])]),
          ]
        : []),
    ]),
    '',
    t.how,
  ].join('\n');
};

const marginOf = (call: Call): number => {
  const given = textOption(call, 'margin') ?? '1';
  const margin = fraction(given);
  if (margin !== null && margin > 0 && margin <= 1) return margin;
  throw new UsageError(strings(call.config.locale).files.options.share({ option: 'margin', given }));
};

/** Without a word the name tells: files of the data set end in .txt. */
const formatOf = (call: Call): OrdersFormat => {
  const given =
    textOption(call, 'format') ?? (/\.txt(?:\.gz)?$/i.test(textOption(call, 'orders') ?? '') ? 'cdnow' : 'csv');
  if (given === 'cdnow' || given === 'csv') return given;
  throw new UsageError(strings(call.config.locale).files.options.format({ given }));
};
