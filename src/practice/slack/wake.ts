/** Lets long polls sleep until something changes. */
export type Wake = {
  now(): void;
  /** Asked before looking: resolves at the next `now()`, after `ms`, or when `signal` ends. */
  wait(ms: number, signal?: AbortSignal): { done: Promise<void>; cancel(): void };
  close(): void;
  closed(): boolean;
};

export const makeWake = (): Wake => {
  const sleepers = new Set<() => void>();
  let ended = false;
  const now = () => {
    for (const sleeper of [...sleepers]) sleeper();
  };
  return {
    now,
    close: () => {
      ended = true;
      now();
    },
    closed: () => ended,
    wait: (ms, signal) => {
      let cancel: () => void = () => undefined;
      const done = new Promise<void>((resolve) => {
        cancel = () => {
          clearTimeout(timer);
          sleepers.delete(cancel);
          resolve();
        };
        const timer = setTimeout(cancel, ms);
        sleepers.add(cancel);
        signal?.addEventListener('abort', cancel, { once: true });
      });
      return { done, cancel };
    },
  };
};
