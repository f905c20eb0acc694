import { describe, expect, it } from 'vitest';
import { readLift } from '../../src/results/lift.ts';
import { type Arm, armOfRows } from '../../src/results/samples.ts';
import { segmentLifts } from '../../src/results/segment-lift.ts';

/** `buyers` of `n` spend about a thousand each. */
const armOf = (n: number, buyers: number): Arm =>
  armOfRows({ outcome: Array.from({ length: n }, (_, i) => (i < buyers ? 900 + (i % 200) : 0)) });
const segment = (name: string, send: Arm, holdout: Arm) => ({ segment: name, send, holdout });
const meant = { holdoutShare: 0.5, seed: 's' };
const wholeOf = (send: Arm, holdout: Arm) => readLift(send, holdout, { ...meant, basis: 'revenue', draws: 2 });

describe('what sending changed within a segment', () => {
  it('is the whole where there is one segment', () => {
    const [send, holdout] = [armOf(2_000, 320), armOf(2_000, 200)];
    const whole = wholeOf(send, holdout);
    const [only] = segmentLifts([segment('A', send, holdout)], whole, meant);
    expect(whole.verdict.kind).toBe('proved');
    expect(only).toMatchObject({
      n: whole.n,
      verdict: whole.verdict,
      conversion: whole.comparison?.conversion,
      revenue: { diff: whole.comparison?.revenue?.diff, ci: whole.comparison?.revenue?.ci },
      incremental: { minor: Math.round(whole.comparison?.revenue?.incremental ?? Number.NaN) },
    });
  });

  it('is told of one only if it would be among as many (Holm): alone it would have been', () => {
    const [send, holdout] = [armOf(1_000, 139), armOf(1_000, 108)];
    const whole = wholeOf(send, holdout);
    const alone = segmentLifts([segment('A', send, holdout)], whole, meant);
    expect(alone[0]?.verdict.kind).toBe('proved');
    const equal = (name: string) => segment(name, armOf(1_000, 120), armOf(1_000, 119));
    const among = segmentLifts([segment('A', send, holdout), equal('B'), equal('C')], whole, meant);
    expect(among.map(({ verdict }) => verdict)).toMatchObject([
      { kind: 'cannot_tell', why: 'several' },
      { kind: 'cannot_tell', why: 'small' },
      { kind: 'cannot_tell', why: 'small' },
    ]);
    expect(among[0]!.holmP).toBeCloseTo(3 * alone[0]!.holmP!, 12);
    expect(among[0]!.incremental).toEqual(alone[0]!.incremental);
  });

  it('is withheld where its own split broke, and everywhere where that of the whole did', () => {
    const sound = segment('A', armOf(1_000, 200), armOf(1_000, 100));
    const broken = segment('B', armOf(1_000, 200), armOf(700, 70));
    const nothing = { conversion: null, revenue: null, incremental: null, holmP: null };
    const whole = wholeOf(armOf(20_000, 400), armOf(19_700, 370));
    expect(whole.srm?.ok).toBe(true);
    const [kept, gone] = segmentLifts([sound, broken], whole, meant);
    expect(kept?.verdict.kind).toBe('proved');
    expect(gone).toMatchObject({ ...nothing, verdict: { kind: 'withheld' } });
    const off = wholeOf(armOf(2_000, 400), armOf(1_700, 170));
    for (const each of segmentLifts([sound, broken], off, meant))
      expect(each).toMatchObject({ ...nothing, verdict: off.verdict });
  });

  it('is not looked for among a handful, whose split nobody can test either', () => {
    const whole = wholeOf(armOf(2_000, 320), armOf(2_000, 200));
    const [few, nobody] = segmentLifts(
      [segment('A', armOf(8, 3), armOf(1, 0)), segment('B', armOf(50, 3), armOf(0, 0))],
      whole,
      { holdoutShare: 0.02, seed: 's' },
    );
    expect(few).toMatchObject({ srm: null, incremental: null, verdict: { kind: 'cannot_tell', why: 'small' } });
    expect(nobody).toMatchObject({ incremental: null, verdict: { kind: 'cannot_tell', why: 'no_holdout' } });
  });
});
