/** Carries the reference where the return path is the vendor's own. */
export const REFERENCE_HEADER = 'X-Baton-Ref';

/**
 * Where mail of one message returns to (VERP as a plus address): `bounces+REFERENCE@domain`. Some servers on the way write
 * local parts in small letters, so the reference travels in base32, which has only those.
 */
const LETTERS = 'abcdefghijklmnopqrstuvwxyz234567';
const LOCAL_MOST = 64;

/** @returns the plain bounce address where the reference does not fit before the @ */
export const returnPath = (bounceAddress: string, reference: string): string => {
  const [local = '', domain = ''] = bounceAddress.split('@');
  const tagged = `${local}+${encoded(Buffer.from(reference, 'base64url'))}`;
  return tagged.length <= LOCAL_MOST ? `${tagged}@${domain}` : bounceAddress;
};

/** @returns the reference in a return path of ours, or null */
export const referenceIn = (address: string): string | null => {
  const [, tag] = /^<?[^\s@+]{1,20}\+([a-z2-7]{8,60})@[^\s@]+>?$/i.exec(address.trim()) ?? [];
  return tag ? decoded(tag.toLowerCase()).toString('base64url') : null;
};

const encoded = (bytes: Buffer): string => {
  let text = '';
  let bits = 0;
  let held = 0;
  for (const byte of bytes) {
    held = ((held << 8) | byte) & 0xfff;
    bits += 8;
    while (bits >= 5) {
      bits -= 5;
      text += LETTERS[(held >> bits) & 31];
    }
  }
  return bits > 0 ? text + LETTERS[(held << (5 - bits)) & 31] : text;
};

const decoded = (text: string): Buffer => {
  const bytes: number[] = [];
  let bits = 0;
  let held = 0;
  for (const letter of text) {
    held = ((held << 5) | LETTERS.indexOf(letter)) & 0xfff;
    bits += 5;
    if (bits < 8) continue;
    bits -= 8;
    bytes.push((held >> bits) & 255);
  }
  return Buffer.from(bytes);
};
