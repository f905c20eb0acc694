/** The outline of a JPG: its sizes where a reader looks for them, `filling` behind them, nothing to look at. */
export const jpegOf = (width: number, height: number, filling: string): Uint8Array => {
  const two = (n: number) => [n >> 8, n & 255];
  return Buffer.concat([
    Buffer.from([0xff, 0xd8, 0xff, 0xe0, ...two(16), ...Buffer.from('JFIF\0'), 1, 1, 0, 0, 1, 0, 1, 0, 0]),
    Buffer.from([0xff, 0xc0, ...two(11), 8, ...two(height), ...two(width), 1, 1, 0x11, 0]),
    Buffer.from(filling),
    Buffer.from([0xff, 0xd9]),
  ]);
};
