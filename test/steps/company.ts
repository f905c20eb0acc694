import { ingestConsents } from '../../src/audience/ingest-consents.ts';
import { ingestContacts } from '../../src/audience/ingest-contacts.ts';
import { ingestOrders } from '../../src/audience/ingest-orders.ts';
import type { BrandKit } from '../../src/brand/kit.ts';
import { seedKit } from '../../src/brand/store.ts';
import type { Channel, Channels } from '../../src/channels/channel.ts';
import type { Connection } from '../../src/db/client.ts';
import type { Deps } from '../../src/deps.ts';
import { addMs, DAY } from '../../src/kit/clock.ts';
import { randomId } from '../../src/kit/id.ts';
import { openAiLlm } from '../../src/llm/openai.ts';
import { type HandClock, handClock, type RecordedJobs, testDeps } from '../support/deps.ts';
import { type ScriptedLlm, scriptedLlm } from '../support/scripted-llm.ts';

export const kit: BrandKit = {
  name: '다시, 음반',
  messages: [
    { id: 'again', ko: '다시 들을 음악이 있습니다', en: 'There is music to hear again' },
    { id: 'hello', ko: '처음 듣는 음악이 있습니다', en: 'There is music to hear first' },
  ],
  voice: { ko: '다정하고 짧게', en: 'warm and short' },
  facts: [{ id: 'f1', text: '국내 최초 당일 배송', evidence: 'https://shop.example.test/proof' }],
  bannedWords: ['대박'],
  links: [
    { id: 'home', url: 'https://shop.example.test/' },
    { id: 'new', url: 'https://shop.example.test/new' },
  ],
  sender: {
    name: '다시, 음반',
    email: 'hello@shop.example.test',
    address: '서울시 마포구 양화로 1',
    phone: '02-123-4567',
    optOutNumber: '080-123-4567',
    numbers: ['02-123-4567'],
    appSettings: '내 정보 > 알림',
    dealerUntil: '2030-12-31',
  },
  prices: { email: 10, sms: 18, lms: 45, mms: 110, alimtalk: 8, brand: 25, push: 1 },
  labourRatePerHour: 30_000,
  minutesSaved: 120,
  minutesSpent: 20,
  monthTarget: 10_000_000,
  globalHoldoutPercent: 0,
  coupons: [{ code: 'AGAIN15', text: '15% 할인 쿠폰' }],
};

export const email: Channel = {
  name: 'email',
  account: 'practice',
  practice: true,
  timeoutMs: 1_000,
  batch: 20,
  send: async () => [],
  probe: async () => null,
  close: async () => undefined,
};
export const byEmail: Channels = new Map([['email', email]]);

export type Company = Deps & { jobs: RecordedJobs; clock: HandClock; model: ScriptedLlm };

/** A shop with 2,000 customers, a brand kit, one channel and a model that says what a test wrote down. */
export const company = async (
  connection: Connection,
  more: Partial<Deps> = {},
  env: Record<string, string> = {},
): Promise<Company> => {
  const model = await scriptedLlm();
  const clock = handClock();
  const llm = openAiLlm({
    apiKey: 'test',
    baseUrl: model.baseUrl,
    model: 'gpt-5-mini',
    practice: false,
    clock,
    log: { info: () => undefined, warn: () => undefined, error: () => undefined },
    timeoutMs: 400,
  });
  const deps = testDeps(
    connection,
    { llm, clock, channels: byEmail, newId: randomId, ...more },
    { PUBLIC_URL: 'https://baton.example.test', ...env },
  );
  await seedKit(deps, kit);
  return { ...deps, model };
};

/** Of every four: a regular who stopped 80 days ago, one who stopped 150 days ago, a recent buyer, a single purchase. */
export const fillShop = async (deps: Deps): Promise<void> => {
  const now = await deps.clock.business();
  const at = (days: number) => addMs(now, -days * DAY - 3_600_000).toISOString();
  const opts = { timezone: deps.config.timezone, currency: deps.config.currency, now, from: 'json' as const };
  const ids = Array.from({ length: 2_000 }, (_, i) => i);
  const name = (i: number) => `c${i}`;
  await ingestContacts(
    deps.db,
    ids.map((i) => ({
      external_id: name(i),
      email: `${name(i)}@people.example.test`,
      first_name: `비밀이름${i}`,
      created_at: at(300),
    })),
    opts,
  );
  const last = [80, 150, 10, 200];
  const count = [4, 3, 2, 1];
  await ingestOrders(
    deps.db,
    ids.flatMap((i) =>
      Array.from({ length: count[i % 4] ?? 1 }, (_, n) => ({
        order_id: `o${i}-${n}`,
        contact_id: name(i),
        at: at((last[i % 4] ?? 1) + n * 15),
        amount: 20_000 + (i % 7) * 1_000,
        currency: 'KRW',
        quantity: 1 + (i % 2),
        category: i % 2 ? '재즈' : '클래식',
      })),
    ),
    opts,
  );
  await ingestConsents(
    deps.db,
    ids
      .filter((i) => i % 10 !== 0)
      .map((i) => ({
        contact_id: name(i),
        channel: 'email',
        state: 'granted',
        at: at(250),
        source: 'signup',
        text_version: 'v1',
      })),
    opts,
  );
};
