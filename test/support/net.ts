import type { Net } from '../../src/kit/net.ts';

/** A world in which every page opens and every domain is in order, without a socket; a test says what is otherwise. */
export const netOf = (over: Partial<Net> = {}): Net => ({
  practice: false,
  resolve: async () => ['93.184.215.14'],
  texts: async (name) =>
    name.startsWith('_dmarc.')
      ? ['v=DMARC1; p=reject']
      : name.includes('._domainkey.')
        ? ['v=DKIM1; k=rsa; p=MIIB']
        : ['v=spf1 include:_spf.example.test -all'],
  connect: async () => ({ status: 200, location: null }),
  ...over,
});

export const standingNet: Net = netOf();
