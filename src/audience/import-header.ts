import type { Language } from '../i18n/language.ts';
import { strings } from '../i18n/language.ts';
import { type AttributeType, type AttributeTypes, isAttributeType } from './attribute-types.ts';
import { COLUMNS, type ImportKind, OTHERS, propose } from './columns.ts';
import { ImportError } from './import-error.ts';

/** Their column -> ours; `-` leaves it out, `name:type` makes an attribute of that type. */
export type ColumnMap = Readonly<Record<string, string>>;
export const LEFT_OUT = '-';

export type Header = {
  /** One a column of the file: ours, or null where it is left out. */
  columns: readonly (string | null)[];
  /** Connected by their name, which nobody said. */
  proposed: readonly { theirs: string; ours: string }[];
  /** Attributes whose type was said. */
  declared: ReadonlyMap<string, AttributeType>;
};

/**
 * The header of a file as our columns: what the map says, then what the names say, and the rest as attributes.
 *
 * @throws ImportError in words: a column that is needed is not there, two are one, the map names what is not there
 */
export const readHeader = (
  kind: ImportKind,
  found: readonly string[],
  map: ColumnMap,
  file: string,
  language: Language,
): Header => {
  const t = strings(language).imports.errors;
  // UTF-16 that does not say so, or no text at all.
  if (found.some((name) => name.includes('\0'))) throw new ImportError(t.encoding({ file, row: '1' }));
  const theirs = found.map((name) => name.trim().normalize('NFC'));
  const known = new Map(Object.entries(map).map(([name, ours]) => [name.normalize('NFC'), ours]));
  const listed = theirs.filter(Boolean).join(', ') || '-';
  for (const name of known.keys())
    if (!theirs.includes(name)) throw new ImportError(t.unknown_map({ file, name, found: listed }));
  const declared = new Map<string, AttributeType>();
  const names = COLUMNS[kind].map(({ name }) => name);
  const said = (ours: string): string | null => {
    if (ours === LEFT_OUT) return null;
    if (OTHERS[kind] === null && !names.includes(ours))
      throw new ImportError(t.unknown_ours({ file, name: ours, allowed: names.join(', ') }));
    const [, name, type] = /^(.+):([a-z]+)$/.exec(ours) ?? [];
    if (name === undefined || type === undefined || names.includes(ours)) return ours;
    if (!isAttributeType(type) || names.includes(name)) throw new ImportError(t.bad_type({ file, name: ours }));
    declared.set(name, type);
    return name;
  };
  const spoken = new Set([...known.values()]);
  const proposals = propose(
    kind,
    theirs.filter((name) => name && !known.has(name)),
  );
  const proposed: { theirs: string; ours: string }[] = [];
  const columns = theirs.map((name): string | null => {
    const ours = known.get(name);
    if (ours !== undefined) return said(ours);
    const like = proposals.get(name);
    if (like !== undefined && !spoken.has(like)) {
      if (like !== name) proposed.push({ theirs: name, ours: like });
      return like;
    }
    // What a name must not be: empty, or what JavaScript keeps for itself.
    return name === '__proto__' ? null : name;
  });
  const twice = columns.find((name, i) => name && columns.indexOf(name) !== i);
  if (twice)
    throw new ImportError(
      t.twice({ file, name: twice, found: theirs.filter((_, i) => columns[i] === twice).join(', ') }),
    );
  const missing = COLUMNS[kind].filter(({ name, needed }) => needed && !columns.includes(name)).map(({ name }) => name);
  if (missing.length > 0)
    throw new ImportError(t.missing_columns({ file, missing: missing.join(', '), found: listed }));
  return { columns, proposed, declared };
};

/**
 * What somebody says about a type against what is settled: anything may become text, nothing else changes.
 *
 * @returns names whose settled type becomes text
 * @throws ImportError
 */
export const widened = (
  declared: ReadonlyMap<string, AttributeType>,
  settled: AttributeTypes,
  file: string,
  language: Language,
): string[] => {
  const t = strings(language).imports;
  const names: string[] = [];
  for (const [name, type] of declared) {
    const before = settled.get(name);
    if (before === undefined || before === type) continue;
    if (type !== 'text')
      throw new ImportError(t.errors.settled({ file, name, type: t.types[type], before: t.types[before] }));
    names.push(name);
  }
  return names;
};
