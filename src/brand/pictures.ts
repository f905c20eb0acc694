// image-size: reads width and height of what stands in the header, no dependencies, typed.

import { and, asc, desc, eq, inArray, isNull } from 'drizzle-orm';
import { imageSize } from 'image-size';
import { pictures } from '../db/schema.ts';
import type { Deps, Tx } from '../deps.ts';
import { sha256 } from '../kit/hash.ts';

/** What every carrier takes in a text message: the strictest of the vendors'. */
export const PICTURE = { bytes: 200 * 1024, width: 1_500, height: 1_440 } as const;

/** As a plan names it: the bytes stand elsewhere, held by their hash. */
export type PictureMeta = {
  name: string;
  sha256: string;
  bytes: number;
  width: number;
  height: number;
  /** Made by a model: its reader is told. */
  madeByAi: boolean;
};

export type PictureProblem =
  | { why: 'name' }
  | { why: 'not_jpeg' }
  | { why: 'too_big'; bytes: number }
  | { why: 'too_wide'; width: number; height: number };

const NAME = /^[\p{L}\p{N}][\p{L}\p{N}_-]{0,39}$/u;

/** Keeps a picture under a name; a name that is taken names the new one from now on. What a plan holds stays as it was. */
export const addPicture = async (
  deps: Pick<Deps, 'db' | 'clock'>,
  given: { name: string; jpeg: Uint8Array; madeByAi: boolean; by: string },
): Promise<{ ok: true; picture: PictureMeta } | { ok: false; problem: PictureProblem }> => {
  const { name, jpeg, madeByAi, by } = given;
  if (!NAME.test(name)) return { ok: false, problem: { why: 'name' } };
  const size = sizeOf(jpeg);
  if (!size) return { ok: false, problem: { why: 'not_jpeg' } };
  if (jpeg.byteLength > PICTURE.bytes) return { ok: false, problem: { why: 'too_big', bytes: jpeg.byteLength } };
  if (size.width > PICTURE.width || size.height > PICTURE.height)
    return { ok: false, problem: { why: 'too_wide', ...size } };
  const hash = sha256(jpeg);
  const picture = { name, sha256: hash, bytes: jpeg.byteLength, ...size, madeByAi };
  const at = await deps.clock.business();
  await deps.db.transaction(async (tx) => {
    await removePicture(tx, name, at);
    const row = { ...picture, jpeg: Buffer.from(jpeg), by, at, removedAt: null };
    await tx.insert(pictures).values(row).onConflictDoUpdate({ target: pictures.sha256, set: row });
  });
  return { ok: true, picture };
};

const sizeOf = (jpeg: Uint8Array): { width: number; height: number } | null => {
  try {
    const { type, width, height } = imageSize(jpeg);
    return type === 'jpg' ? { width, height } : null;
  } catch {
    return null;
  }
};

/** @returns whether there was one of that name */
export const removePicture = async (tx: Tx, name: string, at: Date): Promise<boolean> => {
  const gone = await tx
    .update(pictures)
    .set({ removedAt: at })
    .where(and(eq(pictures.name, name), isNull(pictures.removedAt)))
    .returning({ sha256: pictures.sha256 });
  return gone.length > 0;
};

const META = {
  name: pictures.name,
  sha256: pictures.sha256,
  bytes: pictures.bytes,
  width: pictures.width,
  height: pictures.height,
  madeByAi: pictures.madeByAi,
};

export const listPictures = (db: Tx): Promise<PictureMeta[]> =>
  db.select(META).from(pictures).where(isNull(pictures.removedAt)).orderBy(asc(pictures.name), desc(pictures.at));

/** Bytes by hash, also of pictures that were removed since: what was approved is what leaves. */
export const picturesOf = async (db: Tx, hashes: readonly string[]): Promise<ReadonlyMap<string, Uint8Array>> => {
  if (hashes.length === 0) return new Map();
  const rows = await db
    .select({ sha256: pictures.sha256, jpeg: pictures.jpeg })
    .from(pictures)
    .where(inArray(pictures.sha256, [...hashes]));
  return new Map(rows.map((row) => [row.sha256, row.jpeg]));
};
