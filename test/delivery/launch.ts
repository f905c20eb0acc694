import type { Facts } from '../../src/delivery/preflight/facts.ts';
import { messagesOf } from '../../src/delivery/preflight/messages.ts';
import type { PreflightInput } from '../../src/delivery/preflight/rule.ts';
import type { Variant } from '../../src/steps/copy/schema.ts';
import { buildInput, kit, planOf, variant } from './fixture.ts';

const NOON = new Date('2026-11-24T03:00:00Z');

export const calm: Facts = {
  consented: 5_000,
  overdue: 0,
  soon: 0,
  refused: 50,
  answers: { known: 0, due: 0, overdue: 0 },
  lastDay: 0,
  bigMailboxes: 0,
  week: { answered: 1_000, bounced: 5, complained: 0 },
};

/** A launch that keeps every rule, but for what a test says. */
export const input = async (
  over: Partial<PreflightInput> = {},
  variants: readonly Variant[] = [variant()],
): Promise<PreflightInput> => {
  const plan = over.plan ?? (await planOf({}, variants));
  const common = { practice: over.practice ?? false, domain: { name: 'shop.example.test', missing: [] } };
  return {
    messages: messagesOf(plan, { kit: over.kit ?? kit, publicUrl: over.publicUrl ?? buildInput.publicUrl }),
    network: { ...common, links: plan.links.map((link) => ({ ...link, problem: null })) },
    ...launch(variants),
    plan,
    ...over,
  };
};

const launch = (variants: readonly Variant[]): Omit<PreflightInput, 'messages' | 'network' | 'plan'> => ({
  kind: 'campaign',
  region: 'KR',
  evidence: {
    audience: { matched: 1_200, send: 800, holdout: 200, excluded: { no_consent: 150, suppressed: 50 } },
    everyone: false,
    costMinor: 8_000,
    minutes: 1,
    smallestLift: 0.03,
  },
  variants,
  keyMessage: 'again',
  offer: null,
  kit,
  now: NOON,
  timezone: 'Asia/Seoul',
  publicUrl: 'https://t.shop.example.test',
  channel: { account: 'counting' },
  practice: false,
  recentlyContacted: 0,
  facts: calm,
  approval: { approved: 'h', current: 'h' },
});
