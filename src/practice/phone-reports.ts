import { setTimeout as pause } from 'node:timers/promises';
import { type Log, messageOf } from '../kit/log.ts';

type Told = { messageId: string; groupId: string; statusCode: string };

const TRIES = 5;
/** As many as Solapi would put into one report, so that a campaign does not come as one. */
const MOST = 100;

/**
 * Takes the phone's reports to the door where the vendor's come in, and as the vendor does: an array a request, five tries
 * with growing waits, 200 or it was not taken.
 */
export const phoneReports = (door: () => string, log: Pick<Log, 'warn'>) => {
  let waiting: Told[] = [];
  let timer: NodeJS.Timeout | null = null;
  const ending = new AbortController();
  const running = new Set<Promise<void>>();
  const tell = async (told: readonly Told[]): Promise<void> => {
    for (let tries = 1; tries <= TRIES && !ending.signal.aborted; tries += 1) {
      try {
        const request = { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(told) };
        const answer = await fetch(door(), {
          ...request,
          signal: AbortSignal.any([ending.signal, AbortSignal.timeout(10_000)]),
        });
        await answer.body?.cancel();
        if (answer.status === 200) return;
      } catch (error) {
        if (ending.signal.aborted) return;
        log.warn({ error: messageOf(error) }, 'practice phone: report not taken');
      }
      await pause(2 ** tries * 250, undefined, { signal: ending.signal }).catch(() => undefined);
    }
  };
  const flush = () => {
    timer = null;
    while (waiting.length > 0) {
      const work = tell(waiting.splice(0, MOST));
      running.add(work);
      void work.finally(() => running.delete(work));
    }
  };
  return {
    report: (told: readonly Told[]) => {
      waiting = [...waiting, ...told];
      timer ??= setTimeout(flush, 100);
    },
    isIdle: () => timer === null && running.size === 0,
    close: async () => {
      if (timer) clearTimeout(timer);
      ending.abort();
      await Promise.all(running);
    },
  };
};
