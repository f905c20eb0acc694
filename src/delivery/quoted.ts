/**
 * Quoted-printable (RFC 2045 6.7), piece by piece: each piece begins a line of its own, so that what is the same in every
 * message of a variant is encoded once, wherever a reader's own values end. Base64 would shift with each of them.
 */
export const quoted = (piece: string): string => {
  if (PLAIN.test(piece)) return `${piece}${SOFT}`;
  const lines = piece.split(/\r?\n/);
  const last = lines.pop() ?? '';
  return `${lines.map((line) => `${wrapped(line, true)}\r\n`).join('')}${last === '' ? '' : `${wrapped(last, false)}${SOFT}`}`;
};

const SOFT = '=\r\n';
/** Room for the sign that the line goes on. */
const LINE = 75;
/** What goes out as it is, on one line: most of our own links. */
const PLAIN = /^[!-<>-~]{1,75}$/;

const wrapped = (line: string, isWhole: boolean): string => {
  let out = '';
  let column = 0;
  const bytes = Buffer.from(line, 'utf8');
  for (const [i, byte] of bytes.entries()) {
    const literal = (byte > 32 && byte < 127 && byte !== 61) || (byte === 32 && !(isWhole && i === bytes.length - 1));
    const next = literal ? String.fromCharCode(byte) : `=${byte.toString(16).toUpperCase().padStart(2, '0')}`;
    if (column + next.length > LINE) {
      out += SOFT;
      column = 0;
    }
    out += next;
    column += next.length;
  }
  return out;
};
