/** How a message leaves. One file a vendor implements this; what a vendor said is data, never an exception. */
export type ChannelName = 'email' | 'kakao' | 'sms' | 'push';

/** One message, filled for one person, ready to go. Exists only between hand-over and answer; never logged. */
export type Outgoing = {
  /** From the ledger key: the same message always has the same id, so a relay or a person can see a repeat. */
  messageId: string;
  to: string;
  /** Complete MIME for e-mail; rendered text for the others. */
  body: string;
  /** Bounce address for e-mail. */
  from: string;
};

export type Outcome =
  | { outcome: 'accepted'; providerId: string }
  | { outcome: 'rejected'; reason: string; permanent: boolean }
  /**
   * Nothing was taken; try again, not before `afterMs`. `whole`: the account as such must wait (down, busy, 421, 429); then
   * everybody on it waits and it costs this message no attempt. Otherwise it is about this recipient alone.
   */
  | { outcome: 'retry_later'; reason: string; afterMs: number; whole?: true }
  /** It may or may not have been taken. Never re-sent by itself. */
  | { outcome: 'unknown'; reason: string };

export type Channel = {
  name: ChannelName;
  /** Names the provider account: rate limits and breakers are per account. Goes into the plan's hash. */
  account: string;
  /** True for a stand-in; every card then says so. */
  practice: boolean;
  /** Longest a single hand-over can take, ms: the lease must outlive it. */
  timeoutMs: number;
  /** Most messages in one hand-over. */
  batch: number;
  send(messages: readonly Outgoing[]): Promise<readonly Outcome[]>;
  /** For `baton doctor` and start-up: null when reachable, else why not. */
  probe(): Promise<string | null>;
  close(): Promise<void>;
};

export type Channels = ReadonlyMap<ChannelName, Channel>;
