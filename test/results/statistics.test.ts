import { expect, it } from 'vitest';
import { judged } from '../../bench/statistics.ts';

it('the statistics keep their promises by simulation: false alarms, looks, coverage, power, broken splits', () => {
  // A twentieth of `npm run bench -- statistics`: chance moves a share of 5 % by a point here, one of 80 % by 1.8.
  expect(judged({ runs: 500, bootstraps: 100, slack: 0.03 }).broken).toEqual([]);
});
