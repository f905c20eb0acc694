import { desc, lte } from 'drizzle-orm';
import type { ZodError } from 'zod';
import { brandVersions } from '../db/schema.ts';
import type { Deps, Tx } from '../deps.ts';
import { strings } from '../i18n/language.ts';
import { type BrandKit, kitSchema } from './kit.ts';

/** `by`: a Slack user, `cli`, or who else set it. */
export type KitVersion = { version: number; kit: BrandKit; by: string };

/** One thing wrong with a kit: where (`sender.email`, `links.2.url`) and why, in both languages. */
export type KitProblem = { field: string; message: { ko: string; en: string } };

/** No kit was ever set: nothing can be drafted, and the card says so. */
export class NoBrandKit extends Error {
  constructor() {
    super('no brand kit has been set: baton brand set FILE.json');
    this.name = 'NoBrandKit';
  }
}

/** The newest version, which holds; null before any was set. */
export const findKit = async (db: Tx, until?: Date): Promise<KitVersion | null> => {
  const [row] = await db
    .select()
    .from(brandVersions)
    .where(until && lte(brandVersions.at, until))
    .orderBy(desc(brandVersions.version))
    .limit(1);
  // What a kit of an earlier schema has nothing for reads as not given.
  return row ? { version: row.version, kit: kitSchema.parse(row.kit), by: row.by } : null;
};

/** @throws NoBrandKit when none was ever set */
export const loadKit = async (db: Tx): Promise<KitVersion> => {
  const found = await findKit(db);
  if (!found) throw new NoBrandKit();
  return found;
};

export type SavedKit =
  | { ok: true; version: number }
  | { ok: false; why: 'invalid'; problems: KitProblem[] }
  /** Written over a version that is not the newest any more. */
  | { ok: false; why: 'stale'; newest: KitVersion | null };

/**
 * Keeps a kit as the next version; older ones stay. Nothing is kept when anything is wrong.
 *
 * @param over the version this one was made from, when that matters: of two edits of one version only the first is kept
 */
export const saveKit = async (
  deps: Pick<Deps, 'db' | 'clock'>,
  kit: unknown,
  by: string,
  over?: number,
): Promise<SavedKit> => {
  const read = readKit(kit);
  if (!read.ok) return { ...read, why: 'invalid' };
  const at = await deps.clock.business();
  // Two at once want the same number: the primary key lets one have it, and the other takes the next, or is told.
  for (;;) {
    const newest = await findKit(deps.db);
    if (over !== undefined && over !== (newest?.version ?? 0)) return { ok: false, why: 'stale', newest };
    const version = (newest?.version ?? 0) + 1;
    const [row] = await deps.db
      .insert(brandVersions)
      .values({ version, kit: read.kit, by, at })
      .onConflictDoNothing({ target: brandVersions.version })
      .returning({ version: brandVersions.version });
    if (row) return { ok: true, version: row.version };
  }
};

/**
 * The first kit of a new account; a kit that is there already is left alone, whoever asks.
 *
 * @throws when the kit given is not a whole one: it comes from our own code
 */
export const seedKit = async (deps: Pick<Deps, 'db' | 'clock'>, kit: BrandKit, by = 'baton'): Promise<KitVersion> => {
  const read = readKit(kit);
  if (!read.ok) throw new Error(read.problems.map(({ field, message }) => `${field}: ${message.en}`).join('; '));
  await deps.db
    .insert(brandVersions)
    .values({ version: 1, kit: read.kit, by, at: await deps.clock.business() })
    .onConflictDoNothing({ target: brandVersions.version });
  return loadKit(deps.db);
};

/** Is this a whole kit? Names every field that is not right. */
export const readKit = (value: unknown): { ok: true; kit: BrandKit } | { ok: false; problems: KitProblem[] } => {
  const parsed = kitSchema.safeParse(value);
  if (!parsed.success) return { ok: false, problems: problemsOf(parsed.error) };
  const twice = (['messages', 'facts', 'links'] as const).flatMap((list) =>
    doubles(
      parsed.data[list].map(({ id }) => id),
      list,
      'id',
    ),
  );
  const coupons = doubles(
    parsed.data.coupons.map(({ code }) => code),
    'coupons',
    'code',
  );
  const problems = [...twice, ...coupons];
  return problems.length > 0 ? { ok: false, problems } : { ok: true, kit: parsed.data };
};

const both = (field: string, say: (t: ReturnType<typeof strings>['steps']['kit']) => string): KitProblem => ({
  field,
  message: { ko: say(strings('ko').steps.kit), en: say(strings('en').steps.kit) },
});

/** What is picked by id must be told apart by it. */
const doubles = (ids: readonly string[], list: string, key: string): KitProblem[] =>
  ids.flatMap((id, i) => (ids.indexOf(id) === i ? [] : [both(`${list}.${i}.${key}`, (t) => t.twice({ value: id }))]));

const problemsOf = (error: ZodError): KitProblem[] =>
  error.issues.flatMap((issue): KitProblem[] => {
    const field = issue.path.join('.') || 'kit';
    switch (issue.code) {
      case 'invalid_type':
        return [both(field, (t) => (issue.input === undefined ? t.missing() : t.type({ expected: issue.expected })))];
      case 'unrecognized_keys':
        return issue.keys.map((key) => both(issue.path.length > 0 ? `${field}.${key}` : key, (t) => t.unknown()));
      case 'too_small':
        return [both(field, (t) => (issue.origin === 'number' ? t.atLeast({ n: String(issue.minimum) }) : t.empty()))];
      case 'too_big':
        return [
          both(field, (t) =>
            issue.origin === 'string'
              ? t.tooLong({ n: String(issue.maximum) })
              : t.tooMany({ n: String(issue.maximum) }),
          ),
        ];
      case 'invalid_format':
        return [
          both(field, (t) =>
            issue.format === 'email'
              ? t.email()
              : issue.format === 'url'
                ? t.url()
                : issue.format === 'regex'
                  ? t.oneLine()
                  : t.wrong({ why: issue.message }),
          ),
        ];
      default:
        return [both(field, (t) => t.wrong({ why: issue.message }))];
    }
  });
