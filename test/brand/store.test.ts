import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { findKit, loadKit, NoBrandKit, readKit, saveKit, seedKit } from '../../src/brand/store.ts';
import { brandVersions } from '../../src/db/schema.ts';
import type { Deps } from '../../src/deps.ts';
import { kit } from '../steps/company.ts';
import { testDatabase } from '../support/database.ts';
import { testDeps } from '../support/deps.ts';

let connection: Awaited<ReturnType<typeof testDatabase>>;
let deps: Deps;
beforeAll(async () => {
  connection = await testDatabase();
  deps = testDeps(connection);
});
afterAll(() => connection?.close());
beforeEach(async () => {
  await deps.db.delete(brandVersions);
});

describe('the brand kit', () => {
  test('is not there before it is set, and says so by name', async () => {
    expect(await findKit(deps.db)).toBeNull();
    await expect(loadKit(deps.db)).rejects.toThrow(NoBrandKit);
  });

  test('is seeded once, and never over what people set', async () => {
    expect(await seedKit(deps, kit)).toMatchObject({ version: 1 });
    await saveKit(deps, { ...kit, name: '다른 이름' }, 'U1');
    expect(await seedKit(deps, kit)).toMatchObject({ version: 2, kit: { name: '다른 이름' } });
  });

  test('keeps every version, and the newest holds', async () => {
    expect(await saveKit(deps, kit, 'U1')).toEqual({ ok: true, version: 1 });
    expect(await saveKit(deps, { ...kit, name: '둘' }, 'U2')).toEqual({ ok: true, version: 2 });
    expect(await loadKit(deps.db)).toMatchObject({ version: 2, kit: { name: '둘' } });
    expect((await deps.db.select().from(brandVersions)).map(({ by }) => by).sort()).toEqual(['U1', 'U2']);
  });

  test('two at once both get a version', async () => {
    const saved = await Promise.all([1, 2, 3, 4].map((n) => saveKit(deps, { ...kit, name: `${n}` }, 'U1')));
    expect(saved.map((each) => (each.ok ? each.version : 0)).sort()).toEqual([1, 2, 3, 4]);
  });

  test('of two edits of one version keeps the first and tells the second what holds now', async () => {
    await saveKit(deps, kit, 'U1');
    const both = await Promise.all(['둘', '셋'].map((name) => saveKit(deps, { ...kit, name }, name, 1)));
    expect(both.filter(({ ok }) => ok)).toEqual([{ ok: true, version: 2 }]);
    const { name } = (await loadKit(deps.db)).kit;
    expect(both).toContainEqual({ ok: false, why: 'stale', newest: expect.objectContaining({ version: 2, by: name }) });
    expect(await saveKit(deps, kit, 'U1', 99)).toMatchObject({ ok: false, why: 'stale' });
    expect(await deps.db.select().from(brandVersions)).toHaveLength(2);
  });

  test('takes no second line where one stands in a mail', () =>
    expect(readKit({ ...kit, sender: { ...kit.sender, name: '가게\nBcc: x@example.test' } })).toMatchObject({
      ok: false,
      problems: [{ field: 'sender.name', message: { ko: '한 줄이어야 해요.' } }],
    }));

  test('names every field that is wrong, in both languages, and keeps nothing', async () => {
    const { name: _, ...nameless } = kit;
    const saved = await saveKit(
      deps,
      {
        ...nameless,
        sender: { ...kit.sender, email: 'not an address' },
        links: [{ id: 'home', url: 'ftp://shop.example.test' }],
        prices: { email: -1 },
        messages: [],
        voice: { ...kit.voice, fr: 'non' },
        monthTarget: 'many',
      },
      'U1',
    );
    expect(saved.ok).toBe(false);
    if (saved.ok || saved.why !== 'invalid') return;
    expect(saved.problems.map(({ field }) => field).sort()).toEqual(
      ['links.0.url', 'messages', 'monthTarget', 'name', 'prices.email', 'sender.email', 'voice.fr'].sort(),
    );
    for (const { message } of saved.problems) {
      expect(message.ko).toMatch(/[가-힣]/);
      expect(message.en).not.toMatch(/[가-힣]/);
    }
    expect(await findKit(deps.db)).toBeNull();
  });

  test('what is picked by id must be told apart by it', () => {
    const twice = readKit({ ...kit, links: [kit.links[0], kit.links[0]] });
    expect(twice).toMatchObject({ ok: false, problems: [{ field: 'links.1.id' }] });
  });

  test('what is no kit at all is refused as one', () =>
    expect(readKit(null)).toMatchObject({ ok: false, problems: [{ field: 'kit' }] }));
});
