import nock from 'nock';
import { afterAll, beforeAll } from 'vitest';

/** Files share a process: another one may have restored what nock takes hold of, and the next wants it as it was. */
export const useNock = (): void => {
  beforeAll(() => {
    if (!nock.isActive()) nock.activate();
  });
  afterAll(() => {
    nock.cleanAll();
    nock.restore();
  });
};
