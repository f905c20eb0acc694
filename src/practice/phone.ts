import { randomUUID } from 'node:crypto';
import { and, asc, gt, inArray, sql } from 'drizzle-orm';
import { Hono } from 'hono';
import { picturesOf } from '../brand/pictures.ts';
import { fillTemplate } from '../channels/alimtalk.ts';
import { alimtalkTemplates, practiceMail } from '../db/schema.ts';
import type { Db, Deps } from '../deps.ts';
import { ownersOf } from '../http/webhooks.ts';
import { hexHmac, sameSecret, sha256 } from '../kit/hash.ts';
import { toE164 } from '../kit/phone.ts';
import { API_KEY, type PhoneKeys } from './phone-keys.ts';
import { ownerOf, pushRoutes } from './phone-push.ts';
import { RECEIPT, type Received, receiving } from './received.ts';

type World = Pick<Deps, 'db' | 'clock' | 'log' | 'secretKeys'> & {
  keys: PhoneKeys;
  /** Takes reports of these messages to our own door. */
  report: (messages: readonly { messageId: string; groupId: string; statusCode: string }[]) => void;
};

type Asked = {
  to: string;
  country?: string;
  from?: string;
  type?: string;
  text?: string;
  subject?: string;
  imageId?: string;
  customFields?: { ref?: string };
  kakaoOptions?: {
    templateId?: string;
    variables?: Record<string, string>;
    bms?: { buttons?: { name: string; linkMobile?: string }[] };
  };
  replacements?: { text: string; type: string; subject?: string; from: string }[];
};
type Shown = Pick<Received, 'channel' | 'subject' | 'text'> & {
  kind: string;
  buttons: { name: string; url: string }[];
};

/**
 * The phone that customers would have looked at: Solapi and FCM as far as a sender sees them, on loopback. The same
 * clients talk to it as to the vendors, its reports come in by the same door, and what it was given is kept and shown.
 */
export const phoneRoutes = (world: World): Hono => {
  const { db, clock, keys } = world;
  const keep = receiving(db);
  const app = new Hono();

  app.use('/phone/solapi/*', async (c, next) => {
    if (!isSigned(c.req.header('authorization') ?? '', keys.solapiSecret, clock.system()))
      return c.json({ errorCode: 'SignatureDoesNotMatch', errorMessage: 'practice phone' }, 401);
    return next();
  });
  // Its bytes are the account's own already: the id says which.
  app.post('/phone/solapi/storage/v1/files', async (c) => {
    const { file = '' } = await c.req.json<{ file?: string }>();
    return c.json({ fileId: sha256(Buffer.from(file, 'base64')) });
  });
  app.get('/phone/picture/:sha256', async (c) => {
    const hash = c.req.param('sha256');
    const jpeg = (await picturesOf(db, [hash])).get(hash);
    return jpeg ? c.body(Uint8Array.from(jpeg), 200, { 'content-type': 'image/jpeg' }) : c.notFound();
  });
  app.get('/phone/solapi/cash/v1/balance', (c) => c.json({ balance: 1_000_000, point: 0 }));

  app.post('/phone/solapi/messages/v4/send-many/detail', async (c) => {
    const { messages } = await c.req.json<{ messages: Asked[] }>();
    const groupId = `G4V${randomUUID().replaceAll('-', '').toUpperCase()}`;
    const seen = new Set<string>();
    const templates = await templatesOf(db, messages);
    const owners = await ownersOf(
      world,
      messages.flatMap(({ customFields }) => customFields?.ref ?? []),
    );
    const at = await clock.business();
    const rows: Received[] = [];
    const answers = messages.map((asked) => {
      const messageId = `M4V${randomUUID().replaceAll('-', '').toUpperCase()}`;
      const to = toE164(`+${asked.country ?? '82'}${asked.to.replace(/^0/, '')}`, 'KR');
      const shown = shownAs(asked, templates);
      const statusCode = !to ? '3010' : seen.has(asked.to) ? '1026' : typeof shown === 'string' ? shown : '2000';
      seen.add(asked.to);
      const { customFields } = asked;
      if (statusCode === '2000' && to && typeof shown !== 'string') {
        const { kind, buttons, ...rest } = shown;
        const headers = {
          [RECEIPT]: randomUUID(),
          kind,
          buttons: JSON.stringify(buttons),
          ...(asked.type === 'MMS' && asked.imageId && { picture: asked.imageId }),
          from: asked.from ?? '',
          groupId,
          type: asked.type ?? '',
          ref: customFields?.ref ?? '',
        };
        rows.push({ ...rest, to, html: '', headers, messageId, at, ...ownerOf(owners, customFields?.ref) });
      }
      return { messageId, statusCode, statusMessage: '', to: asked.to, customFields };
    });
    await keep(rows);
    world.report(rows.map(({ messageId }) => ({ messageId, groupId, statusCode: '4000' })));
    return c.json({
      groupInfo: { groupId, status: 'SENDING', count: { total: messages.length, registeredSuccess: rows.length } },
      messageList: answers.filter(({ statusCode }) => statusCode === '2000'),
      failedMessageList: answers.filter(({ statusCode }) => statusCode !== '2000'),
    });
  });

  app.get('/phone/solapi/messages/v4/list', async (c) => {
    const query = c.req.queries();
    const ids = Object.entries(query).flatMap(([name, values]) => (name.startsWith('messageIds[') ? values : []));
    const [to] = query.to ?? [];
    const [groupId] = query.groupId ?? [];
    const [startKey] = query.startKey ?? [];
    const limit = Math.min(Number(c.req.query('limit') ?? 20), 500);
    const rows = await db
      .select()
      .from(practiceMail)
      .where(
        and(
          inArray(practiceMail.channel, ['sms', 'kakao']),
          ids.length > 0 ? inArray(practiceMail.messageId, ids) : undefined,
          to ? sql`${practiceMail.to} = ${toE164(to, 'KR') ?? to}` : undefined,
          groupId ? sql`${practiceMail.headers} ->> 'groupId' = ${groupId}` : undefined,
          startKey ? gt(practiceMail.id, Number(startKey)) : undefined,
        ),
      )
      .orderBy(asc(practiceMail.id))
      .limit(limit);
    const stored = rows.map((row) => [
      row.messageId,
      {
        messageId: row.messageId,
        groupId: row.headers.groupId,
        type: row.headers.type,
        to: row.to.replace(/^\+82/, '0'),
        country: '82',
        statusCode: '4000',
        customFields: { ref: row.headers.ref },
      },
    ]);
    const nextKey = rows.length === limit ? `${rows.at(-1)?.id}` : null;
    return c.json({ startKey: startKey ?? null, nextKey, limit, messageList: Object.fromEntries(stored) });
  });

  app.route('/', pushRoutes(world, keep));
  return app;
};

