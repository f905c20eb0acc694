import { sql } from 'drizzle-orm';
import type { ChannelName } from '../channels/channel.ts';
import type { Db } from '../deps.ts';
import { type Language, strings } from '../i18n/language.ts';
import { localDay } from '../kit/zone.ts';
import { ids, type Scope } from './ledger/guards.ts';

/** One answer as its giver is told of it. */
export type Answer = { channel: ChannelName; purpose: 'marketing' | 'night'; granted: boolean; at: Date };

/** `이메일 광고 수신 동의(2026년 11월 20일)`: what was said, on which channel and when; no word of anything else. */
export const answersInWords = (answers: readonly Answer[], language: Language, timezone: string): string => {
  const t = strings(language).notices.message;
  return answers
    .map(({ channel, purpose, granted, at }) => {
      const [year = '', month = '', day = ''] = localDay(at, timezone)
        .split('-')
        .map((part) => String(Number(part)));
      const date = t.date({ year, month, day });
      return t.answer({ channel: t.channels[channel], night: purpose === 'night', granted, date });
    })
    .join(', ');
};

/** All that one person can have said, for measuring: every channel, by day and by night. */
export const mostAnswers = (language: Language, timezone: string): string => {
  const at = new Date('2026-12-28T03:00:00Z');
  const channels = ['email', 'sms', 'kakao', 'push'] as const;
  const all = channels.flatMap((channel) =>
    (['marketing', 'night'] as const).map((purpose) => ({ channel, purpose, granted: true, at })),
  );
  return answersInWords(all, language, timezone);
};

/** What each of these readers of a notice is told, read just before it is written: only answers that still stand. */
export const toldOf = async (
  db: Db,
  scope: Pick<Scope, 'campaignId' | 'occurrence'>,
  people: readonly number[],
  words: { language: Language; timezone: string },
): Promise<Map<number, string>> => {
  const { rows } = await db.execute<{
    contact_id: number;
    channel: ChannelName;
    purpose: Answer['purpose'];
    state: string;
    at: string;
  }>(sql`
    select n.contact_id, n.channel, n.purpose, n.state, n.answered_at as at
    from notice_answers n join consents k on k.contact_id = n.contact_id and k.channel = n.channel and k.purpose = n.purpose
      and k.at = n.answered_at and k.state = n.state
    where n.contact_id = any(${ids(people)}) and n.campaign_id = ${scope.campaignId} and n.occurrence = ${scope.occurrence}
    order by n.contact_id, n.answered_at, n.channel, n.purpose`);
  const of = new Map<number, Answer[]>();
  for (const { contact_id, channel, purpose, state, at } of rows)
    of.set(contact_id, [
      ...(of.get(contact_id) ?? []),
      { channel, purpose, granted: state === 'granted', at: new Date(at) },
    ]);
  return new Map([...of].map(([id, answers]) => [id, answersInWords(answers, words.language, words.timezone)]));
};
