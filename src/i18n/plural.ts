/** English after a number that is already written: 1 segment, 2 segments, 1 person. */
export const plural = (n: string, one: string, many = `${one}s`): string => `${n} ${n === '1' ? one : many}`;
