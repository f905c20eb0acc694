import type { Campaign } from '../campaign/store.ts';
import { wavesFor } from '../campaign/waves.ts';
import type { Tx } from '../deps.ts';

/**
 * The instants between which both arms are compared: from the freeze, or from the last wave on, when the last of them could
 * have been written to. Null before anybody was frozen.
 */
export const spanOf = async (
  tx: Tx,
  campaign: Pick<Campaign, 'id' | 'occurrence' | 'windowStartsAt' | 'windowEndsAt'>,
): Promise<{ from: Date; to: Date } | null> => {
  const { windowStartsAt, windowEndsAt } = campaign;
  if (!windowStartsAt || !windowEndsAt) return null;
  const planned = (await wavesFor(tx, campaign)).map(({ plannedAt }) => plannedAt?.getTime() ?? 0);
  return { from: new Date(Math.max(windowStartsAt.getTime(), ...planned)), to: windowEndsAt };
};
