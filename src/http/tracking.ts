import type { HttpBindings } from '@hono/node-server';
import { and, eq, sql } from 'drizzle-orm';
import { type Context, Hono } from 'hono';
import { consentsToldOf } from '../audience/notice.ts';
import { suppress } from '../audience/suppress.ts';
import type { ChannelName } from '../channels/channel.ts';
import { retrying } from '../db/retry.ts';
import { contacts, deliveries } from '../db/schema.ts';
import { withUtm } from '../delivery/link.ts';
import { type LinkToken, makeTokens } from '../delivery/tokens.ts';
import type { Deps } from '../deps.ts';
import { type Language, languageOf, strings } from '../i18n/language.ts';
import { sha256 } from '../kit/hash.ts';
import { campaignKey } from '../kit/id.ts';
import { messageOf } from '../kit/log.ts';
import { type DeliveryFact, recordEvents } from '../results/events.ts';
import { type Page, pageHtml, SECURE_HEADERS } from './page.ts';
import { addressOf, scannersOf } from './scanner.ts';
import { landingOf } from './visitor.ts';

type Door = Pick<Deps, 'db' | 'clock' | 'log' | 'secretKeys' | 'config'>;

/** How long a click is held while the database is away, before the reader is asked to come back. */
const PATIENCE_MS = 3_000;
/** Only a mail has a pixel, and a way out of our own that is followed when its ledger row is gone. */
const MAIL = 'email';
const PIXEL = Buffer.from('R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7', 'base64');

/**
 * What the links in a message lead to. A click goes only where the approved plan says, never where the request says;
 * opening the unsubscribe page changes nothing, its button does. A token we did not sign shows a page and counts nothing.
 */
export const trackingRoutes = (deps: Door): Hono => {
  const app = new Hono();
  const tokens = makeTokens(deps.secretKeys);
  const destinations = destinationsOf(deps);
  const isScanner = scannersOf(deps.config.scannerRanges);
  const machine = (c: Context): boolean =>
    isScanner({
      method: c.req.raw.method,
      userAgent: c.req.header('user-agent'),
      purpose: c.req.header('sec-purpose') ?? c.req.header('purpose'),
      address: addressOf((c.env as Partial<HttpBindings> | undefined)?.incoming, c.req.header('x-forwarded-for')),
    });
  const landing = landingOf(deps);

  app.get('/c/:token', async (c) => {
    const token = c.req.param('token');
    const signed = tokens.verify('click', token);
    const found = signed && (await kept(deps, () => destinations(signed)));
    if (found === null || found === undefined) return page(c, 404, 'bad');
    if (found === AWAY) return page(c, 503, 'later');
    if (found === ENDED) return page(c, 410, 'ended');
    const { to, channel } = found;
    // Recorded before the answer: a click that was answered is never lost.
    const done = await kept(deps, () => record(deps, channel, { ...signed!, type: 'clicked', token }, machine(c)));
    if (done === AWAY) return page(c, 503, 'later');
    return c.redirect(deps.config.webOrigins.includes(new URL(to).origin) ? landing(to, signed!) : to, 302);
  });

  app.get('/o/:file', async (c) => {
    const token = c.req.param('file').replace(/\.gif$/, '');
    const signed = tokens.verify('open', token);
    if (signed && (await kept(deps, () => destinations(signed))) !== ENDED)
      await kept(deps, () => record(deps, MAIL, { ...signed, type: 'opened', token }, machine(c)));
    return c.body(PIXEL, signed ? 200 : 404, { 'content-type': 'image/gif', 'cache-control': 'no-store' });
  });

  app.get('/u/:token', (c) => {
    const signed = tokens.verify('unsubscribe', c.req.param('token'));
    if (!signed) return page(c, 404, 'bad');
    return signed.contactId === 0 ? page(c, 200, 'test') : page(c, 200, 'ask');
  });

  // RFC 8058 posts `List-Unsubscribe=One-Click`; the page posts nothing. The token alone says who: the body is not read.
  app.post('/u/:token', async (c) => {
    const signed = tokens.verify('unsubscribe', c.req.param('token'));
    if (!signed) return page(c, 404, 'bad');
    if (signed.contactId === 0) return page(c, 200, 'test');
    const done = await kept(deps, () => unsubscribe(deps, signed));
    return done === AWAY ? page(c, 503, 'later') : page(c, 200, 'done');
  });
  return app;
};

const AWAY = Symbol('the database is away');

/** Holds on through a short absence of the database. */
const kept = async <T>(deps: Door, run: () => Promise<T>): Promise<T | typeof AWAY> => {
  try {
    return await retrying(run, PATIENCE_MS);
  } catch (error) {
    deps.log.error({ error: messageOf(error) }, 'a link was followed and could not be recorded');
    return AWAY;
  }
};

