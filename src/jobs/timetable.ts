import { schedule as cron, type Logger, type ScheduledTask } from 'node-cron';
import { refreshCatalogue } from '../audience/catalogue-kept.ts';
import { type Due, type DueKind, findDue, finishDue, openDues } from '../campaign/due.ts';
import { collectNotices } from '../campaign/notices.ts';
import { expireGoal, expireRequest, remindRequest } from '../campaign/request-life.ts';
import { runSend } from '../campaign/send-due.ts';
import { tickSending } from '../campaign/sending.ts';
import type { Deps } from '../deps.ts';
import { runDigest } from '../digest/digest.ts';
import { messageOf } from '../kit/log.ts';
import { runLook, runReadout } from '../results/run.ts';
import { runDecide, runRelease, runRemind } from '../results/waves-due.ts';
import { owedThreads } from '../slack/owed.ts';
import { retryDraft } from '../steps/draft.ts';

/**
 * All recurring work on one page. node-cron only ticks, in every process, on the machine's clock; what is due is stored in
 * business time and done once, whoever asks first. The account's zone matters only where a row was made: the digest's cron
 * line (DIGEST_CRON in TIMEZONE) and a plan's send time.
 */
const TICKS: readonly { every: string; does: string; run: (deps: Deps) => Promise<void> }[] = [
  { every: '* * * * * *', does: 'run what is due', run: (deps) => tickDues(deps) },
  {
    every: '0 20 3 * * *',
    does: 'mend roll-ups, predict values, delete what is too old',
    run: (deps) => keepData(deps),
  },
  { every: '*/2 * * * * *', does: 'draw what is owed to Slack', run: (deps) => sweepMessages(deps) },
  { every: '*/3 * * * * *', does: 'count what was sent, settle, stop by rule', run: (deps) => tickSending(deps) },
  {
    every: '0 4-59/10 * * * *',
    does: 'keep what digests add up, correct results',
    run: (deps) => keepSums(deps),
  },
  {
    every: '30 */10 * * * *',
    does: 'keep what prompts are told about the data fresh',
    run: async ({ db, clock, config: { timezone, currency } }) => {
      await refreshCatalogue(db, { now: await clock.business(), timezone, currency });
    },
  },
];

/** What each due row does. Each finishes its own row in the transaction of its effect, and is safe to run twice. */
const DUES: Readonly<Record<DueKind, (deps: Deps, due: Due) => Promise<void>>> = {
  send: runSend,
  'request.remind1': (deps, due) => remindRequest(deps, due, 'remind'),
  'request.remind2': (deps, due) => remindRequest(deps, due, 'overdue'),
  'request.expire': expireRequest,
  'goal.expire': expireGoal,
  'wave.decide': runDecide,
  'wave.remind': runRemind,
  'wave.release': runRelease,
  'readout.day1': (deps, due) => runReadout(deps, due, 'day1'),
  'readout.daily': runLook,
  'readout.final': (deps, due) => runReadout(deps, due, 'final'),
  'draft.retry': async (deps, due) => {
    if (due.campaignId !== null) await retryDraft(deps, due.campaignId);
    await finishDue(deps.db, due.id, await deps.clock.business());
  },
  digest: runDigest,
  'notice.collect': collectNotices,
  'practice.customers': async (deps, due) => {
    if (due.campaignId !== null) await deps.customers?.act(deps, due.campaignId);
    await finishDue(deps.db, due.id, await deps.clock.business());
  },
};

/** Asks for every due row that is open; the queue keeps one job a row. */
export const tickDues = async (deps: Deps): Promise<void> => {
  for (const due of await openDues(deps.db, await deps.clock.business()))
    await deps.jobs.enqueue(deps.db, 'due.run', { dueId: due.id }, { key: String(due.id) });
};

export const runDue = async (deps: Deps, dueId: number): Promise<void> => {
  const due = await findDue(deps.db, dueId);
  if (due) await DUES[due.kind](deps, due);
};

/** One job, however many processes ask for it; also asked for at start, when the zone may have changed. */
export const keepData = (deps: Deps): Promise<void> => deps.jobs.enqueue(deps.db, 'data.keep', {}, { key: 'data' });

/** Also asked for where practice's clock has been moved: its ten minutes are over sooner than the machine's. */
export const keepSums = (deps: Deps): Promise<void> =>
  deps.jobs.enqueue(deps.db, 'results.keep', {}, { key: 'results' });

const sweepMessages = async (deps: Deps): Promise<void> => {
  for (const thread of await owedThreads(deps.db, deps.clock.system()))
    await deps.jobs.enqueue(deps.db, 'slack.draw', { thread }, { key: thread });
};

/** A tick that was missed or came while the last one ran is no news: the next one asks the same. */
const quiet = (deps: Deps): Logger => ({
  info: () => undefined,
  warn: () => undefined,
  debug: () => undefined,
  error: (message) => deps.log.warn({ error: messageOf(message) }, 'ticker'),
});

/** Starts the ticks; a tick that fails is reported and the next one tries again. */
export const startTicks = (deps: Deps): { stop(): Promise<void> } => {
  const tasks: ScheduledTask[] = TICKS.map(({ every, does, run }) =>
    cron(
      every,
      async () => {
        try {
          await run(deps);
        } catch (error) {
          deps.log.warn({ tick: does, error: messageOf(error) }, 'tick failed');
        }
      },
      { noOverlap: true, timezone: deps.config.timezone, suppressMissedWarning: true, logger: quiet(deps) },
    ),
  );
  return {
    stop: async () => {
      for (const task of tasks) await task.stop();
    },
  };
};
