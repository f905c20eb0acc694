import { sql } from 'drizzle-orm';
import { PgDialect } from 'drizzle-orm/pg-core';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { compileRule } from '../../src/audience/compile.ts';
import { prepareRule } from '../../src/audience/context.ts';
import { matchingIds } from '../../src/audience/count.ts';
import { RuleError } from '../../src/audience/problem.ts';
import { type Cond, METRICS, type Rule, ruleSchema } from '../../src/audience/rule.ts';
import {
  CONDITIONS,
  FORMS,
  METRIC_EXAMPLES,
  OPERATOR_EXAMPLES,
  OUTCOME_EXAMPLES,
} from '../../src/audience/rule-examples.ts';
import { saveSegment } from '../../src/audience/saved.ts';
import type { At } from '../../src/audience/when.ts';
import type { Db } from '../../src/deps.ts';
import { testDatabase } from '../support/database.ts';
import { matches, type Person, type World } from '../support/evaluate.ts';
import { forgetPeople, loadMessages, loadPeople, SEOUL, twoCampaigns } from '../support/people.ts';
import { anyRuleArb, ruleArb, savedArb } from '../support/random-audience.ts';
import { BASE, peopleArb, WINDOWS, worldArb } from '../support/random-people.ts';

describe('a compiled rule', () => {
  let connection: Awaited<ReturnType<typeof testDatabase>>;
  let db: Db;
  beforeAll(async () => {
    connection = await testDatabase();
    db = connection.db;
    await twoCampaigns(db, WINDOWS[1]);
  });
  afterAll(() => connection.close());

  const load = (people: Person[], now: Date) => loadPeople(db, people, { ...SEOUL, now, from: 'json' });
  const selected = async (rule: Rule, now: Date): Promise<string[]> => {
    const ctx = await prepareRule(db, rule, { ...SEOUL, now });
    const { rows } = await db.execute<{ external_id: string }>(
      sql`select c.external_id from contacts c left join contact_stats s on s.contact_id = c.id where ${compileRule(rule, ctx)} order by c.id`,
    );
    return rows.map((row) => row.external_id).sort();
  };
  /** The one thing that is asked of the database twice: its own hash. */
  const SAMPLES = ['x', 'y'].flatMap((salt) => [10, 50, 100].map((percent) => ({ salt, percent })));

  /**
   * A case is one rule asked of one world. Worlds are few and each is asked many rules in one statement, because making a
   * world costs a hundred times a rule; a failure shrinks to few people and one rule.
   */
  it('chooses whom a plain reading of the rule chooses: 2,000 random rules over random worlds', async () => {
    const seed = Math.floor(Math.random() * 2 ** 31);
    console.info(`seed ${seed}`);
    let cases = 0;
    const property = fc.asyncProperty(
      worldArb,
      savedArb,
      fc.noBias(fc.array(anyRuleArb, { minLength: 1, maxLength: 180, size: 'max' })),
      async ({ people, now, account }, saved, rules) => {
        const at = { now, timezone: account.timezone, currency: account.currency };
        await forgetPeople(db);
        await loadPeople(db, people, { ...at, from: 'json' });
        await loadMessages(db, people);
        await db.execute(sql`truncate segments, segment_versions restart identity`);
        for (const [i, rule] of saved.entries())
          await db.transaction((tx) => saveSegment(tx, { name: `${i}`, rule, by: 'U1', at: now }));
        const samples = SAMPLES.map((sample): Rule => ({ all: [{ sample }] }));
        const held = await answers([...rules, ...samples], at);
        const plain: World = {
          people,
          now,
          ...account,
          windows: WINDOWS,
          segments: { 'S-1': saved[0], 'S-2': saved[1] },
          sampled: ({ id }, salt, percent) =>
            held.get(id)?.[rules.length + SAMPLES.findIndex((s) => s.salt === salt && s.percent === percent)] ?? false,
        };
        const wrong = rules.flatMap((rule, i) => {
          cases += 1;
          const differing = people.filter((p) => (held.get(p.id)?.[i] ?? false) !== matches(p, rule, plain));
          return differing.length > 0 ? [{ rule, people: differing.map((p) => p.id) }] : [];
        });
        expect(wrong.slice(0, 3)).toEqual([]);
        // Read from the roll-ups alone where the rule allows it, it is still the same people.
        for (const rule of rules.slice(0, 4)) {
          const { rows } = await db.execute<{ name: string }>(
            sql`select k.external_id as name from (${matchingIds(rule, await prepareRule(db, rule, at))}) m join contacts k on k.id = m.contact_id`,
          );
          const names = rows.map(({ name }) => name).sort();
          const right = people.filter((p) => matches(p, rule, plain)).map(({ id }) => id);
          expect(names, JSON.stringify(rule)).toEqual(right.sort());
        }
      },
    );
    for (let run = 0; cases < 2_000; run++)
      await fc.assert(property, { numRuns: 8, seed: seed + run, skipAllAfterTimeLimit: 40_000, maxSkipsPerRun: 1e6 });
  });

  /** What each rule says of each contact, all in one statement. */
  const answers = async (rules: readonly Rule[], at: At): Promise<Map<string, boolean[]>> => {
    const ctx = await prepareRule(db, rules, at);
    const columns = rules.map((rule) => sql`(${compileRule(rule, ctx)}) is true`);
    const { rows } = await db.execute<{ id: string; held: boolean[] }>(
      sql`select c.external_id as id, array[${sql.join(columns, sql`, `)}] as held from contacts c left join contact_stats s on s.contact_id = c.id`,
    );
    return new Map(rows.map((row) => [row.id, row.held]));
  };

  it('agrees for every metric with every operator at its edges, in all time and in a window', async () => {
    const people = fc.sample(peopleArb, { seed: 7, numRuns: 6 }).flatMap((list, i) =>
      list.map((p) => ({
        ...p,
        id: `${i}${p.id}`,
        fields: { ...p.fields, external_id: `${i}${p.id}`, email: null },
        orders: p.orders.map((o) => ({ ...o, id: `${i}${o.id}` })),
      })),
    );
    await forgetPeople(db);
    await load(people, new Date(BASE));
    const values: Record<string, number[]> = {
      orders: [0, 1, 2],
      revenue: [0, 100, 350],
      average_order_value: [100, 125],
      revenue_percentile: [0, 25, 50, 100],
    };
    const days = [0, 0.5, 1, 7, 20, 21];
    for (const now of [new Date(BASE + 30 * 86_400_000), new Date(BASE)]) {
      const rules = METRICS.filter((m) => m !== 'predicted_ltv' && m !== 'p_alive').flatMap((metric) =>
        [undefined, { days: 30 }].flatMap((within) =>
          (['eq', 'ne', 'gt', 'gte', 'lt', 'lte', 'exists', 'not_exists'] as const)
            .flatMap((is) =>
              (values[metric] ?? days).map(
                (value): Rule => ({ all: [{ metric, is, value, ...(within && { within }) }] }),
              ),
            )
            .concat(
              (['in', 'not_in', 'between'] as const).map(
                (is): Rule => ({
                  all: [{ metric, is, value: (values[metric] ?? [1, 20]).slice(-2), ...(within && { within }) }],
                }),
              ),
            ),
        ),
      );
      const held = await answers(rules, { ...SEOUL, now });
      const world: World = { people, now, zoneHours: 9, sampled: () => false };
      const differing = rules.flatMap((rule, i) =>
        people.flatMap((p) =>
          held.get(p.id)?.[i] === matches(p, rule, world) ? [] : [`${p.id} ${JSON.stringify(rule)}`],
        ),
      );
      expect(differing).toEqual([]);
    }
  });

  const person = (id: string, over: Partial<Person> = {}): Person => ({
    id,
    createdAt: new Date(BASE),
    fields: { email: null },
    attributes: {},
    orders: [],
    events: [],
    messages: [],
    ...over,
  });
  const order = (id: string, at: string, amount = 100) => ({ id, at: new Date(at), amount, status: 'paid' as const });

  it('agrees for every event, however often it happened, at the edges of every window', async () => {
    // Midnight in Seoul, so that seven days and these dates are one window. At the second instant all of it is past.
    const now = new Date('2026-03-01T15:00:00Z');
    const dates = { from: '2026-02-23', to: '2026-03-01' };
    const edges = [-1, 0, 1, 2].map((ms) => now.getTime() - 7 * 86_400_000 + ms);
    const instants = [...edges, ...[-1, 0, 1].map((ms) => now.getTime() + ms)].map((ms) => new Date(ms));
    const once = instants.map((at) => [at]);
    const twice = instants.flatMap((a, i) => instants.slice(i).map((b) => [a, b]));
    const names = ['visit', 'cart', 'click', 'open', 'push', 'wish'];
    const people = [[], ...once, ...twice].map((times, i) =>
      person(`e${i}`, {
        events: names.flatMap((name) => times.map((at) => ({ name, at, properties: {} }))),
        orders: [100, -1].flatMap((amount) =>
          times.map((at, j) => ({ id: `e${i}${amount}${j}`, at, amount, status: 'paid' as const })),
        ),
      }),
    );
    await forgetPeople(db);
    await load(people, now);
    const times = (['gte', 'lte', 'eq'] as const).flatMap((is) =>
      [0, 1, 2, 3].map((value) => ({ times: { is, value } })),
    );
    const rules = [...names, 'purchase', 'refund'].flatMap((name) =>
      [{}, { within: { days: 7 } }, { within: dates }].flatMap((within): Rule[] => [
        { all: [{ did_not: name, ...within }] },
        ...[{}, ...times].map((often): Rule => ({ all: [{ did: name, ...often, ...within }] })),
      ]),
    );
    for (const at of [now, new Date(now.getTime() + 2)]) {
      const held = await answers(rules, { ...SEOUL, now: at });
      const world: World = { people, now: at, zoneHours: 9, sampled: () => false };
      const differing = rules.flatMap((rule, i) =>
        people.flatMap((p) =>
          held.get(p.id)?.[i] === matches(p, rule, world) ? [] : [`${p.id} ${JSON.stringify(rule)}`],
        ),
      );
      expect(differing).toEqual([]);
    }
  });

  it('agrees for every comparison of an instant at the edges of a day and of a span', async () => {
    const now = new Date('2026-03-01T15:00:00Z');
    const midnights = ['2026-02-22T15:00:00Z', '2026-02-23T15:00:00Z', '2026-03-01T15:00:00Z'].map(Date.parse);
    const instants = midnights.flatMap((ms) => [-1, 0, 1].map((beside) => new Date(ms + beside)));
    const people = [
      person('none'),
      person('a-date', { attributes: { seen: '2026-02-23' } }),
      ...instants.map((at, i) => person(`e${i}`, { createdAt: at, attributes: { seen: at.toISOString() } })),
    ];
    await forgetPeople(db);
    await load(people, now);
    const values = ['2026-02-23', '2026-02-24', '2026-02-23T15:00:00.000Z', '2026-02-22T18:00:00.000Z'];
    const rules = ['created_at', 'seen'].flatMap((field): Rule[] => [
      ...(['eq', 'ne', 'gt', 'gte', 'lt', 'lte', 'before', 'after'] as const)
        .filter((is) => field === 'created_at' || (is !== 'eq' && is !== 'ne'))
        .flatMap((is) => values.map((value): Rule => ({ all: [{ field, is, value }] }))),
      ...values.map((value): Rule => ({ all: [{ field, is: 'between', value: ['2026-02-23', value] }] })),
      ...(['within_days', 'not_within_days'] as const).flatMap((is) =>
        [0, 6, 7].map((value): Rule => ({ all: [{ field, is, value }] })),
      ),
    ]);
    const held = await answers(rules, { ...SEOUL, now });
    const world: World = { people, now, zoneHours: 9, sampled: () => false };
    const differing = rules.flatMap((rule, i) =>
      people.flatMap((p) =>
        held.get(p.id)?.[i] === matches(p, rule, world) ? [] : [`${p.id} ${JSON.stringify(rule)}`],
      ),
    );
    expect(differing).toEqual([]);
  });

  it('reads the facts and not the roll-ups when asked as of an earlier instant', async () => {
    await forgetPeople(db);
    const people = [
      person('early', { orders: [order('1', '2026-01-05T00:00:00Z')] }),
      person('both', { orders: [order('2', '2026-01-05T00:00:00Z'), order('3', '2026-02-05T00:00:00Z')] }),
    ];
    await load(people, new Date('2026-03-01T00:00:00Z'));
    const twice: Rule = { all: [{ metric: 'orders', is: 'gte', value: 2 }] };
    expect(await selected(twice, new Date('2026-03-01T00:00:00Z'))).toEqual(['both']);
    expect(await selected(twice, new Date('2026-02-01T00:00:00Z'))).toEqual([]);
  });

  it('takes `within` half open: the instant itself is in, now is out', async () => {
    await forgetPeople(db);
    const now = new Date('2026-03-01T00:00:00Z');
    await load(
      [
        person('edge', { orders: [order('1', '2026-02-22T00:00:00Z')] }),
        person('before', { orders: [order('2', '2026-02-21T23:59:59.999Z')] }),
        person('now', { orders: [order('3', '2026-03-01T00:00:00Z')] }),
      ],
      now,
    );
    expect(await selected({ all: [{ did: 'purchase', within: { days: 7 } }] }, now)).toEqual(['edge']);
  });

  it('takes `from` and `to` as whole days of the account, both inside', async () => {
    await forgetPeople(db);
    await load(
      [
        person('first', { orders: [order('1', '2026-01-31T15:00:00Z')] }),
        person('last', { orders: [order('2', '2026-02-02T14:59:59.999Z')] }),
        person('after', { orders: [order('3', '2026-02-02T15:00:00Z')] }),
      ],
      new Date(BASE),
    );
    const rule: Rule = { all: [{ did: 'purchase', within: { from: '2026-02-01', to: '2026-02-02' } }] };
    expect(await selected(rule, new Date(BASE))).toEqual(['first', 'last']);
  });

  it('counts days as whole spans of 24 hours', async () => {
    await forgetPeople(db);
    await load(
      [
        person('59', { orders: [order('1', '2025-12-31T00:00:00.001Z')] }),
        person('60', { orders: [order('2', '2025-12-31T00:00:00Z')] }),
      ],
      new Date(BASE),
    );
    const rule: Rule = { all: [{ metric: 'days_since_last_order', is: 'gte', value: 60 }] };
    expect(await selected(rule, new Date(BASE))).toEqual(['60']);
  });

  it('gives the percentile as percent rank, ties to the lower rank, buyers only', async () => {
    await forgetPeople(db);
    const revenue = { a: 100, b: 200, c: 200, d: 300, e: 400 };
    await load(
      [
        ...Object.entries(revenue).map(([id, amount]) =>
          person(id, { orders: [order(id, '2026-01-01T00:00:00Z', amount)] }),
        ),
        person('never'),
      ],
      new Date(BASE),
    );
    const at = (is: 'gte' | 'gt' | 'lt' | 'lte', value: number) =>
      selected({ all: [{ metric: 'revenue_percentile', is, value }] }, new Date(BASE));
    // ranks: a 0, b 25, c 25, d 75, e 100
    expect(await at('gte', 75)).toEqual(['d', 'e']);
    expect(await at('gt', 75)).toEqual(['e']);
    expect(await at('gt', 25)).toEqual(['d', 'e']);
    expect(await at('lte', 25)).toEqual(['a', 'b', 'c']);
    expect(await at('lt', 25)).toEqual(['a']);
  });

  it('lets a refunded order leave orders, revenue and purchases', async () => {
    await forgetPeople(db);
    await load(
      [
        person('kept', { orders: [order('1', '2026-01-01T00:00:00Z')] }),
        person('refunded', { orders: [{ ...order('2', '2026-01-01T00:00:00Z'), status: 'refunded' }] }),
      ],
      new Date(BASE),
    );
    expect(await selected({ all: [{ metric: 'orders', is: 'eq', value: 0 }] }, new Date(BASE))).toEqual(['refunded']);
    expect(await selected({ all: [{ did: 'purchase' }] }, new Date(BASE))).toEqual(['kept']);
  });

  it("counts a click in our own messages as any other, a machine's as nobody's, whenever it is asked", async () => {
    await forgetPeople(db);
    const at = (day: number) => new Date(BASE + day * 86_400_000);
    const message = (reactions: Person['messages'][number]['reactions']) => ({
      campaign: 1,
      status: 'delivered' as const,
      at: at(-10),
      reactions,
    });
    const people = [
      person('both', {
        events: [{ name: 'click', at: at(-5), properties: {} }],
        messages: [message([{ type: 'clicked', at: at(-4), machine: false }])],
      }),
      person('machine', {
        events: [{ name: 'click', at: at(-5), properties: {} }],
        messages: [
          message([
            { type: 'clicked', at: at(-4), machine: true },
            { type: 'clicked', at: at(9), machine: false },
          ]),
        ],
      }),
    ];
    await load(people, at(0));
    await loadMessages(db, people);
    const times = (is: 'gte' | 'eq', value: number): Rule => ({ all: [{ did: 'click', times: { is, value } }] });
    expect(await selected(times('gte', 2), at(0))).toEqual(['both']);
    expect(await selected(times('eq', 1), at(0))).toEqual(['machine']);
    expect(await selected(times('eq', 2), at(10))).toEqual(['both', 'machine']);
  });

  it('takes a list of 1,000 values', async () => {
    await forgetPeople(db);
    await load(
      [person('p7', { attributes: { tier: 't7' } }), person('p8', { attributes: { tier: 7 } })],
      new Date(BASE),
    );
    const value = Array.from({ length: 1_000 }, (_, i) => (i % 2 ? `t${i}` : i + 1));
    expect(await selected({ all: [{ field: 'tier', is: 'in', value }] }, new Date(BASE))).toEqual(['p7', 'p8']);
    expect(ruleSchema.safeParse({ all: [{ field: 'tier', is: 'in', value: [...value, 'x'] }] }).success).toBe(false);
  });

  it('can be asked for every documented example', async () => {
    await forgetPeople(db);
    await load([person('a')], new Date(BASE));
    await db.execute(sql`truncate segments, segment_versions restart identity`);
    for (const name of ['1', '2', '3'])
      await db.transaction((tx) => saveSegment(tx, { name, rule: { everyone: true }, by: 'U1', at: new Date(BASE) }));
    const conds = [CONDITIONS, OPERATOR_EXAMPLES, METRIC_EXAMPLES, OUTCOME_EXAMPLES].flatMap((part) =>
      Object.values(part).map(
        ({ example }): Cond => ('campaign' in example ? { ...example, campaign: 'C-1' } : example),
      ),
    );
    const rules = [
      ...Object.values(FORMS).map(({ example }) => example),
      ...conds.map((cond): Rule => ({ all: [cond] })),
    ];
    expect(rules.length).toBeGreaterThan(40);
    for (const rule of rules) {
      expect(ruleSchema.safeParse(rule).success).toBe(true);
      const told = await selected(rule, new Date(BASE)).catch((error: unknown) => error);
      expect(told).toBeInstanceOf(Array);
    }
  });

  it('survives a date that is none', async () => {
    await forgetPeople(db);
    await load(
      [person('odd', { attributes: { seen: '2026-02-31' } }), person('even', { attributes: { seen: '2026-02-01' } })],
      new Date(BASE),
    );
    expect(await selected({ all: [{ field: 'seen', is: 'before', value: '2026-02-15' }] }, new Date(BASE))).toEqual([
      'even',
    ]);
  });

  it.each([
    [{ metric: 'predicted_ltv', is: 'gte', value: 1, within: { days: 30 } }, 'bad_value'],
    [{ in_segment: 'S-404' }, 'unknown_segment'],
    [{ metric: 'orders', is: 'contains', value: '3' }, 'bad_value'],
    [{ field: 'created_at', is: 'gte', value: 'soon' }, 'bad_value'],
    [{ field: 'tier', is: 'between', value: [1] }, 'bad_value'],
    [{ field: 'email', is: 'within_days', value: 3 }, 'bad_value'],
    [{ did: 'purchase', where: [{ property: 'colour', is: 'eq', value: 'red' }] }, 'unknown_property'],
    [{ did: 'purchase', within: { from: '2026-02-31', to: '2026-03-01' } }, 'bad_value'],
    [{ campaign: 'C-404', outcome: 'clicked' }, 'unknown_campaign'],
  ] as const)('refuses %j in words', async (cond, code) => {
    const rule = ruleSchema.parse({ all: [cond] });
    const refused = await selected(rule, new Date(BASE)).catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(RuleError);
    const [problem] = (refused as RuleError).problems;
    expect(problem?.code).toBe(code);
    expect(problem?.message.ko).not.toBe('');
    expect(problem?.message.en).not.toBe(problem?.message.ko);
  });

  it('is one statement that runs where contacts are spread over machines', async () => {
    const rules = fc.sample(ruleArb, { seed: 11, numRuns: 300 });
    const ctx = await prepareRule(db, rules, { ...SEOUL, now: new Date(BASE) });
    const dialect = new PgDialect();
    for (const rule of rules) {
      const text = dialect.sqlToQuery(compileRule(rule, ctx)).sql;
      expect(text).not.toMatch(
        /\bin \(\s*select|intersect|\bexcept\b|percent_rank|\bover \(|grouping sets|skip locked|random\(\)|;/i,
      );
      // Whatever is looked up is looked up for this contact.
      for (const [, found] of text.matchAll(
        /\bfrom (?:orders|events|delivery_events|deliveries) \w+ where (\S+ = \S+)/g,
      ))
        expect(found).toMatch(/^\w\.contact_id = c\.id$/);
    }
  });

  it('puts every word of the rule into a parameter, none into the statement', async () => {
    const evil = `x' or 1=1 --`;
    const rule: Rule = {
      all: [
        { field: evil, is: 'eq', value: evil },
        { did: evil, where: [{ property: evil, is: 'contains', value: evil }] },
      ],
    };
    const ctx = await prepareRule(db, rule, { ...SEOUL, now: new Date(BASE) });
    expect(new PgDialect().sqlToQuery(compileRule(rule, ctx)).sql).not.toContain('or 1=1');
    await expect(selected(rule, new Date(BASE))).resolves.toEqual([]);
  });
});
