import type { BrandKit } from './kit.ts';

/**
 * The kit cut into pieces small enough for one form each, as data: which values belong together and how each is written.
 * Nothing of the kit is left out; a test holds the pieces against the schema.
 */
type Scalar = { id: string; path: string };
export type KitField =
  /** One line of words; `optional`: empty means null. */
  | (Scalar & { kind: 'line' | 'words'; optional?: true })
  | (Scalar & { kind: 'number'; unit: 'money' | 'minutes' | 'percent'; optional?: true })
  /** Rows, a line each; `columns` are the keys of a row, none for rows that are words alone. */
  | (Scalar & { kind: 'rows'; columns: readonly string[]; optional?: true });

const KIT_SECTIONS = {
  basics: [
    { id: 'name', path: 'name', kind: 'line' },
    { id: 'voice_ko', path: 'voice.ko', kind: 'words' },
    { id: 'voice_en', path: 'voice.en', kind: 'words' },
  ],
  messages: [{ id: 'messages', path: 'messages', kind: 'rows', columns: ['id', 'ko', 'en'] }],
  facts: [{ id: 'facts', path: 'facts', kind: 'rows', columns: ['id', 'text', 'evidence'], optional: true }],
  banned: [{ id: 'banned_words', path: 'bannedWords', kind: 'rows', columns: [], optional: true }],
  links: [{ id: 'links', path: 'links', kind: 'rows', columns: ['id', 'url'] }],
  sender: [
    { id: 'sender_name', path: 'sender.name', kind: 'line' },
    { id: 'sender_email', path: 'sender.email', kind: 'line' },
    { id: 'sender_address', path: 'sender.address', kind: 'line' },
    { id: 'sender_phone', path: 'sender.phone', kind: 'line' },
    { id: 'opt_out_number', path: 'sender.optOutNumber', kind: 'line', optional: true },
    { id: 'sender_numbers', path: 'sender.numbers', kind: 'rows', columns: [], optional: true },
    { id: 'app_settings', path: 'sender.appSettings', kind: 'line', optional: true },
    { id: 'dealer_until', path: 'sender.dealerUntil', kind: 'line', optional: true },
  ],
  coupons: [{ id: 'coupons', path: 'coupons', kind: 'rows', columns: ['code', 'text'], optional: true }],
  money: [
    { id: 'month_target', path: 'monthTarget', kind: 'number', unit: 'money' },
    { id: 'price_email', path: 'prices.email', kind: 'number', unit: 'money' },
    { id: 'price_sms', path: 'prices.sms', kind: 'number', unit: 'money', optional: true },
    { id: 'price_lms', path: 'prices.lms', kind: 'number', unit: 'money', optional: true },
    { id: 'price_mms', path: 'prices.mms', kind: 'number', unit: 'money', optional: true },
    { id: 'price_alimtalk', path: 'prices.alimtalk', kind: 'number', unit: 'money', optional: true },
    { id: 'price_brand', path: 'prices.brand', kind: 'number', unit: 'money', optional: true },
    { id: 'price_push', path: 'prices.push', kind: 'number', unit: 'money', optional: true },
    { id: 'labour_rate', path: 'labourRatePerHour', kind: 'number', unit: 'money' },
    { id: 'minutes_saved', path: 'minutesSaved', kind: 'number', unit: 'minutes' },
    { id: 'minutes_spent', path: 'minutesSpent', kind: 'number', unit: 'minutes' },
    { id: 'global_holdout', path: 'globalHoldoutPercent', kind: 'number', unit: 'percent' },
  ],
} as const satisfies Record<string, readonly KitField[]>;

export type KitSection = keyof typeof KIT_SECTIONS;
export type KitFieldId = (typeof KIT_SECTIONS)[KitSection][number]['id'];
export const SECTION_NAMES = Object.keys(KIT_SECTIONS) as KitSection[];

export const isSection = (name: string): name is KitSection => Object.hasOwn(KIT_SECTIONS, name);
export const fieldsOf = (section: KitSection): readonly (KitField & { id: KitFieldId })[] => KIT_SECTIONS[section];

/** Words alone, or words by column. */
export type Row = string | Readonly<Record<string, string>>;

/** What the kit has at a field: words, a number, null, or rows. */
export const valueAt = (kit: BrandKit, { path }: KitField): unknown =>
  path.split('.').reduce<unknown>((value, key) => (value as Record<string, unknown>)[key], kit);

export const rowsAt = (kit: BrandKit, field: KitField & { kind: 'rows' }): readonly Row[] =>
  valueAt(kit, field) as readonly Row[];

/** The same kit with something else there. */
export const withValue = (kit: BrandKit, { path }: KitField, value: unknown): unknown => {
  const put = (whole: Record<string, unknown>, [key = '', ...rest]: readonly string[]): Record<string, unknown> => ({
    ...whole,
    [key]: rest.length === 0 ? value : put(whole[key] as Record<string, unknown>, rest),
  });
  return put(kit, path.split('.'));
};

const BETWEEN = ' | ';

/** A row as a person edits it: `id | words | words`. Only the last part may hold a bar as it is. */
export const writeRow = (row: Row, columns: readonly string[]): string =>
  typeof row === 'string'
    ? row
    : columns
        .map((key, i) => {
          const part = row[key] ?? '';
          return i === columns.length - 1 ? part : part.replace(/[\\|]/g, '\\$&');
        })
        .join(BETWEEN);

/** The row of a line; what is missing is empty, and is judged like anything empty. */
const readRow = (line: string, columns: readonly string[]): Row => {
  if (columns.length === 0) return line.trim();
  const parts: string[] = [];
  let rest = line;
  while (parts.length < columns.length - 1) {
    const [whole, part = ''] = /^((?:\\[\\|]|[^|])*)(?:\||$)/.exec(rest) ?? [rest, rest];
    parts.push(part.replace(/\\([\\|])/g, '$1').trim());
    rest = rest.slice(whole.length);
  }
  parts.push(rest.trim());
  return Object.fromEntries(columns.map((key, i) => [key, parts[i] ?? '']));
};

/** The rows of a text, a line each; empty lines are none. */
export const readRows = (text: string, columns: readonly string[]): Row[] =>
  text
    .split(/\r?\n/)
    .filter((line) => line.trim() !== '')
    .map((line) => readRow(line, columns));

/** So many characters of rows begin in one input, which holds more: there is room to add. */
const ROOM = 2_000;

/** Lines in as many pieces as inputs are needed; at least one, which may be empty. */
export const inPieces = (lines: readonly string[]): string[] => {
  const pieces: string[] = [];
  let piece: string[] = [];
  let length = 0;
  for (const line of lines) {
    if (piece.length > 0 && length + line.length + 1 > ROOM) {
      pieces.push(piece.join('\n'));
      piece = [];
      length = 0;
    }
    piece.push(line);
    length += line.length + 1;
  }
  return [...pieces, piece.join('\n')];
};
