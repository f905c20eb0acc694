import { desc, eq } from 'drizzle-orm';
import type { StepName } from '../campaign/lifecycle.ts';
import { findCampaign } from '../campaign/store.ts';
import type { MessageKind } from '../campaign/tell.ts';
import { learnings, type messages, readouts } from '../db/schema.ts';
import type { Deps } from '../deps.ts';
import type { Language } from '../i18n/language.ts';
import { type Voice, voice } from '../i18n/voice.ts';
import { campaignKey } from '../kit/id.ts';
import type { Readout } from '../results/readout.ts';
import { loadSuggestions } from '../results/suggest-load.ts';
import { resultCard } from '../results/view.ts';
import type { Card } from './blocks.ts';
import { fitted } from './budget.ts';
import { campaignCard } from './campaign-card.ts';
import { digestCard } from './digest-card.ts';
import { importCard } from './import-card.ts';
import { findImport } from './import-state.ts';
import { loadCampaignState, loadPing, loadSending, loadStep, type Permalink } from './load.ts';
import { loadWaves } from './load-waves.ts';
import { noteCard } from './note-card.ts';
import { pingCard } from './ping-card.ts';
import { sendingCard } from './sending-card.ts';
import type { NoteState, PingState } from './state.ts';
import { stepCard } from './step-card.ts';
import { said } from './text.ts';
import { wavesCard } from './waves-card.ts';

export type Message = typeof messages.$inferSelect;

/** Names one message of ours in Slack's own records; what a message is found again by after a crash. */
export type Metadata = {
  event_type: 'baton.card';
  event_payload: {
    campaign_id: string;
    step: StepName | 'sending' | 'results' | 'campaign' | 'digest';
    version: number;
  };
};

export const isPersonal = (channel: string): boolean => /^[UW][A-Z0-9_]+$/.test(channel);

/** A channel speaks one language; what only one person reads speaks theirs. */
const languageFor = async (deps: Deps, message: Message): Promise<Language> => {
  const reader = message.onlyFor ?? (isPersonal(message.channel) ? message.channel : null);
  if (reader) return (await deps.directory.person(reader)).language;
  const campaign = message.campaignId === null ? null : await findCampaign(deps.db, message.campaignId);
  return campaign?.locale ?? deps.config.locale;
};

/** The message as it should be now: the state is read here, at drawing time. */
export const render = async (deps: Deps, message: Message, permalink: Permalink): Promise<Card> => {
  const v = voice(await languageFor(deps, message), deps.config);
  const { subject } = message;
  switch (message.kind as MessageKind) {
    case 'campaign':
      return campaignCard(await loadCampaignState(deps, campaignOf(message)), v);
    case 'step': {
      const { step, version } = subject as { step: StepName; version: number };
      return stepCard(await loadStep(deps, { campaignId: campaignOf(message), step, version }, permalink), v);
    }
    case 'sending':
      return sendingCard(await loadSending(deps, campaignOf(message)), v);
    case 'waves':
      return wavesCard(await loadWaves(deps, campaignOf(message)), v);
    case 'ping':
      return pingCard(
        await loadPing(deps, subject as { requestId: string; occasion: PingState['occasion'] }, permalink),
        v,
      );
    case 'result':
      return result(deps, message, v);
    case 'digest':
      return digestCard(deps, String(subject.date), v);
    case 'import': {
      const row = await findImport(deps.db, String(subject.importId));
      if (!row) throw new Error(`no import for ${message.key}`);
      return importCard(row, v);
    }
    case 'note': {
      const { note, params = {}, buttons = [] } = subject as Partial<NoteState> & { note: string };
      return noteCard({ note, params, buttons }, v);
    }
  }
};

const campaignOf = (message: Message): number => {
  if (message.campaignId === null) throw new Error(`${message.key} belongs to no campaign`);
  return message.campaignId;
};

const result = async (deps: Deps, message: Message, v: Voice): Promise<Card> => {
  const campaignId = campaignOf(message);
  const rows = await deps.db.select().from(readouts).where(eq(readouts.campaignId, campaignId));
  const final = rows.find(({ kind }) => kind === 'final');
  const newest = rows.filter(({ kind }) => kind !== 'final').sort((a, b) => b.at.getTime() - a.at.getTime())[0];
  const found = message.subject.kind === 'final' ? final : newest;
  if (!found) throw new Error(`no readout for ${message.key}`);
  const [learning] =
    found.kind === 'final'
      ? await deps.db
          .select()
          .from(learnings)
          .where(eq(learnings.campaignId, campaignId))
          .orderBy(desc(learnings.at))
          .limit(1)
      : [];
  const readout = found.result as Readout;
  const suggestions = await loadSuggestions(deps.db, deps.channels, readout, await deps.clock.business());
  const card = resultCard(readout, v, learning, suggestions, final !== undefined);
  // Its text is plain words; Slack reads it as markup.
  return { text: said(card.text), blocks: fitted(card.blocks) };
};

/** Null for direct messages, ephemerals and notes: those carry none. */
export const metadataOf = (message: Message): Metadata | null => {
  const of = (step: Metadata['event_payload']['step'], version: number, campaign = message.campaignId): Metadata => ({
    event_type: 'baton.card',
    event_payload: { campaign_id: campaign === null ? 'digest' : campaignKey(campaign), step, version },
  });
  if (message.onlyFor || isPersonal(message.channel)) return null;
  const { subject } = message;
  switch (message.kind as MessageKind) {
    case 'campaign':
      return of('campaign', 1);
    case 'step':
      return of(subject.step as StepName, Number(subject.version));
    case 'sending':
      return of('sending', 1);
    case 'result':
      return of('results', subject.kind === 'final' ? 2 : 1);
    case 'digest':
      return of('digest', Number(String(subject.date).replaceAll('-', '')) || 1, null);
    default:
      return null;
  }
};
