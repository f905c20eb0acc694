import { randomBytes } from 'node:crypto';

/** Makes ids; injected, so that tests can foresee them. `prefix` says what the id is of (`req`, `dr`, `la`). */
export type NewId = (prefix: string) => string;

const ALPHABET = '0123456789abcdefghjkmnpqrstvwxyz';

/** Opaque, 80 random bits after the prefix: `req_7k2m...`. Carries no meaning and no order. */
export const randomId: NewId = (prefix) =>
  `${prefix}_${Array.from(randomBytes(16), (byte) => ALPHABET[byte % 32]).join('')}`;

/** Campaigns are shown and named from outside as `C-42`. */
export const campaignKey = (id: number): string => `C-${id}`;

/** @returns the number in `C-42` or `42`, or null when it is neither */
export const parseCampaignKey = (text: string): number | null => {
  const found = /^(?:C-)?(\d{1,15})$/i.exec(text.trim());
  return found ? Number(found[1]) : null;
};

/** Saved segments are shown and named from outside as `S-3`. */
export const segmentKey = (id: number): string => `S-${id}`;

/** @returns the number in `S-3` or `3`, or null when it is neither */
export const parseSegmentKey = (text: string): number | null => {
  const found = /^(?:S-)?(\d{1,15})$/i.exec(text.trim());
  return found ? Number(found[1]) : null;
};
