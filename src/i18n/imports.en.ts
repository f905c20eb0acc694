import type { importsKo } from './imports.ko.ts';

export const importsEn: typeof importsKo = {
  errors: {
    not_found: (p) => `${p.file}: no such file. Nothing was imported.`,
    no_rows: (p) => `${p.file}: no header row. Nothing was imported.`,
    missing_columns: (p) =>
      `${p.file}: missing columns: ${p.missing}. The file has: ${p.found}. Use --map theirs=ours to connect them. Nothing was imported.`,
    unknown_map: (p) =>
      `${p.file}: --map names '${p.name}', which the file does not have. It has: ${p.found}. Nothing was imported.`,
    bad_type: (p) =>
      `${p.file}: '${p.name}' cannot be given a type. Only columns that are not ours take :text, :number, :boolean or :date. Nothing was imported.`,
    twice: (p) =>
      `${p.file}: several columns would be '${p.name}': ${p.found}. Leave all but one out with --map theirs=-. Nothing was imported.`,
    settled: (p) =>
      `${p.file}: '${p.name}' already holds ${p.before} and cannot become ${p.type}. It can only become text (--map …=${p.name}:text). Nothing was imported.`,
    broken: (p) =>
      `${p.file}: cannot read the CSV on from row ${p.row} (${p.detail}). Rows before it may have come in. Mend the file and import it again: rows already there stay as they are.`,
    encoding: (p) =>
      `${p.file}: the text around row ${p.row} cannot be read. Save the CSV as UTF-8 or CP949 (EUC-KR). Rows before it may have come in.`,
    workbook: (p) =>
      `${p.file}: this is an Excel workbook, not a CSV. Save it as "CSV UTF-8 (Comma delimited)" and try again. Nothing was imported.`,
  },
  why: {
    scientific:
      'A spreadsheet turned the phone number into a figure and its last digits are gone. Export it again, or save the column as text.',
    ragged: 'This row has another number of cells than the header. Put values that hold a comma in double quotes.',
    taken: "This id has already come in as another contact's.",
    settled: 'This column already holds values of another type. --map column=column:text turns it into text.',
    money: "Amounts of another currency are never added. Convert them to the account's currency first.",
    purchase: 'A purchase needs an amount: import it as an order, not as an event.',
    consent_source: 'Consent columns come in only with what they rest on (--consent-source).',
  },
  types: { text: 'text', number: 'number', boolean: 'true/false', date: 'date' },
  said: {
    connected: (p) => `connected by name: ${p.theirs} → ${p.ours}`,
    decoded: (p) => `not UTF-8, read as ${p.encoding}`,
    totals: (p) =>
      `read ${p.read}, inserted ${p.inserted}, updated ${p.updated}, unchanged ${p.unchanged}, rejected ${p.rejected}`,
    dry: 'A dry run: nothing was stored.',
    stopped: 'Stopped half-way. Run it again to go on.',
  },
};
