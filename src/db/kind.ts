import { eq } from 'drizzle-orm';
import { type Config, ConfigError, unrealParts } from '../config.ts';
import type { Db, Tx } from '../deps.ts';
import { practiceState, settings } from './schema.ts';

/** What a database holds: made up by practice, or of real people. */
export type Kind = 'practice' | 'real';

const MARK = 'database';

/** @returns null while no server has started on it, and nothing of practice is in it */
export const kindOf = async (db: Tx): Promise<Kind | null> => {
  const [mark] = await db.select().from(settings).where(eq(settings.name, MARK));
  if (mark) return mark.value === 'practice' ? 'practice' : 'real';
  // The sample company is in: whatever the mark, these people are made up.
  const [sample] = await db.select().from(practiceState).where(eq(practiceState.name, 'sample'));
  return sample ? 'practice' : null;
};

/**
 * The first server that starts on a database decides for good what it is for; a start of the other kind is refused, so that
 * no sample customer is ever in a real audience and no practice person among the real approvers. The embedded server has a
 * database for each; this holds a database given by DATABASE_URL.
 *
 * @throws ConfigError naming both ways out
 */
export const claimDatabase = async (
  db: Db,
  config: Pick<Config, 'practice' | 'databaseUrl'>,
  at: Date,
): Promise<void> => {
  const unreal = unrealParts(config);
  const asked: Kind = unreal.length > 0 ? 'practice' : 'real';
  const known = await kindOf(db);
  if (known === null || known === asked)
    await db.insert(settings).values({ name: MARK, value: asked, by: 'baton', at }).onConflictDoNothing();
  // Read again: of two servers starting at once the first one's word holds.
  if ((known ?? asked) === asked && (await kindOf(db)) === asked) return;
  const place = config.databaseUrl ? 'DATABASE_URL' : 'DATA_DIR';
  throw new ConfigError([
    asked === 'real'
      ? `${place}: 연습 자료가 든 데이터베이스입니다. 실제로 쓰려면 비어 있는 다른 데이터베이스를 지정해 주세요 / this database holds practice data: to go live give an empty one of its own`
      : `PRACTICE=${unreal.join(',')} + ${place}: 실제 자료가 든 데이터베이스입니다. 연습에는 비어 있는 다른 데이터베이스를 지정해 주세요 / this database holds real data: to practise give an empty one of its own`,
  ]);
};
