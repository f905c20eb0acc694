import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The PostgreSQL process of a data directory, known by its pid file. Who starts it and who joins: embedded.ts. */
const pidFileOf = (data: string): string => join(data, 'postmaster.pid');

/** @returns its pid, or null when none runs: a stale file's number may belong to a stranger by now */
export const postmasterOf = (data: string): number | null => {
  const file = pidFileOf(data);
  if (!existsSync(file)) return null;
  const pid = Number(readFileSync(file, 'utf8').split('\n')[0]);
  return isAlive(pid) && commandOf(pid).includes(data) ? pid : null;
};

/** Fast shutdown: open transactions are rolled back. Resolves when it is gone, or after ten seconds. */
export const stopPostmaster = async (data: string): Promise<void> => {
  const pid = postmasterOf(data);
  if (pid === null) return;
  try {
    process.kill(pid, 'SIGINT');
  } catch {
    return;
  }
  for (let left = 400; left > 0 && existsSync(pidFileOf(data)); left -= 1)
    await new Promise((done) => setTimeout(done, 25));
};

export const isAlive = (pid: number): boolean => {
  if (!Number.isInteger(pid) || pid <= 0) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as { code?: string }).code === 'EPERM';
  }
};

/** Linux tells without a program, which a slim container may lack. */
const commandOf = (pid: number): string => {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ');
  } catch {
    return spawnSync('ps', ['-o', 'args=', '-p', String(pid)], { encoding: 'utf8' }).stdout ?? '';
  }
};
