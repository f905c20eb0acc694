import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

const isJourney = ({ moduleId }: TestSpecification): boolean => moduleId.includes('/journeys/');

/** Journeys take longest and mostly wait: begun first, they overlap with everything else instead of with nothing. */
class JourneysFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    return [...sorted.filter(isJourney), ...sorted.filter((file) => !isJourney(file))];
  }
}

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    globalSetup: ['test/support/global.ts'],
    // No test asks how fast something is: all may take as long as a busy machine needs, and these only end what never will.
    testTimeout: 300_000,
    hookTimeout: 300_000,
    expect: { poll: { timeout: 60_000 } },
    // More than the two cores this is made for, since journeys wait for clocks and processes.
    maxWorkers: 3,
    sequence: { sequencer: JourneysFirst },
    pool: 'forks',
    // Files share a process, and so the modules they import: half the time of the small ones. None leaves anything behind.
    isolate: false,
  },
});
