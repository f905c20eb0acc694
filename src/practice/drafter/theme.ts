import type { Who } from './heard/who.ts';

/** What a campaign is about: decides title, tone of the copy and which fixed message fits. */
const THEMES = [
  'winback',
  'first_order',
  'second_order',
  'vip',
  'regulars',
  'cart',
  'welcome',
  'birthday',
  'news',
  'buyers',
] as const;
export type Theme = (typeof THEMES)[number];

export const themeOf = (who: Who): Theme => {
  const asks = (name: string) => who.asked?.some((each) => each.name === name) ?? false;
  if (asks('cart') || who.phrases?.some(({ kind }) => kind === 'cart')) return 'cart';
  if (asks('birthday')) return 'birthday';
  if (who.neverBought) return 'first_order';
  if (who.lapsed || who.lapsedDays !== null) return 'winback';
  if (who.minOrders === 1 && who.maxOrders === 1) return 'second_order';
  if (who.vip || who.topPercent !== null) return 'vip';
  if (who.welcome || who.joinedWithin !== null) return 'welcome';
  if (who.everyone || who.newsletter) return 'news';
  return who.regulars || who.minOrders !== null ? 'regulars' : 'buyers';
};
