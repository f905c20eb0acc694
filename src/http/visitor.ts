import { makeTokens } from '../delivery/tokens.ts';
import type { Deps } from '../deps.ts';
import { hexHmac, sameSecret } from '../kit/hash.ts';

/**
 * Who a visitor of the shop's site is, told without a password and never by an address: by a token of ours in the link they
 * clicked, or by their outside name signed by the shop's own server. Both are changed for a token that the page keeps.
 */
export type Visitor = { contactId: number; campaignId: number; occurrence: number };

const MINUTE_MS = 60_000;
/** A link that was passed on must not make its next reader the first one: it says who clicked for this long. */
const LANDING_MINUTES = 60;
const KEPT_MINUTES = 180 * 24 * 60;
/** Named in the address of the page, and read by baton.js. */
const PARAMETER = 'bt';

type Signs = Pick<Deps, 'secretKeys' | 'clock'>;

export const landingOf = (deps: Signs) => {
  const tokens = makeTokens(deps.secretKeys);
  return (to: string, { contactId, campaignId, occurrence }: Visitor): string => {
    if (contactId === 0) return to;
    const url = new URL(to);
    const link = minuteOf(deps) + LANDING_MINUTES;
    url.searchParams.set(PARAMETER, tokens.visitor({ contactId, campaignId, occurrence, link }));
    return url.href;
  };
};

export const visitors = (deps: Signs) => {
  const tokens = makeTokens(deps.secretKeys);
  return {
    keep: ({ contactId, campaignId, occurrence }: Visitor): string =>
      tokens.visitor({ contactId, campaignId, occurrence, link: minuteOf(deps) + KEPT_MINUTES }),
    /** @returns null for what we did not sign, and for what has ended */
    read: (token: string): Visitor | null => {
      const signed = tokens.verify('visitor', token);
      return signed && signed.link > minuteOf(deps) ? signed : null;
    },
    /** The shop's server signs an outside name: hex HMAC-SHA256 by `identifySecret`. */
    isSigned: (name: string, signature: string): boolean =>
      deps.secretKeys.some((key) => sameSecret(hexHmac(identifySecret(key), name), signature.toLowerCase())),
  };
};

const minuteOf = (deps: Signs): number => Math.floor(deps.clock.system().getTime() / MINUTE_MS);

/** Given to the shop by `baton key web`. It signs who a visitor is and nothing else: links are signed by the key itself. */
export const identifySecret = (secretKey: string): string => hexHmac(secretKey, 'baton.web.identify.1');
