import type { Input, Meta, Where } from './door.ts';

/** Reads what Slack sends, believing nothing: absent or strange parts become empty. Pure. */
type Loose = { [key: string]: Loose | undefined } & Record<string, unknown>;

const loose = (value: unknown): Loose =>
  (typeof value === 'object' && value !== null && !Array.isArray(value) ? value : {}) as Loose;
const text = (value: unknown): string => (typeof value === 'string' ? value : '');
const orNull = (value: unknown): string | null => text(value) || null;

export type RawClick = {
  user: string;
  action: string;
  value: string;
  blockId: string;
  where: Where;
  triggerId: string;
  viewId: string | null;
};

/** A block action; the first, as Slack sends one. In a modal `where` comes from the modal's own metadata. */
export const readClick = (body: unknown): RawClick => {
  const all = loose(body);
  const action = loose(Array.isArray(all.actions) ? all.actions[0] : undefined);
  const container = loose(all.container);
  const message = loose(all.message);
  const messageTs = orNull(container.message_ts) ?? orNull(message.ts);
  const view = loose(all.view);
  return {
    user: text(loose(all.user).id),
    action: text(action.action_id),
    value: text(action.value) || text(loose(action.selected_option).value),
    blockId: text(action.block_id),
    where: view.id
      ? readMeta(view.private_metadata).where
      : {
          channel: orNull(container.channel_id) ?? orNull(loose(all.channel).id),
          // A card that starts its own thread is answered in that thread.
          threadTs: orNull(container.thread_ts) ?? orNull(message.thread_ts) ?? messageTs,
          messageTs,
        },
    triggerId: text(all.trigger_id),
    viewId: text(view.type) === 'modal' ? orNull(view.id) : null,
  };
};

export type RawSubmission = {
  user: string;
  callback: string;
  meta: Meta;
  inputs: Record<string, Input>;
  viewId: string;
};

export const readSubmission = (body: unknown): RawSubmission => {
  const all = loose(body);
  const view = loose(all.view);
  const values = loose(loose(view.state).values);
  return {
    user: text(loose(all.user).id),
    callback: text(view.callback_id),
    meta: readMeta(view.private_metadata),
    inputs: Object.fromEntries(
      Object.entries(values).map(([block, elements]) => [block, readInput(loose(elements).value)]),
    ),
    viewId: text(view.id),
  };
};

const optionValue = (option: unknown): string => text(loose(option).value);
const list = (value: unknown): unknown[] => (Array.isArray(value) ? value : []);

/** The value of one input, by what it holds: every kind of input keeps its answer under a name of its own. */
const readInput = (element: unknown): Input => {
  const one = loose(element);
  if (Array.isArray(one.selected_options)) return list(one.selected_options).map(optionValue);
  if (Array.isArray(one.selected_users)) return list(one.selected_users).map(text);
  if (typeof one.selected_date_time === 'number') return String(one.selected_date_time);
  if (typeof one.value === 'number') return String(one.value);
  return (
    optionValue(one.selected_option) ||
    text(one.selected_conversation) ||
    text(one.selected_user) ||
    text(one.selected_date) ||
    text(one.selected_time) ||
    orNull(one.value)
  );
};

const NOWHERE: Where = { channel: null, threadTs: null, messageTs: null };

export const writeMeta = (meta: Meta): string => JSON.stringify(meta);

export const readMeta = (value: unknown): Meta => {
  let parsed: unknown = null;
  try {
    parsed = JSON.parse(text(value) || 'null');
  } catch {
    // Not ours: treated as empty.
  }
  const meta = loose(parsed);
  const where = loose(meta.where);
  return {
    id: text(meta.id),
    ...(meta.part && { part: text(meta.part) }),
    where: meta.where
      ? { channel: orNull(where.channel), threadTs: orNull(where.threadTs), messageTs: orNull(where.messageTs) }
      : NOWHERE,
  };
};

/** An option of `step.more` carries no request: the actions block is named after it. */
export const requestOf = (click: { value: string; blockId: string }): string =>
  click.value.startsWith('req_') ? (click.value.split(':')[0] ?? '') : (click.blockId.split('.')[0] ?? '');
