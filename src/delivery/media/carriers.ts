import type { Carrier } from '../../audience/notice.ts';
import type { BrandKit } from '../../brand/kit.ts';

/** By which channels notices can go now: those there are, with a price, and a number where one is needed. */
export const carriersOf = (channels: { has(name: Carrier): boolean }, kit: BrandKit): Carrier[] => {
  const can: Record<Carrier, boolean> = {
    email: true,
    sms: kit.prices.lms !== null && kit.sender.numbers.length > 0,
    push: kit.prices.push !== null,
  };
  return (Object.keys(can) as Carrier[]).filter((name) => can[name] && channels.has(name));
};
