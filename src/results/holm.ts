/**
 * Holm's step-down correction (1979): the chance that any of several comparisons is called different by luck alone stays
 * at the level of one. A comparison without a p-value (nothing varied) takes no part.
 *
 * @returns the adjusted p-values in the order given, each at least the raw one and at most 1
 */
export const holm = (ps: readonly (number | null)[]): (number | null)[] => {
  const ranked = ps.flatMap((p, at) => (p === null ? [] : [{ p, at }])).sort((one, other) => one.p - other.p);
  const adjusted: (number | null)[] = ps.map(() => null);
  let least = 0;
  ranked.forEach(({ p, at }, rank) => {
    least = Math.max(least, Math.min(1, (ranked.length - rank) * p));
    adjusted[at] = least;
  });
  return adjusted;
};
