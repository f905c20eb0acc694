import { desc, inArray, not } from 'drizzle-orm';
import { describeRule } from '../../audience/describe.ts';
import { isReadyMade, readyMade } from '../../audience/ready-made.ts';
import { control } from '../../campaign/control.ts';
import { goalText, isEmpty } from '../../campaign/goal.ts';
import { ENDED } from '../../campaign/lifecycle.ts';
import { startCampaign } from '../../campaign/start.ts';
import { findCampaign } from '../../campaign/store.ts';
import { campaigns } from '../../db/schema.ts';
import type { Deps } from '../../deps.ts';
import { type Voice, voice } from '../../i18n/voice.ts';
import { campaignKey, parseCampaignKey } from '../../kit/id.ts';
import { suggestedGoal } from '../../results/suggest-load.ts';
import { campaignCard } from '../campaign-card.ts';
import { loadCampaignState } from '../load.ts';
import { goalModal } from '../modals.ts';
import { refusalWords, statusWords } from '../refusal.ts';
import { person as mention, said } from '../text.ts';
import { titleOf } from '../words.ts';
import { brandCommand } from './brand.ts';
import { contactCommand } from './contact.ts';
import type { ClickHandler, Command, CommandHandler, CommandReply, Door, SubmitHandler } from './door.ts';
import { openByCommand, openFor } from './modal.ts';
import { outsider } from './people.ts';
import { refuse, refuseView } from './refuse.ts';
import { segmentCommand } from './segment.ts';
import { peopleCommand, settingsCommand } from './settings.ts';
import { languageOfPlace } from './utterance.ts';

/** Longer lists than this nobody reads in an ephemeral message. */
const MOST = 20;

const speak = (door: Door, { person }: Pick<Command, 'person'>): Voice => voice(person.language, door.deps.config);

const help: CommandHandler = async (door, command) => {
  const t = speak(door, command).t;
  const unknown = command.word && !Object.hasOwn(COMMANDS, command.word);
  return {
    text: [unknown ? t.commands.unknown({ word: said(command.word, 40) }) : '', t.notes.help()]
      .filter(Boolean)
      .join('\n'),
  };
};

const start: CommandHandler = async (door, command) => {
  const { deps } = door;
  const { person, rest, channel, triggerId } = command;
  const v = speak(door, command);
  const { userId } = await door.identity();
  const words = goalText(rest, userId);
  if (isEmpty(words)) {
    const modal = goalModal({ id: '', where: { channel, threadTs: null, messageTs: null } }, '', channel, v);
    return openByCommand(door, command, modal, v);
  }
  const started = await deps.db.transaction((tx) =>
    startCampaign(tx, deps, {
      words,
      by: person.id,
      channel,
      threadTs: null,
      requestKey: `cmd:${triggerId}`,
      language: languageOfPlace(deps, person, channel.startsWith('D')),
    }),
  );
  if ('duplicate' in started) return { text: v.t.commands.opened };
  const key = campaignKey(started.campaign.id);
  return { text: started.problem ? v.t.commands.asked({ key }) : v.t.commands.started({ key }) };
};

const running = (deps: Deps) =>
  deps.db
    .select()
    .from(campaigns)
    .where(not(inArray(campaigns.status, [...ENDED])))
    .orderBy(desc(campaigns.id));

const list: CommandHandler = async (door, command) => {
  const v = speak(door, command);
  const t = v.t.commands.list;
  const all = await running(door.deps);
  if (all.length === 0) return { text: t.none };
  const lines = all.slice(0, MOST).map((campaign) =>
    t.line({
      key: campaignKey(campaign.id),
      title: said(titleOf(campaign)),
      status: statusWords(campaign.status, v),
      who: mention(campaign.requester),
    }),
  );
  const more = all.length > MOST ? [t.more({ n: v.count(all.length - MOST) })] : [];
  return { text: [t.head, ...lines, ...more].join('\n') };
};

/** The campaign that is meant: the one named, else the newest running one of this channel. */
const meant = async (deps: Deps, { rest, channel }: Command) => {
  const id = parseCampaignKey(rest);
  if (id !== null) return findCampaign(deps.db, id);
  if (rest.trim()) return null;
  const [row] = (await running(deps)).filter((campaign) => campaign.channel === channel);
  return row ?? null;
};

