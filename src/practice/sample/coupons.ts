import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { importCoupons } from '../../coupons/import.ts';
import type { Db } from '../../deps.ts';

const NAME = '다시 오신 분 15%';
/** Enough for every customer of the sample company who may be written to. */
const CODES = 20_000;

/** The same codes wherever the sample company is loaded; they open nothing anywhere. */
const codes = (): string[] =>
  Array.from({ length: CODES }, (_, i) => {
    const digits = createHash('sha256').update(`sample coupon ${i}`).digest('hex').slice(0, 8).toUpperCase();
    return `SORI-${digits}`;
  });

/** One pool of single-use codes, brought in the way everybody's are: from a file. The same again adds nothing. */
export const loadCoupons = async (db: Db, expires: string, now: Date): Promise<void> => {
  const file = {
    name: 'sample-coupons.csv',
    open: async () => Readable.from([Buffer.from(`code\n${codes().join('\n')}\n`)]),
  };
  await importCoupons(db, file, {
    name: NAME,
    terms: {
      discount: '15% 할인',
      condition: '3만원 이상',
      expires,
      kind: 'single',
    },
    by: 'practice',
    now,
    language: 'ko',
  });
};
