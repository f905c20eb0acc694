import { asc, desc, eq, inArray, not } from 'drizzle-orm';
import { ENDED } from '../../campaign/lifecycle.ts';
import { noticesOwed } from '../../campaign/notices.ts';
import { namedPeople, standingOf } from '../../campaign/people.ts';
import { mayNot } from '../../campaign/policy.ts';
import { cardKey, stepKey } from '../../campaign/store.ts';
import { endOf, poolsNow } from '../../coupons/pool.ts';
import { approvalRequests, campaigns, messages } from '../../db/schema.ts';
import type { Deps, Person } from '../../deps.ts';
import { voice } from '../../i18n/voice.ts';
import { messageOf } from '../../kit/log.ts';
import { type HomeState, homeView } from '../home-view.ts';
import type { Permalink } from '../load.ts';
import type { Door } from './door.ts';
import { mayAdminister, outsider } from './people.ts';

/** More than a screen of either is not read here. */
const MOST = 15;

/** Drawn when it is opened; losing it loses nothing. */
export const publishHome = async (door: Door, permalink: Permalink, person: Person): Promise<void> => {
  const { deps } = door;
  const view = homeView(await homeOf(deps, permalink, person), voice(person.language, deps.config));
  try {
    await door.client.views.publish({ user_id: person.id, view });
  } catch (error) {
    deps.log.warn({ error: messageOf(error) }, 'App Home not published');
  }
};

const homeOf = async (deps: Deps, permalink: Permalink, person: Person): Promise<HomeState> => {
  const now = await deps.clock.business();
  if (outsider(person)) return { mine: [], running: [], notices: [], coupons: [], now, admin: false };
  const people = await namedPeople(deps);
  const link = async (key: string): Promise<string | null> => {
    const [row] = await deps.db.select().from(messages).where(eq(messages.key, key));
    return row?.ts && row.postedTo ? permalink(row.postedTo, row.ts) : null;
  };
  const open = await deps.db
    .select({ request: approvalRequests, campaign: campaigns })
    .from(approvalRequests)
    .innerJoin(campaigns, eq(campaigns.id, approvalRequests.campaignId))
    .where(eq(approvalRequests.state, 'pending'))
    .orderBy(asc(approvalRequests.expiresAt));
  const mine: HomeState['mine'][number][] = [];
  for (const { request, campaign } of open) {
    if (mine.length >= MOST) break;
    const standing = await standingOf(deps.db, campaign, people);
    if (mayNot(request.action === 'launch' ? 'launch' : 'step', person, standing) !== null) continue;
    mine.push({ request, campaign, href: await link(stepKey(campaign.id, request.step, request.version)) });
  }
  const rows = await deps.db
    .select()
    .from(campaigns)
    .where(not(inArray(campaigns.status, [...ENDED])))
    .orderBy(desc(campaigns.id))
    .limit(MOST);
  const running: HomeState['running'][number][] = [];
  for (const campaign of rows) running.push({ campaign, href: await link(cardKey(campaign.id)) });
  const notices = await noticesOwed(deps, now);
  const coupons = (await poolsNow(deps.db)).filter((pool) => endOf(pool, deps.config.timezone) > now);
  return { mine, running, notices, coupons, now, admin: (await mayAdminister(deps, person)) === null };
};
