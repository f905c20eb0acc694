import type { ModalView } from '@slack/types';
import type { WebClient } from '@slack/web-api';
import type { Deps, Person } from '../../deps.ts';
import type { FullDirectory } from '../directory.ts';
import type { Identity } from '../identity.ts';

/** What every handler works with. */
export type Door = {
  deps: Deps;
  /** For calls within a click: gives up before Slack does. */
  client: WebClient;
  identity: () => Promise<Identity>;
  directory: FullDirectory;
};

/** Where a click came from; all null for the App Home and for modals. */
export type Where = { channel: string | null; threadTs: string | null; messageTs: string | null };

export type Click = {
  person: Person;
  action: string;
  /** The button's value, or the chosen option's. */
  value: string;
  blockId: string;
  where: Where;
  triggerId: string;
  /** The modal it was clicked in. */
  viewId: string | null;
};

/** What a modal carries through its life, as its private metadata. */
export type Meta = { id: string; part?: string; where: Where };

export type Input = string | readonly string[] | null;

export type Submission = {
  person: Person;
  callback: string;
  meta: Meta;
  /** Block id -> what was written or chosen. */
  inputs: Readonly<Record<string, Input>>;
  viewId: string;
};

export type Command = {
  person: Person;
  /** First word, lower case. */
  word: string;
  rest: string;
  channel: string;
  triggerId: string;
};

/** What goes back in the acknowledgement. Nothing closes a modal. */
export type Reply =
  | undefined
  | { response_action: 'errors'; errors: Record<string, string> }
  | { response_action: 'update'; view: ModalView };

export type CommandReply = { text: string; blocks?: unknown[] };

export type ClickHandler = (door: Door, click: Click) => Promise<void>;
export type SubmitHandler = (door: Door, submission: Submission) => Promise<Reply>;
export type CommandHandler = (door: Door, command: Command) => Promise<CommandReply>;
