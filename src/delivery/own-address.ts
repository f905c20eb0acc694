import { and, eq, isNotNull } from 'drizzle-orm';
import type { ChannelName } from '../channels/channel.ts';
import { contacts } from '../db/schema.ts';
import type { Person, Tx } from '../deps.ts';

/**
 * Where somebody's own test goes: e-mail and telephone as their Slack profile has them, and for push the device of the
 * contact with that e-mail, as the app told it. There is no way to name another.
 */
export const ownAddress = async (
  db: Tx,
  { email, phone }: Pick<Person, 'email' | 'phone'>,
  channel: ChannelName,
): Promise<string | null> => {
  if (channel === 'email') return email;
  if (channel !== 'push') return phone;
  if (email === null) return null;
  const [own] = await db
    .select({ token: contacts.pushToken })
    .from(contacts)
    .where(and(eq(contacts.email, email.toLowerCase()), isNotNull(contacts.pushToken)))
    .limit(1);
  return own?.token ?? null;
};

/** What is missing, where it is. */
export const MISSING = { email: 'no_email', sms: 'no_phone', kakao: 'no_phone', push: 'no_device' } as const;
