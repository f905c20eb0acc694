import { NOTICE_KINDS, type NoticeKind } from '../audience/answers.ts';
import { CARRIERS, owedNow } from '../audience/notice.ts';
import type { Tx } from '../deps.ts';
import type { Voice } from '../i18n/voice.ts';
import { type Account, toldOn } from '../results/revenue-days.ts';

/** What the law says is to be told, by kind and with its last day; `told`: notices that left yesterday. */
export type NoticeFacts = { owed: { kind: NoticeKind; people: number; by: string }[]; told: number };

export const noticesNow = async (tx: Tx, now: Date, yesterday: string, account: Account): Promise<NoticeFacts> => {
  const owed = await owedNow(tx, CARRIERS, { until: now, now });
  const of = (kind: NoticeKind) => {
    const mine = owed.filter((one) => one.kind === kind);
    const by = mine.map((one) => one.by).sort()[0];
    return by ? [{ kind, people: mine.reduce((sum, { people }) => sum + people, 0), by }] : [];
  };
  return { owed: NOTICE_KINDS.flatMap(of), told: await toldOn(tx, yesterday, account) };
};

/** Of a day that is over: what arrived is on record, who was owed is not. */
export const noticesThen = async (tx: Tx, _: Date, yesterday: string, account: Account): Promise<NoticeFacts> => ({
  owed: [],
  told: await toldOn(tx, yesterday, account),
});

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
