/** At most `n` at once, the others in order. */
export const turns = (n: number) => {
  const waiting: (() => void)[] = [];
  let free = n;
  return async <T>(run: () => Promise<T>): Promise<T> => {
    if (free > 0) free -= 1;
    else await new Promise<void>((go) => waiting.push(go));
    try {
      return await run();
    } finally {
      const next = waiting.shift();
      if (next) next();
      else free += 1;
    }
  };
};
