import { describeRule } from '../audience/describe.ts';
import type { Rule } from '../audience/rule.ts';
import {
  findSegment,
  listSegments,
  NAME_MAX,
  type Saved,
  saveSegment,
  segmentVersionsOf,
  usesOf,
} from '../audience/saved.ts';
import type { At } from '../audience/when.ts';
import { strings } from '../i18n/language.ts';
import { campaignKey } from '../kit/id.ts';
import { type Call, type Opened, Refused, type Said, textOption, UsageError } from './command.ts';

/** Saved segments on the command line: save, show, versions. */
export const saveForm = async ({ db, clock }: Opened, rule: Rule, at: At, call: Call): Promise<Said> => {
  const t = strings(call.config.locale).cli.segment;
  const name = textOption(call, 'name')?.trim() ?? '';
  if (name === '' || name.length > NAME_MAX) throw new UsageError(t.name({ max: String(NAME_MAX) }));
  const saved = await db.transaction(async (tx) =>
    saveSegment(tx, { name, rule, by: 'cli', at: await clock.business() }),
  );
  const words = { key: saved.key, name, version: String(saved.version) };
  const text = saved.fresh ? t.saved(words) : t.same(words);
  return { json: { ...shown(saved, at), created: saved.fresh }, text };
};

const shown = (saved: Saved, at: Pick<At, 'timezone' | 'currency'>) => ({
  id: saved.key,
  name: saved.name,
  owner: saved.owner,
  version: saved.version,
  at: saved.at.toISOString(),
  rule: saved.rule,
  sentence: describeRule(saved.rule, at),
});

export const showForm = async ({ db }: Opened, key: string, { config }: Call): Promise<Said> => {
  const t = strings(config.locale).cli.segment;
  if (!key) {
    const all = (await listSegments(db)).map((saved) => shown(saved, config));
    const lines = all.map(
      ({ id, name, version, owner, sentence }) => `${id}  ${name}  v${version}  ${owner}\n  ${sentence[config.locale]}`,
    );
    return { json: all, text: lines.join('\n') || t.none };
  }
  const saved = await findSegment(db, key);
  if (!saved) throw new Refused(t.unknown({ key }));
  const uses = await usesOf(db, saved.key);
  const used = [...uses.campaigns.map(campaignKey), ...uses.segments];
  const one = shown(saved, config);
  return {
    json: { ...one, used_by: used },
    text: [
      `${one.id}  ${one.name}  v${one.version}  ${one.owner}`,
      one.sentence[config.locale],
      JSON.stringify(one.rule),
      used.length > 0 ? t.uses({ list: used.join(', ') }) : t.unused,
    ].join('\n'),
  };
};

export const versionsForm = async ({ db }: Opened, key: string, { config }: Call): Promise<Said> => {
  const t = strings(config.locale).cli.segment;
  const versions = await segmentVersionsOf(db, key);
  if (versions.length === 0) throw new Refused(t.unknown({ key }));
  const all = versions.map(({ version, rule, by, at }) => ({
    version,
    by,
    at: at.toISOString(),
    rule,
    sentence: describeRule(rule, config),
  }));
  const lines = all.map(({ version, by, at, sentence }) =>
    t.version({ version: String(version), by, at, sentence: sentence[config.locale] }),
  );
  return { json: all, text: lines.join('\n') };
};
