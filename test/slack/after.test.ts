import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { loadCampaign, placeOf, resultKey } from '../../src/campaign/store.ts';
import { tell } from '../../src/campaign/tell.ts';
import { learnings, readouts } from '../../src/db/schema.ts';
import { writeDigest } from '../../src/digest/digest.ts';
import { someReadout } from '../results/some-readout.ts';
import { actionsIn, type Bot, startBot, started, textOf } from '../support/bot.ts';

let bot: Bot;
beforeEach(async () => {
  bot = await startBot();
});
afterEach(() => bot.close());

describe('after sending', () => {
  it('the final result goes to the thread and the channel, and what was learned is kept by a button', async () => {
    const { id, thread } = await started(bot);
    const at = bot.deps.clock.system();
    await bot.deps.db.insert(readouts).values({ campaignId: id, kind: 'final', result: someReadout(), at });
    await bot.deps.db
      .insert(learnings)
      .values({ id: 'le_1', campaignId: id, sentence: { ko: '배운 것', en: 'learned' }, at });
    const campaign = await loadCampaign(bot.deps.db, id);
    await bot.deps.db.transaction((tx) =>
      tell(tx, bot.deps, {
        ...placeOf(campaign),
        key: resultKey(id, 'final'),
        kind: 'result',
        subject: { kind: 'final' },
        broadcast: true,
      }),
    );
    await bot.run();
    const card = await bot.card('results', 2);
    expect(card).toMatchObject({ threadTs: thread, broadcast: true });
    expect(actionsIn(card)).toEqual(['learning.keep', 'learning.drop']);
    await bot.click('U0SALES', card, 'learning.keep');
    expect((await bot.deps.db.select().from(learnings))[0]?.state).toBe('proposed');
    await bot.click('U0MARKETER', card, 'learning.keep');
    expect((await bot.deps.db.select().from(learnings))[0]).toMatchObject({ state: 'remembered', by: 'U0MARKETER' });
    bot.ws.clock.ahead += 4_000;
    await bot.run();
    expect(actionsIn(await bot.card('results', 2))).toEqual([]);
  });

  it('the digest is posted in the channel of that name, whose id is looked up', async () => {
    await writeDigest(bot.deps, '2026-11-22', true);
    await bot.run();
    const digest = await bot.card('digest', 20_261_122);
    expect(digest).toMatchObject({ channel: 'C0DIGEST', threadTs: null });
    expect(textOf(digest).startsWith('11/22')).toBe(true);
  });

  it('without its channel the admins hear of it, once, and it is posted when somebody invites us', async () => {
    await bot.ws.gateway.control.dropBot('C0DIGEST');
    await writeDigest(bot.deps, '2026-11-22', false);
    await bot.run();
    const [told, ...more] = await bot.messages('DU0APPROVER1');
    expect(more).toEqual([]);
    expect(textOf(told)).toContain('#marketing-digest');
    expect(textOf(told)).toContain('/invite @baton');
    await bot.say('U0MARKETER', '/invite @baton', { channel: 'C0DIGEST' });
    expect(await bot.card('digest', 20_261_122)).toMatchObject({ channel: 'C0DIGEST' });
  });
});
