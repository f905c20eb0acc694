/**
 * CP949 (also called UHC and windows-949), which Korean Excel saves: EUC-KR and, in the room it leaves, the 8,822 syllables
 * it lacks. Node's own `euc-kr` stops at EUC-KR and reads 똠 or 쀼 as something else without a word; those syllables stand in
 * Unicode's order, so the table needs no data of its own.
 */
const NONE = 0;
let table: Uint16Array | null = null;

const pairs = (): Uint16Array => {
  if (table) return table;
  const made = new Uint16Array(0x10000);
  const euc = new TextDecoder('euc-kr', { fatal: true });
  const known = new Set<number>();
  for (let lead = 0xa1; lead <= 0xfe; lead++)
    for (let trail = 0xa1; trail <= 0xfe; trail++) {
      const found = decoded(euc, lead, trail);
      made[(lead << 8) | trail] = found;
      known.add(found);
    }
  // The euro and the registered sign came with a later edition of the standard.
  made[0xa2e6] = 0x20ac;
  made[0xa2e7] = 0xae;
  let syllable = 0xabff;
  const next = (): number => {
    do syllable++;
    while (known.has(syllable));
    return syllable <= 0xd7a3 ? syllable : NONE;
  };
  for (let lead = 0x81; lead <= 0xc6; lead++)
    for (let trail = 0x41; trail <= (lead <= 0xa0 ? 0xfe : 0xa0); trail++)
      if (trail <= 0x5a || (trail >= 0x61 && trail <= 0x7a) || trail >= 0x81) made[(lead << 8) | trail] = next();
  table = made;
  return made;
};

const decoded = (euc: InstanceType<typeof TextDecoder>, lead: number, trail: number): number => {
  try {
    const text = euc.decode(Uint8Array.of(lead, trail));
    return text.length === 1 ? text.charCodeAt(0) : NONE;
  } catch {
    return NONE;
  }
};

/** Like TextDecoder: `more` says that a character may go on in the next chunk. @throws TypeError on what is not CP949 */
export const cp949Decoder = (): ((chunk: Uint8Array, more: boolean) => string) => {
  const known = pairs();
  let lead = 0;
  return (chunk, more) => {
    const text = new Uint16Array(chunk.length);
    let length = 0;
    for (const byte of chunk) {
      if (lead !== 0) {
        const found = known[(lead << 8) | byte];
        if (!found) throw new TypeError('not CP949');
        text[length++] = found;
        lead = 0;
      } else if (byte < 0x80) text[length++] = byte;
      else lead = byte;
    }
    if (lead !== 0 && !more) throw new TypeError('not CP949');
    return Buffer.from(text.buffer, 0, length * 2).toString('utf16le');
  };
};
