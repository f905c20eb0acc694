import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addPicture, listPictures, PICTURE, picturesOf, removePicture } from '../../src/brand/pictures.ts';
import { realClock } from '../../src/kit/clock.ts';
import { testDatabase } from '../support/database.ts';
import { jpegOf } from '../support/jpeg.ts';

describe('a picture for text messages', () => {
  let database: Awaited<ReturnType<typeof testDatabase>>;
  beforeAll(async () => {
    database = await testDatabase();
  });
  afterAll(() => database.close());
  const add = (name: string, jpeg: Uint8Array) =>
    addPicture({ db: database.db, clock: realClock }, { name, jpeg, madeByAi: false, by: 'cli' });

  it('is kept with what its bytes say of it, and found by their hash', async () => {
    const jpeg = jpegOf(1_000, 600, 'spring');
    const added = await add('봄-세일', jpeg);
    expect(added).toMatchObject({ ok: true, picture: { width: 1_000, height: 600, bytes: jpeg.byteLength } });
    const [listed] = await listPictures(database.db);
    expect(listed).toMatchObject({ name: '봄-세일', madeByAi: false });
    const found = await picturesOf(database.db, [listed!.sha256]);
    expect(Buffer.from(found.get(listed!.sha256)!).equals(Buffer.from(jpeg))).toBe(true);
  });

  it('gives its name to a newer one, and its bytes to whoever holds their hash all the same', async () => {
    const first = await add('main', jpegOf(400, 300, 'one'));
    const second = await add('main', jpegOf(500, 300, 'two'));
    if (!first.ok || !second.ok) throw new Error('not kept');
    const named = async () => (await listPictures(database.db)).filter(({ name }) => name === 'main');
    expect(await named()).toMatchObject([{ width: 500 }]);
    expect(await removePicture(database.db, 'main', new Date())).toBe(true);
    expect(await removePicture(database.db, 'main', new Date())).toBe(false);
    expect(await named()).toEqual([]);
    expect((await picturesOf(database.db, [first.picture.sha256, second.picture.sha256])).size).toBe(2);
    await add('main', jpegOf(400, 300, 'one'));
    expect(await named()).toMatchObject([{ width: 400 }]);
  });

  it.each<[string, string, Uint8Array, string]>([
    ['whose name is none', '../etc', jpegOf(10, 10, ''), 'name'],
    ['that is no JPG', 'a', Buffer.from('GIF89a, or so it says'), 'not_jpeg'],
    ['that is empty', 'a', Buffer.alloc(0), 'not_jpeg'],
    ['of too many bytes', 'a', jpegOf(10, 10, 'x'.repeat(PICTURE.bytes)), 'too_big'],
    ['that is too wide', 'a', jpegOf(1_501, 10, ''), 'too_wide'],
    ['that is too high', 'a', jpegOf(10, 1_441, ''), 'too_wide'],
  ])('is refused when it is one %s', async (_, name, jpeg, why) => {
    expect(await add(name, jpeg)).toMatchObject({ ok: false, problem: { why } });
  });

  it('may be as large as carriers take', async () => {
    const room = PICTURE.bytes - jpegOf(1_500, 1_440, '').byteLength;
    expect(await add('largest', jpegOf(1_500, 1_440, 'x'.repeat(room)))).toMatchObject({ ok: true });
  });
});
