/** Each way once a round, so that what disturbs the machine disturbs all alike; the first round warms up and is left out. */
export const medians = async <K extends string>(
  rounds: number,
  ways: Readonly<Record<K, () => Promise<unknown>>>,
): Promise<Record<K, number>> => {
  const names = Object.keys(ways) as K[];
  const times = Object.fromEntries(names.map((name) => [name, [] as number[]])) as Record<K, number[]>;
  for (let round = 0; round <= rounds; round++)
    for (const name of round % 2 === 0 ? names : names.toReversed()) {
      const ms = await timed(ways[name]);
      if (round > 0) times[name].push(ms);
    }
  return Object.fromEntries(names.map((name) => [name, median(times[name])])) as Record<K, number>;
};

/** @returns milliseconds */
export const timed = async (run: () => Promise<unknown>): Promise<number> => {
  const began = performance.now();
  await run();
  return performance.now() - began;
};

export const median = (values: readonly number[]): number => {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.slice(Math.ceil(sorted.length / 2) - 1, Math.floor(sorted.length / 2) + 1);
  return middle.reduce((a, b) => a + b, 0) / middle.length;
};

/** Three figures say all that a noisy machine knows. */
export const round = (value: number): number => Number(value.toPrecision(3));
