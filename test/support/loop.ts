import pg from 'pg';
import { expect } from 'vitest';
import { elementOf, type Mail, type Workspace } from './workspace.ts';

/** Parts of the main job as people play it, and the books that have to balance afterwards. */

/** `@baton ...` in #marketing. @returns the campaign's name, `C-1`, and how long its card took (told, never asserted) */
export const sayGoal = async (ws: Workspace, words: string): Promise<{ campaign: string; cardMs: number }> => {
  const began = performance.now();
  const said = await ws.say('U0MARKETER', words);
  if (!said.ok || !said.ts) throw new Error(`not said: ${said.error}`);
  const card = await ws.card('campaign', { when: (m) => m.threadTs === said.ts });
  return { campaign: card.metadata?.event_payload.campaign_id ?? '', cardMs: Math.round(performance.now() - began) };
};

export const INNER = ['brief', 'segments', 'personas', 'copy'] as const;

/** Waits for the card of a step that asks, and approves it. */
export const approve = async (ws: Workspace, campaign: string, step: string, seat = 'U0MARKETER'): Promise<void> => {
  const card = await ws.card(step, {
    campaign,
    when: (m) => elementOf(m.blocks, 'step.approve') !== null,
  });
  const answer = await ws.click(seat, card, 'step.approve');
  if (!answer.ok) throw new Error(`${step} of ${campaign}: ${answer.error}`);
};

/** The launch button of the plan, and its modal. */
export const launch = async (ws: Workspace, campaign: string, seat = 'U0APPROVER1'): Promise<void> => {
  const open = (m: { blocks: unknown }) => elementOf(m.blocks, 'launch.approve') !== null;
  const card = await ws.card('plan', { campaign, when: open });
  const opened = await ws.click(seat, card, 'launch.approve');
  if (!opened.ok) throw new Error(`launch of ${campaign}: ${opened.error}`);
  const view = await ws.modal(seat, 'launch.approve');
  const asked = view.view.blocks.find(({ block_id }) => block_id === 'count') as
    | { hint?: { text: string }; element?: { type: string } }
    | undefined;
  const answer = await ws.submit(
    seat,
    view,
    asked ? { count: { type: asked.element?.type, value: asked.hint?.text } } : {},
  );
  if (!answer.ok) throw new Error(`launch of ${campaign}: ${JSON.stringify(answer)}`);
};

/** From the goal to the plan that waits for its launch. */
export const upToLaunch = async (ws: Workspace, words: string): Promise<{ campaign: string; cardMs: number }> => {
  const started = await sayGoal(ws, words);
  for (const step of INNER) await approve(ws, started.campaign, step);
  await ws.card('plan', {
    campaign: started.campaign,
    when: (m) => elementOf(m.blocks, 'launch.approve') !== null,
  });
  return started;
};

/** Runs statements on a product's own database, beside it. */
export const withSql = async <T>(
  url: string,
  use: (query: <R extends Record<string, unknown>>(text: string, values?: unknown[]) => Promise<R[]>) => Promise<T>,
): Promise<T> => {
  const client = new pg.Client({ connectionString: url });
  client.on('error', () => {
    // What goes away while we look has been looked at.
  });
  await client.connect();
  try {
    return await use(async (text, values = []) => (await client.query(text, values)).rows);
  } finally {
    await client.end().catch(() => undefined);
  }
};

export const statusOf = (url: string, campaign: string): Promise<string> =>
  withSql(url, async (query) => {
    const [row] = await query<{ status: string }>('select status from campaigns where id = $1', [
      Number(campaign.slice(2)),
    ]);
    return row?.status ?? 'none';
  });

export type Account = {
  /** Recorded `send` at the freeze. */
  send: number;
  mails: number;
  byStatus: Record<string, number>;
  /** Contacts with two mails or more: there must be none. */
  doubles: string[];
  /** Taken by the ledger for delivered, and no mail: there must be none. */
  lost: string[];
  /** Neither delivered, nor unknown, nor ended with a reason: there must be none once sending is over. */
  open: string[];
  /** A mail of somebody who was not to get one: there must be none. */
  strangers: string[];
  unknown: number;
  /** Of the unknown, those whose mail did arrive. */
  unknownArrived: number;
};

/** Every contact recorded `send` against every mail that came: the promise in numbers. */
export const account = async (url: string, campaign: string, mails: readonly Mail[]): Promise<Account> => {
  const rows = await withSql(url, (query) =>
    query<{ contact: string; status: string | null; reason: string | null }>(
      `select c.external_id as contact, d.status, d.reason from audience_members m
       join contacts c on c.id = m.contact_id
       left join deliveries d on d.campaign_id = m.campaign_id and d.occurrence = m.occurrence and d.contact_id = m.contact_id
       where m.campaign_id = $1 and m.outcome = 'send'`,
      [Number(campaign.slice(2))],
    ),
  );
  const got = new Map<string, number>();
  const ours = mails.filter((mail) => mail.campaignId === campaign && !mail.test);
  for (const { contactId } of ours) got.set(contactId ?? '?', (got.get(contactId ?? '?') ?? 0) + 1);
  const meant = new Set(rows.map(({ contact }) => contact));
  const byStatus: Record<string, number> = {};
  for (const { status } of rows) byStatus[status ?? 'none'] = (byStatus[status ?? 'none'] ?? 0) + 1;
  const arrived = (contact: string) => (got.get(contact) ?? 0) > 0;
  const is =
    (...wanted: string[]) =>
    (row: { status: string | null }) =>
      wanted.includes(row.status ?? 'none');
  const named = (list: { contact: string; status: string | null }[]) =>
    list.map(({ contact, status }) => `${contact} ${status}`);
  return {
    send: rows.length,
    mails: ours.length,
    byStatus,
    doubles: [...got].filter(([, n]) => n > 1).map(([contact, n]) => `${contact} x${n}`),
    lost: named(rows.filter(is('accepted', 'delivered')).filter(({ contact }) => !arrived(contact))),
    open: named(
      rows.filter(
        (row) =>
          !is('accepted', 'delivered', 'unknown')(row) &&
          !(is('failed', 'suppressed', 'expired', 'cancelled')(row) && (row.reason || row.status === 'cancelled')),
      ),
    ),
    strangers: [...got.keys()].filter((contact) => !meant.has(contact)),
    unknown: rows.filter(is('unknown')).length,
    unknownArrived: rows.filter(is('unknown')).filter(({ contact }) => arrived(contact)).length,
  };
};

/** Nothing twice, nothing lost in silence, nothing to the wrong one. */
export const expectBalanced = (of: Account): void =>
  expect(of).toMatchObject({ doubles: [], lost: [], open: [], strangers: [] });
