import { and, desc, eq, inArray, isNotNull, lt } from 'drizzle-orm';
import { goalText, isEmpty } from '../../campaign/goal.ts';
import { ENDED } from '../../campaign/lifecycle.ts';
import { answerGoal, campaignOfThread, startCampaign } from '../../campaign/start.ts';
import type { Campaign } from '../../campaign/store.ts';
import { noteKey, tell } from '../../campaign/tell.ts';
import { campaigns, messages, slackSeen } from '../../db/schema.ts';
import type { Deps, Person, Transaction, Tx } from '../../deps.ts';
import type { Language } from '../../i18n/language.ts';
import { addMs, DAY } from '../../kit/clock.ts';
import type { Door } from './door.ts';
import { outsider } from './people.ts';
import { tellOne } from './refuse.ts';

/** Something a person wrote where we can read it: a mention, a reply in a thread, a direct message. */
export type Utterance = {
  eventId: string;
  channel: string;
  ts: string;
  threadTs: string | null;
  user: string;
  text: string;
  direct: boolean;
};

/** A channel has one language; in the practice workspace everybody has the page's. */
export const languageOfPlace = (deps: Deps, person: Person, direct: boolean): Language =>
  direct || deps.config.practice.has('slack') ? person.language : deps.config.locale;

/**
 * Takes in what somebody wrote. Slack sends one mention twice (as `message` and as `app_mention`) and repeats what it
 * thinks was lost: known by the event's id *and* by channel and time stamp, in the transaction of what follows.
 */
export const hear = async (door: Door, said: Utterance): Promise<void> => {
  const { deps } = door;
  const bot = await door.identity();
  if (said.user === bot.userId) return;
  const mentioned = said.text.includes(`<@${bot.userId}>`) || said.text.includes(`<@${bot.userId}|`);
  const owner = await ownerOf(deps.db, said);
  if (!said.direct && !mentioned && !owner) return;
  const person = await door.directory.person(said.user);
  if (person.isBot) return;
  const words = goalText(said.text, bot.userId);
  await deps.db.transaction(async (tx) => {
    if (!(await isNew(tx, deps, [`ev:${said.eventId}`, `msg:${said.channel}:${said.ts}`]))) return;
    await answer(tx, deps, { said, person, words, mentioned, owner });
  });
};

type Heard = { said: Utterance; person: Person; words: string; mentioned: boolean; owner: Campaign | null };

const answer = async (tx: Transaction, deps: Deps, heard: Heard): Promise<void> => {
  const { said, person, words, mentioned, owner } = heard;
  const place = {
    channel: said.channel,
    threadTs: said.threadTs ?? (said.direct ? null : said.ts),
    messageTs: said.ts,
  };
  const addressed = mentioned || said.direct;
  const from = outsider(person);
  if (from) {
    // A guest's remark to a colleague in our thread is not ours to answer.
    if (addressed) await tellOne(tx, deps, person, place, { note: 'refusal', params: { refusal: { code: from } } });
    return;
  }
  if (owner && !isEnded(owner)) return reply(tx, deps, owner, heard);
  // Talk in the thread of a campaign that is over goes on between people; a mention there is a new goal.
  if (owner && !addressed) return;
  if (isHelp(words)) return help(tx, deps, said, place.threadTs);
  await startCampaign(tx, deps, {
    words,
    by: person.id,
    channel: said.channel,
    threadTs: place.threadTs,
    requestKey: `msg:${said.channel}:${said.ts}`,
    language: languageOfPlace(deps, person, said.direct),
  });
};

const isEnded = ({ status }: Campaign): boolean => ENDED.includes(status);

const reply = async (tx: Transaction, deps: Deps, campaign: Campaign, { said, person, words, mentioned }: Heard) => {
  if (campaign.status === 'goal.asking') {
    // Colleagues may talk about the question: only the one who was asked, or a mention, answers it.
    if ((person.id === campaign.requester || mentioned) && !isEmpty(words))
      await answerGoal(tx, deps, campaign.id, words, person.id);
    return;
  }
  if (isEmpty(words)) return;
  const { channel, ts, user, direct } = said;
  await deps.jobs.enqueue(
    tx,
    'intent.read',
    { campaignId: campaign.id, channel, ts, user, text: words, addressed: mentioned || direct },
    { key: `${channel}:${ts}` },
  );
};

const isHelp = (words: string): boolean =>
  isEmpty(words) || /^(help|도움말|사용법|\?+|안녕|안녕하세요|hi|hello)[.!?\s]*$/iu.test(words.trim());

const help = (tx: Tx, deps: Deps, said: Utterance, threadTs: string | null): Promise<void> =>
  tell(tx, deps, {
    key: noteKey('help', said.channel, said.ts),
    kind: 'note',
    channel: said.channel,
    threadTs,
    subject: { note: 'help' },
  });

/** The campaign whose thread this was written in; in a direct message also the one that still waits for its goal. */
const ownerOf = async (tx: Tx, { channel, threadTs, direct }: Utterance): Promise<Campaign | null> => {
  if (threadTs) {
    const roots = await tx
      .select({ id: messages.campaignId })
      .from(messages)
      .where(and(eq(messages.ts, threadTs), eq(messages.postedTo, channel), isNotNull(messages.campaignId)));
    return campaignOfThread(tx, channel, threadTs, [...new Set(roots.flatMap(({ id }) => (id === null ? [] : [id])))]);
  }
  if (!direct) return null;
  const [asking] = await tx
    .select()
    .from(campaigns)
    .where(and(eq(campaigns.channel, channel), inArray(campaigns.status, ['goal.asking'])))
    .orderBy(desc(campaigns.id))
    .limit(1);
  return asking ?? null;
};

/** @returns false when any of these was taken before; otherwise all are taken now, with whatever this transaction does */
const isNew = async (tx: Tx, deps: Pick<Deps, 'clock'>, keys: readonly string[]): Promise<boolean> => {
  const at = deps.clock.system();
  const taken = await tx
    .insert(slackSeen)
    .values(keys.map((key) => ({ key, at })))
    .onConflictDoNothing()
    .returning({ key: slackSeen.key });
  return taken.length === keys.length;
};

/** Slack repeats an event for an hour at most. */
export const forgetSeen = async (deps: Pick<Deps, 'db' | 'clock'>): Promise<void> => {
  await deps.db.delete(slackSeen).where(lt(slackSeen.at, addMs(deps.clock.system(), -2 * DAY)));
};
