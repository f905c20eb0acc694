import { and, eq } from 'drizzle-orm';
import { describeRule } from '../../audience/describe.ts';
import { findSegment, listSegments, NAME_MAX, type Saved, saveSegment, usesOf } from '../../audience/saved.ts';
import { findCampaign, liveDrafts } from '../../campaign/store.ts';
import { approvalRequests } from '../../db/schema.ts';
import { type Voice, voice } from '../../i18n/voice.ts';
import { campaignKey, parseCampaignKey } from '../../kit/id.ts';
import type { Segments } from '../../steps/segments/schema.ts';
import { person as mention, said } from '../text.ts';
import type { CommandHandler, Door } from './door.ts';

const MOST = 20;

/** `/baton segment`: what is saved; `S-3`: one of them; `save C-7 A NAME`: a segment of an approved step, under a name. */
export const segmentCommand: CommandHandler = async (door, { person, rest }) => {
  const v = voice(person.language, door.deps.config);
  const [word = '', ...more] = rest.trim().split(/\s+/);
  if (word === '' || word === 'list') return { text: await list(door, v) };
  if (word === 'save') return { text: await save(door, person.id, more, v) };
  return { text: await show(door, word === 'show' ? (more[0] ?? '') : word, v) };
};

const line = (saved: Saved, v: Voice, door: Door): string =>
  v.t.commands.segment.line({
    key: saved.key,
    name: said(saved.name),
    version: v.count(saved.version),
    who: saved.owner === 'cli' ? saved.owner : mention(saved.owner),
    sentence: said(describeRule(saved.rule, door.deps.config)[v.language], 500),
  });

const list = async (door: Door, v: Voice): Promise<string> => {
  const t = v.t.commands.segment;
  const all = await listSegments(door.deps.db);
  if (all.length === 0) return t.none;
  const rest = all.length > MOST ? [v.t.commands.list.more({ n: v.count(all.length - MOST) })] : [];
  return [t.head, ...all.slice(-MOST).map((saved) => line(saved, v, door)), ...rest].join('\n');
};

const show = async (door: Door, key: string, v: Voice): Promise<string> => {
  const t = v.t.commands.segment;
  const saved = await findSegment(door.deps.db, key);
  if (!saved) return t.unknown({ key: said(key, 40) });
  const uses = await usesOf(door.deps.db, saved.key);
  const used = [...uses.campaigns.map(campaignKey), ...uses.segments];
  return [line(saved, v, door), used.length > 0 ? t.uses({ list: used.join(', ') }) : t.unused].join('\n');
};

const save = async (door: Door, by: string, [campaignName = '', key = '', ...words]: string[], v: Voice) => {
  const { db, clock } = door.deps;
  const t = v.t.commands.segment;
  const name = words.join(' ').trim();
  const id = parseCampaignKey(campaignName);
  if (id === null || !key || name === '' || name.length > NAME_MAX) return t.how;
  const draft = (await findCampaign(db, id)) ? (await liveDrafts(db, id)).segments : undefined;
  const [approved] = draft
    ? await db
        .select({ id: approvalRequests.id })
        .from(approvalRequests)
        .where(and(eq(approvalRequests.draftId, draft.id), eq(approvalRequests.state, 'approved')))
    : [];
  const segment = (draft?.content as Segments | undefined)?.segments.find((one) => one.key === key.toUpperCase());
  if (!approved || !segment) return t.notApproved({ key: campaignKey(id) });
  const at = await clock.business();
  const saved = await db.transaction((tx) => saveSegment(tx, { name, rule: segment.rule, by, at }));
  return t.saved({ key: saved.key, name: said(saved.name), version: v.count(saved.version) });
};
