import { eq } from 'drizzle-orm';
import { Hono } from 'hono';
import { practiceFiles } from '../../db/schema.ts';
import type { Tx } from '../../deps.ts';
import { TEAM } from './cast.ts';
import { Refusal } from './refusal.ts';
import type { Workspace } from './workspace.ts';

/** Where a file is fetched from, as Slack's own address of it: with the bot's token and nothing else. */
export const FILES = '/files-pri';

export type FileRow = typeof practiceFiles.$inferSelect;

/** More than any practice file, and little enough to be held at once. */
export const MAX_BYTES = 50 * 1_048_576;

const typeOf = (name: string): { filetype: string; mimetype: string; pretty_type: string } => {
  const ending = (/\.([a-z0-9]+)$/i.exec(name)?.[1] ?? '').toLowerCase();
  if (ending === 'csv') return { filetype: 'csv', mimetype: 'text/csv', pretty_type: 'CSV' };
  if (ending === 'gz') return { filetype: 'gzip', mimetype: 'application/gzip', pretty_type: 'Gzip' };
  return { filetype: ending || 'binary', mimetype: 'application/octet-stream', pretty_type: ending || 'Binary' };
};

/** A file as events and files.info show it. */
export const shownFile = (
  ws: Workspace,
  { id, name, user, size, at }: Omit<FileRow, 'content'>,
): Record<string, unknown> => {
  const address = `${ws.selfUrl()}${FILES}/${TEAM.id}-${id}`;
  const seconds = Math.floor(at.getTime() / 1000);
  return {
    id,
    created: seconds,
    timestamp: seconds,
    name,
    title: name,
    ...typeOf(name),
    user,
    user_team: TEAM.id,
    editable: false,
    size,
    mode: 'hosted',
    is_external: false,
    is_public: false,
    public_url_shared: false,
    url_private: `${address}/${encodeURIComponent(name)}`,
    url_private_download: `${address}/download/${encodeURIComponent(name)}`,
    file_access: 'visible',
  };
};

export const findFile = async (tx: Tx, id: string): Promise<FileRow> => {
  const [row] = await tx.select().from(practiceFiles).where(eq(practiceFiles.id, id));
  if (!row) throw new Refusal('file_not_found');
  return row;
};

/** The content, for the bot alone. Like Slack, a wrong token gets a page to log in on, and not an error. */
export const fileRoutes = (ws: Workspace): Hono => {
  const app = new Hono();
  const serve = async (place: string, authorization: string | undefined) => {
    if (authorization !== `Bearer ${ws.botToken}`)
      return new Response('<!DOCTYPE html><html><body>Sign in</body></html>', {
        headers: { 'content-type': 'text/html; charset=utf-8' },
      });
    const row = await findFile(ws.db, place.slice(TEAM.id.length + 1)).catch(() => null);
    if (!row) return new Response('', { status: 404 });
    const bytes = Buffer.from(row.content, 'base64');
    return new Response(bytes, {
      headers: { 'content-type': typeOf(row.name).mimetype, 'content-length': String(bytes.length) },
    });
  };
  for (const path of ['/:place/:name', '/:place/download/:name'])
    app.get(path, (c) => serve(c.req.param('place') ?? '', c.req.header('authorization')));
  return app;
};
