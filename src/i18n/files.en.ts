import type { Strings } from './ko.ts';

export const filesEn: Strings['files'] = {
  errors: {
    not_found: (p) => `${p.file}: no such file. Nothing was computed.`,
    not_readable: (p) => `${p.file}: this user may not read it. Nothing was computed.`,
    directory: (p) => `${p.file}: a folder. Name one CSV file. Nothing was computed.`,
    broken: (p) =>
      `${p.file}: could not be read on from row ${p.row} (${p.detail}). Nothing was computed; mend the file and try again.`,
    encoding: (p) =>
      `${p.file}: the characters near row ${p.row} cannot be read. Save the CSV as UTF-8 or CP949 (EUC-KR). Nothing was computed.`,
    workbook: (p) =>
      `${p.file}: an Excel workbook, not a CSV. Save it as "CSV UTF-8" and try again. Nothing was computed.`,
    not_gzip: (p) =>
      `${p.file}: named .gz, but not a gzip file. If it is a CSV that is already unpacked, take .gz off its name and try again. Nothing was computed.`,
    noRows: (p) => `${p.file}: no row below the header, so nothing was computed.`,
    noColumn: (p) => `${p.file}: there is no column "${p.column}", so nothing was computed. Columns found: ${p.found}.`,
    notNumber: (p) =>
      `${p.file}: row ${p.row}, column "${p.column}" is not a number: "${p.value}". Nothing was computed; write 0, not nothing, where nothing was bought.`,
    notConversion: (p) =>
      `${p.file}: row ${p.row}, column "${p.column}" must be 0 or 1: "${p.value}". Nothing was computed.`,
    noArm: (p) =>
      `${p.file}: row ${p.row}, column "${p.column}" is empty. With rows whose arm is not known nothing can be computed.`,
    noControl: (p) =>
      `${p.file}: no row was assigned to "${p.control}", so nothing was computed. Arms found: ${p.found}.`,
    oneArm: (p) => `${p.file}: "${p.found}" is the only arm, so there is nothing to compare. Nothing was computed.`,
    twice: (p) =>
      `${p.file}: more than one column is called "${p.column}", so it is not clear which is meant. Nothing was computed; rename them.`,
    ragged: (p) =>
      `${p.file}: row ${p.row} has ${p.cells} cells, more than the header (${p.header}). Nothing was computed; put quotes around values with a comma.`,
    notDate: (p) =>
      `${p.file}: the date in row ${p.row} cannot be read: "${p.value}". Forms that can: ${p.forms}. Nothing was computed.`,
    notOrder: (p) =>
      `${p.file}: row ${p.row} has ${p.cells} cells. A CDNOW file has 4 (customer, date, CDs, amount) or 5 (customer, sample number, date, CDs, amount). Nothing was computed.`,
    noContact: (p) => `${p.file}: row ${p.row} names no customer, so nothing was computed.`,
    noneBefore: (p) => `${p.file}: no order up to ${p.end}, so nothing was computed.`,
    noRepeat: (p) =>
      `${p.file}: of ${p.n} customers up to ${p.end} nobody bought again on another day, so the model cannot be fitted. Give orders of a longer time.`,
    currencies: (p) =>
      `${p.file}: amounts in more than one currency are never added: ${p.found}. Choose one with --currency. Nothing was computed.`,
  },
  options: {
    missing: (p) => `Also needed: ${p.options}. Nothing was computed.`,
    share: (p) => `--${p.option} ${p.given}: a number between 0 and 1 (0.02) or a percentage (2%), please.`,
    lift: (p) =>
      `--lift ${p.given}: a change relative to the baseline (0.2 or 20%), not 0, that leads to a rate from 0 to 100 %, please.`,
    power: (p) => `--power ${p.given}: more than the 5 % that chance alone shows (0.8 is usual), please.`,
    shares: (p) => `--shares ${p.given}: the share of every arm, please, such as ${p.form}.`,
    amount: (p) => `--${p.option} ${p.given}: a number above 0, please.`,
    days: (p) => `--horizon-days ${p.given}: a number of days from 1 to 3650, please.`,
    date: (p) => `--calibration-end ${p.given}: YYYY-MM-DD, please.`,
    currency: (p) => `--currency ${p.given}: a currency code such as KRW or USD, please.`,
    kpi: (p) => `--kpi ${p.given}: revenue or conversion, please.`,
    format: (p) => `--format ${p.given}: cdnow or csv, please.`,
  },
  experiment: {
    constantPre: (p) =>
      `${p.file}: every value of column "${p.column}" is the same, so nothing could be adjusted by it (CUPED). Everything else is computed.`,
    against: (p) => `${p.arm} (against ${p.control}): ${p.verdict}`,
    wins: (p) => `Best variant: ${p.name}; its difference to ${p.runnerUp} is clear too.`,
    noWinner: (p) => `No winner: the interval of the difference between ${p.name} and ${p.runnerUp} holds 0.`,
    head: { arm: 'arm', n: 'n', conversions: 'conversions', rate: 'rate', revenue: 'revenue', mean: 'per contact' },
    compare: {
      arm: 'comparison',
      conversion: 'conversion difference (Newcombe 95 %)',
      p: 'p',
      revenue: 'revenue per contact, difference (Welch 95 %)',
      bootstrap: 'bootstrap 95 %',
      incremental: 'incremental revenue (95 %)',
      cuped: 'CUPED per contact (95 %)',
      capped: 'capped, per contact (95 %)',
      always: 'always-valid, per contact',
      holm: 'Holm p',
    },
    split: (p) => `split check: χ² ${p.chi2}, p ${p.p}`,
    splitOk: 'passed',
    splitBroken: 'broken (p < 0.001)',
    how: 'Compared as assigned, zeros kept. p: pooled z for conversion, Welch t for revenue. Formulas: docs/statistics.md',
    none: '—',
    interval: (p) => `${p.diff} (${p.lo} to ${p.hi})`,
    range: (p) => `${p.lo} to ${p.hi}`,
  },
  size: {
    needed: (p) =>
      `To see conversion move from ${p.from} to ${p.to} ${p.power} of the time takes ${p.n} people in all, ${p.holdout} of them held out.`,
    verdict: (p) =>
      `Judged by the interval (Newcombe) it takes ${p.n} people. The smaller the holdout, the more this is the number to plan with.`,
    half: (p) => `Split in halves, ${p.n} people would do.`,
    smallest: (p) => `The smallest change that ${p.n} people can show is ${p.points} (${p.relative}).`,
    never: (p) => `${p.n} people cannot show any change.`,
  },
  ltv: {
    title: (p) => `What ${p.n} customers up to ${p.end} are expected to do in the ${p.days} days after`,
    transactions: (p) => `${p.x} purchases expected`,
    alive: (p) => `${p.x} customers still alive (${p.share})`,
    value: (p) => `expected value ${p.total} in all, ${p.each} each (margin ${p.margin}, not discounted)`,
    unsettled:
      'These orders do not settle r, alpha, a and b of BG/NBD (fewer than 10 people came back, customers differ too little, or nobody seems to leave). The sums are those where the likelihood rises no further: take them as rough.',
    lateEnd: (p) =>
      `--calibration-end ${p.end} is long after the last order (${p.last}). It was read as a time in which nobody bought; check that the data really reach that far.`,
    alike:
      'These orders do not settle p, q and gamma of gamma-gamma (amounts hardly differ between customers, or between orders). The value is that where the likelihood rises no further.',
    noValue: 'The mean amount is not settled (q ≤ 1, or too few bought again), so no expected value is given.',
    head: { name: 'model', value: 'value' },
    how: 'Several orders on one day count once; unit: week. BG/NBD and gamma-gamma by maximum likelihood. Formulas: docs/statistics.md',
  },
};
