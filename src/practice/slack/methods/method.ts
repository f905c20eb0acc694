import type { Arguments } from '../arguments.ts';
import type { Workspace } from '../workspace.ts';

/** One Web API method: what it answers beside `ok: true`. @throws Refusal */
export type Method = (ws: Workspace, args: Arguments) => Promise<Record<string, unknown>>;
export type Methods = Readonly<Record<string, Method>>;
