/**
 * The smallest value of a function of a few free variables: Nelder and Mead's simplex (1965) to get near from anywhere,
 * then Newton's steps on differences for the last digits. Our own, because npm has nothing kept and typed for it: `fmin`
 * has no types and stops at about five digits, `numeric` and `optimization-js` have not been touched for years.
 */
export type Minimum = { at: number[]; value: number; converged: boolean };

type Fn = (at: readonly number[]) => number;

const SIMPLEX_STEPS = 3_000;

export const minimize = (f: Fn, start: readonly number[]): Minimum => {
  let near = simplex(f, start);
  // A simplex can shrink before it has arrived: begun anew where it stopped, it moves on or confirms.
  for (let again = 0; again < 4; again++) {
    const next = simplex(f, near.at);
    const gained = near.value - next.value;
    if (next.value < near.value) near = next;
    if (!(gained > 1e-9 * (1 + Math.abs(near.value)))) break;
  }
  return newton(f, near);
};

/**
 * The same within `bound` of 0 in every variable, for functions that only level off on the way to a limit: the place found is
 * then as good as the limit, and `settled` says that the variables by themselves mean little.
 */
export const minimizeWithin = (
  f: Fn,
  start: readonly number[],
  bound: number,
): { at: number[]; value: number; settled: boolean } => {
  const within = (at: readonly number[]): number[] => at.map((x) => Math.min(bound, Math.max(-bound, x)));
  const beyond = (at: readonly number[]): number =>
    at.reduce((sum, x) => sum + Math.max(0, Math.abs(x) - bound) ** 2, 0);
  const found = minimize((at) => f(within(at)) + beyond(at), within(start));
  const at = within(found.at);
  return { at, value: f(at), settled: found.converged && at.every((x) => Math.abs(x) < bound) };
};

type Point = { at: number[]; value: number };

const simplex = (f: Fn, start: readonly number[]): Point => {
  const point = (at: number[]): Point => {
    const value = f(at);
    return { at, value: Number.isNaN(value) ? Infinity : value };
  };
  const n = start.length;
  const corners = [point([...start]), ...start.map((_, i) => point(start.map((x, j) => (i === j ? x + 0.25 : x))))];
  for (let step = 0; step < SIMPLEX_STEPS; step++) {
    corners.sort((one, other) => one.value - other.value);
    const [best, worst] = [corners[0], corners[n]] as [Point, Point];
    const size = Math.max(...worst.at.map((x, i) => Math.abs(x - (best.at[i] ?? 0))));
    if (size < 1e-7 && worst.value - best.value <= 1e-12 * (1 + Math.abs(best.value))) break;
    const center = start.map((_, i) => corners.slice(0, n).reduce((sum, { at }) => sum + (at[i] ?? 0), 0) / n);
    const along = (k: number) => point(center.map((c, i) => c + k * ((worst.at[i] ?? 0) - c)));
    const reflected = along(-1);
    const second = corners[n - 1]?.value ?? Infinity;
    if (reflected.value < best.value) {
      const expanded = along(-2);
      corners[n] = expanded.value < reflected.value ? expanded : reflected;
    } else if (reflected.value < second) corners[n] = reflected;
    else {
      const contracted = along(reflected.value < worst.value ? -0.5 : 0.5);
      if (contracted.value < Math.min(reflected.value, worst.value)) corners[n] = contracted;
      else
        for (let i = 1; i <= n; i++)
          corners[i] = point((corners[i]?.at ?? []).map((x, j) => ((best.at[j] ?? 0) + x) / 2));
    }
  }
  return corners.reduce((best, corner) => (corner.value < best.value ? corner : best));
};

/** Differences over this width of variables of the size of 1 lose least to rounding and to curvature together. */
const WIDTH = 2e-4;

const newton = (f: Fn, from: Point): Minimum => {
  let { at, value } = from;
  for (let round = 0; round < 12; round++) {
    const step = solve(...slopes(f, at, value));
    if (!step) return { at, value, converged: false };
    const next = at.map((x, i) => x - (step[i] ?? 0));
    const found = f(next);
    // Within rounding of the best there is: the step itself says how near.
    if (!(found <= value + 1e-11 * (1 + Math.abs(value)))) return { at, value, converged: false };
    at = next;
    value = found;
    if (Math.max(...step.map(Math.abs)) < 1e-8) return { at, value, converged: true };
  }
  return { at, value, converged: true };
};

const slopes = (f: Fn, at: readonly number[], value: number): [gradient: number[], hessian: number[][]] => {
  const moved = (i: number, di: number, j = i, dj = 0) =>
    f(at.map((x, k) => x + (k === i ? di : 0) + (k === j ? dj : 0)));
  const h = WIDTH;
  const sides = at.map((_, i) => [moved(i, h), moved(i, -h), moved(i, 2 * h), moved(i, -2 * h)] as const);
  return [
    // Fourth order: the likelihood is curved enough for the plain difference to cost digits.
    sides.map(([p, m, pp, mm]) => (8 * (p - m) - (pp - mm)) / (12 * h)),
    at.map((_, i) =>
      at.map((_, j) =>
        i === j
          ? ((sides[i]?.[0] ?? 0) - 2 * value + (sides[i]?.[1] ?? 0)) / (h * h)
          : (moved(i, h, j, h) - moved(i, h, j, -h) - moved(i, -h, j, h) + moved(i, -h, j, -h)) / (4 * h * h),
      ),
    ),
  ];
};

/** Gauss with pivots; null where the matrix is singular or anything in it is no number. */
const solve = (right: readonly number[], matrix: readonly (readonly number[])[]): number[] | null => {
  const rows = matrix.map((row, i) => [...row, right[i] ?? 0]);
  const n = rows.length;
  for (let i = 0; i < n; i++) {
    const pivot = rows.slice(i).reduce((best, row) => (Math.abs(row[i] ?? 0) > Math.abs(best[i] ?? 0) ? row : best));
    const place = rows.indexOf(pivot);
    [rows[i], rows[place]] = [pivot, rows[i] ?? pivot];
    const lead = pivot[i] ?? 0;
    if (!(Math.abs(lead) > 1e-12)) return null;
    for (const row of rows) {
      if (row === pivot) continue;
      const share = (row[i] ?? 0) / lead;
      for (let j = i; j <= n; j++) row[j] = (row[j] ?? 0) - share * (pivot[j] ?? 0);
    }
  }
  return rows.map((row, i) => (row[n] ?? 0) / (row[i] ?? 1));
};
