import type { importsKo } from './imports.ko.ts';

export const importsEn: typeof importsKo = {
  errors: {
    not_found: (p) => `${p.file}: no such file. Nothing was imported.`,
    not_readable: (p) => `${p.file}: may not be read by this user. Nothing was imported.`,
    directory: (p) => `${p.file}: is a folder; name one CSV file. Nothing was imported.`,
    no_rows: (p) => `${p.file}: no header row. Nothing was imported.`,
    missing_columns: (p) =>
      `${p.file}: missing columns: ${p.missing}. The file has: ${p.found}. Use --map theirs=ours to connect them. Nothing was imported.`,
    unknown_map: (p) =>
      `${p.file}: --map names '${p.name}', which the file does not have. It has: ${p.found}. Nothing was imported.`,
    unknown_ours: (p) =>
      `${p.file}: --map names '${p.name}', which is no column of ours. Allowed are: ${p.allowed}. Nothing was imported.`,
    bad_type: (p) =>
      `${p.file}: '${p.name}' cannot be given a type. Only columns that are not ours take :text, :number, :boolean or :date. Nothing was imported.`,
    twice: (p) =>
      `${p.file}: several columns would be '${p.name}': ${p.found}. Leave all but one out with --map theirs=-. Nothing was imported.`,
    settled: (p) =>
      `${p.file}: '${p.name}' already holds ${p.before} and cannot become ${p.type}. It can only become text (--map …=${p.name}:text). Nothing was imported.`,
    broken: (p) =>
      `${p.file}: cannot read the CSV on from row ${p.row} (${p.detail}). The rows before it came in. Mend the file and import it again: rows already there stay as they are.`,
    encoding: (p) =>
      `${p.file}: the text around row ${p.row} cannot be read. Save the CSV as UTF-8 or CP949 (EUC-KR). The rows before it came in.`,
    workbook: (p) =>
      `${p.file}: this is an Excel workbook, not a CSV. Save it as "CSV UTF-8 (Comma delimited)" and try again. Nothing was imported.`,
    not_gzip: (p) =>
      `${p.file}: named .gz, but not a gzip file. If it is a CSV that is already unpacked, take .gz off its name and try again. Nothing was imported.`,
  },
  why: {
    scientific:
      'A spreadsheet turned the phone number into a figure and its last digits are gone. Export it again, or save the column as text.',
    phone:
      'No phone number anyone has. Without a country code it is read as one of this country (DEFAULT_REGION); start others with + and their code.',
    ragged: 'This row has another number of cells than the header. Put values that hold a comma in double quotes.',
    repeated: 'One id stands in too many rows that say different things. Check that its column is the right one.',
    taken: "This id has already come in as another contact's.",
    settled: 'This column already holds values of another type. --map column=column:text turns it into text.',
    money: "Amounts of another currency are never added. Convert them to the account's currency first.",
    thousands:
      'This is either a thousand or one with three decimals. Write it without the dot, or with fewer decimals.',
    future:
      'This lies over a year ahead, and as the latest word it would hold against every later one. Check the year.',
    purchase: 'A purchase needs an amount: import it as an order, not as an event.',
    erased:
      'This customer was erased on request. Only a consent given after that, imported as consents first, lets them in again.',
    consent_source: 'Consent columns come in only with what they rest on (--consent-source).',
  },
  types: { text: 'text', number: 'number', boolean: 'true/false', date: 'date' },
  said: {
    connected: (p) => `connected by name: ${p.theirs} → ${p.ours}`,
    decoded: (p) => `not UTF-8, read as ${p.encoding}`,
    totals: (p) =>
      `read ${p.read}, inserted ${p.inserted}, updated ${p.updated}, unchanged ${p.unchanged}, rejected ${p.rejected}`,
    progress: (p) => `${p.read} rows read`,
    dry: 'A dry run: nothing was stored.',
  },
  kinds: { contacts: 'Contacts', consents: 'Consents', orders: 'Orders', events: 'Events' },
  columns: {
    external_id: 'customer id',
    email: 'e-mail',
    phone: 'phone number',
    push_token: "the app's push token",
    first_name: 'first name',
    last_name: 'last name',
    locale: 'language',
    timezone: 'time zone',
    lifecycle: 'lifecycle stage',
    created_at: 'signed up at',
    'consent.email': 'consent to e-mail',
    'consent.sms': 'consent to SMS',
    'consent.kakao': 'consent to Kakao',
    'consent.push': 'consent to push',
    contact_id: 'customer id',
    channel: 'channel',
    purpose: 'purpose of the consent',
    state: 'consent state',
    at: 'when',
    source: 'what the consent rests on',
    text_version: 'version of the consent text',
    order_id: 'order id',
    amount: 'amount',
    currency: 'currency',
    quantity: 'quantity',
    category: 'category',
    coupon: 'coupon code used',
    product: 'product',
    status: 'order status',
    order_source: 'who tells of the order',
    event_id: 'event id',
    name: 'event name',
  },
  slack: {
    reading: (p) => `Reading *${p.file}*.`,
    offered: (p) => `I have *${p.file}*, with ${p.columns} columns. Nothing has been imported yet.`,
    choose: 'Say what the file holds. In the next window you check the columns before anything comes in.',
    running: (p) => `Importing *${p.file}* (${p.kind}).`,
    done: (p) => `*${p.file}* (${p.kind}) has been imported.`,
    failed: (p) => `*${p.file}* could not be imported.\n${p.why}`,
    counts: (p) =>
      `rows read ${p.read} · inserted ${p.inserted} · updated ${p.updated} · unchanged ${p.unchanged} · refused ${p.rejected}`,
    refused: (p) => `*The first ${p.shown} of ${p.n} refused rows*`,
    row: (p) => `• row ${p.row}, ${p.column}: ‘${p.value}’ — ${p.why}`,
    wholeRow: 'the whole row',
    empty: 'empty',
    allowed: (p) => `allowed: ${p.allowed}`,
    more: 'Mend these rows in the file and drop it again: rows that are in already stay as they are. `baton import` tells every refused row.',
    title: {
      contacts: 'Import contacts',
      consents: 'Import consents',
      orders: 'Import orders',
      events: 'Import events',
    },
    submit: 'Import',
    intro: (p) =>
      `*${p.file}*: check what each column is. The small print shows the first three rows; what could tell who somebody is has been masked.`,
    needed: 'needed',
    kept: { attribute: 'keep as an attribute', property: 'keep as an event property' },
    leftOut: 'leave out',
    noValues: 'Empty in the first three rows.',
    consentSource: 'What the consent rests on',
    consentHint: 'Needed with consent columns. For example: shop member export, November 2026',
    consentNeeded: 'To import consent columns, say what that consent rests on.',
    tooMany: (p) => `Too many columns to show: the other ${p.n} are connected by their names.`,
    twice: (p) => `Already chosen for '${p.name}'. Keep only one.`,
    missing: (p) => `Still missing: ${p.names}. Choose which column it is.`,
    begun:
      'This file has been imported or is being imported. Drop it again to import it once more. Nothing was changed.',
    noScope:
      'Slack did not show the file. Add the scope files:read to the app and install it again. Nothing was imported.',
    noFile: (p) => `${p.file} is not in Slack any more. Drop it again.`,
  },
};
