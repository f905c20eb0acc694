import type { ModalView } from '@slack/types';
import type { PressureNow } from '../campaign/pressure.ts';
import type { Voice } from '../i18n/voice.ts';
import { type Blocks, context, section } from './blocks.ts';
import { input, textInput, VALUE } from './form.ts';
import type { Meta } from './handlers/door.ts';
import type { PeopleNow } from './handlers/people.ts';
import { modal } from './modals.ts';
import { person, said } from './text.ts';
import { at, named } from './words.ts';

/** Settings, for those who may change them. Pure. */
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

const pressureInputs = ({ cap, set }: PressureNow, v: Voice): Blocks => {
  const t = v.t.modals.settings;
  return [
    input('pressure_messages', t.pressureMessages, textInput(cap ? v.count(cap.messages) : '', 10), {
      hint: t.pressureHint,
    }),
    input('pressure_days', t.pressureDays, textInput(cap ? v.count(cap.days) : '', 10)),
    context(set ? t.pressureSet({ who: setter(set.by), at: at(set.at, v) }) : t.pressureDefault),
  ];
};

const setter = (by: string): string => (/^[UW][A-Z0-9]+$/.test(by) ? person(by) : said(by, 40));

export const settingsModal = (
  meta: Meta,
  now: { approvers: PeopleNow; admins: PeopleNow; pressure: PressureNow },
  v: Voice,
): ModalView => {
  const t = v.t.modals;
  return modal('settings', meta, { title: t.settings.title, submit: t.settings.submit, close: t.close }, [
    ...peopleInput('approvers', now.approvers, v),
    ...peopleInput('admins', now.admins, v),
    ...pressureInputs(now.pressure, v),
  ]);
};