type Followed = LinkToken & { type: 'clicked' | 'opened'; token: string };

const record = async (deps: Door, channel: ChannelName, followed: Followed, machine: boolean): Promise<true> => {
  const at = await deps.clock.business();
  const fact: DeliveryFact = {
    eventId: sha256(`${followed.type}:${followed.token}:${at.toISOString()}`).slice(0, 32),
    type: followed.type,
    contactId: followed.contactId,
    campaignId: followed.campaignId,
    occurrence: followed.occurrence,
    channel,
    at,
    ...(followed.type === 'clicked' && { link: followed.link }),
    machine,
  };
  await recordEvents(deps.db, [fact]);
  return true;
};

/** Suppressed whatever became of the ledger, and again if asked again: an opt-out is never too late or too often. */
const unsubscribe = async (deps: Door, signed: LinkToken): Promise<true> => {
  const { contactId, campaignId, occurrence } = signed;
  const channel = (await rowOf(deps, signed))?.channel ?? MAIL;
  const at = await deps.clock.business();
  const [known] = await deps.db.select({ id: contacts.id }).from(contacts).where(eq(contacts.id, contactId));
  // Erased meanwhile: there is nobody left to write to.
  if (!known) return true;
  const source = campaignKey(campaignId);
  await deps.db.transaction(async (tx) => {
    // A legal notice tells of consents to other channels too, and its way out is out of all of them.
    for (const one of new Set([channel, ...(await consentsToldOf(tx, signed))]))
      await suppress(tx, { contactId, channel: one, reason: 'unsubscribed', source, at });
  });
  const eventId = sha256(`unsubscribed:${campaignId}:${occurrence}:${contactId}`).slice(0, 32);
  await recordEvents(deps.db, [{ eventId, type: 'unsubscribed', contactId, campaignId, occurrence, channel, at }]);
  return true;
};

/** What the ledger knows of the message that a link was in. */
const rowOf = async ({ db }: Pick<Door, 'db'>, signed: LinkToken) => {
  const { launchId, variant, channel, handedAt } = deliveries;
  const [row] = await db
    .select({ launchId, variant, channel, handedAt })
    .from(deliveries)
    .where(
      and(
        eq(deliveries.campaignId, signed.campaignId),
        eq(deliveries.contactId, signed.contactId),
        eq(deliveries.occurrence, signed.occurrence),
      ),
    );
  return row && { ...row, channel: row.channel as ChannelName };
};

const ENDED = Symbol('its time is over');
const DAY_MS = 86_400_000;

/** Where a signed link leads: from the ledger row to its launch to the plan's own list. Links of a launch never change. */
const destinationsOf = (deps: Door) => {
  const linksOf = new Map<string, readonly { url: string }[]>();
  const load = async (launchId: string) => {
    const known = linksOf.get(launchId);
    if (known) return known;
    const { rows } = await deps.db.execute<{ links: { url: string }[] | null }>(sql`
      select d.content -> 'links' as links from launches l join drafts d on d.id = l.draft_id where l.id = ${launchId}`);
    const links = rows[0]?.links ?? [];
    if (linksOf.size > 500) linksOf.clear();
    linksOf.set(launchId, links);
    return links;
  };
  return async (signed: LinkToken): Promise<{ to: string; channel: ChannelName } | null | typeof ENDED> => {
    const row = await rowOf(deps, signed);
    const age = row?.handedAt ? (await deps.clock.business()).getTime() - row.handedAt.getTime() : 0;
    if (age > deps.config.linkDays * DAY_MS) return ENDED;
    const url = row && (await load(row.launchId))[signed.link - 1]?.url;
    if (!row || !url) return null;
    const { campaignId } = signed;
    return { to: withUtm(url, { campaignId, variant: row.variant, channel: row.channel }), channel: row.channel };
  };
};

type Shown = 'bad' | 'ended' | 'later' | 'ask' | 'done' | 'test';

const page = (c: Context, status: 200 | 404 | 410 | 503, shown: Shown) => {
  const asked = c.req.query('lang');
  const language: Language = languageOf(asked ?? c.req.header('accept-language'), 'ko');
  const t = strings(language).mail.page;
  const pages: Record<Shown, Page> = {
    bad: { heading: t.bad, text: t.badMore },
    ended: { heading: t.ended, text: t.endedMore },
    later: { heading: t.later, text: t.laterMore },
    ask: { heading: t.ask, text: t.explain, button: { label: t.button } },
    done: { heading: t.done, text: t.doneMore },
    test: { heading: t.test, text: t.testMore, button: { label: t.button } },
  };
  return c.html(pageHtml(language, pages[shown]), status, SECURE_HEADERS);
};
