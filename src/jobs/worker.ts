import { keepRollups } from '../audience/rebuild.ts';
import { enforceRetention } from '../audience/retention.ts';
import { tellInterrupted } from '../campaign/interrupted.ts';
import { pingApprovers } from '../campaign/ping.ts';
import { askVendor, deliver, settleSending, startSending } from '../campaign/sending.ts';
import { sendTest } from '../delivery/test-send.ts';
import type { Deps } from '../deps.ts';
import { messageOf } from '../kit/log.ts';
import { keepResults } from '../results/keep.ts';
import { rereadFinals } from '../results/late.ts';
import { predict } from '../results/predict.ts';
import { writeDraft } from '../steps/draft.ts';
import type { Handler, JobData, JobName } from './job.ts';
import type { Runner } from './queue.ts';
import { runDue } from './timetable.ts';

/** What needs Slack is handed in by the app: jobs know no Slack. */
export type SlackHandlers = {
  readonly [N in 'slack.draw' | 'intent.read' | 'import.read' | 'import.run']: Handler<N>;
};

/** Each job to its handler; a missing one does not compile. */
const handlers = (slack: SlackHandlers): { readonly [N in JobName]: Handler<N> } => ({
  ...slack,
  'draft.write': ({ campaignId }, deps) => writeDraft(deps, campaignId),
  'due.run': ({ dueId }, deps) => runDue(deps, dueId),
  'send.freeze': ({ campaignId }, deps) => startSending(deps, campaignId),
  'send.slice': (data, deps) => deliver(deps, data),
  'send.interrupted': ({ campaignId }, deps) => tellInterrupted(deps, campaignId),
  'send.lookup': (data, deps) => askVendor(deps, data),
  'send.progress': ({ campaignId }, deps) => settleSending(deps, campaignId),
  'request.ping': (data, deps) => pingApprovers(deps, data),
  // It tells the asker itself what became of it.
  'test.send': async ({ testSendId }, deps) => {
    await sendTest(deps, testSendId);
  },
  'data.keep': (_, deps) => keepData(deps),
  'results.keep': async (_, deps) => {
    await keepResults(deps);
    await rereadFinals(deps, await deps.clock.business());
  },
});

const keepData = async (deps: Deps): Promise<void> => {
  const { db, clock, config, stopping } = deps;
  const { timezone, currency } = config;
  const opts = { now: await clock.business(), timezone, ...(stopping && { signal: stopping }) };
  await keepRollups(db, opts);
  await predict(db, { ...opts, currency });
  await enforceRetention(db, opts);
};

/** What of a job's data may be logged: ids, never what a person wrote. */
const LOGGED: { readonly [N in JobName]: readonly (keyof JobData[N])[] } = {
  'slack.draw': ['thread'],
  'intent.read': ['campaignId', 'channel', 'ts'],
  'import.read': ['importId'],
  'import.run': ['importId'],
  'draft.write': ['campaignId'],
  'due.run': ['dueId'],
  'send.freeze': ['campaignId'],
  'send.slice': ['campaignId', 'occurrence', 'lo', 'hi'],
  'send.interrupted': ['campaignId'],
  'send.lookup': ['campaignId', 'occurrence'],
  'send.progress': ['campaignId'],
  'request.ping': ['requestId', 'occasion'],
  'test.send': ['testSendId'],
  'data.keep': [],
  'results.keep': [],
};

const idsOf = <N extends JobName>(name: N, data: JobData[N]): Partial<JobData[N]> =>
  Object.fromEntries(LOGGED[name].map((id) => [id, data[id]])) as Partial<JobData[N]>;

/** Runs a job and reports a failure with its name and ids only; the queue tries it again. */
export const runner = (deps: Deps, slack: SlackHandlers): Runner => {
  const table = handlers(slack);
  return async <N extends JobName>(name: N, data: JobData[N]) => {
    try {
      await (table[name] as Handler<N>)(data, deps);
    } catch (error) {
      deps.log.error(
        {
          job: name,
          ...idsOf(name, data),
          error: messageOf(error),
          stack: error instanceof Error ? error.stack : undefined,
        },
        'job failed',
      );
      throw error;
    }
  };
};
