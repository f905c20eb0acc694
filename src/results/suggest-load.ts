import { liveDrafts } from '../campaign/store.ts';
import type { ChannelName } from '../channels/channel.ts';
import type { Deps, Tx } from '../deps.ts';
import type { Voice } from '../i18n/voice.ts';
import { addMs, DAY } from '../kit/clock.ts';
import { localDay } from '../kit/zone.ts';
import type { Brief } from '../steps/brief/schema.ts';
import type { Copy } from '../steps/copy/schema.ts';
import { findReadout, type Readout } from './readout.ts';
import { type About, goalOf, type Suggestion, suggestionsOf } from './suggest.ts';

type Offered = { keys(): Iterable<ChannelName> };

const aboutOf = async (tx: Tx, channels: Offered, readout: Readout, now: Date): Promise<About> => {
  const live = await liveDrafts(tx, readout.campaignId);
  const brief = live.brief?.content as Brief | undefined;
  const copy = live.copy?.content as Copy | undefined;
  return {
    readout,
    audience: brief?.audience ?? '',
    offered: [...channels.keys()],
    daysSince: Math.max(1, Math.ceil((now.getTime() - new Date(readout.window.startsAt).getTime()) / DAY)),
    angles: Object.fromEntries((copy?.variants ?? []).map(({ key, angle }) => [key, angle])),
  };
};

/** What a final reading suggests; nothing of a campaign without a brief, as a legal notice is. */
export const loadSuggestions = async (
  tx: Tx,
  channels: Offered,
  readout: Readout,
  now: Date,
): Promise<Suggestion[]> => {
  const about = await aboutOf(tx, channels, readout, now);
  return about.audience ? suggestionsOf(about) : [];
};

/** Time to draft, approve and measure: the last day of the month that is this far away. */
const AHEAD_DAYS = 14;

const lastDayOf = (month: string): string => {
  const [year = 0, nth = 1] = month.split('-').map(Number);
  return new Date(Date.UTC(year, nth, 0)).toISOString().slice(0, 10);
};

/** The words of one suggestion as they stand now; null where the result no longer suggests it. */
export const suggestedGoal = async (
  deps: Pick<Deps, 'db' | 'channels' | 'clock' | 'config'>,
  campaignId: number,
  kind: string,
  v: Voice,
): Promise<string | null> => {
  const readout = await findReadout(deps.db, campaignId, 'final');
  if (!readout) return null;
  const now = await deps.clock.business();
  const about = await aboutOf(deps.db, deps.channels, readout, now);
  const found = about.audience ? suggestionsOf(about).find((one) => one.kind === kind) : undefined;
  if (!found) return null;
  const then = localDay(addMs(now, AHEAD_DAYS * DAY), deps.config.timezone);
  return goalOf(about, found, v.t.results.next.day(lastDayOf(then.slice(0, 7))), v);
};
