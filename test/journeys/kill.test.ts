import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { seeded } from '../../src/results/seeded.ts';
import { BEGINS } from '../support/begin.ts';
import { type Product, startProduct } from '../support/child.ts';
import { account, approve, expectBalanced, launch, statusOf, withSql } from '../support/loop.ts';
import { openShop } from '../support/shop.ts';
import { elementOf } from '../support/workspace.ts';

/**
 * The server killed with -9 at points all along the loop, on one database. `KILL_ROUNDS=5 KILL_SEED=7` plays more rounds
 * at other moments.
 */
const ROUNDS = Number(process.env.KILL_ROUNDS ?? 1);
const SEED = process.env.KILL_SEED ?? '2026-11-24';
const PEOPLE = 900;
const GOAL = '@baton 60일 넘게 안 산 단골(3회 이상 구매)을 다시 오게 해서 이번 달 매출 1천만원, 지금 바로';

describe('killed with -9', () => {
  let product: Product;
  const chance = seeded(SEED);
  const within = (least: number, most: number) => Math.round(least + chance() * (most - least));
  const kills: string[] = [];

  beforeAll(async () => {
    // A shop of our own size instead of the sample company: the rest is all of practice.
    product = await startProduct({ PRACTICE: 'slack,llm,channels,customers,clock' });
    await openShop(product.env, PEOPLE, BEGINS);
  });
  afterAll(async () => {
    console.info(`${kills.length} kills: ${kills.join(', ')}`);
    await product?.remove();
  });

  const kill = async (where: string, afterMs = 0) => {
    await sleep(afterMs);
    await product.child.kill();
    kills.push(`${where} +${afterMs} ms`);
  };
  const postmaster = () =>
    Number(readFileSync(join(product.dataDir, 'postgres', 'data', 'postmaster.pid'), 'utf8').split('\n')[0]);
  const killAndRestart = async (where: string, afterMs = 0) => {
    await kill(where, afterMs);
    await product.again();
  };
  const one = async (text: string, values: unknown[] = []): Promise<number> =>
    withSql(product.databaseUrl(), async (query) => Number((await query<{ n: unknown }>(text, values))[0]?.n));
  const asking = (campaign: string, step: string) =>
    product.ws.card(step, { campaign, when: (m) => elementOf(m.blocks, 'step.approve') !== null });

  for (let round = 1; round <= ROUNDS; round += 1)
    describe(`round ${round}`, () => {
      let campaign = '';
      let id = 0;
      const mails = async () => (await product.ws.mailbox('?bodies=0')).filter((mail) => mail.campaignId === campaign);

      it('while a goal is taken in: one campaign, one card', async () => {
        const said = await product.ws.say('U0MARKETER', GOAL);
        expect(said.ok).toBe(true);
        await killAndRestart('goal', within(0, 400));
        const card = await product.ws.card('campaign', { when: (m) => m.threadTs === said.ts });
        campaign = card.metadata?.event_payload.campaign_id ?? '';
        id = Number(campaign.slice(2));
        await asking(campaign, 'brief');
        expect(await one('select count(*) as n from campaigns')).toBe(round);
      });

      it('right after a click was acknowledged: the click holds and drafting goes on', async () => {
        await approve(product.ws, campaign, 'brief');
        await killAndRestart('click', within(0, 40));
        await asking(campaign, 'segments');
        expect(
          await one(
            'select count(*) as n from approvals a join drafts d on d.id = a.draft_id where d.campaign_id = $1',
            [id],
          ),
        ).toBe(1);
      });

      it('while a draft is written: it is written once', async () => {
        await approve(product.ws, campaign, 'segments');
        await killAndRestart('drafting', within(100, 900));
        await asking(campaign, 'personas');
        expect(await one("select count(*) as n from drafts where campaign_id = $1 and step = 'personas'", [id])).toBe(
          1,
        );
      });

      it('right after the launch was approved, and in the middle of the freeze: it is frozen once', async () => {
        await approve(product.ws, campaign, 'personas');
        await approve(product.ws, campaign, 'copy');
        await product.ws.card('plan', {
          campaign,
          when: (m) => elementOf(m.blocks, 'launch.approve') !== null,
        });
        const hold = new pg.Client({ connectionString: product.databaseUrl() });
        await hold.connect();
        try {
          // Nobody can finish a freeze while we hold this: the kill is certain to fall into it.
          await hold.query('begin; lock table audience_members in exclusive mode');
          await launch(product.ws, campaign);
          await killAndRestart('launch', within(0, 300));
          await product.ws.until(
            'a freeze that waits',
            async () =>
              (await one(
                "select count(*) as n from pg_stat_activity where wait_event_type = 'Lock' and query ilike '%audience_members%'",
              )) > 0,
            120_000,
          );
          await kill('freeze', within(0, 500));
        } finally {
          await hold.query('rollback');
          await hold.end();
        }
        await product.again();
        await product.ws.until('the first mail', async () => (await mails()).length > 0, 120_000);
        expect(await one('select count(*) as n from launches where campaign_id = $1', [id])).toBe(1);
        expect(await one('select count(*) as n from audience_members where campaign_id = $1', [id])).toBe(PEOPLE);
      });

      it('in the middle of sending, and its database: nobody gets two mails, and nothing is lost in silence', async () => {
        const at = async (share: number) => {
          const many = Math.round(PEOPLE * 0.75 * (share + 0.15 * chance()));
          // Not what arrived: of what was in the air at a kill some never does. While the database is away nobody can say.
          const left =
            "select count(*) as n from deliveries where campaign_id = $1 and status not in ('planned', 'claimed', 'handed')";
          const gone = () => one(left, [id]).catch(() => 0);
          await product.ws.until(`${many} that left`, async () => (await gone()) >= many, 240_000);
          return many;
        };
        // How many were handed over and not answered for at that moment: as many may be unknown afterwards, and no more.
        const inTheAir = () =>
          one("select count(*) as n from deliveries where campaign_id = $1 and status in ('handed', 'unknown')", [id]);
        const killSending = async (share: number) => {
          await kill(`sending at ${await at(share)}`);
          const n = await inTheAir();
          await product.again();
          return n;
        };
        const first = await killSending(0.15);
        // The database under it: the server stays, and starts it again.
        kills.push(`database, sending at ${await at(0.4)}`);
        process.kill(postmaster(), 'SIGKILL');
        const second = await killSending(0.6);
        // Asked to end, as a supervisor does: nothing stays in the air.
        await at(0.8);
        expect(await product.child.terminate()).toEqual({ code: 0, signal: null });
        await product.again();
        await product.ws.until(
          'the end of sending',
          async () => (await statusOf(product.databaseUrl(), campaign)) === 'measuring',
          240_000,
        );
        const books = await account(product.databaseUrl(), campaign, await mails());
        console.info(JSON.stringify(books));
        expectBalanced(books);
        expect(books.send).toBeGreaterThan(PEOPLE * 0.7);
        console.info(`in the air: ${first} at the first kill, ${second} at the second`);
        // Shown to a person, to the last one; late evidence may still settle some.
        const unknown = "select count(*) as n from deliveries where campaign_id = $1 and status = 'unknown'";
        if (books.unknown > 0)
          await product.ws.until('the unknown on the card', async () => {
            const n = await one(unknown, [id]);
            const card = await product.ws.card('sending', { campaign });
            return (
              n === 0 ||
              (JSON.stringify(card.blocks).includes(`결과 모름*\\n${n}"`) &&
                elementOf(card.blocks, 'unknown.leave') !== null)
            );
          });
      }, 600_000);

      it('while it is measured: customers go on, and nothing is read or posted twice', async () => {
        const moving = product.ws.forward('P1D').catch(() => null);
        await kill('measuring', within(1_500, 5_000));
        await moving;
        await product.again();
        await product.ws.forward('P1D');
        await product.ws.card('results', { campaign, version: 1 });
        const books = await account(product.databaseUrl(), campaign, await mails());
        expectBalanced(books);
        const cards = (await product.ws.messages()).flatMap(({ metadata }) =>
          metadata ? [Object.values(metadata.event_payload).join(' ')] : [],
        );
        expect(cards.filter((card, i) => cards.indexOf(card) !== i)).toEqual([]);
        expect(await one('select count(*) as n from campaigns')).toBe(round);
      });
    });
});
