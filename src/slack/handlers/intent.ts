import { and, eq } from 'drizzle-orm';
import { control } from '../../campaign/control.ts';
import { allows, STEPS, type StepName, stepOf } from '../../campaign/lifecycle.ts';
import { namedPeople } from '../../campaign/people.ts';
import { reviseStep } from '../../campaign/revise.ts';
import { type Campaign, type Draft, findCampaign, liveDrafts, lockCampaign, placeOf } from '../../campaign/store.ts';
import { noteKey, tell } from '../../campaign/tell.ts';
import { messages, readouts } from '../../db/schema.ts';
import type { Db, Deps, Tx } from '../../deps.ts';
import { type Voice, voice } from '../../i18n/voice.ts';
import type { JobData } from '../../jobs/job.ts';
import { type Intent, intentSchema } from '../../llm/intent.ts';
import { ask } from '../../llm/record.ts';
import { masked } from '../../steps/masked.ts';
import { campaignWords } from '../campaign-card.ts';
import { loadCampaignState } from '../load.ts';
import type { Refusal } from '../refusal.ts';
import type { NoteState } from '../state.ts';
import { viewOf } from '../step-views.ts';
import { nameOf } from '../words.ts';
import { mayTouch } from './allowed.ts';
import type { ClickHandler } from './door.ts';
import { refuse } from './refuse.ts';

/** What a confirming card stands for; kept in the message itself until somebody decides. */
type Pending = { do: 'revise'; step: StepName; words: string } | { do: 'pause' | 'stop' | 'cancel' };

const intentKey = (id: string): string => noteKey('intent', id);

/**
 * A reply in the thread, read as one of a closed set. Nothing follows from it but words and a card with a button: what
 * changes something is confirmed by a person with the rights of that button.
 */
export const readIntent = async (deps: Deps, data: JobData['intent.read']): Promise<void> => {
  const campaign = await findCampaign(deps.db, data.campaignId);
  if (!campaign) return;
  const live = await liveDrafts(deps.db, campaign.id);
  const step = stepOf(campaign.status);
  const answer = await ask(deps, {
    campaignId: campaign.id,
    name: 'intent',
    inputs: {
      language: campaign.locale,
      // People write addresses into threads, and a plan holds the sender's: none of it is needed to read a wish.
      constraints: masked(campaign.constraints.map(({ step: about, words }) => ({ step: about, words }))),
      previous: masked(outlineOf(step ? live[step] : undefined, voice(campaign.locale, deps.config))),
      message: masked(data.text),
      status: campaign.status,
      steps: STEPS.filter((name) => live[name]),
    },
    schema: intentSchema,
    attempt: 1,
  });
  await (answer.ok ? reply(deps, campaign, data, answer.value) : modelIsDown(deps, campaign, data));
};

/** The draft on the table as a person reads it: enough to tell what the words are about, and short. */
const outlineOf = (draft: Draft | undefined, v: Voice): unknown =>
  draft ? Object.fromEntries(viewOf(draft.step).outline(draft.content, draft.evidence, v)) : '';

const reply = (deps: Deps, campaign: Campaign, data: JobData['intent.read'], read: Intent): Promise<void> => {
  const { intent } = read;
  switch (intent) {
    case 'revise':
      return askToRevise(deps, campaign, data, read);
    case 'pause':
    case 'cancel':
      return askToControl(deps, campaign, data, intent);
    case 'status':
      return sayStatus(deps, campaign, data);
    case 'results':
      return sayResults(deps, campaign, data);
    case 'new_goal':
      return note(deps, campaign, data, { note: 'intent_new_goal' }, { onlyFor: data.user });
    case 'small_talk':
      // Colleagues talk to each other in the thread too: only who spoke to us waits for an answer.
      if (!data.addressed) return Promise.resolve();
      return note(deps, campaign, data, { note: 'intent_small_talk' }, { onlyFor: data.user });
  }
};

type Subject = Pick<NoteState, 'note'> & Partial<NoteState>;

/** One answer an utterance: a repeated job redraws the same one. */
const note = (
  deps: Deps,
  campaign: Campaign,
  { channel, ts }: Pick<JobData['intent.read'], 'channel' | 'ts'>,
  subject: Subject,
  more: { onlyFor?: string; key?: string } = {},
): Promise<void> =>
  deps.db.transaction((tx) =>
    tell(tx, deps, {
      ...placeOf(campaign),
      key: more.key ?? noteKey('reply', channel, ts),
      kind: 'note',
      subject,
      ...(more.onlyFor && { onlyFor: more.onlyFor }),
    }),
  );

const modelIsDown = (deps: Deps, campaign: Campaign, data: JobData['intent.read']): Promise<void> =>
  note(deps, campaign, data, { note: 'intent_model_down' }, { onlyFor: data.user });

const confirming = (id: string): NoteState['buttons'] => [
  { action: 'intent.confirm', label: 'confirm', value: id, primary: true },
  { action: 'intent.dismiss', label: 'dismiss', value: id },
];

const put = async (
  deps: Deps,
  campaign: Campaign,
  data: JobData['intent.read'],
  words: Subject,
  pending: Pending,
): Promise<void> => {
  // Named after the utterance: the job may run twice, the card stays one, and one that was settled stays so.
  const id = `${data.channel}.${data.ts}`;
  const [there] = await deps.db
    .select({ id: messages.id })
    .from(messages)
    .where(eq(messages.key, intentKey(id)));
  if (there) return;
  return note(deps, campaign, data, { ...words, buttons: confirming(id), pending } as Subject, { key: intentKey(id) });
};

