import type { BrandKit } from '../../brand/kit.ts';
import type { ChannelName } from '../../channels/channel.ts';
import type { Plan } from '../../steps/plan/schema.ts';

/** Who sends it, as approved: of numbers and ways out only those that the channel shows. */
export const senderOf = (
  { sender: { name, email, address, phone, numbers, optOutNumber, appSettings } }: BrandKit,
  channel: ChannelName,
  { mailFrom }: { mailFrom?: string | null | undefined },
): Plan['sender'] => {
  const [number] = numbers;
  const optOut = channel === 'push' ? appSettings : optOutNumber;
  return {
    name,
    email: mailFrom ?? email,
    address,
    phone,
    // Carriers take text from registered numbers alone; Kakao may leave its place to text.
    ...((channel === 'sms' || channel === 'kakao') && number !== undefined && { number }),
    ...(channel !== 'email' && optOut !== null && { optOut }),
  };
};
