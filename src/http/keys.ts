import { and, desc, eq, isNull, lt, or } from 'drizzle-orm';
import { apiKeys } from '../db/schema.ts';
import type { Deps, Tx } from '../deps.ts';
import { addMs, MINUTE } from '../kit/clock.ts';
import { sha256 } from '../kit/hash.ts';

/** What a key may write. */
export const SCOPES = ['contacts', 'consents', 'orders', 'events'] as const;
export type Scope = (typeof SCOPES)[number];
export const isScope = (text: string): text is Scope => (SCOPES as readonly string[]).includes(text);

export type ApiKey = {
  id: string;
  name: string;
  scopes: Scope[];
  createdAt: Date;
  lastUsedAt: Date | null;
  revokedAt: Date | null;
};

type Makes = Pick<Deps, 'newId' | 'clock'>;

/** @returns the key itself, this once: only its hash is kept */
export const createKey = async (
  db: Tx,
  { name, scopes }: { name: string; scopes: readonly Scope[] },
  deps: Makes,
): Promise<{ id: string; key: string }> => {
  const id = deps.newId('key');
  // Two ids of 80 random bits each: a key is a secret, and one of them would be too short for that.
  const key = `baton_${[deps.newId('k'), deps.newId('k')].map((part) => part.slice('k_'.length)).join('')}`;
  await db.insert(apiKeys).values({ id, name, hash: sha256(key), scopes: [...scopes], createdAt: deps.clock.system() });
  return { id, key };
};

/** Newest first, the revoked ones too. */
export const listKeys = async (db: Tx): Promise<ApiKey[]> => {
  const rows = await db.select().from(apiKeys).orderBy(desc(apiKeys.createdAt), apiKeys.id);
  return rows.map(({ hash: _, scopes, ...row }) => ({ ...row, scopes: scopes.filter(isScope) }));
};

/** @returns false when there is no such living key */
export const revokeKey = async (db: Tx, id: string, deps: Pick<Deps, 'clock'>): Promise<boolean> => {
  const rows = await db
    .update(apiKeys)
    .set({ revokedAt: deps.clock.system() })
    .where(and(eq(apiKeys.id, id), isNull(apiKeys.revokedAt)))
    .returning({ id: apiKeys.id });
  return rows.length > 0;
};

/** The living key of a bearer token; null for a stranger's or a revoked one. Notes the use, at most once a minute. */
export const findKey = async (db: Tx, token: string, deps: Pick<Deps, 'clock'>): Promise<ApiKey | null> => {
  const now = deps.clock.system();
  const [row] = await db
    .select()
    .from(apiKeys)
    .where(and(eq(apiKeys.hash, sha256(token)), isNull(apiKeys.revokedAt)));
  if (!row) return null;
  await db
    .update(apiKeys)
    .set({ lastUsedAt: now })
    .where(and(eq(apiKeys.id, row.id), or(isNull(apiKeys.lastUsedAt), lt(apiKeys.lastUsedAt, addMs(now, -MINUTE)))));
  const { hash: _, scopes, ...rest } = row;
  return { ...rest, scopes: scopes.filter(isScope) };
};