const status: CommandHandler = async (door, command) => {
  const v = speak(door, command);
  const campaign = await meant(door.deps, command);
  if (!campaign) return command.rest.trim() ? { text: v.t.refusals.unknown_campaign() } : list(door, command);
  const card = campaignCard(await loadCampaignState(door.deps, campaign.id), v);
  // The card as it stands, to look at: its controls are in the channel.
  return { text: card.text, blocks: card.blocks.filter(({ type }) => type !== 'actions') };
};

const cancel: CommandHandler = async (door, command): Promise<CommandReply> => {
  const v = speak(door, command);
  const id = parseCampaignKey(command.rest);
  // Never guessed: the number has to be said.
  if (id === null) return { text: v.t.commands.which };
  const done = await control(door.deps, id, command.person, 'cancel');
  return { text: done.ok ? v.t.commands.cancelled({ key: campaignKey(id) }) : refusalWords(done.refusal, v) };
};

/** `/baton <word>`; anything else is answered with what there is. */
export const COMMANDS: Readonly<Record<string, CommandHandler>> = {
  help,
  new: start,
  list,
  status,
  cancel,
  settings: settingsCommand,
  approvers: peopleCommand('approvers'),
  admins: peopleCommand('admins'),
  brand: brandCommand,
  segment: segmentCommand,
  contact: contactCommand,
};

export const runCommand: CommandHandler = async (door, command) => {
  const from = outsider(command.person);
  if (from) return { text: refusalWords({ code: from }, speak(door, command)) };
  return (Object.hasOwn(COMMANDS, command.word) ? (COMMANDS[command.word] as CommandHandler) : help)(door, command);
};

/**
 * `new` begins with nothing, `ready:NAME` with whom that rule chooses (the number is for the marketer to say), `next:ID.KIND`
 * with what that campaign's result suggests now. Null where it no longer does: late orders can change a result.
 */
const wordsToBegin = async (
  door: Door,
  click: { person: Command['person']; value: string },
): Promise<string | null> => {
  const [kind, name = ''] = click.value.split(':');
  if (click.value === 'new') return '';
  if (kind === 'next') {
    const [id, suggested = ''] = name.split('.');
    return suggestedGoal(door.deps, Number(id), suggested, speak(door, click));
  }
  if (kind !== 'ready' || !isReadyMade(name)) return click.value;
  const { clock, config } = door.deps;
  const v = speak(door, click);
  const at = { now: await clock.business(), timezone: config.timezone, currency: config.currency };
  return v.t.home.readyGoal({ who: describeRule(readyMade(name, at), at)[v.language] });
};

/** A modal for a goal: from the App Home or a shortcut. `value` holds words to begin with. */
export const openGoal: ClickHandler = async (door, click) => {
  const { where, person } = click;
  const words = await wordsToBegin(door, click);
  if (words === null) await refuse(door.deps, person, where, { code: 'not_suggested' });
  else await openFor(door, click, goalModal({ id: '', where }, words, where.channel, speak(door, click)));
};

export const submitGoal: SubmitHandler = async (door, submission) => {
  const { deps } = door;
  const { person, inputs, viewId } = submission;
  const v = speak(door, submission);
  const from = outsider(person);
  if (from) return refuseView(deps, person, { code: from }, null);
  const words = goalText(typeof inputs.goal === 'string' ? inputs.goal : '', (await door.identity()).userId);
  const channel = typeof inputs.channel === 'string' ? inputs.channel : '';
  const errors = {
    ...(isEmpty(words) && { goal: v.t.modals.required }),
    ...(!channel && { channel: v.t.modals.required }),
  };
  if (Object.keys(errors).length > 0) return { response_action: 'errors', errors };
  await deps.db.transaction((tx) =>
    startCampaign(tx, deps, {
      words,
      by: person.id,
      channel,
      threadTs: null,
      requestKey: `view:${viewId}`,
      language: languageOfPlace(deps, person, channel.startsWith('D')),
    }),
  );
  return undefined;
};
