import { createWriteStream, existsSync, mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { refuse } from '../../../shared/contract/failures.ts';
import type { Job } from '../context.ts';
import { syncFolder } from './atomic-file.ts';
import { manifestHolds, readBackup } from './backup.ts';
import { unwrapKey } from './credentials.ts';
import { checkDatabase } from './database.ts';
import { ioFailure } from './io-failures.ts';
import { newEpoch, openStation } from './station.ts';
import { readStationFile } from './station-file.ts';
import { userNamed } from './users.ts';

/**
 * Makes a station out of a backup in a new or empty folder: unpacks beside it, checks every digest, the manifest's MAC with
 * the key that the password opens, and the database page by page, draws a new epoch, and only then gives it the folder's name.
 * The backup and any other station stay as they are. `user.name` '' means the backup's first user, the admin.
 * Refuses `backup-invalid`, `wrong-password`, `station-exists`, `disk-full`.
 */
export async function restoreBackup(
  path: string,
  dir: string,
  user: { readonly name: string; readonly password: string },
  job: Job,
): Promise<{ dir: string; epoch: number }> {
  if (existsSync(dir) && readdirSync(dir).length > 0) refuse('station-exists', { dir });
  const staging = `${dir.replace(/[/\\]+$/, '')}.restoring`;
  try {
    rmSync(staging, { recursive: true, force: true });
    for (const folder of ['blobs', 'outbox', 'backup'])
      mkdirSync(join(staging, folder), { recursive: true, mode: 0o700 });
    const manifest = await readBackup(path, job, async (name, bytes) => {
      await pipeline(bytes, createWriteStream(join(staging, name), { mode: 0o600, flush: true }));
    });
    const { users } = readStationFile(staging);
    const name = user.name || users[0]?.name || '';
    const wrap = users.find((entry) => entry.name === name)?.wrap;
    const dataKey = wrap && (await unwrapKey(user.password, wrap));
    if (!dataKey) return refuse('wrong-password', { waitSeconds: 0 });
    const station = openStation(staging, dataKey);
    const epoch = newEpoch();
    try {
      if (!manifestHolds(station.subkey('backup'), manifest))
        refuse('backup-invalid', { reason: '清单的校验码不符，备份被改动过' });
      checkDatabase(station.db);
      station.actAs(userNamed(station.db, name));
      station.transaction(() => {
        station.audit('station.restore', station.id, { epoch: station.epoch }, { epoch, backup: manifest.createdAt });
        station.db.prepare("UPDATE meta SET value = ? WHERE name = 'epoch'").run(JSON.stringify(epoch));
      });
    } finally {
      station.close();
    }
    rmSync(dir, { recursive: true, force: true });
    renameSync(staging, dir);
    syncFolder(dirname(dir));
    return { dir, epoch };
  } catch (error) {
    rmSync(staging, { recursive: true, force: true });
    throw ioFailure(error, dir);
  }
}
