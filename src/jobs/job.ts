import type { Deps, Tx } from '../deps.ts';

/** Every job by name with the shape of its data. Shallow: a handler loads, calls the domain, returns. */
export type JobData = {
  /** Write the draft the campaign's status asks for. */
  'draft.write': { campaignId: number };
  /** Draw what is owed to Slack in one thread (root key or channel); `later` only asks for that when a wait is over. */
  'slack.draw': { thread: string; later?: true };
  /** Run one due row. */
  'due.run': { dueId: number };
  /** Freeze the audience and cut it into slices. */
  'send.freeze': { campaignId: number };
  /** Deliver one slice of the contact hash; of all its rows at most `most`, where the budget does not pay for everybody. */
  'send.slice': { campaignId: number; occurrence: number; lo: number; hi: number; most?: number };
  /** Tell the thread that the process which was sending is gone. */
  'send.interrupted': { campaignId: number };
  /** Ask the vendor about messages whose answer was lost. */
  'send.lookup': { campaignId: number; occurrence: number };
  /** Redraw counts; settle when the ledger's sum says so. */
  'send.progress': { campaignId: number };
  /** Read a thread reply as one of the closed set of intents. `addressed`: a mention or a direct message. */
  'intent.read': { campaignId: number; channel: string; ts: string; user: string; text: string; addressed: boolean };
  /** Look at a file that was dropped, to ask what it is. */
  'import.read': { importId: string };
  /** Bring it in. */
  'import.run': { importId: string };
  /** Tell those who may decide, by direct message. */
  'request.ping': { requestId: string; occasion: 'asked' | 'remind' | 'overdue' };
  /** Nightly: roll-ups of another zone are made anew, values predicted, and what is older than it may be deleted. */
  'data.keep': Record<string, never>;
  /** What digests add up is kept: revenue of days that are over, ledgers that still move. */
  'results.keep': Record<string, never>;
  /** A test message to the asker. */
  'test.send': { testSendId: string };
};
export type JobName = keyof JobData;

export type JobOptions = {
  /** One job a key may wait; with `exclusive` queues also only one may run. */
  key?: string;
  /** System time. */
  startAfter?: Date;
  /** Its place in the line of its name: the greater goes first, then the older. 0 unless told. */
  place?: number;
};

/** Who stands first in the line of a name. */
export type First<N extends JobName> = { place: number; data: JobData[N]; ready: boolean };

export type Jobs = {
  /** Inside a transaction the job exists if and only if the transaction commits. */
  enqueue<N extends JobName>(tx: Tx, name: N, data: JobData[N], options?: JobOptions): Promise<void>;
  /** The job that a free worker would take now; where none is ready, the first of those that wait for their time. */
  first<N extends JobName>(tx: Tx, name: N): Promise<First<N> | null>;
};

export type Handler<N extends JobName> = (data: JobData[N], deps: Deps) => Promise<void>;
