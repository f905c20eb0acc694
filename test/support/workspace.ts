import { setTimeout as sleep } from 'node:timers/promises';

/** Long, because the machine may be busy: nobody asserts a time. */
const PATIENCE_MS = 120_000;

/** A person in front of the practice workspace, over the same HTTP the page uses. */
export type Seen = {
  channel: string;
  ts: string;
  threadTs: string | null;
  user: string;
  onlyFor: string | null;
  text: string;
  blocks: Record<string, unknown>[] | null;
  metadata: { event_type: string; event_payload: { campaign_id: string; step: string; version: number } } | null;
  edited: boolean;
  deleted: boolean;
  seq: number;
};
export type View = {
  id: string;
  kind: string;
  view: {
    callback_id?: string;
    blocks: Record<string, unknown>[];
    title?: { text: string };
    private_metadata?: string;
  };
  depth: number | null;
};
type Values = Record<string, Record<string, unknown>>;

export type Workspace = ReturnType<typeof workspace>;

export const workspace = (url: string) => {
  const post = async (path: string, body: unknown) => {
    const answer = await fetch(`${url}${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    return (await answer.json()) as { ok: boolean; error?: string; errors?: Record<string, string>; ts?: string };
  };
  const changes = async (seat: string) =>
    (await (await fetch(`${url}/practice/changes?seat=${seat}&after=0`)).json()) as { messages: Seen[]; views: View[] };
  const messages = async (seat = 'U0MARKETER') => (await changes(seat)).messages.filter(({ deleted }) => !deleted);
  const views = async (seat: string) =>
    (await changes(seat)).views.filter(({ depth, kind }) => kind === 'modal' && depth !== null);

  const until = async <T>(
    what: string,
    look: () => Promise<T | null | undefined | false>,
    ms = PATIENCE_MS,
  ): Promise<T> => {
    // Looking costs the product more than it costs us: the longer it takes, the seldomer.
    let pause = 40;
    for (const end = Date.now() + ms; Date.now() < end; await sleep(pause)) {
      pause = Math.min(pause * 1.25, 400);
      const found = await look();
      if (found) return found;
    }
    const said = (await messages())
      .slice(-8)
      .map(({ text, metadata }) => `${metadata?.event_payload.step ?? '-'}: ${text}`);
    throw new Error(`waited ${ms} ms for ${what}; last messages:\n${said.join('\n')}`);
  };

  /** The card of a step, by its metadata; the newest version unless one is named. */
  const card = (
    step: string,
    options: { version?: number; seat?: string; campaign?: string; ms?: number; when?: (m: Seen) => boolean } = {},
  ) =>
    until(
      `the ${step} card`,
      async () =>
        (await messages(options.seat))
          .filter(({ metadata }) => metadata?.event_type === 'baton.card' && metadata.event_payload.step === step)
          .filter(
            ({ metadata }) => options.version === undefined || metadata?.event_payload.version === options.version,
          )
          .filter(
            ({ metadata }) =>
              options.campaign === undefined || metadata?.event_payload.campaign_id === options.campaign,
          )
          .filter((m) => options.when?.(m) ?? true)
          .at(-1),
      options.ms,
    );

  const click = (seat: string, message: Seen, action: string, option?: string) => {
    const element = elementOf(message.blocks ?? [], action);
    if (!element) throw new Error(`no ${action} on "${message.text}"`);
    return post('/practice/action', {
      seat,
      channel: message.channel,
      ts: message.ts,
      action: {
        type: element.type,
        action_id: action,
        block_id: element.block_id,
        ...(element.type === 'overflow'
          ? { selected_option: (element.options as { value: string }[]).find(({ value }) => value === option) }
          : { value: element.value }),
      },
    });
  };

  return {
    url,
    messages,
    views,
    until,
    card,
    click,
    say: (seat: string, text: string, threadTs?: string, channel = 'C0MARKETING') =>
      post('/practice/say', { seat, channel, text, threadTs }),
    command: (seat: string, text: string, channel = 'C0MARKETING') =>
      post('/practice/command', { seat, channel, text }),
    /** The modal this seat has open, by its callback id. */
    modal: (seat: string, callback: string) =>
      until(`the ${callback} modal`, async () =>
        (await views(seat)).findLast(({ view }) => view.callback_id === callback),
      ),
    submit: (seat: string, view: View, values: Record<string, unknown>) =>
      post('/practice/submit', {
        seat,
        viewId: view.id,
        state: {
          values: Object.fromEntries(
            Object.entries(values).map(([block, value]) => [block, { value }]),
          ) satisfies Values,
        },
      }),
    /** Approves the open card of a step. */
    approve: async (seat: string, step: string) => {
      const found = await card(step, { when: (m) => elementOf(m.blocks ?? [], 'step.approve') !== null });
      const answer = await click(seat, found, 'step.approve');
      if (!answer.ok) throw new Error(answer.error);
    },
    /** Launches: the button, then the modal with the count when it is asked for. */
    launch: async (seat: string) => {
      const found = await card('plan', { when: (m) => elementOf(m.blocks ?? [], 'launch.approve') !== null });
      await click(seat, found, 'launch.approve');
      const view = await until('the launch modal', async () =>
        (await views(seat)).findLast((v) => v.view.callback_id === 'launch.approve'),
      );
      const asked = view.view.blocks.find(({ block_id }) => block_id === 'count') as
        | { hint?: { text: string }; element?: { type: string } }
        | undefined;
      return post('/practice/submit', {
        seat,
        viewId: view.id,
        state: { values: asked ? { count: { value: { type: asked.element?.type, value: asked.hint?.text } } } : {} },
      });
    },
    ephemerals: async (seat: string) => (await messages(seat)).filter(({ onlyFor }) => onlyFor === seat),
    forward: async (iso: string) => {
      const answer = await fetch(`${url}/clock`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ advance: iso }),
      });
      const body = (await answer.json()) as { now: string; ran: number; error?: string };
      if (!answer.ok) throw new Error(body.error);
      return body;
    },
    mailbox: async (query = '') => (await (await fetch(`${url}/mailbox.json${query}`)).json()) as Mail[],
  };
};

export type Mail = {
  id: number;
  channel: string;
  to: string;
  subject: string;
  text: string;
  html: string;
  at: string;
  campaignId: string | null;
  contactId: string | null;
  test: boolean;
  /** How a telephone shows it; absent or null for e-mail. */
  phone?: { kind: string } | null;
};

/** Looks for an element by its action id, however deep it stands; the block id comes from the block around it. */
export const elementOf = (blocks: unknown, action: string, block?: unknown): Record<string, unknown> | null => {
  if (Array.isArray(blocks)) {
    for (const each of blocks) {
      const found = elementOf(each, action, block);
      if (found) return found;
    }
    return null;
  }
  if (typeof blocks !== 'object' || blocks === null) return null;
  const here = blocks as Record<string, unknown>;
  if (here.action_id === action) return { ...here, block_id: block };
  const around = here.block_id ?? block;
  for (const value of Object.values(here)) {
    const found = elementOf(value, action, around);
    if (found) return found;
  }
  return null;
};
