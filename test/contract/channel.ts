import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Channel, Outgoing } from '../../src/channels/channel.ts';

/** How a vendor behaves towards the next messages. */
export type Mood =
  | 'takes'
  | 'refuses for good'
  | 'refuses for now'
  | 'is busy as a whole'
  | 'takes and says nothing'
  | 'is gone';

/** A stand-in of the vendor that speaks its real protocol on loopback. */
export type Vendor = {
  channel: Channel;
  be(mood: Mood): Promise<void>;
  /** Bodies the vendor has taken or may have taken, in order. */
  got(): readonly string[];
  close(): Promise<void>;
};

/**
 * What delivery relies on in every channel. A vendor's own file adds its table of answers; this suite runs by itself.
 *
 * @param make a vendor whose channel times out within seconds: long enough for a busy machine, short enough to wait for
 * @param known what this vendor has no way to say
 */
export const channelContract = (
  name: string,
  make: () => Promise<Vendor>,
  message: (n: number) => Outgoing,
  known: { each?: 'never asks for one alone' } = {},
): void => {
  describe(`${name} as a channel`, () => {
    let vendor: Vendor;
    beforeEach(async () => {
      vendor = await make();
    });
    afterEach(() => vendor.close());

    it('hands over every message once and names each', async () => {
      const messages = Array.from({ length: vendor.channel.batch }, (_, n) => message(n));
      const outcomes = await vendor.channel.send(messages);
      expect(outcomes).toHaveLength(messages.length);
      for (const outcome of outcomes)
        expect(outcome).toMatchObject({ outcome: 'accepted', providerId: expect.stringMatching(/./) });
      expect([...vendor.got()].sort()).toEqual(messages.map((m) => m.body).sort());
    });

    it('hands over nothing when there is nothing', async () => {
      expect(await vendor.channel.send([])).toEqual([]);
      expect(vendor.got()).toEqual([]);
    });

    it('says which message was refused for good, and takes the next one', async () => {
      await vendor.be('refuses for good');
      expect(await vendor.channel.send([message(1)])).toMatchObject([{ outcome: 'rejected', permanent: true }]);
      await vendor.be('takes');
      expect(await vendor.channel.send([message(2)])).toMatchObject([{ outcome: 'accepted' }]);
    });

    it('asks to come back with one message, or with all of them', async () => {
      if (!known.each) {
        await vendor.be('refuses for now');
        const [one] = await vendor.channel.send([message(1)]);
        expect(one).toMatchObject({ outcome: 'retry_later' });
        expect(one).not.toHaveProperty('whole');
      }
      await vendor.be('is busy as a whole');
      expect(await vendor.channel.send([message(2)])).toMatchObject([{ outcome: 'retry_later', whole: true }]);
    });

    it('does not know when the vendor falls silent after taking a message, and never gives it twice', async () => {
      await vendor.be('takes and says nothing');
      expect(await vendor.channel.send([message(1)])).toMatchObject([{ outcome: 'unknown' }]);
      expect(vendor.got().length).toBeLessThanOrEqual(1);
    });

    it('waits with everything when the vendor cannot be reached, and says so when probed', async () => {
      expect(await vendor.channel.probe()).toBeNull();
      await vendor.be('is gone');
      expect(await vendor.channel.send([message(1)])).toMatchObject([{ outcome: 'retry_later', whole: true }]);
      expect(await vendor.channel.probe()).toMatch(/./);
      await vendor.be('takes');
      expect(await vendor.channel.send([message(2)])).toMatchObject([{ outcome: 'accepted' }]);
    });
  });
};
