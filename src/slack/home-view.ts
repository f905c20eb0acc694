import type { HomeView } from '@slack/types';
import type { Owed } from '../audience/notice.ts';
import { READY_MADE_NAMES, type ReadyMade } from '../audience/ready-made.ts';
import type { ApprovalRequest, Campaign } from '../campaign/store.ts';
import type { PoolNow } from '../coupons/pool.ts';
import type { Voice } from '../i18n/voice.ts';
import { campaignKey } from '../kit/id.ts';
import { couponLine } from '../steps/brief/coupon.ts';
import { byWords } from '../steps/notice/view.ts';
import { actions, type Blocks, button, context, divider, header, plain, section } from './blocks.ts';
import { option } from './form.ts';
import { statusWords } from './refusal.ts';
import { person, said } from './text.ts';
import { at, titleOf } from './words.ts';

export type HomeState = {
  /** Open questions that this person may decide. */
  mine: readonly { campaign: Campaign; request: ApprovalRequest; href: string | null }[];
  running: readonly { campaign: Campaign; href: string | null }[];
  /** What the law says is to be told. */
  notices: readonly Owed[];
  /** Those that can still be used. */
  coupons: readonly PoolNow[];
  now: Date;
  admin: boolean;
};

const MOST = 15;
/** Ready-made rules with a button of their own; the others are in a list. */
const SHOWN = 6;

/** What a button that begins with a ready-made rule carries. */
export const readyValue = (name: ReadyMade): string => `ready:${name}`;

const noticeLines = (notices: readonly Owed[], now: Date, v: Voice): string[] =>
  notices.map(({ kind, channel, people, by }) =>
    channel === null
      ? v.t.notices.home.unreached({ n: v.count(people) })
      : v.t.notices.home[kind]({ n: v.count(people), by: byWords(by, now, v) }),
  );

/** What waits for me, what is running, and the way to settings: in the reader's language. Pure. */
export const homeView = ({ mine, running, notices, coupons, now, admin }: HomeState, v: Voice): HomeView => {
  const t = v.t.home;
  const approvals: Blocks = mine.slice(0, MOST).flatMap(({ campaign, request, href }) => [
    section(
      `*${campaignKey(campaign.id)} ${said(titleOf(campaign))}* — ${v.t.cards.steps[request.step]} v${request.version}\n${t.approval({ requester: person(campaign.requester), at: at(request.expiresAt, v) })}`,
      {
        id: `home.${request.id}`,
        ...(href && { accessory: button('card.open', t.open, request.id, { url: href, style: 'primary' }) }),
      },
    ),
  ]);
  const campaigns: Blocks = running.slice(0, MOST).map(({ campaign, href }) =>
    section(
      `*${campaignKey(campaign.id)} ${said(titleOf(campaign))}* — ${statusWords(campaign.status, v)} · ${person(campaign.requester)}`,
      {
        id: `home.c${campaign.id}`,
        ...(href && { accessory: button('card.open', t.open, campaignKey(campaign.id), { url: href }) }),
      },
    ),
  );
  return {
    type: 'home',
    callback_id: 'home',
    blocks: [
      header(t.approvals({ n: v.count(mine.length) })),
      ...(approvals.length > 0 ? approvals : [context(t.noApprovals)]),
      ...(notices.length > 0 ? [context(...noticeLines(notices, now, v))] : []),
      divider(),
      header(t.running),
      ...(campaigns.length > 0 ? campaigns : [context(t.noRunning)]),
      ...(coupons.length > 0
        ? [divider(), header(v.t.coupons.home), context(...coupons.map((pool) => said(couponLine(pool, v))))]
        : []),
      divider(),
      header(t.ready),
      ...READY_MADE_NAMES.slice(0, SHOWN).map((name) =>
        section(`*${v.t.ready[name].name}* — ${v.t.ready[name].why}`, {
          id: `home.ready.${name}`,
          accessory: button('campaign.new', t.begin, readyValue(name), { label: v.t.ready[name].name }),
        }),
      ),
      section(t.moreReady, {
        id: 'home.ready',
        accessory: {
          type: 'static_select',
          action_id: 'campaign.new',
          placeholder: plain(t.choose),
          options: READY_MADE_NAMES.slice(SHOWN).map((name) => option(readyValue(name), v.t.ready[name].name)),
        },
      }),
      divider(),
      ...actions(
        [
          button('campaign.new', t.start, 'new'),
          button('brand', t.brand, 'brand'),
          ...(admin ? [button('settings', t.settings, 'settings')] : []),
        ],
        'home.a',
      ),
    ],
  };
};
