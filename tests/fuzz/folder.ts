import { existsSync } from 'node:fs';
import { tmpdir } from 'node:os';

/** A folder for files that are written and read thousands of times: in memory, where the system has such. */
export function memoryFolder(): string {
  return existsSync(MEMORY) ? MEMORY : tmpdir();
}

const MEMORY = '/dev/shm';
