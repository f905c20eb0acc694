import { and, eq } from 'drizzle-orm';
import { practiceChannels, practiceMessages } from '../../db/schema.ts';
import type { MessageRow } from './messages.ts';
import type { Workspace } from './workspace.ts';

/** What a test may do to this Slack from within the process. Never reachable over HTTP. */
export type Control = {
  /** Slack is down for the next `calls` requests, or until `up()`: 503, or a connection cut without an answer. */
  down(how?: { calls?: number; by?: '503' | 'cut' }): void;
  up(): void;
  /** The next `times` calls of a method are answered 429 with Retry-After. */
  rateLimit(method: string, times: number, retryAfterSeconds: number): void;
  /** The next `times` calls of a method are refused with this error, and do nothing. */
  refuse(method: string, error: string, times?: number): void;
  /** The next `times` calls of a method are done, but the connection is cut before the answer. */
  loseAnswers(method: string, times: number): void;
  /** Calls of a method wait until the function returned is called. */
  hold(method: string): () => void;
  /** This Slack does not know a block type yet: `invalid_blocks` (views: `invalid_arguments`). */
  refuseBlock(type: string): void;
  allowBlock(type: string): void;
  isUnknownBlock(type: string): boolean;
  /** How often a method was called (every attempt counts), or all of them. */
  calls(method?: string): number;
  /** The newest calls of a method with their arguments, oldest first (500 are kept in all). */
  callsOf(method: string): Record<string, unknown>[];
  forgetCalls(): void;
  dropBot(channel: string): Promise<void>;
  addChannel(channel: { id: string; name: string; botIn: boolean }): Promise<void>;
  removeChannel(channel: string): Promise<void>;
  removePerson(channel: string, user: string): void;
  isRemoved(channel: string, user: string): boolean;
  /** Every message that is still there, ephemerals included, oldest first. */
  messages(channel?: string): Promise<MessageRow[]>;
};

/** What the Web API route asks before it does a call. */
export type Fate =
  | { kind: 'pass'; loseAnswer: boolean }
  | { kind: 'status'; status: 503 | 429; retryAfter?: number }
  | { kind: 'cut' }
  | { kind: 'refuse'; error: string };

export type Switches = {
  control: Control;
  fate(method: string, all: Record<string, unknown>): Promise<Fate>;
};

const LOGGED_CALLS = 500;

export const makeSwitches = (workspace: () => Workspace): Switches => {
  let outage: { left: number; by: '503' | 'cut' } | null = null;
  const limited = new Map<string, { left: number; retryAfter: number }>();
  const refused = new Map<string, { left: number; error: string }>();
  const lost = new Map<string, number>();
  const held = new Map<string, { gate: Promise<void>; open(): void }>();
  const unknownBlocks = new Set<string>();
  const removed = new Set<string>();
  const counts = new Map<string, number>();
  let log: { method: string; all: Record<string, unknown> }[] = [];

  const control: Control = {
    down: ({ calls = Number.POSITIVE_INFINITY, by = '503' } = {}) => {
      outage = { left: calls, by };
    },
    up: () => {
      outage = null;
    },
    rateLimit: (method, times, retryAfter) => void limited.set(method, { left: times, retryAfter }),
    refuse: (method, error, times = 1) => void refused.set(method, { left: times, error }),
    loseAnswers: (method, times) => void lost.set(method, times),
    hold: (method) => {
      let open: () => void = () => undefined;
      const gate = new Promise<void>((resolve) => {
        open = resolve;
      });
      held.set(method, { gate, open });
      return () => {
        held.delete(method);
        open();
      };
    },
    refuseBlock: (type) => void unknownBlocks.add(type),
    allowBlock: (type) => void unknownBlocks.delete(type),
    isUnknownBlock: (type) => unknownBlocks.has(type),
    calls: (method) => (method ? (counts.get(method) ?? 0) : [...counts.values()].reduce((sum, n) => sum + n, 0)),
    callsOf: (method) => log.filter((call) => call.method === method).map(({ all }) => all),
    forgetCalls: () => {
      counts.clear();
      log = [];
    },
    dropBot: async (channel) => {
      const { db } = workspace();
      await db.update(practiceChannels).set({ botIn: false }).where(eq(practiceChannels.id, channel));
    },
    addChannel: async (channel) => {
      await workspace().db.insert(practiceChannels).values(channel);
    },
    removeChannel: async (channel) => {
      await workspace().db.delete(practiceChannels).where(eq(practiceChannels.id, channel));
    },
    removePerson: (channel, user) => void removed.add(`${channel}/${user}`),
    isRemoved: (channel, user) => removed.has(`${channel}/${user}`),
    messages: (channel) =>
      workspace()
        .db.select()
        .from(practiceMessages)
        .where(and(eq(practiceMessages.deleted, false), ...(channel ? [eq(practiceMessages.channel, channel)] : [])))
        .orderBy(practiceMessages.ts),
  };

  const take = <T extends { left: number }>(from: Map<string, T>, method: string): T | undefined => {
    const found = from.get(method);
    if (!found || found.left <= 0) return undefined;
    found.left -= 1;
    return found;
  };

  return {
    control,
    fate: async (method, all) => {
      counts.set(method, (counts.get(method) ?? 0) + 1);
      log.push({ method, all });
      if (log.length > LOGGED_CALLS) log.shift();
      await held.get(method)?.gate;
      if (outage && outage.left > 0) {
        outage.left -= 1;
        return outage.by === 'cut' ? { kind: 'cut' } : { kind: 'status', status: 503 };
      }
      const limit = take(limited, method);
      if (limit) return { kind: 'status', status: 429, retryAfter: limit.retryAfter };
      const refusal = take(refused, method);
      if (refusal) return { kind: 'refuse', error: refusal.error };
      const left = lost.get(method) ?? 0;
      if (left > 0) lost.set(method, left - 1);
      return { kind: 'pass', loseAnswer: left > 0 };
    },
  };
};
