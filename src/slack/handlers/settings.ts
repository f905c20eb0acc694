import type { PeopleSetting } from '../../campaign/people.ts';
import { MOST_DAYS, MOST_MESSAGES, pressureNow, setPressure } from '../../campaign/pressure.ts';
import { type Voice, voice } from '../../i18n/voice.ts';
import { typedNumber } from '../../steps/field.ts';
import { refusalWords } from '../refusal.ts';
import { groupsIn, settingsModal } from '../settings-view.ts';
import { people as mentions } from '../text.ts';
import type { ClickHandler, CommandHandler, CommandReply, Door, Input, SubmitHandler } from './door.ts';
import { NOWHERE, openByCommand, openFor } from './modal.ts';
import { changePeople, mayAdminister, peopleNow } from './people.ts';
import { refuse, refuseView } from './refuse.ts';

const view = async ({ deps }: Door, v: Voice) =>
  settingsModal(
    NOWHERE,
    {
      approvers: await peopleNow(deps, 'approvers'),
      admins: await peopleNow(deps, 'admins'),
      pressure: await pressureNow(deps.db),
    },
    v,
  );

const reply = (text: string): CommandReply => ({ text });

export const settingsCommand: CommandHandler = async (door, command) => {
  const v = voice(command.person.language, door.deps.config);
  const refusal = await mayAdminister(door.deps, command.person);
  return refusal ? reply(refusalWords(refusal, v)) : openByCommand(door, command, await view(door, v), v);
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
  const cap = capIn(inputs);
  const t = voice(person.language, deps.config).t.modals.settings;
  const errors = {
    ...(cap.messages === null && { pressure_messages: t.pressureWrong({ most: String(MOST_MESSAGES) }) }),
    ...(cap.days === null && { pressure_days: t.pressureWrong({ most: String(MOST_DAYS) }) }),
  };
  // Judged before anything is kept: a form is saved whole or not at all.
  if (Object.keys(errors).length > 0) return { response_action: 'errors', errors };
  for (const which of ['approvers', 'admins'] as const) {
    const now = await peopleNow(deps, which);
    if (now.fixed || !Object.hasOwn(inputs, which)) continue;
    const ids = [...idsOf(inputs[which]), ...groupsIn(now.ids)];
    const refused = await changePeople(deps, which, ids, person.id);
    if (refused) return refuseView(deps, person, refused, null);
  }
  const { messages, days } = cap;
  const { cap: before } = await pressureNow(deps.db);
  if (messages && days && (messages !== before?.messages || days !== before?.days))
    await setPressure(deps, { messages, days }, person.id);
  return undefined;
};

/** The two numbers of the form: undefined where it has none, null for what is no whole number in its range. */
const capIn = (inputs: Readonly<Record<string, Input>>) => {
  const read = (id: string, most: number): number | null | undefined => {
    if (!Object.hasOwn(inputs, id)) return undefined;
    const n = typedNumber(inputs[id]);
    return n !== null && Number.isInteger(n) && n >= 1 && n <= most ? n : null;
  };
  return { messages: read('pressure_messages', MOST_MESSAGES), days: read('pressure_days', MOST_DAYS) };
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
