import { findKit, saveKit } from '../../brand/store.ts';
import type { PeopleSetting } from '../../campaign/people.ts';
import { type Voice, voice } from '../../i18n/voice.ts';
import { typedNumber } from '../../steps/field.ts';
import { refusalWords } from '../refusal.ts';
import { brandModal, groupsIn, settingsModal } from '../settings-view.ts';
import { people as mentions } from '../text.ts';
import type { ClickHandler, Command, CommandHandler, CommandReply, Door, Input, Meta, SubmitHandler } from './door.ts';
import { openFor, openModal } from './modal.ts';
import { changePeople, mayAdminister, peopleNow } from './people.ts';
import { refuse, refuseView } from './refuse.ts';

const NOWHERE: Meta = { id: '', where: { channel: null, threadTs: null, messageTs: null } };

const view = async ({ deps }: Door, v: Voice) =>
  settingsModal(NOWHERE, { approvers: await peopleNow(deps, 'approvers'), admins: await peopleNow(deps, 'admins') }, v);

const reply = (text: string): CommandReply => ({ text });

const opened = async (
  door: Door,
  { triggerId }: Command,
  modal: Parameters<typeof openModal>[2],
  v: Voice,
): Promise<CommandReply> =>
  reply((await openModal(door, triggerId, modal)) === 'opened' ? v.t.commands.opened : v.t.refusals.too_slow());

export const settingsCommand: CommandHandler = async (door, command) => {
  const v = voice(command.person.language, door.deps.config);
  const refusal = await mayAdminister(door.deps, command.person);
  return refusal ? reply(refusalWords(refusal, v)) : opened(door, command, await view(door, v), v);
};

export const openSettings: ClickHandler = async (door, click) => {
  const refusal = await mayAdminister(door.deps, click.person);
  if (refusal) return refuse(door.deps, click.person, click.where, refusal);
  await openFor(door, click, await view(door, voice(click.person.language, door.deps.config)));
};

const idsOf = (input: Input | undefined): string[] => (Array.isArray(input) ? [...input] : []);

export const submitSettings: SubmitHandler = async ({ deps }, { person, inputs }) => {
  const refusal = await mayAdminister(deps, person);
  if (refusal) return refuseView(deps, person, refusal, null);
  for (const which of ['approvers', 'admins'] as const) {
    const now = await peopleNow(deps, which);
    if (now.fixed || !Object.hasOwn(inputs, which)) continue;
    const ids = [...idsOf(inputs[which]), ...groupsIn(now.ids)];
    const refused = await changePeople(deps, which, ids, person.id);
    if (refused) return refuseView(deps, person, refused, null);
  }
  return undefined;
};

/** `<@U1|name>` and `<!subteam^S1|@group>`, as Slack writes the people picked in a command. */
const idsIn = (text: string): string[] => [
  ...[...text.matchAll(/<@([UW][A-Z0-9]+)(?:\|[^>]*)?>/g)].map(([, id]) => id ?? ''),
  ...[...text.matchAll(/<!subteam\^(S[A-Z0-9]+)(?:\|[^>]*)?>/g)].map(([, id]) => id ?? ''),
  ...[...text.matchAll(/(?:^|[\s,])([UWS][A-Z0-9]{6,})(?=[\s,]|$)/g)].map(([, id]) => id ?? ''),
];

/** `/baton approvers` says who; with people after it, admins change who. */
export const peopleCommand =
  (which: Exclude<PeopleSetting, 'fallback'>): CommandHandler =>
  async ({ deps }, { person, rest }) => {
    const v = voice(person.language, deps.config);
    const t = v.t.commands.people;
    const shown = (ids: readonly string[] | null) =>
      ids && ids.length > 0
        ? ids.map((id) => (id.startsWith('S') ? `<!subteam^${id}>` : mentions([id]))).join(', ')
        : which === 'admins'
          ? t.workspace
          : t.none;
    if (!rest.trim()) {
      const { ids } = await peopleNow(deps, which);
      return reply(`${t[which]({ who: shown(ids) })}\n${t.how}`);
    }
    const refusal = await mayAdminister(deps, person);
    if (refusal) return reply(refusalWords(refusal, v));
    const ids = [...new Set(idsIn(rest))];
    if (ids.length === 0) return reply(t.unread);
    const refused = await changePeople(deps, which, ids, person.id);
    return reply(refused ? refusalWords(refused, v) : t.saved({ who: shown(ids) }));
  };

const brandView = async (door: Door, person: Command['person'], v: Voice) => {
  const found = await findKit(door.deps.db);
  const mayEdit = (await mayAdminister(door.deps, person)) === null;
  return found && brandModal({ ...NOWHERE, id: String(found.version) }, { ...found, mayEdit }, v);
};

export const brandCommand: CommandHandler = async (door, command) => {
  const v = voice(command.person.language, door.deps.config);
  const modal = await brandView(door, command.person, v);
  return modal ? opened(door, command, modal, v) : reply(refusalWords({ code: 'no_kit' }, v));
};

export const openBrand: ClickHandler = async (door, click) => {
  const modal = await brandView(door, click.person, voice(click.person.language, door.deps.config));
  if (!modal) return refuse(door.deps, click.person, click.where, { code: 'no_kit' });
  await openFor(door, click, modal);
};

export const submitBrand: SubmitHandler = async ({ deps }, { person, inputs }) => {
  const refusal = await mayAdminister(deps, person);
  if (refusal) return refuseView(deps, person, refusal, null);
  const v = voice(person.language, deps.config);
  const found = await findKit(deps.db);
  if (!found) return refuseView(deps, person, { code: 'no_kit' }, null);
  const text = (id: string) => (typeof inputs[id] === 'string' ? (inputs[id] as string) : '');
  const target = typedNumber(text('month_target'));
  const price = typedNumber(text('price_email'));
  const errors: Record<string, string> = {};
  if (target === null || target < 0) errors.month_target = v.t.modals.brand.number;
  if (price === null || price < 0) errors.price_email = v.t.modals.brand.number;
  if (Object.keys(errors).length > 0) return { response_action: 'errors', errors };
  const kit = {
    ...found.kit,
    name: text('name'),
    voice: { ko: text('voice_ko'), en: text('voice_en') },
    monthTarget: target ?? 0,
    prices: { ...found.kit.prices, email: price ?? 0 },
  };
  const saved = await saveKit(deps, kit, person.id);
  if (saved.ok) return undefined;
  return {
    response_action: 'errors',
    errors: Object.fromEntries(
      saved.problems.map(({ field, message }) => [BLOCK_OF[field] ?? 'name', message[person.language]]),
    ),
  };
};

const BLOCK_OF: Readonly<Record<string, string>> = {
  name: 'name',
  'voice.ko': 'voice_ko',
  'voice.en': 'voice_en',
  monthTarget: 'month_target',
  'prices.email': 'price_email',
};
