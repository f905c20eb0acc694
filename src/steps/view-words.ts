import type { ChannelName } from '../channels/channel.ts';
import { type Voice, voice } from '../i18n/voice.ts';
import { saidLine } from '../slack/text.ts';

/** `2026-12-31` as the reader writes a day; what is no date stays as it is. */
export const dayOf = (iso: string, v: Voice): string => {
  // Noon UTC is that same day nearly everywhere, and the weekday is worth having.
  const at = Date.parse(`${iso}T12:00:00Z`);
  return /^\d{4}-\d{2}-\d{2}$/.test(iso) && Number.isFinite(at) ? v.day(new Date(at)) : saidLine(iso, 40);
};

/** `2026-11-24T14:00` is the account's own wall clock: written as the reader writes times, no zone applied again. */
export const clockOf = (local: string, v: Voice): string => {
  const at = Date.parse(`${local.slice(0, 16)}:00Z`);
  if (!Number.isFinite(at)) return saidLine(local, 40);
  return voice(v.language, { timezone: 'UTC', currency: 'USD' }).time(new Date(at));
};

/** Words by people or the model as one line of markup. */
export const listed = (words: readonly string[], max = 300): string =>
  words.map((one) => saidLine(one, max)).join(' · ');

const CIRCLED = '①②③④⑤⑥⑦⑧⑨⑩';
export const numbered = (words: readonly string[], max = 300): string =>
  words.map((one, index) => `${CIRCLED[index] ?? '•'} ${saidLine(one, max)}`).join(' ');

/** `동의 없음 1,104 · 수신거부 121`: counts by their label, largest first, zeros left out. */
export const counts = (
  by: Readonly<Record<string, number | undefined>>,
  labels: Readonly<Record<string, string>>,
  v: Voice,
  without: readonly string[] = [],
): string =>
  Object.entries(by)
    .flatMap(([key, n]) => (n && !without.includes(key) ? [{ key, n }] : []))
    .sort((a, b) => b.n - a.n)
    .map(({ key, n }) => `${labels[key] ?? saidLine(key, 40)} ${v.count(n)}`)
    .join(' · ');

/** Why somebody is not written to, in the words of the channel: an address is a number, or a device. */
export const outcomeWords = (channel: ChannelName, v: Voice): Readonly<Record<string, string>> => ({
  ...v.t.cards.outcomes,
  ...v.t.cards.addresses[channel],
});

export const sum = (by: Readonly<Record<string, number | undefined>>, without: readonly string[] = []): number =>
  Object.entries(by).reduce((total, [key, n]) => total + (without.includes(key) ? 0 : (n ?? 0)), 0);