const FRESH_MS = 15 * 60_000;

/** As Solapi reads it: signed with the secret over date and salt, and not older than a quarter of an hour. */
const isSigned = (header: string, secret: string, now: Date): boolean => {
  const [, key, date = '', salt = '', signature = ''] =
    /^HMAC-SHA256 apiKey=([^,]+), date=([^,]+), salt=([^,]{12,64}), signature=([0-9a-f]{64})$/.exec(header) ?? [];
  const age = Math.abs(now.getTime() - new Date(date).getTime());
  return key === API_KEY && age <= FRESH_MS && sameSecret(signature, hexHmac(secret, date + salt));
};

type Templates = ReadonlyMap<string, typeof alimtalkTemplates.$inferSelect>;

const templatesOf = async (db: Db, messages: readonly Asked[]): Promise<Templates> => {
  const ids = [...new Set(messages.flatMap(({ kakaoOptions }) => kakaoOptions?.templateId ?? []))];
  const rows =
    ids.length > 0 ? await db.select().from(alimtalkTemplates).where(inArray(alimtalkTemplates.id, ids)) : [];
  return new Map(rows.map((row) => [row.id, row]));
};

/** How the phone shows it, or Solapi's code for why it will not go. */
const shownAs = (
  { type, text = '', subject = '', kakaoOptions, to, replacements }: Asked,
  templates: Templates,
): Shown | string => {
  if (type === 'BMS_FREE') {
    const buttons = (kakaoOptions?.bms?.buttons ?? []).map(({ name, linkMobile = '' }) => ({ name, url: linkMobile }));
    return { channel: 'kakao', subject: '', text, kind: 'brand', buttons };
  }
  if (type !== 'ATA')
    return {
      channel: 'sms',
      subject: type === 'SMS' ? '' : subject,
      text,
      kind: (type ?? 'SMS').toLowerCase(),
      buttons: [],
    };
  const template = templates.get(kakaoOptions?.templateId ?? '');
  if (template?.status !== 'approved') return '1042';
  const values = Object.entries(kakaoOptions?.variables ?? {}).map(([name, value]) => [name.slice(2, -1), value]);
  const filled = fillTemplate(template.text, Object.fromEntries(values));
  if (filled === null) return '1043';
  const [instead] = replacements ?? [];
  // Some have no KakaoTalk: where text takes its place, text is what they see, of the same message.
  if (instead && lacksKakao(to))
    return {
      channel: 'kakao',
      subject: instead.subject ?? '',
      text: instead.text,
      kind: instead.type.toLowerCase(),
      buttons: [],
    };
  const buttons = template.buttons.map(({ name, url }) => ({ name, url }));
  return { channel: 'kakao', subject: template.name, text: filled, kind: 'alimtalk', buttons };
};

/** One in ten, always the same. */
export const lacksKakao = (to: string): boolean => Number.parseInt(sha256(to).slice(0, 8), 16) % 10 === 0;
