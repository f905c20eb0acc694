import type { ModalView } from '@slack/types';
import type { BrandKit } from '../brand/kit.ts';
import type { Voice } from '../i18n/voice.ts';
import { type Blocks, context, facts, section } from './blocks.ts';
import { input, textInput, VALUE } from './form.ts';
import type { Meta } from './handlers/door.ts';
import type { PeopleNow } from './handlers/people.ts';
import { modal } from './modals.ts';
import { said, saidLine } from './text.ts';
import { named } from './words.ts';

/** Settings and the brand kit, for those who may change them; everybody else reads. Pure. */
const isGroup = (id: string): boolean => id.startsWith('S');

export const groupsIn = (ids: readonly string[] | null): string[] => (ids ?? []).filter(isGroup);

const whoWords = (ids: readonly string[] | null, v: Voice): string => {
  const users = (ids ?? []).filter((id) => !isGroup(id));
  const groups = groupsIn(ids).map((id) => `<!subteam^${id}>`);
  return [users.length > 0 ? named(users, v) : '', ...groups].filter(Boolean).join(', ') || v.t.modals.settings.none;
};

const peopleInput = (id: 'approvers' | 'admins', now: PeopleNow, v: Voice): Blocks => {
  const t = v.t.modals.settings;
  if (now.fixed) return [section(t.fixed({ name: t[id], who: whoWords(now.ids, v) }))];
  const groups = groupsIn(now.ids);
  const users = (now.ids ?? []).filter((one) => !isGroup(one));
  return [
    input(
      id,
      t[id],
      { type: 'multi_users_select', action_id: VALUE, ...(users.length > 0 && { initial_users: users }) },
      { hint: id === 'approvers' ? t.approversHint : t.adminsHint, optional: true },
    ),
    ...(groups.length > 0 ? [context(t.groups({ list: groups.map((one) => `<!subteam^${one}>`).join(', ') }))] : []),
  ];
};

export const settingsModal = (meta: Meta, people: { approvers: PeopleNow; admins: PeopleNow }, v: Voice): ModalView => {
  const t = v.t.modals;
  const blocks = [...peopleInput('approvers', people.approvers, v), ...peopleInput('admins', people.admins, v)];
  const changeable = !people.approvers.fixed || !people.admins.fixed;
  return modal(
    'settings',
    meta,
    { title: t.settings.title, ...(changeable && { submit: t.settings.submit }), close: t.close },
    blocks,
  );
};

/** What of the kit is edited here: the name, the voice, the month's target and the price; the rest by the command line. */
export const brandModal = (
  meta: Meta,
  about: { kit: BrandKit; version: number; mayEdit: boolean },
  v: Voice,
): ModalView => {
  const t = v.t.modals.brand;
  const { kit, mayEdit } = about;
  const version = String(about.version);
  const read: Blocks = [
    section(
      `*${t.messages}*\n${kit.messages.map((one) => `• \`${saidLine(one.id, 40)}\` ${saidLine(one[v.language], 300)}`).join('\n')}`,
    ),
    section(
      `*${t.sender}* ${said(`${kit.sender.name} <${kit.sender.email}>, ${kit.sender.address}, ${kit.sender.phone}`, 600)}\n*${t.links}* ${kit.links.map(({ url }) => saidLine(url, 120)).join(' · ')}`,
    ),
  ];
  const words = { title: t.title, ...(mayEdit && { submit: t.submit }), close: v.t.modals.close };
  if (!mayEdit)
    return modal('brand', meta, words, [
      context(t.readOnly({ version })),
      facts([
        [t.name, saidLine(kit.name)],
        [t.target, v.amount(kit.monthTarget)],
        [t.price, v.amount(kit.prices.email)],
        [v.language === 'ko' ? t.voiceKo : t.voiceEn, saidLine(kit.voice[v.language], 300)],
      ]),
      ...read,
    ]);
  return modal('brand', meta, words, [
    context(t.intro({ version })),
    input('name', t.name, textInput(kit.name, 300)),
    input('voice_ko', t.voiceKo, textInput(kit.voice.ko, 300, true)),
    input('voice_en', t.voiceEn, textInput(kit.voice.en, 300, true)),
    input('month_target', t.target, textInput(v.count(kit.monthTarget), 40)),
    input('price_email', t.price, textInput(String(kit.prices.email), 40)),
    ...read,
  ]);
};
