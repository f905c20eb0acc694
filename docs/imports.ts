import { ATTRIBUTE_TYPES, type AttributeType } from '../src/audience/attribute-types.ts';
import { COLUMNS, type Form, IMPORT_KINDS, type ImportKind, OTHERS } from '../src/audience/columns.ts';
import { CONSENT_CHANNELS, CONSENT_PURPOSES, CONSENT_STATES } from '../src/audience/ingest-consents.ts';
import { ORDER_STATUSES, SOURCE_WORDS } from '../src/audience/ingest-orders.ts';
import { importsEn } from '../src/i18n/imports.en.ts';
import { importsKo } from '../src/i18n/imports.ko.ts';

/** The tables of import.md: what the importer itself reads, and the words it says. */
const code = (text: string): string => `\`${text}\``;
const row = (...cells: readonly string[]): string => `| ${cells.join(' | ')} |`;

const FORMS: Readonly<Record<Form, string>> = {
  id: 'text of up to 200 characters, as it is',
  text: 'text',
  email: '`name@domain.tld`; kept in lower case; several contacts may share one',
  phone: 'a number of `DEFAULT_REGION` (`010-1234-5678`) or of any country (`+1 212 555 0123`); kept as E.164',
  zone: 'a zone of the IANA list: `Asia/Seoul`',
  when: 'see Dates and times',
  channel: 'see Words',
  purpose: 'see Words; left out: `marketing`',
  state: 'see Words',
  amount: 'major units of `CURRENCY`: `12900`, `12,900`, `19.99`; negative is money given back',
  currency: 'must be `CURRENCY`; left out: it is',
  count: 'a whole number',
  order_status: 'see Words; left out: `paid`',
  order_source: 'see Words; left out: `shop`',
};

const OTHER: Readonly<Record<'attribute' | 'property' | 'nothing', string>> = {
  attribute: 'Any other column becomes an attribute of the contact.',
  property: 'Any other column becomes a property of the event.',
  nothing: 'Any other column is left out.',
};

const columnsOf = (kind: ImportKind): string[] => [
  `### ${kind} (${importsKo.kinds[kind]})`,
  '',
  row('column', 'holds', 'written as', 'also known as'),
  '|---|---|---|---|',
  ...COLUMNS[kind].map(({ name, needed, form, also }) => {
    const key = name as keyof typeof importsEn.columns;
    return row(
      `${code(name)}${needed ? ' **needed**' : ''}`,
      `${importsEn.columns[key]} · ${importsKo.columns[key]}`,
      FORMS[form],
      also.map(code).join(' '),
    );
  }),
  '',
  OTHER[OTHERS[kind] ?? 'nothing'],
  '',
];

const words = (title: string, all: Readonly<Record<string, readonly string[]>>): string[] =>
  Object.entries(all).map(([ours, others]) => row(title, code(ours), others.map(code).join(' ')));

const TYPE_FORMS: Readonly<Record<AttributeType, string>> = {
  text: 'anything; also digits that begin with 0 (`06236`) and numbers of more than 15 digits',
  number: '`12`, `-3.5`',
  boolean: '`true`, `false`',
  date: 'see Dates and times',
};

export const IMPORT_PARTS: readonly { file: string; name: string; text: () => string }[] = [
  { file: 'docs/import.md', name: 'columns', text: () => IMPORT_KINDS.flatMap(columnsOf).join('\n').trimEnd() },
  {
    file: 'docs/import.md',
    name: 'words',
    text: () =>
      [
        row('column', 'word', 'also written as'),
        '|---|---|---|',
        ...words('`state`, `consent.…`', CONSENT_STATES),
        ...words('`channel`', CONSENT_CHANNELS),
        ...words('`purpose`', CONSENT_PURPOSES),
        ...words('`status` of an order', ORDER_STATUSES),
        ...words('`order_source`', SOURCE_WORDS),
      ].join('\n'),
  },
  {
    file: 'docs/import.md',
    name: 'types',
    text: () =>
      [
        row('type', 'cells'),
        '|---|---|',
        ...ATTRIBUTE_TYPES.map((type) => row(`${code(type)} · ${importsKo.types[type]}`, TYPE_FORMS[type])),
      ].join('\n'),
  },
  {
    file: 'docs/import.md',
    name: 'reasons',
    text: () =>
      [
        row('what it says', '한국어'),
        '|---|---|',
        ...(Object.keys(importsEn.why) as (keyof typeof importsEn.why)[]).map((why) =>
          row(importsEn.why[why], importsKo.why[why]),
        ),
      ].join('\n'),
  },
];
