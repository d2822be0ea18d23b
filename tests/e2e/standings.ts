import { cpSync } from 'node:fs';
import { keyByPassword } from '../../electron/core/store/credentials.ts';
import { openStation } from '../../electron/core/store/station.ts';
import type { Office } from './office.ts';

/** Kind, id, state and revision of every record that is no draft, in order of ids, read from a copy of the station while its window is open. */
export async function standings({ dir }: Office, user: string, password: string): Promise<string[]> {
  const copy = `${dir}-copy`;
  cpSync(dir, copy, { recursive: true });
  const station = openStation(copy, await keyByPassword(copy, user, password, Date.now()));
  try {
    return station.db
      .prepare(
        "SELECT kind || ' ' || id || ' ' || state || ' ' || revision FROM record WHERE state <> 'draft' ORDER BY id",
      )
      .pluck()
      .all() as string[];
  } finally {
    station.close();
  }
}
