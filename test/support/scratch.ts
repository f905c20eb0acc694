import { mkdtempSync, readFileSync, statfsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const MEMORY = '/dev/shm';
/** Several databases, one with the whole sample company, and browsers. */
const ROOM = 6 * 1024 ** 3;

/** Memory that holds files: much room in it, and programs may run from there, as a server copied beside its data does. */
const isFit = (): boolean => {
  try {
    const mount = readFileSync('/proc/self/mounts', 'utf8')
      .split('\n')
      .map((line) => line.split(' '))
      .find(([, at]) => at === MEMORY);
    const { bavail, bsize } = statfsSync(MEMORY);
    return mount?.[2] === 'tmpfs' && !mount[3]?.split(',').includes('noexec') && bavail * bsize > ROOM;
  } catch {
    return false;
  }
};

/** Where the run's databases are: in memory where there is enough, since each is a thousand files and none outlives the run. */
export const inMemory = isFit();

export const scratch = (name: string): string => mkdtempSync(join(inMemory ? MEMORY : tmpdir(), `baton-${name}-`));
