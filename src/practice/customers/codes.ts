import { sql } from 'drizzle-orm';
import type { Deps } from '../../deps.ts';
import { unitHash } from '../../kit/hash.ts';

/** Share of buyers who type in the code they were given. */
const USES_CODE = 0.8;

/** What each was given, by contact. */
export const codesGiven = async (deps: Deps, campaignId: number, occurrence: number): Promise<Map<string, string>> => {
  const { rows } = await deps.db.execute<{ id: string; code: string }>(sql`
    select c.external_id as id, k.code from coupon_codes k join contacts c on c.id = k.contact_id
    where k.campaign_id = ${campaignId} and k.occurrence = ${occurrence}`);
  return new Map(rows.map(({ id, code }) => [id, code]));
};

/** The code that goes with an order. Some forget theirs, as people do. */
export const usedBy = (
  contactId: string,
  { codes, campaignId }: { codes: ReadonlyMap<string, string>; campaignId: number },
): { coupon?: string } => {
  const coupon = codes.get(contactId);
  return coupon !== undefined && unitHash(`coupon:${campaignId}`, contactId) < USES_CODE ? { coupon } : {};
};
