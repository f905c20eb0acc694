import { sql } from 'drizzle-orm';
import { NOTICE_KINDS, type NoticeKind } from '../audience/answers.ts';
import { CARRIERS, owedNow } from '../audience/notice.ts';
import type { Tx } from '../deps.ts';
import type { Voice } from '../i18n/voice.ts';
import { addMs, DAY } from '../kit/clock.ts';

/** What the law says is to be told, by kind and with its last day; `told`: notices that left yesterday. */
export type NoticeFacts = { owed: { kind: NoticeKind; people: number; by: string }[]; told: number };

/** A notice held over a weekend still counts for the day it leaves. */
const LONGEST_HELD = 14 * DAY;

export const noticesNow = async (tx: Tx, now: Date, yesterday: { from: Date; to: Date }): Promise<NoticeFacts> => {
  const owed = await owedNow(tx, CARRIERS, { until: now, now });
  const iso = (at: Date) => sql`${at.toISOString()}::timestamptz`;
  const { rows } = await tx.execute<{ n: number }>(sql`
    select count(*)::int as n from campaigns c join deliveries d on d.campaign_id = c.id
    where c.kind = 'notice' and c.started_at > ${iso(addMs(yesterday.from, -LONGEST_HELD))}
      and d.status in ('accepted', 'delivered') and d.handed_at >= ${iso(yesterday.from)} and d.handed_at < ${iso(yesterday.to)}`);
  const of = (kind: NoticeKind) => {
    const mine = owed.filter((one) => one.kind === kind);
    const by = mine.map((one) => one.by).sort()[0];
    return by ? [{ kind, people: mine.reduce((sum, { people }) => sum + people, 0), by }] : [];
  };
  return { owed: NOTICE_KINDS.flatMap(of), told: rows[0]?.n ?? 0 };
};

export const noticeLine = ({ owed, told }: NoticeFacts, at: Date, v: Voice): string => {
  const t = v.t.notices;
  return [
    ...owed.map(({ kind, people, by }) => {
      const day = v.day(new Date(by));
      return t.home[kind]({ n: v.count(people), by: new Date(by) < at ? t.late({ day }) : t.by({ day }) });
    }),
    ...(told > 0 ? [t.toldYesterday({ n: v.count(told) })] : []),
  ].join(' · ');
};