const askToRevise = (deps: Deps, campaign: Campaign, data: JobData['intent.read'], read: Intent): Promise<void> => {
  const step = read.step ?? stepOf(campaign.status);
  const words = (read.feedback.trim() || data.text.trim()).slice(0, 3_000);
  if (!step) return note(deps, campaign, data, { note: 'intent_not_now', params: { status: campaign.status } });
  // In review, or being written right now: the words are for what is on the table.
  const here = stepOf(campaign.status) === step;
  if (!here && (step === 'plan' || !allows(campaign.status, `back_to_${step}`, campaign.kind)))
    return note(deps, campaign, data, { note: 'intent_not_now', params: { status: campaign.status } });
  const subject = { note: here ? 'intent_revise' : 'intent_revise_earlier', params: { step, words } };
  return put(deps, campaign, data, subject, { do: 'revise', step, words });
};

const askToControl = (
  deps: Deps,
  campaign: Campaign,
  data: JobData['intent.read'],
  intent: 'pause' | 'cancel',
): Promise<void> => {
  // Whoever says "cancel" while mails leave means stop: a sent campaign cannot be cancelled.
  const what = intent === 'cancel' && allows(campaign.status, 'stop') ? 'stop' : intent;
  if (!allows(campaign.status, what))
    return note(deps, campaign, data, { note: 'intent_not_now', params: { status: campaign.status } });
  return put(deps, campaign, data, { note: `intent_${what}` }, { do: what });
};

const sayStatus = async (deps: Deps, campaign: Campaign, data: JobData['intent.read']): Promise<void> => {
  const { line, now } = campaignWords(await loadCampaignState(deps, campaign.id), voice(campaign.locale, deps.config));
  await note(deps, campaign, data, { note: 'status', params: { name: nameOf(campaign), line, now } });
};

const sayResults = async (deps: Deps, campaign: Campaign, data: JobData['intent.read']): Promise<void> => {
  const [final] = await deps.db
    .select({ kind: readouts.kind })
    .from(readouts)
    .where(and(eq(readouts.campaignId, campaign.id), eq(readouts.kind, 'final')));
  if (final) return note(deps, campaign, data, { note: 'results_there' });
  if (campaign.windowEndsAt)
    return note(deps, campaign, data, { note: 'results_wait', params: { until: campaign.windowEndsAt.toISOString() } });
  const { line } = campaignWords(await loadCampaignState(deps, campaign.id), voice(campaign.locale, deps.config));
  return note(deps, campaign, data, { note: 'results_none', params: { line } });
};

type Kept = Subject & { pending?: Pending };

const find = async (tx: Tx, id: string) => {
  const [row] = await tx
    .select()
    .from(messages)
    .where(eq(messages.key, intentKey(id)));
  const subject = row?.subject as Kept | undefined;
  return row?.campaignId && subject?.pending ? { campaignId: row.campaignId, pending: subject.pending } : null;
};

const GONE: Refusal = { code: 'already', state: 'superseded', by: null, at: null, version: 0 };

type Done = { refusal: Refusal } | { subject: Subject };

/**
 * What the card stands for happens once, in the transaction that makes the card a record: of several clicks at once the
 * campaign's lock lets one through, and the others find nothing left to settle. A refusal leaves the card as it is.
 *
 * @param act is given the same deps on that transaction
 */
const settle = async (
  deps: Deps,
  id: string,
  act: (inside: Deps, campaign: Campaign, pending: Pending) => Promise<Done>,
): Promise<Refusal | null> => {
  // Groups are asked for before there is a lock to hold while Slack answers.
  await namedPeople(deps);
  return deps.db.transaction(async (tx) => {
    const before = await find(tx, id);
    if (!before) return GONE;
    const campaign = await lockCampaign(tx, before.campaignId);
    const found = await find(tx, id);
    if (!found) return GONE;
    const done = await act({ ...deps, db: tx as unknown as Db }, campaign, found.pending);
    if ('refusal' in done) return done.refusal;
    await tell(tx, deps, { ...placeOf(campaign), key: intentKey(id), kind: 'note', subject: done.subject });
    return null;
  });
};

export const confirmIntent: ClickHandler = async ({ deps }, { person, where, value }) => {
  const refusal = await settle(deps, value, async (inside, { id }, pending) => {
    const done =
      pending.do === 'revise'
        ? await reviseStep(inside, id, pending.step, person, pending.words)
        : await control(inside, id, person, pending.do);
    if (!done.ok) return { refusal: done.refusal };
    return {
      subject:
        pending.do === 'revise'
          ? { note: 'intent_done', params: { by: person.id, step: pending.step } }
          : { note: 'intent_did', params: { by: person.id } },
    };
  });
  if (refusal) await refuse(deps, person, where, refusal);
};

export const dismissIntent: ClickHandler = async ({ deps }, { person, where, value }) => {
  const refusal = await settle(deps, value, async (inside, { id }) => {
    const may = await mayTouch(inside, String(id), person, 'step');
    return may.ok ? { subject: { note: 'intent_dropped', params: { by: person.id } } } : { refusal: may.refusal };
  });
  if (refusal) await refuse(deps, person, where, refusal);
};
