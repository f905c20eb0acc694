import type { Picture } from './picture.ts';

/** How a message leaves. One file a vendor implements this; what a vendor said is data, never an exception. */
export type ChannelName = 'email' | 'kakao' | 'sms' | 'push';

/** What every message has. Exists only between hand-over and answer; never logged. */
type Message = {
  /** From the ledger key: the same message always has the same id, so a relay or a person can see a repeat. */
  messageId: string;
  /** Signed and opaque, `[A-Za-z0-9_-]{1,64}`: the vendor keeps it with the message and gives it back in its reports. */
  reference: string;
  /** E-mail address, E.164 number, or the device's token. */
  to: string;
  /** What is read: complete MIME for e-mail, the rendered text for the others. */
  body: string;
};

/** `from`: the bounce address. */
export type MailOut = Message & { channel: 'email'; from: string };

/** Text of the SMS family. `from`: a sender number registered with the vendor, digits only. Some take ads at a door of their own. */
export type TextOut = Message & TextContent & { channel: 'sms'; isAd: boolean };
export type TextContent = { kind: 'sms' | 'lms' | 'mms'; from: string; subject: string; picture?: Picture };

/**
 * Alimtalk goes by an approved template and its values, a brand message by its text. `fallback` is what whoever cannot get
 * it by Kakao is sent instead, with copy of its own; both are one message: one cap, one price, one result.
 */
export type KakaoOut = Message & {
  channel: 'kakao';
  form:
    | { kind: 'alimtalk'; template: string; variables: Readonly<Record<string, string>> }
    | { kind: 'brand'; buttons: readonly { name: string; url: string }[] };
  fallback: (TextContent & { body: string }) | null;
};

/** One device. `link`: where a tap leads. */
export type PushOut = Message & { channel: 'push'; title: string; link: string };

/** One message, filled for one person, ready to go. */
export type Outgoing = MailOut | TextOut | KakaoOut | PushOut;

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

/** A message whose answer was lost, as the vendor may remember it. `handedAt`: system time. */
export type Asked = { reference: string; to: string; handedAt: Date };

/**
 * `missing`: the vendor has no such message, which proves nothing before its own lists have caught up; `unsure`: it could
 * not be asked.
 */
export type Found =
  | Extract<Outcome, { outcome: 'accepted' | 'rejected' }>
  | { outcome: 'missing' }
  | { outcome: 'unsure'; reason: string };

export type Channel<M extends Outgoing = Outgoing> = {
  name: ChannelName;
  /** Names the provider account: rate limits and breakers are per account. Goes into the plan's hash. */
  account: string;
  /** True for a stand-in; every card then says so. */
  practice: boolean;
  /** Longest a single hand-over can take, ms: the lease must outlive it. */
  timeoutMs: number;
  /** Most messages in one hand-over. */
  batch: number;
  send(messages: readonly M[]): Promise<readonly Outcome[]>;
  /** One answer for each that is asked about, in their order. Absent where the vendor cannot be asked. */
  lookup?(asked: readonly Asked[]): Promise<readonly Found[]>;
  /** For `baton doctor` and start-up: null when reachable, else why not. */
  probe(): Promise<string | null>;
  close(): Promise<void>;
};

export type Channels = ReadonlyMap<ChannelName, Channel>;
