import { chmodSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'drizzle-orm';
import { prepareRule } from '../src/audience/context.ts';
import { countMatching, matchingIds } from '../src/audience/count.ts';
import { readyMade } from '../src/audience/ready-made.ts';
import { ACCOUNT, NOW } from './audience/data.ts';
import { type Duck, openDuck } from './audience/duck.ts';
import { explain } from './audience/explain.ts';
import { freezing } from './audience/freezing.ts';
import { type Ingestion, ingestion } from './audience/ingestion.ts';
import { median, medians, round } from './audience/measure.ts';
import { REFERENCES } from './audience/segments.ts';
import { openWorld, type World } from './audience/world.ts';
import type { Result } from './bench.ts';

/**
 * The audience at its full size and at a tenth of it. Only ratios of one run mean anything: machines differ, and this one
 * may be busy. `--contacts N` (1,000,000), `--dir DIR` keeps what was made there and measures it again the next
 * time (else a temporary one, removed), `--explain FILE` writes the plans.
 *
 * Promises: the product, the hand-written statement and DuckDB find the same people; outcomes sum to the candidates.
 */
export const audience = async (flags: readonly string[]): Promise<Result> => {
  const contacts = Number(option(flags, '--contacts') ?? 1_000_000);
  const given = option(flags, '--dir');
  const dir = given ?? mkdtempSync(join(tmpdir(), 'baton-bench-'));
  mkdirSync(dir, { recursive: true });
  // The database server may run as somebody else and has to come through.
  if (given === undefined) chmodSync(dir, 0o755);
  const figures: Result['figures'] = { contacts };
  const broken: string[] = [];
  try {
    const tenth = await sized(join(dir, 'tenth'), 'tenth', contacts / 10, broken, null);
    const whole = await sized(join(dir, 'whole'), 'whole', contacts, broken, option(flags, '--explain'));
    Object.assign(figures, await report(tenth, whole));
  } finally {
    if (given === undefined) rmSync(dir, { recursive: true, force: true });
  }
  return { figures, broken };
};

const option = (flags: readonly string[], name: string): string | undefined => {
  const place = flags.indexOf(name);
  return place < 0 ? undefined : flags[place + 1];
};

type Times = { people: number; count: Record<Way, number>; materialise: Record<Way, number> };
type Way = 'ours' | 'hand' | 'duck';
type Sized = {
  segments: Record<string, Times>;
  imported: World['imported'];
  freezing: Awaited<ReturnType<typeof freezing>>;
  ingestion: Ingestion | null;
};

const ROUNDS = 5;
const say = (line: string): void => void process.stderr.write(`${line}\n`);

const sized = async (
  dir: string,
  of: 'tenth' | 'whole',
  contacts: number,
  broken: string[],
  plans: string | null | undefined,
): Promise<Sized> => {
  say(`${contacts} contacts`);
  const world = await openWorld(dir, contacts, say);
  try {
    const duck = await openDuck(dir, world.pool);
    const segments: Sized['segments'] = {};
    try {
      for (const { name } of REFERENCES) {
        segments[name] = await segment(world, duck, name, broken);
        say(`${name}: ${JSON.stringify(segments[name])}`);
      }
    } finally {
      duck.close();
    }
    if (plans) await explain(world, contacts, plans);
    const frozen = await freezing(world);
    const { matched, send, holdout, excluded } = frozen.counts;
    const sum = send + holdout + Object.values(excluded).reduce((a, b) => a + b, 0);
    if (sum !== matched) broken.push(`${contacts} contacts: ${sum} outcomes for ${matched} candidates`);
    say(`freezing: ${JSON.stringify(frozen)}`);
    // A tenth is enough for rates of one table, and the whole would take as long as all the rest.
    const ways = of === 'tenth' ? await ingestion(world) : null;
    if (ways) say(`ingestion, s: ${JSON.stringify(ways)}`);
    return { segments, imported: world.imported, freezing: frozen, ingestion: ways };
  } finally {
    await world.close();
  }
};

const segment = async (
  world: World,
  duck: Duck,
  name: (typeof REFERENCES)[number]['name'],
  broken: string[],
): Promise<Times> => {
  const reference = REFERENCES.find((one) => one.name === name);
  if (!reference) throw new Error(name);
  const at = { ...ACCOUNT, now: NOW };
  const rule = readyMade(name, at);
  const byHand = `select count(*)::int as n from (${reference.hand}) m`;
  const people = {
    ours: await countMatching(world.db, rule, at),
    hand: (await world.pool.query<{ n: number }>(byHand)).rows[0]?.n ?? Number.NaN,
    duck: await duck.count(reference.duck),
  };
  if (people.ours !== people.hand || people.ours !== people.duck)
    broken.push(`${name}: ${people.ours} people, by hand ${people.hand}, in DuckDB ${people.duck}`);
  const count = await medians<Way>(ROUNDS, {
    ours: () => countMatching(world.db, rule, at),
    hand: () => world.pool.query(byHand),
    duck: () => duck.count(reference.duck),
  });
  await world.pool.query('drop table if exists picked');
  await world.pool.query('create table picked (contact_id bigint primary key)');
  const emptied = () => world.pool.query('truncate picked');
  const materialise = await medians<Way>(ROUNDS, {
    ours: async () => {
      await emptied();
      const query = matchingIds(rule, await prepareRule(world.db, rule, at));
      await world.db.execute(sql`insert into picked ${query}`);
    },
    hand: async () => {
      await emptied();
      await world.pool.query(`insert into picked ${reference.hand}`);
    },
    duck: () => duck.materialise(reference.duck),
  });
  await world.pool.query('drop table picked');
  return { people: people.ours, count, materialise };
};

const report = async (tenth: Sized, whole: Sized): Promise<Result['figures']> => {
  const figures: Result['figures'] = {};
  const names = Object.keys(whole.segments);
  const of = (name: string): Times => whole.segments[name] as Times;
  for (const name of names) {
    const { people, count, materialise } = of(name);
    figures[`${name}, people`] = people;
    for (const [what, times] of Object.entries({ count, materialise }))
      figures[`${name}, ${what} ms (hand, DuckDB)`] =
        `${round(times.ours)} (${round(times.hand)}, ${round(times.duck)})`;
  }
  const ours = names.map((name) => of(name).count.ours);
  const toHand = names.map((name) => of(name).count.ours / of(name).count.hand);
  const toDuck = Object.fromEntries(names.map((name) => [name, of(name).count.ours / of(name).count.duck]));
  const growth = names.map((name) => of(name).count.ours / (tenth.segments[name]?.count.ours ?? Number.NaN));
  const ways = tenth.ingestion ?? { rows: 0, bareCopy: 0, sentCopy: 0, keysAlone: 0, withRollups: 0 };
  const rate = (seconds: number) => Math.round(ways.rows / seconds);
  figures['orders/s: bare COPY, COPY as sent, keys, roll-ups'] =
    `${rate(ways.bareCopy)}, ${rate(ways.sentCopy)}, ${rate(ways.keysAlone)}, ${rate(ways.withRollups)}`;
  for (const kind of ['contacts', 'orders', 'events'] as const) {
    const { rows: n, seconds, peakMb } = whole.imported[kind];
    figures[`import ${kind}`] =
      `${Math.round(n / seconds)} rows/s, ${peakMb} MB (a tenth: ${tenth.imported[kind].peakMb} MB)`;
  }
  const { people, freeze, copyKeyed, copyIndexed, copyAll } = whole.freezing;
  figures['freezing, people'] = people;
  figures['freezing ms (COPY: keys, indexes, the same)'] =
    `${round(freeze)} (${round(copyKeyed)}, ${round(copyIndexed)}, ${round(copyAll)})`;
  const goal = (name: string, value: number, most: number) => {
    figures[`goal ${name}`] = `${round(value)} ${value <= most ? 'reached' : 'missed'}`;
  };
  const least = (name: string, value: number, floor: number) => {
    figures[`goal ${name}`] = `${round(value)} ${value >= floor ? 'reached' : 'missed'}`;
  };
  goal('median count <= 100 ms', median(ours), 100);
  goal('worst count <= 900 ms', Math.max(...ours), 900);
  goal('count / hand-written <= 1.2 (worst)', Math.max(...toHand), 1.2);
  least('counts no slower than DuckDB >= 5 of 6', Object.values(toDuck).filter((ratio) => ratio <= 1).length, 5);
  goal('cart count / DuckDB <= 3', toDuck.cart_left ?? Number.NaN, 3);
  goal('growth from a tenth <= 11 (worst)', Math.max(...growth), 11);
  least('freezing / COPY into keyed tables >= 0.5', copyKeyed / freeze, 0.5);
  least('freezing / COPY into the same tables >= 0.5', copyAll / freeze, 0.5);
  least('roll-ups / keys alone >= 0.5', ways.keysAlone / ways.withRollups, 0.5);
  least('roll-ups / COPY as sent >= 0.15', ways.sentCopy / ways.withRollups, 0.15);
  least('roll-ups / bare COPY >= 0.15', ways.bareCopy / ways.withRollups, 0.15);
  goal('importer, MB <= 300 (worst)', Math.max(...Object.values(whole.imported).map((one) => one.peakMb)), 300);
  return figures;
};
