import { type Money, minorDigits, toMajor } from '../kit/money.ts';
import { type Language, type Strings, strings } from './language.ts';

/** A language with its way of writing numbers, money and times: what every view is handed. */
export type Voice = {
  language: Language;
  t: Strings;
  count(n: number): string;
  /** Share 0..1 as a percentage with at most one decimal. */
  percent(share: number): string;
  /** 6,410,000 KRW is 641만원 in Korean, ₩6,410,000 in English. */
  money(money: Money): string;
  /** Major units, for numbers that are estimates anyway. */
  amount(major: number): string;
  /** Per person, major units: two digits more than the minor unit has, and two that count however small it is. */
  each(major: number): string;
  /** A plain number written as finely. */
  fine(n: number): string;
  /** `11/24(화)` / `Tue 24 Nov`, in the account's zone. */
  day(at: Date): string;
  /** `11/24(화) 14:00`, in the account's zone. */
  time(at: Date): string;
};

export const voice = (language: Language, account: { timezone: string; currency: string }): Voice => {
  const intl = language === 'ko' ? 'ko-KR' : 'en-US';
  const number = withMinus(new Intl.NumberFormat(intl, { maximumFractionDigits: 2 }));
  const percent = withMinus(new Intl.NumberFormat(intl, { style: 'percent', maximumFractionDigits: 1 }));
  const money = withMinus(
    new Intl.NumberFormat(intl, {
      style: 'currency',
      currency: account.currency,
      maximumFractionDigits: minorDigits(account.currency),
    }),
  );
  // Made when asked for: most voices never say an amount so finely.
  const fine = (options: Intl.NumberFormatOptions, digits: number): Format =>
    withMinus(
      new Intl.NumberFormat(intl, {
        ...options,
        minimumFractionDigits: 0,
        maximumFractionDigits: digits + 2,
        maximumSignificantDigits: 2,
        roundingPriority: 'morePrecision',
      }),
    );
  const parts = (at: Date) =>
    Object.fromEntries(
      new Intl.DateTimeFormat(language === 'ko' ? 'ko-KR' : 'en-GB', {
        timeZone: account.timezone,
        month: language === 'ko' ? 'numeric' : 'short',
        day: 'numeric',
        weekday: 'short',
        hour: '2-digit',
        minute: '2-digit',
        hourCycle: 'h23',
      })
        .formatToParts(at)
        .map(({ type, value }) => [type, value]),
    ) as Record<'month' | 'day' | 'weekday' | 'hour' | 'minute', string>;
  const day = (at: Date) => {
    const p = parts(at);
    return language === 'ko'
      ? `${p.month.replace('월', '')}/${p.day.replace('일', '')}(${p.weekday})`
      : `${p.weekday} ${p.day} ${p.month}`;
  };
  const amount = (major: number): string =>
    language === 'ko' && account.currency === 'KRW' ? won(major, number) : money.format(major);
  return {
    language,
    t: strings(language),
    count: (n) => number.format(n),
    percent: (share) => percent.format(share),
    money: (m) => amount(toMajor(m)),
    amount,
    each: (major) =>
      language === 'ko' && account.currency === 'KRW'
        ? `${fine({}, 0).format(major)}원`
        : fine({ style: 'currency', currency: account.currency }, minorDigits(account.currency)).format(major),
    fine: (n) => fine({}, 2).format(n),
    day,
    time: (at) => {
      const p = parts(at);
      return `${day(at)} ${p.hour}:${p.minute}`;
    },
  };
};

/** With a true minus, as wide as the plus it stands beside; and nothing is `−0`. */
const withMinus = (format: Intl.NumberFormat): Format => ({
  format: (x) =>
    format
      .format(x)
      .replace(/^-(?=[^1-9]*$)/, '')
      .replace('-', '−'),
});
type Format = { format(x: number): string };

/** Koreans read money in ten-thousands: 641만원, 1억 2,000만원; small amounts stay whole. */
const won = (major: number, number: Format): string => {
  const whole = Math.abs(Math.round(major));
  const sign = major < 0 && whole > 0 ? '−' : '';
  if (whole < 10_000) return `${sign}${number.format(whole)}원`;
  const man = Math.round(whole / (whole < 100_000 ? 1_000 : 10_000)) / (whole < 100_000 ? 10 : 1);
  if (man < 10_000) return `${sign}${number.format(man)}만원`;
  const rest = man % 10_000;
  return `${sign}${number.format(Math.floor(man / 10_000))}억${rest ? ` ${number.format(rest)}만` : ''}원`;
};
