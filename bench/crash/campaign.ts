import { sql } from 'drizzle-orm';
import { campaigns, drafts, launches } from '../../src/db/schema.ts';
import type { Db } from '../../src/deps.ts';
import { realClock } from '../../src/kit/clock.ts';
import { contentHash } from '../../src/kit/hash.ts';
import { randomId } from '../../src/kit/id.ts';
import type { Plan } from '../../src/steps/plan/schema.ts';
import { planOf, seedContacts } from '../../test/delivery/fixture.ts';
import { MARKETING, MINA } from '../../test/support/other-slack-cast.ts';
import type { Provider } from './provider.ts';

/** A campaign whose launch is approved and whose time has come; its thread is named by the run. */
export const begin = async (
  db: Db,
  run: number,
  provider: Provider,
  contacts: number,
  rate: number,
): Promise<number> => {
  const ids = await seedContacts(db, contacts);
  await db.execute(
    sql`update contacts set attributes = ${JSON.stringify({ run })}::jsonb, phone = '+8210' || lpad(id::text, 8, '0'),
      push_token = 'device-' || id where id = any(${sql.param(ids)}::bigint[])`,
  );
  const mail = await planOf();
  const { channel, account, template } = provider;
  const plan: Plan = {
    ...mail,
    ratePerSecond: rate,
    holdoutPercent: 0,
    channel: { name: channel, account },
    // What is no advertisement leaves by telephone at any hour.
    isAd: channel === 'email',
    sender: { ...mail.sender, number: '029302266' },
    ...(template && { templates: [template({ variant: 'A-1', segment: 'A' })] }),
    segments: [{ key: 'A', ruleHash: 'h', rule: { all: [{ field: 'run', is: 'eq', value: run }] } }],
  };
  const at = await realClock.business();
  return db.transaction(async (tx) => {
    const [campaign] = await tx
      .insert(campaigns)
      .values({
        status: 'scheduled',
        goal: 'crash',
        locale: 'en',
        requester: MINA,
        channel: MARKETING,
        threadTs: `${run}.000001`,
        requestKey: randomId('crash'),
        sendAt: at,
        createdAt: at,
        updatedAt: at,
      })
      .returning();
    const campaignId = campaign?.id ?? 0;
    const hash = contentHash({ step: 'plan', content: plan, parents: {} });
    const draftId = randomId('dr');
    await tx.insert(drafts).values({
      id: draftId,
      campaignId,
      step: 'plan',
      version: 1,
      content: plan,
      evidence: {},
      checks: [],
      hash,
      parents: {},
      authorKind: 'ai',
      author: 'model',
      createdAt: at,
    });
    await tx.insert(launches).values({ id: randomId('la'), campaignId, hash, draftId, at });
    return campaignId;
  });
};
