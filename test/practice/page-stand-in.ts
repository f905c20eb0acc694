import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { serve } from '@hono/node-server';
import { Hono } from 'hono';
import { pageRoutes } from '../../src/practice/page/page.ts';
import { homeView } from './page-fixture-views.ts';
import * as fixtures from './page-fixtures.ts';

type Message = {
  channel: string;
  ts: string;
  threadTs: string | null;
  user: string;
  onlyFor: string | null;
  broadcast: boolean;
  text: string;
  blocks: unknown[] | null;
  metadata: null;
  edited: boolean;
  deleted: boolean;
  seq: number;
};
type View = {
  id: string;
  kind: 'modal' | 'home';
  view: unknown;
  hash: string;
  depth: number | null;
  seq: number;
  seat: string;
};
type Answer = Record<string, unknown>;

/** The routes beside the page, in memory: says what it was asked and answers what the test tells it to. */
export const standIn = async (now = fixtures.START * 1000) => {
  let seq = 1;
  let offset = now - Date.now();
  let tick = 0;
  let language: 'ko' | 'en' = 'ko';
  const messages = new Map<string, Message>();
  const views = new Map<string, View>();
  const asked: { path: string; body: Answer }[] = [];
  const answers = new Map<string, (body: Answer) => Answer | Promise<Answer>>();
  const mails: Record<string, unknown>[] = [];
  let waiting: (() => void)[] = [];
  const wake = () => {
    const all = waiting;
    waiting = [];
    for (const go of all) go();
  };

  const post = (message: Partial<Message> & { user: string }): string => {
    tick += 1;
    const ts = message.ts ?? `${Math.floor((Date.now() + offset) / 1000)}.${String(tick).padStart(6, '0')}`;
    seq += 1;
    const old = messages.get(ts);
    messages.set(ts, {
      channel: 'C0MARKETING',
      threadTs: null,
      onlyFor: null,
      broadcast: false,
      text: '',
      blocks: null,
      metadata: null,
      edited: false,
      deleted: false,
      ...old,
      ...message,
      ts,
      seq,
    });
    wake();
    return ts;
  };
  const show = (view: Omit<View, 'seq' | 'hash'>) => {
    seq += 1;
    views.set(view.id, { ...view, hash: `h${seq}`, seq });
    wake();
  };

  const say = (ko: string, en: string) => (language === 'ko' ? ko : en);

  const app = new Hono();
  app.route('/', pageRoutes());
  app.get('/practice/seats', (c) =>
    c.json({
      ok: true,
      seats: [
        { id: fixtures.MARKETER, name: say('김마케터', 'Kim'), role: 'marketer' },
        { id: fixtures.APPROVER, name: say('이승인', 'Lee'), role: 'approver' },
        { id: 'U0APPROVER2', name: say('박승인', 'Park'), role: 'approver' },
        { id: 'U0SALES', name: say('최세일즈', 'Choi'), role: 'sales' },
      ],
      bot: { id: fixtures.BOT, name: 'baton' },
      language,
    }),
  );
  app.get('/practice/channels', (c) =>
    c.json([
      { id: 'C0DIGEST', name: 'marketing-digest', kind: 'channel' },
      { id: 'C0MARKETING', name: 'marketing', kind: 'channel' },
      { id: `D${c.req.query('seat')}`, name: 'Baton', kind: 'dm' },
    ]),
  );
  app.get('/practice/changes', async (c) => {
    const seat = c.req.query('seat');
    const after = Number(c.req.query('after'));
    if (after >= seq && after > 0)
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, 5000);
        waiting.push(() => {
          clearTimeout(timer);
          resolve();
        });
      });
    const mine = (channel: string) => !channel.startsWith('D') || channel === `D${seat}`;
    return c.json({
      seq,
      messages: [...messages.values()].filter(
        (m) => m.seq > after && mine(m.channel) && (m.onlyFor === null || m.onlyFor === seat),
      ),
      views: [...views.values()].filter((v) => v.seq > after && v.seat === seat),
    });
  });
  app.post('/practice/:what', async (c) => {
    const body = (await c.req.json()) as Answer;
    const path = c.req.param('what');
    asked.push({ path, body });
    const own = await answers.get(path)?.(body);
    if (own) return c.json(own);
    if (path === 'language') language = body.language as 'ko' | 'en';
    if (path === 'say')
      post({
        user: body.seat as string,
        channel: body.channel as string,
        text: body.text as string,
        threadTs: (body.threadTs as string | undefined) ?? null,
      });
    if (path === 'home')
      show({ id: `V0HOME${body.seat}`, kind: 'home', view: homeView, depth: null, seat: body.seat as string });
    if (path === 'close') show({ ...(views.get(body.viewId as string) as View), depth: null });
    return c.json({ ok: true });
  });
  app.get('/o/:token', (c) => {
    asked.push({ path: 'open', body: {} });
    return c.body('');
  });
  app.get('/mailbox.json', (c) => {
    const after = Number(c.req.query('after') ?? 0);
    const bodies = c.req.query('bodies') !== '0';
    const limit = Number(c.req.query('limit') ?? Number.POSITIVE_INFINITY);
    return c.json(
      mails
        .filter((mail) => (mail.id as number) > after)
        .slice(0, limit)
        .map((mail) => (bodies ? mail : { ...mail, text: undefined, html: undefined })),
    );
  });
  app.get('/clock', (c) => c.json({ now: new Date(Date.now() + offset).toISOString(), offsetMs: offset }));
  app.post('/clock', async (c) => {
    const body = (await c.req.json()) as Answer;
    asked.push({ path: 'clock', body });
    const own = await answers.get('clock')?.(body);
    if (own) return c.json(own, own.ok === false ? 500 : 200);
    const [, d = '0', h = '0', m = '0', s = '0'] =
      /^P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?$/.exec(String(body.advance)) ?? [];
    offset += ((Number(d) * 24 + Number(h)) * 60 + Number(m)) * 60_000 + Number(s) * 1000;
    return c.json({ now: new Date(Date.now() + offset).toISOString(), ran: 3 });
  });

  const server = await new Promise<Server>((resolve) => {
    const started = serve({ fetch: app.fetch, port: 0, hostname: '127.0.0.1' }, () => resolve(started as Server));
  });
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  return {
    url,
    post,
    show,
    closeView: (id: string) => show({ ...(views.get(id) as View), depth: null }),
    /** The newest message that everybody sees in the channel the page opens with; null before there is one. */
    newest: () =>
      [...messages.values()].findLast(
        ({ channel, threadTs, onlyFor, deleted }) =>
          channel === 'C0MARKETING' && threadTs === null && onlyFor === null && !deleted,
      )?.ts ?? null,
    update: (ts: string, patch: Partial<Message>) => post({ ...(messages.get(ts) as Message), ...patch }),
    asked,
    /** The next questions on this path are answered by `how`, which may wait; null = as usual. */
    answer: (path: string, how: ((body: Answer) => Answer | Promise<Answer>) | null) => {
      if (how) answers.set(path, how);
      else answers.delete(path);
    },
    mail: (mail: Record<string, unknown>) =>
      mails.push({
        id: mails.length + 1,
        channel: 'email',
        to: 'haneul@example.test',
        subject: '(광고) 두 달 사이 나온 음반, 골라 두었어요',
        text: '두 달 사이 나온 음반을 골라 두었어요.',
        html: fixtures.mailHtml(url),
        at: new Date(Date.now() + offset).toISOString(),
        campaignId: 42,
        contactId: 'cdnow-00017',
        test: false,
        ...mail,
      }),
    close: () =>
      new Promise<void>((resolve) => {
        wake();
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
};
export type StandIn = Awaited<ReturnType<typeof standIn>>;
