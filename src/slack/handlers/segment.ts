import { and, eq } from 'drizzle-orm';
import { describeRule } from '../../audience/describe.ts';
import type { Rule } from '../../audience/rule.ts';
import {
  allUses,
  findSegment,
  listSegments,
  NAME_MAX,
  type Saved,
  saveSegment,
  segmentVersionsOf,
  type Uses,
  usesOf,
} from '../../audience/saved.ts';
import { dateOf } from '../../audience/when.ts';
import { findCampaign, liveDrafts } from '../../campaign/store.ts';
import { approvalRequests } from '../../db/schema.ts';
import { type Voice, voice } from '../../i18n/voice.ts';
import { campaignKey, parseCampaignKey } from '../../kit/id.ts';
import type { Segments } from '../../steps/segments/schema.ts';
import { person as mention, said } from '../text.ts';
import type { CommandHandler, Door } from './door.ts';

const MOST = 20;
const VERSIONS = 5;

/** `/baton segment`: what is saved; `S-3`: one of them; `save C-7 A NAME`: a segment of an approved step, under a name. */
export const segmentCommand: CommandHandler = async (door, { person, rest }) => {
  const v = voice(person.language, door.deps.config);
  const [word = '', ...more] = rest.trim().split(/\s+/);
  if (word === '' || word === 'list') return { text: await list(door, v) };
  if (word === 'save') return { text: await save(door, person.id, more, v) };
  return { text: await show(door, word === 'show' ? (more[0] ?? '') : word, v) };
};

const who = (by: string): string => (by === 'cli' ? by : mention(by));
const sentenceOf = (rule: Rule, v: Voice, door: Door): string =>
  said(describeRule(rule, door.deps.config)[v.language], 500);

const line = (saved: Saved, v: Voice, door: Door): string =>
  v.t.commands.segment.line({
    key: saved.key,
    name: said(saved.name),
    version: v.count(saved.version),
    who: who(saved.owner),
    sentence: sentenceOf(saved.rule, v, door),
  });

const named = (uses: Uses | undefined): string =>
  uses ? [...uses.campaigns.map(campaignKey), ...uses.segments].join(', ') : '';

const list = async (door: Door, v: Voice): Promise<string> => {
  const t = v.t.commands.segment;
  const all = await listSegments(door.deps.db);
  if (all.length === 0) return t.none;
  const rest = all.length > MOST ? [v.t.commands.list.more({ n: v.count(all.length - MOST) })] : [];
  const uses = await allUses(door.deps.db);
  const lines = all.slice(-MOST).map((saved) => {
    const used = named(uses.get(saved.key));
    return `${line(saved, v, door)}${used && t.inUse({ list: used })}`;
  });
  return [t.head, ...lines, ...rest].join('\n');
};

const show = async (door: Door, key: string, v: Voice): Promise<string> => {
  const t = v.t.commands.segment;
  const saved = await findSegment(door.deps.db, key);
  if (!saved) return t.unknown({ key: said(key, 40) });
  const used = named(await usesOf(door.deps.db, saved.key));
  const versions = (await segmentVersionsOf(door.deps.db, saved.key))
    .slice(0, VERSIONS)
    .map(({ version, rule, by, at }) =>
      t.version({
        version: v.count(version),
        who: who(by),
        at: dateOf(at, door.deps.config.timezone),
        sentence: sentenceOf(rule, v, door),
      }),
    );
  return [
    line(saved, v, door),
    used ? t.uses({ list: used }) : t.unused,
    // The newest is the line above.
    ...(versions.length > 1 ? [t.versions, ...versions] : []),
  ].join('\n');
};

const save = async (door: Door, by: string, [campaignName = '', key = '', ...words]: string[], v: Voice) => {
  const { db, clock } = door.deps;
  const t = v.t.commands.segment;
  const name = words.join(' ').trim();
  const id = parseCampaignKey(campaignName);
  if (id === null || !key || name === '') return t.how;
  if (name.length > NAME_MAX) return t.tooLong({ max: v.count(NAME_MAX) });
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
