import { existsSync } from 'node:fs';
import { join } from 'node:path';

/** A path in the folder that no file has yet: what was written there earlier stays. `ending` without dot. */
export function freePath(folder: string, stem: string, ending: string): string {
  for (let number = 1; ; number++) {
    const path = join(folder, `${stem}${number === 1 ? '' : `-${number}`}.${ending}`);
    if (!existsSync(path)) return path;
  }
}
