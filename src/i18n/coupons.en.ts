import type { CouponWords } from './coupons.ko.ts';

export const couponsEn: CouponWords = {
  kinds: { single: 'one a person', shared: 'the same for all' },
  none: 'No coupon',
  promise: (p) => `${p.name} · ${p.discount}${p.condition ? ` · ${p.condition}` : ''} · until ${p.until}`,
  left: (p) => `${p.n} codes left`,
  spoken: (p) => `${p.n} of them belong to other approved campaigns`,
  leftOf: (p) => `${p.left} of ${p.codes} left`,
  home: 'Coupons',
  expired: 'expired',
  brief: {
    check: 'Coupon',
    unknown: (p) =>
      `There is no coupon "${p.id}". To choose from: ${p.known || 'none yet; add one with baton coupon import'}.`,
    expired: (p) => `The coupon "${p.name}" ended on ${p.until}. Choose another one or none.`,
    empty: (p) => `The coupon "${p.name}" has no codes left. Add codes or choose another one.`,
    missing: (p) =>
      `The offer differs from the coupon "${p.name}", which says ${p.what}. Please write the same in the offer.`,
    extra: (p) =>
      `The offer names figures that the coupon "${p.name}" does not have: ${p.what}. Please make them the same.`,
  },
  copy: {
    check: 'Place of the coupon code',
    noPool: (p) =>
      `${p.where}: there is {{ coupon }}, but the brief has no coupon. Take it out or choose a coupon in the brief.`,
    notUsed: (p) => `${p.key}: there is no place for the code ({{ coupon }}). Its readers will not see theirs.`,
  },
  result: (p) =>
    `${p.redeemed} of ${p.issued} used theirs (${p.rate} of those reached), orders of ${p.money} · ${p.name}`,
  byOthers: (p) => `${p.n} codes used by somebody else (not in this campaign's revenue)`,
  refunded: (p) => `${p.n} refunded orders left out`,
  cli: {
    pool: '--pool: give the coupon a name of 1 to 60 characters.',
    terms: '--discount: say what it gives in 1 to 100 characters (as in --discount "15% off").',
    condition: '--condition: at most 100 characters. Leave it out when there is none.',
    expires: (p) => `--expires ${p.given}: give the last day it can be used as YYYY-MM-DD.`,
    over: (p) => `--expires ${p.given}: that day is over (today is ${p.today}). Nothing was added.`,
    differs: (p) =>
      `The coupon "${p.name}" exists with other terms: ${p.has}. Nothing was added. For the same terms give --pool alone; for others choose another name.`,
    column: (p) =>
      `${p.file}: no column with codes was found. Name it code, coupon or coupon_code in the first line. Columns found: ${p.found}. Nothing was added.`,
    file: {
      broken: (p) =>
        `${p.file}: the CSV could not be read beyond row ${p.row} (${p.detail}). Nothing was added. Please mend the file and try again.`,
      encoding: (p) =>
        `${p.file}: the text near row ${p.row} cannot be read. Please give a CSV saved as UTF-8 or CP949 (EUC-KR). Nothing was added.`,
      workbook: (p) =>
        `${p.file}: this is an Excel file, not a CSV. Save it in Excel as "CSV UTF-8 (comma delimited)". Nothing was added.`,
      not_gzip: (p) =>
        `${p.file}: named .gz, but not a gzip file. If it is a CSV that is already unpacked, take .gz off its name. Nothing was added.`,
      noRows: (p) => `${p.file}: there is no code below the header. Nothing was added.`,
    },
    one: (p) =>
      `"${p.name}": a --shared coupon has one code. Nothing was added. For codes of one person each leave --shared out.`,
    why: {
      form: '2 to 40 letters, digits and - _ . Put back what a spreadsheet turned into a number',
      empty: 'empty',
      repeated: (p) => `the same code as row ${p.row} (case and spaces do not count). Only one was added`,
      pool: (p) => `the coupon "${p.name}" has this code already. A code belongs to one coupon only`,
      used: 'the file says that it was given out or used already',
    },
    rejected: (p) => `${p.file}:${p.row}: ${p.code}: ${p.why}`,
    more: (p) => `${p.n} more rows were not added, for the same kinds of reasons.`,
    kept: (p) =>
      `"${p.name}": ${p.inserted} new codes, ${p.unchanged} known already, ${p.rejected} rows not added. ${p.left}`,
    shared: 'Everybody gets the same code.',
    none: 'No coupons yet. Add one with `baton coupon import FILE.csv --pool NAME --discount "15% off" --expires 2026-12-31`.',
    line: (p) => `${p.promise}  ${p.kind}  ${p.left}  given ${p.given}  used ${p.redeemed}`,
  },
};
